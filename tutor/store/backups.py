"""The backups of the database: whole copies in a folder beside it, made by SQLite itself.

A file that is copied while it is written to is no database. `VACUUM INTO` gives the state after a transaction, without
what was deleted. Each backup is named by its instant, its schema's version and its own SHA-256, is written once, and is
read whole before it is trusted.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tutor.disk import TEMPORARY, Disk, locked, writing
from tutor.errors import DatabaseUnreadable, UsageError
from tutor.paths import private_folder
from tutor.store.examining import Contents, examine
from tutor.store.thinning import worth_keeping

INTERVAL = timedelta(minutes=30)
"""Between two backups that nobody asked for."""

FOLDER = "backups"
STAMP = "%Y-%m-%dT%H-%M-%SZ"
"""An instant as part of a file's name, to the second."""

_SUM = 32
_ROOM = 64 << 20  # bytes that a backup nobody asked for leaves free: the next answer needs room, too
_NAME = re.compile(rf"(\d{{4}}-\d\d-\d\dT\d\d-\d\d-\d\dZ)_v(\d{{1,9}})_([0-9a-f]{{{_SUM}}})\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup by its file's name; what is in the file may be damaged.

    Attributes:
        file: where it is.
        at: when it was made, in UTC, to the second.
        version: of its schema.
        digest: the start of its SHA-256, in hexadecimal.
    """

    file: Path
    at: datetime
    version: int
    digest: str

    @property
    def name(self) -> str:
        """The instant, by which the learner knows it."""
        return self.at.strftime(STAMP)

    @property
    def size(self) -> int:
        """Its bytes; 0 when it is gone."""
        try:
            return self.file.stat().st_size
        except OSError:
            return 0

    def verify(self) -> Contents:
        """Read it whole, and return what it holds.

        Raises:
            DatabaseUnreadable: It is not what was written, or cannot be read.
        """
        try:
            digest = _digest(self.file)
        except OSError as error:
            raise DatabaseUnreadable(f"{self.file} cannot be read: {error.strerror}.") from error
        if digest != self.digest:
            raise DatabaseUnreadable(f"{self.file} is damaged: its checksum is wrong.")
        return examine(self.file, is_still=True)


class Backups:
    """The owner of the folder of a database's backups."""

    def __init__(self, database: Path, disk: Disk | None = None) -> None:
        """Remember where they are; touch nothing."""
        self.folder = database.parent / FOLDER
        self._database = database
        self._disk = disk or Disk()

    def all(self) -> list[Backup]:
        """Return all backups, the newest first, whatever state they are in."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        return sorted(filter(None, map(self._backup, names)), key=lambda backup: (backup.at, backup.file), reverse=True)

    def find(self, name: str) -> Backup:
        """Return the backup whose name begins so.

        Raises:
            UsageError: None does, or several do.
        """
        found = [backup for backup in self.all() if backup.file.name.startswith(name)]
        if len(found) == 1:
            return found[0]
        several = f"{len(found)} backups begin" if found else "No backup begins"
        raise UsageError(f"{several} with {name}.", "Run: tutor backup list")

    def newest_good(self, newest_version: int | None = None) -> Backup | None:
        """Return the newest backup that is whole, of no newer version; None if there is none."""
        for backup in self.all():
            if newest_version is None or backup.version <= newest_version:
                with suppress(DatabaseUnreadable):
                    backup.verify()
                    return backup
        return None

    def is_due(self, now: datetime) -> bool:
        """Whether the last backup is old enough for one that nobody asked for, and the disk has room."""
        # One from the future was made under a wrong clock.
        last = next((backup for backup in self.all() if backup.at <= now), None)
        return (last is None or now - last.at >= INTERVAL) and self._has_room()

    def make(self, db: sqlite3.Connection, now: datetime) -> Backup:
        """Make a backup of a database, let those go that are not worth keeping, and return it.

        Args:
            db: a connection to it, in no transaction.
            now: in UTC.

        Raises:
            Busy: Another tutor makes one.
            CannotWrite: The disk is full or the like; nothing is left of it.
            sqlite3.Error: The database cannot be read.
        """
        with writing(self.folder):
            private_folder(self.folder)
        with locked(self.folder / "lock", 0.0, "Another tutor is making a backup."), writing(self.folder):
            self._collect()
            backup = self._write(db, now)
            with suppress(OSError):
                self._thin(now)
        return backup

    def _write(self, db: sqlite3.Connection, now: datetime) -> Backup:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        part = self.folder / f"{TEMPORARY}{os.urandom(8).hex()}"
        self._disk.write(part, b"")  # SQLite fills an empty file, and would make one that others can read
        try:
            db.execute("VACUUM INTO ?", (part.as_uri(),))
            examine(part, is_still=True)
            self._disk.sync(part)
            digest = _digest(part)
            file = self.folder / f"{now.strftime(STAMP)}_v{version}_{digest}.db"
            self._disk.move(part, file)
        except BaseException:
            with suppress(OSError):
                self._disk.remove(part)
            raise
        self._disk.sync(self.folder)
        return Backup(file, now.replace(microsecond=0), version, digest)

    def _collect(self) -> None:
        """Remove what tutors that were killed have left, under the lock."""
        for left in self.folder.glob(f"{TEMPORARY}*"):
            self._disk.remove(left)

    def _thin(self, now: datetime) -> None:
        found = self.all()
        kept = set(worth_keeping([(backup.at, backup.size) for backup in found], now))
        versions = {backup.version: backup for backup in reversed(found)}  # the newest of each stays
        for backup in found:
            if (backup.at, backup.size) not in kept and versions[backup.version] is not backup:
                self._disk.remove(backup.file)

    def _has_room(self) -> bool:
        try:
            return shutil.disk_usage(self._database.parent).free > _ROOM + self._database.stat().st_size
        except OSError:
            return False

    def _backup(self, name: str) -> Backup | None:
        if not (parts := _NAME.fullmatch(name)):
            return None
        try:
            at = datetime.strptime(parts[1], STAMP).replace(tzinfo=UTC)
        except ValueError:
            return None
        return Backup(self.folder / name, at, int(parts[2]), parts[3])


def _digest(file: Path) -> str:
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:_SUM]
