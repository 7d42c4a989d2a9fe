"""How far a learner is. Pure."""

from collections.abc import Collection
from datetime import date, timedelta


def streak(days: Collection[date], today: date) -> int:
    """Return on how many study days in a row there was at least one answer, up to today or yesterday.

    A single day without one does not end it, and does not count; the next such day within a week does.
    """
    found = set(days)
    at = today if today in found else today - timedelta(days=1)
    count, frozen = 0, None
    while True:
        if at in found:
            count += 1
        elif count and (frozen is None or (frozen - at).days >= 7) and at - timedelta(days=1) in found:
            frozen = at
        else:
            return count
        at -= timedelta(days=1)
