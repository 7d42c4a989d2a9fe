"""What a database file holds, as far as it can be read without changing anything."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tutor.errors import DatabaseUnreadable

APPLICATION_ID = int.from_bytes(b"tutr")
"""In the file's header, so that it is not taken for another program's."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a whole database holds.

    Attributes:
        version: of its schema.
        conversations: how many there are.
        answers: how many questions of the quiz were answered.
    """

    version: int
    conversations: int
    answers: int


def examine(file: Path, is_still: bool = False) -> Contents:
    """Read a database whole, and return what it holds; nothing is written.

    Args:
        file: absolute.
        is_still: nobody writes to it; no journal is looked for.

    Raises:
        DatabaseUnreadable: It is damaged, or not the database of a tutor; no remedy is given.
    """
    with _opened(file, is_still) as db:
        if _value(db, "PRAGMA application_id") != APPLICATION_ID:
            raise DatabaseUnreadable(f"{file} is not the database of a tutor.")
        # The rest says nothing about rows that are gone, which only a checksum can.
        found = _value(db, "PRAGMA integrity_check(1)")
        if found != "ok":
            raise DatabaseUnreadable(f"{file} is damaged: {' '.join(str(found).split())}.")
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise DatabaseUnreadable(f"{file} is damaged: rows refer to rows that are not there.")
        return Contents(
            int(_value(db, "PRAGMA user_version")),
            int(_value(db, "SELECT count(*) FROM conversation WHERE NOT is_hidden")),
            _answers(db),
        )


@contextmanager
def _opened(file: Path, is_still: bool) -> Iterator[sqlite3.Connection]:
    try:
        db = sqlite3.connect(f"{file.as_uri()}?mode=ro{'&immutable=1' if is_still else ''}", uri=True)
        try:
            db.execute("PRAGMA trusted_schema = OFF")
            yield db
        finally:
            db.close()
    except sqlite3.Error as error:
        raise DatabaseUnreadable(f"{file} cannot be read: {error}.") from error


def _value(db: sqlite3.Connection, query: str) -> int | str:
    value: int | str = db.execute(query).fetchone()[0]
    return value


def _answers(db: sqlite3.Connection) -> int:
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'review'").fetchone():
        return 0  # of a version that had none yet
    return int(_value(db, "SELECT count(*) FROM review WHERE kind != 'void'"))
