"""What the learner did, as values. Times are nanoseconds since 1970, UTC."""

from dataclasses import dataclass
from typing import Generic, TypeVar

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions that follow one another.

    Attributes:
        id: never given to another conversation, not even after a deletion.
        notes_id: the notes that were asked.
        title: as started or renamed.
        created_at, used_at: when it was started, and when its last turn was added.
        is_hidden: a one-shot that was not continued.
        turns: how many it has.
    """

    id: int
    notes_id: str
    title: str
    created_at: int
    used_at: int
    is_hidden: bool
    turns: int


@dataclass(frozen=True, slots=True)
class Turn(Generic[A]):
    """One question of a conversation, and its answer.

    Attributes:
        number: its place in the conversation, from 1.
        asked_at: when it was asked.
        question: as asked.
        understood_text: the question that was searched: with what a follow-up left out.
        answer: None when it was stored in a form that cannot be read any more.
    """

    number: int
    asked_at: int
    question: str
    understood_text: str
    answer: A | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the notes could not answer, or only doubtfully.

    Attributes:
        question: as it was searched the last time.
        asked_at: when it was asked the last time.
        verdict: doubtful or absent, the last time.
        times: how often it was asked since it was last answered for sure.
    """

    question: str
    asked_at: int
    verdict: str
    times: int
