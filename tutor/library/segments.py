"""Embeddings in files that are mapped, not read.

A segment is one of two kinds, both searched by FAISS, under ids of the caller's choice:

- `Flat`: float32, every vector compared. `<stem>.ids` and `<stem>.vectors` hold just that.
- `Lists`: vectors put into lists by the nearest of some centroids, each number in 8 or 16 bits; a search reads the
  lists nearest to the query. `<stem>.ivf` holds the centroids, `<stem>.lists` the lists, `<stem>.places` where each id
  is.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from tutor.errors import IndexDamaged
from tutor.library.kinds import Kind, probed_for
from tutor.library.manifest import REBUILD

if TYPE_CHECKING:
    pass

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
Codes = npt.NDArray[np.uint8]

FLAT_FILES = (".ids", ".vectors")
LISTS_FILES = (".ivf", ".lists", ".places")

_limit_lock = threading.Lock()


class Segment(Protocol):
    """Vectors that never change, in ascending order of their ids, (n,) int64."""

    ids: Ids

    @property
    def dim(self) -> int:
        """Numbers in each vector."""

    def search(self, query: Floats, k: int) -> tuple[Floats, Ids]:
        """Return the scores and ids of up to k vectors near a query."""

    def rows(self, places: Places) -> Floats:
        """Return the vectors at these places of `ids`, (len(places), dim) float32."""


class Flat:
    """Vectors as they are, all of them compared with a query.

    Not in a file of FAISS's: to map one it trusts every length in it, and a flipped bit ends the process.
    """

    def __init__(self, ids: Ids, matrix: Floats) -> None:
        self.ids = ids
        self._matrix = matrix

    @classmethod
    def open(cls, stem: Path, dim: int) -> "Flat":
        """Map the files `<stem>.ids` and `<stem>.vectors`.

        Raises:
            FileNotFoundError: one is not there.
            IndexDamaged: they do not fit each other.
        """
        ids, vectors = (stem.with_name(stem.name + end) for end in FLAT_FILES)
        count, rest = divmod(ids.stat().st_size, 8)
        if rest or vectors.stat().st_size != 4 * dim * count:
            raise damaged("their files do not fit each other")
        segment = cls(_mapped(ids, "<i8", (count,)), _mapped(vectors, "<f4", (count, dim)))
        if not is_ascending(segment.ids):
            raise damaged("their ids are out of order")
        return segment

    @property
    def dim(self) -> int:
        """Numbers in each vector."""
        return int(self._matrix.shape[1])

    def search(self, query: Floats, k: int) -> tuple[Floats, Ids]:
        """Return the scores and ids of the k vectors nearest to a query."""
        import faiss

        k = min(k, len(self.ids))
        if not k:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        with _one_thread():
            scores, places = faiss.knn(query[np.newaxis], self._matrix, k, metric=faiss.METRIC_INNER_PRODUCT)
        return scores[0], np.asarray(self.ids[places[0]])

    def rows(self, places: Places) -> Floats:
        """Return a copy of the vectors at these places."""
        return np.asarray(self._matrix[places])


class Lists:
    """Vectors in lists by the nearest centroid, of which a search reads the nearest few."""

    def __init__(self, index: Any, places: Path, lists: Path) -> None:
        """Map the files that belong to an index, as `ListsMaker` wrote them."""
        import faiss

        self._index = index
        on_disk = _on_disk(index)
        on_disk.filename = str(lists)
        on_disk.read_only = True
        on_disk.prefetch_nthread = 0  # else 32 threads for each search
        on_disk.do_mmap()
        count = int(index.ntotal)
        self._probed = probed_for(self.kind)
        self.ids: Ids = _mapped(places, "<i8", (count,))
        self._rows = _mapped(places, "<u4", (count,), 8 * count)
        # FAISS's own mapping: a second would count, and fill the page tables, twice.
        self._table: Codes = faiss.rev_swig_ptr(on_disk.ptr, on_disk.totsize).reshape(-1, index.code_size)
        self._starts = _table(on_disk)[:, 2] // index.code_size

    @classmethod
    def open(cls, head: Path, dim: int) -> "Lists":
        """Map the three files of a segment, of which `head` is the first.

        Raises:
            FileNotFoundError: one is not there.
            IndexDamaged: they are something else, or do not fit each other.
        """
        import faiss

        data, lists, places = head.read_bytes(), head.with_suffix(".lists"), head.with_suffix(".places")
        sizes = lists.stat().st_size, places.stat().st_size
        with _limited(len(data)):
            try:
                index = _without_lists(np.frombuffer(data, np.uint8))
            except (RuntimeError, MemoryError) as error:
                raise damaged("they cannot be read") from error
        if not isinstance(index, faiss.IndexIVFScalarQuantizer) or index.d != dim:
            raise damaged("they are stored in another way")
        on_disk = _on_disk(index)
        held, room, offset = _table(on_disk).T
        end = offset + room * (index.code_size + 8)
        fits = (held >= 0) & (held <= room) & (offset >= 0) & (end <= on_disk.totsize)
        if sizes != (on_disk.totsize, 12 * index.ntotal) or not fits.all() or held.sum() != index.ntotal:
            raise damaged("their files do not fit each other")
        return cls(index, places, lists)

    @property
    def dim(self) -> int:
        """Numbers in each vector."""
        return int(self._index.d)

    @property
    def kind(self) -> Kind:
        """How many lists there are, and how vectors are kept in them."""
        return Kind(int(self._index.nlist), int(self._index.code_size) * 8 // self.dim)

    def search(self, query: Floats, k: int) -> tuple[Floats, Ids]:
        """Return the scores and ids of the best k vectors of the lists nearest to a query."""
        import faiss

        params: Any = faiss.SearchParametersIVF()
        params.nprobe = self._probed
        with _one_thread():
            scores, ids = self._index.search(query[np.newaxis], k, params=params)
        is_found = ids[0] >= 0
        return scores[0][is_found], ids[0][is_found]

    def rows(self, places: Places) -> Floats:
        """Return the vectors at these places, as far as their bits tell."""
        with _one_thread():
            return cast(Floats, self._index.sq.decode(self.codes(places)))

    def codes(self, places: Places) -> Codes:
        """Return the bits of the vectors at these places."""
        return np.ascontiguousarray(self._table[self._rows[places]])

    def labels(self, places: Places) -> Places:
        """Return the list that each of these places is in."""
        return np.searchsorted(self._starts, self._rows[places], side="right") - 1

    def emptied(self) -> Any:
        """Return an index with the same centroids and the same bits, but without the lists."""
        import faiss

        return _without_lists(faiss.serialize_index(self._index))


def is_ascending(ids: Ids) -> bool:
    """Say whether ids are 0 or more and strictly ascending."""
    return bool((ids[:1] >= 0).all() and (ids[1:] > ids[:-1]).all())


def damaged(why: str) -> IndexDamaged:
    """Return the error of vectors that are not what was written."""
    return IndexDamaged(f"The vectors of the index are damaged: {why}.", REBUILD)


def _mapped(path: Path, kind: str, shape: tuple[int, ...], offset: int = 0) -> npt.NDArray[Any]:
    """Return an array that is read from a file where it is looked at."""
    if not shape[0]:  # nothing cannot be mapped
        return np.empty(shape, kind)
    return np.asarray(np.memmap(path, np.dtype(kind), "r", offset, shape))


def _without_lists(data: Codes) -> Any:
    """Return an index from its bytes; where its lists are is read, their file not opened."""
    import faiss

    return faiss.deserialize_index(data, faiss.IO_FLAG_READ_ONLY | faiss.IO_FLAG_SKIP_IVF_DATA)


def _on_disk(index: Any) -> Any:
    """Return what says where the lists of an index are: valid with the index."""
    import faiss

    return faiss.downcast_InvertedLists(index.invlists)


def _table(on_disk: Any) -> Ids:
    """Return how many vectors each list has, for how many there is room, and the byte that it begins at: (lists, 3)."""
    import faiss

    table = np.empty((on_disk.nlist, 3), np.int64)
    faiss.memcpy(faiss.swig_ptr(table), on_disk.lists.data(), table.nbytes)
    return table


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let FAISS use one thread: to wake others costs ten times what so little work does."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


@contextmanager
def _limited(size: int) -> Iterator[None]:
    """Let FAISS ask for no more memory than a file of `size` bytes may need.

    A flipped bit in a length would have it ask for as much as a terabyte. The limit is the whole process's, so one at
    a time.
    """
    import faiss

    with _limit_lock:
        before = faiss.get_deserialization_vector_byte_limit()
        faiss.set_deserialization_vector_byte_limit(max(2 * size, 1))
        try:
            yield
        finally:
            faiss.set_deserialization_vector_byte_limit(before)
