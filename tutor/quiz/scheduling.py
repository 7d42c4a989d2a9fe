"""When a card comes back: py-fsrs over study days. Pure: the day and the exam are arguments.

FSRS counts whole days of 24 hours, so that an evening followed by a morning would count as no day at all. Here a review
belongs to a study day, which begins at 04:00 local time, and is stamped with noon UTC of that day; only the first
answer of a study day is a review. A card is due on a study day, never at an hour.
Algorithm: https://github.com/open-spaced-repetition/free-spaced-repetition-scheduler
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from tutor.store.drilled import NEW, Memory

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

RETENTION = 0.9
"""The share of reviews that should be right. Stability is by its definition the interval that this asks for."""

ROLLOVER = timedelta(hours=4)
"""A night's work belongs to the evening before."""

LONGEST = 3650
"""Days; who knows a card this well need not be asked sooner."""

EXAM_ROUND = 7
"""Days before an exam in which every card is asked once more."""

LEARNING, REVIEW, RELEARNING = 1, 2, 3
_STEP = timedelta(minutes=10)
"""One step: a card that was missed leaves the session right, and comes again on the next day."""

# How far intervals of so many days are spread, for each day in the range; as in Anki and py-fsrs.
_SPREAD = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
_LEECH, _LEECH_AGAIN = 8, 4


def study_day(now: datetime) -> date:
    """Return the study day of an instant: the date that a clock on the wall showed four hours before.

    Args:
        now: in the learner's time zone.
    """
    # By the clock, not by elapsed hours: on the night of a change of the clocks too, the day begins at 04:00.
    return (now.replace(tzinfo=None) - ROLLOVER).date()


def review(memory: Memory, rating: int, day: date) -> Memory:
    """Return the memory after the first answer of a study day.

    A day before that of the last review, as after the clock was set back, counts as the same day.

    Args:
        memory: before the answer.
        rating: AGAIN, HARD, GOOD or EASY.
        day: the study day.
    """
    from fsrs import Rating

    card, _ = _scheduler().review_card(_to_card(memory), Rating(rating), _noon(day))
    return Memory(
        state=int(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        day=day,
        reps=memory.reps + 1,
        lapses=memory.lapses + (rating == AGAIN and memory.state == REVIEW),
    )


def replay(reviews: Iterable[tuple[int, date]]) -> Memory:
    """Return the memory after these ratings on these study days, in the order in which they were given."""
    memory = NEW
    for rating, day in reviews:
        memory = review(memory, rating, day)
    return memory


def retrievability(memory: Memory, day: date) -> float:
    """Return the probability of recall on a day, 0 to 1; 0 for a card that was never asked."""
    return _scheduler().get_card_retrievability(_to_card(memory), _noon(day))


def due_day(card: str, memory: Memory, exam: date | None = None) -> date | None:
    """Return the study day on which a card comes back; None if it was never asked.

    Before an exam no interval is longer than a third of the days left when it begins, and every card comes once more in
    the last week.

    Args:
        card: its identity, which seeds the spread of long intervals.
        memory: of it.
        exam: the day of the exam, if there is one.
    """
    if memory.day is None or memory.stability is None:
        return None
    interval = _interval(card, memory) if memory.state == REVIEW else 1
    if exam is not None and exam > memory.day:
        interval = min(interval, max(1, (exam - memory.day).days // 3))
        if memory.day < exam - timedelta(days=EXAM_ROUND):
            interval = min(interval, (_last_look(card, exam) - memory.day).days)
    return memory.day + timedelta(days=interval)


def is_leech(lapses: int) -> bool:
    """Whether a card has just been missed so often that repeating it alone does not help.

    At eight lapses and then every four, as in Anki.
    """
    return lapses >= _LEECH and (lapses - _LEECH) % _LEECH_AGAIN == 0


def _interval(card: str, memory: Memory) -> int:
    assert memory.stability is not None
    days = min(max(1, round(memory.stability)), LONGEST)
    if days < _SPREAD[0][0]:
        return days
    delta = 1.0 + sum(factor * max(min(days, end) - start, 0.0) for start, end, factor in _SPREAD)
    # Seeded, so that a card's due day can be told again from its reviews; reps, so that it differs each time.
    return min(Random(f"{card}:{memory.reps}").randint(max(2, round(days - delta)), round(days + delta)), LONGEST)


def _last_look(card: str, exam: date) -> date:
    return exam - timedelta(days=Random(f"{card}:exam").randint(1, EXAM_ROUND))


def _noon(day: date) -> datetime:
    # The library takes no other zone than this very object.
    return datetime.combine(day, time(12), UTC)


@cache
def _scheduler() -> "Scheduler":
    from fsrs import Scheduler

    # Its own spread draws from Python's global generator.
    return Scheduler(
        desired_retention=RETENTION, learning_steps=(_STEP,), relearning_steps=(_STEP,), enable_fuzzing=False
    )


def _to_card(memory: Memory) -> "Card":
    from fsrs import Card, State

    last = None if memory.day is None else _noon(memory.day)
    # Neither its id nor its due time is read; left out, it would wait 1 ms for an id.
    return Card(0, State(memory.state), memory.step, memory.stability, memory.difficulty, _noon(date.min), last)
