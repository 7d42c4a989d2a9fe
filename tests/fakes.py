"""An encoder that is no model: texts with the same word stems lie close together, and nothing is loaded."""

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tutor.encoder import ModelId
from tutor.notes.words import terms, tokens

IDENTITY = ModelId("fake", "f" * 32, 64, 256)


class FakeEncoder:
    """Adds up a direction for each word stem of a text; keeps every text that it was given.

    A word is one piece, or two where `knows` says that the encoder's language has no such word.
    """

    def __init__(self, identity: ModelId = IDENTITY, knows: Callable[[str], bool] = lambda _: True) -> None:
        self.identity = identity
        self.encoded: list[str] = []
        self._knows = knows

    @property
    def reads_words_apart(self) -> bool:
        return True

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [sum(1 if self._knows(match.group()) else 2 for match in tokens(text)) for text in texts]

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        self.encoded += texts
        vectors = np.zeros((len(texts), self.identity.dim))
        for row, text in zip(vectors, texts, strict=True):
            row[0] = 0.1  # so that a text without words has a direction too
            for term in terms(text):
                # Not hash(), which differs from one process to the next.
                row[:] += _direction(term, self.identity.dim)
        if progress:
            progress(len(texts), len(texts))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / lengths, np.float32)


def _direction(term: str, dim: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(crc32(term.encode("utf-8", "surrogatepass")))
    return np.asarray(rng.standard_normal(dim) / np.sqrt(dim))
