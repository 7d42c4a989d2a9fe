"""Whether two quantities say the same, units converted."""

import math
from typing import Literal

from tutor.notes.amounts import Amount
from tutor.notes.quantities import Quantity
from tutor.notes.units import Unit

Relation = Literal["same", "number", "unit", "bound"]

# Dimensions of one kind, whose units turn into one another.
_ALIKE = {"frequency": "count/time"}
_CALENDAR = 28 * 86400.0  # months and years are no fixed number of days
_WEEK = 7 * 86400.0
_NEAR, _NEAR_CALENDAR, _NEAR_WEEKS, _NEAR_CONVERTED = 1e-12, 0.02, 0.09, 0.015
# Where a metric unit stands for another, its number is rounded.
_ROUNDED = frozenset("length area volume mass temperature pressure energy power length/time".split())


def compare(given: Quantity, meant: Quantity) -> Relation:
    """Return the first thing in which two quantities differ (unit, number, bound), or that they are the same.

    Units are converted, an omitted one is taken to be meant, KB is 1000 or 1024 bytes, a month about 30 days. A bound
    differs from another, not from none. What is counted is not compared: see `Quantity.noun`.
    """
    if given.date or meant.date:
        return _compare_dates(given, meant)
    if len(given.amounts) != len(meant.amounts):
        return "number"
    if (given.noun and meant.unit) or (meant.noun and given.unit):
        return "unit"
    for mine, other in zip(given.amounts, meant.amounts, strict=True):
        if (relation := _compare_amounts(mine, other)) != "same":
            return relation
    is_other_bound = given.bound != meant.bound and {given.bound, meant.bound} <= {"max", "min", "exactly"}
    return "bound" if is_other_bound else "same"


def _compare_dates(given: Quantity, meant: Quantity) -> Relation:
    if given.date and meant.date:
        return "same" if given.date.is_same(meant.date) else "number"
    date, bare = (given.date, meant) if given.date else (meant.date, given)
    if bare.unit or bare.noun:
        return "unit"
    is_year = date is not None and date.part == "year" and bare.shape == "one"
    return "same" if is_year and date is not None and bare.value == date.year else "number"


def _compare_amounts(mine: Amount, other: Amount) -> Relation:
    if not mine.units or not other.units:
        return "same" if _is_bare_same(mine, other) else "number"
    pairs = [(a, b) for a in mine.units for b in other.units if _kind(a) == _kind(b)]
    if not pairs:
        return "unit"
    for a, b in pairs:
        slack = _slack(a, b, mine.is_fraction or other.is_fraction)
        if _is_near(mine.value * a.factor + a.offset, other.value * b.factor + b.offset, slack):
            return "same"
    is_other_unit = mine.value == other.value and all(a.factor != b.factor for a, b in pairs)
    return "unit" if is_other_unit else "number"


def _is_bare_same(mine: Amount, other: Amount) -> bool:
    """Compare where at least one has no unit: as written, or a share with a percentage."""
    slack = _NEAR_CONVERTED if mine.is_fraction or other.is_fraction else _NEAR
    if _is_near(mine.value, other.value, slack):
        return True
    share = [sum(u.factor for u in a.units if u.dimension == "ratio") or 1.0 for a in (mine, other)]
    return _is_near(mine.value * share[0], other.value * share[1], slack)


def _kind(unit: Unit) -> str:
    return _ALIKE.get(unit.dimension, unit.dimension)


def _slack(a: Unit, b: Unit, is_fraction: bool) -> float:
    if a.dimension == "time" and (a.factor >= _CALENDAR) != (b.factor >= _CALENDAR):
        return _NEAR_WEEKS if _WEEK in (a.factor, b.factor) else _NEAR_CALENDAR  # 12 weeks are 3 months
    power = math.log10(a.factor / b.factor)
    is_metric = abs(power - round(power)) < 1e-9 and a.offset == b.offset
    return _NEAR_CONVERTED if is_fraction or (a.dimension in _ROUNDED and not is_metric) else _NEAR


def _is_near(a: float, b: float, slack: float) -> bool:
    return abs(a - b) <= slack * max(abs(a), abs(b))
