"""What a search returns."""

from dataclasses import dataclass

from tutor.library.stored import StoredFact, StoredPassage


@dataclass(frozen=True, slots=True)
class ScoredFact:
    """A fact with what it is worth to a question."""

    fact: StoredFact
    score: float
    similarity: float
    cover: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with what it is worth to a question.

    Attributes:
        rank: 1 is the best.
        score: comparable within one search.
        similarity: of the passage to the question, less what the whole collection has in common with it.
        cover: share of the question's words that it holds.
        facts: its facts, in the order of the note.
    """

    rank: int
    passage: StoredPassage
    score: float
    similarity: float
    cover: float
    facts: tuple[ScoredFact, ...]

    @property
    def best(self) -> ScoredFact | None:
        """The fact that is worth most, the first of equals."""
        return max(self.facts, key=lambda fact: fact.score, default=None)
