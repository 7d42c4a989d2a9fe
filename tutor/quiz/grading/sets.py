"""Lists: each thing counts for itself, in any order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.quiz.grading.matching import match_words, same_meaning
from tutor.quiz.grading.names import are_one, asks_long_form
from tutor.quiz.grading.polarity import are_crossed, find_conflict
from tutor.quiz.grading.values import Grade, Vocabulary, partial, right, wrong
from tutor.quiz.grading.wording import Word, core, keys, rewritten, tidy, words

_COMMAS = re.compile(r"\s*[,;\n]\s*(?:and\s+|or\s+|&\s+)?")
_PAIR = re.compile(r"\s*[;\n+&]\s*|\s+(?:and|plus|as well as)\s+", re.IGNORECASE)
_ALL = re.compile(r"\s*[,;\n+&/]\s*(?:and\s+|or\s+)?|\s+(?:and|or|v|vs\.?|versus|plus|as well as)\s+", re.IGNORECASE)
_NO_LIST = re.compile(r"(?:an?|to|yes|no)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:is|are|was|were|can|cannot|may|must|will|has|have|does|do|not)\b|^only\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_OR = re.compile(r"(?:,|\w)\s+or\s")
_LONGEST = 6  # words of one thing in a list; what is longer is a sentence with commas
_IN_ORDER = re.compile(r"(?<!any )\b(?:order|sequence|in turn|one after another)\b", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]{1,6}")
_NUMERALS = ("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx").split()
_RUN = re.compile(r"\b([A-Za-z]{1,3})(\d{1,3})\s?-\s?(?:\1)?(\d{1,3})\b", re.IGNORECASE)
_MOST_RUN = 30


def split_items(text: str, is_gold: bool = False) -> list[str]:
    """Return the things that a text lists; one if it is no list. In a right answer "or" and "/" join alternatives."""
    aside = _BRACKETS.sub(" ", tidy(text)) if is_gold else re.sub(r"[()]", " ", tidy(text))
    shape = _RUN.sub(_spread, aside)
    if ";" in shape:
        return [item for item in re.split(r"\s*;\s*(?:and\s)?", shape) if item.strip()]
    items = [item for item in _COMMAS.split(shape) if item.strip()]
    if len(items) > 1:
        items = [*items[:-1], *(part for part in re.split(r"\s+(?:and|AND)\s+", items[-1]) if part.strip())]
    else:
        items = [item for item in (_PAIR if is_gold else _ALL).split(shape) if item.strip()]
    return items


def is_list(question: str, gold: str) -> bool:
    """Say whether a right answer is a list of short things."""
    items = split_items(gold, is_gold=True)
    if len(items) < 2 or _OR.search(tidy(gold)) or asks_long_form(question, gold) or _NO_LIST.match(tidy(gold)):
        return False
    return all(len(item.split()) <= _LONGEST and words(item) and not _CLAUSE.search(item) for item in items)


def grade_set(question: str, gold: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade a list thing by thing; None if the right answer is none."""
    if not is_list(question, gold):
        return None
    items = split_items(gold, is_gold=True)
    if pair := find_conflict(words(given), words(gold)):
        return wrong(f'"{pair[0].text}" is not "{pair[1].text}"')
    if are_crossed(words(given), words(gold)):
        return wrong("the other way round")
    asked = words(question)
    if all(_ROMAN.fullmatch(item.strip()) for item in items):
        gold, given = _in_figures(gold), _in_figures(given)
        items = split_items(gold, is_gold=True)
    if _are_letters(items, split_items(given)):
        return right()
    chunks = [_Chunk(list(words(item))) for item in split_items(given)]
    shared = frozenset.intersection(*(keys(item) for item in items))  # the data of "data streams, data analytics"
    if all(keys(item) <= keys(question) for item in items):
        asked = ()  # the question lists what there is to choose from
    missing = [item for item in items if not _take(_names(gold, item), _core(item, asked, shared), chunks, known)]
    if not missing and _IN_ORDER.search(question) and _is_out_of_order(items, split_items(given), known):
        return wrong("in another order")
    return _credit(gold, items, missing, [] if missing else _left(chunks, asked, items))


def _is_out_of_order(items: Sequence[str], given: Sequence[str], known: Vocabulary) -> bool:
    """Say whether the things of a list stand in another order, as far as each can be told."""
    places = []
    for item in items:
        matches = (at for at, mine in enumerate(given) if _is_one(item, mine, known))
        places.append(next(matches, -1))
    return -1 not in places and places != sorted(places)


