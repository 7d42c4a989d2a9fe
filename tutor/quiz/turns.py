"""A question as it is put, and what came of it, as values."""

from dataclasses import dataclass
from datetime import date

from tutor.quiz.judging import Judgement
from tutor.quiz.queue import Event
from tutor.quiz.values import Card, Question
from tutor.store.drilled import Review


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put.

    Attributes:
        card: what is asked.
        question: how.
        number: its place in the session, from 1; of one that comes back, its first place.
        total: how many cards the session asks.
        is_again: it was missed in this session, and comes back.
        hints: those that were taken.
        removed: wrong choices that hints took away.
        more_hints: how many are left.
        value_before: the answer before the notes changed; None if they did not.
        is_leech: it was missed very often.
    """

    card: Card
    question: Question
    number: int
    total: int
    is_again: bool
    hints: tuple[str, ...]
    removed: frozenset[str]
    more_hints: int
    value_before: str | None
    is_leech: bool

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices that are left."""
        return tuple(choice for choice in self.question.choices or () if choice not in self.removed)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came of an answer.

    Attributes:
        asked: what was asked.
        given: what was answered; empty for not sure.
        judgement: what it is worth.
        is_scored: False where the notes disagree with themselves.
        due: when the card comes back after this session; None where this is not scheduled.
        comes_back: it comes back in this session.
        can_overrule: the learner may say that it was right.
    """

    asked: Asked
    given: str
    judgement: Judgement
    is_scored: bool
    due: date | None
    comes_back: bool
    can_overrule: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What happened to a card, with what it takes to undo it.

    Attributes:
        event: what happened.
        question: that was answered or taken out; None for one that was put off.
        review: the answer as it was recorded, if it was answered.
        due: when the card came back then.
    """

    event: Event
    question: Question | None
    review: Review | None = None
    due: date | None = None
