"""The parsed notes in SQLite: rows in, values out. The only module with SQL in it."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

from tutor.errors import CannotWrite
from tutor.notes.values import Alias, Lines, Note, Section, Span
from tutor.notes.words import fold_word, terms, terms_of, tokens

FILE = "library.db"
_IN = 500  # values in one IN (...)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it is stored.

    Attributes:
        number: its id; ascending within a note.
        note: its note's id.
        section: its section's id.
        span, lead: as `tutor.notes.values.Passage`.
        terms: what can be looked up in it, its headings and its note's title included.
    """

    number: int
    note: int
    section: int
    span: Span
    lead: tuple[Span, ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact as it is stored; `passage` is its passage's id."""

    number: int
    passage: int
    span: Span
    lead: tuple[Span, ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class StoredSection:
    """A section as it is stored; `note` is its note's id."""

    number: int
    note: int
    file: str
    section: Section


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note as it is stored, with the text that its index was built from."""

    number: int
    file: str
    title: str
    tags: tuple[str, ...]
    text: str


def input_hash(text: str) -> bytes:
    """Return the hash by which an encoder input's vector is found again."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Writer:
    """A database being made: a new file, or a copy of the last one.

    Args:
        path: the file; made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        is_new = not path.exists()
        self._db = sqlite3.connect(path, isolation_level=None)
        # Nobody reads it before it is complete and checksummed, so a journal would only cost time.
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
        if is_new:
            self._db.executescript((files("tutor.library") / "schema.sql").read_text("utf-8"))
        self._db.execute("BEGIN")
        self.new_inputs: dict[str, list[tuple[str, int]]] = {"passage_vector": [], "fact_vector": []}

    def remove(self, file: str) -> None:
        """Remove a note with all that was made of it, if it is there."""
        row = self._db.execute("SELECT id FROM note WHERE file = ?", [os.fsencode(file)]).fetchone()
        if not row:
            return
        passages = "SELECT p.id FROM passage p JOIN section s ON p.section = s.id WHERE s.note = ?"
        facts = f"SELECT id FROM fact WHERE passage IN ({passages})"
        for statement in (
            f"DELETE FROM fact_vector WHERE owner IN ({facts})",
            f"DELETE FROM fact WHERE passage IN ({passages})",
            f"DELETE FROM passage_vector WHERE owner IN ({passages})",
            f"INSERT INTO words (words, rowid, terms) SELECT 'delete', id, terms FROM passage WHERE id IN ({passages})",
            f"DELETE FROM passage WHERE id IN ({passages})",
            "DELETE FROM section WHERE note = ?",
            "DELETE FROM alias WHERE note = ?",
            "DELETE FROM note WHERE id = ?",
        ):
            self._db.execute(statement, row)

    def add(self, note: Note) -> None:
        """Add a parsed note; its encoder inputs are kept in `new_inputs` for `vectors`."""
        title = note.front.title
        number = self._insert(
            "note (file, title, tags, text)",
            [os.fsencode(note.file), title, json.dumps(note.front.tags), note.text.text],
        )
        sections = [self._add_section(number, place, section) for place, section in enumerate(note.sections)]
        for passage in note.passages:
            words = {term for text in passage.inputs for term in terms(text)}
            words.update(terms(" ".join((*note.sections[passage.section].path, title, note.file.rpartition(".")[0]))))
            row = [sections[passage.section], *passage.span, json.dumps(passage.lead), _joined(words)]
            owner = self._insert("passage (section, start, end, lead, terms)", row)
            self._db.execute("INSERT INTO words (rowid, terms) VALUES (?, ?)", [owner, row[-1]])
            self._add_spellings(passage.inputs)
            self.new_inputs["passage_vector"] += [(text, owner) for text in passage.inputs]
            for fact in passage.facts:
                words = {term for text in fact.inputs for term in terms(text)}
                row = [owner, *fact.span, json.dumps(fact.lead), _joined(words)]
                fact_id = self._insert("fact (passage, start, end, lead, terms)", row)
                self.new_inputs["fact_vector"] += [(text, fact_id) for text in fact.inputs]
        rows = [(number, alias.short, alias.long, int(alias.is_initials)) for alias in note.aliases]
        self._db.executemany("INSERT INTO alias VALUES (?, ?, ?, ?)", rows)

    def add_vectors(self, table: str) -> list[tuple[int, bytes, str]]:
        """Give each new encoder input of a vector table its id; return (id, hash, text) in order of id."""
        last = int(self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
        made = [(last + i, input_hash(text), text) for i, (text, _) in enumerate(self.new_inputs[table], 1)]
        owners = [owner for _, owner in self.new_inputs[table]]
        rows = ((number, owner, key) for (number, key, _), owner in zip(made, owners, strict=True))
        self._db.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
        return made

    def vector_ids(self, table: str) -> list[int]:
        """Return the ids of a vector table, ascending."""
        return [number for (number,) in self._db.execute(f"SELECT id FROM {table} ORDER BY id")]

    def set_figure(self, name: str, value: bytes) -> None:
        """Keep a number about the whole collection."""
        self._db.execute("INSERT OR REPLACE INTO figure VALUES (?, ?)", [name, value])

    def counts(self) -> dict[str, int]:
        """Return how many rows of each kind there are."""
        tables = {"notes": "note", "sections": "section", "passages": "passage", "facts": "fact"}
        return {
            name: int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()
        }

    def finish(self) -> None:
        """Write everything out and close.

        Raises:
            CannotWrite: the disk is full, or will not take it.
        """
        try:
            self._db.execute("COMMIT")
        finally:
            self._db.close()

    def _add_section(self, note: int, place: int, section: Section) -> int:
        row = [note, place, json.dumps(section.path), *section.lines, section.level, int(section.is_empty)]
        return self._insert("section (note, number, path, first_line, last_line, level, is_empty)", row)

    def _add_spellings(self, inputs: Iterable[str]) -> None:
        words = {match.group() for text in inputs for match in tokens(text) if match.group().isalpha()}
        spelt = {(fold_word(word), terms_of(word)[0]) for word in words if terms_of(word)}
        self._db.executemany("INSERT OR IGNORE INTO spelling VALUES (?, ?)", sorted(spelt))

    def _insert(self, table: str, row: Sequence[object]) -> int:
        cursor = self._db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        return int(cursor.lastrowid or 0)


class Reader:
    """The database of a generation, which never changes."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._db.executescript("PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824;")
        self._db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, words, row)")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def owners(self, table: str, ids: Sequence[int]) -> dict[int, int]:
        """Return, for vector ids, the passage or fact that each belongs to."""
        return dict(self._select(f"SELECT id, owner FROM {table} WHERE id IN", ids))

    def vectors_of(self, table: str, owners: Sequence[int]) -> list[tuple[int, int]]:
        """Return (vector id, owner) for passages or facts."""
        return list(self._select(f"SELECT id, owner FROM {table} WHERE owner IN", owners))

    def vectors_of_inputs(self, table: str, keys: Iterable[bytes]) -> dict[bytes, int]:
        """Return the vector id of each encoder input's hash that is there."""
        query = f"SELECT id FROM {table} WHERE input = ? LIMIT 1"
        found = ((key, self._db.execute(query, [key]).fetchone()) for key in keys)
        return {key: int(row[0]) for key, row in found if row}

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Return passages by id."""
        query = (
            "SELECT p.id, s.note, s.id, p.start, p.end, p.lead, p.terms "
            "FROM passage p JOIN section s ON p.section = s.id WHERE p.id IN"
        )
        return {
            row[0]: StoredPassage(row[0], row[1], row[2], Span(*row[3:5]), _spans(row[5]), frozenset(row[6].split()))
            for row in self._select(query, ids)
        }

    def facts_of(self, passages: Sequence[int]) -> list[StoredFact]:
        """Return the facts of passages, in order of id."""
        query = "SELECT id, passage, start, end, lead, terms FROM fact WHERE passage IN"
        rows = sorted(self._select(query, passages))
        return [StoredFact(r[0], r[1], Span(*r[2:4]), _spans(r[4]), frozenset(r[5].split())) for r in rows]

    def passages_of_facts(self, facts: Sequence[int]) -> dict[int, int]:
        """Return the passage of each fact."""
        return dict(self._select("SELECT id, passage FROM fact WHERE id IN", facts))

    def sections(self, ids: Sequence[int]) -> dict[int, StoredSection]:
        """Return sections by id."""
        return {stored.number: stored for stored in self._sections("WHERE s.id IN", ids)}

    def all_sections(self) -> list[StoredSection]:
        """Return every section, in the order of the notes."""
        return list(self._sections("WHERE s.level >= ? AND s.id NOT IN", [], [0], " ORDER BY n.file, s.number"))

    def note(self, number: int) -> StoredNote:
        """Return a note by id."""
        row = self._db.execute("SELECT id, file, title, tags, text FROM note WHERE id = ?", [number]).fetchone()
        return StoredNote(row[0], os.fsdecode(row[1]), row[2], tuple(json.loads(row[3])), row[4])

    def notes(self) -> list[tuple[int, str, str, tuple[str, ...]]]:
        """Return (id, file, title, tags) of every note, by file."""
        rows = self._db.execute("SELECT id, file, title, tags FROM note ORDER BY file")
        return [(number, os.fsdecode(file), title, tuple(json.loads(tags))) for number, file, title, tags in rows]

    def passages_of_sections(self, sections: Sequence[int]) -> list[int]:
        """Return the ids of the passages of sections, ascending."""
        return sorted(n for (n,) in self._select("SELECT id FROM passage WHERE section IN", sections))

    def aliases(self) -> list[Alias]:
        """Return every alias once, sorted."""
        rows = self._db.execute("SELECT DISTINCT short, long, is_initials FROM alias ORDER BY short, long, is_initials")
        return [Alias(short, long, bool(is_initials)) for short, long, is_initials in rows]

    def document_frequencies(self, wanted: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each term stands; those in none are left out."""
        query = "SELECT doc FROM temp.vocabulary WHERE term = ?"
        found = ((term, self._db.execute(query, [term]).fetchone()) for term in wanted)
        return {term: int(row[0]) for term, row in found if row}

    def spellings(self) -> dict[str, int]:
        """Return every word of letters alone, folded, with the number of passages that hold its stem."""
        counts = dict(self._db.execute("SELECT term, doc FROM temp.vocabulary"))
        words = self._db.execute("SELECT word, term FROM spelling")
        return {word: counts[term] for word, term in words if term in counts}

    def passages_with(self, wanted: Sequence[str], limit: int) -> list[int]:
        """Return the passages with any of the terms, best first by BM25, ties by id."""
        if not wanted:
            return []
        match = " OR ".join('"' + term.replace('"', '""') + '"' for term in wanted)
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT ?"
        return [number for (number,) in self._db.execute(query, [match, limit])]

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def figure(self, name: str) -> bytes | None:
        """Return a number about the whole collection."""
        row = self._db.execute("SELECT value FROM figure WHERE name = ?", [name]).fetchone()
        return bytes(row[0]) if row else None

    def _sections(
        self, where: str, ids: Sequence[int], before: Sequence[int] = (), order: str = ""
    ) -> Iterator[StoredSection]:
        query = (
            "SELECT s.id, s.note, n.file, s.path, s.first_line, s.last_line, s.level, s.is_empty "
            f"FROM section s JOIN note n ON s.note = n.id {where}"
        )
        for row in self._select(query, ids, before, order):
            section = Section(tuple(json.loads(row[3])), Lines(*row[4:6]), row[6], bool(row[7]))
            yield StoredSection(row[0], row[1], os.fsdecode(row[2]), section)

    def _select(self, query: str, ids: Sequence[int], before: Sequence[int] = (), order: str = "") -> Iterator[Any]:
        for start in range(0, max(len(ids), 1), _IN):
            some = [int(i) for i in ids[start : start + _IN]]
            with closing(self._db.execute(f"{query} ({', '.join('?' * len(some))}){order}", [*before, *some])) as rows:
                yield from rows.fetchall()


def copy_database(source: Path, target: Path) -> None:
    """Copy a finished database byte for byte; it never changes, so no lock is needed."""
    try:
        target.write_bytes(source.read_bytes())
    except OSError as error:
        raise CannotWrite(
            f"{target} cannot be written ({error.strerror}).", "Free some space, then try again."
        ) from error


def _joined(words: set[str]) -> str:
    return " ".join(sorted(words))


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in json.loads(stored))
