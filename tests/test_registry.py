"""The registry: ids and keys stay the same, reading never writes, damage loses only the keys."""

import errno
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.disk import Disk, locked
from tutor.errors import Busy, CannotWrite
from tutor.library import registry as registry_module
from tutor.library.registry import Entry, Registry, _from_bytes, _notes_id, _Record, _to_bytes

LAW = settings(deadline=None, max_examples=60)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "notes.json"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "My Notes"


class ReadOnlyDisk(Disk):
    def write(self, path: Path, data: bytes) -> None:
        raise OSError(errno.EROFS, f"Read-only file system, {len(data)} bytes", str(path))


def test_reading_finds_nothing_at_first_and_writes_nothing(file: Path, notes: Path) -> None:
    registry = Registry(file)
    assert (registry.entries(), registry.find(notes), registry.last()) == ((), None, None)
    assert not file.parent.exists()


def test_notes_are_enrolled_once_and_keep_id_and_key(file: Path, notes: Path) -> None:
    entry = Registry(file).enroll(notes)
    assert Registry(file).enroll(notes) == entry
    assert Registry(file).find(notes) == entry
    assert Registry(file).entries() == (entry,)
    assert entry.root == notes
    assert len(bytes.fromhex(entry.key)) == 16


def test_every_enrolment_has_a_key_of_its_own(file: Path, tmp_path: Path) -> None:
    entries = [Registry(file).enroll(tmp_path / name) for name in "ab"]
    assert entries[0].key != entries[1].key
    assert Registry(file).entries() == tuple(entries)


def test_a_link_to_notes_is_the_same_notes(file: Path, notes: Path, tmp_path: Path) -> None:
    notes.mkdir()
    (tmp_path / "link").symlink_to(notes)
    entry = Registry(file).enroll(tmp_path / "link")
    assert entry.root == notes
    assert Registry(file).find(notes) == entry


def test_the_last_notes_are_remembered(file: Path, notes: Path, tmp_path: Path) -> None:
    Registry(file).set_last(notes)
    Registry(file).set_last(tmp_path)
    assert Registry(file).last() == tmp_path
    assert Registry(file).entries() == ()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("My Notes", "my-notes"),
        ("aws.md", "aws-md"),
        ("Économie & droit", "economie-droit"),
        ("日本語", "notes"),
        ("...", "notes"),
        ("a" * 23 + " b", "a" * 23),
        ("x" * 99, "x" * 24),
    ],
)
def test_a_notes_id_can_be_told_by_eye(name: str, slug: str) -> None:
    head, _, tail = _notes_id(Path("/home") / name).rpartition("-")
    assert head == slug
    assert len(bytes.fromhex(tail)) == 4


def test_folders_of_one_name_have_different_ids() -> None:
    assert _notes_id(Path("/a/notes")) != _notes_id(Path("/b/notes"))


@LAW
@given(st.dictionaries(st.binary(min_size=1, max_size=40), st.binary(min_size=16, max_size=16)))
def test_any_path_survives_being_stored(keys: dict[bytes, bytes]) -> None:
    roots = {Path("/" + os.fsdecode(name.replace(b"\0", b""))): key for name, key in keys.items()}
    entries = {root: Entry(root, _notes_id(root), key.hex()) for root, key in roots.items()}
    record = _Record(next(iter(entries), None), entries)
    assert _from_bytes(_to_bytes(record)) == record
    assert _to_bytes(record).isascii()


def test_a_path_that_is_not_utf_8_is_found_again(file: Path, tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"caf\xe9")
    assert Registry(file).find(root) is None
    entry = Registry(file).enroll(root)
    assert Registry(file).find(root) == entry


def test_only_the_user_can_read_the_record(file: Path, notes: Path) -> None:
    before = os.umask(0)
    try:
        Registry(file).enroll(notes)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {"notes.json": 0o600, "notes.json.lock": 0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_nothing_is_written_unless_something_changes(file: Path, notes: Path) -> None:
    entry = Registry(file).enroll(notes)
    Registry(file).set_last(notes)
    still = Registry(file, ReadOnlyDisk())
    assert still.enroll(notes) == entry
    still.set_last(notes)
    with pytest.raises(CannotWrite, match="Read-only file system"):
        still.set_last(notes.parent)
    assert still.last() == notes


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, notes: Path) -> None:
    (tmp_path / "data").write_text("a file")
    registry = Registry(tmp_path / "data" / "notes.json")
    assert registry.find(notes) is None
    with pytest.raises(CannotWrite, match="data is not a folder") as caught:
        registry.enroll(notes)
    assert caught.value.exit_code == 5


def garbage(file: Path) -> None:
    file.write_bytes(b"\xff garbage")


def empty(file: Path) -> None:
    file.write_bytes(b"")


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


def another_version(file: Path) -> None:
    file.write_text('{"version": 2, "last": null, "notes": {}}')


def folder_as_id(file: Path) -> None:
    text = f'{{"/n": {{"id": "../..", "key": "{"0" * 32}"}}}}'
    file.write_text(f'{{"version": 1, "last": null, "notes": {text}}}')


def deep(file: Path) -> None:
    file.write_text("[" * 100_000)


def a_list(file: Path) -> None:
    file.write_text("[]")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [garbage, empty, half, another_version, folder_as_id, deep, a_list, a_folder])
def test_a_damaged_record_is_moved_aside_and_begun_anew(harm: Callable[[Path], None], file: Path, notes: Path) -> None:
    old = Registry(file).enroll(notes)
    harm(file)
    names = sorted(os.listdir(file.parent))
    registry = Registry(file)
    assert (registry.find(notes), registry.last(), registry.entries()) == (None, None, ())
    assert sorted(os.listdir(file.parent)) == names
    new = registry.enroll(notes)
    assert new.notes_id == old.notes_id
    assert new.key != old.key
    assert registry.entries() == (new,)
    assert file.with_name("notes.json.damaged").exists()


def test_a_second_damage_replaces_the_first(file: Path, notes: Path) -> None:
    for harm in (garbage, a_folder, half):
        Registry(file).enroll(notes)
        harm(file)
    Registry(file).enroll(notes)
    assert file.with_name("notes.json.damaged").is_file()


def test_enrolling_at_the_same_time_loses_nothing(file: Path, tmp_path: Path) -> None:
    def enroll(number: int) -> None:
        entries[number] = Registry(file).enroll(tmp_path / str(number % 4))

    entries: dict[int, Entry] = {}
    threads = [threading.Thread(target=enroll, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(entries) == 12
    assert set(entries.values()) == set(Registry(file).entries())
    assert len(Registry(file).entries()) == 4


def test_a_record_that_stays_locked_is_busy(file: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_module, "WAIT", 0.0)
    Registry(file).enroll(notes)
    with locked(file.with_name("notes.json.lock"), 0, "never"):
        assert Registry(file).find(notes) is not None
        with pytest.raises(Busy, match="Another tutor") as caught:
            Registry(file).set_last(notes)
    assert caught.value.exit_code == 5


class DyingDisk(Disk):
    def sync(self, path: Path) -> None:
        raise KeyboardInterrupt(path)


def test_what_a_killed_writer_left_goes_with_the_next_one(file: Path, notes: Path) -> None:
    entry = Registry(file).enroll(notes)
    with pytest.raises(KeyboardInterrupt):
        Registry(file, DyingDisk()).set_last(notes)
    assert len(os.listdir(file.parent)) == 3
    assert Registry(file).last() is None
    Registry(file).set_last(notes)
    assert sorted(os.listdir(file.parent)) == ["notes.json", "notes.json.lock"]
    assert Registry(file).entries() == (entry,)
