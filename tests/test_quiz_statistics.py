"""How far a learner is: counted over the headings, and what is to come."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.drills import FIRST_DAY, SetClock, cards, claim, open_course, open_store, ten_cards
from tutor.quiz.course import Course
from tutor.quiz.planning import Wish, make_plan
from tutor.quiz.scheduling import retrievability
from tutor.quiz.session import Session
from tutor.quiz.statistics import Standing, branches, statistics, streak
from tutor.show.statistics import render_statistics
from tutor.store import connection
from tutor.store.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(connection, "SYNCHRONOUS", "OFF")
    with open_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def drill(course: Course, wish: Wish, wrong: int = 0) -> None:
    """Answer a session, the first ones wrong, and leave it once each card was asked."""
    session = Session.start(course, make_plan(course, wish))
    while session.answered < len(session.plan.cards):
        assert session.asked
        is_wrong = session.answered < wrong and not session.asked.is_again
        session.answer("" if is_wrong else session.asked.question.answer, 6_000)
        session.advance()


def test_a_learner_who_never_was_asked_knows_nothing(store: Store, clock: SetClock) -> None:
    found = statistics(open_course(store, ten_cards(), clock))
    assert found.standing == Standing(cards=10)
    assert (found.days, found.streak, found.readiness) == ((), 0, None)
    assert found.standing.knowledge == 0.0


def test_cards_are_counted_by_heading_the_weakest_first(store: Store, clock: SetClock) -> None:
    course = open_course(store, ten_cards(), clock)
    drill(course, Wish(5, topic="Part 1", seed=1))
    clock.pass_days(1)
    drill(course, Wish(2, topic="Part 0", seed=1), wrong=2)
    clock.pass_days(1)
    found = statistics(course)
    assert [branch.path[-1] for branch in found.branches] == ["Part 0", "Part 1"]
    weak, strong = (branch.standing for branch in found.branches)
    assert (strong.asked, strong.known, strong.due) == (5, 5, 5)
    assert (weak.asked, weak.known, weak.due) == (2, 0, 2)
    assert found.standing.recall == pytest.approx((weak + strong).recall)
    memory = course.memory(ten_cards()[9].id)
    assert strong.recall == pytest.approx(5 * retrievability(memory, course.today))


def test_what_was_never_asked_comes_last(store: Store) -> None:
    deck = cards(claim("a", "b", section="New"), claim("c", "d", section="Weak"))
    standings = {deck[0].id: Standing(1), deck[1].id: Standing(1, 1, 0, 1, 0.1)}
    assert [branch.path[-1] for branch in branches(deck, standings)] == ["Weak", "New"]


def test_true_retention_stands_beside_the_predicted(store: Store, clock: SetClock) -> None:
    course = open_course(store, ten_cards(), clock)
    drill(course, Wish(10, seed=1))
    clock.pass_days(2)
    drill(course, Wish(10, "due", seed=1), wrong=3)
    found = statistics(course)
    assert found.retention["week"].reviews == found.retention["all"].reviews == 10
    assert found.retention["week"].true == 0.7
    assert found.retention["week"].predicted == pytest.approx(0.9, abs=0.03)
    assert [(day.first, day.again, day.right) for day in found.days] == [(10, 0, 0), (0, 10, 7)]
    clock.pass_days(60)
    assert statistics(course).retention["month"].reviews == 0
    assert statistics(course).days == ()


def test_the_forecast_has_what_is_overdue_on_its_first_day(store: Store, clock: SetClock) -> None:
    course = open_course(store, ten_cards(), clock)
    drill(course, Wish(10, seed=1), wrong=4)
    before = statistics(course).forecast
    assert [count for _, count in before][:3] == [0, 4, 6]
    clock.pass_days(9)
    day, count = statistics(course).forecast[0]
    assert (day, count) == (FIRST_DAY + timedelta(days=9), 10)


def test_readiness_is_what_would_be_known_on_the_day_of_the_exam(store: Store, clock: SetClock) -> None:
    course = open_course(store, ten_cards(), clock)
    drill(course, Wish(5, seed=1))
    exam = course.today + timedelta(days=4)
    course.set_exam(exam)
    found = statistics(course).readiness
    assert found is not None
    assert (found.days_left, found.new_a_day) == (4, 1.25)
    assert 0.3 < found.recall < 0.5
    clock.pass_days(5)
    assert statistics(course).readiness is None


TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ([], 0),
        ([0], 1),
        ([1], 1),  # today is not over
        ([2, 3], 0),
        ([0, 1, 2], 3),
        ([0, 1, 3, 4], 4),  # a day off
        ([0, 2, 4], 2),  # two in a week
        ([0, 1, 2, 4, 5, 6, 7, 8, 9, 11], 10),  # one in each week
    ],
)
def test_a_streak_takes_a_day_off_in_a_week(ago: list[int], expected: int) -> None:
    assert streak([TODAY - timedelta(days=n) for n in ago], TODAY) == expected


@pytest.mark.parametrize("width", [40, 80, 140])
def test_tables_fit_the_terminal_and_say_all(store: Store, clock: SetClock, width: int) -> None:
    course = open_course(store, ten_cards(), clock)
    drill(course, Wish(5, seed=1), wrong=1)
    course.set_exam(course.today + timedelta(days=30))
    lines = render_statistics(statistics(course), width, 2)
    text = "\n".join(lines)
    assert "10 cards: 5 asked, 4 known, 0 due today, 5 never asked." in text
    assert "Exam on 25 Dec 2026, in 30 days" in text
    assert "Part 0" in text
    if width >= 80:
        assert max(map(len, lines)) <= max(width, 120)
    assert statistics(course).to_json()["sections"][0]["cards"] == 5
