"""What a build has embedded so far, on the disk: one that is stopped or killed is gone on with by the next."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tutor.encoder import Encoder, ModelId, Progress

if TYPE_CHECKING:
    from numpy import float32, void
    from numpy.typing import NDArray

_NAME = "embedded-"
_KEY, _CHECK = 16, 8
_AT_ONCE = 128
"""Texts that are embedded before they are kept: what stopping a build can lose."""


class Journal:
    """Embeddings by the hash of their encoder input, each with a checksum of its own. Needs the lock of its home.

    Args:
        home: of the index that is being built.
        model: that they are made with; those of another are not looked at.
    """

    def __init__(self, home: Path, model: ModelId) -> None:
        self._home = home
        self._path = home / f"{_NAME}{model.fingerprint}"
        self._record = np.dtype([("key", f"V{_KEY}"), ("row", "<f4", (model.dim,)), ("check", f"V{_CHECK}")])

    def encode(
        self, encoder: Encoder, texts: Mapping[bytes, str], progress: Progress
    ) -> "tuple[dict[bytes, NDArray[float32]], int]":
        """Return the embeddings of encoder inputs, by hash, and how many of them are new; keep those as they come.

        Raises:
            OSError: the disk is full.
        """
        known = self.find(texts)
        # Longest first, so that what is left goes faster than was said, not slower.
        todo = sorted(texts.keys() - known.keys(), key=lambda key: (-len(texts[key]), texts[key]))

        def report(done: int, _: int) -> None:
            progress("embedding", len(known) + done, len(texts))

        for start in range(0, len(todo), _AT_ONCE):
            keys = todo[start : start + _AT_ONCE]
            rows = encoder.encode([texts[key] for key in keys], report)
            if len(todo) > _AT_ONCE:
                self.add(keys, rows)
            known.update(zip(keys, rows, strict=True))
        return known, len(todo)

    def find(self, keys: Iterable[bytes]) -> "dict[bytes, NDArray[float32]]":
        """Return the embeddings that were kept before this build, of the inputs with these hashes.

        A record that was not written whole, or has changed since, counts for none.
        """
        places = {key: self._places[key] for key in keys if key in self._places}
        found = {key: self._kept[place] for key, place in places.items()}
        return {key: record["row"].copy() for key, record in found.items() if _is_whole(record)}

    def add(self, keys: Sequence[bytes], rows: "NDArray[float32]") -> None:
        """Keep embeddings: (len(keys), dim) float32.

        Raises:
            OSError: the disk is full.
        """
        records = np.zeros(len(keys), self._record)
        for record, key, row in zip(records, keys, rows, strict=True):
            record["key"], record["row"] = np.void(key), row
            record["check"] = np.void(_check(record))
        size = self._path.stat().st_size if self._path.exists() else 0
        with open(self._path, "r+b" if size else "wb") as file:
            # What a killed build has written of a record is written over.
            file.seek(size - size % self._record.itemsize)
            file.write(records.tobytes())

    def remove(self) -> None:
        """Remove what was kept, of other models too: the index has it now, or nobody needs it."""
        with suppress(OSError):
            for path in self._home.glob(f"{_NAME}*"):
                path.unlink()

    @cached_property
    def _kept(self) -> "NDArray[void]":
        count = self._path.stat().st_size // self._record.itemsize if self._path.is_file() else 0
        if not count:
            return np.empty(0, self._record)
        return np.memmap(self._path, self._record, "r", shape=(count,))

    @cached_property
    def _places(self) -> dict[bytes, int]:
        return {key.tobytes(): place for place, key in enumerate(self._kept["key"])}


def _is_whole(record: "void") -> bool:
    return bool(record["check"].tobytes() == _check(record))


def _check(record: "void") -> bytes:
    return blake2b(record["key"].tobytes() + record["row"].tobytes(), digest_size=_CHECK).digest()
