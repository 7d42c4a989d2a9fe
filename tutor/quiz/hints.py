"""Hints to a question, one after the other, made from the question alone."""

import re
from random import Random

from tutor.quiz.values import Question

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


def hints_of(question: Question) -> tuple[str, ...]:
    """Return the hints, the weakest first; empty where there is nothing to say without saying all."""
    if question.choices is not None:
        return ()  # see removed_by
    if question.points:
        return _point_hints(question)
    return _typed_hints(question.answer)


def removed_by(question: Question, hints: int) -> frozenset[str]:
    """Return the wrong choices that are taken away by so many hints; two choices stay at least."""
    if question.choices is None or not hints:
        return frozenset()
    wrong = [choice for choice in question.choices if choice != question.answer]
    rng = Random(question.id)
    return frozenset(rng.sample(wrong, max(0, min(2, len(wrong) - 1))))


def most_hints(question: Question) -> int:
    """Return how many hints there are."""
    if question.choices is not None:
        return 1 if len(question.choices) > 2 else 0
    return len(hints_of(question))


def _typed_hints(answer: str) -> tuple[str, ...]:
    if _NUMBER.search(answer):
        unit = _NUMBER.sub("▁", answer)
        shape = f"It has this form: {unit}" if _WORD.search(unit) else f"A number of {len(answer)} characters."
        return (shape, f"It begins with {answer[0]}.") if len(answer) > 1 else (shape,)
    words = _WORD.findall(answer)
    if not words:
        return ()
    count = "One word" if len(words) == 1 else f"{len(words)} words"
    lengths = ", ".join(str(len(word)) for word in words[:8])
    first = f"{count}, letters: {lengths}"
    return (first, f"It begins: {_initials(answer)}") if any(len(word) > 1 for word in words) else (first,)


def _initials(answer: str) -> str:
    """Return `S▁▁▁▁▁ Q▁▁▁▁` for "Simple Queue"."""
    return _WORD.sub(lambda match: match.group()[0] + "▁" * (len(match.group()) - 1), answer)


def _point_hints(question: Question) -> tuple[str, ...]:
    firsts = [words[0] for point in question.points if (words := _WORD.findall(point.text))]
    if not firsts:
        return ()
    if len(question.points) == 1:
        return (f"It begins: {firsts[0]} …",)
    return (f"{len(question.points)} points.", f"They begin: {', '.join(f'{word} …' for word in firsts)}")
