"""A folder of notes as stored, searchable values: the owner of an open index."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from tutor.disk import Disk, replace_file
from tutor.errors import IndexDamaged
from tutor.library.generation import Generation
from tutor.library.manifest import REBUILD, Manifest
from tutor.library.reader import Reader
from tutor.library.stored import FACT_SUM, FACT_VECTORS, FILE, VECTOR_FILES, count_of
from tutor.notes.values import Alias
from tutor.notes.words import terms

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from tutor.library.vectors import Vectors


class Name(NamedTuple):
    """An alias with the terms of its short and its long form."""

    alias: Alias
    short: tuple[str, ...]
    long: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Runs of terms that are names in the notes: each is looked up when it is asked for, none is loaded."""

    stored: Reader

    def __contains__(self, run: object) -> bool:
        """Say whether a run of terms is a name."""
        return isinstance(run, tuple) and self.stored.is_name(" ".join(run))


class Library:
    """The notes as their index has them; nothing in it changes while it is open.

    Attributes:
        root: the folder of notes, or the one file.
        stored: the parsed notes.
        manifest: what the index was built from.
        vectors: the embeddings, by the name of their table.

    Raises:
        FileNotFoundError: the generation was removed, for there are two newer ones.
        IndexDamaged: its files do not fit each other.
    """

    def __init__(self, root: Path, generation: Generation) -> None:
        self.root = root
        self._folder = generation.folder
        self.manifest: Manifest = generation.manifest
        self.stored = Reader(generation.folder / FILE)
        # All is opened at once: a chat may outlive its generation's place on the disk.
        try:
            self.vectors = {table: self._load(table, generation.folder, stem) for table, stem in VECTOR_FILES.items()}
        except BaseException:
            self.stored.close()
            raise

    def __enter__(self) -> Self:
        """Return the library; leaving closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the library."""
        self.close()

    def close(self) -> None:
        """Close the files of the index."""
        self.stored.close()

    def read_beside(self, name: str) -> bytes:
        """Return what was made from these notes and written beside their index.

        Raises:
            OSError: it is not there.
        """
        return (self._folder / name).read_bytes()

    def write_beside(self, name: str, data: bytes) -> None:
        """Keep what was made from these notes beside their index, where that can be written, as long as it lasts."""
        with suppress(OSError):
            replace_file(Disk(), self._folder / name, data)

    @property
    def notes_id(self) -> str:
        """Under which all that is stored about these notes is kept."""
        return self.manifest.notes

    @cached_property
    def names(self) -> list[Name]:
        """The aliases of the notes with the terms of both forms, sorted; all of them, so not for a single question."""
        return _names(self.stored.aliases())

    def names_of(self, runs: Iterable[Sequence[str]]) -> list[Name]:
        """Return the aliases of which one form is any of these runs of terms, sorted."""
        return _names(self.stored.aliases_of({" ".join(run) for run in runs}))

    @property
    def known_names(self) -> "KnownNames":
        """What the notes call things: both forms of every alias that they write, every heading, and what it joins."""
        return KnownNames(self.stored)

    @cached_property
    def centre(self) -> "NDArray[float32]":
        """The mean of the facts' embeddings: (dim,) float32."""
        import numpy as np

        total = np.frombuffer(self.stored.figure(FACT_SUM) or bytes(8 * self.manifest.model.dim), "<f8")
        return (total / max(len(self.vectors[FACT_VECTORS]), 1)).astype(np.float32)

    @cached_property
    def passage_count(self) -> int:
        """How many passages there are."""
        return self.manifest.counts["passages"]

    def nearest(self, table: str, query: "NDArray[float32]", k: int) -> dict[int, float]:
        """Return the passages or facts with the k nearest vectors and their similarity, best first.

        Args:
            table: PASSAGE_VECTORS or FACT_VECTORS.
            query: (dim,) float32.
            k: how many vectors; one that is encoded in windows counts as each of them.
        """
        ids, scores = self.vectors[table].search(query, k)
        owners = self.stored.owners(table, ids.tolist())
        if len(owners) < len(ids):
            raise IndexDamaged("The vectors of the index do not belong to its notes.", REBUILD)
        found: dict[int, float] = {}
        for number, score in zip(ids.tolist(), scores.tolist(), strict=True):
            found.setdefault(owners[number], score)
        return found

    def similarity(self, table: str, query: "NDArray[float32]", owners: Sequence[int]) -> dict[int, float]:
        """Return the similarity of passages or facts to a query, the best of the windows of each."""
        import numpy as np

        pairs = self.stored.vectors_of(table, owners)
        scores = self.vectors[table].cosines(query, np.array([number for number, _ in pairs], np.int64)).tolist()
        scored = [(owner, score) for (_, owner), score in zip(pairs, scores, strict=True)]
        best = dict(scored)
        if len(best) < len(scored):  # some are encoded in windows
            for owner, score in scored:
                best[owner] = max(score, best[owner])
        return best

    def _load(self, table: str, folder: Path, stem: str) -> "Vectors":
        from tutor.library.vectors import Vectors

        count = int.from_bytes(self.stored.figure(count_of(table)) or b"", "little")
        return Vectors.open(folder, stem, self.manifest.model.dim, count)


def _names(aliases: Iterable[Alias]) -> list[Name]:
    names = (Name(alias, tuple(terms(alias.short)), tuple(terms(alias.long))) for alias in aliases)
    return [name for name in names if name.short and name.long and name.short != name.long]
