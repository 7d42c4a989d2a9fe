"""A backup put in the database's place, and what was there kept."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from tutor.disk import TEMPORARY, Disk, locked, writing
from tutor.errors import DatabaseUnreadable
from tutor.paths import private_folder
from tutor.store.backups import STAMP, Backup
from tutor.store.connection import BUSY, connect, translated

_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a database; it would spoil another one of that name."""


def restore(database: Path, backup: Backup, now: datetime, wait: float, disk: Disk | None = None) -> Path | None:
    """Put a backup in the place of the database, in one step; a tutor that has it open says so at its next change.

    Args:
        database: absolute; it may be missing or damaged.
        backup: read whole first.
        now: names what is kept.
        wait: seconds to wait for another tutor's transaction.
        disk: makes the changes.

    Returns:
        Where the file that was there is kept; None if there was none.

    Raises:
        DatabaseUnreadable: The backup is damaged; nothing was changed.
        Busy: Another tutor is writing to the database; nothing was changed.
        CannotWrite: The disk is full or the like; the old database is in its place.
    """
    backup.verify()
    private_folder(database.parent)
    disk = disk or Disk()
    lock = database.with_name(f"{database.name}.lock")
    with locked(lock, wait, BUSY.format(file=database)), _alone(database, wait), writing(database):
        part = database.with_name(f"{TEMPORARY}{os.urandom(8).hex()}-{database.name}")
        try:
            disk.write(part, backup.file.read_bytes())
            disk.sync(part)
            kept = _keep(database, now, disk)
            disk.move(part, database)
        finally:
            with suppress(OSError):
                disk.remove(part)
        disk.sync(database.parent)
    return kept


def _keep(database: Path, now: datetime, disk: Disk) -> Path | None:
    """Give the database, if it is there, a second name, and move what SQLite keeps beside it along."""
    stem = f"{database.name}.replaced-{now.strftime(STAMP)}"
    names = (database.with_name(f"{stem}{f'-{number}' if number else ''}") for number in count())
    kept = next(name for name in names if not os.path.lexists(name))
    is_there = os.path.lexists(database)
    if is_there:
        disk.link(database, kept)
    for suffix in _BESIDE:
        beside = database.with_name(f"{database.name}{suffix}")
        if os.path.lexists(beside):
            disk.move(beside, kept.with_name(f"{kept.name}{suffix}"))
    return kept if is_there else None


@contextmanager
def _alone(database: Path, wait: float) -> Iterator[None]:
    """Let nobody else write to the database; what a killed tutor left half-done is undone first."""
    db = _hold(database, wait)
    try:
        yield
    finally:
        if db:
            db.close()


def _hold(database: Path, wait: float) -> sqlite3.Connection | None:
    try:
        with translated(database):
            db = connect(database, wait)
            try:
                db.execute("BEGIN EXCLUSIVE")
            except BaseException:
                db.close()
                raise
            return db
    except DatabaseUnreadable:  # nor can anybody else
        return None
