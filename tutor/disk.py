"""Changes to the disk that happen as a whole or not at all, one writer at a time."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from tutor.errors import Busy, CannotWrite

TEMPORARY = ".tmp-"

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP}
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


class Disk:
    """The changes made to the disk, one method for each kind, so that a test can fail any."""

    def make(self, folder: Path) -> None:
        """Make a new folder with mode 0700, whatever the umask."""
        folder.mkdir(0o700)
        folder.chmod(0o700)

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file with mode 0600; a file or link in its place is an error."""
        with open(path, "xb", opener=_open_private) as file:
            file.write(data)
        path.chmod(0o600)

    def create(self, path: Path) -> BinaryIO:
        """Open a new file with mode 0600 to write to; a file or link in its place is an error."""
        return cast(BinaryIO, open(path, "xb", opener=_open_private))

    def link(self, old: Path, new: Path) -> None:
        """Give a file that never changes a second name; where there are no such, copy it."""
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            shutil.copyfile(old, new)

    def sync(self, path: Path) -> None:
        """Return when a file's bytes or a folder's names are on the disk."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network file systems cannot sync a folder; their renames last all the same.
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(descriptor)

    def move(self, old: Path, new: Path) -> None:
        """Rename in one step; a file at `new` is replaced."""
        os.replace(old, new)

    def remove(self, path: Path) -> None:
        """Remove a file, a link or a folder with all that it holds, if it is there."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def replace_file(disk: Disk, path: Path, data: bytes) -> None:
    """Replace a file in one step, under a lock: a reader sees the old bytes or the new.

    Raises:
        OSError: The old file stands.
    """
    for left in path.parent.glob(f"{TEMPORARY}*-{path.name}"):  # by a writer that was killed
        disk.remove(left)
    aside = path.with_name(f"{TEMPORARY}{os.urandom(8).hex()}-{path.name}")
    try:
        disk.write(aside, data)
        disk.sync(aside)
        disk.move(aside, path)
    except OSError:
        with suppress(OSError):
            disk.remove(aside)
        raise
    disk.sync(path.parent)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError into a CannotWrite that names the file it speaks of, else `path`."""
    try:
        yield
    except OSError as error:
        reason = f"{error.filename or path} cannot be written: {error.strerror or error}."
        remedy = "Set TUTOR_HOME to a folder that you can write to."
        if error.errno in _FULL:
            remedy = "Free some space on the disk, then try again."
        raise CannotWrite(reason, remedy) from error


@contextmanager
def locked(path: Path, wait: float, busy: str) -> Iterator[None]:
    """Hold the lock at `path`, waiting `wait` seconds for it. A killed holder frees it.

    Raises:
        Busy: Someone else holds it; the fact is `busy`.
        CannotWrite: The lock file cannot be made.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=max(wait, 0.0), mode=0o600)
    with writing(path):
        try:
            lock.acquire()
        except Timeout:
            raise Busy(busy, "Try again when it has finished.") from None
    try:
        yield
    finally:
        lock.release()
