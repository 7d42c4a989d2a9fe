"""The files of a generation: read without trust, and compared with what is on record of them."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from tutor.errors import IndexDamaged
from tutor.library.manifest import REBUILD, FileSum

_SUMMED = 8 << 20
"""Bytes up to which a file is read whole at each opening: 5 ms. Gigabytes would take seconds."""


def damaged(path: Path, why: str) -> IndexDamaged:
    """Return the error of a file that is not what was written."""
    return IndexDamaged(f"The index file {path} is damaged: {why}.", REBUILD)


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file for reading; only its absence is an OSError, so that it can be retried.

    A hostile index can hold links and pipes: neither is followed or waited for.
    """
    try:
        with open(path, "rb", opener=_open_plain) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise damaged(path, "it is not a plain file")
            yield file
    except FileNotFoundError:
        raise
    except OSError as error:
        raise damaged(path, error.strerror or str(error)) from error


def _open_plain(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def read_plain(path: Path, limit: int = -1) -> bytes:
    """Return the bytes of a file, or the first of them.

    Raises:
        FileNotFoundError: There is none.
        IndexDamaged: It is no plain file, or cannot be read.
    """
    with _opened(path) as file:
        return file.read(limit)


def check_file(path: Path, file: FileSum, is_whole: bool) -> None:
    """Compare a file with what is on record of it: size and time, or its bytes if it is small or they differ.

    Args:
        path: the file.
        file: what is on record.
        is_whole: compare its bytes in any case.

    Raises:
        FileNotFoundError: There is none.
        IndexDamaged: It is something else.
    """
    with _opened(path) as stream:
        status = os.fstat(stream.fileno())
        if status.st_size != file.size:
            raise damaged(path, "its size is wrong")
        is_doubtful = is_whole or file.size <= _SUMMED or status.st_mtime_ns != file.mtime_ns
        if is_doubtful and sum_of(path).sha256 != file.sha256:
            raise damaged(path, "its checksum is wrong")


def sum_of(path: Path) -> FileSum:
    """Return what is put on record of a file.

    Raises:
        FileNotFoundError: There is none.
        IndexDamaged: It is no plain file, or cannot be read.
    """
    with _opened(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        status = os.fstat(file.fileno())
        return FileSum(path.name, status.st_size, status.st_mtime_ns, digest)
