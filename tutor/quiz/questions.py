"""A card to the ways of asking it, best first; a card that no way is fair to has none."""

import re
from collections.abc import Callable, Iterator

from tutor.notes.generic import is_about_course, is_order
from tutor.notes.values import ClaimKind
from tutor.quiz.clozes import bold_clozes, number_clozes
from tutor.quiz.listings import enumeration_questions, sentence_list_questions
from tutor.quiz.making import Neighbours
from tutor.quiz.matching import definition_questions, label_questions, statement_questions
from tutor.quiz.naming import naming_questions
from tutor.quiz.recalls import (
    acronym_questions,
    heading_questions,
    list_questions,
    open_questions,
    point_questions,
)
from tutor.quiz.tables import table_questions
from tutor.quiz.values import Card, Question

_Ways = tuple[Callable[[Card, Neighbours], Iterator[Question]], ...]
_WAYS: dict[ClaimKind, _Ways] = {
    "cell": (table_questions, enumeration_questions),
    "label": (label_questions, enumeration_questions, sentence_list_questions, number_clozes, bold_clozes),
    "definition": (definition_questions, naming_questions, sentence_list_questions, number_clozes, bold_clozes),
    "statement": (statement_questions, sentence_list_questions, number_clozes, bold_clozes),
    "acronym": (acronym_questions,),
    "list": (list_questions,),
    "points": (point_questions,),
    "heading": (heading_questions,),
}


_DEBRIS = re.compile(r"\*\*|\]\(|\[\[|\]\]|&#?\w{2,6};|</?\w|\\\\[a-z]{2}|https?://|!\[|-->|==>")


def questions_of(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield every fair way to ask a card: those first that the program can grade, then open recall.

    Args:
        card: what is asked.
        around: the claims of its note.
    """
    claim = card.claim
    if is_about_course((*claim.names, claim.relation)) or (claim.kind == "statement" and is_order(claim.value)):
        return
    for way in (*_WAYS[claim.kind], open_questions):
        yield from filter(_is_whole, way(card, around))


def _is_whole(question: Question) -> bool:
    """Say whether no mark of Markdown or HTML is left in what is shown, as where the note has it broken."""
    return not any(map(_DEBRIS.search, (question.question, question.answer, *(question.choices or ()))))
