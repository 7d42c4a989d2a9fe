"""Which files are notes, what is left out and why, and how a file becomes text."""

import errno
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.errors import NotesMissing, NotesUnreadable
from tutor.notes.folder import FoundFile, decode_note, list_notes, note_path, read_note, resolve_root
from tutor.notes.values import Skipped

not_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


def put(path: Path, text: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def files(root: Path) -> list[str]:
    return [found.file for found in list_notes(root).files]


def found_in(root: Path) -> FoundFile:
    (found,) = list_notes(root).files
    return found


# Which files


def test_markdown_and_text_files_are_notes_in_any_case(vault: Path) -> None:
    for name in ("a.md", "b.MD", "c.markdown", "d.Markdown", "e.txt", "f.TXT", "g.rst", "md", "h.md.bak", "i"):
        put(vault / name)
    assert files(vault) == ["a.md", "b.MD", "c.markdown", "d.Markdown", "e.txt", "f.TXT"]


def test_their_order_is_that_of_their_paths_part_by_part(vault: Path) -> None:
    for name in ("b/z.md", "b.md", "b-c/a.md", "a/c/d.md", "a/b.md", "C.md"):
        put(vault / name)
    assert files(vault) == ["C.md", "a/b.md", "a/c/d.md", "b/z.md", "b-c/a.md", "b.md"]


def test_hidden_files_and_folders_are_left_out_without_a_word(vault: Path) -> None:
    for name in (".hidden.md", ".obsidian/a.md", "a/.git/b.md", "seen.md"):
        put(vault / name)
    assert files(vault) == ["seen.md"]
    assert list_notes(vault).skipped == ()


def test_what_an_ignore_file_matches_is_left_out(vault: Path) -> None:
    put(vault / ".tutorignore", "# drafts\ndrafts/\n*.txt\n!keep.txt\n/top.md\nlog-?.md\n")
    for name in ("drafts/a.md", "b/drafts/c.md", "a.txt", "keep.txt", "top.md", "b/top.md", "log-1.md", "log-10.md"):
        put(vault / name)
    assert files(vault) == ["b/top.md", "keep.txt", "log-10.md"]


@pytest.mark.parametrize("line", ["!", "[z-a]", "\\", "foo\\", "[", "\0", "\udcff"])
def test_a_line_of_an_ignore_file_that_makes_no_sense_is_passed_over(vault: Path, line: str) -> None:
    (vault / ".tutorignore").write_bytes(f"{line}\nout.md\n".encode("utf-8", "surrogateescape"))
    put(vault / "out.md")
    put(vault / "in.md")
    assert files(vault) == ["in.md"]


def test_an_ignore_file_may_have_windows_line_ends_and_a_byte_order_mark(vault: Path) -> None:
    (vault / ".tutorignore").write_bytes(b"\xef\xbb\xbfout.md\r\nother.md\r\n")
    for name in ("out.md", "other.md", "in.md"):
        put(vault / name)
    assert files(vault) == ["in.md"]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("elsewhere")])
def test_an_ignore_file_that_is_no_file_ignores_nothing(vault: Path, make: Callable[[Path], None]) -> None:
    make(vault / ".tutorignore")
    put(vault / "in.md")
    assert files(vault) == ["in.md"]


def test_links_are_not_followed_and_named(vault: Path, tmp_path: Path) -> None:
    put(tmp_path / "outside" / "secret.md")
    put(vault / "real.md")
    (vault / "file.md").symlink_to(tmp_path / "outside" / "secret.md")
    (vault / "dangling.md").symlink_to("nowhere")
    (vault / "folder").symlink_to(tmp_path / "outside")
    (vault / "loop").symlink_to(".")
    (vault / "itself.md").symlink_to("itself.md")
    reason = "a symbolic link; links are not followed"
    assert files(vault) == ["real.md"]
    assert list_notes(vault).skipped == tuple(Skipped(f, reason) for f in ("dangling.md", "file.md", "itself.md"))


