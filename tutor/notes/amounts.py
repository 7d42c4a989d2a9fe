"""Numbers in a text with what they measure or count: 400 KB, 5 mg/kg/day, 300 requests per second."""

import re
from dataclasses import dataclass, replace

from tutor.notes.bounds import Bound
from tutor.notes.numbers import NUMBER_AFTER, Number, number_at
from tutor.notes.units import Unit, rate, unit_at
from tutor.notes.words import is_stop, terms_of

_PER = re.compile(r"\s?/\s?(?:per\s)?|\s(?:per|an?|each|every)\s(?:single\s)?|p(?=[sh](?!\w))", re.IGNORECASE)
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
}
_ADVERB = re.compile(rf"\s({'|'.join(_ADVERBS)})(?!\w)", re.IGNORECASE)
_COUNTED = re.compile(r"\s?([^\W\d_]{2,12})(?=\s?/\s?(?:s|sec|second|min|minute|h|hour|d|day)(?!\w))")
_RATES = 3  # "mg/kg/day"
_GAP = re.compile(r"(\+?)(?:[-‐](?=[^\W\d]{2})|[\s\u00a0\u202f]?)")
_WORD = re.compile(r"[^\W\d_][\w'’-]{0,30}")
_PLURALS = frozenset("people children men women mice feet teeth bacteria criteria nuclei police sheep".split())
_NOUN_WORDS = 4  # up to the plural that is counted: "15 cross-region read replicas"
_JOINED = re.compile(r",?\s(?:and\s)?|,|")
_JOINABLE = frozenset(("time", "length", "mass", "angle"))
MONEY = re.compile(r"(?:US\$|[$€£¥₹₽]|(?<!\w)(?:USD|EUR|GBP|CHF|JPY|INR)\s)\s?$")
_MILLIONS = re.compile(r"m(?!\w)")  # of money: "£3m"
_TIMES = Unit("time", "times", 1.0)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what its unit may mean.

    Attributes:
        value: as written, in the unit as written.
        units: readings of the unit, the likeliest first; empty if none is written.
        is_fraction: it is written as a fraction, and a decimal can only come near it.
    """

    value: float
    units: tuple[Unit, ...] = ()
    is_fraction: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A number with its unit, and where both end."""

    number: Number
    amount: Amount
    end: int
    bound: Bound | None = None


def read_term(text: str, number: Number) -> Term | None:
    """Return a number with its unit; None if letters or figures are stuck to it that are none."""
    if number.is_share:
        return Term(number, Amount(number.value), number.end)
    value, end, bound = number.value, number.end, None
    money = MONEY.search(text, max(0, number.start - 5), number.start)
    if money:
        if match := _MILLIONS.match(text, end):
            value, end = value * 1e6, match.end()
        found = unit_at(money.group().strip(), 0)
        units = found[0] if found else ()
    else:
        units, end, bound = _unit(text, end)
        units = (_TIMES,) if number.is_times and not units else units
    if end == number.end and (text[end : end + 1].isalpha() or re.match(r"[.:/]\d|_", text[end : end + 2])):
        return None
    if units:
        units, end = _rates(text, units, end)
    elif not number.is_fraction:
        units, end = _counted_rate(text, number, end)
    return Term(number, Amount(value, units, number.is_fraction), end, bound)


def _unit(text: str, at: int) -> tuple[tuple[Unit, ...], int, Bound | None]:
    gap = _GAP.match(text, at)
    bound: Bound | None = "min" if gap and gap[1] and not text[at + 1 : at + 2].isdigit() else None
    plain = at + 1 if bound else at
    found = unit_at(text, gap.end()) if gap else None
    if found is None:
        return (), plain, bound
    units, end = found
    if gap and gap.end() > plain and _is_word_instead(text, gap.end(), end):
        return (), plain, bound
    return units, end, bound


def _is_word_instead(text: str, start: int, end: int) -> bool:
    """Say whether what looks like a unit after a space is another word: "5 A records", "7 T cells", "5 in total"."""
    written = text[start:end]
    is_short = written == "in" or (len(written) == 1 and written.isalpha() and written not in "smhdgLlKCFM")
    return is_short and text[end : end + 2].strip() != "" and text[end] == " "


def _rates(text: str, units: tuple[Unit, ...], end: int) -> tuple[tuple[Unit, ...], int]:
    """Join the units below a stroke, a "per", an "a": mg/kg/day."""
    for _ in range(_RATES):
        if match := _ADVERB.match(text, end):
            found = unit_at(_ADVERBS[match[1].lower()], 0)
            return (rate(units, found[0]) if found else units), match.end()
        per = _PER.match(text, end)
        below = (unit_at(text, per.end()) or unit_at(text.lower(), per.end())) if per else None  # MB/S
        if not below:
            break
        units, end = rate(units, below[0]), below[1]
    return units, end


def _counted_rate(text: str, number: Number, end: int) -> tuple[tuple[Unit, ...], int]:
    """Return the rate of what is counted ("300 requests per second"); no units and the same place if it is none."""
    noun, after = counted_noun(text, number, end)
    if not noun and (match := _COUNTED.match(text, end)):
        noun, after = match[1], match.end()  # "300 msg/s"
    counted = Unit(text[end:after].strip() if noun else "", "count", 1.0)
    units, last = _rates(text, (counted,), after)
    return (units, last) if last > after else ((), end)


def join_terms(text: str, first: Term) -> Term:
    """Return a term together with those that go on from it: 1 hour 30 minutes, 5 ft 11 in."""
    while first.amount.units and first.amount.units[0].dimension in _JOINABLE:
        link = _JOINED.match(text, first.end)
        match = NUMBER_AFTER.match(text, link.end()) if link else None
        number = number_at(match) if match else None
        more = read_term(text, number) if number else None
        if more is None or not more.amount.units:
            break
        unit, below = first.amount.units[0], more.amount.units[0]
        if below.dimension != unit.dimension or below.factor >= unit.factor:
            break
        value = first.amount.value + more.amount.value * below.factor / unit.factor
        number = replace(more.number, start=first.number.start)
        first = Term(number, Amount(value, (unit,)), more.end, more.bound)
    return first


def counted_noun(text: str, number: Number, end: int) -> tuple[str, int]:
    """Return what is counted, folded and stemmed, and where it ends: the first plural close behind the number."""
    at = end
    for position in range(_NOUN_WORDS):
        gap = 1 if text[at : at + 1] in (" ", "-", "\u00a0") else 0
        match = _WORD.match(text, at + gap) if gap else None
        if match is None or is_stop(match.group().lower()):
            break
        word, at = match.group(), match.end()
        if _is_plural(word) or (number.value == 1 and position == 0):
            return (terms_of(word.rstrip("-'’")) or ("",))[-1], at
    return "", end


def _is_plural(word: str) -> bool:
    low = word.lower()
    return low in _PLURALS or (len(low) > 2 and low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "’s")))
