"""One index on disk, replaced as a whole.

`<home>/CURRENT` names a folder in `<home>/gen`. That name is the start of the SHA-256 of the
folder's manifest, and the manifest holds the size, time and SHA-256 of every other file: one short
pointer vouches for all of them, and replacing it swaps them all at once. Files replaced one by
one would tear: with a kill at a random moment 64 of 100 indexes mixed old and new.

A large file that has not changed from one generation to the next is the same file, under a name
in each folder. Opening a generation reads the checksums of small files; a large one it knows by
its size and time, and reads it only where these differ. `verify` reads all.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from tutor.disk import TEMPORARY, Disk, locked, replace_file, writing
from tutor.errors import IndexDamaged, IndexMissing
from tutor.library.files import check_file, damaged, read_plain, sum_of
from tutor.library.manifest import FORMAT, MANIFEST, REBUILD, FileSum, Manifest, is_file_name
from tutor.paths import private_folder

POINTER, FOLDER = "CURRENT", "gen"
NAME_LENGTH = 32

_NAME = re.compile(r"[0-9a-f]{32}")
_POINTER = re.compile(rb"[0-9a-f]{32}\n")


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
        """Return the newest generation, every file of it checked: a small one against its SHA-256.

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
                    raise damaged(Path(error.filename), "it is missing") from error
                name = newer

    def _read_pointer(self) -> str:
        try:
            text = read_plain(self._pointer, NAME_LENGTH + 2)
        except FileNotFoundError:
            fact = f"There is no index in {self.home}."
            raise IndexMissing(fact, "Run: tutor index") from None
        if not _POINTER.fullmatch(text):
            raise damaged(self._pointer, "it names no generation")
        return text.decode("ascii").strip()

    def _open(self, name: str, is_whole: bool = False) -> Generation:
        folder = self._gen / name
        data = read_plain(folder / MANIFEST)
        if _name(data) != name:
            raise damaged(folder / MANIFEST, "its checksum is wrong")
        manifest = Manifest.from_bytes(data)
        if manifest.library != self._key:
            # A cloned repository can bring an index whose checksums are all in order.
            fact = f"The index in {self.home} was not built by this user's tutor."
            raise IndexDamaged(fact, REBUILD)
        for file in manifest.files:
            check_file(folder / file.name, file, is_whole)
        return Generation(name, folder, manifest)

    def verify(self, generation: Generation) -> None:
        """Read every file of a generation, and compare it with its SHA-256.

        Raises:
            IndexDamaged: One is not what was written.
        """
        try:
            self._open(generation.name, is_whole=True)
        except FileNotFoundError as error:
            raise damaged(Path(error.filename), "it is missing") from error

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
            folder = self._gen / f"{TEMPORARY}{os.urandom(8).hex()}"
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

    def create(self, path: Path) -> BinaryIO:
        """Open a new file of the staging folder to write to; what fails there is an OSError.

        Raises:
            CannotWrite: It cannot be made.
        """
        with writing(path):
            return self._disk.create(path)

    def keep(self, staging: Path, old: Generation, name: str) -> None:
        """Take a file of another generation into the staging folder as it is.

        Raises:
            CannotWrite: It cannot be.
        """
        with writing(staging / name):
            self._disk.link(old.folder / name, staging / name)

    def commit(self, staging: Path, manifest: Manifest, old: Generation | None = None) -> Generation:
        """Make the files in the staging folder the current generation, and return it.

        Files kept of the `old` generation are not read again.

        The previous generation stays, for readers that have it open; older ones go. The same
        files with the same manifest make a generation of the same name.

        Raises:
            CannotWrite: The disk is full or the like; the old generation is current.
        """
        previous = self._pointed()
        with writing(staging):
            known = {file.name: file for file in old.manifest.files} if old else {}
            files = tuple(
                self._seal(path, known.get(path.name), manifest.built_ns) for path in sorted(staging.iterdir())
            )
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

    def _seal(self, path: Path, known: FileSum | None, built_ns: int) -> FileSum:
        if not is_file_name(path.name) or not path.is_file():
            raise ValueError(f"{path.name} cannot be a file of a generation")
        status = path.stat()
        if known and status.st_nlink > 1 and (status.st_size, status.st_mtime_ns) == (known.size, known.mtime_ns):
            return known
        path.chmod(0o600)
        os.utime(path, ns=(built_ns, built_ns))  # so that equal generations have equal names
        self._disk.sync(path)
        return sum_of(path)

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
            self._open(name, is_whole=True)
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
