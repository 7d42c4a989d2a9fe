"""What a number counts, and what it is a part of."""

import re
from collections.abc import Sequence
from itertools import takewhile

from tutor.notes.quantities import Quantity
from tutor.notes.units import unit_at
from tutor.notes.words import terms_of
from tutor.quiz.grading.general import is_filler
from tutor.quiz.grading.lexicon import groups_of
from tutor.quiz.grading.matching import match_words, same_meaning
from tutor.quiz.grading.opposites import opposites_of
from tutor.quiz.grading.stems import stem
from tutor.quiz.grading.values import EMPTY
from tutor.quiz.grading.wording import Word, all_words, keys, tidy, words

_TRANSPORTS = frozenset(("tcp", "udp"))  # no other short form is a title that may be left out
_OF = re.compile(r"^\s*(?:of|in|per)\b", re.IGNORECASE)
_MANY = re.compile(r"\b(?:how many|number of) ((?:[\w-]+ ){0,3}[\w-]+)", re.IGNORECASE)
_NEUTRAL = frozenset(map(stem, "points items units things times pieces ones total".split())) | {"peopl"}
# A right answer leaves out such a unit only where the question says what is measured.
_NOT_LEFT_OUT = frozenset(
    ("time", "data", "mass", "length", "volume", "amount", "mass/mass", "mass/amount", "data/time")
)
_MEASURES = re.compile(
    r"\b(?:how (?:long|old|big|large|far|fast|heavy|tall|much|often)|size|weight|mass|dose|duration|time|length|period|"
    r"age|rate|speed|distance|limit|timeout|retention|height|depth|capacity|memory|storage|interval)\b",
    re.IGNORECASE,
)


def other_thing(gold: str, given: str, meant: Sequence[Quantity], mine: Sequence[Quantity]) -> str:
    """Return what an answer counts where the right one counts an acronym that it lacks: 2 NADH for 2 ATP."""
    after, said = _behind(gold, meant), _behind(given, mine)
    if _OF.match(tidy(gold)[meant[-1].span.end :]) and _OF.match(tidy(given)[mine[-1].span.end :]):
        theirs, ours = words(tidy(gold)[meant[-1].span.end :]), words(tidy(given)[mine[-1].span.end :])
        if theirs and ours and not match_words(theirs, ours, EMPTY).found:
            return ours[0].text  # two thirds of the House, of the Senate
    for one in said:
        if any(other.key in opposites_of(one.key) for other in after):
            return one.text
    if not (after and said and after[0].is_exact and after[0].text.isalpha()) or any(
        same_meaning(after[0], word) for word in said
    ):
        return ""
    is_short = is_filler(said[0].text) or _is_shortened(given, gold)
    return "" if is_short else said[0].text


def _behind(text: str, found: Sequence[Quantity]) -> list[Word]:
    """Return the words behind the last number of an answer, its unit left out."""
    last, shape = found[-1], tidy(text)
    return list(all_words(shape[last.span.end if last.unit else last.number.end :]))


def other_title(question: str, gold: str, given: str, meant: Sequence[Quantity], mine: Sequence[Quantity]) -> str:
    """Return the short form before a number where the right one has another there: UDP 67 for TCP 67."""
    before = {word.key for word in all_words(tidy(gold)[: meant[0].number.start]) if word.is_exact}
    said = [word.text for word in all_words(tidy(given)[: mine[0].number.start]) if word.key not in before]
    asked = keys(question)
    return next((text for text in said if before and text in _TRANSPORTS and text not in asked), "")


def counts_another_thing(question: str, gold: str, given: str, meant: Quantity, mine: Quantity) -> bool:
    """Say whether a number is right and what it counts is not: 6 AZs for 6 copies, 8 bytes for 8 bits."""
    asked_for = _MANY.findall(question)
    many = asked_for[-1] if asked_for else ""
    if mine.noun and not meant.unit:
        asked = takewhile(lambda word: not is_filler(word.text), all_words(many)) if many else words(question)
        allowed = {meant.noun, *(key for word in asked for key in (word.key, *terms_of(word.text)))}
        after = all_words(tidy(gold)[meant.number.end :])[:1]
        is_said = any(word.is_exact and word.key in keys(given) for word in after) or any(
            stem(mine.noun) == stem(other) or _alike(mine.noun, other) for other in allowed if other
        )
        return mine.noun not in _NEUTRAL and not is_said and not _are_shortened(question, gold, given)
    if mine.unit and meant.unit and mine.dimension == meant.dimension == "count/time":
        one, other = (name.partition("/")[0] if "/" in name else "" for name in (mine.unit.name, meant.unit.name))
        return bool(one and other) and not same_meaning(*(words(name)[0] for name in (one, other)))
    if mine.unit and not meant.unit and mine.unit.dimension not in ("times", "ratio"):
        first = next(
            (found[0] for word in re.findall(r"[^\W\d_]+", question) if len(word) > 2 and (found := unit_at(word, 0))),
            (),
        )
        if first and first[0].dimension == mine.unit.dimension:
            return not any(a.factor == b.factor for a in first for b in mine.amounts[0].units)
        return not first and mine.unit.dimension in _NOT_LEFT_OUT and not _MEASURES.search(question)
    return False


def _is_shortened(given: str, question: str) -> bool:
    """Say whether a question has the initials of what an answer counts: SGs and security groups."""
    counted = "".join(word.text[0] for word in words(given) if not word.key.isdigit())
    return len(counted) > 1 and not keys(question).isdisjoint((counted, f"{counted}s"))


def _are_shortened(question: str, gold: str, given: str) -> bool:
    return any(_is_shortened(*pair) for pair in ((given, question), (given, gold), (gold, given)))


def _alike(one: str, other: str) -> bool:
    return not groups_of(one).isdisjoint(groups_of(other))
