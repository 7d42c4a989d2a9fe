"""SQLite to parsed notes. With `writer` the only module that has SQL in it."""

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from tutor.errors import IndexDamaged
from tutor.library.claims import unpack_claims
from tutor.library.manifest import REBUILD
from tutor.library.stored import VECTOR_FILES, StoredFact, StoredNote, StoredPassage, StoredSection
from tutor.notes.values import Alias, Claim, Lines, Section, Span

_TEXTS = 16  # notes whose text is kept at hand: one question reads some of them many times
# Rows of a kind that are kept at hand, for the next question is on the same notes: sections, passages and the facts of
# passages, which take some kilobytes each; and pairs of numbers. One reading of more is kept, too.
_KEPT, _PAIRS = 1 << 11, 1 << 14
_IN = 500  # values in one IN (...)
_RANKED = 5_000  # passages that BM25 is worked out for: 2 µs each

_SECTIONS = (
    "SELECT s.id, s.note, n.file, s.path, s.first_line, s.last_line, s.level, s.is_empty "
    "FROM section s JOIN note n ON s.note = n.id"
)
_ALIASES = (
    "SELECT short, long, is_initials FROM alias WHERE short_terms = ? "
    "UNION SELECT short, long, is_initials FROM alias WHERE long_terms = ?"
)

V = TypeVar("V")


