"""In which form a card is asked."""

from collections.abc import Sequence
from random import Random

from tutor.quiz.values import FORMS, Form, Question
from tutor.store.drilled import Memory, Review

_EASY, _FIRM = 3, 21
"""Days of stability from which a card is typed rather than chosen, and from which it may be recalled."""


def choose_question(
    questions: Sequence[Question], memory: Memory, before: Sequence[Review], rng: Random
) -> Question | None:
    """Return the question to ask a card with: easier to answer while it is learned, and another one than the last.

    Args:
        questions: all that may be asked.
        memory: how well the card is remembered.
        before: its answers, oldest first.
        rng: decides among equals.
    """
    last = before[-1].answer if before else None
    is_guessed = last is not None and last.verdict == "right" and _form_of(last.question) == "choice"
    for forms in _forms_for(memory, is_guessed):
        found = [question for question in questions if question.form in forms]
        others = [question for question in found if last is None or question.kind != last.question]
        if found:
            return rng.choice(others or found)
    return None


def _form_of(kind: str) -> str:
    return next((form for known, form in FORMS.items() if known == kind), "")


def _forms_for(memory: Memory, is_guessed: bool) -> tuple[tuple[Form, ...], ...]:
    """Return the forms in groups, the first choice first."""
    days = memory.stability or 0.0
    if days >= _FIRM:
        return (("cloze", "typed", "recall"), ("choice",))
    if days >= _EASY or is_guessed:
        return (("cloze", "typed"), ("choice",), ("recall",))
    return (("choice",), ("cloze", "typed"), ("recall",))
