"""How a question names the place of what it asks, so that it can be understood without the note at hand."""

import re
from functools import lru_cache
from itertools import pairwise

from tutor.notes.generic import is_generic
from tutor.notes.values import Span
from tutor.notes.words import fold_word, terms, terms_of, tokens

BLANK = "____"
_MAX_CRUMBS = 3
_MAX_CRUMB = 90
_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9]{1,9})\)")
_EDGES = " *:•–—-\t"
_NUMBERING = re.compile(r"(?:\d{1,3}\.)+\d{0,3}\s+|\d{1,3}\)\s+|[a-zA-Z]\)\s+|[ivxIVX]{1,5}[.)]\s+|[A-Z]\.\s+")


@lru_cache(maxsize=1 << 14)
def context_of(names: tuple[str, ...]) -> str:
    """Return the names that place a claim, outermost first, joined by " › ".

    Names that name nothing are left out in the middle, and so is what the next name says again; the last three stay.
    """
    crumbs = [crumb for crumb in (clean_name(name) for name in names) if crumb]
    short = [crumb for crumb in crumbs if len(crumb) <= _MAX_CRUMB] or crumbs[-1:]
    kept = [crumb for crumb in short[:-1] if not is_generic(crumb)] + short[-1:]
    merged = [name for name, following in pairwise([*kept, ""]) if not _is_said_again(name, following)]
    return " › ".join(merged[-_MAX_CRUMBS:])


@lru_cache(maxsize=1 << 14)
def clean_name(name: str) -> str:
    """Return a heading or label without the marks and numbers at its ends."""
    bare = name.replace("\\", "").strip(_EDGES)
    number = _NUMBERING.match(bare)
    return bare[number.end() :] if number and len(bare) > number.end() + 2 else bare


def blanked(text: str, hidden: Span) -> str:
    """Return a text with a slice of it hidden."""
    return text[: hidden.start] + BLANK + text[hidden.end :]


@lru_cache(maxsize=1 << 14)
def content(text: str) -> frozenset[str]:
    """Return the terms of a text: its words folded and stemmed, without the small ones."""
    return frozenset(terms(text))


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    """Return all words of a text but articles: "When to use each" is not said again by what it is used for."""
    words = frozenset(word for match in tokens(text) for word in [fold_word(match.group()), *terms_of(match.group())])
    return words - {"a", "an", "the", "of", "and"}


def _is_said_again(name: str, following: str) -> bool:
    own, next_one = _words(name), _words(following)
    short = _words(match[1]) if (match := _SHORT.search(name)) else frozenset()
    return (bool(own) and own <= next_one) or (bool(short) and short <= next_one)
