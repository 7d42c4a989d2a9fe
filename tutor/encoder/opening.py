"""From a model's name to an encoder: as an export where that is possible, which is made first where there is none."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.encoder import Encoder, ModelId, Notify, Progress
from tutor.encoder.exports import Exports
from tutor.encoder.model import ModelFiles, find_model
from tutor.encoder.onnx_runtime import OnnxRuntimeEncoder
from tutor.encoder.sentence_transformer import SentenceTransformerEncoder
from tutor.errors import Busy, CannotWrite, ModelMissing
from tutor.paths import Paths

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


def open_encoder(name: str, paths: Paths, notify: Notify, progress: Progress, is_for_many: bool = False) -> Encoder:
    """Return the encoder of a model, "" for the bundled one, else a folder or a name.

    Only its files are looked at here; it is loaded, and exported if it never was, when the first text is encoded.

    Args:
        name: of the model.
        paths: where the exports are.
        notify: told that the model is being exported, or why it cannot be.
        progress: told how far the export is.
        is_for_many: some twenty questions or more will be asked: each is quicker, for more time and memory at first.

    Raises:
        ModelMissing, ModelMismatch: as `find_model`.
    """
    return _Opening(find_model(name, paths.checksums_file), Exports(paths), notify, progress, is_for_many)


class _Opening:
    """An encoder that finds out when it is first used what runs its model."""

    def __init__(
        self, files: ModelFiles, exports: Exports, notify: Notify, progress: Progress, is_for_many: bool
    ) -> None:
        self._files, self._exports, self._notify, self._progress = files, exports, notify, progress
        self._is_for_many = is_for_many

    @property
    def identity(self) -> ModelId:
        return self._files.identity

    @property
    def reads_words_apart(self) -> bool:
        return self._encoder.reads_words_apart

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.count_tokens(texts)

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> "NDArray[float32]":
        return self._encoder.encode(texts, progress)

    @cached_property
    def _encoder(self) -> Encoder:
        try:
            export = self._exports.find(self._files)
        except ModelMissing as error:
            self._notify(f"{error.fact} It is made anew.")
            export = None
        if export and export.refused:
            return SentenceTransformerEncoder(self._files)  # it was said when it was tried
        if export:
            try:
                return OnnxRuntimeEncoder(self._files, export.folder, self._is_for_many)
            except ModelMissing as error:  # in order as far as checksums go, yet onnxruntime does not take it
                self._notify(f"{error.fact} It is prepared anew.")
                self._exports.discard(export)
        return self._exported()

    def _exported(self) -> Encoder:
        try:
            export = self._exports.make(self._files, self._notify, self._progress)
            if not export.refused:
                return OnnxRuntimeEncoder(self._files, export.folder, self._is_for_many)
            why = export.refused
        except (Busy, CannotWrite) as error:
            why = error.fact
        self._notify(f"{self.identity.name} works, but takes seconds to load, for it could not be prepared: {why}")
        return SentenceTransformerEncoder(self._files)
