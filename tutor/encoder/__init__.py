"""Texts to vectors: what an encoder is, which one is meant, and the files that it is made of."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

Notify = Callable[[str], None]
"""Told, in one sentence, what the user should know though it stops nothing."""

Progress = Callable[[str, int, int], None]
"""Told what is being done ("reading", "embedding"), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class ModelId:
    """Which encoder made a vector; vectors of different fingerprints are never compared.

    Attributes:
        name: as the user calls it.
        fingerprint: of the files that decide its vectors.
        dim: numbers in a vector.
        max_tokens: word pieces that it reads, the two special ones included.
    """

    name: str
    fingerprint: str
    dim: int
    max_tokens: int


class Encoder(Hashable, Protocol):
    """Turns texts into vectors that lie close together where the texts mean the same."""

    @property
    def identity(self) -> ModelId:
        """Which encoder this is; cheap, and without loading it."""

    @property
    def reads_words_apart(self) -> bool:
        """Whether each word piece is of the letters of one word, as BERT's are.

        Then a text has no more of them than letters, and lines together no more than each alone.
        """

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, special ones not counted."""

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> "NDArray[float32]":
        """Return the texts' embeddings: (n, dim) float32, L2-normalised.

        What a text has beyond `max_tokens` is not read. `progress` is told how many of how many are done.
        """
