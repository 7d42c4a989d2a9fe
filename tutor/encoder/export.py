"""A model's export for onnxruntime: made, compared with the original, and good only if it says the same.

A program of its own, so that PyTorch's time and half a gigabyte are spent once, and end with it.
"""

import json
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from tutor.encoder import ModelId
from tutor.encoder.model import ModelFiles
from tutor.encoder.onnx_runtime import GRAPH, OnnxRuntimeEncoder
from tutor.encoder.sentence_transformer import SentenceTransformerEncoder
from tutor.errors import ModelMissing

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

_STEPS = 3  # loading, exporting, comparing
TOLERANCE = 1e-5
"""Most that a number of a vector may differ. Adding up in another order makes 2e-7 with the bundled model."""

# Whatever may go wrong in an export: nothing and little, other scripts, tables, more than a model reads; and of all
# lengths, so that batches are padded.
_TEXTS = (
    "",
    " ",
    "heart",
    "NLB vs ALB",
    "What is the default retention of a queue?",
    "Amazon Web Services › Storage › S3\n\n- Durability is eleven nines (99.999999999 %).\n- s3:GetObject, us-east-1",
    "| Balancer | Layer | Protocols |\n|---|---|---|\n| ALB | 7 | HTTP, HTTP/2, gRPC |\n| NLB | 4 | TCP, UDP, TLS |",
    "Die Mitralklappe trennt den linken Vorhof von der linken Kammer; « la valve », 心臓, сердце, قلب, 🫀",
    "\x00\x1b[0m \ufffd ``` <b>&amp;</b> $\\sum_{i=0}^{n} x_i^2$ " + "_" * 40,
    "Treatment begins with aspirin, heparin and angiography. " * 3,
    "An instance in a private subnet reaches the internet through a NAT gateway in a public one. " * 9,
    "supercalifragilisticexpialidocious " * 400,
)


def main() -> None:
    """Export the model that the arguments name, and say how far it is and how it ended, a JSON object a line.

    Arguments: the model's folder, the folder to export to, and the model's identity as JSON.
    """
    # Whoever asked for it has gone when nobody reads its lines any more.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    folder, target, identity = sys.argv[1:]
    files = ModelFiles(Path(folder), ModelId(**json.loads(identity)))
    # Libraries print to stdout what is meant for nobody.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as said:
        os.dup2(2, 1)
        try:
            _say(said, **_export(files, Path(target), said))
        except ModelMissing as error:
            _say(said, fact=error.fact, remedy=error.remedy)


def _export(files: ModelFiles, target: Path, said: IO[str]) -> dict[str, Any]:
    """Return how it ended: `difference`, `failed`, or `refused` for a model that only sentence-transformers can run.

    Raises:
        ModelMissing: not even sentence-transformers can.
    """
    _say(said, done=0, of=_STEPS)
    reference = SentenceTransformerEncoder(files)
    assert reference.model
    try:
        expected = reference.encode(_TEXTS)
        features = _features(reference)
        _say(said, done=1, of=_STEPS)
        _write_graph(reference, features, target / GRAPH)
        _say(said, done=2, of=_STEPS)
        difference = _difference(expected, OnnxRuntimeEncoder(files, target))
    except (OSError, MemoryError) as error:
        return {"failed": _reason(error)}
    except Exception as error:  # whatever a model that nobody here has seen makes the exporter raise
        return {"refused": _reason(error)}
    if not difference <= TOLERANCE:  # NaN is no match either
        return {"refused": f"its vectors would differ by {difference:.1g}"}
    return {"difference": difference}


def _features(reference: SentenceTransformerEncoder) -> "dict[str, torch.Tensor]":
    """Return what the model is traced with: a batch with padding in it, without which the mask is traced away."""
    import torch

    features = reference.model.preprocess(["heart", "the left valve of a heart"])
    return {name: value for name, value in features.items() if isinstance(value, torch.Tensor)}


def _write_graph(reference: SentenceTransformerEncoder, features: "dict[str, torch.Tensor]", graph: Path) -> None:
    """Write the graph and its weights; the reference computes its attention in another way from then on."""
    import torch

    for module in reference.model.modules():
        if hasattr(module, "set_attn_implementation"):
            # What PyTorch fuses is exported with a search for rows that nothing is looked at from: a tenth of the time.
            module.set_attn_implementation("eager")

    class Whole(torch.nn.Module):  # type: ignore[misc]  # torch is not read by mypy
        """The model with its pooling, and the length made 1."""

        def __init__(self) -> None:
            super().__init__()
            self.model = reference.model

        def forward(self, features: dict[str, torch.Tensor]) -> torch.Tensor:
            return torch.nn.functional.normalize(self.model(features)["sentence_embedding"], dim=1)

    shapes = {name: {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC} for name in features}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Whole().eval(),
            kwargs={"features": features},
            f=graph,
            input_names=list(features),
            dynamic_shapes={"features": shapes},
            dynamo=True,
            external_data=True,
            verbose=False,
        )
    _strip(graph)


def _strip(graph: Path) -> None:
    """Leave out where in the Python code each node comes from: reading it is most of what opening a graph takes."""
    import onnx

    model = onnx.load(graph, load_external_data=False)
    for node in model.graph.node:
        node.ClearField("metadata_props")
    model.graph.ClearField("value_info")
    graph.write_bytes(model.SerializeToString())


def _difference(expected: "NDArray[np.float32]", export: OnnxRuntimeEncoder) -> float:
    """Return by how much the most different number of the vectors differs, of texts alone and together."""
    alone = np.concatenate([export.encode([text]) for text in _TEXTS])
    together = export.encode(_TEXTS)
    return float(max(np.abs(found - expected).max() for found in (alone, together)))


def _reason(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _say(said: IO[str], **what: object) -> None:
    said.write(json.dumps(what) + "\n")
    said.flush()


if __name__ == "__main__":
    main()
