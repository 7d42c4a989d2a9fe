"""Which words of a right answer are there in the one given, word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tutor.quiz.grading.lexicon import groups_of
from tutor.quiz.grading.polarity import exclude
from tutor.quiz.grading.spelling import is_beginning, is_slip
from tutor.quiz.grading.values import Vocabulary
from tutor.quiz.grading.wording import Word

_LETTERS = re.compile(r"[^\W\d_]+")
_ROOT, _LONG_ROOT = 4, 5  # letters that two words of one root share, by how alike their endings are
_VERB_ENDINGS = frozenset(("", "e", "s", "es", "ed", "er", "ers", "ing", "ings"))
_ENDINGS = _VERB_ENDINGS | frozenset(
    """y or ion ions ity al ive ic ical ally ness ment ant ent ance ence able ible m ms phy n an ian ia le ility bility
    ous ote otic um on tic tics""".split()
)
_SHORT_FORM = (2, 6)  # letters of a short form that words beside it may spell
_ACRONYM = 4  # letters of one at most; a longer word in capitals is a keyword
_MOST, _LONG = 0.65, 8  # of the letters of a word, and how many it has
_SHORTENED, _SHORT = 3, 5  # letters that a word may be shortened to: vit, sync, admin


@dataclass(frozen=True, slots=True)
class Match:
    """How two answers lie beside one another.

    Attributes:
        found: words meant that are there, each with the word given for it.
        missing: words meant that are not.
        extra: words given for nothing.
        order: for each word given the place of the word meant that it was taken for, -1 if for none.
        behind: those of the extra ones that stand behind the last that was found.
    """

    found: tuple[tuple[Word, Word], ...]
    missing: tuple[Word, ...]
    extra: tuple[Word, ...]
    order: tuple[int, ...]
    behind: tuple[Word, ...]

    @property
    def slips(self) -> tuple[tuple[Word, Word], ...]:
        """The words found that are written another way."""
        return tuple((meant, given) for meant, given in self.found if meant.key != given.key)


def match_words(meant: Sequence[Word], given: Sequence[Word], known: Vocabulary, is_long_form: bool = False) -> Match:
    """Lay an answer given beside the one meant.

    The best pairs are made first: the same word, a word of the same meaning, a short form, a slip of the pen.

    Args:
        meant: the words of the right answer.
        given: the words of the one given.
        known: what the notes call other things.
        is_long_form: the words of a short form are asked for, and may not be cut off themselves.
    """
    others, settled = _known_words(known)
    meant, given = _joined(meant, given), _joined(given, meant)
    meant, given = _contracted(meant, given, settled, True), _contracted(given, meant, settled, False)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    relations = (_is_same, _is_synonym, exclude, *(() if is_long_form else (_is_shortened,)), same_root)
    for is_pair in (*relations, lambda m, g: _is_slip(m, g, others), is_initial):
        for i, word in enumerate(meant):
            if i in pairs:
                continue
            for j, other in enumerate(given):
                # A denied opposite says the same; in all else both deny, or neither does.
                is_meant = (is_pair is exclude) == (word.is_denied != other.is_denied)
                if j not in taken and is_meant and is_pair(word, other):
                    pairs[i] = j
                    taken.add(j)
                    break
    places = {j: i for i, j in pairs.items()}
    extra = tuple(word for j, word in enumerate(given) if j not in taken)
    last = max(taken, default=len(given))
    behind = tuple(given[last + 1 :])
    return Match(
        tuple((meant[i], given[j]) for i, j in sorted(pairs.items())),
        tuple(word for i, word in enumerate(meant) if i not in pairs),
        extra,
        tuple(places.get(j, -1) for j in range(len(given))),
        behind,
    )


@lru_cache(maxsize=4)
def _known_words(known: Vocabulary) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Return the words of what the notes name, and what each short form stands for in them."""
    found = frozenset(word for name in known.names for word in _LETTERS.findall(name.casefold()))
    settled: dict[str, set[str]] = {}
    for short, long in known.aliases:
        settled.setdefault(short.casefold(), set()).add(" ".join(_LETTERS.findall(long.casefold())))
    return found, {short: frozenset(longs) for short, longs in settled.items()}


