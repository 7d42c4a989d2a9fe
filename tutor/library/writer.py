"""Parsed notes into SQLite. With `reader` the only module that has SQL in it."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from tutor.library.claims import pack_claims
from tutor.library.stored import FACT_VECTORS, PASSAGE_VECTORS, VECTOR_FILES, input_hash
from tutor.notes.headings import named_in
from tutor.notes.values import Fact, Note, Passage, Section
from tutor.notes.words import fold_word, parts_of, terms, terms_of, tokens


class Writer:
    """A database being made: a new file, or a copy of the last one.

    Its methods raise sqlite3.OperationalError where the disk is full, or will not take it.

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
        self._new_inputs: dict[str, list[tuple[str, int]]] = {table: [] for table in VECTOR_FILES}
        self._new_terms: Counter[str] = Counter()

    def remove(self, file: str) -> dict[str, list[int]]:
        """Remove a note with all that was made of it, if it is there; return the ids of its vectors, by their table."""
        row = self._db.execute("SELECT id, words FROM note WHERE file = ?", [os.fsencode(file)]).fetchone()
        if not row:
            return {}
        number, words = row
        passages = "SELECT p.id FROM passage p JOIN section s ON p.section = s.id WHERE s.note = ?"
        facts = f"SELECT id FROM fact WHERE passage IN ({passages})"
        gone_terms = self._db.execute(f"SELECT terms FROM passage WHERE id IN ({passages})", [number])
        self._new_terms.subtract(term for (found,) in gone_terms for term in found.split())
        vectors = {
            table: [i for (i,) in self._db.execute(f"SELECT id FROM {table} WHERE owner IN ({owners})", [number])]
            for table, owners in ((PASSAGE_VECTORS, passages), (FACT_VECTORS, facts))
        }
        for statement in (
            f"DELETE FROM fact_vector WHERE owner IN ({facts})",
            f"DELETE FROM fact WHERE passage IN ({passages})",
            f"DELETE FROM passage_vector WHERE owner IN ({passages})",
            f"INSERT INTO words (words, rowid, terms) SELECT 'delete', id, terms FROM passage WHERE id IN ({passages})",
            f"DELETE FROM passage WHERE id IN ({passages})",
            "DELETE FROM section WHERE note = ?",
            "DELETE FROM alias WHERE note = ?",
            "DELETE FROM heading_name WHERE note = ?",
            "DELETE FROM claims WHERE note = ?",
            "DELETE FROM note WHERE id = ?",
        ):
            self._db.execute(statement, [number])
        gone = [(word,) for word in words.split()]
        self._db.executemany("UPDATE spelling SET notes = notes - 1 WHERE word = ?", gone)
        self._db.executemany("DELETE FROM spelling WHERE word = ? AND notes = 0", gone)
        return vectors

    def add(self, note: Note) -> None:
        """Add a parsed note; its encoder inputs wait for `add_vectors`."""
        words = _words(text for passage in note.passages for text in passage.inputs)
        number = self._insert(
            "note (file, title, tags, text, words)",
            [
                os.fsencode(note.file),
                note.front.title,
                json.dumps(note.front.tags),
                note.text.text,
                " ".join(sorted(words)),
            ],
        )
        sections = [self._add_section(number, place, section) for place, section in enumerate(note.sections)]
        for passage in note.passages:
            self._add_passage(sections[passage.section], passage, _names(note, passage))
        self._db.executemany(
            "INSERT INTO spelling VALUES (?, ?, 1) ON CONFLICT (word) DO UPDATE SET notes = notes + 1",
            sorted(words.items()),
        )
        rows = [
            (number, a.short, a.long, int(a.is_initials), " ".join(terms(a.short)), " ".join(terms(a.long)))
            for a in note.aliases
        ]
        self._db.executemany("INSERT INTO alias VALUES (?, ?, ?, ?, ?, ?)", rows)
        names = {run for section in note.sections if section.path for run in named_in(section.path[-1])}
        self._db.executemany("INSERT INTO heading_name VALUES (?, ?)", [(number, " ".join(n)) for n in sorted(names)])
        self._db.execute("INSERT INTO claims VALUES (?, ?)", [number, pack_claims(note.claims)])

    def add_vectors(self, table: str) -> list[tuple[int, bytes, str]]:
        """Give each new encoder input of a vector table its id; return (id, hash, text) in order of id.

        An id is free again once the passage or fact that it belonged to was removed.
        """
        last = int(self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])
        made = [(last + i, input_hash(text), text) for i, (text, _) in enumerate(self._new_inputs[table], 1)]
        owners = [owner for _, owner in self._new_inputs[table]]
        rows = ((number, owner, key) for (number, key, _), owner in zip(made, owners, strict=True))
        self._db.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
        self._new_inputs[table] = []
        return made

    @property
    def waiting(self) -> int:
        """How many encoder inputs wait for `add_vectors`."""
        return sum(map(len, self._new_inputs.values()))

    def figure(self, name: str) -> bytes:
        """Return a number about the whole collection, or nothing."""
        row = self._db.execute("SELECT value FROM figure WHERE name = ?", [name]).fetchone()
        return bytes(row[0]) if row else b""

    def set_figure(self, name: str, value: bytes) -> None:
        """Keep a number about the whole collection."""
        self._db.execute("INSERT OR REPLACE INTO figure VALUES (?, ?)", [name, value])

    def counts(self) -> dict[str, int]:
        """Return how many rows of each kind there are."""
        tables = {"notes": "note", "sections": "section", "passages": "passage", "facts": "fact"}
        return {
            name: int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()
        }

    def commit(self) -> None:
        """Write everything out."""
        changed = sorted((term, by) for term, by in self._new_terms.items() if by)
        self._db.executemany(
            "INSERT INTO term VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET passages = passages + excluded.passages",
            changed,
        )
        self._db.executemany("DELETE FROM term WHERE term = ? AND passages = 0", ((term,) for term, _ in changed))
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file; what was not committed is lost."""
        self._db.close()

    def _add_section(self, note: int, place: int, section: Section) -> int:
        row = [note, place, json.dumps(section.path), *section.lines, section.level, int(section.is_empty)]
        return self._insert("section (note, number, path, first_line, last_line, level, is_empty)", row)

    def _add_passage(self, section: int, passage: Passage, names: str) -> None:
        found = _terms((*passage.inputs, names))
        row = [section, *passage.span, json.dumps(passage.lead), found]
        number = self._insert("passage (section, start, end, lead, terms)", row)
        self._db.execute("INSERT INTO words (rowid, terms) VALUES (?, ?)", [number, found])
        self._new_terms.update(found.split())
        self._new_inputs[PASSAGE_VECTORS] += [(text, number) for text in passage.inputs]
        for fact in passage.facts:
            self._add_fact(number, fact)

    def _add_fact(self, passage: int, fact: Fact) -> None:
        row = [passage, *fact.span, json.dumps(fact.lead), _terms(fact.inputs)]
        number = self._insert("fact (passage, start, end, lead, terms)", row)
        self._new_inputs[FACT_VECTORS] += [(text, number) for text in fact.inputs]

    def _insert(self, table: str, row: Sequence[object]) -> int:
        cursor = self._db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        return int(cursor.lastrowid or 0)


def _names(note: Note, passage: Passage) -> str:
    """Return what a passage can be looked up by besides its text: its headings, its note's title and file."""
    return " ".join((*note.sections[passage.section].path, note.front.title, note.file.rpartition(".")[0]))


def _terms(texts: Iterable[str]) -> str:
    return " ".join(sorted({term for text in texts for term in terms(text)}))


def _words(texts: Iterable[str]) -> dict[str, str]:
    """Return the words of letters alone, folded, each with its term; stop words have none."""
    written = {match.group() for text in texts for match in tokens(text)}
    words = {part for token in written for part in parts_of(token) if part.isalpha()}
    spelt = {fold_word(word): terms_of(word)[0] for word in sorted(words) if terms_of(word)}
    spelt.pop("", None)  # a lone mark that counts as a letter
    return spelt
