"""Yes and no, negation, and words that exclude one another."""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from tutor.quiz.grading.opposites import opposites_of
from tutor.quiz.grading.wording import NEGATIONS, Word, all_words, keys, rewritten, tidy, words

_YES = re.compile(
    r"(?:yes|yep|yeah|yup|of course)\b|(?:true|correct|right|indeed|affirmative|sure|always)(?:\W|$)(?!\w)|[yt]$"
)
_NO = re.compile(r"(?:no|nope|nah|never)\b|(?:false|incorrect|negative)(?:\W|$)(?!\w)|[nf]$")
_LAST = re.compile(r"\s(yes|no)$")
_PLAIN = re.compile(r"(?:yes|no|true|false)(?:\s*[,;.:(-]|$)")
_ASKS = re.compile(
    r"(?:^|[:;,.]\s*|\bthen\s)(?:is|are|was|were|does|do|did|can|could|may|must|should|will|would|has|have|had)\b[^?]*",
)
_NOT_ASKS = re.compile(r"\b(?:what|which|who|whom|whose|where|when|why|how)\b")
_SHORT_ANSWER = re.compile(
    r"(?:it|they|he|she|you|we|one|that|this|there)\s(?:is|are|was|were|does|do|did|can|could|may|must|should|will|would|has|have|had)(\snot)?$"
)
_PREFIXES = ("un", "non", "in", "im", "ir", "il", "dis", "a", "an", "anti", "contra", "de", "mis")
_OPPOSED = [
    pair.split("/")
    for pair in """hyper/hypo pre/post intra/inter endo/exo macro/micro mono/poly homo/hetero up/down in/out sub/super
    tachy/brady over/under multi/single multi/mono uni/multi uni/bi ante/post ex/im""".split()
]
_ENDINGS = (("ful", "less"), ("or", "ee"), ("lysis", "genesis"))
_SHORTEST = 4  # letters that two opposites share at least


def negations(text: str) -> int:
    """Return how many words of a text negate."""
    return sum(word.text in NEGATIONS for word in all_words(text))


def asks_yes_or_no(question: str, gold: str) -> bool:
    """Say whether a question is answered by yes or no, and not by one of its own alternatives.

    It is too where the answer only denies what it says: "VPC peering transitive?", "NOT transitive".
    """
    said = words(gold)
    if all(word.is_denied for word in said) and {word.key for word in said} <= keys(question) and negations(gold):
        return True
    low = rewritten(tidy(question))
    match = _ASKS.search(low)
    if match is None or _NOT_ASKS.search(low):
        return False
    return not re.search(r"\bor\b", match.group()) or match.group().rstrip().endswith("or not")


def polarity(text: str) -> bool | None:
    """Return whether an answer begins with yes or with no, or is no more than "it does not"; else None."""
    low = rewritten(tidy(text))
    if short := _SHORT_ANSWER.match(low):
        return short[1] is None
    if low.startswith("not "):
        inner = polarity(low[4:])
        return None if inner is None else not inner
    if _YES.match(low):
        return not re.match(r"(?:yes|true|correct|right)\s+not\b", low)
    if _NO.match(low) and not low.startswith("no one"):
        return False
    last = _LAST.search(low)
    return last[1] == "yes" if last else None


def is_plain(text: str) -> bool:
    """Say whether an answer is yes or no, with or without a word on it, whatever was asked."""
    return bool(_PLAIN.match(rewritten(tidy(text))))


def exclude(one: Word, other: Word) -> bool:
    """Say whether two words exclude one another: sync and async, inbound and outbound, hyper- and hypotension."""
    if one.key == other.key:
        return False
    if other.key in opposites_of(one.key):
        return True
    return are_prefix_opposites(one.text, other.text)


def are_prefix_opposites(one: str, other: str) -> bool:
    """Say whether two words differ by a prefix or an ending that turns the meaning."""
    if min(len(one), len(other)) < _SHORTEST:
        return False
    short, long = sorted((one, other), key=len)
    for prefix in _PREFIXES:
        rest = long.removeprefix(prefix)
        if rest != long and len(rest) >= _SHORTEST and _same_root(rest, short):
            return True
    for a, b in _OPPOSED:
        for x, y in ((a, b), (b, a)):
            if one.startswith(x) and other.startswith(y) and _same_root(one[len(x) :], other[len(y) :]):
                return True
    return any(
        {one.removesuffix(a), one.removesuffix(b)} & {other.removesuffix(a), other.removesuffix(b)}
        and one != other
        and {one.endswith(a), other.endswith(a)} == {True, False} == {one.endswith(b), other.endswith(b)}
        for a, b in _ENDINGS
    )


def _same_root(one: str, other: str) -> bool:
    """Say whether two words are one but for their endings: synchronous and synchronously, sync."""
    short, long = sorted((one, other), key=len)
    shared = 0
    while shared < len(short) and short[shared] == long[shared]:
        shared += 1
    return shared >= _SHORTEST and (shared == len(short) or shared >= 0.75 * len(short))


def find_conflict(given: Sequence[Word], meant: Sequence[Word]) -> tuple[Word, Word] | None:
    """Return a word given and a word meant that contradict one another, or None.

    A word and its opposite do, and so does a word that only one side denies; an opposite denied says the same. Pairs
    that both texts hold, as where both speak of inbound and of outbound, do not.
    """
    my_keys, their_keys = {_signed(word) for word in given}, {_signed(word) for word in meant}
    for one in given:
        for other in meant:
            if _signed(one) in their_keys or _signed(other) in my_keys:
                continue
            if one.is_denied != other.is_denied and one.key == other.key:
                return one, other
            if one.is_denied == other.is_denied and exclude(one, other):
                return one, other
    return None


def are_crossed(given: Sequence[Word], meant: Sequence[Word]) -> bool:
    """Say whether an answer changes over what two opposites are said of: high latency, low throughput for the reverse.

    So it does too where both are opposites: faster writes and slower reads.
    """
    said, right = [word.key for word in given], [word.key for word in meant]
    pairs = [(a.key, b.key) for a, b in combinations(meant, 2) if exclude(a, b) and {a.key, b.key} <= {*said}]
    turned = {said.index(b) > said.index(a) for a, b in pairs}
    return len(turned) > 1 or any(_are_exchanged(said, right, a, b) for a, b in pairs)


def _are_exchanged(said: Sequence[str], right: Sequence[str], a: str, b: str) -> bool:
    """Say whether each of two words stands before what the other stands before in the right answer."""
    after = [{key: following for key, following in pairwise(keys) if key in (a, b)} for keys in (said, right)]
    mine, theirs = after
    return len(mine) == len(theirs) == 2 and (mine[a], mine[b]) == (theirs[b], theirs[a]) and mine[a] != mine[b]


def _signed(word: Word) -> tuple[str, bool]:
    return word.key, word.is_denied


def says_no(gold: str, question: str) -> bool | None:
    """Return whether a gold answer to a question of yes or no says no; None if it does not tell."""
    leading = polarity(gold)
    if leading is not None:
        return not leading
    if negations(gold):
        return True
    asked = words(question)
    if find_conflict(words(gold), asked):
        return True
    low = rewritten(tidy(gold))
    shared = {word.key for word in words(gold)} & {word.key for word in asked}
    if re.search(r"\b(?:only|just)\b", low) and not shared:
        return True
    return False if shared else None
