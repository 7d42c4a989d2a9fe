"""Ratings to intervals: pinned sequences, study days, exams, and clocks that are wrong."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.quiz import scheduling
from tutor.quiz.scheduling import (
    AGAIN,
    EASY,
    EXAM_ROUND,
    GOOD,
    HARD,
    LONGEST,
    due_day,
    is_leech,
    replay,
    retrievability,
    review,
    study_day,
)
from tutor.store.drilled import NEW, Memory

DAY = date(2026, 11, 25)
BERLIN = ZoneInfo("Europe/Berlin")
RATINGS = st.lists(st.sampled_from([AGAIN, HARD, GOOD, EASY]), min_size=1, max_size=12)


def intervals(*ratings: int, card: str = "card", exam: date | None = None) -> list[int]:
    """Return the days between reviews, each on the day on which it is due."""
    memory, day, found = NEW, DAY, []
    for rating in ratings:
        memory = review(memory, rating, day)
        due = due_day(card, memory, exam)
        assert due is not None
        found.append((due - day).days)
        day = due
    return found


def without_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "_SPREAD", ((float("inf"), 0.0, 0.0),))


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([GOOD, GOOD, GOOD, GOOD, GOOD], [2, 11, 46, 163, 497]),
        ([AGAIN, GOOD, GOOD, GOOD], [1, 2, 6, 17]),
        ([GOOD, GOOD, GOOD, AGAIN, GOOD, GOOD], [2, 11, 46, 1, 5, 12]),
        ([HARD, GOOD, GOOD], [1, 5, 17]),
        ([EASY, GOOD], [8, 39]),
    ],
)
def test_ratings_give_these_intervals(ratings: list[int], expected: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    without_spread(monkeypatch)
    assert intervals(*ratings) == expected


def test_long_intervals_are_spread_but_the_same_each_time() -> None:
    by_card = {card: intervals(GOOD, GOOD, GOOD, card=card)[-1] for card in map(str, range(40))}
    assert len(set(by_card.values())) > 3
    assert all(36 <= days <= 56 for days in by_card.values())
    assert by_card == {card: intervals(GOOD, GOOD, GOOD, card=card)[-1] for card in by_card}


def test_a_miss_comes_back_on_the_next_day_whatever_was_known_before() -> None:
    assert intervals(AGAIN) == [1]
    assert intervals(GOOD, GOOD, GOOD, GOOD, AGAIN)[-1] == 1


def test_only_a_miss_of_a_learned_card_is_a_lapse() -> None:
    days = [DAY + timedelta(days=3 * i) for i in range(5)]
    memory = replay(zip([AGAIN, GOOD, AGAIN, AGAIN, GOOD], days, strict=True))
    assert (memory.reps, memory.lapses, memory.day) == (5, 1, days[-1])


@given(RATINGS)
def test_replaying_is_the_same_as_reviewing_one_by_one(ratings: list[int]) -> None:
    memory, days = NEW, [DAY + timedelta(days=5 * i) for i in range(len(ratings))]
    for rating, day in zip(ratings, days, strict=True):
        memory = review(memory, rating, day)
    assert replay(zip(ratings, days, strict=True)) == memory


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2026-11-25 21:00", "2026-11-25"),
        ("2026-11-26 03:59", "2026-11-25"),
        ("2026-11-26 04:00", "2026-11-26"),
        ("2026-03-29 03:30", "2026-03-28"),  # an hour after the clocks were set forward
        ("2026-10-25 03:59", "2026-10-24"),  # the night that has 25 hours
        ("2038-01-19 05:00", "2038-01-19"),
    ],
)
def test_a_study_day_begins_at_four_by_the_clock(clock: str, day: str) -> None:
    assert study_day(datetime.fromisoformat(clock).replace(tzinfo=BERLIN)) == date.fromisoformat(day)


def test_an_evening_and_the_next_morning_are_a_day_apart() -> None:
    evening, morning = (datetime(2026, 11, d, h, tzinfo=BERLIN) for d, h in ((25, 23), (26, 7)))
    first = review(NEW, GOOD, study_day(evening))
    second = review(first, GOOD, study_day(morning))
    assert first.stability is not None
    assert second.stability is not None
    assert second.stability > 2 * first.stability


@given(RATINGS, st.integers(-4000, 5000))
def test_a_clock_set_back_or_far_ahead_gives_sane_due_days(ratings: list[int], jump: int) -> None:
    memory = NEW
    for i, rating in enumerate(ratings):
        day = DAY + timedelta(days=jump * (i % 2))
        memory = review(memory, rating, day)
        due = due_day("card", memory)
        assert due is not None
        assert 1 <= (due - day).days <= LONGEST
        assert 0 <= retrievability(memory, day - timedelta(days=1)) <= 1


def test_no_interval_is_longer_than_the_longest() -> None:
    memory = Memory(2, None, 99999.0, 1.0, DAY, 30, 0)
    due = due_day("card", memory)
    assert due is not None
    assert LONGEST * 0.9 < (due - DAY).days <= LONGEST


@given(st.lists(st.sampled_from([AGAIN, HARD, GOOD, EASY]), min_size=90, max_size=90), st.integers(2, 90), st.text())
def test_before_an_exam_intervals_shrink_and_every_card_comes_in_the_last_week(
    ratings: list[int], days_left: int, card: str
) -> None:
    exam = DAY + timedelta(days=days_left)
    seen = [DAY]
    memory = NEW
    for rating in ratings:
        memory = review(memory, rating, seen[-1])
        due = due_day(card, memory, exam)
        assert due is not None
        seen.append(due)
        if due >= exam:
            break
    before = [day for day in seen if day < exam]
    assert all((b - a).days <= max(1, (exam - a).days // 3) for a, b in pairwise(before))
    assert exam - before[-1] <= timedelta(days=EXAM_ROUND)


def test_an_exam_that_is_over_changes_nothing() -> None:
    memory = review(NEW, EASY, DAY)
    assert due_day("card", memory, DAY) == due_day("card", memory, None)


def test_recall_is_predicted_to_fall_to_nine_tenths_when_a_card_is_due() -> None:
    memory = review(review(NEW, GOOD, DAY), GOOD, DAY + timedelta(days=2))
    assert retrievability(memory, DAY + timedelta(days=2)) == 1.0
    assert memory.stability is not None
    due = DAY + timedelta(days=2 + round(memory.stability))
    assert retrievability(memory, due) == pytest.approx(0.9, abs=0.005)
    assert retrievability(NEW, DAY) == 0.0


def test_a_card_is_a_leech_at_eight_lapses_and_every_four_after() -> None:
    assert [n for n in range(20) if is_leech(n)] == [8, 12, 16]
