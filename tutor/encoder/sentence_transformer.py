"""The reference: any model that sentence-transformers loads. With `export` the only module that imports it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tutor.encoder import ModelId
from tutor.encoder.model import ModelFiles
from tutor.encoder.word_pieces import FILE, WordPieces, loading

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_BATCH = 32
_CHUNK = 512  # texts between two reports of progress


class SentenceTransformerEncoder:
    """An encoder that loads its model when it is first needed (about 4 s)."""

    def __init__(self, files: ModelFiles) -> None:
        self._files = files
        self._pieces = WordPieces(files) if (files.folder / FILE).is_file() else None

    @property
    def identity(self) -> ModelId:
        """Which model this is."""
        return self._files.identity

    @property
    def reads_words_apart(self) -> bool:
        """Whether each word piece is of the letters of one word."""
        return bool(self._pieces and self._pieces.are_of_words)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, special ones not counted."""
        if self._pieces:
            return self._pieces.count(texts)
        return [len(ids) - 2 for ids in self.model.tokenizer(list(texts))["input_ids"]]

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> "NDArray[float32]":
        """Return the texts' embeddings: (n, dim) float32, L2-normalised."""
        import numpy as np

        vectors = np.zeros((len(texts), self.identity.dim), np.float32)
        # Texts of like length share a batch, so little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]), reverse=True)
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            vectors[chunk] = self.model.encode(
                [texts[i] for i in chunk], batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(min(start + _CHUNK, len(order)), len(order))
        return vectors

    @cached_property
    def model(self) -> Any:
        """The SentenceTransformer.

        Raises:
            ModelMissing: its files hold none, or another one than they say.
        """
        from sentence_transformers import SentenceTransformer

        with loading(self.identity.name):
            model = SentenceTransformer(str(self._files.folder), device="cpu", local_files_only=True)
            if (dim := model.get_embedding_dimension()) != self.identity.dim:
                raise ValueError(f"it makes {dim} numbers, and its files say {self.identity.dim}")
        model.max_seq_length = self.identity.max_tokens
        return model
