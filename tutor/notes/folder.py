"""Which files are notes, and their text. Nothing here writes, follows a link below the root, or waits for a pipe."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tutor.errors import NotesMissing, NotesUnreadable
from tutor.notes.ignoring import ignore_rules
from tutor.notes.values import Skipped

_SUFFIXES = (".md", ".markdown", ".txt")
_MAX_BYTES = 20 << 20  # beyond this a file is no note: parsing takes minutes and gigabytes
_SNIFFED = 8192  # bytes in which a NUL tells a binary file


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that looks like a note.

    Attributes:
        file: relative to the root, with `/`; a name that is not UTF-8 carries surrogates.
        where: its path; as text, for ten thousand Paths take a third of the time of listing.
        size, mtime_ns, inode: what changes when it does.
    """

    file: str
    where: str | Path
    size: int
    mtime_ns: int
    inode: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.where)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder of notes holds, in a stable order."""

    files: tuple[FoundFile, ...]
    skipped: tuple[Skipped, ...]


def resolve_root(path: str | Path) -> Path:
    """Return the folder or file that a path names, links in it resolved.

    Raises:
        NotesMissing: there is no such folder or file.
        NotesUnreadable: it is neither, or may not be read.
    """
    try:
        root = Path(os.path.realpath(Path(path).expanduser()))
        mode = root.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError, RuntimeError) as error:
        raise NotesMissing(f"There are no notes at {path}.", "Name a folder of Markdown notes, or one file.") from error
    except OSError as error:
        raise NotesUnreadable(f"{path} cannot be read ({error.strerror}).", "Check its permissions.") from error
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise NotesUnreadable(
            f"{path} is neither a folder nor a file.", "Name a folder of Markdown notes, or one file."
        )
    return root


def note_path(root: Path, file: str) -> Path:
    """Return where a note is, from its path relative to the root (a folder, or itself the note)."""
    return root / file if root.is_dir() else root


def list_notes(root: Path) -> Listing:
    """Return the files below a root that look like notes, sorted by path.

    Hidden files and folders are left out, and what the root's `.tutorignore` matches.

    Raises:
        NotesUnreadable: the root itself cannot be listed.
    """
    if not root.is_dir():
        return Listing((_found(root.name, root, root.stat()),), ())
    files: list[FoundFile] = []
    skipped: list[Skipped] = []
    is_ignored = ignore_rules(root, skipped)
    folders = [""]
    while folders:
        folder = folders.pop()
        for entry in _entries(root, folder, skipped):
            file = f"{folder}{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or is_ignored(file + "/" * is_folder):
                continue
            if is_folder:
                folders.append(f"{file}/")
            elif entry.name.lower().endswith(_SUFFIXES):
                _take(file, entry, files, skipped)
    files.sort(key=lambda found: found.file.split("/"))
    return Listing(tuple(files), tuple(sorted(skipped, key=lambda s: (s.file, s.reason))))


def read_note(found: FoundFile) -> tuple[bytes, FoundFile]:
    """Return a note's bytes, and the file as it was when they were read.

    Raises:
        OSError: it is gone, may not be read, or is no regular file any more.
        ValueError: it keeps changing while it is read, or a folder above it became a link; the text says so.
    """
    for _ in range(2):
        descriptor = os.open(found.where, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with open(descriptor, "rb") as stream:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise ValueError("not a regular file")
            if os.path.realpath(found.where) != os.fspath(found.where):
                raise ValueError("in a folder that is a symbolic link; links are not followed")
            raw = stream.read(_MAX_BYTES + 1)
            after = os.fstat(descriptor)
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if same and (len(raw) == after.st_size or len(raw) > _MAX_BYTES):
            return raw, _found(found.file, found.where, after)
    raise ValueError("it is being written to")


def decode_note(raw: bytes) -> str:
    """Return a note's text, a byte order mark left out.

    Raises:
        ValueError: it is too large, binary, or not UTF-8; the text says which and what to do.
    """
    if len(raw) > _MAX_BYTES:
        raise ValueError(f"larger than {_MAX_BYTES >> 20} MB")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("UTF-16; save it as UTF-8")
    if b"\0" in raw[:_SNIFFED]:
        raise ValueError("binary: it holds NUL bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(f"not UTF-8 (line {line}); save it as UTF-8") from error


def _entries(root: Path, folder: str, skipped: list[Skipped]) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(root / folder) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        if not folder:
            raise NotesUnreadable(f"{root} cannot be read ({error.strerror}).", "Check its permissions.") from error
        skipped.append(Skipped(folder, f"cannot be read ({error.strerror})"))


def _take(file: str, entry: os.DirEntry[str], files: list[FoundFile], skipped: list[Skipped]) -> None:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        skipped.append(Skipped(file, f"cannot be read ({error.strerror})"))
        return
    if stat.S_ISLNK(status.st_mode):
        skipped.append(Skipped(file, "a symbolic link; links are not followed"))
    elif not stat.S_ISREG(status.st_mode):
        skipped.append(Skipped(file, "not a regular file"))
    else:
        files.append(_found(file, entry.path, status))


def _found(file: str, where: str | Path, status: os.stat_result) -> FoundFile:
    return FoundFile(file, where, status.st_size, status.st_mtime_ns, status.st_ino)
