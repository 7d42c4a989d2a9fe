"""Vectors in folders, without the rest of a generation."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from tutor.library.segments import Floats, Ids
from tutor.library.spool import Spool
from tutor.library.vectors import Vectors


def ids_of(numbers: Iterable[int]) -> Ids:
    return np.array(list(numbers), dtype=np.int64)


class Folder:
    """Files of a generation, kept of another one by copying."""

    def __init__(self, path: Path, old: Path | None = None) -> None:
        self.path = path
        self.old = old
        self.kept: list[str] = []

    def write(self, name: str, data: bytes) -> None:
        (self.path / name).write_bytes(data)

    def create(self, name: str) -> BinaryIO:
        return open(self.path / name, "xb")

    def keep(self, name: str) -> None:
        assert self.old
        shutil.copy(self.old / name, self.path / name)
        self.kept.append(name)

    @property
    def bytes(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.path.iterdir())}


@contextmanager
def a_folder(old: Path | None = None) -> Iterator[Folder]:
    with tempfile.TemporaryDirectory() as name:
        yield Folder(Path(name), old)


def write(
    folder: Folder, ids: Ids, matrix: Floats, vectors: Vectors | None = None, removed: Iterable[int] = ()
) -> None:
    with closing(Spool(folder.path, matrix.shape[1])) as spool:
        spool.add(ids, matrix)
        (vectors or Vectors.none(matrix.shape[1])).write(folder, "facts", ids_of(removed), spool)


def opened(ids: Ids, matrix: Floats) -> Vectors:
    with a_folder() as folder:
        write(folder, ids, matrix)
        return Vectors.open(folder.path, "facts", matrix.shape[1], len(ids))
