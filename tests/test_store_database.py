"""The database's file: who may read it, what is refused and left as it is, and how it is migrated."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tutor.disk import locked
from tutor.errors import Busy, CannotWrite, DatabaseMissing, DatabaseUnreadable, TutorError
from tutor.store import connection, database
from tutor.store.backups import Backups
from tutor.store.database import open_database, statements
from tutor.store.examining import APPLICATION_ID
from tutor.store.migrations import MIGRATIONS
from tutor.store.store import Store

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

NOTES = "notes-01234567"
VERSION = len(MIGRATIONS) + 1
SYNCHRONOUS = connection.SYNCHRONOUS
ADD_STREAK = "CREATE TABLE streak (\n  notes TEXT,\n  days INTEGER\n);\nINSERT INTO streak VALUES ('a;b', 3);\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data/tutor.db"


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write_history(file: Path) -> None:
    answer = {"version": 1, "verdict": "absent", "quotes": "x" * 15000}
    with Store.open(file) as store:
        conversation = store.start_conversation(NOTES, 1, "kept", hidden=False)
        for number in range(2):
            store.add_turn(conversation, number, f"q{number}", f"q{number}", answer)


def titles(file: Path) -> list[str]:
    with Store.open(file, must_exist=True) as store:
        return [conversation.title for conversation in store.conversations(NOTES)]


def pragma(file: Path, name: str) -> object:
    db = sqlite3.connect(file)
    try:
        return db.execute(f"PRAGMA {name}").fetchone()[0]
    finally:
        db.close()


def change(file: Path, sql: str) -> None:
    db = sqlite3.connect(file)
    db.executescript(sql)
    db.close()


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(file: Path, must_exist: bool = False) -> TutorError:
    """Return the error that opening gives, having seen that it changed nothing."""
    before = everything(file.parent)
    with pytest.raises(DatabaseUnreadable) as caught:
        Store.open(file, must_exist)
    assert everything(file.parent) == before
    assert caught.value.exit_code == 3
    return caught.value


# A new file


@pytest.mark.usefixtures("open_umask")
def test_the_file_and_its_folder_are_the_users_own(file: Path) -> None:
    write_history(file)
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


@pytest.mark.usefixtures("open_umask")
def test_the_journal_is_the_users_own_too(file: Path) -> None:
    write_history(file)
    with Store.open(file) as store, store._writing() as db:
        db.execute("UPDATE conversation SET title = 'other'")
        assert mode(file.with_name("tutor.db-journal")) == 0o600


def test_nothing_but_its_backups_is_left_beside_the_file(file: Path) -> None:
    write_history(file)
    assert set(os.listdir(file.parent)) == {"tutor.db", "backups"}


def test_a_new_file_says_whose_it_is_and_of_which_version(file: Path) -> None:
    write_history(file)
    assert pragma(file, "application_id") == APPLICATION_ID
    assert pragma(file, "user_version") == VERSION
    assert pragma(file, "journal_mode") == "delete"


def test_the_connection_is_set_for_the_only_copy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SYNCHRONOUS", SYNCHRONOUS)
    db = open_database(file, must_exist=False, wait=5.0)
    settings = ("synchronous", "foreign_keys", "trusted_schema", "journal_mode", "busy_timeout")
    assert [db.execute(f"PRAGMA {name}").fetchone()[0] for name in settings] == [3, 1, 0, "delete", 5000]
    assert db.isolation_level is None
    db.close()


def test_every_row_says_which_notes_it_is_about_or_refers_to_one_that_does(file: Path) -> None:
    db = open_database(file, must_exist=False, wait=0.0)
    tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    columns = {table: {column[1] for column in db.execute(f"PRAGMA table_info({table})")} for (table,) in tables}
    owners = {table: {key[2] for key in db.execute(f"PRAGMA foreign_key_list({table})")} for table in columns}
    assert len(tables) >= 3

    def says(table: str) -> bool:
        return "notes" in columns[table] or any(says(owner) for owner in owners[table] - {table})

    assert all(map(says, columns))


def test_opening_what_must_exist_makes_nothing(file: Path) -> None:
    with pytest.raises(DatabaseMissing) as caught:
        Store.open(file, must_exist=True)
    assert str(caught.value) == f"There is no {file} yet. Ask your notes something first: tutor ask QUESTION"
    assert caught.value.exit_code == 3
    assert not file.parent.exists()


def test_an_empty_file_counts_as_none(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    with pytest.raises(DatabaseMissing):
        Store.open(file, must_exist=True)
    assert file.read_bytes() == b""
    write_history(file)
    assert titles(file) == ["kept"]


def test_a_name_that_is_no_unicode_is_a_name_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9 #1?%41/tutor.db")
    try:
        write_history(file)
    except CannotWrite:
        pytest.skip("this file system has no such names")
    assert titles(file) == ["kept"]
    assert set(os.listdir(file.parent)) == {"tutor.db", "backups"}
    Backups(file).all()[0].verify()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(CannotWrite, match=r"data is not a folder\."):
        Store.open(tmp_path / "data/tutor.db")


# Files that are refused


@pytest.mark.parametrize(
    "content", [b"a", b"my list of cards\n" * 500, bytes(8192), b"SQLite format 3\0" + b"\xa5" * 8176]
)
@pytest.mark.parametrize("must_exist", [False, True])
def test_a_file_that_is_no_database_is_refused(file: Path, content: bytes, must_exist: bool) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    error = refused(file, must_exist)
    assert str(file) in error.fact
    assert error.remedy == "It was left as it is. Move it away to start anew."


def test_a_text_file_is_named_with_the_reason(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("my list of cards\n" * 100)
    assert refused(file).fact == f"{file} is damaged: file is not a database."


@pytest.mark.parametrize("keep", [1, 20, 50, 99, 100, 511, 4096, 8192, -8192, -4096])
def test_a_file_that_lost_its_end_is_refused(file: Path, keep: int) -> None:
    write_history(file)
    data = file.read_bytes()
    file.write_bytes(data[:keep])
    assert refused(file).fact.startswith(f"{file} is damaged: ")


def test_damage_within_the_file_is_refused(file: Path) -> None:
    write_history(file)
    data = bytearray(file.read_bytes())
    data[4096:8192] = b"\xa5" * 4096
    file.write_bytes(data)
    assert refused(file).fact.startswith(f"{file} is damaged: ")


def test_the_database_of_another_program_is_refused(file: Path) -> None:
    file.parent.mkdir()
    change(file, "CREATE TABLE conversation (id)")
    assert refused(file).fact == f"{file} is the database of another program."


def test_a_database_of_a_newer_tutor_is_refused(file: Path) -> None:
    write_history(file)
    change(file, f"PRAGMA user_version = {VERSION + 1}")
    error = refused(file)
    versions = f"version {VERSION + 1} of the database, this one knows {VERSION}"
    (backup,) = Backups(file).all()
    instead = f"It was left as it is. Run: tutor backup restore {backup.name}, or update tutor."
    assert str(error) == f"{file} was written by a newer tutor ({versions}). {instead}"


def test_the_journal_mode_of_a_newer_tutor_is_left_to_it(file: Path) -> None:
    write_history(file)
    change(file, f"PRAGMA user_version = {VERSION + 1}; PRAGMA journal_mode = WAL")
    before = file.read_bytes()
    refused(file)
    assert file.read_bytes() == before


def test_a_database_without_a_version_is_refused(file: Path) -> None:
    write_history(file)
    change(file, "PRAGMA user_version = 0")
    assert refused(file).fact == f"{file} is damaged: it has no version."


def test_an_empty_file_beside_a_backup_is_refused(file: Path) -> None:
    write_history(file)
    file.write_bytes(b"")
    (backup,) = Backups(file).all()
    error = refused(file)
    assert error.fact == f"{file} is empty."
    assert error.remedy == (
        f"It was left as it is. Run: tutor backup restore {backup.name}, or move it away to start anew."
    )


def test_a_missing_file_beside_a_backup_is_made(file: Path) -> None:
    write_history(file)
    file.unlink()
    write_history(file)
    assert titles(file) == ["kept"]


def test_a_folder_in_its_place_is_refused(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(DatabaseUnreadable) as caught:
        Store.open(file)
    assert (
        str(caught.value) == f"{file} cannot be opened: unable to open database file. Make it a file that you can read."
    )


# A kill while it is made, and others at the same time


def test_a_kill_while_the_schema_is_written_leaves_a_file_that_opens(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = (Path(database.__file__).parent / "schema.sql").read_text()
    count = sum(len(list(statements(sql))) for sql in (schema, *MIGRATIONS))
    for stop in range(count):
        left = iter(range(stop))

        def stopped(sql: str, left: Iterator[int] = left) -> Iterator[str]:
            for statement in statements(sql):
                if next(left, None) is None:
                    raise KeyboardInterrupt
                yield statement

        with monkeypatch.context() as patch:
            patch.setattr(database, "statements", stopped)
            with pytest.raises(KeyboardInterrupt):
                Store.open(file)
        assert file.read_bytes() == b""
    write_history(file)
    assert titles(file) == ["kept"]


def test_another_tutor_that_is_faster_in_making_it_wins(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = database._header

    def overtaken(db: sqlite3.Connection) -> database._Header:
        found = header(db)
        monkeypatch.setattr(database, "_header", header)
        write_history(file)
        return found

    monkeypatch.setattr(database, "_header", overtaken)
    Store.open(file).close()
    assert titles(file) == ["kept"]


# Migrations


def count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def migrated(file: Path, *steps: str) -> sqlite3.Connection:
    return open_database(file, must_exist=True, wait=0.0, migrations=(*MIGRATIONS, *steps))


@pytest.mark.usefixtures("open_umask")
def test_an_older_database_is_migrated_after_a_backup(file: Path) -> None:
    write_history(file)
    db = migrated(file, ADD_STREAK, "UPDATE streak SET days = days + 1;")
    assert db.execute("SELECT * FROM streak").fetchall() == [("a;b", 4)]
    assert db.execute("PRAGMA user_version").fetchone()[0] == VERSION + 2
    assert count(db, "turn") == 2
    db.close()
    backup = Backups(file).all()[0]
    assert backup.version == VERSION
    assert mode(backup.file) == 0o600
    assert mode(backup.file.parent) == 0o700
    assert titles(backup.file) == ["kept"]


def test_a_database_of_the_present_version_is_not_backed_up(file: Path) -> None:
    write_history(file)
    before = everything(file.parent)
    migrated(file).close()
    assert everything(file.parent) == before


@pytest.mark.parametrize("bad", ["INSERT INTO nowhere VALUES (1);", "DELETE FROM conversation;"])
def test_a_migration_that_fails_leaves_the_version_before_it(file: Path, bad: str) -> None:
    write_history(file)
    with pytest.raises((sqlite3.OperationalError, DatabaseUnreadable)):
        migrated(file, ADD_STREAK, f"DROP TABLE streak;\n{bad}\n")
    assert pragma(file, "user_version") == VERSION + 1
    db = migrated(file, ADD_STREAK)
    assert (count(db, "streak"), count(db, "conversation"), count(db, "turn")) == (1, 1, 2)
    db.close()


def test_a_table_can_be_made_anew_without_losing_what_refers_to_it(file: Path) -> None:
    write_history(file)
    anew = (
        "CREATE TABLE fresh (id INTEGER PRIMARY KEY, notes TEXT, title TEXT);\n"
        "INSERT INTO fresh SELECT id, notes, title FROM conversation;\n"
        "DROP TABLE conversation;\nALTER TABLE fresh RENAME TO conversation;\n"
    )
    db = migrated(file, anew)
    assert (count(db, "conversation"), count(db, "turn")) == (1, 2)
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    db.close()


def test_without_a_backup_there_is_no_migration(file: Path) -> None:
    write_history(file)
    before = file.read_bytes()
    shutil.rmtree(file.with_name("backups"))
    file.with_name("backups").write_bytes(b"in the way")
    with pytest.raises(CannotWrite, match="backups is not a folder"):
        migrated(file, ADD_STREAK)
    assert file.read_bytes() == before


def test_two_tutors_do_not_migrate_at_once(file: Path) -> None:
    from filelock import FileLock

    write_history(file)
    before = file.read_bytes()
    with FileLock(file.with_name("tutor.db.lock")), pytest.raises(Busy) as caught:
        migrated(file, ADD_STREAK)
    assert str(caught.value) == f"Another tutor is writing to {file}. Try again when it has finished."
    assert file.read_bytes() == before


def test_a_migration_that_another_tutor_has_just_made_is_not_made_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_history(file)

    def overtaken(path: Path, wait: float, busy: str) -> AbstractContextManager[None]:
        monkeypatch.setattr(database, "locked", locked)
        migrated(file, ADD_STREAK).close()
        shutil.rmtree(file.with_name("backups"))
        return locked(path, wait, busy)

    monkeypatch.setattr(database, "locked", overtaken)
    db = migrated(file, ADD_STREAK)
    assert count(db, "streak") == 1
    db.close()
    assert Backups(file).all() == []


def test_statements_are_told_apart_by_sqlite_itself() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM b;\n  DELETE FROM c;\nEND;\n"
    assert list(statements(f"-- a; comment\nSELECT ';\n';\n{trigger}-- the end\n")) == [
        "-- a; comment\nSELECT ';\n';\n",
        trigger,
    ]
