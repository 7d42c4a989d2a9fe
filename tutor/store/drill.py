"""Cards, reviews and sessions in the database: the part of the store that the quiz uses."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date

from tutor.store.connection import encodable
from tutor.store.drilled import (
    BadQuestion,
    Change,
    DayCount,
    Given,
    Imported,
    Memory,
    Profile,
    Review,
    StoredCard,
    StoredDeck,
    StoredSession,
)
from tutor.store.merging import Schedule as ScheduleOf
from tutor.store.merging import merge_reviews
from tutor.store.reviewing import Decide, card_number, live_reviews, record, update_card, void
from tutor.store.rows import (
    CARD,
    LIVE,
    MEMORY,
    PROFILE,
    REVIEW,
    assignments,
    columns,
    insert,
    ordinal,
    profile_row,
    to_card,
    to_day,
    to_memory,
    to_review,
)

_DUE = "deck = :deck AND is_archived = 0 AND (due <= :day OR day > :day)"

Opened = Callable[[], AbstractContextManager[sqlite3.Connection]]

Schedule = Callable[[Sequence[Review]], tuple[Memory, date | None]]
"""From a card's answers, oldest first, to what they come to, and its due day."""


class Drill:
    """The learner's cards and reviews; a part of `Store`, with the same errors.

    Every change is one transaction, on the disk when the method returns. What an answer does to its card is decided
    inside it, from the answers that are there: two quizzes at once lose nothing.
    """

    def __init__(self, reading: Opened, writing: Opened) -> None:
        """Take what opens the database for reading, and for a change."""
        self._reading = reading
        self._writing = writing

    # Decks

    def deck(self, notes_id: str) -> StoredDeck:
        """Return the deck of some notes, made if there is none."""
        query = "SELECT id, exam, version FROM deck WHERE notes = ?"
        with self._reading() as db:
            row = db.execute(query, (notes_id,)).fetchone()
        if row is None:
            with self._writing() as db:
                db.execute("INSERT OR IGNORE INTO deck (notes, version) VALUES (?, '')", (notes_id,))
                row = db.execute(query, (notes_id,)).fetchone()
        return StoredDeck(row[0], to_day(row[1]), row[2])

    def decks(self) -> dict[str, int]:
        """Return how many cards each deck has, by its notes' id."""
        query = "SELECT notes, (SELECT count(*) FROM card WHERE deck = deck.id) FROM deck ORDER BY notes"
        with self._reading() as db:
            return dict(db.execute(query).fetchall())

    def adopt(self, notes_id: str, former: str) -> None:
        """Give the deck of notes that were elsewhere to where they are now, in place of an empty one."""
        with self._writing() as db:
            db.execute("DELETE FROM session WHERE deck IN (SELECT id FROM deck WHERE notes = ?)", (notes_id,))
            db.execute("DELETE FROM deck WHERE notes = ?", (notes_id,))
            db.execute("UPDATE deck SET notes = ? WHERE notes = ?", (notes_id, former))

    def set_exam(self, deck: int, exam: date | None, due: Callable[[str, Memory], date | None]) -> None:
        """Set the day of the exam, or none, and with it when each card that was asked comes back."""
        query = f"SELECT id, identity, {MEMORY} FROM card WHERE deck = ? AND reps > 0 AND value_before IS NULL"
        with self._writing() as db:
            db.execute("UPDATE deck SET exam = ? WHERE id = ?", (ordinal(exam), deck))
            rows = db.execute(query, (deck,)).fetchall()
            days = ((ordinal(due(row[1], to_memory(row[2:]))), row[0]) for row in rows)
            db.executemany("UPDATE card SET due = ? WHERE id = ?", days)

    # Cards

    def cards(self, deck: int) -> list[StoredCard]:
        """Return all cards of a deck, the archived ones too, in order of their ids."""
        with self._reading() as db:
            return [to_card(row) for row in db.execute(f"SELECT {CARD} FROM card WHERE deck = ? ORDER BY id", (deck,))]

    def find(self, deck: int, identity: str) -> StoredCard | None:
        """Return a card by its identity, if it was asked before or a question of it was taken out."""
        query = f"SELECT {CARD} FROM card WHERE deck = ? AND identity = ? AND NOT is_archived"
        with self._reading() as db:
            row = db.execute(query, (deck, identity)).fetchone()
        return to_card(row) if row else None

    def asked(self, deck: int) -> set[str]:
        """Return the identities of the cards that have a review."""
        query = "SELECT identity FROM card WHERE deck = ? AND NOT is_archived AND reps > 0"
        with self._reading() as db:
            return {row[0] for row in db.execute(query, (deck,))}

    def due(self, deck: int, day: date) -> list[str]:
        """Return the cards that wait on a study day, by identity, the most overdue for its interval first.

        Those whose answer changed come before all. A review on a later day was written under a wrong clock: its card
        waits, too.
        """
        query = (
            f"SELECT identity FROM card WHERE {_DUE}"
            " ORDER BY value_before IS NULL, (:day - due + 1.0) / max(1, due - day) DESC, id"
        )
        with self._reading() as db:
            return [row[0] for row in db.execute(query, {"deck": deck, "day": day.toordinal()})]

    def count_due(self, day: date, notes_id: str | None = None) -> int:
        """Return how many cards wait on a study day, of some notes or of all."""
        # Two counts, each from an index alone; with OR between them, SQLite reads every card.
        query = (
            "SELECT (SELECT count(*) FROM card WHERE deck = d.id AND is_archived = 0 AND due <= :day)"
            " + (SELECT count(*) FROM card WHERE deck = d.id AND is_archived = 0 AND day > :day AND due > :day)"
            " FROM deck AS d WHERE :notes IS NULL OR notes = :notes"
        )
        with self._reading() as db:
            return sum(row[0] for row in db.execute(query, {"day": day.toordinal(), "notes": notes_id}))

    def due_days(self, deck: int) -> dict[date, int]:
        """Return how many cards come back on each study day, in order of the days."""
        query = "SELECT due, count(*) FROM card WHERE deck = ? AND NOT is_archived AND due NOT NULL GROUP BY due"
        with self._reading() as db:
            return {date.fromordinal(day): count for day, count in db.execute(query, (deck,))}

    def apply(self, deck: int, version: str, day: date, changes: Sequence[Change], archived: Iterable[int]) -> None:
        """Write down what an edit of the notes did, and the version that the cards were compared with.

        A card whose answer changed is due on `day`. Those in `changes` are in the notes again if they were not.
        """
        with self._writing() as db:
            db.executemany("UPDATE card SET is_archived = 1 WHERE id = ?", ((number,) for number in archived))
            # Out of the way first: two cards may change places.
            db.executemany("UPDATE card SET identity = 'moving ' || id WHERE id = ?", ((c.number,) for c in changes))
            rows = ((*profile_row(change.profile), change.number) for change in changes)
            db.executemany(f"UPDATE card SET {assignments(PROFILE)}, is_archived = 0 WHERE id = ?", rows)
            changed = ((c.value_before, ordinal(day), c.number) for c in changes if c.value_before is not None)
            db.executemany("UPDATE card SET value_before = ?, due = ? WHERE id = ? AND reps > 0", changed)
            db.execute("UPDATE deck SET version = ? WHERE id = ?", (version, deck))

    # Reviews

    def record(self, deck: int, profile: Profile, answer: Given, decide: Decide) -> Review:
        """Write down an answer and what it does to its card, which is made if it is not there."""
        with self._writing() as db:
            return record(db, deck, card_number(db, deck, profile), answer, decide)

    def overrule(self, review: int, answer: Given, decide: Decide, accept: str = "") -> Review:
        """Take an answer back and record another in its place.

        Args:
            review: the id of the answer that is taken back.
            answer: what takes its place.
            decide: called once, inside the transaction.
            accept: what is right as well from now on; empty for nothing.
        """
        with self._writing() as db:
            deck, card = void(db, review, answer.at)
            recorded = record(db, deck, card, answer, decide)
            if accept:
                row = (card, encodable(accept), recorded.number)
                db.execute("INSERT OR IGNORE INTO own_answer VALUES (?, ?, ?)", row)
            return recorded

    def take_back(self, review: int, at: int, schedule: Schedule) -> None:
        """Void an answer, and what is right because of it; its card becomes what the other answers come to."""
        with self._writing() as db:
            _, card = void(db, review, at)
            update_card(db, card, *schedule(live_reviews(db, card)))

    def merge(self, deck: int, found: Iterable[tuple[Profile, Sequence[Imported]]], schedule: ScheduleOf) -> int:
        """Add answers that were recorded elsewhere and are not here yet, all or none; return how many were added."""
        with self._writing() as db:
            return merge_reviews(db, deck, found, schedule)

    def reviews(self, card: int) -> list[Review]:
        """Return the answers to a card that were not taken back, oldest first."""
        with self._reading() as db:
            return live_reviews(db, card)

    def reviews_of(self, *, deck: int | None = None, session: int | None = None) -> list[tuple[str, Review]]:
        """Return the answers of a deck or a session, each with its card's identity, oldest first.

        Those that were taken back are not among them.
        """
        column, number = ("deck", deck) if session is None else ("session", session)
        query = (
            f"SELECT c.identity, {columns('r', REVIEW)} FROM review AS r JOIN card AS c ON c.id = r.card"
            f" WHERE r.{column} = ? AND {LIVE} ORDER BY r.id"
        )
        with self._reading() as db:
            return [(row[0], to_review(row[1:])) for row in db.execute(query, (number,))]

    def missed(self, deck: int) -> set[int]:
        """Return the numbers of the cards that were wrong when they were last asked by their schedule."""
        live = f"FROM review AS r WHERE deck = ? AND kind = 'review' AND {LIVE}"
        last = f"SELECT card, rating, max(id) {live} GROUP BY card"
        with self._reading() as db:
            return {row[0] for row in db.execute(f"SELECT card FROM ({last}) WHERE rating = 1", (deck,))}

    def own_answers(self, card: int) -> list[str]:
        """Return what the learner says is right as well, sorted."""
        with self._reading() as db:
            return [row[0] for row in db.execute("SELECT answer FROM own_answer WHERE card = ? ORDER BY 1", (card,))]

    def done_on(self, day: date) -> tuple[int, int]:
        """Return how many cards, of all notes, were reviewed for the first time on a study day, and how many again."""
        query = (
            "SELECT count(*) FILTER (WHERE predicted IS NULL), count(predicted) FROM review AS r"
            f" WHERE deck IN (SELECT id FROM deck) AND day = ? AND kind = 'review' AND {LIVE}"
        )
        with self._reading() as db:
            first, again = db.execute(query, (day.toordinal(),)).fetchone()
        return first, again

    def days(self, deck: int) -> list[date]:
        """Return the study days on which anything was answered, in order."""
        query = f"SELECT DISTINCT day FROM review AS r WHERE deck = ? AND {LIVE} ORDER BY day"
        with self._reading() as db:
            return [date.fromordinal(day) for (day,) in db.execute(query, (deck,))]

    def day_counts(self, deck: int) -> list[DayCount]:
        """Return what was done on each study day with an answer, in order of the days."""
        query = (
            "SELECT day, count(*) FILTER (WHERE kind = 'review' AND predicted IS NULL), count(predicted),"
            " count(*) FILTER (WHERE predicted NOT NULL AND rating > 1), total(predicted),"
            " count(*) FILTER (WHERE kind != 'review'), sum(milliseconds)"
            f" FROM review AS r WHERE deck = ? AND {LIVE} GROUP BY day ORDER BY day"
        )
        with self._reading() as db:
            return [DayCount(date.fromordinal(row[0]), *row[1:]) for row in db.execute(query, (deck,))]

    # Sessions

    def start_session(self, deck: int, at: int, day: date, plan: str) -> int:
        """Return the id of a new session; those before it are over."""
        with self._writing() as db:
            db.execute("UPDATE session SET is_over = 1 WHERE deck = ? AND NOT is_over", (deck,))
            return insert(db, "session", "deck, started_at, day, plan, is_over", (deck, at, ordinal(day), plan, 0))

    def end_session(self, session: int, is_over: bool = True) -> None:
        """Write down that a session is over, or after an undo that it is not."""
        with self._writing() as db:
            db.execute("UPDATE session SET is_over = ? WHERE id = ?", (is_over, session))

    def open_session(self, deck: int) -> StoredSession | None:
        """Return the session that was left before its end, if there is one."""
        query = "SELECT id, started_at, day, plan FROM session WHERE deck = ? AND NOT is_over ORDER BY id DESC"
        with self._reading() as db:
            row = db.execute(query, (deck,)).fetchone()
        return StoredSession(row[0], row[1], date.fromordinal(row[2]), row[3]) if row else None

    # Bad questions

    def take_out(self, deck: int, profile: Profile, kind: str, question: str, at: int) -> None:
        """Take a kind of question out of a card, which is made if it is not there."""
        with self._writing() as db:
            row = (card_number(db, deck, profile), kind, at, encodable(question))
            db.execute("INSERT OR REPLACE INTO bad_question (card, kind, at, question) VALUES (?, ?, ?, ?)", row)

    def put_back(self, deck: int, identity: str, kind: str) -> None:
        """Take a question in again."""
        query = (
            "DELETE FROM bad_question WHERE kind = ? AND card IN (SELECT id FROM card WHERE deck = ? AND identity = ?)"
        )
        with self._writing() as db:
            db.execute(query, (kind, deck, identity))

    def bad_questions(self, deck: int) -> list[BadQuestion]:
        """Return the questions that are taken out, the last one first."""
        query = (
            "SELECT c.identity, b.kind, b.question, b.at, c.file, c.line FROM bad_question AS b"
            " JOIN card AS c ON c.id = b.card WHERE c.deck = ? ORDER BY b.at DESC, b.card, b.kind"
        )
        with self._reading() as db:
            rows = db.execute(query, (deck,)).fetchall()
        return [BadQuestion(row[0], row[1], row[2], row[3], os.fsdecode(row[4]), row[5]) for row in rows]
