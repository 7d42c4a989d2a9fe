"""Notes to an index: what changed is parsed, what is new is embedded, and the whole is swapped in at once."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.encoder import Encoder
from tutor.errors import CannotWrite, NotesMissing
from tutor.library.database import FILE, Reader, Writer
from tutor.library.freshness import Freshness, compare
from tutor.library.generation import Generation, Generations, Manifest, Source
from tutor.notes.folder import decode_note, list_notes, read_note
from tutor.notes.passages import Budget
from tutor.notes.reading import parse_note
from tutor.notes.values import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float32
    from numpy.typing import NDArray

    from tutor.library.vectors import Vectors

# What the search reads of a collection as a whole: the mean of its facts' embeddings, (dim,) float32.
CENTRE = "centre"
TABLES = {"passage_vector": "passages.faiss", "fact_vector": "facts.faiss"}
_SPECIAL_TOKENS = 2

Progress = Callable[[str, int, int], None]
"""Told what is being done ("reading", "embedding"), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        notes, sections, passages, facts: what the index holds now.
        changed, removed: files parsed anew, and files that are gone.
        embedded, reused: encoder inputs that were new, and those whose vectors were there.
        skipped: files left out, with the reason.
        seconds: how long it took.
        was_fresh: there was nothing to do.
    """

    notes: int
    sections: int
    passages: int
    facts: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    embedded: int
    reused: int
    skipped: tuple[Skipped, ...]
    seconds: float
    was_fresh: bool = False


def build(
    root: Path,
    notes_id: str,
    generations: Generations,
    encoder: Encoder,
    old: Generation | None,
    progress: Progress,
) -> BuildReport:
    """Bring the index of a folder of notes up to date and return what was done. The caller holds the lock.

    Args:
        root: the notes.
        notes_id: under which they are kept.
        generations: where the index lives.
        encoder: makes the vectors.
        old: the index so far, if what it holds can be used again.
        progress: told how far it is.

    Raises:
        NotesMissing: there is no note to index; the old index stands.
        NotesUnreadable: the root cannot be listed.
        CannotWrite: the disk is full or the like; the old index stands.
    """
    began = time.monotonic()
    listing = list_notes(root)
    if not listing.files:
        raise NotesMissing(f"No notes found in {root}.", "Put .md or .txt files there, or run: tutor index PATH")
    manifest = old.manifest if old else None
    freshness = compare(manifest, listing)
    if manifest and freshness.is_fresh:
        return _report(manifest, freshness, began, was_fresh=True)
    with generations.staging() as folder, _disk_errors(folder):
        work = _Work(folder, encoder, old, progress)
        sources, skipped = work.read(freshness)
        if len(skipped) == len(sources):
            raise NotesMissing(
                f"No note in {root} can be read.",
                "Run tutor index to see why." if not skipped else f"{skipped[0].file}: {skipped[0].reason}.",
            )
        work.embed()
        made = Manifest(
            notes=notes_id,
            root=str(root),
            built_ns=time.time_ns(),
            model=encoder.identity,
            counts=work.finish(),
            sources=tuple(sorted(sources, key=lambda s: s.file.split("/"))),
            skipped=tuple(sorted({*listing.skipped, *skipped}, key=lambda s: (s.file, s.reason))),
        )
        generations.commit(folder, made)
    return replace(_report(made, freshness, began), embedded=work.embedded, reused=work.reused)


def _report(manifest: Manifest, freshness: Freshness, began: float, was_fresh: bool = False) -> BuildReport:
    counts = manifest.counts
    return BuildReport(
        notes=counts["notes"],
        sections=counts["sections"],
        passages=counts["passages"],
        facts=counts["facts"],
        changed=tuple(found.file for found in (*freshness.changed, *freshness.added)),
        removed=freshness.removed,
        embedded=0,
        reused=0,
        skipped=manifest.skipped,
        seconds=time.monotonic() - began,
        was_fresh=was_fresh,
    )


class _Work:
    """One build: its staging folder, and what it can use again of the old index."""

    def __init__(self, folder: Path, encoder: Encoder, old: Generation | None, progress: Progress) -> None:
        self._folder, self._encoder, self._old, self._progress = folder, encoder, old, progress
        if old:
            shutil.copyfile(old.folder / FILE, folder / FILE)
        self._writer = Writer(folder / FILE)
        self.embedded = self.reused = 0

    def read(self, freshness: Freshness) -> tuple[list[Source], list[Skipped]]:
        """Take out what is gone and put in what changed; return every source, and the files that cannot be read."""
        kept_skipped = {s.file: s for s in self._old.manifest.skipped} if self._old else {}
        sources, skipped = [], []
        for source, found in freshness.unchanged:
            sources.append(replace(source, size=found.size, mtime_ns=found.mtime_ns, inode=found.inode))
            if source.file in kept_skipped:
                skipped.append(kept_skipped[source.file])
        for file in freshness.removed:
            self._writer.remove(file)
        todo = (*freshness.changed, *freshness.added)
        for done, listed in enumerate(todo, 1):
            self._writer.remove(listed.file)
            found, digest = listed, ""
            try:
                raw, found = read_note(listed)
                digest = sha256(raw).hexdigest()
                self._add(found.file, decode_note(raw))
            except FileNotFoundError:
                continue  # since it was listed
            except (OSError, ValueError) as error:
                skipped.append(Skipped(found.file, getattr(error, "strerror", None) or str(error)))
            sources.append(Source(found.file, found.size, found.mtime_ns, found.inode, digest))
            self._progress("reading", done, len(todo))
        return sources, skipped

    def embed(self) -> None:
        """Make the vectors of every encoder input that has none yet, and write all of them."""
        import numpy as np

        made = {table: self._writer.add_vectors(table) for table in TABLES}
        old = self._old_vectors()
        known = self._known(made, old)
        texts = {key: text for rows in made.values() for _, key, text in rows if key not in known}
        vectors = self._encoder.encode(list(texts.values()), lambda done, of: self._progress("embedding", done, of))
        known.update(zip(texts, vectors, strict=True))
        self.embedded, self.reused = len(texts), sum(map(len, made.values())) - len(texts)
        for table, file in TABLES.items():
            rows = [known[key] for _, key, _ in made[table]]
            added = np.array(rows, np.float32).reshape(len(rows), self._encoder.identity.dim)
            self._write_vectors(table, file, [number for number, _, _ in made[table]], added, old.get(table))

    def finish(self) -> dict[str, int]:
        """Close the database and return what it holds."""
        counts = self._writer.counts()
        self._writer.finish()
        return counts

    def _add(self, file: str, text: str) -> None:
        identity = self._encoder.identity
        budget = Budget(self._encoder.count_tokens, identity.max_tokens - _SPECIAL_TOKENS)
        self._writer.add(parse_note(file, text, budget))

    def _old_vectors(self) -> "dict[str, Vectors]":
        if not self._old:
            return {}
        with closing(Reader(self._old.folder / FILE)) as reader:
            return {table: load_vectors(self._old, table, reader) for table in TABLES}

    def _known(
        self, made: dict[str, list[tuple[int, bytes, str]]], old: "dict[str, Vectors]"
    ) -> "dict[bytes, NDArray[float32]]":
        """Return the vectors that the old index has for the new encoder inputs, by hash."""
        import numpy as np

        known: dict[bytes, NDArray[float32]] = {}
        if not self._old:
            return known
        keys = {key for rows in made.values() for _, key, _ in rows}
        with closing(Reader(self._old.folder / FILE)) as reader:
            for table, vectors in old.items():
                ids = reader.vectors_of_inputs(table, keys)
                rows = vectors.rows(np.fromiter(ids.values(), np.int64, len(ids)))
                known.update(zip(ids, rows, strict=True))
        return known

    def _write_vectors(
        self,
        table: str,
        file: str,
        ids: Sequence[int],
        added: "NDArray[float32]",
        old: "Vectors | None",
    ) -> None:
        import numpy as np

        from tutor.library.vectors import Vectors

        new_ids = np.array(ids, np.int64)
        if old:
            kept = np.array(self._writer.vector_ids(table), np.int64)
            vectors = old.replaced(np.setdiff1d(old.ids, kept), new_ids, added)
        else:
            vectors = Vectors.of(new_ids, added)
        (self._folder / file).write_bytes(vectors.to_bytes())
        if table == "fact_vector":
            rows = vectors.rows(vectors.ids).astype(np.float64)
            centre = rows.mean(axis=0) if len(rows) else np.zeros(self._encoder.identity.dim)
            self._writer.set_figure(CENTRE, centre.astype("<f4").tobytes())


def load_vectors(generation: Generation, table: str, reader: Reader) -> "Vectors":
    """Return the vectors of a table of a generation.

    Raises:
        IndexDamaged: they do not fit the database.
    """
    from tutor.library.vectors import Vectors

    data = (generation.folder / TABLES[table]).read_bytes()
    return Vectors.from_bytes(data, generation.manifest.model.dim, reader.count(table))


@contextmanager
def _disk_errors(folder: Path) -> "Iterator[None]":
    try:
        yield
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        why = getattr(error, "strerror", None) or error
        raise CannotWrite(
            f"The index cannot be written to {folder.parent} ({why}).", "Free some space, then try again."
        ) from error
