"""Which backups are kept."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tutor.store import thinning
from tutor.store.thinning import Dated, worth_keeping

NOW = datetime(2027, 6, 15, 20, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def backups(*ages: timedelta, size: int = 1) -> list[Dated]:
    return [(NOW - age, size) for age in ages]


def ages(kept: list[Dated]) -> list[float]:
    return sorted((NOW - at) / DAY for at, _ in kept)


def test_none_are_none() -> None:
    assert worth_keeping([], NOW) == []


def test_all_of_the_last_two_days_are_kept() -> None:
    last = backups(*(HOUR * number / 2 for number in range(95)))
    assert sorted(worth_keeping(last, NOW)) == sorted(last)


def test_before_that_one_a_day_then_a_week_then_a_month() -> None:
    kept = ages(worth_keeping(backups(*(HOUR * 6 * number for number in range(4 * 500))), NOW))
    gaps = [b - a for a, b in pairwise(kept)]
    assert gaps[:7] == [0.25] * 7
    assert gaps[8:19] == [1.0] * 11
    assert gaps[21:29] == [7.0] * 8
    assert all(28 <= gap <= 31 for gap in gaps[31:])
    assert len(kept) == 8 + 12 + 10 + 9


def test_a_year_of_use_every_day_keeps_a_line_of_them() -> None:
    """Made and thinned day by day, as it happens, and not in one go at the end."""
    kept: list[Dated] = []
    for number in range(4 * 500):
        now = NOW + HOUR * 6 * number
        kept = worth_keeping([*kept, (now, 1)], now)
    gaps = [(b - a) / DAY for (a, _), (b, _) in pairwise(sorted(kept))]
    assert max(gaps) <= 62
    assert 30 <= len(kept) <= 8 + 12 + 10 + 9
    assert (now - min(kept)[0]) / DAY > 300


def test_one_from_the_future_is_kept() -> None:
    found = backups(-DAY * 400, HOUR)
    assert sorted(worth_keeping(found, NOW)) == sorted(found)


def test_over_the_cap_the_frequent_ones_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thinning, "CAP", 30)
    found = backups(*(HOUR * number / 2 for number in range(40)), DAY * 5, DAY * 40, size=2)
    kept = ages(worth_keeping(found, NOW))
    assert {0.0, 5.0, 40.0} <= set(kept)
    assert len(kept) == 15


def test_a_database_that_is_large_by_itself_has_ten_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thinning, "CAP", 30)
    assert len(worth_keeping(backups(*(HOUR * number for number in range(40)), size=100), NOW)) == 10
