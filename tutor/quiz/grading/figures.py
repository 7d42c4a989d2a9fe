"""The quantities of a typed answer, in the light of the question: what students write for a number."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tutor.notes.comparing import compare
from tutor.notes.quantities import Quantity, find_quantities
from tutor.notes.units import Unit, unit_at
from tutor.quiz.grading.stems import stem
from tutor.quiz.grading.wording import all_words, keys, tidy, words

_ASKED_UNIT = re.compile(r"\bhow many ([\w°]+)|\bin ([\w°/]+)\s*[?)]|\(([\w°/%]+)\)\s*\??$", re.IGNORECASE)
_SINGLE = re.compile(r"\b(?:a\s+)?single\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<!\w)'(\d\d)\b")
_ONE = re.compile(
    r"(^|\b(?:about|up to|at least|at most|"
    r"within|for|around|and|to|between|from|than|over|under|above|below|nearly|almost)\s|-\s?)an?\s(?=([^\W\d_]{3,}))",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:every|each|once (?:an?|per|every|each))\s(?=(?:second|minute|hour|day|week|month|year)\b)", re.IGNORECASE
)
_HOURLY = re.compile(r"(?<=\d)(\s(?:hour|week|month|year))ly\b", re.IGNORECASE)
_OLDEST = 150  # years
_PER_UNIT = re.compile(r"\s?(?:/|\b(?:per|an?|each|every))\s?([a-z]+)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?:age|how old)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(\d+) over (\d+)\b", re.IGNORECASE)
_SCALED = re.compile(r"(?<=\d)m\b")
_SLASH = re.compile(r"(?<=\d)\s?/\s?(?=\d)")
_OFTEN = {"twice": 2, "two times": 2, "2 times": 2, "three times": 3, "3 times": 3, "four times": 4, "4 times": 4}
_TIMES = re.compile(
    rf"\b({'|'.join(_OFTEN)})\s(?:an?|per|each|every)\s(minute|hour|day|week|month|year)\b", re.IGNORECASE
)
_WEEKS = re.compile(r"(?<=\d)\s?w$")
_TEN = re.compile(r"(?<=\d)\s?(?:x|×)\s?10(?=-?\d)")


def read_answer(question: str, gold: str, given: str, meant: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities of an answer as typed, as the right answer `gold` lets them be read.

    Units may stand in the wrong case or be left out, a range may stand for its two ends.
    """
    typed = _without_asked_rate(question, gold, given)
    kinds = {quantity.dimension for quantity in meant}
    readings = [_read(question, gold, cased) for cased in (typed, *_other_cases(typed, kinds))]
    told = [mine for mine in readings if any(quantity.dimension in kinds for quantity in mine)]
    with_units = [mine for mine in readings if any(quantity.unit for quantity in mine)]
    mine = (told or with_units or readings)[0]
    mine = [_in_asked_unit(quantity, question, meant[0]) for quantity in mine]
    return _ends(mine[0]) if len(meant) > 1 and len(mine) == 1 else mine  # 24-72 hours for 24 and 72 hours


def with_same_quantity(gold: str, given: str) -> str:
    """Return an answer with its quantity written as the right one has it; empty if it is another quantity."""
    meant, mine = (find_quantities(tidy(text)) for text in (gold, given))
    if len(meant) != 1 or len(mine) != 1 or not (meant[0].unit and mine[0].unit) or meant[0].date or mine[0].date:
        return given
    if compare(mine[0], meant[0]) != "same":
        return ""
    written = tidy(gold)[meant[0].span.start : meant[0].span.end]
    return f"{tidy(given)[: mine[0].span.start]}{written}{tidy(given)[mine[0].span.end :]}"


def _other_cases(given: str, kinds: set[str]) -> list[str]:
    """Return an answer in other cases, for units that need theirs (30S, 98.6 f); of bare numbers only for 12.5m."""
    if kinds & {"", "count"}:
        return [_SCALED.sub("M", given)]
    return [given.lower(), given.upper()]


def _without_asked_rate(question: str, gold: str, given: str) -> str:
    """Leave out the "per week" that the question says and the right answer does not."""
    for match in _PER_UNIT.finditer(given):
        if unit_at(match[1], 0) is None:
            continue  # a hundred
        named = {stem(match[1]), stem(f"{match[1]}ly")}  # per day, daily
        if named & keys(question) and not named & keys(gold):
            return given[: match.start()] + given[match.end() :]
    return given


def _read(question: str, gold: str, given: str) -> list[Quantity]:
    """Return the quantities of an answer as typed; failing that, its numbers wherever they stand."""
    shape = _OVER.sub(r"\1/\2", _SINGLE.sub("one", " ".join(given.split())))
    shape = _ONE.sub(lambda a: f"{a[1]}one " if unit_at(a[2], 0) else a[0], shape)  # a fortnight
    if any(quantity.dimension == "time" for quantity in find_quantities(gold)):
        shape = _TIMES.sub(lambda match: f"{1 / _OFTEN[match[1].lower()]:.9g} {match[2]}", shape)
        shape = _WEEKS.sub(" weeks", shape)
        shape = _HOURLY.sub(r"\1", _EVERY.sub("1 ", shape))  # every minute, 4-6 hourly
    if years := re.findall(r"\b(1\d|20)\d\d\b", tidy(gold)):
        shape = _SHORT_YEAR.sub(rf"{years[0]}\1", shape)
    shape = re.sub(r"\bper second (?:squared|per second)\b", "/s²", tidy(shape))
    if len(find_quantities(gold)) > 1:
        shape = _SLASH.sub(" and ", shape)  # 2.4/5 GHz
    if re.search(r"\d:\d", gold):
        figures = " ".join(stem(word) if stem(word).isdigit() else word for word in shape.split())
        shape = re.sub(r"(?<=\d) to (?=\d)", ":", figures, flags=re.IGNORECASE)  # three to one
    label = re.match(r"([^\W\d_])[^\W\d_]*\s\d", gold)
    if label:
        shape = re.sub(rf"\b{label[1]}(?=\d)", "", shape, flags=re.IGNORECASE)  # L4 for layer 4
    loose = [word for word in words(shape) if not word.key.isdigit() and word.key not in keys(question)]
    numbers = [word.key for word in all_words(shape) if word.key.isdigit()]
    plain = " ".join(numbers) if len(loose) <= 1 else ""
    return find_quantities(shape) or find_quantities(_TEN.sub(" x 10^", shape)) or find_quantities(plain)


def _ends(quantity: Quantity) -> list[Quantity]:
    """Return the ends of a range as quantities of their own."""
    return [replace(quantity, amounts=(amount,), shape="one") for amount in quantity.amounts]


def aged(quantity: Quantity, question: str) -> Quantity:
    """Return a bare number as years where an age is asked for."""
    if quantity.dimension or quantity.value > _OLDEST or not _AGE.search(question):
        return quantity
    found = unit_at("years", 0)
    return replace(quantity, amounts=tuple(replace(a, units=found[0] if found else ()) for a in quantity.amounts))


def _in_asked_unit(quantity: Quantity, question: str, meant: Quantity) -> Quantity:
    """Return a bare number in the unit that the question asks for, where the right answer is in another."""
    if quantity.unit or quantity.noun or quantity.date:
        return quantity
    match = _ASKED_UNIT.search(question)
    found = unit_at(next(filter(None, match.groups())), 0) if match else None
    units: tuple[Unit, ...] = found[0] if found else ()
    if not units or not meant.unit or not any(u.dimension == meant.unit.dimension for u in units):
        return quantity
    return replace(quantity, amounts=tuple(replace(amount, units=units) for amount in quantity.amounts))
