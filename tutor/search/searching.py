"""Passages and facts, dense and lexical, scored together.

A passage is worth its own similarity, that of its best fact, and the share of the question's words that each covers.
Scores are added: fusing ranks instead threw away how much better one was than the next, and lost.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.encoder import Encoder
from tutor.library.library import Library
from tutor.library.stored import FACT_VECTORS, PASSAGE_VECTORS, StoredFact
from tutor.search.hits import NEAR, Hit, ScoredFact
from tutor.search.query import Query
from tutor.search.subject import put_first

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

# Candidates from each source.
_PASSAGES, _FACTS, _LEXICAL = 150, 300, 150
# Of the union of the three, so many that can be worth most are scored: more sections than a screen ever quotes. So are
# those of the others that a quote of one of them may be put together from.
_SCORED = 64


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much in a passage's score."""

    passage: float = 0.8
    fact: float = 1.0
    passage_cover: float = 0.5
    fact_cover: float = 0.5


WEIGHTS = Weights()


def search(
    library: Library, encoder: Encoder, query: Query, within: Collection[int] | None = None, weights: Weights = WEIGHTS
) -> list[Hit]:
    """Return the passages that may answer, best first, ties in the order of the notes.

    Args:
        library: the notes.
        encoder: the one that the library was indexed with.
        query: what is asked.
        within: only these passages, the best of them.
        weights: what counts how much.
    """
    if not library.passage_count:
        return []
    vector = query_vector(library, encoder, query.encoder_input)
    near = _near_facts(library, vector)
    candidates = sorted(within) if within is not None else _candidates(library, query, vector, near)
    similarity = library.similarity(PASSAGE_VECTORS, vector, candidates)
    passages = library.stored.passages(candidates)
    covers = {number: query.cover(passage.terms) for number, passage in passages.items()}
    chosen = _chosen({number: _at_most(number, similarity, covers, near, weights) for number in candidates})
    facts = _scored_facts(library, query, vector, chosen, weights)
    hits = []
    for number in chosen:
        best = max([fact.score for fact in facts[number]], default=weights.fact * similarity[number])
        score = weights.passage * similarity[number] + best + weights.passage_cover * covers[number]
        hits.append(Hit(0, passages[number], score, similarity[number], covers[number], facts[number]))
    files = library.stored.files(hit.passage.note for hit in hits)
    hits.sort(key=lambda hit: (-hit.score, files[hit.passage.note].split("/"), hit.passage.span))
    ranked = [hit._replace(rank=rank) for rank, hit in enumerate(hits, 1)]
    return put_first(library, query.subject, ranked) if query.subject else ranked


def query_vector(library: Library, encoder: Encoder, text: str) -> "NDArray[float32]":
    """Return a question's direction in a collection: its embedding less the collection's centre, of length 1.

    What all the notes have in common says nothing about which of them answers, yet texts near the centre come first for
    any question. Taking the centre from the question alone has the effect of taking it from both, and leaves the stored
    vectors as they are (after Mu and Viswanath 2018, https://arxiv.org/abs/1702.01417, who take it from both).
    """
    import numpy as np

    vector = embedding(encoder, text) - library.centre
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, np.float32)


@lru_cache(maxsize=16)
def embedding(encoder: Encoder, text: str) -> "NDArray[float32]":
    """Return a question's embedding, (dim,) float32; what weighs an answer looks at it more than once."""
    vector: NDArray[float32] = encoder.encode([text])[0]
    return vector


def closeness(library: Library, encoder: Encoder, query: Query, hits: Sequence[Hit]) -> float:
    """Return the cosine of a question and the nearest of its hits' facts, the centre of the collection included."""
    facts = [fact.fact.number for hit in hits for fact in hit.facts]
    near = library.similarity(FACT_VECTORS, embedding(encoder, query.encoder_input), facts)
    return max(near.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class _NearFacts:
    """The similarity of the best of the nearest facts in each passage that has any, and that no other fact exceeds."""

    best: Mapping[int, float]
    others: float


def _near_facts(library: Library, vector: "NDArray[float32]") -> _NearFacts:
    near = library.nearest(FACT_VECTORS, vector, _FACTS)
    owners = library.stored.passages_of_facts(list(near))
    best: dict[int, float] = {}
    for fact, similarity in near.items():  # best first
        best.setdefault(owners[fact], similarity)
    return _NearFacts(best, min(near.values(), default=0.0))


def _candidates(library: Library, query: Query, vector: "NDArray[float32]", near: _NearFacts) -> list[int]:
    found = {*library.nearest(PASSAGE_VECTORS, vector, _PASSAGES), *near.best}
    found.update(library.stored.passages_with(query.lookups, _LEXICAL))
    return sorted(found)


def _at_most(
    number: int, similarity: Mapping[int, float], covers: Mapping[int, float], near: _NearFacts, weights: Weights
) -> float:
    """Return what a passage is worth at most: a fact covers no more than its passage, which holds its words."""
    fact = weights.fact * near.best.get(number, near.others)
    return weights.passage * similarity[number] + fact + (weights.passage_cover + weights.fact_cover) * covers[number]


def _chosen(worth: Mapping[int, float]) -> list[int]:
    """Return the passages that are worth most, and those near them, by number."""
    best = sorted(worth, key=lambda number: -worth[number])[:_SCORED]
    near = {number + by for number in best for by in range(-NEAR, NEAR + 1)}
    return sorted(near & worth.keys())


def _scored_facts(
    library: Library, query: Query, vector: "NDArray[float32]", passages: list[int], weights: Weights
) -> dict[int, tuple[ScoredFact, ...]]:
    facts = library.stored.facts_of(passages)
    numbers = [fact.number for passage in passages for fact in facts[passage]]
    similarity = library.similarity(FACT_VECTORS, vector, numbers)

    def scored(fact: StoredFact) -> ScoredFact:
        near, cover = similarity[fact.number], query.cover(fact.terms)
        return ScoredFact(fact, weights.fact * near + weights.fact_cover * cover, near, cover)

    return {passage: tuple(map(scored, facts[passage])) for passage in passages}
