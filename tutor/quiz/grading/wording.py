"""Answers as words: what is left of a text when case, marks, articles and small talk are away."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from tutor.quiz.grading.general import heads, is_filler, titles
from tutor.quiz.grading.stems import stem

MOST = 2000  # characters of an answer that are read; nobody types more
_MARKUP = re.compile(r"`|(?<!\w)([*_]{1,3})(?=\S)([^*_]{1,200})(?<=\S)\1(?!\w)")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})
_END = " \t\n.,;:!?…\"'`"
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*[+#]{0,2}")
_FIGURES = re.compile(r"(?<=\d)\s?,\s?(?=\d)")
# What is no sign of its own; between figures, and before one, a point or a dash is.
_NO_SIGN = re.compile(
    r"(?<!\d)[.,:]|[.,:](?!\d)|(?<=[^\W\d])-|(?<=\w)-(?!\d)|(?<!\w)-(?!\d)|[^\w+#%$€£<>=/*&|!@~.,:-]|_"
)
_CLAUSE = re.compile(r"[,;:.()]")
NEGATIONS = frozenset(
    "not no never none neither nor without nothing nobody nowhere dont doesnt isnt cant wont lack lacks non".split()
)
_PARTICLES = frozenset("a an the of to in on by at as for from with and or is are was be it".split())
_GOVERNED = 5  # telling words that a negation governs at most
_PERIOD = "(year|month|week|day|hour|minute|second)"
_REWRITES = (
    (re.compile(r"^o ?\((.{1,60})\)$"), r"\1"),
    (re.compile(r"\b([a-z])\.([a-z])\.(?:([a-z])\.)?(?=\W|$)"), r"\1\2\3"),
    (re.compile(r"(?<=[a-z ])v\.?\s?(?=\d)"), " "),  # NFSv4.1, version 4.1
    (re.compile(r"\bversion (?=\d)"), ""),
    (re.compile(r"\bcan(?:'?t|not)\b"), "can not"),
    (re.compile(r"\b(could|would|wo|is|are|was|were|do|does|did|has|have|had|should|must|need)n'?t\b"), r"\1 not"),
    (re.compile(r"\bno longer\b|\bnot any more\b|\bnot anymore\b"), "not"),
    (re.compile(r"\bspeed(?:s|ed|ing)? (?:(?:it|them|things) )?up\b"), "faster"),
    (re.compile(r"^((?:blood )?(?:group |type )?(?:ab|a|b|o)) ?\+$"), r"\1 positive"),
    (re.compile(r"^((?:blood )?(?:group |type )?(?:ab|a|b|o)) ?-$"), r"\1 negative"),
    (re.compile(r"\bhigh (?:blood pressure|bp)\b"), "hypertension"),
    (re.compile(r"\blow (?:blood pressure|bp)\b"), "hypotension"),
    (re.compile(rf"\b(?:every|each|once (?:an?|per|every|each)) (?:1 |one |single )?{_PERIOD}\b"), r"\1ly"),
    (re.compile(r"\bdaily\b"), "dayly"),
    (re.compile(r"\b(?:annually|annual)\b"), "yearly"),
    (re.compile(r"\bhigh blood (?:sugar|glucose)\b"), "hyperglycaemia"),
    (re.compile(r"\blow blood (?:sugar|glucose)\b"), "hypoglycaemia"),
    *(
        (re.compile(rf"\b(?:{level}) (?:serum |plasma |blood )?{salt}(?: levels?)?\b"), f"{prefix}{root}")
        for level, prefix in (("high|raised|elevated|increased", "hyper"), ("low|reduced|decreased", "hypo"))
        for salt, root in (("potassium", "kalaemia"), ("sodium", "natraemia"), ("calcium", "calcaemia"))
    ),
    (re.compile(r"\bby mouth\b"), "oral"),
    (re.compile(r"\bslow (?:heart ?rate|pulse|heart ?beat)\b"), "bradycardia"),
    (re.compile(r"\bfast (?:heart ?rate|pulse|heart ?beat)\b"), "tachycardia"),
    (re.compile(r"\bheart attack\b"), "myocardial infarction"),
    (re.compile(r"\bslow(?:s|ed|ing)? (?:(?:it|them|things) )?down\b"), "slower"),
    (re.compile(r"\bmore than one\b"), "multiple"),
    (re.compile(r"\b(?:no|zero|without) (?:additional |extra )?(?:costs?|charges?)\b"), "free"),
    (re.compile(r"\bincreas(?:e|es|ed|ing) (?:in )?the (?:number|amount|count|quantity) of\b"), "more"),
    (re.compile(r"\bdecreas(?:e|es|ed|ing) (?:in )?the (?:number|amount|count|quantity) of\b"), "fewer"),
    (re.compile(r"\bincreas(?:e|es|ed|ing) (?:in )?the size of\b"), "bigger"),
    (re.compile(r"\bdecreas(?:e|es|ed|ing) (?:in )?the size of\b"), "smaller"),
    (re.compile(r"\bvs?\b\.?|\bversus\b"), "v"),
    (re.compile(r"(?<=[a-z])'s\b"), ""),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an answer.

    Attributes:
        text: folded, as typed.
        key: its stem.
        is_exact: it is an acronym or holds a digit, and has no spelling but one.
        is_joined: nothing but a space or a hyphen stands between it and the word before.
        is_denied: a negation governs it.
        is_name: it begins with a capital though it does not begin the text.
        is_compound: it has a capital inside, as CloudFront.
    """

    text: str
    key: str
    is_exact: bool
    is_joined: bool
    is_denied: bool = False
    is_name: bool = False
    is_compound: bool = False


