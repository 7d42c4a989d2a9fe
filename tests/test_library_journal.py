"""The journal of a build: what it has embedded outlives it, and nothing that is not whole comes back."""

from pathlib import Path

import numpy as np
import pytest

from tests.fakes import IDENTITY, FakeEncoder
from tests.vaults import Bench
from tutor.encoder import ModelId
from tutor.library import journal
from tutor.library.journal import Journal

KEYS = [bytes([i]) * 16 for i in range(5)]
ROWS = np.arange(5 * 64, dtype=np.float32).reshape(5, 64)
RECORD = 16 + 64 * 4 + 8


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file of a journal that holds the five rows, added in two goes."""
    Journal(tmp_path, IDENTITY).add(KEYS[:3], ROWS[:3])
    Journal(tmp_path, IDENTITY).add(KEYS[3:], ROWS[3:])
    (file,) = tmp_path.iterdir()
    return file


def found(folder: Path, model: ModelId = IDENTITY) -> dict[int, list[float]]:
    kept = Journal(folder, model).find([*KEYS, b"x" * 16])
    return {KEYS.index(key): row.tolist() for key, row in kept.items()}


def test_what_was_added_is_found(file: Path) -> None:
    assert found(file.parent) == dict(enumerate(ROWS.tolist()))


def test_of_an_empty_journal_nothing_is_found(tmp_path: Path) -> None:
    assert found(tmp_path) == {}


def test_another_models_are_not_found(file: Path) -> None:
    assert found(file.parent, ModelId("other", "0" * 32, 64, 256)) == {}


@pytest.mark.parametrize("size", range(0, 5 * RECORD, 97))
def test_of_a_journal_that_was_cut_off_the_whole_records_are_found_and_more_can_be_added(file: Path, size: int) -> None:
    with file.open("r+b") as stream:
        stream.truncate(size)
    assert sorted(found(file.parent)) == list(range(size // RECORD))
    Journal(file.parent, IDENTITY).add(KEYS, ROWS)
    assert found(file.parent) == dict(enumerate(ROWS.tolist()))


@pytest.mark.parametrize("at", [0, 16, 200, RECORD - 1])
def test_a_record_with_a_flipped_bit_is_not_found(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[2 * RECORD + at] ^= 1
    file.write_bytes(data)
    assert sorted(found(file.parent)) == [0, 1, 3, 4]


class Stopped(Exception):
    """Stands for a signal."""


def test_a_build_that_was_stopped_is_gone_on_with(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_AT_ONCE", 4)
    encoder = bench.encoder
    assert isinstance(encoder, FakeEncoder)
    whole, left = encoder.encode, 3

    def encode(texts: list[str], progress: object = None) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise Stopped
        return whole(texts)

    with monkeypatch.context() as patch:
        patch.setattr(encoder, "encode", encode)
        with pytest.raises(Stopped):
            bench.index()
    before = set(encoder.encoded)
    assert len(before) == 12
    encoder.encoded.clear()
    report = bench.index()
    assert before.isdisjoint(encoder.encoded)
    assert (report.embedded, report.reused >= 12) == (len(encoder.encoded), True)
    home = bench.place.generations.home
    assert not list(home.glob("embedded-*"))
    resumed = {path.name: path.read_bytes() for path in bench.place.generations.current().folder.glob("*.vectors")}
    bench.index(force=True)
    assert resumed == {
        path.name: path.read_bytes() for path in bench.place.generations.current().folder.glob("*.vectors")
    }


def test_what_could_be_lost_anyway_is_not_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edited line costs no file."""
    monkeypatch.setattr(Journal, "add", None)
    assert bench.index().embedded > 0
