"""One index on disk, replaced as a whole.

`<home>/CURRENT` names a folder in `<home>/gen`. That name is the start of the SHA-256 of the
folder's manifest, and the manifest holds the size and SHA-256 of every other file: one short
pointer vouches for all of them, and replacing it swaps them all at once. Files replaced one by
one would tear: with a kill at a random moment 64 of 100 indexes mixed old and new.
"""

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from io import BufferedReader
from pathlib import Path
from typing import Any, TypeVar

from tutor.encoder import ModelId
from tutor.errors import Busy, CannotWrite, IndexDamaged, IndexMissing, IndexStale
from tutor.notes.values import Skipped
from tutor.paths import private_folder

FORMAT = 1
POINTER, FOLDER, MANIFEST, TEMPORARY = "CURRENT", "gen", "manifest.json", ".tmp-"
NAME_LENGTH = 32
REBUILD = "Run: tutor index --force"

_NAME = re.compile(r"[0-9a-f]{32}")
_POINTER = re.compile(rb"[0-9a-f]{32}\n")
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP}

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file of the generation: its plain name, bytes and hexadecimal SHA-256."""

    name: str
    size: int
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
    `root` the notes' resolved path, `built_ns` the time of the build in UTC nanoseconds.
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
            "files": {f.name: {"size": f.size, "sha256": f.sha256} for f in self.files},
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


def _manifest(raw: dict[str, Any]) -> Manifest:
    files = [_value(FileSum, {"name": n, **sums}) for n, sums in sorted(raw["files"].items())]
    if not all(_FILE_NAME.fullmatch(f.name) and f.name != MANIFEST for f in files):
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


class Disk:
    """The changes made to the disk, one method for each kind, so that a test can fail any."""

    def make(self, folder: Path) -> None:
        """Make a new folder with mode 0700, whatever the umask."""
        folder.mkdir(0o700)
        folder.chmod(0o700)

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file with mode 0600; a file or link in its place is an error."""
        with open(path, "xb", opener=_open_private) as file:
            file.write(data)
        path.chmod(0o600)

    def sync(self, path: Path) -> None:
        """Return when a file's bytes or a folder's names are on the disk."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network file systems cannot sync a folder; their renames last all the same.
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(descriptor)

    def move(self, old: Path, new: Path) -> None:
        """Rename in one step; a file at `new` is replaced."""
        os.replace(old, new)

    def remove(self, path: Path) -> None:
        """Remove a file, a link or a folder with all that it holds, if it is there."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def replace_file(disk: Disk, path: Path, data: bytes) -> None:
    """Replace a file in one step, under a lock: a reader sees the old bytes or the new.

    Raises:
        OSError: The old file stands.
    """
    for left in path.parent.glob(f"{TEMPORARY}*-{path.name}"):  # by a writer that was killed
        disk.remove(left)
    aside = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}-{path.name}")
    try:
        disk.write(aside, data)
        disk.sync(aside)
        disk.move(aside, path)
    except OSError:
        with suppress(OSError):
            disk.remove(aside)
        raise
    disk.sync(path.parent)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError into a CannotWrite that names the file it speaks of, else `path`."""
    try:
        yield
    except OSError as error:
        reason = f"{error.filename or path} cannot be written: {error.strerror or error}."
        remedy = "Set TUTOR_HOME to a folder that you can write to."
        if error.errno in _FULL:
            remedy = "Free some space on the disk, then try again."
        raise CannotWrite(reason, remedy) from error


@contextmanager
def locked(path: Path, wait: float, busy: str) -> Iterator[None]:
    """Hold the lock at `path`, waiting `wait` seconds for it. A killed holder frees it.

    Raises:
        Busy: Someone else holds it; the fact is `busy`.
        CannotWrite: The lock file cannot be made.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=max(wait, 0.0), mode=0o600)
    with writing(path):
        try:
            lock.acquire()
        except Timeout:
            raise Busy(busy, "Try again when it has finished.") from None
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class Generation:
    """A whole index: its files stand in `folder`, as `manifest` lists them."""

    name: str
    folder: Path
    manifest: Manifest


