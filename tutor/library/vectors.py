"""Embeddings and their search. Nothing else imports faiss, and this only when it is needed."""

import threading
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from tutor.errors import IndexDamaged
from tutor.library.manifest import REBUILD

if TYPE_CHECKING:
    import faiss

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_TIES = 16
"""Hits asked for beyond k, to see whether ties go on there."""

_limit_lock = threading.Lock()


class Vectors:
    """Embeddings under ids of the caller's choice, in ascending order; they never change.

    Made by `of`, `replaced` and `from_bytes`.
    """

    def __init__(self, index: "faiss.IndexIDMap") -> None:
        """Take over an index whose ids are ascending."""
        import faiss

        self._index = index
        self.ids: Ids = faiss.vector_to_array(index.id_map)
        """(n,) int64, strictly ascending, read-only."""
        self.ids.setflags(write=False)
        self._matrix = _matrix(index)

    @classmethod
    def of(cls, ids: Ids, matrix: Floats) -> "Vectors":
        """Return vectors under their ids.

        Args:
            ids: (n,) int64, not negative, strictly ascending.
            matrix: (n, dim) float32, L2-normalised. It is copied.

        Raises:
            ValueError: The shapes differ, an id is out of order, or a number is not finite.
        """
        import faiss

        ids = np.ascontiguousarray(ids, dtype=np.int64)
        matrix = np.ascontiguousarray(matrix, dtype=np.float32)
        if matrix.ndim != 2 or ids.shape != matrix.shape[:1]:
            raise ValueError(f"{ids.shape} ids for a matrix of {matrix.shape}")
        if not _is_ascending(ids):
            raise ValueError("ids must be 0 or more and strictly ascending")
        if not np.isfinite(matrix).all():
            raise ValueError("an embedding with a number that is not finite")
        index = faiss.IndexIDMap(_flat(matrix.shape[1]))
        index.add_with_ids(matrix, ids)
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes, dim: int, count: int) -> "Vectors":
        """Return the vectors that to_bytes wrote.

        A flipped bit in a number goes unnoticed: check the checksum of the bytes first.

        Raises:
            IndexDamaged: The bytes are something else, or not `count` vectors of `dim` numbers.
        """
        import faiss

        try:
            index = _deserialized(data)
        except (RuntimeError, MemoryError) as error:
            raise _damaged("they cannot be read") from error
        if not isinstance(index, faiss.IndexIDMap):
            raise _damaged("they have no ids")
        flat = faiss.downcast_index(index.index)
        if not isinstance(flat, faiss.IndexFlat):
            raise _damaged("they are stored in another way")
        for part in (index, flat):
            found = (part.d, part.ntotal, part.metric_type)
            if found != (dim, count, faiss.METRIC_INNER_PRODUCT):
                raise _damaged(f"{count} of {dim} numbers were expected")
        vectors = cls(index)
        if len(vectors.ids) != count or not _is_ascending(vectors.ids):
            raise _damaged("their ids are out of order")
        return vectors

    def to_bytes(self) -> bytes:
        """Return all that from_bytes needs; equal vectors give equal bytes."""
        import faiss

        # Not faiss.write_index: it reports success on a full disk.
        return faiss.serialize_index(self._index).tobytes()

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self.ids)

    @property
    def dim(self) -> int:
        """Numbers in each vector."""
        return int(self._index.d)

    def search(self, query: Floats, k: int) -> tuple[Ids, Floats]:
        """Return the k vectors nearest to a query, or all if there are fewer.

        Args:
            query: (dim,) float32, L2-normalised.
            k: How many; none if it is 0 or less.

        Returns:
            Their ids, (m,) int64, and cosines, (m,) float32: best first, ties by ascending id.

        Raises:
            ValueError: The query has another shape, or a number that is not finite.
        """
        query = self._checked(query)
        k = min(k, len(self))
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        # FAISS promises no order among ties, and which of them it leaves out is as arbitrary:
        # ask until the last hit is worse than the k-th.
        wanted = k + _TIES
        while True:
            scores, ids = self._search(query, min(wanted, len(self)))
            if wanted >= len(self) or scores[-1] < scores[k - 1]:
                break
            wanted *= 2
        order = np.lexsort((ids, -scores))[:k]
        return ids[order], scores[order]

    def cosines(self, query: Floats, ids: Ids) -> Floats:
        """Return (len(ids),) float32, the cosine of a query and each of the vectors.

        The last digit may differ from that of search, which adds up in another order.

        Raises:
            KeyError: There is no vector with one of the ids.
            ValueError: The query has another shape, or a number that is not finite.
        """
        query = self._checked(query)
        # Unlike a matrix product it adds up each row in the same way, wherever it stands: equal texts get equal scores.
        return cast(Floats, np.einsum("ij,j->i", self._matrix[self._places(ids)], query))

    def rows(self, ids: Ids) -> Floats:
        """Return a copy of the vectors with these ids, (len(ids), dim) float32, in their order.

        Raises:
            KeyError: There is no vector with one of the ids.
        """
        return self._matrix[self._places(ids)]

    def mean(self) -> npt.NDArray[np.float64]:
        """Return the mean of the vectors, (dim,); zeros if there are none."""
        return self._matrix.mean(axis=0, dtype=np.float64) if len(self) else np.zeros(self.dim)

    def replaced(self, removed_ids: Ids, added_ids: Ids, added_rows: Floats) -> "Vectors":
        """Return vectors as if built from scratch without some and with others.

        Args:
            removed_ids: (r,) int64, all of them present.
            added_ids: (a,) int64 in any order; one that is present must also be removed.
            added_rows: (a, dim) float32, L2-normalised.

        Raises:
            KeyError: There is no vector with one of the removed ids.
            ValueError: An added id is present already or given twice, or `of` refuses the rows.
        """
        kept = np.ones(len(self), dtype=np.bool_)
        kept[self._places(removed_ids)] = False
        rows = np.asarray(added_rows, dtype=np.float32).reshape(len(added_ids), self.dim)
        ids = np.concatenate([self.ids[kept], np.asarray(added_ids, dtype=np.int64)])
        order = np.argsort(ids, kind="stable")
        return Vectors.of(ids[order], np.concatenate([self._matrix[kept], rows])[order])

    def _search(self, query: Floats, k: int) -> tuple[Floats, Ids]:
        scores, ids = self._index.search(query[np.newaxis], k)
        return scores[0], ids[0]

    def _checked(self, query: Floats) -> Floats:
        query = np.ascontiguousarray(query, dtype=np.float32)
        if query.shape != (self.dim,) or not np.isfinite(query).all():
            raise ValueError(f"a query must be {self.dim} finite numbers")
        return query

    def _places(self, ids: Ids) -> npt.NDArray[np.intp]:
        wanted = np.asarray(ids, dtype=np.int64)
        places = np.searchsorted(self.ids, wanted)
        found = places < len(self)
        found[found] = self.ids[places[found]] == wanted[found]
        if not found.all():
            raise KeyError(int(wanted[~found][0]))
        return places


