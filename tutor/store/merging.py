"""Reviews that were recorded elsewhere, put among those that are here."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from tutor.store.drilled import Imported, Memory, Profile, Review
from tutor.store.reviewing import card_number, insert_review, live_reviews, update_card, void

Schedule = Callable[[str, Sequence[Review]], tuple[Memory, date | None]]
"""From a card's identity and its answers, oldest first, to what they come to, and its due day."""


def merge_reviews(
    db: sqlite3.Connection,
    deck: int,
    found: Iterable[tuple[Profile, Sequence[Imported]]],
    schedule: Schedule,
) -> int:
    """Add what is not here yet, inside a transaction, and return how many answers that is."""
    added = 0
    for profile, imported in found:
        card = card_number(db, deck, profile)
        here = live_reviews(db, card)
        known = {(review.answer.at, review.answer.question) for review in here}
        new = [one for one in imported if (one.answer.at, one.answer.question) not in known]
        if new:
            _merge(db, deck, card, here, new)
            update_card(db, card, *schedule(profile.identity, live_reviews(db, card)))
            added += len(new)
    # What came from elsewhere may stand elsewhere in these notes: they are compared at the next quiz.
    db.execute("UPDATE deck SET version = '' WHERE id = ?", (deck,))
    return added


def _merge(db: sqlite3.Connection, deck: int, card: int, here: Sequence[Review], new: Sequence[Imported]) -> None:
    """Append in the order of time: those here that are later than any new one are voided, and appended again."""
    first = min(one.answer.at for one in new)
    later = [review for review in here if review.answer.at > first]
    for review in later:
        void(db, review.number, review.answer.at)
    again = [Imported(review.kind, review.answer, review.predicted) for review in later]
    for one in sorted([*again, *new], key=lambda one: one.answer.at):
        insert_review(db, deck, card, one)
