"""Lists: each thing counts for itself, in any order."""

import re
from collections.abc import Sequence

from tutor.quiz.grading.lexicon import generic_words
from tutor.quiz.grading.matching import match_words, same_meaning
from tutor.quiz.grading.names import are_one, asks_long_form
from tutor.quiz.grading.polarity import find_conflict
from tutor.quiz.grading.values import Grade, Vocabulary, partial, right, wrong
from tutor.quiz.grading.wording import Word, rewritten, tidy, words

_COMMAS = re.compile(r"\s*[,;\n]\s*(?:and\s+|or\s+|&\s+)?")
_ALL = re.compile(r"\s*[,;\n+&]\s*(?:and\s+|or\s+)?|\s+(?:and|or|v|vs\.?|versus|plus|as well as)\s+", re.IGNORECASE)
_LONGEST = 6  # words of one thing in a list; what is longer is a sentence with commas
_RUN = re.compile(r"\b([A-Za-z]{1,3})(\d{1,3})\s?-\s?(?:\1)?(\d{1,3})\b", re.IGNORECASE)
_MOST_RUN = 30


def split_items(text: str) -> list[str]:
    """Return the things that a text lists; one if it is no list."""
    shape = _RUN.sub(_spread, tidy(text))
    items = [item for item in _COMMAS.split(shape) if item.strip()]
    if len(items) > 1:
        items = [*items[:-1], *(part for part in re.split(r"\s+and\s+", items[-1]) if part.strip())]
    else:
        items = [item for item in _ALL.split(shape) if item.strip()]
    return items


def is_list(question: str, gold: str) -> bool:
    """Say whether a right answer is a list of short things."""
    items = split_items(gold)
    if len(items) < 2 or asks_long_form(question) or re.match(r"(?:an?|to)\s", gold.strip(), re.IGNORECASE):
        return False
    return all(len(item.split()) <= _LONGEST and words(item) for item in items)


def grade_set(question: str, gold: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade a list thing by thing; None if the right answer is none."""
    if not is_list(question, gold):
        return None
    items = split_items(gold)
    if pair := find_conflict(words(given), words(gold)):
        return wrong(f'"{pair[0].text}" is not "{pair[1].text}"')
    asked = words(question)
    if _are_letters(items, split_items(given)):
        return right()
    rest = _Rest(given, known)
    missing = [item for item in items if not rest.take(_core(item, asked))]
    return _credit(gold, items, missing, [] if missing else rest.left(asked, items))


def _credit(gold: str, items: Sequence[str], missing: Sequence[str], extra: Sequence[str]) -> Grade:
    whole, found = len(items), len(items) - len(missing)
    if not found:
        return wrong(f'it is "{tidy(gold)}"')
    if missing:
        return partial(found, whole, f"{found} of {whole}: missing {', '.join(missing)}")
    return partial(found, whole, f"{found} of {whole}, and too much: {', '.join(extra)}") if extra else right()


class _Rest:
    """What of an answer has not been taken for a thing of the list yet."""

    def __init__(self, given: str, known: Vocabulary) -> None:
        self._items = split_items(given)
        self._words = list(words(_RUN.sub(_spread, tidy(given))))
        self._known = known

    def take(self, meant: Sequence[Word]) -> bool:
        """Take the words of one thing out of the answer; return whether they are there."""
        text = " ".join(word.text for word in meant)
        for item in self._items:
            mine = words(item)
            if are_one(text, item, self._known):
                self._remove(mine)
                self._items.remove(item)
                return True
        match = match_words(meant, self._words, self._known)
        telling = [word for word in meant if word.key not in generic_words()] or list(meant)
        missing = [word for word in match.missing if word in telling]
        if missing and not (match.found and meant[0] in telling and match.found[0][0] == meant[0] and len(telling) > 1):
            return False
        self._remove([given for _, given in match.found])
        return True

    def _remove(self, taken: Sequence[Word]) -> None:
        for word in taken:
            if word in self._words:
                self._words.remove(word)

    def left(self, asked: Sequence[Word], items: Sequence[str]) -> list[str]:
        """Return the words that belong to nothing in the list."""
        whole = [word for item in items for word in words(item)]
        return [
            word.text
            for word in self._words
            if word.key not in generic_words() and not any(same_meaning(word, o) for o in (*asked, *whole))
        ]


def _core(item: str, asked: Sequence[Word]) -> list[Word]:
    """Return the words of a thing in the list, without those that the question says: iSCSI of "iSCSI protocols"."""
    found = words(item)
    return [word for word in found if not any(same_meaning(word, other) for other in asked)] or list(found)


def _are_letters(items: Sequence[str], given: Sequence[str]) -> bool:
    """Say whether an answer has the first letter of each thing and nothing else, where no two are the same."""
    mine = sorted(rewritten(item).strip() for item in given)
    initials = sorted(rewritten(item).strip()[:1] for item in items)
    return mine == initials and len(set(initials)) == len(initials)


def _spread(run: re.Match[str]) -> str:
    """Write C3-C5 as C3, C4, C5."""
    first, last = int(run[2]), int(run[3])
    if not first < last <= first + _MOST_RUN:
        return run[0]
    return ", ".join(f"{run[1]}{number}" for number in range(first, last + 1))