def test_a_pipe_is_no_note_and_nothing_waits_for_it(vault: Path) -> None:
    os.mkfifo(vault / "pipe.md")
    assert list_notes(vault).skipped == (Skipped("pipe.md", "not a regular file"),)


def test_a_folder_may_be_named_like_a_note(vault: Path) -> None:
    put(vault / "a.md" / "b.md")
    assert files(vault) == ["a.md/b.md"]


def test_a_name_that_is_not_utf8_is_kept(vault: Path) -> None:
    try:
        (vault / os.fsdecode(b"caf\xe9.md")).write_text("text")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = found_in(vault)
    assert found.file == "caf\udce9.md"
    assert read_note(found)[0] == b"text"


def test_names_may_hold_anything_else(vault: Path) -> None:
    names = ["a\nb.md", "*.md", "[x].md", "a b.md", "-rf.md", "\x1b[31m.md", "ü.md"]
    for name in names:
        put(vault / name)
    assert files(vault) == sorted(names)


@not_root
def test_a_folder_that_may_not_be_read_is_named(vault: Path) -> None:
    put(vault / "closed" / "a.md")
    put(vault / "open.md")
    (vault / "closed").chmod(0)
    try:
        listing = list_notes(vault)
    finally:
        (vault / "closed").chmod(0o700)
    assert [found.file for found in listing.files] == ["open.md"]
    assert listing.skipped == (Skipped("closed/", "cannot be read (Permission denied)"),)


