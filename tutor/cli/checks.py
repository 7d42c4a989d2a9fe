"""What `tutor doctor` says of one thing, and its look at what the learner did."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from tutor.clean import clean_line
from tutor.desk.leftovers import Leftover, find_leftovers
from tutor.disk import Disk
from tutor.errors import CannotWrite, DatabaseMissing, DatabaseUnreadable, TutorError
from tutor.library.registry import Registry
from tutor.paths import Paths
from tutor.store.backups import Backups
from tutor.store.examining import examine


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at, and what to do if it is not as it should be.

    Attributes:
        state: how it was found; mended says what was done about it.
        what: what was found.
        where: the file or folder.
        remedy: what to do.
        repair: does it, and returns what was done; None where only the user can.
    """

    state: Literal["ok", "warn", "bad", "mended"]
    what: str
    where: str = ""
    remedy: str = ""
    repair: Callable[[], str] | None = None

    @classmethod
    def of(cls, error: TutorError, where: str = "") -> "Check":
        """Return what an error says."""
        return cls("bad", error.fact, where, error.remedy)

    def format(self) -> str:
        """Return the check as one clean line."""
        parts = [self.what, f"[{self.where}]" if self.where else "", self.remedy]
        return clean_line(f"{self.state:4}  {'  '.join(filter(None, parts))}")

    def mend(self) -> "Check":
        """Do what is to be done, and return how it ended."""
        try:
            return Check("mended", self.repair()) if self.repair else self
        except TutorError as error:
            return Check.of(error)


def check_data(paths: Paths) -> Iterator[Check]:
    """Look at the database, its backups, who else may read all that, and what was left behind."""
    yield _database(paths.database_file)
    registry = Registry(paths.registry_file)
    if registry.is_damaged():
        what = "what is known of your notes is damaged; their indexes are built anew"
        yield Check("warn", what, str(paths.registry_file), "Run: tutor index", registry.start_anew)
    yield from _backups(paths.database_file)
    yield from _private(dict.fromkeys((paths.config, paths.data, paths.cache)))
    if left := find_leftovers(paths):
        size = sum(leftover.size for leftover in left) / 1e6
        what = f"{len(left)} leftovers of tutors that were killed, {size:.1f} MB"
        yield Check("warn", what, str(left[0].path), "Run: tutor doctor --repair", partial(_collect, left))


def _database(file: Path) -> Check:
    from tutor.store.connection import WAIT
    from tutor.store.database import open_database

    try:
        # As every command does: what a killed tutor has left is undone, an older one is brought up to date.
        open_database(file, must_exist=True, wait=WAIT).close()
        held = examine(file)
    except DatabaseMissing:
        if backups := Backups(file).all():
            remedy = f"Run: tutor backup restore {backups[0].name}"
            return Check("warn", "your cards and questions are gone, but there are backups", str(file), remedy)
        return Check("ok", "you have no cards and no questions yet", str(file))
    except DatabaseUnreadable as error:
        return Check("bad", error.fact, "", error.remedy or _remedy(file))
    except TutorError as error:
        return Check.of(error)
    return Check("ok", f"{held.answers:,} quiz answers, {held.conversations:,} conversations", str(file))


def _remedy(file: Path) -> str:
    from tutor.store.connection import instead

    return instead(file, "move it away to start anew")


def _backups(file: Path) -> Iterator[Check]:
    found, backups = 0, Backups(file)
    for backup in backups.all():
        try:
            backup.verify()
            found += 1
        except DatabaseUnreadable as error:
            yield Check("warn", error.fact, "", "Delete it; the others are not affected.")
    if found:
        newest = backups.all()[0].at.astimezone().strftime("%Y-%m-%d %H:%M")
        yield Check(
            "ok", f"{found} good backup{'' if found == 1 else 's'}, the newest of {newest}", str(backups.folder)
        )
    elif file.exists():
        yield Check("warn", "there is no good backup yet", str(backups.folder), "Run: tutor backup make")


def _private(folders: Iterable[Path]) -> Iterator[Check]:
    for folder in folders:
        try:
            status = folder.stat()
        except OSError:
            continue
        if status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) & 0o077:
            close = partial(_close, folder)
            yield Check(
                "warn", "others may read what is in this folder", str(folder), f"Run: chmod 700 {folder}", close
            )


def _close(folder: Path) -> str:
    try:
        folder.chmod(0o700)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be closed to others: {error.strerror}.") from error
    return f"nobody else may read {folder} any more"


def _collect(left: Sequence[Leftover]) -> str:
    disk = Disk()
    removed = sum(leftover.remove(disk) for leftover in left)
    busy = len(left) - removed
    return f"{removed} leftovers removed" + (f"; {busy} are in use or cannot be" if busy else "")
