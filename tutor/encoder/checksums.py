"""SHA-256 of files, remembered by size and time, so that 90 MB are not read at each start."""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tutor.errors import CannotWrite
from tutor.paths import private_folder

_BLOCK = 1 << 20


class Checksums:
    """The SHA-256 of files, from memory where a file has the size and time that it had then.

    Args:
        store: the file that they are remembered in. Without it, or where it is damaged, every file is read.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._known: Mapping[str, Any] = read_json(store)
        self._now: dict[str, list[object]] = {}

    def of(self, file: Path) -> str:
        """Return the hexadecimal SHA-256 of a file.

        Raises:
            OSError: it cannot be read.
        """
        stat = file.stat()
        key = str(file)
        known = self._now.get(key, self._known.get(key))
        if not (isinstance(known, list) and len(known) == 3 and known[:2] == [stat.st_size, stat.st_mtime_ns]):
            known = [stat.st_size, stat.st_mtime_ns, _sha256(file)]
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


def read_json(file: Path) -> dict[str, Any]:
    """Return the object in a JSON file, or an empty one where there is none."""
    try:
        loaded = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
