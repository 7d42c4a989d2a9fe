"""What an answer to a question is worth, whatever the form of the question."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from tutor.quiz.grading import EMPTY, Vocabulary, best, grade
from tutor.quiz.scheduling import AGAIN, GOOD, HARD
from tutor.quiz.values import Distractor, Question

Outcome = Literal["right", "wrong", "partial", "unsure"]

NEARLY = 2 / 3
"""The share of a list or of points from which it counts as recalled, with difficulty."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer is worth.

    Attributes:
        outcome: unsure where the learner has to say.
        reason: in words; empty where there is nothing to add.
        share: of what was asked for that is there, 0 to 1.
        chosen: the wrong choice that was taken, if it was one of the notes'.
    """

    outcome: Outcome
    reason: str = ""
    share: float = 0.0
    chosen: Distractor | None = None


RIGHT = Judgement("right", share=1.0)
NOT_SURE = Judgement("wrong", "not sure")


def judge(question: Question, given: str, own: Sequence[str] = (), known: Vocabulary = EMPTY) -> Judgement:
    """Return what an answer is worth.

    Args:
        question: what was asked.
        given: the choice as it stands in the question, or what was typed; empty for not sure.
        own: what the learner said is right as well.
        known: what the notes know.
    """
    given = given.strip()
    if not given:
        return NOT_SURE
    if question.choices is not None:
        return _judge_choice(question, given)
    if _folded(given) in map(_folded, own):
        return RIGHT
    return _judge_typed(question, given, known)


def judge_recall(question: Question, recalled: Collection[int]) -> Judgement:
    """Return what a recall is worth that the learner graded, by the numbers of the points recalled, from 0."""
    total = max(1, len(question.points))
    share = len({number for number in recalled if 0 <= number < total}) / total
    if share == 1:
        return RIGHT
    reason = f"{round(share * total)} of {total}" if total > 1 else ""
    return Judgement("partial" if share else "wrong", reason, share)


def rating_of(judgement: Judgement, hints: int) -> int:
    """Return the rating that follows: Easy is never given by itself, Hard never for a failure."""
    if judgement.outcome == "right":
        return HARD if hints else GOOD
    if judgement.outcome == "partial" and judgement.share >= NEARLY and not hints:
        return HARD
    return AGAIN


def _judge_choice(question: Question, given: str) -> Judgement:
    if given in question.accepted:
        return RIGHT
    chosen = next((d for d in question.distractors or () if d.choice == given), None)
    return Judgement("wrong", chosen=chosen)


def _judge_typed(question: Question, given: str, known: Vocabulary) -> Judgement:
    """Return the best that any of the accepted answers makes of what was typed."""
    found = best(grade(question.question, answer, given, known) for answer in question.accepted)
    return Judgement(found.verdict, found.reason, found.share)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
