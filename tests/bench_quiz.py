"""How long the quiz takes with 100,000 cards and a million reviews: `make bench-quiz`."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.drills import FIRST_DAY, NOTES, SetClock, cards, claim, material
from tutor.quiz.course import Course, Material
from tutor.quiz.planning import Wish, make_plan
from tutor.quiz.reconcile import profile_of
from tutor.quiz.scheduling import GOOD, due_day, replay
from tutor.quiz.session import Session
from tutor.quiz.values import Card
from tutor.store.rows import GIVEN, MEMORY, PROFILE, memory_row, profile_row
from tutor.store.store import Store

CARDS, REVIEWS, ANSWERS = 100_000, 1_000_000, 200

T = TypeVar("T")


def main() -> None:
    deck = cards(*(claim(f"term {i}", f"value {i}", section=f"Part {i // 50}", line=i + 3) for i in range(CARDS)))
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "tutor.db") as store:
        fill(store, deck)
        size = (Path(folder) / "tutor.db").stat().st_size
        print(f"{CARDS} cards, {REVIEWS} reviews, {size >> 20} MB")
        measure(store, replace(material(deck), version="1"))


def fill(store: Store, deck: list[Card]) -> None:
    """Write every card, with as many reviews each."""
    each = REVIEWS // CARDS
    number = store.drill.deck(NOTES).number
    with store.drill._writing() as db:
        db.execute("UPDATE deck SET version = '1' WHERE id = ?", (number,))
        for i, card in enumerate(deck, 1):
            days = [FIRST_DAY + timedelta(days=3 * n - 60 - i % 40) for n in range(each)]
            memory = replay([(GOOD, day) for day in days[:3]])
            due = due_day(card.id, memory)
            assert due
            row = (i, number, *profile_row(profile_of(card)), *memory_row(memory), due.toordinal() - i % 90, 0)
            db.execute(f"INSERT INTO card (id, deck, {PROFILE}, {MEMORY}, due, is_archived) VALUES ({marks(row)})", row)
            for day in days:
                given = (None, 0, day.toordinal(), "table_value", "", "right", 0, 1, 0, GOOD, 1000)
                row = (number, i, "review", 0.9, *given)
                db.execute(f"INSERT INTO review (deck, card, kind, predicted, {GIVEN}) VALUES ({marks(row)})", row)


def marks(row: tuple[object, ...]) -> str:
    return ", ".join("?" * len(row))


def measure(store: Store, of: Material) -> None:
    clock = SetClock()
    clock.pass_days(20)
    course, seconds = timed(lambda: Course(of, store.drill, NOTES, clock))
    print(f"open               {1000 * seconds:8.1f} ms")
    plan, seconds = timed(lambda: make_plan(course, Wish(ANSWERS, "due", seed=1)))
    waiting = store.drill.count_due(course.today)
    print(f"choose {ANSWERS} of {waiting} due cards {1000 * seconds:8.1f} ms")
    session = Session.start(course, plan)
    answers, nexts = [], []
    while session.asked:
        answers.append(timed(partial(session.answer, session.asked.question.answer, 1000))[1])
        nexts.append(timed(session.advance)[1])
    for name, found in (("save an answer", answers), ("next question", nexts)):
        found.sort()
        within = 1000 * found[-len(found) // 20]
        print(f"{name:18} {1000 * statistics.median(found):8.1f} ms, 95 of 100 within {within:.1f} ms")
    print(f"due, for a prompt  {1000 * timed(lambda: store.drill.count_due(course.today, NOTES))[1]:8.1f} ms")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


if __name__ == "__main__":
    main()
