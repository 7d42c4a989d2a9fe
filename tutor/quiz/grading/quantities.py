"""Numbers: only the number, its unit and its bound decide."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tutor.notes.bounds import Bound
from tutor.notes.comparing import Relation, compare
from tutor.notes.quantities import Quantity, find_quantities
from tutor.notes.words import terms_of
from tutor.quiz.grading.counted import counts_another_thing, other_thing, other_title
from tutor.quiz.grading.figures import aged, read_answer
from tutor.quiz.grading.general import is_filler, titles
from tutor.quiz.grading.matching import same_meaning
from tutor.quiz.grading.phrases import grade_phrase
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
_AT_MOST = re.compile(r"\b(?:at (?:the )?most|(?:no|not) more than|max\w*|under|below|(?:less|fewer) than)\b")
_PER = re.compile(r"\b(?:per|each|every)\s+([a-z-]+)", re.IGNORECASE)
_BOUNDS = re.compile(r"\b(?:no|not|never) (?=(?:[a-z]+er|more|less) than|exceed|over|under|above|below|beyond)")
_ONE = re.compile(r"(?:one|a|an|1|(?:a )?single|only one|exactly one)\s", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:all|several|many|multiple|both|every|each|any|no|none|some|more|two|few)\b", re.IGNORECASE)
_ASIDE = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
_BRACKETS = re.compile(r"(?<=\S)\s*\([^()]*\)")
_PERCENT, _CLOSE = 100.0, 0.06
_SENTENCE = 3  # words behind a quantity that make it a part of a sentence
_ASKS = re.compile(r"\bhow (?:many|much|long|often|old|big|large|far|fast)\b", re.IGNORECASE)
_POWER = re.compile(r"\s?[x×]\s?10(?:\^|\*\*)?[\d⁰¹²³⁴-⁹]+(?=\s?/)")


def is_quantity(question: str, gold: str) -> bool:
    """Say whether a right answer is a quantity, with no more before it than the question says."""
    found = _fresh(question, gold)
    if any(find_quantities(part) for part in _BRACKETS.findall(gold)) and not find_quantities(_BRACKETS.sub("", gold)):
        return False  # UDP (port 53)
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
    if len(meant) == 1 and not mine and _ONE.match(tidy(gold)):
        return _grade_one(question, gold, given, known)
    found = _grade_reading(question, gold, given, meant, mine)
    return _grade_aside(question, gold, given, mine, known) or found


def _grade_one(question: str, gold: str, given: str, known: Vocabulary) -> Grade:
    """Grade an answer without its number where that is one: an AZ, a single AZ, for one Availability Zone."""
    said = _ONE.sub("", rewritten(tidy(given)))
    if _SEVERAL.search(said) or (said.endswith("s") and not tidy(gold).endswith("s")):
        return wrong(f"it is {tidy(gold)}")
    return grade_phrase(question, _ONE.sub("", tidy(gold)), said, known)


def _grade_aside(question: str, gold: str, given: str, mine: Sequence[Quantity], known: Vocabulary) -> Grade | None:
    """Grade an answer where the right one says it twice: 46 (23 pairs), half (52 %), Layer 3 (Network)."""
    parts = _ASIDE.fullmatch(tidy(gold))
    if parts is None or not is_quantity(question, parts[1]) or not words(parts[2]):
        return None
    inner, outer = find_quantities(parts[2]), find_quantities(parts[1])
    if not inner:
        return _grade_titled(question, parts[1], parts[2], given, known)
    if len(inner) > 1 or len(outer) > 1 or len(mine) != 1 or inner[0].bound:
        return None
    is_other_kind = (inner[0].noun, inner[0].dimension) != (outer[0].noun, outer[0].dimension)
    is_near = abs(inner[0].value / _PERCENT - outer[0].value) <= _CLOSE or compare(*inner, *outer) == "same"
    forms = [parts[1], *([parts[2]] if is_near or (is_other_kind and mine[0].dimension) else [])]
    grades = [_grade_reading(question, form, given, find_quantities(form), list(mine)) for form in forms]
    return next((grade for grade in grades if grade.verdict == "right"), None)


def _grade_titled(question: str, number: str, name: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade an answer where a thing has a number and a name: Layer 3 (Network). Each is enough, both must be right."""
    if words(number)[0].key not in titles():
        return None
    beside = [word[0] for word in re.finditer(r"[^\W\d_]{3,}", given) if stem(word[0]) not in keys(number)]
    if not beside:
        return None
    found = grade_phrase(question, name, " ".join(beside), known)
    if find_quantities(given):
        return wrong(found.reason) if found.verdict == "wrong" and "(" in given else None
    return found


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
    results = [_relation(question, gold, given, bounded, quantity, is_strict) for quantity in mine]
    is_bounded = _is_bounded(given)
    is_open = bound is None and any(is_bounded(q) for q, r in zip(mine, results, strict=True) if r == "same")
    return "bound" if is_open else min(results, key=order.index)  # at least 6 years for 6 years