def test_a_folder_that_goes_while_it_is_listed_is_named(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(vault / "gone" / "a.md")
    put(vault / "here.md")
    scan = os.scandir

    def scandir(path: Path) -> object:
        if path.name == "gone":
            raise FileNotFoundError(2, "No such file or directory")
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    listing = list_notes(vault)
    assert [found.file for found in listing.files] == ["here.md"]
    assert listing.skipped == (Skipped("gone/", "cannot be read (No such file or directory)"),)


def test_an_empty_folder_holds_no_notes(vault: Path) -> None:
    assert list_notes(vault).files == ()


# The root


def test_a_root_may_be_one_file_of_any_name(vault: Path) -> None:
    root = put(vault / "notes.org", "text")
    found = found_in(root)
    assert (found.file, found.path, found.size) == ("notes.org", root, 4)
    assert note_path(root, "notes.org") == root
    assert note_path(vault, "a/b.md") == vault / "a" / "b.md"


def test_links_in_the_root_itself_are_resolved(vault: Path, tmp_path: Path) -> None:
    put(vault / "a.md")
    (tmp_path / "link").symlink_to(vault)
    assert resolve_root(tmp_path / "link") == vault.resolve()
    assert files(resolve_root(tmp_path / "link")) == ["a.md"]


def test_a_root_may_begin_with_a_tilde(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(vault.parent))
    assert resolve_root("~/vault") == vault.resolve()


@pytest.mark.parametrize("name", ["nothing", "file.md/below", "a\0b", "~nobody-of-that-name/x"])
def test_a_root_that_is_not_there_is_said_so(vault: Path, name: str) -> None:
    put(vault / "file.md")
    path = name if name.startswith("~") else f"{vault}/{name}"
    with pytest.raises(NotesMissing) as raised:
        resolve_root(path)
    assert str(raised.value) == f"There are no notes at {path}. Name a folder of Markdown notes, or one file."
    assert raised.value.exit_code == 3


def test_a_root_that_is_neither_folder_nor_file_is_said_so(vault: Path) -> None:
    pipe = vault / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(NotesUnreadable) as raised:
        resolve_root(pipe)
    assert str(raised.value) == f"{pipe} is neither a folder nor a file. Name a folder of Markdown notes, or one file."
    assert raised.value.exit_code == 3


def test_a_root_that_links_to_itself_is_said_so(vault: Path) -> None:
    loop = vault / "loop"
    loop.symlink_to(loop)
    with pytest.raises(NotesUnreadable) as raised:
        resolve_root(loop)
    assert str(raised.value) == f"{loop} cannot be read ({os.strerror(errno.ELOOP)}). Check its permissions."


def test_a_root_that_cannot_be_listed_is_said_so(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(NotesUnreadable) as raised:
        list_notes(vault)
    assert str(raised.value) == f"{vault} cannot be read (Permission denied). Check its permissions."
    assert raised.value.exit_code == 3


# Reading


def test_a_note_is_read_with_what_it_was_at_that_moment(vault: Path) -> None:
    path = put(vault / "a.md", "one")
    found = found_in(vault)
    put(path, "longer")
    raw, now = read_note(found)
    assert raw == b"longer"
    assert (now.file, now.size, now.mtime_ns) == ("a.md", 6, path.stat().st_mtime_ns)


def test_a_note_that_changes_while_it_is_read_is_read_again(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(vault / "a.md", "one")
    found = found_in(vault)
    real, seen = os.fstat, []

    def fstat(descriptor: int) -> os.stat_result:
        seen.append(descriptor)
        if len(seen) == 2:
            put(path, "another")
        return real(descriptor)

    monkeypatch.setattr(os, "fstat", fstat)
    assert read_note(found)[0] == b"another"


def test_a_note_that_keeps_changing_is_left_alone(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(vault / "a.md", "x")
    found = found_in(vault)
    real = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        put(path, path.read_text("utf-8") + "x")
        return real(descriptor)

    monkeypatch.setattr(os, "fstat", fstat)
    with pytest.raises(ValueError, match=r"^it is being written to$"):
        read_note(found)


def test_a_note_that_became_a_link_or_a_pipe_is_not_opened(vault: Path) -> None:
    path = put(vault / "a.md")
    found = found_in(vault)
    path.unlink()
    path.symlink_to(put(vault / "b.md"))
    with pytest.raises(OSError, match="symbolic link"):
        read_note(found)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ValueError, match=r"^not a regular file$"):
        read_note(found)


def test_a_note_that_is_gone_is_missed(vault: Path) -> None:
    path = put(vault / "a.md")
    found = found_in(vault)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        read_note(found)


@not_root
def test_a_note_that_may_not_be_read_says_so(vault: Path) -> None:
    path = put(vault / "a.md")
    found = found_in(vault)
    path.chmod(0)
    with pytest.raises(PermissionError):
        read_note(found)


def test_reading_writes_nothing_and_leaves_no_file_open(vault: Path) -> None:
    path = put(vault / "a.md")
    before = path.stat()
    opened = set(os.listdir("/dev/fd"))
    for _ in range(5):
        read_note(found_in(vault))
    assert len(os.listdir("/dev/fd")) <= len(opened)
    assert (path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode)) == (
        before.st_mtime_ns,
        stat.S_IMODE(before.st_mode),
    )


def test_of_a_giant_file_no_more_is_read_than_tells_that_it_is_one(vault: Path) -> None:
    with (vault / "a.md").open("wb") as stream:
        stream.truncate(21 << 20)
    raw, _ = read_note(found_in(vault))
    assert len(raw) == (20 << 20) + 1
    with pytest.raises(ValueError, match=r"^larger than 20 MB$"):
        decode_note(raw)


# Text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        ("Größe 漢字".encode(), "Größe 漢字"),
        (b"\xef\xbb\xbf# Title", "# Title"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        (b"a" * 8192 + b"\0", "a" * 8192 + "\0"),
        (b"\x1b[31m", "\x1b[31m"),
    ],
)
def test_text_is_decoded_and_nothing_else_is_changed(raw: bytes, text: str) -> None:
    assert decode_note(raw) == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("Text".encode("utf-16"), "UTF-16; save it as UTF-8"),
        ("Text".encode("utf-16-be"), "binary: it holds NUL bytes"),
        (b"\xfe\xff\0T", "UTF-16; save it as UTF-8"),
        (b"PNG\0\x01", "binary: it holds NUL bytes"),
        ("eins\nGröße".encode("latin-1"), "not UTF-8 (line 2); save it as UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8 (line 1); save it as UTF-8"),
        (b"cut \xe6\xbc", "not UTF-8 (line 1); save it as UTF-8"),
    ],
)
def test_what_is_no_text_says_what_it_is(raw: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        decode_note(raw)
