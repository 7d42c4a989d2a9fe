"""Answer questions in one process, and print what that took: `python -m tests.scale.warm NOTES FILE`."""

import gc
import json
import os
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from tutor.answer.answering import answer
from tutor.cli.main import GARBAGE
from tutor.encoder.opening import open_encoder
from tutor.library.opening import open_library, place_of
from tutor.paths import Paths


def main() -> None:
    """Print JSON: median and 95th percentile in milliseconds, and the megabytes resident at the end, and its own."""
    gc.set_threshold(GARBAGE)  # as the program does
    notes, questions = map(Path, sys.argv[1:])
    paths = Paths.from_environ(os.environ)
    encoder = open_encoder("", paths, print, lambda *_: None, is_for_many=True)
    times = []
    with open_library(place_of(notes, paths, os.environ), encoder, print, lambda *_: None) as library:
        for line in questions.read_text("utf-8").splitlines():
            begun = time.perf_counter()
            answer(library, encoder, json.loads(line)["q"])
            times.append(1000 * (time.perf_counter() - begun))
    resident, mapped = _memory()
    figures = {"median_ms": median(times), "p95_ms": quantiles(times, n=20)[-1], "resident_mb": resident}
    print(json.dumps({**figures, "own_mb": resident - mapped}))


def _memory() -> tuple[float, float]:
    """Return the megabytes that are resident, and how many of them are pages of files, which the system can drop."""
    _, resident, mapped, *_ = map(int, Path("/proc/self/statm").read_text().split())
    page = os.sysconf("SC_PAGE_SIZE") / 1e6
    return resident * page, mapped * page


if __name__ == "__main__":
    main()
