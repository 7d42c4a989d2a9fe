"""What an index was built from and what it consists of, and the JSON that says so."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from tutor.encoder import ModelId
from tutor.errors import IndexDamaged, IndexStale
from tutor.notes.values import Skipped

FORMAT = 9
MANIFEST = "manifest.json"
REBUILD = "Run: tutor index --force"

_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file of the generation: its plain name, bytes, time of last change and hexadecimal SHA-256."""

    name: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read.

    `file` is relative to the notes; `sha256` is empty where the file was skipped.
    """

    file: str
    size: int
    mtime_ns: int
    inode: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an index was built from and what it consists of.

    `library` is the key by which this user's tutor knows its own indexes, `notes` the notes id,
    `root` the notes' resolved path, `built_ns` when the build began, in UTC nanoseconds.
    `library`, `files` and `format` are filled in by Generations.commit.
    """

    notes: str
    root: str
    built_ns: int
    model: ModelId
    counts: Mapping[str, int]
    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    library: str = ""
    files: tuple[FileSum, ...] = ()
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """Return canonical ASCII JSON: equal manifests give equal bytes.

        File names that are not UTF-8 (lone surrogates in a str) survive as escapes.
        """
        record = _record(self) | {
            "model": _record(self.model),
            "counts": dict(self.counts),
            "files": {f.name: {"size": f.size, "mtime_ns": f.mtime_ns, "sha256": f.sha256} for f in self.files},
            "sources": [_record(source) for source in self.sources],
            "skipped": [_record(skipped) for skipped in self.skipped],
        }
        return json.dumps(record, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> "Manifest":
        """Return the manifest that to_bytes wrote, `files` in order of name.

        Raises:
            IndexStale: The manifest has another format.
            IndexDamaged: It is no manifest.
        """
        try:
            raw = json.loads(data)
            if type(raw["format"]) is int and raw["format"] != FORMAT:
                fact = "The index was built by another version of tutor."
                raise IndexStale(fact, "Run: tutor index")
            return _manifest(raw)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise IndexDamaged(f"{MANIFEST} of the index is damaged.", REBUILD) from error


def is_file_name(name: str) -> bool:
    """Say whether a file of a generation may have this name, which leads out of no folder."""
    return bool(_FILE_NAME.fullmatch(name)) and name != MANIFEST


def _manifest(raw: dict[str, Any]) -> Manifest:
    files = [_value(FileSum, {"name": n, **sums}) for n, sums in sorted(raw["files"].items())]
    if not all(is_file_name(f.name) for f in files):
        raise ValueError("a file outside the generation")
    counts = raw["counts"]
    if not all(type(count) is int for count in counts.values()):
        raise ValueError("a count that is no number")
    if type(raw["sources"]) is not list or type(raw["skipped"]) is not list:
        raise ValueError("no lists of files")
    parts = {
        "model": _value(ModelId, raw["model"]),
        "files": tuple(files),
        "sources": tuple(_value(Source, source) for source in raw["sources"]),
        "skipped": tuple(_value(Skipped, skipped) for skipped in raw["skipped"]),
    }
    return _value(Manifest, raw | parts)


def _record(value: Any) -> dict[str, Any]:
    # dataclasses.asdict copies deeply: a second for the sources of a hundred thousand notes.
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _value(kind: type[_T], raw: dict[str, Any]) -> _T:
    declared: dict[str, Any] = {f.name: f.type for f in fields(kind)}  # type: ignore[arg-type]
    plain = [name for name, type_ in declared.items() if type_ in (str, int)]
    if raw.keys() != declared.keys() or any(type(raw[n]) is not declared[n] for n in plain):
        raise ValueError(f"no {kind.__name__}")
    return kind(**raw)
