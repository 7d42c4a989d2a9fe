"""A model's export, run by onnxruntime. The only module that imports it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.encoder import ModelId
from tutor.encoder.model import ModelFiles
from tutor.encoder.word_pieces import WordPieces, loading

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding

GRAPH = "model.onnx"

_CHUNK = 2048  # texts tokenised at a time
_BATCH_PIECES = 512  # word pieces in a batch, padding included; four times as many take a quarter longer
_ERRORS = 3  # of onnxruntime's levels
_MANY = 100  # texts; for more at once the weights are rearranged


class OnnxRuntimeEncoder:
    """An encoder whose weights stay in their file, mapped into memory: opened in hundredths of a second.

    Args:
        files: the model that was exported.
        export: the folder of its export.
        is_packed: rearrange the weights for the processor, which halves the time of a question. Yet opening takes ten
            times that, and 40 MB: too much for one question, little for an evening of them.

    Raises:
        ModelMissing: the export cannot be loaded.
    """

    def __init__(self, files: ModelFiles, export: Path, is_packed: bool = False) -> None:
        self._files, self._graph, self._is_packed = files, export / GRAPH, is_packed
        self._pieces = WordPieces(files)
        self._session = self._open(is_packed)
        self._inputs = [put.name for put in self._session.get_inputs()]

    @property
    def identity(self) -> ModelId:
        """Which model this is."""
        return self._files.identity

    @property
    def reads_words_apart(self) -> bool:
        """Whether each word piece is of the letters of one word."""
        return self._pieces.are_of_words

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, special ones not counted."""
        return self._pieces.count(texts)

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> "NDArray[float32]":
        """Return the texts' embeddings: (n, dim) float32, L2-normalised."""
        import numpy as np

        if len(texts) > _MANY and not self._is_packed:
            self._session, self._is_packed = self._open(is_packed=True), True
        vectors = np.zeros((len(texts), self.identity.dim), np.float32)
        done = 0
        for batch, read in self._batches(texts):
            vectors[batch] = self._run(read)
            done += len(batch)
            if progress:
                progress(done, len(texts))
        return vectors

    def _open(self, is_packed: bool) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.disable_prepacking", str(int(not is_packed)))
        # Threads that spin between two nodes keep a core from everybody else, which is worth it where much is encoded.
        options.add_session_config_entry("session.intra_op.allow_spinning", str(int(is_packed)))
        # Fusing nodes takes longer than a question, and gains nothing measurable.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = _ERRORS
        with loading(self.identity.name):
            return onnxruntime.InferenceSession(self._graph, options, providers=["CPUExecutionProvider"])

    def _batches(self, texts: Sequence[str]) -> "Iterator[tuple[list[int], list[Encoding]]]":
        """Yield the texts by their places, longest first, those of like length together: little of it is padding."""
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]), reverse=True)
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            read = self._pieces.read([texts[i] for i in chunk])
            by_length = sorted(range(len(chunk)), key=lambda j: -len(read[j].ids))
            while by_length:
                size = max(_BATCH_PIECES // len(read[by_length[0]].ids), 1)
                batch, by_length = by_length[:size], by_length[size:]
                yield [chunk[j] for j in batch], [read[j] for j in batch]

    def _run(self, read: "Sequence[Encoding]") -> "NDArray[float32]":
        import numpy as np

        shape = (len(read), len(read[0].ids))
        parts = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
        feed = {name: np.zeros(shape, np.int64) for name in self._inputs}
        for row, encoding in enumerate(read):
            for name, array in feed.items():
                found = getattr(encoding, parts[name])
                array[row, : len(found)] = found
        vectors: NDArray[float32] = self._session.run(None, feed)[0]
        return vectors