class Generations:
    """The owner of one index home. Reading takes no lock and never writes; writing needs lock().

    Folders have mode 0700 and files 0600. A write that fails or is killed leaves the old index;
    what it left behind goes at the start of the next one.
    """

    def __init__(self, home: Path, key: str, disk: Disk | None = None) -> None:
        """Remember the home and the key that this user's tutor has on record for it."""
        self.home = home
        self._key = key
        self._disk = disk or Disk()
        self._gen = home / FOLDER
        self._pointer = home / POINTER

    def current(self) -> Generation:
        """Return the newest generation, every file of it checked against its SHA-256.

        Raises:
            IndexMissing: Nothing was ever built here.
            IndexStale: Another version of tutor built it.
            IndexDamaged: It is not what was written, or another user's tutor wrote it.
        """
        name = self._read_pointer()
        while True:
            try:
                return self._open(name)
            except FileNotFoundError as error:
                # Two commits while this one was being read have collected it: there is a newer.
                if (newer := self._read_pointer()) == name:
                    raise _damaged(Path(error.filename), "it is missing") from error
                name = newer

    def _read_pointer(self) -> str:
        try:
            text = _read(self._pointer, NAME_LENGTH + 2)
        except FileNotFoundError:
            fact = f"There is no index in {self.home}."
            raise IndexMissing(fact, "Run: tutor index") from None
        if not _POINTER.fullmatch(text):
            raise _damaged(self._pointer, "it names no generation")
        return text.decode("ascii").strip()

    def _open(self, name: str) -> Generation:
        folder = self._gen / name
        data = _read(folder / MANIFEST)
        if _name(data) != name:
            raise _damaged(folder / MANIFEST, "its checksum is wrong")
        manifest = Manifest.from_bytes(data)
        if manifest.library != self._key:
            # A cloned repository can bring an index whose checksums are all in order.
            fact = f"The index in {self.home} was not built by this user's tutor."
            raise IndexDamaged(fact, REBUILD)
        for file in manifest.files:
            if _sum(folder / file.name) != file:
                raise _damaged(folder / file.name, "its checksum is wrong")
        return Generation(name, folder, manifest)

    @contextmanager
    def lock(self, wait: float = 0.0) -> Iterator[None]:
        """Be the only writer of this home, waiting `wait` seconds for another to finish.

        Raises:
            Busy: The other has not finished.
            CannotWrite: The home or its lock cannot be made.
        """
        private_folder(self.home)
        with locked(self.home / "lock", wait, "Another tutor is indexing these notes."):
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Make an empty private folder for the files of the next generation, under the lock.

        It is gone at the end, unless commit() has made a generation of it.

        Raises:
            CannotWrite: The folder cannot be made.
        """
        with writing(self._gen):
            if self._gen.is_symlink() or not self._gen.is_dir():
                self._disk.remove(self._gen)  # whoever follows a link would collect elsewhere
            private_folder(self._gen)
            self._collect(self._worth_keeping())
            folder = self._gen / f"{TEMPORARY}{secrets.token_hex(8)}"
            self._disk.make(folder)
        try:
            yield folder
        finally:
            with suppress(OSError):
                self._disk.remove(folder)

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file of the staging folder.

        Raises:
            CannotWrite: The disk is full or the like.
        """
        with writing(path):
            self._disk.write(path, data)

    def commit(self, staging: Path, manifest: Manifest) -> Generation:
        """Make the files in the staging folder the current generation, and return it.

        The previous generation stays, for readers that have it open; older ones go. The same
        files with the same manifest make a generation of the same name.

        Raises:
            CannotWrite: The disk is full or the like; the old generation is current.
        """
        previous = self._pointed()
        with writing(staging):
            files = tuple(self._seal(path) for path in sorted(staging.iterdir()))
            manifest = replace(manifest, library=self._key, files=files, format=FORMAT)
            data = manifest.to_bytes()
            self._disk.write(staging / MANIFEST, data)
            self._disk.sync(staging / MANIFEST)
            self._disk.sync(staging)
            name = _name(data)
            try:
                self._publish(staging, name)
            except OSError:
                if self._pointed() != name:
                    with suppress(OSError):
                        self._disk.remove(self._gen / name)
                raise
        self._collect({name, previous})
        return Generation(name, self._gen / name, manifest)

    def _seal(self, path: Path) -> FileSum:
        if not _FILE_NAME.fullmatch(path.name) or path.name == MANIFEST or not path.is_file():
            raise ValueError(f"{path.name} cannot be a file of a generation")
        path.chmod(0o600)
        self._disk.sync(path)
        return _sum(path)

    def _publish(self, staging: Path, name: str) -> None:
        folder = self._gen / name
        if not self._stands(name):
            self._disk.remove(folder)
            self._disk.move(staging, folder)
        self._disk.sync(self._gen)
        if self._pointer.is_dir() and not self._pointer.is_symlink():
            self._disk.remove(self._pointer)
        replace_file(self._disk, self._pointer, f"{name}\n".encode("ascii"))

    def _stands(self, name: str) -> bool:
        try:
            self._open(name)
        except (OSError, IndexDamaged):
            return False
        return True

    def _pointed(self) -> str:
        try:
            return self._read_pointer()
        except (IndexMissing, IndexDamaged):
            return ""

    def _worth_keeping(self) -> set[str]:
        """Return the current generation and the one before it, told from killed ones by age."""
        current = self._pointed()
        whole = [path for path in self._gen.iterdir() if _NAME.fullmatch(path.name)]
        ages = {path.name: path.lstat().st_mtime_ns for path in whole}
        limit = ages.pop(current, 0)
        older = [(age, name) for name, age in ages.items() if age <= limit]
        return {current, max(older, default=(0, ""))[1]}

    def _collect(self, keep: set[str]) -> None:
        """Remove the other generations and what was never finished, as far as possible."""
        with suppress(OSError):
            for path in list(self._gen.iterdir()):
                ours = path.name.startswith(TEMPORARY) or _NAME.fullmatch(path.name)
                if ours and path.name not in keep:
                    with suppress(OSError):
                        self._disk.remove(path)


def _name(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()[:NAME_LENGTH]


def _damaged(path: Path, why: str) -> IndexDamaged:
    return IndexDamaged(f"The index file {path} is damaged: {why}.", REBUILD)


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file for reading; only its absence is an OSError, so that it can be retried.

    A hostile index can hold links and pipes: neither is followed or waited for.
    """
    try:
        with open(path, "rb", opener=_open_plain) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _damaged(path, "it is not a plain file")
            yield file
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _damaged(path, error.strerror or str(error)) from error


def _open_plain(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _read(path: Path, limit: int = -1) -> bytes:
    with _opened(path) as file:
        return file.read(limit)


def _sum(path: Path) -> FileSum:
    with _opened(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileSum(path.name, os.fstat(file.fileno()).st_size, digest)
