"""The embeddings of a table: most of them in one segment that stays as it is, what came since in a small one beside it.

An update writes the small one and the ids that do not count any more; the large one it takes over. So it costs what
changed, until so much has that all are put together anew.
"""

from pathlib import Path
from typing import BinaryIO, Protocol, cast

import numpy as np
import numpy.typing as npt

from tutor.library import kinds
from tutor.library.lists import ListsMaker, Rows
from tutor.library.segments import (
    FLAT_FILES,
    LISTS_FILES,
    Flat,
    Floats,
    Ids,
    Lists,
    Places,
    Segment,
    damaged,
    is_ascending,
)
from tutor.library.spool import Spool

_TIES = 16
"""Hits asked for beyond k, to see whether ties go on there."""

_BLOCK = 1 << 16
"""Vectors held in memory at a time."""

_NONE = np.empty(0, np.int64)
_TAIL, _DEAD = "-tail", "-dead.ids"


class Files(Protocol):
    """Where the files of a new generation are written."""

    def write(self, name: str, data: bytes) -> None:
        """Write a new file."""

    def create(self, name: str) -> BinaryIO:
        """Open a new file to write to."""

    def keep(self, name: str) -> None:
        """Take a file over from the old generation."""


class Vectors:
    """Embeddings under ids of the caller's choice; they never change.

    Args:
        base: most of them; what it has under the ids `dead` does not count any more.
        tail: those that came since, if any.
        dead: ascending.
    """

    def __init__(self, base: Segment, tail: Flat | None = None, dead: Ids = _NONE) -> None:
        self._base = base
        self._tail = tail
        self._dead = dead

    @classmethod
    def none(cls, dim: int) -> "Vectors":
        """Return no vectors, of `dim` numbers each."""
        return cls(Flat(_NONE, np.empty((0, dim), np.float32)))

    @classmethod
    def open(cls, folder: Path, stem: str, dim: int, count: int) -> "Vectors":
        """Map the files that `write` made.

        Raises:
            FileNotFoundError: one of them is not there.
            IndexDamaged: they are something else, or not `count` vectors of `dim` numbers.
        """
        head, dead = folder / f"{stem}.ivf", folder / f"{stem}{_DEAD}"
        base: Segment = Lists.open(head, dim) if head.exists() else Flat.open(folder / stem, dim)
        has_tail = (folder / f"{stem}{_TAIL}{FLAT_FILES[0]}").exists()
        vectors = cls(
            base,
            Flat.open(folder / f"{stem}{_TAIL}", dim) if has_tail else None,
            np.fromfile(dead, "<i8").astype(np.int64) if dead.exists() else _NONE,
        )
        if not is_ascending(vectors._dead) or len(vectors) != count:
            raise damaged(f"{count} were expected")
        return vectors

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._base.ids) - len(self._dead) + (len(self._tail.ids) if self._tail else 0)

    @property
    def dim(self) -> int:
        """Numbers in each vector."""
        return self._base.dim

    @property
    def ids(self) -> Ids:
        """The ids, (n,) int64, ascending: a copy."""
        live = np.setdiff1d(self._base.ids, self._dead)
        return np.sort(np.concatenate([live, self._tail.ids])) if self._tail else live

    def search(self, query: Floats, k: int) -> tuple[Ids, Floats]:
        """Return the k vectors nearest to a query, or all if there are fewer; of many vectors nearly the nearest.

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
            return _NONE, np.empty(0, np.float32)
        # FAISS promises no order among ties, and which of them it leaves out is as arbitrary:
        # ask until the last hit is worse than the k-th. Nor does it know which vectors do not count any more.
        wanted = k + _TIES
        while True:
            scores, ids, last = self._search(query, wanted)
            order = np.lexsort((ids, -scores))[:k]
            if wanted >= len(self._base.ids) + len(self) or (len(order) == k and last < scores[order[-1]]):
                return ids[order], scores[order]
            wanted *= 2

    def cosines(self, query: Floats, ids: Ids) -> Floats:
        """Return (len(ids),) float32, the cosine of a query and each of the vectors.

        The last digit may differ from that of search, which adds up in another order.

        Raises:
            KeyError: There is no vector with one of the ids.
            ValueError: The query has another shape, or a number that is not finite.
        """
        query = self._checked(query)
        # Unlike a matrix product it adds up each row in the same way, wherever it stands: equal texts get equal scores.
        return cast(Floats, np.einsum("ij,j->i", self.rows(ids), query))

    def rows(self, ids: Ids) -> Floats:
        """Return a copy of the vectors with these ids, (len(ids), dim) float32, in their order.

        Raises:
            KeyError: There is no vector with one of the ids.
        """
        ids = np.asarray(ids, np.int64)
        rows = np.empty((len(ids), self.dim), np.float32)
        left = np.arange(len(ids))
        if self._tail:
            there, places = _find(self._tail.ids, ids)
            rows[there] = self._tail.rows(places)
            left = left[~there]
        there, places = _find(self._base.ids, ids[left])
        there[there] = ~_find(self._dead, ids[left][there])[0]
        if not there.all():
            raise KeyError(int(ids[left][~there][0]))
        rows[left] = self._base.rows(places)
        return rows

    def sum(self, ids: Ids) -> npt.NDArray[np.float64]:
        """Return the sum of the vectors with these ids, (dim,).

        Raises:
            KeyError: There is no vector with one of the ids.
        """
        blocks = (self.rows(ids[start : start + _BLOCK]) for start in range(0, len(ids), _BLOCK))
        return sum((rows.sum(axis=0, dtype=np.float64) for rows in blocks), np.zeros(self.dim))

    def write(self, files: Files, stem: str, removed: Ids, added: Spool) -> None:
        """Write the files of these vectors without some and with others.

        Args:
            files: takes them.
            stem: what their names begin with.
            removed: (r,) int64, all of them present.
            added: one that is present must also be removed.

        Raises:
            KeyError: There is no vector with one of the removed ids.
            ValueError: An added id is present already or given twice.
        """
        removed, tail = _distinct(removed), self._tail.ids if self._tail else _NONE
        is_from_tail = _find(tail, removed)[0]
        dead = _distinct(np.concatenate([self._dead, removed[~is_from_tail]]))
        kept = [Rows.of(self._tail, np.flatnonzero(~_find(removed, tail)[0]))] if self._tail else []
        there = _find(self._base.ids, dead)[0]
        if not there.all() or len(dead) != len(self._dead) + len(removed) - is_from_tail.sum():
            raise KeyError(int(removed[0]))
        parts = [*kept, Rows(added.ids, added.rows)]
        came = sum(len(part.ids) for part in parts)
        if max(came, len(dead)) > kinds.TAIL or came + len(self._base.ids) <= kinds.TAIL:
            live = np.flatnonzero(~_find(dead, self._base.ids)[0])
            _write_base(files, stem, [Rows.of(self._base, live), *parts], self._base)
            return
        for end in LISTS_FILES if isinstance(self._base, Lists) else FLAT_FILES:
            files.keep(f"{stem}{end}")
        if came:
            _write_flat(files, f"{stem}{_TAIL}", parts)
        if len(dead):
            files.write(f"{stem}{_DEAD}", dead.astype("<i8").tobytes())

    def _search(self, query: Floats, k: int) -> tuple[Floats, Ids, float]:
        """Return scores and ids, and a score that nothing which was left out exceeds."""
        scores, ids = self._base.search(query, k)
        last = float(scores[-1]) if len(scores) == k else -np.inf
        lives = ~_find(self._dead, ids)[0]
        if not self._tail:
            return scores[lives], ids[lives], last
        more, others = self._tail.search(query, k)
        last = max(last, float(more[-1]) if len(more) == k else -np.inf)
        return np.concatenate([scores[lives], more]), np.concatenate([ids[lives], others]), last

    def _checked(self, query: Floats) -> Floats:
        query = np.ascontiguousarray(query, dtype=np.float32)
        if query.shape != (self.dim,) or not np.isfinite(query).all():
            raise ValueError(f"a query must be {self.dim} finite numbers")
        return query


def _write_base(files: Files, stem: str, parts: list[Rows], base: Segment) -> None:
    """Put vectors together anew, by the centroids of the old base where those still fit their number."""
    count = sum(len(part.ids) for part in parts)
    kind = kinds.kind_for(count)
    if kind is None:
        _write_flat(files, stem, parts)
        return
    if isinstance(base, Lists) and base.kind == kind:
        maker = ListsMaker.like(base)
    else:
        maker = ListsMaker.trained(parts, base.dim, kind.lists, kind.bits)
    with files.create(f"{stem}.lists") as lists, files.create(f"{stem}.places") as places:
        head = maker.write(parts, lists, places)
    files.write(f"{stem}.ivf", head)


def _write_flat(files: Files, stem: str, parts: list[Rows]) -> None:
    ids = np.concatenate([part.ids for part in parts])
    order = np.argsort(ids, kind="stable")
    if not is_ascending(ids[order]):
        raise ValueError("ids must be 0 or more and given once")
    rows = np.concatenate([part.rows(np.arange(len(part.ids))) for part in parts])
    for end, array in zip(FLAT_FILES, (ids[order].astype("<i8"), rows[order].astype("<f4")), strict=True):
        files.write(f"{stem}{end}", array.tobytes())


def _distinct(ids: Ids) -> Ids:
    """Return ids ascending, each once. NumPy's own way loads a part of it that nothing else needs."""
    ids = np.sort(ids)
    is_first = np.ones(len(ids), np.bool_)
    is_first[1:] = ids[1:] != ids[:-1]
    return np.asarray(ids[is_first])


def _find(ids: Ids, wanted: Ids) -> tuple[npt.NDArray[np.bool_], Places]:
    """Return which ids stand in an ascending array, and the places of those that do."""
    places = np.searchsorted(ids, wanted)
    there = places < len(ids)
    there[there] = ids[places[there]] == wanted[there]
    return there, places[there]
