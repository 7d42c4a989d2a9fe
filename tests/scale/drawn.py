"""Vectors drawn like real embeddings, and what an exact search among them finds."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.encoder import Encoder, ModelId

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


class DrawnEncoder:
    """Encodes nothing: gives each text the sum of two real embeddings and of noise spread like them, of length 1.

    Args:
        like: whose identity it takes, so that the real one can search what this one made.
        real: (n, dim) embeddings to draw from.
    """

    def __init__(self, like: Encoder, real: Floats) -> None:
        self.identity: ModelId = like.identity
        self._real = real
        self._rng = np.random.default_rng(0)
        centred = real - real.mean(axis=0)
        _, spread, axes = np.linalg.svd(centred, full_matrices=False)
        self._noise = np.asarray(axes * (spread / np.sqrt(len(real)))[:, np.newaxis], np.float32)

    @property
    def reads_words_apart(self) -> bool:
        """Say that it does, like the one whose identity it takes."""
        return True

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Guess from the length: English has about four characters to a word piece."""
        return [len(text) // 4 + 2 for text in texts]

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Floats:
        """Return a drawn vector for each text, (n, dim) float32."""
        if progress:
            progress(len(texts), len(texts))
        return self.draw(len(texts))

    def draw(self, count: int) -> Floats:
        """Return (count, dim) float32 drawn vectors."""
        first, second = self._rng.integers(len(self._real), size=(2, count))
        noise = self._rng.standard_normal((count, len(self._noise)), np.float32) @ self._noise
        rows = self._real[first] + self._real[second] + noise
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


class Nearest:
    """The ids of the ten vectors nearest to each of some queries, of all that it was shown."""

    def __init__(self, queries: Floats) -> None:
        self._queries = queries
        self._scores = np.empty((len(queries), 0), np.float32)
        self._ids: Ids = np.empty((len(queries), 0), np.int64)

    def show(self, ids: Ids, rows: Floats) -> None:
        """Look at some more vectors."""
        scores = np.hstack([self._scores, self._queries @ rows.T])
        known = np.hstack([self._ids, np.broadcast_to(ids, (len(self._queries), len(ids)))])
        best = np.argpartition(-scores, min(10, scores.shape[1] - 1), axis=1)[:, :10]
        self._scores, self._ids = (np.take_along_axis(found, best, axis=1) for found in (scores, known))

    def recall(self, found: Sequence[Ids]) -> float:
        """Return which share of the nearest is among what a search found for each query."""
        shares = [np.isin(wanted, ids).mean() for wanted, ids in zip(self._ids, found, strict=True)]
        return float(np.mean(shares))
