"""Which notes this user's tutor knows: the id and the key of the index of each."""

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tutor.disk import Disk, locked, replace_file, writing
from tutor.paths import private_folder

VERSION = 1
WAIT = 5.0
"""Seconds to wait for another tutor to write the record; it takes milliseconds."""

_ID = re.compile(r"[a-z0-9-]{1,24}-[0-9a-f]{8}")
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Entry:
    """Notes on record: their resolved root, their id and the key that their index must carry."""

    root: Path
    notes_id: str
    key: str


@dataclass(frozen=True, slots=True)
class _Record:
    last: Path | None = None
    entries: dict[Path, Entry] = field(default_factory=dict)


class Registry:
    """The owner of the file that the notes are on record in.

    Reading never writes, and finds nothing where the file is missing or damaged. Writing moves a
    damaged file aside, to `<name>.damaged`, and starts anew: all that is lost are the keys, so
    the indexes are not trusted any more and have to be built again.
    """

    def __init__(self, file: Path, disk: Disk | None = None) -> None:
        """Remember the file; touch nothing."""
        self._file = file
        self._disk = disk or Disk()

    def entries(self) -> tuple[Entry, ...]:
        """Return all notes on record, in order of their roots."""
        entries = self._read().entries
        return tuple(entries[root] for root in sorted(entries))

    def find(self, root: Path) -> Entry | None:
        """Return the entry of a folder or file of notes, by its resolved path."""
        return self._read().entries.get(_resolved(root))

    def last(self) -> Path | None:
        """Return the root that set_last was given last."""
        return self._read().last

    def enroll(self, root: Path) -> Entry:
        """Return the entry of a folder or file of notes, made if it is not on record.

        Raises:
            CannotWrite: It is not on record, and the record cannot be written.
            Busy: Another tutor has been writing the record for seconds.
        """
        root = _resolved(root)
        fresh = Entry(root, _notes_id(root), os.urandom(16).hex())

        def add(record: _Record) -> _Record:
            if root in record.entries:
                return record
            return replace(record, entries={**record.entries, root: fresh})

        return self._update(add).entries[root]

    def set_last(self, root: Path) -> None:
        """Put on record that these notes were the last to be named.

        Raises:
            CannotWrite: They were not, and the record cannot be written.
            Busy: Another tutor has been writing the record for seconds.
        """
        root = _resolved(root)
        self._update(lambda record: replace(record, last=root))

    def is_damaged(self) -> bool:
        """Whether the record is there and says nothing."""
        try:
            _from_bytes(self._file.read_bytes())
        except FileNotFoundError:
            return False
        except (OSError, ValueError):
            return True
        return False

    def start_anew(self) -> str:
        """Move a damaged record aside, and say where to.

        Raises:
            CannotWrite: It cannot be moved.
            Busy: Another tutor has been writing the record for seconds.
        """
        with self._locked():
            self._move_aside_if_damaged()
        return f"what was there is kept as {self._file}.damaged"

    def _update(self, change: Callable[[_Record], _Record]) -> _Record:
        """Return the changed record, written only if it differs from what is on record."""
        record = self._read()
        if change(record) == record:
            return record
        with self._locked():
            self._move_aside_if_damaged()
            record = self._read()
            changed = change(record)
            if changed != record:
                replace_file(self._disk, self._file, _to_bytes(changed))
        return changed

    @contextmanager
    def _locked(self) -> Iterator[None]:
        folder = private_folder(self._file.parent)
        lock = folder / f"{self._file.name}.lock"
        busy = "Another tutor is writing down which notes it knows."
        with locked(lock, WAIT, busy), writing(self._file):
            yield

    def _move_aside_if_damaged(self) -> None:
        try:
            _from_bytes(self._file.read_bytes())
        except FileNotFoundError:
            pass
        except (ValueError, IsADirectoryError):
            aside = self._file.with_name(f"{self._file.name}.damaged")
            self._disk.remove(aside)
            self._disk.move(self._file, aside)

    def _read(self) -> _Record:
        with suppress(OSError, ValueError):
            return _from_bytes(self._file.read_bytes())
        return _Record()


def _resolved(root: Path) -> Path:
    # Path.resolve raises a RuntimeError for a loop of links in Python 3.11 and 3.12.
    return Path(os.path.realpath(root))


def _notes_id(root: Path) -> str:
    plain = unicodedata.normalize("NFKD", root.name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].rstrip("-") or "notes"
    return f"{slug}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:8]}"


def _to_bytes(record: _Record) -> bytes:
    # ASCII, so that the lone surrogates of a path that is not UTF-8 survive as escapes.
    notes = {str(entry.root): {"id": entry.notes_id, "key": entry.key} for entry in record.entries.values()}
    last = None if record.last is None else str(record.last)
    raw = {"version": VERSION, "last": last, "notes": notes}
    return (json.dumps(raw, indent=2, sort_keys=True) + "\n").encode("ascii")


def _from_bytes(data: bytes) -> _Record:
    """Return the record that _to_bytes wrote, or raise a ValueError."""
    try:
        raw = json.loads(data)
        if raw["version"] != VERSION:
            raise ValueError("another version")
        entries = [_entry(root, known) for root, known in raw["notes"].items()]
        last = None if raw["last"] is None else Path(raw["last"])
    except (TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ValueError("no record of notes") from error
    return _Record(last, {entry.root: entry for entry in entries})


def _entry(root: str, known: dict[str, Any]) -> Entry:
    entry = Entry(Path(root), known["id"], known["key"])
    known_good = _ID.fullmatch(entry.notes_id) and _KEY.fullmatch(entry.key)
    if not (known_good and entry.root.is_absolute()):
        raise ValueError("an entry that no tutor wrote")
    return entry
