"""Text to the terms that are looked up: the one place that says what a word is, for notes and questions alike."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from Stemmer import Stemmer

# A word, or words joined by the marks that technical names use: Lambda@Edge, s3:GetObject, us-east-1, HTTP/2, C++.
# Accents may stand behind their letters as marks of their own, as macOS writes file names.
_LETTERS = r"[^\W_]++(?:[\u0300-\u036f]++[^\W_]*+)*+"
_TOKEN = re.compile(rf"{_LETTERS}(?:[@:/.&_+-]+{_LETTERS})*(?:\+\+|#)?")
_PART = re.compile(_LETTERS)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SHORT_STEM = 4
_MAX_TERM = 64  # longer runs of letters are noise (base64, hashes) and are cut, so that the vocabulary stays bounded

_STOP = frozenset(
    """a about all also am an and any are as at be because been being both but by can could did do does doing done each
    either else every for from get gets got had has have having he her hers him his how i if in into is it its itself
    just let lets like may me might mine more most much must my no nor not of off on one only or other our ours out over
    own please s same shall she should so some such t tell than that the their theirs them then there these they thing
    things this those through to too under up use used uses using very via was we were what when where whether which
    while who whom whose why will with within without would yes yet you your yours
    aren couldn d didn doesn don hasn haven isn ll m re shouldn ve wasn weren won wouldn""".split()
)

_stemmer = Stemmer("english", 0)  # without its own cache: `terms_of` has one


def is_stop(word: str) -> bool:
    """Say whether a lower-case word carries no topic of its own."""
    return word in _STOP


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text as matches, compounds whole, in order."""
    return _TOKEN.finditer(text)


@lru_cache(maxsize=1 << 16)
def terms_of(token: str) -> tuple[str, ...]:
    """Return the terms of one token: the whole first, then, of a compound or CamelCase word, its parts.

    A term is folded (case, accents), stemmed (Snowball English) and at most 64 characters long. Stop words give none.
    """
    found: dict[str, None] = {}
    if len(_PART.findall(token)) > 1 or token[-1] in "+#":
        found[fold_word(token)[:_MAX_TERM]] = None
    for part in parts_of(token):
        if not is_stop(part.lower()):
            found[stem_word(fold_word(part)[:_MAX_TERM])] = None
    return tuple(term for term in found if term)


def parts_of(token: str) -> list[str]:
    """Return the words that a token is made of, as written: of GuardDuty itself, Guard and Duty."""
    found = []
    for part in _PART.findall(token):
        camel = [piece for piece in _CAMEL.split(part) if len(piece) > 1]
        found += [part, *(camel if len(camel) > 1 else ())]
    return found


def terms(text: str) -> list[str]:
    """Return the terms of a text in order, repeats kept."""
    return [term for match in tokens(text) for term in terms_of(match.group())]


def fold_word(word: str) -> str:
    """Return a word without case and accents; of a ligature that stands for a phrase, without the phrase's spaces."""
    if word.isascii():
        return "".join(word.lower().split())
    # What is decomposed may have capitals again, and what is folded may be decomposed further.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(ch for ch in folded if not (unicodedata.combining(ch) or ch.isspace()))


def stem_word(word: str) -> str:
    """Return the stem (Snowball English) of a folded word; what is not all letters as it is."""
    if not word.isalpha():
        return word
    stem = str(_stemmer.stemWord(word))
    # Snowball leaves "notifi" of "notify", but "notif" of "notification".
    return stem[:-1] if len(stem) > _SHORT_STEM and stem[-1] == "i" else stem
