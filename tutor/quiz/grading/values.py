"""What a typed answer is worth, and what the notes know that helps to say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["right", "wrong", "unsure", "partial"]
_ORDER: tuple[Verdict, ...] = ("right", "partial", "unsure", "wrong")


@dataclass(frozen=True, slots=True)
class Grade:
    """What a typed answer is worth.

    Attributes:
        verdict: unsure where the learner has to say; partial where a part of what was asked for is there.
        reason: in words for the learner; empty where there is nothing to add.
        share: of what was asked for that is there, 0 to 1.
    """

    verdict: Verdict
    reason: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the notes know: it tells a slip of the pen from another thing's name.

    Attributes:
        names: of things in the notes, as written: headings, labels, columns.
        aliases: pairs of a short form and a long one.
    """

    names: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()


EMPTY = Vocabulary()


def right(reason: str = "") -> Grade:
    """Return the grade of a right answer."""
    return Grade("right", reason, 1.0)


def wrong(reason: str) -> Grade:
    """Return the grade of a wrong answer."""
    return Grade("wrong", reason)


def partial(found: int, whole: int, reason: str) -> Grade:
    """Return the grade of an answer that has some of what was asked for, or more than that."""
    return Grade("partial", reason, found / (whole + (found == whole)))


def unsure(reason: str) -> Grade:
    """Return the grade of an answer that a machine should not decide."""
    return Grade("unsure", reason, 0.5)


def worst(grades: Iterable[Grade]) -> Grade:
    """Return the worst of several grades; of equals the first."""
    return max(grades, key=lambda grade: (_ORDER.index(grade.verdict), -grade.share))


def best(grades: Iterable[Grade]) -> Grade:
    """Return the best of several grades; of equals the first."""
    return min(grades, key=lambda grade: (_ORDER.index(grade.verdict), -grade.share))
