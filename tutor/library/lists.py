"""Vectors put into lists: the centroids learned, every vector assigned, the files written in one pass."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np

from tutor.library.segments import Codes, Floats, Ids, Lists, Places, Segment

_BLOCK = 1 << 16
"""Vectors held in memory at a time."""

_SAMPLE = 48
"""Vectors for each centroid to learn it from; FAISS warns below 39."""

_ROUNDS = 8
"""Of k-means; more move the centroids hardly at all."""


class Rows:
    """Some of the vectors that lists are to be made of.

    Args:
        ids: (n,) int64.
        rows: returns the vectors at places of `ids`.
        made: the segment that they are in already, and their places in it.
    """

    def __init__(self, ids: Ids, rows: Callable[[Places], Floats], made: tuple[Segment, Places] | None = None) -> None:
        self.ids = ids
        self.rows = rows
        self.made = made

    @classmethod
    def of(cls, segment: Segment, places: Places) -> "Rows":
        """Return some of the vectors of a segment."""
        return cls(segment.ids[places], lambda some: segment.rows(places[some]), (segment, places))


class ListsMaker:
    """Centroids, with the width of a number: what vectors are put into lists by.

    Args:
        index: a trained index; it holds no vectors.
        of: the segment whose centroids they are: what is in it keeps its list and its bits.
    """

    def __init__(self, index: Any, of: Lists | None = None) -> None:
        self._index = index
        self._of = of

    @classmethod
    def like(cls, segment: Lists) -> "ListsMaker":
        """Return the one that a segment was made by."""
        return cls(segment.emptied(), segment)

    @classmethod
    def trained(cls, parts: Sequence[Rows], dim: int, lists: int, bits: int) -> "ListsMaker":
        """Return one for some vectors: centroids and the range of each number are learned from a sample of them.

        Args:
            parts: the vectors.
            dim: numbers in each.
            lists: how many centroids.
            bits: 8 or 16 for each number.
        """
        import faiss

        kind = faiss.ScalarQuantizer.QT_8bit if bits == 8 else faiss.ScalarQuantizer.QT_fp16
        nearest = faiss.IndexFlatIP(dim)
        index = faiss.IndexIVFScalarQuantizer(nearest, dim, lists, kind, faiss.METRIC_INNER_PRODUCT, False)
        index.cp.niter, index.cp.max_points_per_centroid = _ROUNDS, _SAMPLE
        count = sum(len(part.ids) for part in parts)
        chosen = np.sort(np.random.default_rng(0).choice(count, min(count, _SAMPLE * lists), replace=False))
        index.train(np.concatenate([part.rows(some) for part, _, some in _split(parts, chosen)]))
        return cls(index)

    def write(self, parts: Sequence[Rows], lists: BinaryIO, places: BinaryIO) -> bytes:
        """Write vectors as `Lists` has them; return the bytes of the head.

        A list is its vectors' codes, then their ids, each padded to whole rows of codes: so FAISS finds the ids where
        it looks for them, and the whole file is one table of codes, in which a vector is a row.
        """
        ids = np.concatenate([part.ids for part in parts])
        labels = np.concatenate([self._labels(part) for part in parts])
        order = np.lexsort((ids, labels))
        sizes = np.bincount(labels, minlength=self._index.nlist)
        in_row = self._index.code_size // 8
        id_rows = -(-sizes // in_row)
        starts = np.cumsum(id_rows * (in_row + 1)) - id_rows * (in_row + 1)
        for members, codes in self._in_order(parts, order, sizes):
            padding = -len(members) % in_row
            lists.write(np.pad(codes, ((0, padding), (0, 0))).tobytes())
            lists.write(np.pad(ids[members], (0, padding), constant_values=-1).astype("<i8").tobytes())
        rows = np.empty(len(ids), "<u4")
        rows[order] = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(len(ids))
        by_id = np.argsort(ids, kind="stable")
        places.write(ids[by_id].astype("<i8").tobytes())
        places.write(rows[by_id].tobytes())
        return self._head(sizes, id_rows * in_row, starts)

    def _head(self, sizes: Places, capacities: Places, starts: Places) -> bytes:
        """Return the index without its lists: the centroids, and where each list is."""
        import faiss

        index = self._index
        on_disk: Any = faiss.OnDiskInvertedLists()
        on_disk.nlist, on_disk.code_size, on_disk.read_only = index.nlist, index.code_size, True
        on_disk.totsize = int((capacities // (index.code_size // 8) + capacities).sum()) * index.code_size
        on_disk.lists.resize(index.nlist)
        table = np.stack([sizes, capacities, starts * index.code_size], 1).astype(np.int64)
        faiss.memcpy(on_disk.lists.data(), faiss.swig_ptr(table), table.nbytes)
        index.replace_invlists(on_disk, False)
        index.ntotal = int(sizes.sum())
        return faiss.serialize_index(index).tobytes()

    def _labels(self, part: Rows) -> Places:
        """Return the list that each vector belongs to."""
        if part.made and part.made[0] is self._of:
            return self._of.labels(part.made[1])
        blocks = (part.rows(block) for block in _blocks(len(part.ids)))
        found = [self._index.quantizer.search(rows, 1)[1][:, 0] for rows in blocks]
        return np.concatenate([*found, np.empty(0, np.int64)])

    def _codes(self, part: Rows, some: Places) -> Codes:
        if part.made and part.made[0] is self._of:
            return self._of.codes(part.made[1][some])
        codes: Codes = self._index.sq.compute_codes(part.rows(some))
        return codes

    def _in_order(self, parts: Sequence[Rows], order: Places, sizes: Places) -> Iterator[tuple[Places, Codes]]:
        """Yield each list's vectors, as positions among all of them, and their codes."""
        ends = np.cumsum(sizes)
        at = 0
        while at < len(sizes):
            begin = int(ends[at] - sizes[at])
            upto = max(at + 1, int(np.searchsorted(ends, begin + _BLOCK)))
            members = order[begin : ends[upto - 1]]
            codes = np.empty((len(members), self._index.code_size), np.uint8)
            for part, where, some in _split(parts, members):
                codes[where] = self._codes(part, some)
            for one in range(at, upto):
                span = slice(int(ends[one] - sizes[one]) - begin, int(ends[one]) - begin)
                yield members[span], codes[span]
            at = upto


def _split(parts: Sequence[Rows], chosen: Places) -> Iterator[tuple[Rows, Any, Places]]:
    """Yield each part with which of the chosen are in it, and their places in it."""
    begin = 0
    for part in parts:
        where = np.flatnonzero((chosen >= begin) & (chosen < begin + len(part.ids)))
        if len(where):
            yield part, where, chosen[where] - begin
        begin += len(part.ids)


def _blocks(count: int) -> Iterator[Places]:
    for start in range(0, count, _BLOCK):
        yield np.arange(start, min(count, start + _BLOCK))
