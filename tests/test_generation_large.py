"""Large files of an index: opened without being read, taken over without being copied, and still checked."""

import os
from pathlib import Path

import pytest

from tests.test_generation import KEY, MANIFEST, OLD, commit, current
from tests.vaults import VAULT, Bench, write_notes
from tutor.errors import IndexDamaged
from tutor.library import files, generation, kinds
from tutor.library.generation import Generations
from tutor.library.library import Library
from tutor.library.manifest import FileSum
from tutor.library.stored import FACT_VECTORS


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def summed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have every file count as large; return the names of those that are read to be summed up."""
    names: list[str] = []
    real = files.sum_of

    def counting(path: Path) -> FileSum:
        names.append(path.name)
        return real(path)

    monkeypatch.setattr(files, "_SUMMED", -1)
    for module in (files, generation):
        monkeypatch.setattr(module, "sum_of", counting)
    return names


def flip(path: Path) -> None:
    """Change a byte of a file behind the back of its time."""
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_opening_reads_no_large_file(home: Path, summed: list[str]) -> None:
    commit(home, OLD)
    summed.clear()
    Generations(home, KEY).current()
    assert summed == []


def test_a_large_file_of_another_time_is_read_and_accepted_if_it_is_the_same(home: Path, summed: list[str]) -> None:
    file = commit(home, OLD).folder / "library.db"
    os.utime(file)
    summed.clear()
    assert current(home) == OLD
    assert summed == ["library.db"]
    file.write_bytes(bytes(len(OLD["library.db"])))
    with pytest.raises(IndexDamaged, match="checksum"):
        Generations(home, KEY).current()


def test_a_large_file_of_another_size_is_damage(home: Path, summed: list[str]) -> None:
    file = commit(home, OLD).folder / "library.db"
    status = file.stat()
    file.write_bytes(OLD["library.db"] + b"x")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(IndexDamaged, match="size"):
        Generations(home, KEY).current()


def test_what_changed_behind_the_back_of_the_time_is_found_by_verify(home: Path, summed: list[str]) -> None:
    generations = Generations(home, KEY)
    old = commit(home, OLD)
    generations.verify(old)
    flip(generations.current().folder / "library.db")
    with pytest.raises(IndexDamaged, match="checksum"):
        generations.verify(generations.current())
    (generations.current().folder / "library.db").unlink()
    with pytest.raises(IndexDamaged, match="missing"):
        generations.verify(old)


def test_a_file_that_is_kept_is_the_same_file_and_not_read_again(home: Path, summed: list[str]) -> None:
    old = commit(home, OLD)
    generations = Generations(home, KEY)
    summed.clear()
    with generations.lock(), generations.staging() as staging:
        generations.keep(staging, old, "library.db")
        generations.write(staging / "facts.faiss", b"new")
        new = generations.commit(staging, MANIFEST, old)
    assert summed == ["facts.faiss"]
    assert (new.folder / "library.db").stat().st_ino == (old.folder / "library.db").stat().st_ino
    assert current(home) == {"facts.faiss": b"new", "library.db": OLD["library.db"]}
    generations.verify(new)


def test_a_file_that_cannot_be_linked_is_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    old = commit(home, OLD)
    generations = Generations(home, KEY)
    with generations.lock(), generations.staging() as staging:
        generations.keep(staging, old, "library.db")
        generations.commit(staging, MANIFEST, old)
    assert current(home) == {"library.db": OLD["library.db"]}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Return notes with more vectors than are written anew at each update."""
    monkeypatch.setattr(kinds, "TAIL", 4)
    bench = Bench(write_notes(tmp_path / "notes", VAULT), tmp_path / "home")
    bench.index()
    return bench


def test_one_changed_note_touches_only_its_own_vectors(bench: Bench, summed: list[str]) -> None:
    old = bench.place.generations.current()
    bench.write("2024-01-05.txt", "Revise the timetable.\n")
    assert bench.index().embedded > 0
    new = bench.place.generations.current()
    kept = {"facts.ids", "facts.vectors", "passages.ids", "passages.vectors"}
    assert {name for name in kept if (new.folder / name).samefile(old.folder / name)} == kept
    assert not kept & set(summed)
    assert {"facts-tail.vectors", "facts-dead.ids"} <= {path.name for path in new.folder.iterdir()}
    with Library(bench.notes, new) as library:
        assert library.stored.count(FACT_VECTORS) == len(library.vectors[FACT_VECTORS])
        bench.index(force=True)
        with bench.open() as whole:
            assert len(whole.vectors[FACT_VECTORS]) == len(library.vectors[FACT_VECTORS])
            assert whole.centre == pytest.approx(library.centre, abs=1e-6)


def test_a_database_that_is_damaged_inside_is_said_to_be(bench: Bench, summed: list[str]) -> None:
    file = bench.place.generations.current().folder / "library.db"
    status = file.stat()
    file.write_bytes(b"x" * status.st_size)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(IndexDamaged, match=r"library\.db is damaged .* tutor index --force"):
        Library(bench.notes, bench.place.generations.current())
