"""Notes cannot act: nothing in them steers a terminal, runs, opens or reads anything, or takes more than its share.

How text is cleaned: `test_clean`; which files are read: `test_notes_folder`; ignore files: `test_notes_ignoring`.
"""

import csv
import io
import json
import os
import re
import sqlite3
import sys
import webbrowser
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.awkward import CONTROLS, NUMBERS, SHAPES, questions, write_awkward
from tests.fakes import FakeEncoder
from tests.notes_laws import Counter, check_laws, parse
from tests.processes import plain_env
from tests.terminals import FAKED, Terminal
from tests.tui import WIDE, Chat, chat, in_loop, prepare
from tutor.cli.program import run
from tutor.desk.setup import Setup
from tutor.notes.folder import list_notes, read_note
from tutor.notes.markdown import parse_blocks
from tutor.notes.reading import parse_note
from tutor.notes.values import NoteText
from tutor.notes.windows import Budget
from tutor.quiz.cards import cards_of

HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
OF_THE_SCREEN = re.compile(rb"\x1b\](?:22;[\w-]*\x07|52;c;[A-Za-z0-9+/=]*\x07)")
"""The shape of the pointer, and what was copied."""

NOT_OF_THE_SCREEN = re.compile(
    rb"\x1b[\]P_^Xc#(]|\x1b\[(?:6n|2J|>?c|>q|21t)|[\x00-\x06\x0b-\x0c\x0e-\x1a\x7f]|\xc2[\x80-\x9f]"
    rb"|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xf3\xa0[\x80\x81]"
)


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_awkward(tmp_path_factory.mktemp("awkward"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def here(notes: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(home))
    monkeypatch.setenv("TUTOR_NOTES", str(notes))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())


def printed(capsys: pytest.CaptureFixture[str], *args: str, codes: tuple[int, ...] = (0, 1)) -> str:
    """Run a command, see that nothing harmful was printed, and return what it printed."""
    code = run(args)
    out, err = capsys.readouterr()
    assert code in codes, err
    for text in (out, err):
        found = HARMFUL.search(text)
        assert not found, (args, text[max(0, found.start() - 40) :][:80])
        text.encode()
    return out


# What is printed


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "args",
    [
        ["index"],
        ["cards"],
        ["cards", "--json"],
        ["lint"],
        ["doctor"],
        ["stats"],
        ["export", "csv", "-"],
        ["export", "json", "-"],
        ["export", "reviews", "-"],
        ["history"],
        ["gaps"],
    ],
    ids=" ".join,
)
def test_no_command_prints_what_could_act(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, *args, codes=(0, 2, 3))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("option", ["--plain", "--json", "--full", "--explain"])
def test_no_answer_holds_what_could_act(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = [printed(capsys, "ask", option, question) for question in questions().values()]
    if option == "--json":
        assert all(json.loads(line)["version"] for line in shown)
    else:
        assert sum("␛" in text for text in shown) > 5


@pytest.mark.usefixtures("here")
def test_conversations_are_kept_and_exported_clean(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed(capsys, "ask", f"zebracsi stripes {CONTROLS['csi']}{CONTROLS['bidi']}")
    printed(capsys, "ask", "-c", "and its weight?")
    number = printed(capsys, "history").split()[0]
    printed(capsys, "history", "show", number)
    printed(capsys, "history", "export", number)
    printed(capsys, "history", "rename", number, CONTROLS["title"])
    printed(capsys, "history", "export", number, str(tmp_path / "out.md"))
    assert not HARMFUL.search((tmp_path / "out.md").read_text())


@pytest.mark.usefixtures("here")
def test_a_table_for_other_programs_holds_no_formula(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.reader(io.StringIO(printed(capsys, "export", "csv", "-"))))
    assert len(rows) > 50
    assert any(cell.startswith("'=") for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "@", "\t"}]


@pytest.mark.usefixtures("here")
def test_cards_for_anki_hold_no_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "cards.apkg"
    printed(capsys, "export", "anki", str(file))
    with zipfile.ZipFile(file) as package:
        (tmp_path / "anki.db").write_bytes(package.read("collection.anki2"))
    db = sqlite3.connect(tmp_path / "anki.db")
    fields = [text for (text,) in db.execute("SELECT flds FROM notes")]
    db.close()
    assert len(fields) > 50
    assert not [text for text in fields if re.search(r"<script|<img|\[latex|\[sound|\[\$", text)]
    assert any("&lt;script" in text for text in fields)


# The screen


def check_screen(out: bytes) -> None:
    found = NOT_OF_THE_SCREEN.search(OF_THE_SCREEN.sub(b"", out))
    assert not found, out[max(0, found.start() - 60) :][:120]
    assert b"Traceback" not in out


@pytest.fixture
def screen_env(notes: Path, home: Path) -> dict[str, str]:
    return {**plain_env(home), "TUTOR_NOTES": str(notes), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def test_the_chat_draws_nothing_that_could_act(screen_env: dict[str, str]) -> None:
    terminal = Terminal(FAKED, screen_env)
    terminal.resize(140, 45)
    try:
        terminal.wait_for(b"Ask anything")
        for question in questions().values():
            # Enter by itself: in one burst with the question both may be over before anything is drawn.
            terminal.send(question.encode())
            terminal.wait_for(question.split()[0].encode())
            terminal.send(b"\r")
            terminal.wait_for(b"Ask your notes")
        keys_of_all_panes = b"\r r w \x1b \x14 jjjj\r \x1b \x0f \x1b \x10 zebra \x1b".split()
        for keys in keys_of_all_panes:
            terminal.send(keys)
            terminal.wait_for(b"\x1b")
        terminal.send(b"\x11")
        assert terminal.end() == 0
    finally:
        terminal.close()
    check_screen(terminal.out)


def test_the_quiz_draws_nothing_that_could_act(screen_env: dict[str, str]) -> None:
    quiz = FAKED.replace("import sys;", "import sys; sys.argv[1:1] = ['quiz', '-n', '40', '--seed', '3'];", 1)
    terminal = Terminal(quiz, screen_env)
    try:
        terminal.wait_for(b"Quit")
        for _ in range(40):
            terminal.send(b"\ra1s\r")
            terminal.wait_for(b"\x1b")
        terminal.send(b"\x1b\x11")
        assert terminal.end() == 0
    finally:
        terminal.close()
    check_screen(terminal.out)


LINKS = {
    "a.md": "# Links\n\nThe quagga note has [a](file:///etc/passwd), [b](vscode://x), [c](%2Fetc%2Fpasswd),"
    " [d](http://x.y), [@click=app.quit]e[/], [link=http://x.y]f[/link], <http://x.y>, http://x.y and [[g]].\n"
}


@in_loop
async def test_no_click_in_a_quote_opens_or_runs_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(webbrowser, "open", lambda *args, **_: opened.append(args))
    monkeypatch.setattr(os, "system", opened.append)
    prepare(tmp_path, monkeypatch, LINKS)
    async with chat(WIDE) as running:
        monkeypatch.setattr(running.app, "open_url", lambda *args, **_: opened.append(args))
        await running.ask("quagga note")
        assert await click_the_links(running) >= 5
        await running.press("enter")
        assert await click_the_links(running) >= 5
        assert running.app.is_running
    assert opened == []


async def click_the_links(running: Chat) -> int:
    """Click on whatever looks like a link, in the answer and in the note beside it, and return how often."""
    text = running.text()
    places = [
        (match.start() + 1, row)
        for row, line in enumerate(text.split("\n"))
        for match in re.finditer(r"file:|vscode:|%2F|http:|@click|link=|\[\[g", line)
    ]
    for place in places:
        await running.pilot.click(offset=place)
    return len(places)


# What is read


def test_a_folder_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/a.md").write_text("the passphrase")
    (tmp_path / "notes/in").mkdir(parents=True)
    (tmp_path / "notes/in/a.md").write_text("nothing here..")
    (found,) = list_notes(tmp_path / "notes").files
    (tmp_path / "notes/in").rename(tmp_path / "elsewhere")
    (tmp_path / "notes/in").symlink_to(tmp_path / "secret")
    with pytest.raises(ValueError, match="a symbolic link"):
        read_note(found)


def test_nothing_from_outside_is_listed(notes: Path) -> None:
    listing = list_notes(notes)
    assert not [found.file for found in listing.files if "passwd" in found.file]
    reasons = {skipped.file: skipped.reason for skipped in listing.skipped}
    assert reasons["link.md"] == "a symbolic link; links are not followed"
    assert reasons["pipe.md"] == "not a regular file"


# What it takes


@pytest.mark.parametrize("name", [*SHAPES, *NUMBERS, *CONTROLS])
def test_awkward_notes_keep_the_laws_of_every_note(name: str) -> None:
    if name in SHAPES:
        text = SHAPES[name][:3_000]
    else:
        text = f"# T\n\n- size: {NUMBERS.get(name, '') or CONTROLS.get(name, '')}\n"
    note = parse(text)
    check_laws(note)
    cards_of(note.claims)


_LINES = st.lists(st.text("#-*|>`$ \t1.:[](){}!\\<ab\u2028\ufeff\x1b", max_size=12), max_size=12)


@given(lines=_LINES)
def test_every_line_of_any_note_is_in_one_section(lines: list[str]) -> None:
    note = parse("\n".join(lines))
    held = [line for section in note.sections for line in range(section.lines.first, section.lines.last + 1)]
    assert held == list(range(1, note.text.line_count + 1))


@settings(max_examples=25)
@given(unit=st.text("#-*|>`$ \n\t1.:[](){}!\\<ab'\"&;_~=^/", min_size=1, max_size=8))
def test_the_work_on_a_note_grows_with_its_length(unit: str) -> None:
    """Counted by what the encoder's tokenizer is given, which is asked about every text that is cut."""
    asked = []
    for times in (200, 800):
        counter = Counter()
        parse_note("a.md", unit * times, Budget(counter, 250))
        asked.append(counter.characters)
    assert asked[1] <= 8 * asked[0] + 20_000


@pytest.mark.parametrize("name", [name for name in SHAPES if len(SHAPES[name]) > 5_000])
def test_four_times_the_text_takes_no_more_than_six_times_the_work(name: str) -> None:
    """Counted in calls: what grows with the square takes sixteen times as many."""
    text = SHAPES[name][:16_000]
    assert calls(text) <= 6 * calls(text[: len(text) // 4]) + 2_000


def calls(text: str) -> int:
    """Return how many functions are called while a text is read as a note."""
    number = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal number
        number += event in {"call", "c_call"}

    parse_blocks(NoteText(""))  # what is imported only once
    sys.setprofile(count)
    try:
        parse(text)
    finally:
        sys.setprofile(None)
    return number
