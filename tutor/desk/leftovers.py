"""What killed tutors have left behind, and indexes of notes that nobody knows any more."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from tutor.disk import TEMPORARY, Disk, locked
from tutor.errors import Busy, CannotWrite
from tutor.library.registry import Registry
from tutor.paths import Paths
from tutor.store.backups import FOLDER as BACKUPS

_ENCODER_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file or folder that nothing needs.

    Attributes:
        path: where it is.
        lock: who holds it may still be writing to `path`; None where there is no such file.
    """

    path: Path
    lock: Path | None

    @property
    def size(self) -> int:
        """Its bytes, with all that is in it."""
        if not self.path.is_dir() or self.path.is_symlink():
            return _size(self.path)
        return sum(_size(Path(folder, name)) for folder, _, names in os.walk(self.path) for name in names)

    def remove(self, disk: Disk) -> bool:
        """Remove it unless a tutor is at it; say whether it is gone."""
        with suppress(Busy, CannotWrite, OSError), self._held():
            disk.remove(self.path)
            return True
        return False

    def _held(self) -> AbstractContextManager[None]:
        if self.lock is None or not self.lock.exists():
            return nullcontext()
        return locked(self.lock, 0.0, "")


def find_leftovers(paths: Paths) -> list[Leftover]:
    """Return what can be removed, sorted by path; what a running tutor writes to is among it."""
    return sorted(_leftovers(paths), key=lambda leftover: leftover.path)


def _leftovers(paths: Paths) -> Iterator[Leftover]:
    registry, database, sums = paths.registry_file, paths.database_file, paths.checksums_file
    for file in (registry, database):
        lock = file.with_name(f"{file.name}.lock")
        yield from (Leftover(path, lock) for path in file.parent.glob(f"{TEMPORARY}*-{file.name}"))
    backups = database.parent / BACKUPS
    yield from (Leftover(path, backups / "lock") for path in backups.glob(f"{TEMPORARY}*"))
    for path in paths.encoders.glob(f"{TEMPORARY}*"):
        name = path.name.removeprefix(TEMPORARY)
        yield Leftover(path, path.with_name(f"{name}{_ENCODER_LOCK}"))
    yield from (Leftover(path, None) for path in sums.parent.glob(f"{sums.name}.*") if path.suffix[1:].isdecimal())
    known = {entry.notes_id for entry in Registry(registry).entries()}
    for home in paths.library("").glob("*"):
        lock = home / "lock"
        if home.name not in known:
            yield Leftover(home, lock)
            continue
        yield from (Leftover(path, lock) for path in home.glob(f"gen/{TEMPORARY}*"))


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
