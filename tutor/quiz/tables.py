"""Questions about a table's cells: the value, the entity, yes or no, a quantity to type."""

import re
from collections.abc import Iterator, Sequence

from tutor.notes.contradictions import polarity
from tutor.notes.generic import is_generic
from tutor.notes.values import Claim
from tutor.quiz.likeness import is_alike, is_same_sort, quantity_of
from tutor.quiz.making import FEWEST, Neighbours, ask, choose, offer
from tutor.quiz.values import Card, Distractor, Question
from tutor.quiz.wording import clean_name, content, context_of

_MAX_CHOICE = 100
_MAX_STATED = 180
_ADDRESS = re.compile(r"\d\.\d+\.|^\d+\.$|^0\d")
_YES_NO = {True: ("Yes", "No"), False: ("No", "Yes")}


def table_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the ways to ask a cell, best first."""
    column = [
        claim
        for claim in around.tables[card.claim.group]
        if claim.relation == card.claim.relation and claim.subject != card.claim.subject
    ]
    if any(_ADDRESS.search(claim.value) for claim in (card.claim, *column)):
        return  # parts of an address are no values
    if polarity(card.claim.value) is not None:
        yield from _yes_or_no(card, column)
    else:
        yield from _value(card, column)
        yield from _typed(card)
    yield from _reverse(card, column)


def cell_prompt(claim: Claim) -> str:
    """Return what asks for a cell: 'Bones: “Length” of Femur?'."""
    return f"{_place(claim)}“{clean_name(claim.relation)}” of {clean_name(claim.subject)}?"


def _place(claim: Claim) -> str:
    place = context_of(claim.names)
    return f"{place}: " if place else ""


def _value(card: Card, column: Sequence[Claim]) -> Iterator[Question]:
    claim = card.claim
    prompt = cell_prompt(claim)
    if len(claim.value) > _MAX_CHOICE:
        return
    same_sort = [
        Distractor(other.value, other.file, other.lines, f"{other.subject}: {other.value}")
        for other in column
        if len(other.value) <= _MAX_CHOICE and is_same_sort(other.value, claim.value)
    ]
    if wrong := choose(card, prompt, claim.value, same_sort):
        yield offer(card, "table_value", prompt, claim.value, wrong)


def _typed(card: Card) -> Iterator[Question]:
    if quantity_of(card.claim.value) is not None:
        yield ask(card, "table_typed", cell_prompt(card.claim), card.claim.value)


def _reverse(card: Card, column: Sequence[Claim]) -> Iterator[Question]:
    claim = card.claim
    if not column or len(claim.value) > _MAX_STATED:
        return
    if any(is_alike(other.value, claim.value) for other in column):
        return
    said = claim.value.rstrip(".? ")
    kind = claim.parts[0] if claim.parts else ""
    which = f"which {clean_name(kind)}" if kind and not is_generic(kind) and len(kind.split()) <= 4 else "which one"
    prompt = f"{_place(claim)}{which} has “{clean_name(claim.relation)}” = {said}?"
    if is_generic(claim.subject) or not content(said):
        return
    others = [
        Distractor(clean_name(other.subject), other.file, other.lines, f"{clean_name(other.subject)}: {other.value}")
        for other in column
    ]
    answer = clean_name(claim.subject)
    if wrong := choose(card, claim.value, answer, others, min(len(others), FEWEST)):
        yield offer(card, "table_reverse", prompt, answer, wrong)


def _yes_or_no(card: Card, column: Sequence[Claim]) -> Iterator[Question]:
    claim, is_so = card.claim, polarity(card.claim.value)
    opposite = next((other for other in column if polarity(other.value) is (not is_so)), None)
    if is_so is None or opposite is None:
        return
    right, wrong = _YES_NO[is_so]
    truth = f"{opposite.subject}: {opposite.value}"
    prompt = f"{_place(claim)}{clean_name(claim.subject)} — “{clean_name(claim.relation)}”: yes or no?"
    distractor = Distractor(wrong, opposite.file, opposite.lines, truth)
    yield offer(card, "table_yesno", prompt, right, [distractor], accepted=[claim.value])