def _is_one(item: str, mine: str, known: Vocabulary) -> bool:
    match = match_words(words(item), words(mine), known)
    return not match.missing and not match.extra


def _credit(gold: str, items: Sequence[str], missing: Sequence[str], extra: Sequence[str]) -> Grade:
    whole, found = len(items), len(items) - len(missing)
    if not found:
        return wrong(f'it is "{tidy(gold)}"')
    if missing:
        return partial(found, whole, f"{found} of {whole}: missing {', '.join(missing)}")
    return partial(found, whole, f"{found} of {whole}, and too much: {', '.join(extra)}") if extra else right()


@dataclass(slots=True)
class _Chunk:
    """A thing that an answer lists: its words that are not taken yet, and whether some are."""

    words: list[Word]
    is_taken: bool = False

    def take(self, taken: Sequence[Word]) -> None:
        """Take words out."""
        texts = [word.text for word in taken]
        self.words = [word for word in self.words if word.text not in texts]
        self.is_taken = self.is_taken or bool(texts)


def _names(gold: str, item: str) -> list[str]:
    """Return the names of a thing of the list: itself, and a short form in brackets behind it."""
    short = re.search(rf"{re.escape(item.strip())}\s*\(([^\W\d_][\w/-]{{1,9}})\)", tidy(gold))
    return [item, short[1]] if short else [item]


def _take(names: Sequence[str], meant: Sequence[Word], chunks: Sequence[_Chunk], known: Vocabulary) -> bool:
    """Take the words of one thing of the list out of an answer; return whether they are there."""
    telling = core(meant)
    for chunk in chunks:
        text = " ".join(word.text for word in chunk.words)
        if text and any(are_one(name, text, known) for name in (*names, " ".join(word.text for word in meant))):
            chunk.take(chunk.words)
            return True
    whole = match_words(meant, [word for chunk in chunks for word in chunk.words], known)
    for chunk in chunks:
        match = match_words(meant, chunk.words, known)
        missing = [word for word in match.missing if word in telling]
        # Of "duty of care" the duty, but not another duty.
        is_head = bool(match.found) and match.found[0][0] == telling[0] and not match.extra and len(telling) > 1
        if not missing or is_head:
            chunk.take([given for _, given in match.found])
            return True
    if any(word in telling for word in whole.missing):
        return False
    for chunk in chunks:
        chunk.take([given for _, given in whole.found if given in chunk.words])
    return True


def _left(chunks: Sequence[_Chunk], asked: Sequence[Word], items: Sequence[str]) -> list[str]:
    """Return the words that belong to nothing in the list; what is said of a thing in it belongs to that."""
    whole = [word for item in items for word in words(item)]
    loose = [chunk.words for chunk in chunks if not chunk.is_taken or len(chunks) == 1]
    return [
        word.text
        for these in loose
        for word in these
        if word in core(these) and not any(same_meaning(word, other) for other in (*asked, *whole))
    ]


def _core(item: str, asked: Sequence[Word], shared: frozenset[str]) -> list[Word]:
    """Return the words of a thing in the list, without those that the question says: iSCSI of "iSCSI protocols"."""
    found = words(item)
    own = [word for word in found if word.key not in shared]
    return [word for word in own if not any(same_meaning(word, other) for other in asked)] or own or list(found)


def _are_letters(items: Sequence[str], given: Sequence[str]) -> bool:
    """Say whether an answer has the first letter of each thing and nothing else, where no two are the same."""
    mine = sorted(rewritten(item).strip() for item in given)
    initials = sorted(rewritten(item).strip()[:1] for item in items)
    return mine == initials and len(set(initials)) == len(initials)


def _in_figures(text: str) -> str:
    """Write Roman numerals as figures: XI as 11."""
    figures = {numeral: str(at) for at, numeral in enumerate(_NUMERALS, 1)}
    return re.sub(r"[^\W\d_]+", lambda word: figures.get(word[0].lower(), word[0]), text)


def _spread(run: re.Match[str]) -> str:
    """Write C3-C5 as C3, C4, C5."""
    first, last = int(run[2]), int(run[3])
    if not first < last <= first + _MOST_RUN:
        return run[0]
    return ", ".join(f"{run[1]}{number}" for number in range(first, last + 1))
