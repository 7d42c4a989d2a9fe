"""What a search returns. Hundreds of them are made for one question, which named tuples are quicker at."""

from typing import NamedTuple

from tutor.library.stored import StoredFact, StoredPassage

NEAR = 2
"""Passages from the best one of a quote to others of it."""


class ScoredFact(NamedTuple):
    """A fact with what it is worth to a question."""

    fact: StoredFact
    score: float
    similarity: float
    cover: float


class Hit(NamedTuple):
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
