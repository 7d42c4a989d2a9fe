"""Collections to measure: some notes really parsed, and as many copies of them as make up the number."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.scale.corpus import make_notes
from tests.scale.drawn import DrawnEncoder, Nearest
from tutor.library.build import Staged, build
from tutor.library.generation import Generation
from tutor.library.library import Library
from tutor.library.manifest import Source
from tutor.library.opening import Place
from tutor.library.spool import Spool
from tutor.library.stored import FACT_SUM, FACT_VECTORS, FILE, VECTOR_FILES, count_of
from tutor.library.vectors import Vectors

PARSED = 10_000
_BYTES = 300  # of a passage in these notes
_BLOCK = 1 << 16
_KEYED = ("note", "section", "passage", "fact", *VECTOR_FILES)


def make_collection(place: Place, encoder: DrawnEncoder, passages: int, nearest: Nearest) -> Generation:
    """Make notes and their index, and return it; show `nearest` every fact's vector."""
    parsed = place.root / "copy-0000"
    make_notes(parsed, min(passages, PARSED) * _BYTES)
    _age(parsed)
    with place.generations.lock():
        build(place.root, place.entry.notes_id, place.generations, encoder, None, lambda *_: None)
        generation = place.generations.current()
        copies = round(passages / generation.manifest.counts["passages"])
        if copies > 1:
            generation = _multiplied(place, generation, copies, encoder, nearest)
        else:
            with Library(place.root, generation) as library:
                vectors = library.vectors[FACT_VECTORS]
                nearest.show(vectors.ids, vectors.rows(vectors.ids))
    return generation


def _age(folder: Path) -> None:
    """Make notes older, so that their time alone tells that they were not touched."""
    for file in folder.rglob("*.md"):
        os.utime(file, (1_700_000_000, 1_700_000_000))


def _multiplied(place: Place, old: Generation, copies: int, encoder: DrawnEncoder, nearest: Nearest) -> Generation:
    """Return a generation with the notes of an old one `copies` times."""
    sources = [_linked(place.root, source, copy) for copy in range(copies) for source in old.manifest.sources]
    with place.generations.staging() as folder, Library(place.root, old) as library:
        files = Staged(place.generations, folder, None)
        database = folder / FILE
        database.write_bytes((old.folder / FILE).read_bytes())
        with closing(sqlite3.connect(database, isolation_level=None)) as sql:
            sql.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-500000; BEGIN;")
            _copy_rows(sql, copies)
            for table, stem in VECTOR_FILES.items():
                with closing(Spool(folder, encoder.identity.dim)) as spool:
                    _draw(sql, table, library.vectors[table], encoder, spool, nearest)
                    Vectors.none(encoder.identity.dim).write(files, stem, np.empty(0, np.int64), spool)
                    figures = {count_of(table): len(spool.ids).to_bytes(8, "little")}
                    if table == FACT_VECTORS:
                        figures[FACT_SUM] = spool.sum().astype("<f8").tobytes()
                sql.executemany("INSERT OR REPLACE INTO figure VALUES (?, ?)", figures.items())
            sql.execute("COMMIT")
        counts = {name: count * copies for name, count in old.manifest.counts.items()}
        manifest = replace(old.manifest, counts=counts, sources=tuple(sorted(sources, key=lambda s: s.file)))
        return place.generations.commit(folder, manifest)


def _linked(root: Path, source: Source, copy: int) -> Source:
    """Return a source under another name, a second name of the same file."""
    file = source.file.replace("copy-0000", f"copy-{copy:04d}")
    if copy:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        os.link(root / source.file, root / file)
    return replace(source, file=file)


def _copy_rows(sql: sqlite3.Connection, copies: int) -> None:
    """Add every row once for each copy, with ids that follow on those that are there."""
    step = {table: sql.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in _KEYED}
    first = {table: f"WHERE id <= {step[table]}" for table in _KEYED}
    for copy in range(1, copies):
        by = {table: f"+ {copy * step[table]}" for table in _KEYED}
        name = f"CAST(replace(CAST(file AS TEXT), 'copy-0000', 'copy-{copy:04d}') AS BLOB)"
        for statement in (
            f"INSERT INTO note SELECT id {by['note']}, {name}, title, tags, text, words FROM note {first['note']}",
            f"INSERT INTO section SELECT id {by['section']}, note {by['note']}, number, path, first_line, last_line, "
            f"level, is_empty FROM section {first['section']}",
            f"INSERT INTO passage SELECT id {by['passage']}, section {by['section']}, start, end, lead, terms "
            f"FROM passage {first['passage']}",
            f"INSERT INTO fact SELECT id {by['fact']}, passage {by['passage']}, start, end, lead, terms "
            f"FROM fact {first['fact']}",
            *(
                f"INSERT INTO {table} SELECT id {by[table]}, owner {by[owner]}, randomblob(16) "
                f"FROM {table} {first[table]}"
                for table, owner in zip(VECTOR_FILES, ("passage", "fact"), strict=True)
            ),
            f"INSERT INTO alias SELECT note {by['note']}, short, long, is_initials, short_terms, long_terms "
            f"FROM alias WHERE note <= {step['note']}",
            f"INSERT INTO heading_name SELECT note {by['note']}, terms FROM heading_name WHERE note <= {step['note']}",
            f"INSERT INTO claims SELECT note {by['note']}, body FROM claims WHERE note <= {step['note']}",
        ):
            sql.execute(statement)
    sql.execute(f"UPDATE term SET passages = passages * {copies}")
    sql.execute(f"UPDATE spelling SET notes = notes * {copies}")
    sql.execute("INSERT INTO words (words) VALUES ('rebuild')")


def _draw(
    sql: sqlite3.Connection, table: str, old: Vectors, encoder: DrawnEncoder, spool: Spool, nearest: Nearest
) -> None:
    """Take over the old vectors, and draw one for each id beyond them."""
    last = sql.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
    blocks = [
        old.ids,
        *(np.arange(at, min(at + _BLOCK, last + 1)) for at in range(int(old.ids[-1]) + 1, last + 1, _BLOCK)),
    ]
    for number, ids in enumerate(blocks):
        rows = encoder.draw(len(ids)) if number else old.rows(ids)
        spool.add(ids, rows)
        if table == FACT_VECTORS:
            nearest.show(ids, rows)
