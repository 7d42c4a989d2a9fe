"""Numbers: only the number, its unit and its bound decide."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from tutor.notes.bounds import Bound
from tutor.notes.comparing import Relation, compare
from tutor.notes.quantities import Quantity, find_quantities
from tutor.notes.units import unit_at
from tutor.notes.words import terms_of
from tutor.quiz.grading.figures import aged, read_answer
from tutor.quiz.grading.general import is_filler, titles
from tutor.quiz.grading.lexicon import groups_of
from tutor.quiz.grading.matching import same_meaning
from tutor.quiz.grading.polarity import negations
from tutor.quiz.grading.stems import stem
from tutor.quiz.grading.values import Grade, Vocabulary, partial, right, wrong
from tutor.quiz.grading.wording import all_words, keys, rewritten, tidy, words

_MAX = re.compile(
    r"\b(?:max(?:imum)?|at most|up to|upper limit|limit|longest|largest|highest)\b|\b(?:below|under|less than)\s*\W*$",
    re.IGNORECASE,
)
_MIN = re.compile(
    r"\b(?:min(?:imum)?|at least|lower limit|shortest|smallest|lowest)\b|\b(?:above|over|more than|exceeds?)\s*\W*$",
    re.IGNORECASE,
)
_STRICT = re.compile(r"(?:(?:[a-z]+er|more|less) than|below|under|above|over|beyond|[<>])\W*$", re.IGNORECASE)
_MANY = re.compile(r"\b(?:how many|number of) ((?:[\w-]+ ){0,3}[\w-]+)", re.IGNORECASE)
_PER = re.compile(r"\b(?:per|each|every)\s+([a-z-]+)", re.IGNORECASE)
_BOUNDS = re.compile(r"\b(?:no|not|never) (?=(?:[a-z]+er|more|less) than|exceed|over|under|above|below|beyond)")
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
_SENTENCE = 3  # words behind a quantity that make it a part of a sentence
_ASKS = re.compile(r"\bhow (?:many|much|long|often|old|big|large|far|fast)\b", re.IGNORECASE)
_POWER = re.compile(r"\s?[x×]\s?10(?:\^|\*\*)?[\d⁰¹²³⁴-⁹]+(?=\s?/)")


def is_quantity(question: str, gold: str) -> bool:
    """Say whether a right answer is a quantity, with no more before it than the question says."""
    found = _fresh(question, gold)
    if not found or gold.lstrip()[:1] in ("(", "[", "{"):
        return False
    asked = words(question)
    before = [word for word in words(tidy(gold)[: found[0].span.start]) if word.text]
    after = [word for word in words(tidy(gold)[found[-1].span.end :]) if not any(same_meaning(word, o) for o in asked)]
    after = [word for word in after if word.key.isalpha()]
    if len(after) >= _SENTENCE and not _ASKS.search(question):
        return False
    return all(
        word.key in titles() or any(same_meaning(word, o) for o in asked) for word in before if not is_filler(word.text)
    )


def grade_quantity(question: str, gold: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade a quantity; None if the right answer is none."""
    del known
    if "10" not in given:
        gold = _POWER.sub("", gold)  # 150-400 for 150-400 × 10^9/L
    if not is_quantity(question, gold):
        return None
    meant = _with_shared_unit([aged(quantity, question) for quantity in _fresh(question, gold)])
    if _are_one_said_twice(meant):
        meant = meant[:1]
    if _is_denied(question, gold, given):
        return wrong(f"it is {tidy(gold)}")
    mine = read_answer(question, gold, given, meant)
    return _grade_reading(question, gold, given, meant, mine)


def _grade_reading(question: str, gold: str, given: str, meant: list[Quantity], mine: list[Quantity]) -> Grade:
    if not mine:
        return wrong(f"it is {tidy(gold)}")
    results = [_best_of(question, gold, given, quantity, mine) for quantity in meant]
    missing = [
        tidy(gold)[q.span.start : q.span.end] for q, result in zip(meant, results, strict=True) if result != "same"
    ]
    if not missing:
        return _checked(question, gold, given, meant, mine)
    if len(missing) < len(meant):
        return partial(len(meant) - len(missing), len(meant), f"missing: {', '.join(missing)}")
    return _explained(gold, given, results[0])


def _is_denied(question: str, gold: str, given: str) -> bool:
    """Say whether an answer denies its number. A bound ("no more than") does not, nor what the others deny too."""
    mine, theirs, asked = (negations(_BOUNDS.sub("", rewritten(tidy(text)))) for text in (given, gold, question))
    return mine > theirs and mine > asked


def _fresh(question: str, gold: str) -> list[Quantity]:
    """Return the quantities of a gold answer that the question does not say, or all if it says all."""
    found = find_quantities(tidy(gold))
    asked = find_quantities(tidy(question))
    fresh = [q for q in found if not any(compare(q, other) == "same" for other in asked)]
    return fresh or found


def _with_shared_unit(meant: list[Quantity]) -> list[Quantity]:
    """Give bare numbers the unit of the last of them: "24 and 72 hours"."""
    units = meant[-1].amounts[-1].units
    return [
        replace(quantity, amounts=tuple(replace(amount, units=amount.units or units) for amount in quantity.amounts))
        if units and not (quantity.noun or quantity.date)
        else quantity
        for quantity in meant
    ]


