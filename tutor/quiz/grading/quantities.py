"""Numbers: only the number, its unit and its bound decide."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tutor.notes.bounds import Bound
from tutor.notes.comparing import Relation, compare
from tutor.notes.quantities import Quantity, find_quantities
from tutor.notes.units import Unit, unit_at
from tutor.quiz.grading.lexicon import generic_words
from tutor.quiz.grading.matching import same_meaning
from tutor.quiz.grading.polarity import negations
from tutor.quiz.grading.stems import stem
from tutor.quiz.grading.values import Grade, Vocabulary, partial, right, wrong
from tutor.quiz.grading.wording import all_words, rewritten, tidy, words

_MAX = re.compile(r"\b(?:max(?:imum)?|at most|up to|upper limit|limit|longest|largest|highest)\b", re.IGNORECASE)
_MIN = re.compile(r"\b(?:min(?:imum)?|at least|lower limit|shortest|smallest|lowest)\b", re.IGNORECASE)
_MANY = re.compile(r"\bhow many ((?:[\w-]+ ){0,3}?[\w-]+)", re.IGNORECASE)
_ASKED_UNIT = re.compile(r"\bhow many ([\w°]+)|\bin ([\w°/]+)\s*[?)]|\(([\w°/%]+)\)\s*\??$", re.IGNORECASE)
_PER = re.compile(r"\b(?:per|each|every)\s+([a-z-]+)", re.IGNORECASE)
_SINGLE = re.compile(r"\b(?:a\s+)?single\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<!\w)'(\d\d)\b")
_BOUNDS = re.compile(r"\b(?:no|not|never) (?=(?:[a-z]+er|more|less) than|exceed|over|under|above|below|beyond)")
_NEUTRAL = frozenset(map(stem, "points items units things times pieces ones people in total".split()))
_ONE = re.compile(r"^((?:about|up to|at least|at most|within|for|around)\s)?an?\s(?=([^\W\d_]{3,}))", re.IGNORECASE)
_OVER = re.compile(r"\b(\d+) over (\d+)\b")
_TEN = re.compile(r"(?<=\d)\s?(?:x|×)\s?10(?=-?\d)")


def is_quantity(question: str, gold: str) -> bool:
    """Say whether a right answer is a quantity, with no more before it than the question says."""
    found = _fresh(question, gold)
    if not found:
        return False
    asked = words(question)
    before = [word for word in words(tidy(gold)[: found[0].span.start]) if word.text]
    return all(
        word.key in generic_words() or any(same_meaning(word, o) for o in asked) for word in before if _tells(word.text)
    )


def _tells(word: str) -> bool:
    from tutor.quiz.grading.lexicon import is_filler

    return not is_filler(word)


def grade_quantity(question: str, gold: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade a quantity; None if the right answer is none."""
    del known
    if not is_quantity(question, gold):
        return None
    meant = _fresh(question, gold)
    if _are_one_said_twice(meant):
        meant = meant[:1]
    if _is_denied(question, gold, given):
        return wrong(f"it is {tidy(gold)}")
    mine = _read(given, gold)
    if (given.isupper() or given.islower()) and not any(quantity.unit for quantity in mine):
        cased = _read(given.swapcase(), gold)  # 30S, 98.6 f
        mine = cased if any(quantity.unit for quantity in cased) else mine
    return _grade_reading(question, gold, given, meant, mine)


def _grade_reading(question: str, gold: str, given: str, meant: list[Quantity], mine: list[Quantity]) -> Grade:
    if not mine:
        return wrong(f"it is {tidy(gold)}")
    mine = [_in_asked_unit(q, question, meant[0]) for q in mine]
    results = [_best_of(question, quantity, mine) for quantity in meant]
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


def _are_one_said_twice(meant: Sequence[Quantity]) -> bool:
    """Say whether quantities are one in several units: "900 s (15 minutes)"."""
    return len(meant) > 1 and all(compare(q, meant[0]) == "same" for q in meant[1:])


def _read(given: str, gold: str) -> list[Quantity]:
    """Return the quantities of an answer as typed; failing that, its numbers wherever they stand."""
    shape = _OVER.sub(r"\1/\2", _SINGLE.sub("one", " ".join(given.split())))
    one = _ONE.match(shape)
    if one and unit_at(one[2], 0):
        shape = _ONE.sub(r"\g<1>one ", shape)  # a fortnight
    if years := re.findall(r"\b(1\d|20)\d\d\b", tidy(gold)):
        shape = _SHORT_YEAR.sub(rf"{years[0]}\1", shape)
    shape = tidy(shape)
    label = re.match(r"([^\W\d_])[^\W\d_]*\s\d", gold)
    if label:
        shape = re.sub(rf"\b{label[1]}(?=\d)", "", shape, flags=re.IGNORECASE)  # L4 for layer 4
    plain = " ".join(word.key for word in all_words(shape) if word.key.isdigit())
    return find_quantities(shape) or find_quantities(_TEN.sub(" x 10^", shape)) or find_quantities(plain)


