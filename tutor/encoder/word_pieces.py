"""Texts to word pieces, as a model reads them, without loading the model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.encoder.model import ModelFiles
from tutor.errors import ModelMissing

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

FILE = "tokenizer.json"


class WordPieces:
    """A model's tokenizer, opened (in 0.03 s) when it is first needed.

    Its methods raise a ModelMissing if it is damaged, or the model has none that works without it.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._files = files

    @property
    def are_of_words(self) -> bool:
        """Whether each is of the letters of one word, as BERT's are."""
        from tokenizers.models import WordPiece
        from tokenizers.pre_tokenizers import BertPreTokenizer

        tokenizer = self._tokenizer
        return isinstance(tokenizer.model, WordPiece) and isinstance(tokenizer.pre_tokenizer, BertPreTokenizer)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, special ones not counted."""
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def read(self, texts: Sequence[str]) -> "list[Encoding]":
        """Return each text as the model reads it: special pieces added, what is too long cut off."""
        self._tokenizer.enable_truncation(self._files.identity.max_tokens)
        try:
            return list(self._tokenizer.encode_batch(list(texts)))
        finally:
            self._tokenizer.no_truncation()

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        with loading(self._files.identity.name):
            tokenizer: Tokenizer = Tokenizer.from_file(str(self._files.folder / FILE))
        # The file of the bundled model truncates at 128 and pads.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


@contextmanager
def loading(name: str) -> Iterator[None]:
    """Turn whatever a library raises for a damaged model into a ModelMissing that names the model."""
    try:
        yield
    except Exception as error:  # tokenizers and safetensors raise bare ones for a damaged file
        why = next(iter(str(error).splitlines()), type(error).__name__)
        fact = f"The model {name} cannot be loaded ({why})."
        raise ModelMissing(fact, "Name another one with --model, or reinstall it.") from error