def _are_one_said_twice(meant: Sequence[Quantity]) -> bool:
    """Say whether quantities are one in several units: "900 s (15 minutes)"."""
    return len(meant) > 1 and all(compare(q, meant[0]) == "same" for q in meant[1:])


def _best_of(question: str, gold: str, given: str, meant: Quantity, mine: Sequence[Quantity]) -> Relation:
    """Return how the nearest of the quantities given stands to one meant, in the light of the question's bound."""
    bound = meant.bound if meant.bound in ("max", "min") else _asked_bound(question)
    is_strict = bool(_STRICT.search(tidy(gold)[: meant.number.start])) and not _asked_bound(question)
    order: tuple[Relation, ...] = ("same", "bound", "unit", "number")
    bounded = replace(meant, bound=bound)
    return min((_relation(question, given, bounded, quantity, is_strict) for quantity in mine), key=order.index)


def _asked_bound(question: str) -> Bound | None:
    if _MAX.search(question):
        return "max"
    return "min" if _MIN.search(question) else None


def _relation(question: str, given: str, meant: Quantity, mine: Quantity, is_strict: bool = False) -> Relation:
    if meant.date and mine.date and meant.date.part == "year" and mine.date.year == meant.date.year:
        return "same"  # more exact than asked
    if meant.date and not (mine.date or mine.unit) and meant.date.part == "century" and mine.value == meant.value:
        return "same"
    if mine.date and mine.date.part in ("day", "month") and not meant.date and meant.value == (mine.date.year or 0):
        return "same"
    relation = compare(mine, meant)
    if relation == "number" and _is_finer(mine, meant):
        relation = "same"
    if relation == "same" and is_strict and not mine.bound:
        return "bound"
    return "unit" if relation == "same" and _counts_another_thing(question, given, meant, mine) else relation


def _is_finer(mine: Quantity, meant: Quantity) -> bool:
    """Say whether a number has more decimals than one with decimals, and rounds to it: 9.81 and 9.8."""
    decimals = len(str(meant.value).partition(".")[2])
    is_one = mine.shape == meant.shape == "one" and (
        mine.unit is None or meant.unit is None or mine.unit.name == meant.unit.name
    )
    return (
        is_one
        and not meant.value.is_integer()
        and mine.value != meant.value
        and round(mine.value, decimals) == meant.value
    )


def _counts_another_thing(question: str, given: str, meant: Quantity, mine: Quantity) -> bool:
    """Say whether a number is right and what it counts is not: 6 AZs for 6 copies, 8 bytes for 8 bits."""
    asked_for = _MANY.findall(question)
    many = asked_for[-1] if asked_for else ""
    if mine.noun and not meant.unit:
        asked = takewhile(lambda word: not is_filler(word.text), all_words(many)) if many else words(question)
        allowed = {meant.noun, *(key for word in asked for key in (word.key, *terms_of(word.text)))}
        is_said = any(stem(mine.noun) == stem(other) or _alike(mine.noun, other) for other in allowed if other)
        return mine.noun not in _NEUTRAL and not is_said and not _is_shortened(given, question)
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
    return len(counted) > 1 and counted in keys(question)


def _alike(one: str, other: str) -> bool:
    return not groups_of(one).isdisjoint(groups_of(other))


def _checked(question: str, gold: str, given: str, meant: Sequence[Quantity], mine: Sequence[Quantity]) -> Grade:
    """Grade an answer that has the right number: it may not have another beside it, nor be per another thing."""
    shape = tidy(given)
    asked = find_quantities(tidy(question))
    for quantity in mine:
        if any(_relation(question, given, q, quantity) == "same" for q in (*meant, *asked)):
            continue
        in_brackets = len(mine) > 1 and "(" in shape
        if not in_brackets and (quantity.dimension == meant[0].dimension or not quantity.dimension):
            return wrong("more than one number")
    if name := _other_thing(gold, given, meant, mine):
        return wrong(f"not {name}")
    clash = _per(given) - _per(gold) - _per(question)
    if clash and _per(gold) | _per(question):
        return wrong(f"not per {min(clash)}")
    return right()


def _other_thing(gold: str, given: str, meant: Sequence[Quantity], mine: Sequence[Quantity]) -> str:
    """Return what an answer counts where the right one counts an acronym that it lacks: 2 NADH for 2 ATP."""
    after = words(tidy(gold)[meant[-1].number.end :])
    said = all_words(tidy(given)[mine[-1].number.end :])
    if not (after and said and after[0].is_exact) or meant[-1].unit or after[0].key in {word.key for word in said}:
        return ""
    return "" if is_filler(said[0].text) else said[0].text


def _per(text: str) -> set[str]:
    return {stem(match[1]) for match in _PER.finditer(text)}


def _explained(gold: str, given: str, relation: Relation) -> Grade:
    said, meant = tidy(given), tidy(gold)
    if relation == "bound":
        return wrong(f"{said} is another bound: it is {meant}")
    return wrong(f"{said} is not {meant}")
