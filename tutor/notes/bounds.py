"""The words beside a number that say how it is meant: at most, at least, about, exactly, by default."""

import re
from typing import Literal

Bound = Literal["max", "min", "about", "exactly", "default"]

_BEFORE: tuple[tuple[Bound, str, str], ...] = (
    (
        "max",
        r"up to|at (?:the )?(?:very )?most|(?:an? )?max(?:imum|\.)?(?: of| is| size| limit)?|(?:no|not|never) (?:more|"
        r"longer|greater|larger|higher|bigger|older) than|(?:less|fewer|lower|smaller|shorter|younger) than(?: or "
        r"equal to)?|under|below|within|(?:not|never) (?:exceed(?:ing)?|over|above|beyond)|limit(?:ed)?(?: to| of)?|"
        r"capped at|as many as|as much as|upper limit of",
        r"<=?|≤",
    ),
    (
        "min",
        r"at (?:the )?(?:very )?least|(?:an? )?min(?:imum|\.)?(?: of| is| size)?|(?:no|not|never) (?:less|fewer|lower|"
        r"shorter|smaller|younger) than|(?:more|greater|longer|larger|higher|bigger|older) than(?: or equal to)?|over|"
        r"above|exceed(?:s|ing)?|beyond|(?:not|never) (?:under|below)|starting (?:at|from)|lower limit of",
        r">=?|≥",
    ),
    (
        "about",
        r"about|around|approximately|approx\.?|roughly|circa|ca?\.|nearly|almost|close to|an average of",
        r"[~≈≃∼]",
    ),
    ("exactly", r"exactly|precisely|equal to|fixed at", r"(?!)"),
    ("default", r"by default|default(?:s to| is| of| value)?", r"(?!)"),
)
_AFTER: tuple[tuple[Bound, str], ...] = (
    ("max", r"max(?:imum)?|at (?:the )?most|or (?:less|fewer|below|under|lower|younger)|and (?:below|under)|tops"),
    (
        "min",
        r"minimum|at (?:the )?least|or (?:more|above|over|greater|longer|older|higher)|and (?:above|over|up|older)",
    ),
    ("about", r"or so|approximately|approx|on average"),
    ("exactly", r"exactly|precisely"),
    ("default", r"by default|default"),
)
_LEADS: list[tuple[Bound, re.Pattern[str]]] = [
    (bound, re.compile(rf"(?:(?<![\w-])(?:{words})|{signs})[\s:=]{{0,3}}$", re.IGNORECASE))
    for bound, words, signs in _BEFORE
]
_TAILS: list[tuple[Bound, re.Pattern[str]]] = [
    (bound, re.compile(rf"[\s,(]{{1,2}}(?:{words})(?!\w)", re.IGNORECASE)) for bound, words in _AFTER
]
_LEAD_LENGTH = 36  # characters before a number in which its bound stands


def bound_before(text: str, at: int) -> tuple[Bound | None, int]:
    """Return the bound that ends where a number begins, and where it begins itself; else None and the same place."""
    start = max(0, at - _LEAD_LENGTH)
    lead = text[start:at]
    found = [(match.start(), bound) for bound, pattern in _LEADS if (match := pattern.search(lead))]
    if not found:
        return None, at
    first, bound = min(found, key=lambda entry: entry[0])  # the longest: "no more than", not "more than"
    return bound, start + first


def bound_after(text: str, at: int) -> tuple[Bound | None, int]:
    """Return the bound that follows what ends at an offset, and where it ends itself; else None and the same place."""
    for bound, pattern in _TAILS:
        if match := pattern.match(text, at):
            return bound, match.end()
    return None, at
