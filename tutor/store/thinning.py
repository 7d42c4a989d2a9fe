"""Which backups are kept: many of the last days, fewer of the time before."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta

ALL_OF = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9
"""How many are kept after that, one for each; what Anki keeps."""

CAP = 500 << 20
"""Bytes that all of them together may take, or ten times the newest if that is more."""

Dated = tuple[datetime, int]
"""When a backup was made, and its bytes."""


def worth_keeping(backups: Sequence[Dated], now: datetime) -> list[Dated]:
    """Return the backups to keep; the newest is always among them.

    Where they take more than the cap, those go first that stand for the least time: all but one a day of the last two
    days, then months, weeks and days, the oldest of each first.

    Args:
        backups: in any order, in UTC. One from the future, written under a wrong clock, counts as of today.
        now: in UTC.
    """
    newest_first = sorted(backups, reverse=True)
    recent = [backup for backup in newest_first if backup[0] > now - ALL_OF]
    wanted = dict.fromkeys(_one_for_each(recent, _day))
    rest = newest_first[len(recent) :]
    for number, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        found = _one_for_each(rest, period)[:number]
        wanted |= dict.fromkeys(found)
        rest = [backup for backup in rest if backup < found[-1]]
    wanted |= dict.fromkeys(recent)
    cap = max(CAP, 10 * newest_first[0][1]) if newest_first else 0
    kept: list[Dated] = []
    for backup in wanted:
        if sum(size for _, size in kept) + backup[1] > cap:
            break
        kept.append(backup)
    return kept


def _one_for_each(newest_first: Sequence[Dated], period: Callable[[datetime], Hashable]) -> list[Dated]:
    """Return the newest backup of each period that has one, the newest first."""
    found: dict[Hashable, Dated] = {}
    for backup in newest_first:
        found.setdefault(period(backup[0]), backup)
    return list(found.values())


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month