def same_meaning(one: Word, other: Word) -> bool:
    """Say whether two words are the same or mean the same."""
    return _is_same(one, other) or _is_synonym(one, other)


def _is_same(meant: Word, given: Word) -> bool:
    return meant.key == given.key or meant.text == given.text


def _is_synonym(meant: Word, given: Word) -> bool:
    if meant.is_exact and len(meant.text) > _ACRONYM:
        return False  # a keyword
    return not groups_of(meant.key).isdisjoint(groups_of(given.key))


def _is_shortened(meant: Word, given: Word) -> bool:
    """Say whether a word is cut off, as sync for synchronously and vit for vitamin, or goes on a little."""
    if not _may_differ(meant, given):
        return False
    short, long = sorted((meant.text, given.text), key=len)
    cut = short if long.startswith(short) else short.removesuffix("s")  # local vars
    rest = long.removeprefix(cut)
    if len(cut) < _SHORTENED or is_beginning(cut) or rest == long or rest in ("less", "free", "ful"):
        return False
    is_most = len(cut) >= _MOST * len(long) and len(long) >= _LONG  # Postgres, Dynamo; but no Java for JavaScript
    is_short = len(short) <= _SHORT and not meant.is_compound
    return (short == given.text and (is_short or is_most)) or rest in _ENDINGS


def same_root(meant: Word, given: Word) -> bool:
    """Say whether two words are of one root: mapper and mapping, prosecutor and prosecution."""
    if not _may_differ(meant, given):
        return False
    short, long = sorted((meant.text, given.text), key=len)
    shared = 0
    while shared < len(short) and short[shared] == long[shared]:
        shared += 1
    rests = {short[shared:], long[shared:]}
    if shared >= _ROOT and rests <= _VERB_ENDINGS:
        return True
    return shared >= _LONG_ROOT and shared >= 0.6 * len(long) and rests <= _ENDINGS


def is_initial(meant: Word, given: Word) -> bool:
    """Say whether a letter stands for a word, as in S. pneumoniae, or two, as in Ca."""
    return (
        not meant.key.isdigit()
        and len(given.text) <= 2 < len(meant.text)
        and given.text.isalpha()
        and meant.text.startswith(given.text)
    )


def _is_slip(meant: Word, given: Word, others: frozenset[str]) -> bool:
    return _may_differ(meant, given) and is_slip(given.text, meant.text, others)


def _may_differ(meant: Word, given: Word) -> bool:
    """Say whether a word may be written another way. Capitals in an answer typed tell nothing: the key may be stuck."""
    return not meant.is_exact and given.text.isalpha()


def _joined(these: Sequence[Word], those: Sequence[Word]) -> list[Word]:
    """Join neighbours that are one word on the other side: guard duty where the other has GuardDuty."""
    wholes = {word.text for word in those}
    result: list[Word] = []
    for word in these:
        before = result[-1] if result else None
        if before and word.is_joined and any(_is_whole(before.text + word.text, whole) for whole in wholes):
            text = next(w for w in wholes if _is_whole(before.text + word.text, w))
            twin = next(w for w in those if w.text == text)
            result[-1] = replace(twin, is_joined=before.is_joined)
        else:
            result.append(word)
    return result


def _contracted(
    these: Sequence[Word], those: Sequence[Word], settled: Mapping[str, frozenset[str]], is_typed: bool
) -> list[Word]:
    """Put the short form for a run of words that spells it, where the other side has it: DNS.

    One that the notes use stands for what they say alone. A short form that is typed needs no capitals.
    """
    result = list(these)
    for short in those:
        size = len(short.text)
        is_short = _SHORT_FORM[0] <= size <= _SHORT_FORM[1] and short.key.isalpha() and (short.is_exact or is_typed)
        for at in range(len(result) - size + 1) if is_short else ():
            run = [word.text for word in result[at : at + size]]
            is_meant = short.text not in settled or " ".join(run) in settled[short.text]
            if is_meant and "".join(text[0] for text in run) == short.text:
                result[at : at + size] = [replace(short, is_joined=result[at].is_joined)]
                break
    return result


def _is_whole(joined: str, whole: str) -> bool:
    return joined.rstrip("s") == whole.rstrip("s") or (abs(len(joined) - len(whole)) < 2 and is_slip(joined, whole))
