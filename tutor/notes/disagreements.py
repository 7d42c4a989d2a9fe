"""Where notes disagree with themselves: of the same thing, the same attribute, another quantity, or yes and no."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tutor.notes.comparing import compare
from tutor.notes.contradictions import contradictions
from tutor.notes.generic import is_generic
from tutor.notes.quantities import Quantity, find_quantities
from tutor.notes.values import Claim
from tutor.notes.words import terms

_COMMON = 0.03
"""A term of more of the names than this ("Amazon", "acute") does not tell them apart."""

# What gives an example or calculates states nothing of its own.
_EXAMPLE = re.compile(r"=|\be\.?g\b|\bexample|\bfor instance|\bsuch as\b", re.IGNORECASE)
_ROLES = frozenset(terms("default maximum minimum max min limit up to time size number value amount period range data"))


@dataclass(frozen=True, slots=True)
class Stated:
    """What a claim states.

    Attributes:
        claim: what states it.
        text: the quantity with its bound, or all that is said, as the claim's value has it.
        holds: where it says that something holds or does not; None of a quantity.
    """

    claim: Claim
    text: str
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two places that state different quantities of the same attribute of the same thing, or that it holds and not."""

    attribute: str
    first: Stated
    second: Stated


@dataclass(frozen=True, slots=True)
class _Said:
    """A quantity that a claim states, and what it is said of.

    Attributes:
        stated: the quantity with its claim.
        quantity: where it stands in the claim's value.
        part: max, min or default, as its words say, or as it is the largest or smallest of the claim; else empty.
        subject, label, words: the terms of the subject, of its label, and of the whole claim.
    """

    stated: Stated
    quantity: Quantity
    part: str
    subject: frozenset[str]
    label: tuple[str, ...]
    words: frozenset[str]


def find_disagreements(claims: Sequence[Claim]) -> list[Disagreement]:
    """Return where claims disagree: on quantities first, then on what holds, each in the order of its first place.

    Args:
        claims: of all notes, in order.
    """
    on_what_holds = (
        Disagreement(attribute, *(Stated(one.claim, one.claim.value, one.is_so) for one in pair))
        for attribute, *pair in contradictions(claims)
    )
    return [*_on_quantities(claims), *on_what_holds]


def _on_quantities(claims: Sequence[Claim]) -> list[Disagreement]:
    """Return where claims disagree on a quantity, in the order of the first place of each.

    Two disagree if one's subject is the other's or a part of it, a word of a label is in both, and the quantities are
    of one dimension, play the same part (default, upper or lower end) and differ.

    Args:
        claims: of all notes, in order.
    """
    said = list(_all_said(claims))
    names = {claim.subject for claim in claims}
    counts = Counter(term for name in names for term in set(terms(name)))
    common = {term for term, count in counts.items() if count > max(_COMMON * len(names), 5)}
    by_word: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    for one in said:
        for word in one.words:
            by_word[word, one.quantity.dimension].append(one)
    found: dict[tuple[int, int], Disagreement] = {}
    place = {id(one): number for number, one in enumerate(said)}
    for (word, _), group in by_word.items():
        for first, second in combinations(group, 2):
            if _shares_attribute(word, first, second) and _disagree(first, second, common):
                found.setdefault((place[id(first)], place[id(second)]), Disagreement(word, first.stated, second.stated))
    return [found[key] for key in sorted(found)]


def _all_said(claims: Iterable[Claim]) -> Iterator[_Said]:
    for claim in claims:
        is_plain = claim.kind in {"cell", "label", "statement", "definition"}
        if not is_plain or not any(map(str.isdigit, claim.value)) or _EXAMPLE.search(f"{claim.relation} {claim.value}"):
            continue
        quantities = [q for q in find_quantities(claim.value) if q.unit and not q.date and q.dimension != "ratio"]
        label = claim.relation or (claim.subject if claim.kind == "label" else "")
        subject = frozenset(terms(_subject(claim)))
        of_label = tuple(term for term in terms(label) if term not in _ROLES | subject)
        words = frozenset(of_label) | (
            frozenset(terms(claim.value)) - _ROLES - subject if claim.kind != "cell" else frozenset()
        )
        for quantity in quantities:
            stated = Stated(claim, claim.value[quantity.span.start : quantity.span.end])
            yield _Said(stated, quantity, _part(quantity, quantities), subject, of_label, words)


def _subject(claim: Claim) -> str:
    """Return what a claim is about: of a labelled one what stands above the label, for that is the attribute."""
    if claim.kind == "cell":
        return claim.subject
    return next((name for name in reversed(claim.names) if not is_generic(name)), "")


def _shares_attribute(word: str, first: _Said, second: _Said) -> bool:
    """Say whether a word names what both speak of: in both labels, or the last of the one and in the other's text."""
    if first.label and second.label:
        return word in first.label and word in second.label and word in {first.label[-1], second.label[-1]}
    return word in {*first.label[-1:], *second.label[-1:]}


def _disagree(first: _Said, second: _Said, common: set[str]) -> bool:
    a, b = first.subject - common, second.subject - common
    if not a or not b or not (a <= b or b <= a):
        return False
    one, other = first.stated, second.stated
    is_same_place = one.claim.lines == other.claim.lines or {one.claim.kind, other.claim.kind} == {"cell"}
    if is_same_place and one.claim.file == other.claim.file and one.claim.group == other.claim.group:
        return False
    return _differ(first, second)


def _differ(one: _Said, other: _Said) -> bool:
    """Say whether two quantities that play the same part differ."""
    if one.quantity.shape == other.quantity.shape:
        return one.part == other.part and compare(one.quantity, other.quantity) == "number"
    ranged, single = (one, other) if one.quantity.shape == "range" else (other, one)
    if ranged.quantity.shape != "range" or single.quantity.shape != "one" or single.part not in {"max", "min"}:
        return False
    end = ranged.quantity.amounts[-1 if single.part == "max" else 0]
    return compare(replace(single.quantity, amounts=(end,)), single.quantity) == "number"


def _part(quantity: Quantity, beside: Sequence[Quantity]) -> str:
    if quantity.bound in {"max", "min", "default"}:
        return str(quantity.bound)
    sizes = [_size(other) for other in beside if other.dimension == quantity.dimension and other.shape == "one"]
    if len(sizes) < 2 or quantity.shape != "one":
        return ""
    return "max" if _size(quantity) == max(sizes) else "min" if _size(quantity) == min(sizes) else ""


def _size(quantity: Quantity) -> float:
    return quantity.value * (quantity.unit.factor if quantity.unit else 1.0)
