"""What an open database is guarded by: its file stays in its place, and is backed up now and then."""

import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import DatabaseUnreadable, TutorError
from tutor.store.connection import Clock

if TYPE_CHECKING:
    from tutor.store.backups import Backup


class Keeper:
    """Guards one open database.

    Args:
        file: where it is.
        clock: dates the backups.
    """

    def __init__(self, file: Path, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._identity = _identity(file)
        self._since: datetime | None = None

    def check(self) -> None:
        """Before a change is written: see that it goes into the file of that name.

        Raises:
            DatabaseUnreadable: It was moved or replaced; nobody would ever see what is written into it now.
        """
        if _identity(self._file) != self._identity:
            fact = f"{self._file} was moved, deleted or replaced while it was open; this was not saved."
            raise DatabaseUnreadable(fact, "Start tutor again.")

    def changed(self, db: sqlite3.Connection) -> None:
        """After a change: back up a database that has been open for long."""
        from tutor.store.backups import INTERVAL

        now = self._clock()
        self._since = self._since or now
        if abs(now - self._since) >= INTERVAL:  # the clock may be set
            self._since = now
            self._back_up_if_due(db, now)

    def leave(self, db: sqlite3.Connection) -> None:
        """At the end: back up what was changed."""
        if self._since:
            self._back_up_if_due(db, self._clock())
            self._since = None

    def back_up(self, db: sqlite3.Connection) -> "Backup":
        """Make a backup whether or not it is time, and return it."""
        from tutor.store.backups import Backups

        return Backups(self._file).make(db, self._clock())

    def _back_up_if_due(self, db: sqlite3.Connection, now: datetime) -> None:
        """One that fails takes nothing from what was saved."""
        from tutor.store.backups import Backups

        backups = Backups(self._file)
        if backups.is_due(now):
            with suppress(TutorError, OSError, sqlite3.Error):
                backups.make(db, now)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_dev, status.st_ino
