"""The bench: what it measures of a process, and how a figure is printed."""

import os
import sys

import pytest

from tests.bench.__main__ import Row
from tests.bench.process import run


def test_a_process_is_measured_from_outside() -> None:
    done = run([sys.executable, "-c", "data = bytearray(64 << 20); print(len(data))"], os.environ)
    assert done.output == f"{64 << 20}\n"
    assert done.megabytes > 64
    assert done.seconds > 0


def test_the_memory_of_who_measures_is_not_counted() -> None:
    held = bytearray(256 << 20)
    held[:: 1 << 12] = b"x" * (len(held) >> 12)  # so that it is really there
    assert run([sys.executable, "-c", ""], os.environ).megabytes < 128


def test_a_process_that_fails_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="ended with 3: no such thing"):
        run([sys.executable, "-c", "import sys; print('no such thing', file=sys.stderr); sys.exit(3)"], os.environ)


@pytest.mark.parametrize(
    ("row", "end"),
    [
        (Row("one question", 0.3, 5.24, "s"), "     0.30      5.24 s    0.057"),
        (Row("memory", 150.2, 503.0, "MB"), "      150       503 MB   0.299"),
        (Row("nothing to compare", 9.87, None, "ms"), "      9.9           ms"),
    ],
)
def test_a_figure_is_a_line(row: Row, end: str) -> None:
    assert row.format() == f"{row.what:52s} {end}"