def _in_asked_unit(quantity: Quantity, question: str, meant: Quantity) -> Quantity:
    """Return a bare number in the unit that the question asks for, where the right answer is in another."""
    if quantity.unit or quantity.noun or quantity.date:
        return quantity
    match = _ASKED_UNIT.search(question)
    found = unit_at(next(filter(None, match.groups())), 0) if match else None
    units: tuple[Unit, ...] = found[0] if found else ()
    if not units or not meant.unit or not any(u.dimension == meant.unit.dimension for u in units):
        return quantity
    return replace(quantity, amounts=tuple(replace(amount, units=units) for amount in quantity.amounts))


def _best_of(question: str, meant: Quantity, mine: Sequence[Quantity]) -> Relation:
    """Return how the nearest of the quantities given stands to one meant, in the light of the question's bound."""
    bound = meant.bound if meant.bound in ("max", "min") else _asked_bound(question)
    order: tuple[Relation, ...] = ("same", "bound", "unit", "number")
    relations = []
    for quantity in mine:
        relation = _relation(question, replace(meant, bound=bound), quantity)
        relations.append(relation)
    return min(relations, key=order.index)


def _asked_bound(question: str) -> Bound | None:
    if _MAX.search(question):
        return "max"
    return "min" if _MIN.search(question) else None


def _relation(question: str, meant: Quantity, mine: Quantity) -> Relation:
    if meant.date and mine.date and meant.date.part == "year" and mine.date.year == meant.date.year:
        return "same"  # more exact than asked
    if meant.date and not (mine.date or mine.unit) and meant.date.part == "century" and mine.value == meant.value:
        return "same"
    if mine.date and mine.date.part in ("day", "month") and not meant.date and meant.value == (mine.date.year or 0):
        return "same"
    relation = compare(mine, meant)
    return "unit" if relation == "same" and _counts_another_thing(question, meant, mine) else relation


def _counts_another_thing(question: str, meant: Quantity, mine: Quantity) -> bool:
    """Say whether a number is right and what it counts is not: 6 AZs for 6 copies, 8 bytes for 8 bits."""
    many = _MANY.search(question)
    if mine.noun and not meant.unit:
        allowed = {meant.noun, *(word.key for word in words(many[1] if many else question))}
        is_said = any(stem(mine.noun) == stem(other) or _alike(mine.noun, other) for other in allowed if other)
        return mine.noun not in _NEUTRAL and not is_said
    if mine.unit and not meant.unit and mine.unit.dimension not in ("times", "ratio"):
        first = next(
            (found[0] for word in re.findall(r"[^\W\d_]+", question) if len(word) > 2 and (found := unit_at(word, 0))),
            (),
        )
        if first and first[0].dimension == mine.unit.dimension:
            return not any(a.factor == b.factor for a in first for b in mine.amounts[0].units)
        return bool(many) and not first
    return False


def _alike(one: str, other: str) -> bool:
    from tutor.quiz.grading.lexicon import groups_of

    return not groups_of(one).isdisjoint(groups_of(other))


def _checked(question: str, gold: str, given: str, meant: Sequence[Quantity], mine: Sequence[Quantity]) -> Grade:
    """Grade an answer that has the right number: it may not have another beside it, nor be per another thing."""
    shape = tidy(given)
    asked = find_quantities(tidy(question))
    for quantity in mine:
        if any(_relation(question, q, quantity) == "same" for q in (*meant, *asked)):
            continue
        in_brackets = len(mine) > 1 and "(" in shape
        if not in_brackets and (quantity.dimension == meant[0].dimension or not quantity.dimension):
            return wrong("more than one number")
    clash = _per(given) - _per(gold) - _per(question)
    if clash and _per(gold) | _per(question):
        return wrong(f"not per {min(clash)}")
    return right()


def _per(text: str) -> set[str]:
    return {stem(match[1]) for match in _PER.finditer(text)}


def _explained(gold: str, given: str, relation: Relation) -> Grade:
    said, meant = tidy(given), tidy(gold)
    if relation == "bound":
        return wrong(f"{said} is the other bound: it is {meant}")
    return wrong(f"{said} is not {meant}")
