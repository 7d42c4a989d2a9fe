"""Backups: whole, private, verified before they are trusted, and put back in one step."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults import FaultyDisk, Killed, failing, killing, killing_in_the_middle, staying_full
from tutor.errors import Busy, CannotWrite, DatabaseUnreadable, UsageError
from tutor.store import backups as backups_module
from tutor.store.backups import INTERVAL, Backup, Backups
from tutor.store.examining import Contents, examine
from tutor.store.migrations import MIGRATIONS
from tutor.store.restoring import restore
from tutor.store.store import Store

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

NOTES = "notes-01234567"
NOW = datetime(2027, 3, 1, 20, 15, 30, tzinfo=UTC)
VERSION = len(MIGRATIONS) + 1


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data/tutor.db"


@pytest.fixture
def watch() -> Watch:
    return Watch()


def begin(store: Store, title: str) -> int:
    return store.start_conversation(NOTES, 1, title, hidden=False)


def write(file: Path, title: str, watch: Watch) -> None:
    with Store.open(file, clock=watch) as store:
        begin(store, title)


def titles(file: Path) -> list[str]:
    with Store.open(file, must_exist=True) as store:
        return sorted(conversation.title for conversation in store.conversations(NOTES))


def one(file: Path) -> Backup:
    (found,) = Backups(file).all()
    return found


# When


def test_what_was_changed_is_backed_up_when_it_is_left(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    assert one(file).name == "2027-03-01T20-15-30Z"
    assert one(file).version == VERSION
    assert one(file).verify() == Contents(VERSION, 1, 0)


def test_it_can_be_backed_up_without_being_closed(file: Path, watch: Watch) -> None:
    with Store.open(file, clock=watch) as store:
        begin(store, "a")
        store.leave()
        assert one(file).verify().conversations == 1
        begin(store, "b")
    assert len(Backups(file).all()) == 1


def test_what_was_only_read_is_not_backed_up(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    one(file).file.unlink()
    with Store.open(file, clock=watch) as store:
        store.conversations(NOTES)
    assert Backups(file).all() == []


def test_half_an_hour_passes_between_two(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    watch.now += INTERVAL - timedelta(seconds=1)
    write(file, "b", watch)
    assert one(file).verify().conversations == 1
    watch.now += timedelta(seconds=1)
    write(file, "c", watch)
    assert [backup.verify().conversations for backup in Backups(file).all()] == [3, 1]


def test_a_long_sitting_is_backed_up_on_the_way(file: Path, watch: Watch) -> None:
    with Store.open(file, clock=watch) as store:
        begin(store, "a")
        assert Backups(file).all() == []
        watch.now += INTERVAL
        begin(store, "b")
        assert one(file).verify().conversations == 2
        begin(store, "c")
        assert len(Backups(file).all()) == 1


def test_a_clock_that_was_wrong_once_keeps_none_from_being_made(file: Path, watch: Watch) -> None:
    watch.now += timedelta(days=4000)
    write(file, "a", watch)
    watch.now = NOW
    write(file, "b", watch)
    assert len(Backups(file).all()) == 2


def test_a_disk_that_is_nearly_full_is_left_to_the_answers(
    file: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups_module, "_ROOM", 1 << 60)
    write(file, "a", watch)
    assert Backups(file).all() == []
    with Store.open(file, clock=watch) as store:
        store.back_up()
    assert len(Backups(file).all()) == 1


def test_a_backup_that_fails_costs_nothing(file: Path, watch: Watch) -> None:
    file.parent.mkdir()
    file.with_name("backups").write_text("in the way")
    write(file, "a", watch)
    assert titles(file) == ["a"]
    with Store.open(file, clock=watch) as store, pytest.raises(CannotWrite, match="backups is not a folder"):
        store.back_up()


def test_a_backup_that_another_tutor_makes_is_left_to_it(file: Path, watch: Watch) -> None:
    from filelock import FileLock

    write(file, "a", watch)
    watch.now += INTERVAL
    with FileLock(file.with_name("backups") / "lock"):
        write(file, "b", watch)
        with Store.open(file, clock=watch) as store, pytest.raises(Busy):
            store.back_up()
    assert len(Backups(file).all()) == 1


# What it is


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_backups_are_the_users_own(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    for path in (one(file).file, one(file).file.parent, one(file).file.with_name("lock")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_what_was_deleted_is_not_in_a_backup(file: Path, watch: Watch) -> None:
    with Store.open(file, clock=watch) as store:
        conversation = begin(store, "my secret question")
        store.delete(conversation)
    assert b"secret" not in one(file).file.read_bytes()


def test_every_flipped_bit_is_noticed(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    backup = one(file)
    data = bytearray(backup.file.read_bytes())
    for place in range(0, len(data), 997):
        data[place] ^= 4
        backup.file.write_bytes(data)
        with pytest.raises(DatabaseUnreadable, match="its checksum is wrong"):
            backup.verify()
        data[place] ^= 4
    backup.file.write_bytes(data)
    backup.verify()


def test_one_that_cannot_be_read_says_so(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    backup = one(file)
    backup.file.unlink()
    with pytest.raises(DatabaseUnreadable, match="cannot be read: No such file"):
        backup.verify()


def test_a_database_whose_rows_refer_to_none_is_damaged(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    db = sqlite3.connect(file)
    db.execute("INSERT INTO turn VALUES (99, 1, 'n', 0, 'q', 'q', '{}')")
    db.commit()
    db.close()
    with pytest.raises(DatabaseUnreadable, match="rows refer to rows that are not there"):
        examine(file)


def test_other_files_are_no_backups(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    backup = one(file)
    for name in ("notes.txt", f"{backup.file.name}.bak", backup.file.name.replace("03-01", "13-41")):
        shutil.copy(backup.file, backup.file.with_name(name))
    assert Backups(file).all() == [backup]


def test_a_backup_is_known_by_the_beginning_of_its_name(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    watch.now += timedelta(days=1)
    write(file, "b", watch)
    assert Backups(file).find("2027-03-02").verify().conversations == 2
    with pytest.raises(UsageError, match="2 backups begin with 2027"):
        Backups(file).find("2027")
    with pytest.raises(UsageError, match="No backup begins with x"):
        Backups(file).find("x")


def test_old_ones_go_but_for_the_last_of_each_version(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    first = one(file)
    older = first.file.with_name(first.file.name.replace(f"_v{VERSION}_", "_v1_").replace("2027-03", "2027-02"))
    first.file.rename(older)
    for _ in range(50):
        watch.now += timedelta(days=30)
        write(file, "b", watch)
    assert older.exists()
    assert len(Backups(file).all()) <= 1 + 12 + 10 + 9 + 1


# A fault while it is made


FAULTS = pytest.mark.parametrize("disk_of", [failing, staying_full, killing, killing_in_the_middle])


def until_none_fails(disk_of: Callable[[int], FaultyDisk], work: Callable[[FaultyDisk], object]) -> Iterator[int]:
    """Let each change in turn fail, until there is none left."""
    for nth in range(1, 100):
        try:
            work(disk_of(nth))
        except (Killed, CannotWrite):
            yield nth
        else:
            return


@FAULTS
def test_whatever_fails_or_is_killed_no_half_backup_is_taken_for_one(
    file: Path, watch: Watch, disk_of: Callable[[int], FaultyDisk]
) -> None:
    write(file, "a", watch)
    with Store.open(file, clock=watch) as store:
        failures = 0
        for _ in until_none_fails(disk_of, lambda disk: Backups(file, disk).make(store._db, watch.now)):
            failures += 1
            watch.now += timedelta(minutes=1)
            assert {backup.verify().conversations for backup in Backups(file).all()} == {1}
    assert failures >= 4
    assert titles(file) == ["a"]
    assert not list(file.with_name("backups").glob(".tmp-*"))


# Back again


def test_a_restored_database_has_the_rows_of_its_backup_and_the_old_one_is_kept(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    backup = one(file)
    write(file, "b", watch)
    before = file.read_bytes()
    kept = restore(file, backup, NOW, 0.0)
    assert kept == file.with_name("tutor.db.replaced-2027-03-01T20-15-30Z")
    assert kept.read_bytes() == before
    assert titles(file) == ["a"]
    assert titles(kept) == ["a", "b"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_restoring_twice_in_a_second_keeps_both(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    kept = {restore(file, one(file), NOW, 0.0) for _ in range(2)}
    assert len(kept) == 2


@pytest.mark.parametrize("harm", [b"", b"x", b"my notes\n" * 1000, None])
def test_a_damaged_or_missing_database_is_replaced_and_kept(file: Path, watch: Watch, harm: bytes | None) -> None:
    write(file, "a", watch)
    file.unlink()
    if harm is not None:
        file.write_bytes(harm)
    kept = restore(file, one(file), NOW, 0.0)
    assert (kept.read_bytes() if kept else None) == harm
    assert titles(file) == ["a"]


@pytest.mark.parametrize("harm", [b"", b"x", b"damaged\n" * 1000, None])
def test_the_journal_of_what_was_there_does_not_spoil_the_backup(file: Path, watch: Watch, harm: bytes | None) -> None:
    write(file, "a", watch)
    with Store.open(file, clock=watch) as store, store._writing() as db:
        db.execute("PRAGMA cache_size = 1")
        for number in range(200):
            db.execute("INSERT INTO turn VALUES (1, ?, 'n', 0, 'lost', 'lost', ?)", (number, "x" * 5000))
        hot = file.with_name("tutor.db-journal").read_bytes()
    file.unlink()
    file.mkdir() if harm is None else file.write_bytes(harm)
    file.with_name("tutor.db-journal").write_bytes(hot)
    if harm is None:
        with pytest.raises(CannotWrite):
            restore(file, one(file), NOW, 0.0)
        file.rmdir()
    restore(file, one(file), NOW, 0.0)
    assert not file.with_name("tutor.db-journal").exists()
    assert titles(file) == ["a"]


def test_a_damaged_backup_is_not_restored(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    backup = one(file)
    backup.file.write_bytes(backup.file.read_bytes()[:-1])
    before = file.read_bytes()
    with pytest.raises(DatabaseUnreadable, match="its checksum is wrong"):
        restore(file, backup, NOW, 0.0)
    assert file.read_bytes() == before


def test_the_newest_good_one_is_found_past_a_damaged_one(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    good = one(file)
    watch.now += timedelta(days=1)
    write(file, "b", watch)
    Backups(file).all()[0].file.write_bytes(b"damaged")
    assert Backups(file).newest_good() == good
    assert Backups(file).newest_good(VERSION - 1) is None


def test_another_writer_is_waited_for(file: Path, watch: Watch) -> None:
    write(file, "a", watch)
    before = file.read_bytes()
    with Store.open(file, clock=watch) as store, store._writing(), pytest.raises(Busy):
        restore(file, one(file), NOW, 0.0)
    assert file.read_bytes() == before


@FAULTS
def test_a_fault_at_any_change_leaves_the_old_database_or_the_restored_one(
    file: Path, watch: Watch, disk_of: Callable[[int], FaultyDisk]
) -> None:
    write(file, "a", watch)
    backup = one(file)
    write(file, "b", watch)
    old = file.read_bytes()
    failures = 0
    for _ in until_none_fails(disk_of, lambda disk: restore(file, backup, NOW, 0.0, disk)):
        failures += 1
        assert titles(file) in (["a"], ["a", "b"])
        file.write_bytes(old)
    assert failures >= 4
    assert titles(file) == ["a"]
    assert all(titles(kept) in (["a"], ["a", "b"]) for kept in file.parent.glob("*.replaced-*"))


# A tutor that has it open meanwhile


@pytest.mark.parametrize("how", ["restored", "moved", "deleted"])
def test_nothing_is_written_into_a_file_that_nobody_will_read(file: Path, watch: Watch, how: str) -> None:
    write(file, "a", watch)
    with Store.open(file, clock=watch) as store:
        if how == "restored":
            restore(file, one(file), NOW, 0.0)
        elif how == "moved":
            file.rename(file.with_name("elsewhere.db"))
        else:
            file.unlink()
        with pytest.raises(DatabaseUnreadable) as caught:
            begin(store, "lost")
    assert str(caught.value) == (
        f"{file} was moved, deleted or replaced while it was open; this was not saved. Start tutor again."
    )
