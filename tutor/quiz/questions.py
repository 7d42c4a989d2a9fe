"""A card to the ways of asking it, best first; a card that no way is fair to has none."""

from collections.abc import Callable, Iterator

from tutor.notes.values import ClaimKind
from tutor.quiz.clozes import bold_clozes, number_clozes
from tutor.quiz.making import Neighbours
from tutor.quiz.matching import definition_questions, label_questions, statement_questions
from tutor.quiz.recalls import acronym_questions, heading_questions, list_questions, open_questions, point_questions
from tutor.quiz.tables import table_questions
from tutor.quiz.values import Card, Question

_Ways = tuple[Callable[[Card, Neighbours], Iterator[Question]], ...]
_WAYS: dict[ClaimKind, _Ways] = {
    "cell": (table_questions,),
    "label": (label_questions, number_clozes, bold_clozes),
    "definition": (definition_questions, number_clozes, bold_clozes),
    "statement": (statement_questions, number_clozes, bold_clozes),
    "acronym": (acronym_questions,),
    "list": (list_questions,),
    "points": (point_questions,),
    "heading": (heading_questions,),
}


def questions_of(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield every fair way to ask a card: those first that the program can grade, then open recall.

    Args:
        card: what is asked.
        around: the claims of its note.
    """
    for way in _WAYS[card.claim.kind]:
        yield from way(card, around)
    yield from open_questions(card)
