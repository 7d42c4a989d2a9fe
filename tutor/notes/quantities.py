"""Quantities in a text: numbers with their units and bounds, and where they stand.

Of any subject: "400 KB", "from one to thirty-five days", "5 mg/kg/day", "at most 15 read replicas", "14 July 1789".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tutor.notes.amounts import MONEY, Amount, Term, counted_noun, join_terms, read_term
from tutor.notes.bounds import Bound, bound_after, bound_before
from tutor.notes.dates import Date, find_dates
from tutor.notes.numbers import NUMBER, NUMBER_AFTER, Number, number_at
from tutor.notes.units import Unit
from tutor.notes.values import Span
from tutor.notes.words import is_stop


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text.

    Attributes:
        span: all of it: its bound, its unit, what is counted.
        number: the figures alone, to be hidden where the rest stays visible; of a range from its first to its last.
        amounts: one; of a range two, the low end first; of a pair ("120/80 mmHg") two as written.
        noun: what is counted, folded and stemmed, where no unit is written: "replica"; else empty.
        bound: what the words beside it say; None if nothing.
        date: where it is a date.
        shape: one, range, or pair: "120/80", "3:1", "10:30".
        is_word: its number is written in words.
    """

    span: Span
    number: Span
    amounts: tuple[Amount, ...]
    noun: str = ""
    bound: Bound | None = None
    date: Date | None = None
    shape: Literal["one", "range", "pair"] = "one"
    is_word: bool = False

    @property
    def value(self) -> float:
        """The first number, as written."""
        return self.amounts[0].value

    @property
    def unit(self) -> Unit | None:
        """The likeliest reading of its unit; of a range its last end's."""
        units = self.amounts[-1].units
        return units[0] if units else None

    @property
    def dimension(self) -> str:
        """What it measures: "time", "data/time", "date", "count" if something is counted, "" for a bare number."""
        if self.date:
            return "date"
        if self.unit:
            return self.unit.dimension
        return "count" if self.noun else ""


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text, in order; they do not overlap.

    Numbers that belong to a name, a version, an address or a list ("S3", "t3.micro", "10.0.0.0/16") are none; nor is
    "one" where nothing is counted, unless it is the whole text.
    """
    found: list[Quantity] = []
    at = 0
    for date in find_dates(text):
        if date.span.start >= at:
            found += _within(text, at, date.span.start)
            at = max(date.span.end, found[-1].span.end if found else 0)
            if not found or found[-1].span.end <= date.span.start:
                found.append(_dated(text, date))
    return [*found, *_within(text, at, len(text))]


def parse_quantity(text: str) -> Quantity | None:
    """Return the quantity that a text is, with nothing beside it but stop words; None if it says more, or less."""
    found = find_quantities(text)
    if len(found) != 1:
        return None
    rest = f"{text[: found[0].span.start]} {text[found[0].span.end :]}"
    return None if any(not is_stop(word) for word in re.findall(r"[^\W_]+", rest.lower())) else found[0]


_RANGE = re.compile(r"\s?(?:[-–—−]|\.{2,3}|…|(?<!\w)(?:to|through|until|till|up to)(?!\w))\s?", re.IGNORECASE)
_AND = re.compile(r"\s?(?:[-–—−&]|(?<!\w)(?:and|to)(?!\w))\s?", re.IGNORECASE)
_BETWEEN = re.compile(r"between\s$", re.IGNORECASE)
_OPENING = re.compile(r"(?<!\w)(?:from|between)\s$", re.IGNORECASE)
_NOT_COUNTED = re.compile(r"(?:no|any|some|every|each|which|this|that|another|the)[ -]$", re.IGNORECASE)
_YEAR_LEAD = re.compile(
    r"(?:(?<!\w)(?:in|since|by|until|till|from|during|of|years?|around|circa|after|before|between|early|late|mid|to|and)"
    r"\s|\(|(?<!\w)c\.\s?|[-–]\s?)$",
    re.IGNORECASE,
)


def _dated(text: str, date: Date) -> Quantity:
    bound, start = bound_before(text, date.span.start)
    return Quantity(Span(start, date.span.end), date.span, (Amount(float(date.year or 0)),), bound=bound, date=date)


def _within(text: str, at: int, end: int) -> Iterator[Quantity]:
    """Yield the quantities between two offsets that hold no date."""
    floor = at
    while match := NUMBER.search(text, at, end):
        number = number_at(match)
        quantity = _quantity(text, number, floor) if number else None
        if quantity:
            yield quantity
            floor = quantity.span.end
        at = max(floor, match.end())


def _quantity(text: str, number: Number, floor: int) -> Quantity | None:
    """Return what begins with a number, or None if that belongs to something else. It begins at `floor` or later."""
    first = read_term(text, number)
    if first is None:
        return None
    if number.pair and (number.is_ratio or _is_pair(number.pair, first)):
        amounts = tuple(Amount(value, first.amount.units) for value in number.pair)
        bound, start = bound_before(text, number.start)
        start = max(start, floor) if bound else number.start
        return Quantity(Span(start, first.end), Span(number.start, number.end), amounts, bound=bound, shape="pair")
    last = _range_end(text, first)
    first = first if last else join_terms(text, first)
    quantity = _assembled(text, first, last)
    if quantity and quantity.span.start < floor:
        quantity = replace(quantity, span=Span(first.number.start, quantity.span.end), bound=None)
    return quantity


def _assembled(text: str, first: Term, last: Term | None) -> Quantity | None:
    final = last or first
    is_counted = not (final.amount.units or final.number.is_share)
    noun, end = counted_noun(text, final.number, final.end) if is_counted else ("", final.end)
    bound, start = bound_before(text, _opening(text, first.number.start))
    if final.bound:
        bound = final.bound
    elif bound is None:
        bound, end = bound_after(text, end)
    if last is None and bound is None and _is_idle(text, first, noun):
        return None
    amounts = [first.amount, last.amount] if last else [first.amount]
    if last and not first.amount.units:
        amounts[0] = replace(amounts[0], units=last.amount.units)
    return Quantity(
        Span(start, end),
        Span(first.number.start, final.number.end),
        tuple(amounts),
        noun,
        bound,
        _year(text, first, last) if not (noun or final.amount.units) else None,
        "range" if last else "one",
        first.number.is_word,
    )


def _opening(text: str, start: int) -> int:
    """Return where a number begins with the sign of its money, and the word that opens its range."""
    if match := MONEY.search(text, max(0, start - 5), start):
        start = match.start()
    match = _OPENING.search(text, max(0, start - 9), start)
    return match.start() if match else start


def _range_end(text: str, first: Term) -> Term | None:
    """Return the last term of a range that begins with a term; None if it does not go on to a larger number."""
    opened = _BETWEEN.search(text, max(0, first.number.start - 8), first.number.start)
    link = (_AND if opened else _RANGE).match(text, first.end)
    match = NUMBER_AFTER.match(text, link.end()) if link else None
    number = number_at(match) if match else None
    last = read_term(text, number) if number else None
    if last is None or first.number.is_share or last.number.pair:
        return None
    low, high = first.amount, last.amount
    if _is_abbreviated_year(low.value, high.value) and not high.units:
        return replace(last, amount=Amount(low.value - low.value % 100 + high.value))
    same = [(a, b) for a in low.units for b in high.units if a.dimension == b.dimension]
    if low.units and high.units and not same:
        return None
    factor = same[0][0].factor / same[0][1].factor if same else 1.0
    return last if low.value * factor < high.value or (low.units and not high.units) else None


def _is_abbreviated_year(low: float, high: float) -> bool:
    """Say whether two numbers are years as in 1914-18."""
    return 1000 <= low < 2200 and 10 <= high < 100 and low % 100 < high


def _is_pair(pair: tuple[float, float], term: Term) -> bool:
    """Say whether a/b is no fraction: a blood pressure, or numbers too large for one."""
    return min(pair) >= 20 or (bool(term.amount.units) and term.amount.units[0].dimension == "pressure")


def _is_idle(text: str, first: Term, noun: str) -> bool:
    """Say whether a number counts nothing: "no one", "one of them", "once" as a conjunction, "24/7"."""
    number = first.number
    if number.pair == (24, 7):
        return True
    if not number.is_word or number.value != 1 or number.end - number.start > 4:
        return False
    if text.strip() == text[number.start : number.end]:
        return False
    if number.is_times:
        return "/" not in (first.amount.units[0].dimension if first.amount.units else "")
    is_pronoun = bool(_NOT_COUNTED.search(text, max(0, number.start - 8), number.start))
    return is_pronoun or not (noun or first.amount.units)


def _year(text: str, first: Term, last: Term | None) -> Date | None:
    """Return the year that a bare number is where it stands like one: "in 1789", "(1769-1821)"."""
    span = Span(first.number.start, first.number.end)
    figures = text[span.start : span.end]
    if last is not None or not re.fullmatch(r"1\d{3}|20\d\d", figures):
        return None
    return Date(span, int(figures)) if _YEAR_LEAD.search(text, max(0, span.start - 9), span.start) else None
