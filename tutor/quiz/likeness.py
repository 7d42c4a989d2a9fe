"""When two short texts would be taken for one another: what may not stand side by side as choices."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_set_ratio

from tutor.notes.comparing import compare
from tutor.notes.contradictions import polarity
from tutor.notes.quantities import Quantity, parse_quantity
from tutor.notes.words import fold_word, parts_of, terms, tokens

ALIKE = 85
"""Of token_set_ratio, 0 to 100: from here on two texts say the same, as far as words can tell."""

_STEM = 4
_SEVERAL = 3
_MAX_RATIO, _SHORT = 3, 24


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Return a text's words without case and marks, one space between."""
    return " ".join(fold_word(match.group()) for match in tokens(text))


@lru_cache(maxsize=1 << 14)
def quantity_of(text: str) -> Quantity | None:
    """Return the quantity that a text is as a whole, if it is one."""
    return parse_quantity(text)


def shape_of(text: str) -> str:
    """Return what sort of answer a text is: choices must be of one sort."""
    if polarity(text) is not None:
        return "yes or no"
    quantity = quantity_of(text)
    if quantity is not None:
        return f"quantity {quantity.dimension or 'number'}"
    return "words"


def is_same_sort(first: str, second: str) -> bool:
    """Say whether two answers are of one sort: what they are, and about how long."""
    longer, shorter = max(len(first), len(second)), min(len(first), len(second))
    is_long = longer > _MAX_RATIO * shorter and longer > _SHORT
    return shape_of(first) == shape_of(second) and not is_long and _has_digits(first) == _has_digits(second)


def _has_digits(text: str) -> bool:
    """Say whether digits are what a short text is about."""
    return len(text.split()) <= 3 and any(map(str.isdigit, text))


def is_alike(first: str, second: str) -> bool:
    """Say whether two answers say the same, or one says a part of the other."""
    a, b = folded(first), folded(second)
    if not a or not b:
        return first.strip() == second.strip()
    if f" {a} " in f" {b} " or f" {b} " in f" {a} ":
        return True
    one, other = quantity_of(first), quantity_of(second)
    if one is not None and other is not None:
        return compare(one, other) == "same"
    mine, theirs = _stems(first), _stems(second)
    if mine and theirs and (mine <= theirs or theirs <= mine):
        return True
    # One letter tells osteoblasts from osteoclasts; of several words, most are the same by chance less often.
    is_long = min(len(a.split()), len(b.split())) >= _SEVERAL
    return is_long and one is None and other is None and token_set_ratio(a, b) >= ALIKE


def leaks(answer: str, prompt: str, others: Iterable[str]) -> bool:
    """Say whether a prompt gives the answer away: it holds a word of the answer that some other choice lacks.

    Words count as the same from a common beginning of four letters on, so that "Timestream" shares one with "time
    series"; what all choices share gives nothing away.
    """
    if answer.isupper() and len(answer) > 1 and answer.casefold() in _initials(prompt):
        return True
    asked = _stems(prompt)
    given = {stem for stem in _stems(answer) if _shares(stem, asked)}
    return any(not all(_shares(stem, _stems(other)) for other in others) for stem in given)


def _initials(text: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W_]+", text.casefold()))


def _shares(stem: str, stems: frozenset[str]) -> bool:
    if len(stem) < _STEM:
        return stem in stems or (len(stem) > 1 and any(other.startswith(stem) for other in stems))
    return any(
        other == stem or (len(other) >= _STEM and (other[:_STEM] == stem[:_STEM] or _is_typo(stem, other)))
        for other in stems
    )


def _is_typo(stem: str, other: str) -> bool:
    if stem[:2] != other[:2]:
        return False
    allowed = 2 if stem[2:3] == other[2:3] else 1
    return OSA.distance(stem, other, score_cutoff=allowed) <= allowed


@lru_cache(maxsize=1 << 14)
def _stems(text: str) -> frozenset[str]:
    found = [match.group() for match in tokens(text)]
    # Of "A/B" no part says anything, but the whole does.
    words = [part for word in found for part in (parts_of(word) if re.search(r"\w\w", word) else [word])]
    return frozenset(
        term for word in words for term in terms(word) if len(term) > 1 or not term.isascii() or term.isdigit()
    )
