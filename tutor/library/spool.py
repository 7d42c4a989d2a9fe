"""Embeddings on their way to an index: in a file, since a large collection's do not fit into memory."""

import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tutor.library.segments import Floats, Ids, Places


class Spool:
    """Vectors under ids, in the order in which they came, in a file without a name that goes when it is closed.

    Args:
        folder: where there is room.
        dim: numbers in each vector.
    """

    def __init__(self, folder: Path, dim: int) -> None:
        self._dim = dim
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it is closed by close()
        self._ids: list[Ids] = []
        self._sum = np.zeros(dim)

    def add(self, ids: Ids, rows: Floats) -> None:
        """Take vectors.

        Args:
            ids: (n,) int64.
            rows: (n, dim) float32, L2-normalised.

        Raises:
            ValueError: the shapes differ, or a number is not finite.
            OSError: the disk is full.
        """
        ids, rows = np.asarray(ids, np.int64), np.ascontiguousarray(rows, np.float32)
        if rows.shape != (len(ids), self._dim):
            raise ValueError(f"{ids.shape} ids for a matrix of {rows.shape}")
        if not np.isfinite(rows).all():
            raise ValueError("an embedding with a number that is not finite")
        self._file.write(rows.tobytes())
        self._ids.append(ids)
        self._sum += rows.sum(axis=0, dtype=np.float64)

    @property
    def ids(self) -> Ids:
        """The ids, in the order in which they came."""
        return np.concatenate([*self._ids, np.empty(0, np.int64)])

    def rows(self, places: Places) -> Floats:
        """Return the vectors at places of `ids`."""
        shape = (sum(map(len, self._ids)), self._dim)
        if not shape[0]:
            return np.empty((0, self._dim), np.float32)
        self._file.flush()
        rows: Floats = np.memmap(self._file, np.float32, "r", 0, shape)[places]
        return np.asarray(rows)

    def sum(self) -> npt.NDArray[np.float64]:
        """Return the sum of the vectors, (dim,)."""
        return self._sum

    def close(self) -> None:
        """Free the file."""
        self._file.close()