def _flat(dim: int) -> "faiss.IndexFlatIP":
    """Return an empty index; the place to choose another kind for more vectors.

    Flat is exact, and fast enough: 8,000 vectors of 384 numbers are searched in 0.4 ms, so
    hundreds of thousands within a tenth of a second.
    """
    import faiss

    return faiss.IndexFlatIP(dim)


def _matrix(index: "faiss.IndexIDMap") -> Floats:
    """Return the stored vectors, (n, dim) float32, as a read-only view: valid with the index."""
    import faiss

    flat: Any = faiss.downcast_index(index.index)
    shape = (int(flat.ntotal), int(flat.d))
    if not flat.ntotal:
        return np.empty(shape, np.float32)
    matrix: Floats = faiss.rev_swig_ptr(flat.get_xb(), shape[0] * shape[1]).reshape(shape)
    matrix.setflags(write=False)
    return matrix


def _deserialized(data: bytes) -> Any:
    import faiss

    # A flipped bit in a length would have FAISS ask for as much as a terabyte. The limit is the
    # whole process's, so one at a time.
    with _limit_lock:
        before = faiss.get_deserialization_vector_byte_limit()
        faiss.set_deserialization_vector_byte_limit(max(2 * len(data), 1))
        try:
            return faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        finally:
            faiss.set_deserialization_vector_byte_limit(before)


def _is_ascending(ids: Ids) -> bool:
    return bool((ids[:1] >= 0).all() and (ids[1:] > ids[:-1]).all())


def _damaged(why: str) -> IndexDamaged:
    return IndexDamaged(f"The vectors of the index are damaged: {why}.", REBUILD)