def _is_bounded(given: str) -> Callable[[Quantity], bool]:
    """Return what says whether an answer leaves a number open: at least, at most; "up to" is said of any limit."""
    is_limit = bool(_AT_MOST.search(rewritten(tidy(given))))
    return lambda quantity: quantity.bound == "min" or (quantity.bound == "max" and is_limit)


def _asked_bound(question: str) -> Bound | None:
    if _MAX.search(question):
        return "max"
    return "min" if _MIN.search(question) else None


def _relation(
    question: str, gold: str, given: str, meant: Quantity, mine: Quantity, is_strict: bool = False
) -> Relation:
    if meant.date and mine.date and meant.date.part == "year" and mine.date.year == meant.date.year:
        return "same"  # more exact than asked
    if meant.date and mine.date and meant.date.part == "century" and mine.date.part == "decade":
        is_century = mine.value % 100 == 0 and mine.value == 100 * (meant.value - 1)
        return "same" if is_century else "number"  # the 1300s
    if meant.date and not (mine.date or mine.unit) and meant.date.part == "century" and mine.value == meant.value:
        return "same"
    if mine.date and mine.date.part in ("day", "month") and not meant.date and meant.value == (mine.date.year or 0):
        return "same"
    relation = compare(mine, meant)
    if relation == "number" and _is_finer(mine, meant):
        relation = "same"
    if relation == "same" and is_strict and not mine.bound:
        return "bound"
    return "unit" if relation == "same" and counts_another_thing(question, gold, given, meant, mine) else relation


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


def _checked(question: str, gold: str, given: str, meant: Sequence[Quantity], mine: Sequence[Quantity]) -> Grade:
    """Grade an answer that has the right number: it may not have another beside it, nor be per another thing."""
    shape = tidy(given)
    asked = find_quantities(tidy(question))
    for quantity in mine:
        if any(_relation(question, gold, given, q, quantity) == "same" for q in (*meant, *asked)):
            continue
        if quantity.noun and quantity.noun in {term for word in all_words(gold) for term in terms_of(word.text)}:
            return wrong("more than one number")  # two thirds of one house, of both houses
        in_brackets = len(mine) > 1 and "(" in shape
        if not in_brackets and (quantity.dimension == meant[0].dimension or not quantity.dimension):
            return wrong("more than one number")
    if name := other_thing(gold, given, meant, mine) or other_title(question, gold, given, meant, mine):
        return wrong(f"not {name}")
    clash = _per(given) - _per(gold) - _per(question)
    if clash and _per(gold) | _per(question):
        return wrong(f"not per {min(clash)}")
    return right()


def _per(text: str) -> set[str]:
    return {stem(match[1]) for match in _PER.finditer(text)}


def _explained(gold: str, given: str, relation: Relation) -> Grade:
    said, meant = tidy(given), tidy(gold)
    if relation == "bound":
        return wrong(f"{said} is another bound: it is {meant}")
    return wrong(f"{said} is not {meant}")