class Reader:
    """The database of a generation, which never changes.

    Raises:
        FileNotFoundError: there is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts: dict[int, str] = {}
        self._passages: dict[int, StoredPassage] = {}
        self._facts: dict[int, tuple[StoredFact, ...]] = {}
        self._sections: dict[int, StoredSection] = {}
        self._vectors: dict[str, dict[int, tuple[int, ...]]] = {table: {} for table in VECTOR_FILES}
        self._owners: dict[str, dict[int, int]] = {table: {} for table in VECTOR_FILES}
        self._passages_of_facts: dict[int, int] = {}
        self._in_sections: dict[int, tuple[int, ...]] = {}
        path.stat()  # SQLite's own error would not tell a file that is gone from others
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._db.executescript("PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824;")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def owners(self, table: str, ids: Sequence[int]) -> dict[int, int]:
        """Return, for vector ids, the passage or fact that each belongs to."""
        query = f"SELECT id, owner FROM {table} WHERE id IN"
        return self._kept(self._owners[table], ids, lambda missing: dict(self._select(query, missing)), _PAIRS)

    def vectors_of(self, table: str, owners: Sequence[int]) -> list[tuple[int, int]]:
        """Return (vector id, owner) for passages or facts."""
        found = self._kept(self._vectors[table], owners, lambda missing: self._read_vectors(table, missing), _PAIRS)
        return [(number, owner) for owner, numbers in found.items() for number in numbers]

    def vectors_of_inputs(self, table: str, keys: Iterable[bytes]) -> dict[bytes, int]:
        """Return the vector id of each encoder input's hash that is there."""
        return dict(self._select(f"SELECT input, id FROM {table} WHERE input IN", list(keys)))

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Return passages by id."""
        return self._kept(self._passages, ids, self._read_passages)

    def facts_of(self, passages: Sequence[int]) -> dict[int, tuple[StoredFact, ...]]:
        """Return the facts of each passage, in order of id; none for one that has none, or is not there."""
        return self._kept(self._facts, passages, self._read_facts)

    def facts_of_section(self, section: int) -> list[StoredFact]:
        """Return the facts of a section, in the order of the note."""
        found = self.facts_of(self.passages_of_sections([section]))
        return [fact for facts in found.values() for fact in facts]

    def passages_of_facts(self, facts: Sequence[int]) -> dict[int, int]:
        """Return the passage of each fact."""
        query = "SELECT id, passage FROM fact WHERE id IN"
        return self._kept(self._passages_of_facts, facts, lambda missing: dict(self._select(query, missing)), _PAIRS)

    def sections(self, ids: Sequence[int]) -> dict[int, StoredSection]:
        """Return sections by id."""
        return self._kept(self._sections, ids, self._read_sections)

    def all_sections(self) -> list[StoredSection]:
        """Return every section, in the order of the notes."""
        return [_section(row) for row in self._all(f"{_SECTIONS} ORDER BY n.file, s.number")]

    def sections_of_note(self, note: int) -> list[StoredSection]:
        """Return the sections of a note in their order."""
        return [_section(row) for row in self._all(f"{_SECTIONS} WHERE s.note = ? ORDER BY s.number", [note])]

    def notes(self) -> list[StoredNote]:
        """Return every note, by file as a listing has them: a folder's notes together."""
        rows = self._all("SELECT id, file, title, tags FROM note")
        found = (StoredNote(row[0], os.fsdecode(row[1]), row[2], tuple(json.loads(row[3]))) for row in rows)
        return sorted(found, key=lambda note: note.file.split("/"))

    def files(self, notes: Iterable[int]) -> dict[int, str]:
        """Return the file of each note."""
        rows = self._select("SELECT id, file FROM note WHERE id IN", sorted(set(notes)))
        return {number: os.fsdecode(file) for number, file in rows}

    def text(self, note: int) -> str:
        """Return the text that a note's index was built from, by the note's id."""
        text = self._texts.get(note)
        if text is None:
            text = str(self._all("SELECT text FROM note WHERE id = ?", [note])[0][0])
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            self._texts[note] = text
        return text

    def passages_of_sections(self, sections: Sequence[int]) -> list[int]:
        """Return the ids of the passages of sections, ascending."""
        found = self._kept(self._in_sections, sections, self._read_passages_of)
        return sorted(number for numbers in found.values() for number in numbers)

    def aliases(self) -> list[Alias]:
        """Return every alias once, sorted."""
        rows = self._all("SELECT DISTINCT short, long, is_initials FROM alias ORDER BY short, long, is_initials")
        return [Alias(short, long, bool(is_initials)) for short, long, is_initials in rows]

    def aliases_of(self, names: Iterable[str]) -> list[Alias]:
        """Return the aliases that any of some names is a form of, given by its terms with a space between; sorted."""
        rows = {row for name in set(names) for row in self._all(_ALIASES, [name, name])}
        return [Alias(short, long, bool(is_initials)) for short, long, is_initials in sorted(rows)]

    def claims(self, notes: Sequence[int]) -> list[Claim]:
        """Return what notes claim, in the order in which they are given, each note's in the order of its lines."""
        query = "SELECT c.note, n.file, c.body FROM claims c JOIN note n ON c.note = n.id WHERE c.note IN"
        bodies = {note: (os.fsdecode(file), body) for note, file, body in self._select(query, notes)}
        try:
            return [claim for note in notes for claim in unpack_claims(*bodies[note])]
        except (zlib.error, ValueError) as error:
            raise self._damaged(error) from error

    def is_name(self, name: str) -> bool:
        """Say whether terms, a space between, are a form of an alias that the notes write, or named in a heading."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM heading_name WHERE terms = ?1) "
            "OR EXISTS (SELECT 1 FROM alias WHERE NOT is_initials AND short_terms = ?1) "
            "OR EXISTS (SELECT 1 FROM alias WHERE NOT is_initials AND long_terms = ?1)"
        )
        return bool(self._all(query, [name])[0][0])

    def document_frequencies(self, wanted: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each term stands; those in none are left out."""
        query = "SELECT passages FROM term WHERE term = ?"
        found = ((term, self._first(query, [term])) for term in wanted)
        return {term: int(row[0]) for term, row in found if row}

    def spellings(self, first: str = "") -> dict[str, int]:
        """Return every word of letters alone, folded, that begins with these letters.

        With each comes the number of passages that hold its stem.
        """
        query = "SELECT word, passages FROM spelling JOIN term USING (term)"
        if first:
            return dict(self._all(f"{query} WHERE word >= ? AND word < ?", [first, first + chr(0x10FFFF)]))
        return dict(self._all(query))

    def passages_with(self, wanted: Sequence[str], limit: int) -> list[int]:
        """Return the passages with any of the terms, as `terms` gives them, best first by BM25, ties by id.

        In a large collection only the rarest are looked up, as far as all their passages can be ranked in a hundredth
        of a second; where already the rarest is in more, passages that have all of them, in no order.
        """
        counts = self.document_frequencies(dict.fromkeys(wanted))
        ranked, left = [], _RANKED
        for term in sorted(counts, key=lambda term: (counts[term], term)):
            left -= counts[term]
            if left < 0:
                break
            ranked.append(term)
        order = "ORDER BY bm25(words), rowid" if ranked else ""
        match = " OR ".join(map(_quoted, ranked)) or " AND ".join(map(_quoted, counts))
        if not match:
            return []
        query = f"SELECT rowid FROM words WHERE words MATCH ? {order} LIMIT ?"
        return [number for (number,) in self._all(query, [match, limit])]

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self._all(f"SELECT count(*) FROM {table}")[0][0])

    def figure(self, name: str) -> bytes | None:
        """Return a number about the whole collection."""
        row = self._first("SELECT value FROM figure WHERE name = ?", [name])
        return bytes(row[0]) if row else None

    def _read_passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        query = (
            "SELECT p.id, s.note, s.id, p.start, p.end, p.lead, p.terms "
            "FROM passage p JOIN section s ON p.section = s.id WHERE p.id IN"
        )
        return {
            row[0]: StoredPassage(row[0], row[1], row[2], Span(*row[3:5]), _spans(row[5]), frozenset(row[6].split()))
            for row in self._select(query, ids)
        }

    def _read_facts(self, passages: Sequence[int]) -> dict[int, tuple[StoredFact, ...]]:
        query = "SELECT id, passage, start, end, lead, terms FROM fact WHERE passage IN"
        found: dict[int, list[StoredFact]] = {passage: [] for passage in passages}
        for r in sorted(self._select(query, passages)):
            found[r[1]].append(StoredFact(r[0], r[1], Span(*r[2:4]), _spans(r[4]), frozenset(r[5].split())))
        return {passage: tuple(facts) for passage, facts in found.items()}

    def _read_vectors(self, table: str, owners: Sequence[int]) -> dict[int, tuple[int, ...]]:
        return _by_owner(self._select(f"SELECT id, owner FROM {table} WHERE owner IN", owners))

    def _read_passages_of(self, sections: Sequence[int]) -> dict[int, tuple[int, ...]]:
        return _by_owner(self._select("SELECT id, section FROM passage WHERE section IN", sections))

    def _read_sections(self, ids: Sequence[int]) -> dict[int, StoredSection]:
        return {row[0]: _section(row) for row in self._select(f"{_SECTIONS} WHERE s.id IN", ids)}

    def _kept(
        self,
        kept: dict[int, V],
        ids: Sequence[int],
        read: Callable[[Sequence[int]], dict[int, V]],
        most: int = _KEPT,
    ) -> dict[int, V]:
        """Return what belongs to ids, in their order, read where it is not at hand; what is not there is left out."""
        found = {number: kept[number] for number in ids if number in kept}
        if len(found) == len(ids):
            return found
        missing = [number for number in ids if number not in found]
        if not missing:
            return found
        found |= (new := read(missing))
        if len(kept) + len(new) > most:
            kept.clear()
        kept |= new
        return {number: found[number] for number in ids if number in found}

    def _select(self, query: str, values: Sequence[object]) -> Iterator[Any]:
        for start in range(0, len(values), _IN):
            some = values[start : start + _IN]
            yield from self._all(f"{query} ({', '.join('?' * len(some))})", some)

    def _first(self, query: str, values: Sequence[object]) -> Any:
        """Return the first row, or None."""
        return next(iter(self._all(query, values)), None)

    def _all(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            with closing(self._db.execute(query, values)) as rows:
                return rows.fetchall()
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.DatabaseError as error:
            # A large file was only looked at from outside when it was opened.
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> IndexDamaged:
        return IndexDamaged(f"The index file {self._path} is damaged ({error}).", REBUILD)


def _by_owner(rows: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for number, owner in rows:
        found[owner] = (*found.get(owner, ()), number)
    return found


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _section(row: Sequence[Any]) -> StoredSection:
    section = Section(tuple(json.loads(row[3])), Lines(*row[4:6]), row[6], bool(row[7]))
    return StoredSection(row[0], row[1], os.fsdecode(row[2]), section)


@lru_cache(maxsize=1 << 12)  # neighbours share their lead
def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in json.loads(stored))
