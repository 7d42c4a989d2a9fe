"""What an answer says beside the right one, and whether that makes it another."""

import re
from collections.abc import Sequence

from tutor.quiz.grading.general import heads, is_vendor, titles
from tutor.quiz.grading.matching import Match, same_meaning
from tutor.quiz.grading.names import PERSON
from tutor.quiz.grading.wording import Word, core, tidy, words

_FEW = 6  # words of an answer that may be a list
_TELLING = 3  # words of a name from which on one that is exchanged leaves it
_YEAR = 4  # figures of a year, which may stand beside a name
_MOST_EXTRA = 2  # words that a name may stand beside
_LONGEST_ACRONYM = 4  # letters; a longer word in capitals is a keyword
_CHOICE = re.compile(r"\b(?:or|vs?|versus)\b", re.IGNORECASE)
_COORDINATED = re.compile(r"\b(?:and|or)\b|[,;/&+]", re.IGNORECASE)
_HYPHENED = re.compile(r"\w{2,}(?:-\w+)+")


def too_much(question: str, gold: str, match: Match, given: str) -> str:
    """Return why an answer says more than is right, or an empty text."""
    listed = bool(_COORDINATED.search(tidy(given)))
    is_choice = (listed and _CHOICE.search(question) is not None) or " only" in f" {gold.lower()}"
    excused = () if is_choice else words(question)
    new = [
        word
        for word in match.extra
        if not (word.is_denied or word.text == "one" or any(same_meaning(word, other) for other in excused))
    ]
    if match.extra and " " not in gold and _HYPHENED.fullmatch(tidy(given)):
        return f"another thing: {tidy(given)}"
    if reason := _exchanged(gold, match, new):
        return reason
    extra = [word for word in new if word in core(words(given))]
    return _beside(question, gold, given, match, extra) if extra else ""


def _beside(question: str, gold: str, given: str, match: Match, extra: Sequence[Word]) -> str:
    """Return why words beside a right name make it another, or an empty text."""
    names = ", ".join(word.text for word in extra)
    if any(word.key.isdigit() and len(word.key) < _YEAR for word in extra):
        return f"another number: {names}"
    if _COORDINATED.search(tidy(given)) and len(words(given)) <= _FEW and len(match.found) <= 2:
        return f"more than was asked for: {names}"
    # What stands right behind a name makes another: a VPC endpoint is no VPC; what stands beside a general one, too.
    is_surname = len(words(gold)) == 1 and PERSON.search(question)
    is_name = gold != gold.lower() and not is_surname
    follows = bool(match.behind) and match.behind[0].is_joined and match.behind[0] in extra
    is_general = all(word.key in heads() | titles() or is_vendor(word.text) for word in words(gold))
    if (is_name and follows) or is_general or len(extra) > max(_MOST_EXTRA, 2 * len(match.found)):
        return f"another thing: {names}"
    return ""


def _exchanged(gold: str, match: Match, new: Sequence[Word]) -> str:
    """Return which word of a short name stands for another, or an empty text: a base class is no base case."""
    if not new or len(match.found) >= _TELLING:
        return ""
    behind = [word for word in new if word in match.behind]
    gone = match.missing if behind else [word for word in match.missing if word in core(words(gold))]
    if not gone:
        return ""
    return f"{', '.join(word.text for word in behind or new)} instead of {', '.join(word.text for word in gone)}"


def comes_before(gold: str, match: Match) -> str:
    """Return the word that stands right before a name in capitals and makes it another, or nothing: Reverse ARP."""
    meant = words(gold)
    is_title = tidy(gold).istitle() if len(meant) >= _TELLING else len(meant) == 1 and _is_acronym(tidy(gold))
    first = next((at for at, place in enumerate(match.order) if place >= 0), 0)
    if not (is_title and first and match.order[first] == 0 and match.found[0][1].is_joined):
        return ""
    word = match.extra[first - 1]
    return "" if word.is_exact or word.key in heads() | titles() else f"another thing: {word.text}"


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalpha() and 2 <= len(name) <= _LONGEST_ACRONYM
