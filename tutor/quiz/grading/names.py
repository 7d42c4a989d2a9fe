"""Names of one thing: long form and short, with the maker's name or without."""

import re
from functools import lru_cache

from tutor.quiz.grading.general import is_vendor
from tutor.quiz.grading.short_forms import aliases
from tutor.quiz.grading.values import Vocabulary
from tutor.quiz.grading.wording import rewritten, squashed, tidy, without_marks

_EXPANDS = re.compile(
    r"\bstands?\s+for\b|\bfull (?:form|name)\b|\bshort for\b|\bexpand|\babbreviat|\blong form\b|\bspel[lt]\w*\s+out\b|"
    r"\bacronym\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\b[Tt]he ['\"“]?[A-Z]['\"”]? (?:in|of)\b")  # the D in SOLID
_SHORT = re.compile(r"\b[A-Za-z]?[A-Z][A-Z0-9]+\b")
PERSON = re.compile(
    r"\b(?:who|whom|whose)\b|\b(?:king|queen|emperor|empress|president|minister|author|inventor|philosopher|scientist|"
    r"leader|physicist|chemist|general|painter|composer|poet|economist|psychologist|physician|explorer|assassin|founder|"
    r"discoverer|successor|ruler|pope|sultan|tsar|dictator|chancellor|pharaoh|commander|wife|husband|heir)\b",
    re.IGNORECASE,
)
_SMALL = frozenset("a an and the of for to in on by with or & de la".split())
_MOST_LETTERS = 8  # of a short form


def asks_long_form(question: str, gold: str) -> bool:
    """Say whether a question asks what letters stand for, in so many words or by naming those of the answer."""
    if _LETTER.search(question):
        return False
    if _EXPANDS.search(question) or "," in gold or ";" in gold:
        return bool(_EXPANDS.search(question))
    parts = [part for part in re.split(r"[\s/-]+", _bare(gold)) if part and part not in _SMALL]
    return len(parts) > 1 and "".join(part[0] for part in parts) in map(str.lower, _SHORT.findall(question))


def are_one(gold: str, given: str, known: Vocabulary) -> bool:
    """Say whether two texts name one thing, by the notes' aliases, the closed list, or the letters of a short form."""
    mine, theirs = _core(given), _core(gold)
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    groups, taken = _groups(known)
    if not groups.get(mine, frozenset()).isdisjoint(groups.get(theirs, frozenset())):
        return True
    return (mine not in taken and _is_short_of(given, gold)) or (theirs not in taken and _is_short_of(gold, given))


@lru_cache(maxsize=4)
def _groups(known: Vocabulary) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """Return which groups of names each name is in, and the short forms that are known to stand for something."""
    groups = [tuple(map(_core, names)) for names in (*known.aliases, *aliases())]
    found: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for name in group:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}, frozenset(group[0] for group in groups)


def _core(text: str) -> str:
    """Return a name without its maker, articles, spaces and plural."""
    low = tidy(text).casefold()
    found = [word for word in low.split() if not is_vendor(word) and word not in ("the", "a", "an")]
    whole = without_marks(" ".join(found) or low)
    return whole[:-1] if len(whole) > 3 and whole.endswith("s") and not whole.endswith("ss") else whole


def _is_short_of(short: str, long: str) -> bool:
    """Say whether the words of a long form spell a short one."""
    if re.search(r"[^\w\s.&/-]", tidy(short)):
        return False
    letters = _bare(short)
    parts = [part for part in re.split(r"[\s/-]+", _bare(long)) if part]
    if not (2 <= len(letters) <= _MOST_LETTERS and letters.isalpha() and len(parts) >= 2):
        return False
    initials = "".join(part[0] for part in parts)
    telling = "".join(part[0] for part in parts if part not in _SMALL)
    capitals = {word.casefold() for word in _SHORT.findall(long)}
    nested = "".join(part if part in capitals else part[0] for part in parts)  # ACEi
    return letters in (initials, telling, nested)


def _bare(text: str) -> str:
    words = [word for word in re.split(r"\s+", rewritten(tidy(text))) if not is_vendor(word)]
    return re.sub(r"[^\w\s/-]", "", " ".join(words)).replace("_", "")


def echoes(given: str, question: str) -> bool:
    """Say whether an answer only repeats a word of the question."""
    mine = squashed(given)
    return bool(mine) and mine in {squashed(word) for word in question.split()}


def count_letters(question: str) -> int:
    """Return how many letters the short form has that a question asks about; 0 if none is seen."""
    found = _SHORT.findall(question)
    return len(found[0]) if found else 0
