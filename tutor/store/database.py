"""The database's file: made, recognised, checked and brought to the present schema, or refused as it is."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.disk import Disk, locked, writing
from tutor.errors import DatabaseMissing, DatabaseUnreadable
from tutor.paths import private_folder
from tutor.store.connection import (
    BUSY,
    Clock,
    connect,
    has_backups,
    instead,
    transaction,
    translated,
    unreadable,
    utc_now,
)
from tutor.store.examining import APPLICATION_ID
from tutor.store.migrations import MIGRATIONS


@dataclass(frozen=True, slots=True)
class _Header:
    application_id: int
    version: int
    is_empty: bool


def open_database(
    file: Path, must_exist: bool, wait: float, migrations: Sequence[str] = MIGRATIONS, clock: Clock = utc_now
) -> sqlite3.Connection:
    """Return a connection to a database of the present schema, whole as far as SQLite can tell.

    A file that is refused keeps its bytes. One of an older schema is migrated, after a backup beside it.

    Args:
        file: absolute. Made for this user alone if it is missing, its folders too.
        must_exist: Make nothing; an empty file counts as missing.
        wait: seconds to wait for another tutor's transaction.
        migrations: number n, from 1, brings version n to n + 1; the present version is one more than the last.
        clock: dates the backup.

    Raises:
        DatabaseMissing: It is missing and must exist.
        DatabaseUnreadable: It is damaged, of a newer tutor, or not of tutor at all.
        Busy: Another tutor has been writing for longer than `wait`.
        CannotWrite: It cannot be made or migrated.
    """
    is_new = not must_exist and _make(file)
    if _is_missing(file):
        raise _missing(file)
    with translated(file):
        db = connect(file, wait)
        try:
            _prepare(db, file, is_new, must_exist, migrations)
            _migrate(db, file, wait, migrations, clock)
            # Last: a file of a newer tutor may have reasons for another mode.
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            db.close()
            raise
    return db


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a text in which no two share a line."""
    # Not executescript: it commits first and leaves the half of a script that fails.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _is_missing(file: Path) -> bool:
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # a folder that may not be entered: SQLite says so
        return False
    return False


def _missing(file: Path) -> DatabaseMissing:
    return DatabaseMissing(f"There is no {file} yet.", "Ask your notes something first: tutor ask QUESTION")


def _make(file: Path) -> bool:
    """Make an empty file of mode 0600, unless something is there; SQLite gives its journal the same mode."""
    private_folder(file.parent)
    with writing(file):
        try:
            Disk().write(file, b"")
        except FileExistsError:
            return False
    return True


def _header(db: sqlite3.Connection) -> _Header:
    db.execute("BEGIN")  # so that another tutor cannot make the database in between
    try:
        names = ("application_id", "user_version", "page_count")
        application_id, version, pages = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
        return _Header(application_id, version, pages == 0)
    finally:
        if db.in_transaction:
            db.execute("COMMIT")


def _prepare(db: sqlite3.Connection, file: Path, is_new: bool, must_exist: bool, migrations: Sequence[str]) -> None:
    """Refuse a file that is no whole database of tutor; write the schema into an empty one."""
    header = _header(db)
    if not header.is_empty:
        return _check(db, file, header, len(migrations) + 1)
    if file.stat().st_size == 1:  # which SQLite takes for an empty file
        raise unreadable(file, "is damaged: file is not a database")
    # A tutor that was killed while it made the database leaves an empty file. So does a disk that lost one.
    if not is_new and has_backups(file):
        raise unreadable(file, "is empty")
    if must_exist:
        raise _missing(file)
    with transaction(db):
        # Another tutor may have been faster. Not by the pages: here an empty file has its first already.
        if not db.execute("PRAGMA user_version").fetchone()[0]:
            _write_schema(db, migrations)
    return None


def _check(db: sqlite3.Connection, file: Path, header: _Header, newest: int) -> None:
    if header.application_id != APPLICATION_ID:
        raise unreadable(file, "is the database of another program")
    if header.version > newest:
        versions = f"version {header.version} of the database, this one knows {newest}"
        fact = f"{file} was written by a newer tutor ({versions})."
        raise DatabaseUnreadable(fact, f"It was left as it is. {instead(file, 'update tutor', newest)}")
    if header.version < 1:
        raise unreadable(file, "is damaged: it has no version")
    # The cut-off end of a file shows only here; 4 ms for 10 MB.
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise unreadable(file, f"is damaged: {' '.join(found.split())}")


def _write_schema(db: sqlite3.Connection, migrations: Sequence[str]) -> None:
    for sql in (Path(__file__).with_name("schema.sql").read_text("utf-8"), *migrations):
        for statement in statements(sql):
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(migrations) + 1}")


def _migrate(db: sqlite3.Connection, file: Path, wait: float, migrations: Sequence[str], clock: Clock) -> None:
    if _header(db).version > len(migrations):
        return
    with locked(file.with_name(f"{file.name}.lock"), wait, BUSY.format(file=file)):
        version = _header(db).version  # another tutor may have been faster
        if version <= len(migrations):
            from tutor.store.backups import Backups

            Backups(file).make(db, clock())
        # Off, or dropping a table that is made anew would delete what refers to it.
        db.execute("PRAGMA foreign_keys = OFF")
        for number in range(version, len(migrations) + 1):
            _apply(db, file, migrations[number - 1], number + 1)


def _apply(db: sqlite3.Connection, file: Path, migration: str, version: int) -> None:
    with transaction(db):
        for statement in statements(migration):
            db.execute(statement)
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise unreadable(file, f"does not fit version {version} of the database")
        db.execute(f"PRAGMA user_version = {version}")
