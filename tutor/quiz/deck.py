"""The cards of the notes that are drilled, and their questions."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from tutor.notes.disagreements import Disagreement, Stated, find_disagreements
from tutor.notes.values import Claim, Lines
from tutor.quiz.cards import cards_of
from tutor.quiz.kept import Asked
from tutor.quiz.likeness import folded
from tutor.quiz.making import Neighbours
from tutor.quiz.questions import questions_of
from tutor.quiz.values import Card, Question
from tutor.quiz.wording import clean_name


class Deck:
    """Cards in the order of the notes, each with the ways of asking it.

    Args:
        claims: of all notes, in order, those of a note together: a card is the same whatever is drilled beside it.
        is_drilled: whether a claim is asked; without it all are.
        ask: gives the questions of all cards.

    Attributes:
        cards: those that are drilled and can be asked fairly.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        is_drilled: Callable[[Claim], bool] = lambda _: True,
        ask: Callable[[Sequence[Card]], Asked] | None = None,
    ) -> None:
        cards = cards_of(claims)
        self._questions = (ask or ask_all)(cards)
        self.cards = tuple(card for card in cards if self._questions.get(card.id) and is_drilled(card.claim))

    def questions(self, card: Card) -> tuple[Question, ...]:
        """Return every fair way of asking a card, those first that the program can grade."""
        return self._questions[card.id]

    def __iter__(self) -> Iterator[Question]:
        """Yield every question, card by card."""
        for card in self.cards:
            yield from self._questions[card.id]


def ask_all(cards: Sequence[Card]) -> Asked:
    """Return the questions of each card, those first that the program can grade.

    What is asked in the same words twice is asked once if the answers agree, and not at all if they do not.

    Args:
        cards: of all notes, in order, those of a note together.
    """
    claims = [card.claim for card in cards]
    expansions = _expansions(claims)
    around = {file: Neighbours(tuple(group), expansions) for file, group in groupby(claims, lambda claim: claim.file)}
    disputes = _disputes(find_disagreements(claims))
    asked = {
        card.id: [_disputed(question, disputes) for question in questions_of(card, around[card.claim.file])]
        for card in cards
    }
    fair = _fair(question for questions in asked.values() for question in questions)
    return {number: tuple(q for q in questions if q.id in fair) for number, questions in asked.items()}


_Disputes = dict[tuple[str, Lines], list[tuple[Stated, Stated]]]


def _disputes(disagreements: Sequence[Disagreement]) -> _Disputes:
    """Return what is stated otherwise elsewhere, by where it stands."""
    found: _Disputes = defaultdict(list)
    for one in disagreements:
        for stated, other in ((one.first, one.second), (one.second, one.first)):
            found[stated.claim.file, stated.claim.lines].append((stated, other))
    return found


def _disputed(question: Question, disputes: _Disputes) -> Question:
    """Return a question, with what the notes say otherwise if they do: then either is right."""
    others = [
        other
        for stated, other in disputes.get((question.file, question.lines), ())
        if question.is_graded and _is_about(question, stated)
    ]
    if not others:
        return question
    if question.kind == "table_yesno":
        return replace(question, accepted=question.choices or (), disputed=tuple(other.claim for other in others))
    accepted = dict.fromkeys((*question.accepted, *(other.text for other in others)))
    return replace(question, accepted=tuple(accepted), disputed=tuple(other.claim for other in others))


def _is_about(question: Question, stated: Stated) -> bool:
    """Say whether a question asks for what is stated: the quantity, or yes or no of this cell."""
    if stated.holds is not None:
        subject, attribute = clean_name(stated.claim.subject), clean_name(stated.claim.relation)
        return question.kind == "table_yesno" and subject in question.question and attribute in question.question
    return question.kind != "table_yesno" and folded(question.answer) in folded(stated.text)


def _expansions(claims: Sequence[Claim]) -> dict[str, tuple[str, ...]]:
    """Return what each acronym, folded, stands for, the most frequent first."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for claim in claims:
        if claim.kind == "acronym":
            counts[folded(claim.subject)][claim.value] += 1
    return {short: tuple(sorted(found, key=lambda long: (-found[long], long))) for short, found in counts.items()}


def _fair(questions: Iterator[Question]) -> set[str]:
    """Return the ids of the questions to keep: of those in the same words, the first, if all have the same answer."""
    same: dict[tuple[str, bool], list[Question]] = defaultdict(list)
    for question in questions:
        same[folded(question.question), question.choices is not None].append(question)
    return {
        group[0].id
        for group in same.values()
        if all(folded(question.answer) in map(folded, group[0].accepted) for question in group)
    }
