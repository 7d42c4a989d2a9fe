"""The real encoder: any model that sentence-transformers loads. The only module that imports it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.encoder import ModelId
from tutor.encoder.model import find_model
from tutor.errors import ModelMissing

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_BATCH = 32
_CHUNK = 512  # texts between two reports of progress


class SentenceTransformerEncoder:
    """An encoder that loads its model when it is first needed (about 4 s) and its tokenizer apart (0.05 s).

    Args:
        name: "" for the bundled model, else a folder or a name.
        seen: see `find_model`.

    Raises:
        ModelMissing, ModelMismatch: as `find_model`.
    """

    def __init__(self, name: str, seen: Path) -> None:
        self._files = find_model(name, seen)

    @property
    def identity(self) -> ModelId:
        """Which model this is."""
        return self._files.identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, special ones not counted."""
        if self._tokenizer is None:
            return [len(ids) - 2 for ids in self._model.tokenizer(list(texts))["input_ids"]]
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> "NDArray[float32]":
        """Return the texts' embeddings: (n, dim) float32, L2-normalised."""
        import numpy as np

        vectors = np.zeros((len(texts), self.identity.dim), np.float32)
        # Texts of like length share a batch, so little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]), reverse=True)
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            vectors[chunk] = self._model.encode(
                [texts[i] for i in chunk], batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(min(start + _CHUNK, len(order)), len(order))
        return vectors

    @cached_property
    def _tokenizer(self) -> Any:
        file = self._files.folder / "tokenizer.json"
        if not file.is_file():
            return None
        from tokenizers import Tokenizer

        with _loading(self.identity.name):
            tokenizer = Tokenizer.from_file(str(file))
        # The file of the bundled model truncates at 128 and pads; counting needs neither.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        with _loading(self.identity.name):
            model = SentenceTransformer(str(self._files.folder), device="cpu", local_files_only=True)
            if (dim := model.get_embedding_dimension()) != self.identity.dim:
                raise ValueError(f"it makes {dim} numbers, and its files say {self.identity.dim}")
        model.max_seq_length = self.identity.max_tokens
        return model


@contextmanager
def _loading(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # tokenizers and safetensors raise bare ones for a damaged file
        why = next(iter(str(error).splitlines()), type(error).__name__)
        fact = f"The model {name} cannot be loaded ({why})."
        raise ModelMissing(fact, "Name another one with --model, or reinstall it.") from error
