"""What an answer does to the tables; each function works inside a transaction of its caller."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date

from tutor.store.drilled import NEW, Effect, Given, Imported, Memory, Profile, Review
from tutor.store.rows import (
    GIVEN,
    LIVE,
    MEMORY,
    PROFILE,
    REVIEW,
    assignments,
    given_row,
    insert,
    memory_row,
    ordinal,
    profile_row,
    to_review,
)

Decide = Callable[[Sequence[Review]], Effect]
"""From a card's answers so far, oldest first, to what the new one does."""


def record(db: sqlite3.Connection, deck: int, card: int, answer: Given, decide: Decide) -> Review:
    """Add an answer, do to its card what it does, and return it."""
    effect = decide(live_reviews(db, card))
    number = insert_review(db, deck, card, Imported(effect.kind, answer, effect.predicted))
    if effect.kind == "review":
        update_card(db, card, effect.memory, effect.due)
        db.execute("UPDATE card SET value_before = NULL WHERE id = ?", (card,))
    return Review(number, card, effect.kind, answer, effect.predicted)


def insert_review(db: sqlite3.Connection, deck: int, card: int, found: Imported) -> int:
    """Add an answer as it is, and return its id."""
    row = (deck, card, found.kind, found.predicted, *given_row(found.answer))
    return insert(db, "review", f"deck, card, kind, predicted, {GIVEN}", row)


def void(db: sqlite3.Connection, review: int, at: int) -> tuple[int, int]:
    """Append the row that voids an answer, unless there is one, and return its deck and card."""
    query = "SELECT deck, card, session, day FROM review WHERE id = ?"
    deck, card, session, day = db.execute(query, (review,)).fetchone()
    if not db.execute("SELECT 1 FROM review WHERE voids = ?", (review,)).fetchone():
        row = (deck, card, session, at, day, "void", review)
        insert(db, "review", "deck, card, session, at, day, kind, voids", row)
    db.execute("DELETE FROM own_answer WHERE review = ?", (review,))
    return deck, card


def live_reviews(db: sqlite3.Connection, card: int) -> list[Review]:
    """Return the answers to a card that were not taken back, oldest first."""
    query = f"SELECT {REVIEW} FROM review AS r WHERE card = ? AND {LIVE} ORDER BY id"
    return [to_review(row) for row in db.execute(query, (card,))]


def update_card(db: sqlite3.Connection, card: int, memory: Memory, due: date | None) -> None:
    """Write down what a card's answers come to."""
    row = (*memory_row(memory), ordinal(due), card)
    db.execute(f"UPDATE card SET {assignments(MEMORY)}, due = ? WHERE id = ?", row)


def card_number(db: sqlite3.Connection, deck: int, profile: Profile) -> int:
    """Return the id of a card that is in the notes, made if there is none."""
    query = "SELECT id FROM card WHERE deck = ? AND identity = ? AND NOT is_archived"
    row = db.execute(query, (deck, profile.identity)).fetchone()
    if row:
        return int(row[0])
    values = (deck, *profile_row(profile), *memory_row(NEW), False)
    return insert(db, "card", f"deck, {PROFILE}, {MEMORY}, is_archived", values)
