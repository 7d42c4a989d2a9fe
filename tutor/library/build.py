"""Notes to an index: what changed is parsed, what is new is embedded, and the whole is swapped in at once."""

import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tutor.disk import writing
from tutor.encoder import Encoder, Progress
from tutor.errors import CannotWrite, NotesMissing, NotesUnreadable
from tutor.library.freshness import Freshness, compare
from tutor.library.generation import Generation, Generations
from tutor.library.journal import Journal
from tutor.library.library import Library
from tutor.library.manifest import Manifest, Source
from tutor.library.spool import Spool
from tutor.library.stored import FACT_SUM, FACT_VECTORS, FILE, VECTOR_FILES, count_of
from tutor.library.writer import Writer
from tutor.notes.folder import decode_note, list_notes, read_note
from tutor.notes.passages import Budget
from tutor.notes.reading import parse_note
from tutor.notes.values import Skipped

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_SPECIAL_TOKENS = 2

_AT_ONCE = 1 << 16
"""Encoder inputs that are embedded together, and held in memory until they are."""


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
        NotesUnreadable: the root cannot be listed, or no note in it be read; the old index stands.
        CannotWrite: the disk is full or the like; the old index stands.
    """
    # The time before anything is read: whatever is written to a file after that is younger than the index.
    began, began_ns = time.monotonic(), time.time_ns()
    listing = list_notes(root)
    if not listing.files:
        raise NotesMissing(f"No notes found in {root}.", "Put .md or .txt files there, or run: tutor index PATH")
    freshness = compare(old.manifest if old else None, listing)
    if old and freshness.is_fresh:
        skipped = _sorted(listing.skipped, _still_skipped(old.manifest, freshness))
        return _report(replace(old.manifest, skipped=skipped), freshness, began, was_fresh=True)
    about = Manifest(
        notes=notes_id,
        root=str(root),
        built_ns=began_ns,
        model=encoder.identity,
        counts={},
        sources=(),
        skipped=listing.skipped,
    )
    with generations.staging() as folder, _disk_errors(folder):
        files = Staged(generations, folder, old)
        journal = Journal(generations.home, encoder.identity)
        with closing(_Work(files, encoder, root, old, journal)) as work:
            made = work.run(about, freshness, progress)
        generations.commit(folder, made, old)
        journal.remove()
    return replace(_report(made, freshness, began), embedded=work.embedded, reused=work.reused)


def _still_skipped(manifest: Manifest, freshness: Freshness) -> list[Skipped]:
    """Return the files that could not be read and have not changed since."""
    unchanged = {source.file for source, _ in freshness.unchanged}
    return [skipped for skipped in manifest.skipped if skipped.file in unchanged]


def _sorted(listed: Sequence[Skipped], unread: Sequence[Skipped]) -> tuple[Skipped, ...]:
    return tuple(sorted({*listed, *unread}, key=lambda skipped: (skipped.file, skipped.reason)))


def _check_read(root: str, sources: Sequence[Source], unread: Sequence[Skipped]) -> None:
    if not sources:
        raise NotesMissing(f"The notes in {root} went away while they were read.", "Run: tutor index")
    if len(unread) == len(sources):
        raise NotesUnreadable(f"No note in {root} can be read.", f"{unread[0].file}: {unread[0].reason}.")


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


@dataclass(frozen=True, slots=True)
class Staged:
    """The staging folder of a build, and the generation that it follows."""

    generations: Generations
    folder: Path
    old: Generation | None

    def write(self, name: str, data: bytes) -> None:
        self.generations.write(self.folder / name, data)

    def create(self, name: str) -> BinaryIO:
        return self.generations.create(self.folder / name)

    def keep(self, name: str) -> None:
        if self.old:
            self.generations.keep(self.folder, self.old, name)


class _Work:
    """One build: the database being made in its staging folder, and what it can use again of the old index."""

    def __init__(self, files: Staged, encoder: Encoder, root: Path, old: Generation | None, journal: Journal) -> None:
        self._files = files
        self._encoder = encoder
        self._journal = journal
        self._removed: dict[str, list[int]] = {table: [] for table in VECTOR_FILES}
        self.embedded = self.reused = 0
        with ExitStack() as stack:
            self._old = stack.enter_context(Library(root, old)) if old else None
            if old:
                shutil.copyfile(old.folder / FILE, files.folder / FILE)
            self._writer = stack.enter_context(closing(Writer(files.folder / FILE)))
            self._added = {
                table: stack.enter_context(closing(Spool(files.folder, encoder.identity.dim))) for table in VECTOR_FILES
            }
            self.close = stack.pop_all().close

    def run(self, about: Manifest, freshness: Freshness, progress: Progress) -> Manifest:
        """Write the database and the files of the vectors; return the manifest filled in."""
        sources, unread = self._read(freshness, progress)
        _check_read(about.root, sources, unread)
        self._embed(progress)
        for table in VECTOR_FILES:
            self._write_vectors(table)
        counts = self._writer.counts()
        self._writer.commit()
        in_order = tuple(sorted(sources, key=lambda source: source.file.split("/")))
        return replace(about, counts=counts, sources=in_order, skipped=_sorted(about.skipped, unread))

    def _read(self, freshness: Freshness, progress: Progress) -> tuple[list[Source], list[Skipped]]:
        """Take out what is gone and put in what changed; return every source, and the files that cannot be read."""
        sources = [
            replace(source, size=found.size, mtime_ns=found.mtime_ns, inode=found.inode)
            for source, found in freshness.unchanged
        ]
        skipped = _still_skipped(self._old.manifest, freshness) if self._old else []
        todo = (*freshness.changed, *freshness.added)
        for file in (*freshness.removed, *(listed.file for listed in todo)):
            for table, gone in self._writer.remove(file).items():
                self._removed[table] += gone
        for done, listed in enumerate(todo, 1):
            found, digest, text = listed, "", None
            try:
                raw, found = read_note(listed)
                digest = sha256(raw).hexdigest()
                text = decode_note(raw)
            except FileNotFoundError:
                continue  # since it was listed
            except (OSError, ValueError) as error:
                skipped.append(Skipped(found.file, getattr(error, "strerror", None) or str(error)))
            if text is not None:
                self._add(found.file, text)
                if self._writer.waiting >= _AT_ONCE:
                    self._embed(progress)
            sources.append(Source(found.file, found.size, found.mtime_ns, found.inode, digest))
            progress("reading", done, len(todo))
        return sources, skipped

    def _embed(self, progress: Progress) -> None:
        """Make the vectors of every encoder input that waits and has none yet."""
        import numpy as np

        made = {table: self._writer.add_vectors(table) for table in VECTOR_FILES}
        known = self._known({key for rows in made.values() for _, key, _ in rows})
        texts = {key: text for rows in made.values() for _, key, text in rows if key not in known}
        vectors, embedded = self._journal.encode(self._encoder, texts, progress)
        known.update(vectors)
        self.embedded += embedded
        self.reused += sum(map(len, made.values())) - embedded
        for table, rows in made.items():
            added = np.array([known[key] for _, key, _ in rows], np.float32)
            self._added[table].add(
                np.array([number for number, _, _ in rows], np.int64), added.reshape(-1, self._encoder.identity.dim)
            )

    def _write_vectors(self, table: str) -> None:
        import numpy as np

        from tutor.library.vectors import Vectors

        removed, added = np.array(self._removed[table], np.int64), self._added[table]
        old = self._old.vectors[table] if self._old else Vectors.none(self._encoder.identity.dim)
        old.write(self._files, VECTOR_FILES[table], removed, added)
        count = len(old) - len(removed) + len(added.ids)
        self._writer.set_figure(count_of(table), count.to_bytes(8, "little"))
        if table == FACT_VECTORS:
            before = np.frombuffer(self._writer.figure(FACT_SUM) or bytes(8 * old.dim), "<f8")
            total = before - old.sum(removed) + added.sum()
            self._writer.set_figure(FACT_SUM, total.astype("<f8").tobytes())

    def _add(self, file: str, text: str) -> None:
        limit = self._encoder.identity.max_tokens - _SPECIAL_TOKENS
        budget = Budget(self._encoder.count_tokens, limit, self._encoder.reads_words_apart)
        self._writer.add(parse_note(file, text, budget))

    def _known(self, keys: set[bytes]) -> "dict[bytes, NDArray[float32]]":
        """Return the vectors that the old index has of encoder inputs, by hash."""
        import numpy as np

        known: dict[bytes, NDArray[float32]] = {}
        if self._old is None:
            return known
        for table, vectors in self._old.vectors.items():
            ids = self._old.stored.vectors_of_inputs(table, keys)
            rows = vectors.rows(np.fromiter(ids.values(), np.int64, len(ids)))
            known.update(zip(ids, rows, strict=True))
        return known


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        with writing(folder):
            yield
    except sqlite3.OperationalError as error:
        fact = f"The index cannot be written to {folder.parent} ({error})."
        raise CannotWrite(fact, "Free some space on the disk, then try again.") from error
