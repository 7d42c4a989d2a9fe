"""A disk or a database that fails, or a process that dies, at any change."""

import errno
import sqlite3
from pathlib import Path
from typing import BinaryIO

from tutor.disk import Disk


class Killed(BaseException):
    """The process is gone: nothing that it would do from here on happens."""


class FaultyDisk(Disk):
    """A disk whose nth change fails, and every later one if it is the process that dies."""

    def __init__(self, nth: int, fault: BaseException, *, lasting: bool, torn: bool) -> None:
        self.calls = 0
        self._nth, self._fault, self._lasting, self._torn = nth, fault, lasting, torn

    def _is_faulty(self) -> bool:
        self.calls += 1
        return self.calls == self._nth or (self._lasting and self.calls > self._nth)

    def make(self, folder: Path) -> None:
        self._raise_if_faulty()
        super().make(folder)

    def link(self, old: Path, new: Path) -> None:
        self._raise_if_faulty()
        super().link(old, new)

    def create(self, path: Path) -> BinaryIO:
        self._raise_if_faulty()
        return super().create(path)

    def write(self, path: Path, data: bytes) -> None:
        if self._is_faulty():
            if self._torn and self.calls == self._nth:
                super().write(path, data[: len(data) // 2])
            raise self._fault
        super().write(path, data)

    def sync(self, path: Path) -> None:
        self._raise_if_faulty()
        super().sync(path)

    def move(self, old: Path, new: Path) -> None:
        self._raise_if_faulty()
        super().move(old, new)

    def remove(self, path: Path) -> None:
        self._raise_if_faulty()
        super().remove(path)

    def _raise_if_faulty(self) -> None:
        if self._is_faulty():
            raise self._fault


def failing(nth: int) -> FaultyDisk:
    return FaultyDisk(nth, OSError(errno.ENOSPC, "No space left"), lasting=False, torn=True)


def staying_full(nth: int) -> FaultyDisk:
    return FaultyDisk(nth, OSError(errno.ENOSPC, "No space left"), lasting=True, torn=True)


def killing(nth: int) -> FaultyDisk:
    return FaultyDisk(nth, Killed(), lasting=True, torn=False)


def killing_in_the_middle(nth: int) -> FaultyDisk:
    return FaultyDisk(nth, Killed(), lasting=True, torn=True)


class FailingConnection(sqlite3.Connection):
    """Raises an error in place of the statement whose turn it is."""

    left: int | None = None
    error: BaseException = KeyboardInterrupt()

    def execute(self, *args: object) -> sqlite3.Cursor:
        if self.left == 0:
            self.left = None
            raise self.error
        if self.left is not None:
            self.left -= 1
        return super().execute(*args)  # type: ignore[arg-type]
