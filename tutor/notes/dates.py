"""Dates as people write them: "14 July 1789", "July 14th, 1789", "1789-07-14", "44 BC", "the 1920s", "18th century"."""

import re
from dataclasses import dataclass
from typing import Literal

from tutor.notes.values import Span

_MONTHS = "january february march april may june july august september october november december".split()
_NAMES = {name: i for i, full in enumerate(_MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_CENTURIES = {word: i for i, word in enumerate(_ORDINALS, 1)} | {"twenty-first": 21, "twenty first": 21}
# "may" is a verb and "mar" a stump: a short or doubtful month needs a number beside it, which all of these have.
_SPELT = "|".join(sorted(_CENTURIES, key=len, reverse=True))
_MONTH = rf"(?P<{{0}}>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\.?"
_ERA = r"(?:\s?(?P<{0}>B\.?C\.?E?\.?|A\.?D\.?|C\.?E\.?)(?!\w))"
_DATE = re.compile(
    r"(?=[\dacdefjmnost])(?<![\w.,/:-])(?:"
    r"(?P<y1>\d{4})-(?P<m1>0?[1-9]|1[0-2])-(?P<d1>0?[1-9]|[12]\d|3[01])(?!\w)"
    r"|(?P<a2>0?[1-9]|[12]\d|3[01])(?P<sep>[/.])(?P<b2>0?[1-9]|[12]\d|3[01])(?P=sep)(?P<y2>\d{4})(?![\w/])"
    rf"|(?:the\s)?(?P<d3>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH.format('n3')}(?:,?\s(?P<y3>\d{{3,4}})"
    rf"(?!\w){_ERA.format('e3')}?)?(?!\w)"
    rf"|{_MONTH.format('n4')}\s(?:the\s)?(?P<d4>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\w)"
    r"(?:,?\s(?P<y4>\d{4})(?!\w))?"
    rf"|{_MONTH.format('n5')}(?:\sof)?\s(?P<y5>\d{{4}})(?!\w)"
    r"|(?:the\s)?(?P<decade>\d{3}0)['’]?s(?!\w)"
    rf"|(?:the\s)?(?:(?P<century>\d{{1,2}})(?:st|nd|rd|th)|(?P<spelt>{_SPELT}))"
    rf"[\s-](?:century|cent\.){_ERA.format('e6')}?"
    rf"|(?:A\.?D\.?|C\.?E\.?)\s(?P<y7>\d{{1,4}})(?!\w)|(?P<y8>\d{{1,4}})\s?(?P<e8>B\.?C\.?E?|A\.?D|C\.?E)(?!\w)\.?"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date in a text.

    Attributes:
        span: where it stands.
        year: negative before Christ; None where only day and month are told. Of a decade its first, of a century its
            number.
        month, day: 1-based; None where not told.
        part: what is told to: a day, a month, a year, a decade or a century.
        swapped: the same with day and month the other way round, where it is written in figures and may be read so.
    """

    span: Span
    year: int | None
    month: int | None = None
    day: int | None = None
    part: Literal["day", "month", "year", "decade", "century"] = "year"
    swapped: tuple[int, int] | None = None

    def is_same(self, other: "Date") -> bool:
        """Say whether both name the same time, to the same part."""
        if (self.year, self.part) != (other.year, other.part):
            return False
        mine = {(self.month, self.day), self.swapped or (self.month, self.day)}
        return not mine.isdisjoint({(other.month, other.day), other.swapped or (other.month, other.day)})


def find_dates(text: str) -> list[Date]:
    """Return the dates of a text, in order. A year alone, without an era, is a number like any other."""
    if not any(ch.isdigit() for ch in text) and "century" not in text.lower():
        return []
    return [date for match in _DATE.finditer(text) if (date := _read(match))]


def _read(match: re.Match[str]) -> Date | None:
    span = Span(*match.span())
    if match["y1"]:
        return Date(span, int(match["y1"]), int(match["m1"]), int(match["d1"]), "day")
    if match["y2"]:
        return _slashed(span, int(match["y2"]), int(match["a2"]), int(match["b2"]))
    if month := match["n3"] or match["n4"] or match["n5"]:
        year, day = match["y3"] or match["y4"] or match["y5"], match["d3"] or match["d4"]
        return Date(
            span, _year(year, match["e3"]), _NAMES[month.lower()], int(day) if day else None, "day" if day else "month"
        )
    if match["decade"]:
        return Date(span, int(match["decade"]), part="decade")
    if match["century"] or match["spelt"]:
        number = match["century"] or str(_CENTURIES[match["spelt"].lower()])
        return Date(span, _year(number, match["e6"]), part="century")
    return Date(span, _year(match["y7"] or match["y8"], match["e8"]))


def _slashed(span: Span, year: int, first: int, second: int) -> Date | None:
    """Read day and month in the order of most of the world; where both could be either, keep both readings."""
    if min(first, second) > 12:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return Date(span, year, month, day, "day", (day, month) if day <= 12 else None)


def _year(figures: str | None, era: str | None) -> int | None:
    if figures is None:
        return None
    return -int(figures) if era and era[0] in "Bb" else int(figures)