@lru_cache(maxsize=1 << 10)
def tidy(text: str) -> str:
    """Return an answer on one line without markup, spaces at its ends and punctuation at its end; case kept."""
    text = unicodedata.normalize("NFKC", text[:MOST].replace("…", "...")).translate(_DASHES)
    return _SPACE.sub(" ", _MARKUP.sub(r"\2", text)).strip().rstrip(_END).lstrip(" \"'")


@lru_cache(maxsize=1 << 10)
def rewritten(text: str) -> str:
    """Return a tidy text in lower case with contractions and phrases written the one way that is looked up."""
    text = text.casefold()
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text


def squashed(text: str) -> str:
    """Return what is left of a text without case, spaces, hyphens and other marks that are no signs of their own."""
    return without_marks(rewritten(tidy(text)))


def without_marks(low: str) -> str:
    """Return a text without spaces, hyphens and other marks that are no signs of their own."""
    return _NO_SIGN.sub("", _FIGURES.sub(",", low))


@lru_cache(maxsize=1 << 10)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text that carry it; all of its words if none of them does."""
    found = all_words(text)
    telling: list[Word] = []
    for before, word in zip((None, *found), found, strict=False):
        if not is_filler(word.text):
            follows = word.is_joined and before is not None and not is_filler(before.text)
            telling.append(replace(word, is_joined=follows))
    return tuple(telling) or tuple(word for word in found if word.text not in _PARTICLES) or found


def core(found: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a name without titles before it and general heads behind it; one at least is left."""
    start, end = 0, len(found)
    while end - start > 1 and found[end - 1].key in heads():
        end -= 1
    while end - start > 1 and found[start].key in titles():
        start += 1
    return found[start:end]


@lru_cache(maxsize=1 << 10)
def all_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text, small ones among them."""
    shape = tidy(text)
    capitals = {match.group().casefold() for match in re.finditer(r"\b[A-Z][A-Z0-9]+s?\b", shape)}
    names = {match.group().casefold() for match in re.finditer(r"\b[A-Z][a-z]+", shape)}
    compounds = {match.group().casefold() for match in re.finditer(r"\b\w*[a-z][A-Z]\w*", shape)}
    low = rewritten(shape)
    found: list[Word] = []
    breaks: list[bool] = []  # a clause begins with the word
    at = 0
    for match in _WORD.finditer(low):
        folded, gap = match.group(), low[at : match.start()]
        key = stem(folded)
        if key:
            is_exact = folded in capitals or any(ch.isdigit() for ch in folded)
            is_name = bool(found) and folded in names
            found.append(
                Word(folded, key, is_exact, gap in (" ", "-", ""), is_name=is_name, is_compound=folded in compounds)
            )
            breaks.append(bool(_CLAUSE.search(gap)))
        at = match.end()
    return _with_denials(found, breaks)


def _with_denials(found: Sequence[Word], breaks: Sequence[bool]) -> tuple[Word, ...]:
    """Mark what each negation governs: what follows in its clause, or, where nothing does, what stands before it."""
    result = list(found)
    clauses = [0, *(i for i in range(1, len(found)) if breaks[i] or found[i].text in ("but", "and")), len(found)]
    for start, end in pairwise(clauses):
        negations = [i for i in range(start, end) if found[i].text in NEGATIONS]
        for at in negations:
            governed = range(at + 1, end) if at + 1 < end or len(negations) > 1 else range(start, at)
            for i in [i for i in governed if not is_filler(found[i].text)][:_GOVERNED]:
                result[i] = replace(result[i], is_denied=not result[i].is_denied)
    return tuple(result)


def keys(text: str) -> frozenset[str]:
    """Return the stems of a text's words, small ones among them."""
    return frozenset(word.key for word in all_words(text))
