"""A connection to SQLite as the store uses it: its settings, its transactions, its errors in the user's terms."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from tutor.errors import Busy, CannotWrite, DatabaseUnreadable, TutorError

WAIT = 5.0
"""Seconds to wait for another tutor's transaction; one takes milliseconds."""

BUSY = "Another tutor is writing to {file}."
TRY_AGAIN = "Try again when it has finished."

Clock = Callable[[], datetime]
"""Returns the present, in UTC."""

SYNCHRONOUS = "EXTRA"
"""Also syncs the folder once the journal is gone, so that a power cut does not bring the journal back."""

_BAD_READ = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}


def connect(file: Path, wait: float) -> sqlite3.Connection:
    """Return a connection to a file that exists; nothing is read yet.

    Raises:
        DatabaseUnreadable: The file cannot be opened.
    """
    uri = f"{file.absolute().as_uri()}?mode=rw"
    try:
        db = sqlite3.connect(uri, timeout=wait, isolation_level=None, check_same_thread=False, uri=True)
    except sqlite3.OperationalError as error:
        raise DatabaseUnreadable(f"{file} cannot be opened: {error}.", "Make it a file that you can read.") from error
    # A flipped bit in one text must not keep the others from being listed.
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    return db


def utc_now() -> datetime:
    """Return the present, by the machine's clock."""
    return datetime.now(UTC)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Commit what the block writes, or nothing of it."""
    # Deferred, it could fail at its first write, whatever the time to wait.
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # Some errors have rolled back by themselves; what is not rolled back now is when the file is next opened.
        if db.in_transaction:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
        raise


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Turn what SQLite says about the file, the disk or another writer into a TutorError; the rest are bugs.

    Raises:
        Busy: Another tutor has been writing for seconds.
        CannotWrite: The disk is full, fails, or may not be written to.
        DatabaseUnreadable: The file is damaged or no database.
    """
    try:
        yield
    except sqlite3.Error as error:
        known = _known(error, file)
        if known is None:
            raise
        raise known from error


def _known(error: sqlite3.Error, file: Path) -> TutorError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code in _BAD_READ:
        return unreadable(file, f"cannot be read: {error}")
    match code & 0xFF:  # the rest of the code says how it came to this
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Busy(BUSY.format(file=file), TRY_AGAIN)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return unreadable(file, f"is damaged: {error}")
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return CannotWrite(f"{file} cannot be written: {error}.", "Free some space on the disk, then try again.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return CannotWrite(f"{file} cannot be written: {error}.", "Make it and its folder writable for you.")
        case _:
            return None


def unreadable(file: Path, reason: str) -> DatabaseUnreadable:
    """Return the error for a file that is left as it is, naming its newest good backup."""
    return DatabaseUnreadable(
        f"{file} {reason}.", f"It was left as it is. {instead(file, 'move it away to start anew')}"
    )


def instead(file: Path, other: str, newest_version: int | None = None) -> str:
    """Return what to do instead of using a file, in a sentence: go back to its newest good backup, or `other`."""
    from tutor.store.backups import Backups  # only where something is wrong

    backup = Backups(file).newest_good(newest_version)
    return f"Run: tutor backup restore {backup.name}, or {other}." if backup else f"{other[0].upper()}{other[1:]}."


def has_backups(file: Path) -> bool:
    """Say whether there was history once."""
    from tutor.store.backups import Backups

    return bool(Backups(file).all())


def encodable(text: str) -> str:
    """Return a text that SQLite takes: one that is not Unicode comes with lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")
