"""Freshness: a change is always noticed, and what was only touched is not parsed."""

import os

import pytest

from tests.vaults import VAULT, Bench
from tutor.library import build, freshness
from tutor.library.freshness import Freshness, compare
from tutor.notes.folder import list_notes

NOTE = "2024-01-05.txt"


def compared(bench: Bench) -> Freshness:
    return compare(bench.place.generations.current().manifest, list_notes(bench.notes))


@pytest.fixture
def old(bench: Bench) -> Bench:
    """Return a bench whose notes were last written long before they were indexed."""
    bench.age()
    bench.index()
    return bench


def refuse(*_args: object) -> None:
    raise AssertionError("nothing has to be read")


def test_without_an_index_every_note_is_new(bench: Bench) -> None:
    found = compare(None, list_notes(bench.notes))
    assert [file.file for file in found.added] == sorted(VAULT, key=lambda file: file.split("/"))
    assert not found.is_fresh


def test_notes_that_were_not_touched_are_not_read(old: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "read_note", refuse)
    found = compared(old)
    assert found.is_fresh
    assert {source.file for source, _ in found.unchanged} == set(VAULT)


def test_changes_are_told_apart(old: Bench) -> None:
    old.write(NOTE, "Changed.\n")
    old.write("new.md", "New.\n")
    (old.notes / "cloud" / "storage.md").rename(old.notes / "cloud" / "buckets.md")
    found = compared(old)
    assert [file.file for file in found.changed] == [NOTE]
    assert [file.file for file in found.added] == ["cloud/buckets.md", "new.md"]
    assert found.removed == ("cloud/storage.md",)
    assert not found.is_fresh


def test_a_note_that_was_only_touched_is_not_parsed(old: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(old.notes / NOTE)
    assert compared(old).is_fresh
    monkeypatch.setattr(build, "parse_note", refuse)
    assert old.index().was_fresh


def test_a_note_that_was_written_anew_with_the_same_bytes_is_fresh(old: Bench) -> None:
    file = old.notes / NOTE
    aside = file.with_name("aside")
    aside.write_bytes(file.read_bytes())
    aside.replace(file)
    assert compared(old).is_fresh


def test_a_note_of_the_same_size_written_anew_is_noticed(old: Bench) -> None:
    text = VAULT[NOTE]
    old.write(NOTE, text.replace("exam", "mock"))
    assert [file.file for file in compared(old).changed] == [NOTE]


def test_a_note_that_was_replaced_with_its_old_time_is_noticed(old: Bench) -> None:
    file = old.notes / NOTE
    status = file.stat()
    aside = file.with_name("aside")
    aside.write_text(VAULT[NOTE].replace("exam", "mock"))
    aside.replace(file)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert [found.file for found in compared(old).changed] == [NOTE]


def test_a_change_within_a_tick_of_the_clock_is_noticed(bench: Bench) -> None:
    bench.index()
    file = bench.notes / NOTE
    status = file.stat()
    with file.open("r+b") as stream:  # in place: the same inode
        stream.write(VAULT[NOTE].replace("exam", "mock").encode())
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_ino) == (status.st_size, status.st_ino)
    assert [found.file for found in compared(bench).changed] == [NOTE]
    with bench.open() as library:
        assert "mock" in library.stored.text(library.stored.notes()[0].number)


def test_a_file_that_becomes_a_folder_is_gone(old: Bench) -> None:
    (old.notes / NOTE).unlink()
    (old.notes / NOTE).mkdir()
    assert compared(old).removed == (NOTE,)


def test_a_file_that_becomes_unreadable_has_changed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    bench.index()
    monkeypatch.setattr(freshness, "read_note", fail)
    assert len(compared(bench).changed) == len(VAULT)


def test_the_sources_stand_in_the_order_of_the_notes(bench: Bench) -> None:
    bench.index()
    manifest = bench.place.generations.current().manifest
    assert [source.file for source in manifest.sources] == sorted(VAULT, key=lambda file: file.split("/"))
    assert all(len(source.sha256) == 64 for source in manifest.sources)
