"""What a learner was asked and what came of it, as values. Instants are nanoseconds since 1970, UTC.

Days are study days.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

ReviewKind = Literal["review", "drill", "cram"]
"""The first answer of a study day, by which the card is scheduled; another one of that day; practice by request."""


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a card is remembered.

    Attributes:
        state: 1 while it is learned, 2 in review, 3 while it is learned again.
        step: of the steps that a missed card goes through; None in review.
        stability: days until the probability of recall is 0.9; None before the first review.
        difficulty: 1 to 10; None before the first review.
        day: of the last review; None before the first.
        reps: reviews.
        lapses: how often it was missed in review.
    """

    state: int = 1
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    day: date | None = None
    reps: int = 0
    lapses: int = 0


NEW = Memory()
"""Of a card that was never asked."""


@dataclass(frozen=True, slots=True)
class StoredDeck:
    """What of some notes is drilled.

    Attributes:
        number: its id.
        exam: the day of the exam, if one is set.
        version: of the notes that its cards were last compared with; empty before the first time.
    """

    number: int
    exam: date | None
    version: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a card is recognised by after the notes were edited.

    Attributes:
        identity: by its place in the structure; one of a kind within a deck.
        key: the same, shared by claims that only their order tells apart.
        content: hash of what it says.
        kind: the kind of claim.
        said: what it says.
        value: the answer.
        names: the headings and labels above it, outermost first.
        file, line: where it stands, the line 1-based.
    """

    identity: str
    key: str
    content: str
    kind: str
    said: str
    value: str
    names: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card that was asked before, or a question of which was taken out.

    Attributes:
        number: its id; it outlasts edits of the notes.
        profile: as the notes had it when they were last compared.
        memory: what its reviews come to.
        due: the study day on which it comes back; None if it was never asked.
        is_archived: it is gone from the notes.
        value_before: the answer before the notes changed, until it is asked again; else None.
    """

    number: int
    profile: Profile
    memory: Memory
    due: date | None
    is_archived: bool
    value_before: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, before it is known what it does to the card.

    Attributes:
        session: in which it was given; None outside of one.
        at: when it was given.
        day: the study day.
        question: the kind of question.
        given: what was answered.
        verdict: right, wrong or partial.
        is_overruled: the learner had the last word.
        is_scored: False where the notes disagree with themselves.
        hints: how many were taken.
        rating: 1 to 4.
        milliseconds: how long it took.
    """

    session: int | None
    at: int
    day: date
    question: str
    given: str
    verdict: str
    is_overruled: bool
    is_scored: bool
    hints: int
    rating: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Review:
    """An answer as it was recorded; never changed, though it may be taken back.

    Attributes:
        number: its id; later ones are larger.
        card: the id of its card.
        kind: what it counts as.
        answer: what was given.
        predicted: the probability of recall before it; None before the first review, and where it is no review.
    """

    number: int
    card: int
    kind: ReviewKind
    answer: Given
    predicted: float | None


@dataclass(frozen=True, slots=True)
class Imported:
    """An answer that was recorded elsewhere; as in `Review`."""

    kind: ReviewKind
    answer: Given
    predicted: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer does, as decided from the answers before it."""

    kind: ReviewKind
    predicted: float | None
    memory: Memory
    due: date | None


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A run of questions.

    Attributes:
        number: its id.
        started_at: when it began.
        day: its study day.
        plan: as it was given to `start_session`.
    """

    number: int
    started_at: int
    day: date
    plan: str


@dataclass(frozen=True, slots=True)
class BadQuestion:
    """A question that the learner took out."""

    identity: str
    kind: str
    question: str
    at: int
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit of the notes did to a card.

    Attributes:
        number: the card's id.
        profile: as the notes have it now.
        value_before: the answer before, if it is another one now.
    """

    number: int
    profile: Profile
    value_before: str | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """What was done on a study day; answers that were taken back are not counted.

    Attributes:
        day: the study day.
        first: cards that were asked for the first time.
        again: reviews of others; of these, how many were right, and how many were predicted to be.
        practice: answers that were no reviews.
        milliseconds: spent on all answers.
    """

    day: date
    first: int
    again: int
    right: int
    predicted: float
    practice: int
    milliseconds: int
