"""The real program in a real terminal: how it starts, and how it leaves the terminal when it ends."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminals import FAKED, ROOT, Terminal
from tests.tui import AWKWARD
from tests.vaults import write_notes

ON_AND_OFF = (
    (b"\x1b[?1049h", b"\x1b[?1049l"),
    (b"\x1b[?1000h", b"\x1b[?1000l"),
    (b"\x1b[?2004h", b"\x1b[?2004l"),
    (b"\x1b[?25l", b"\x1b[?25h"),
)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    notes = write_notes(tmp_path / "vault", AWKWARD)
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "TUTOR_HOME": str(tmp_path / "home"),
        "TUTOR_NOTES": str(notes),
    }


@pytest.fixture
def terminal(env: dict[str, str]) -> Iterator[Terminal]:
    terminal = Terminal(FAKED, env)
    terminal.wait_for(b"Ask anything")
    yield terminal
    terminal.close()


def is_clean(out: bytes) -> bool:
    return all(on in out and out.rfind(off) > out.rfind(on) for on, off in ON_AND_OFF)


def kept(env: dict[str, str]) -> list[str]:
    with sqlite3.connect(Path(env["TUTOR_HOME"]) / "tutor.db") as db:
        return [question for (question,) in db.execute("SELECT question FROM turn ORDER BY number")]


def test_an_evening_in_short(terminal: Terminal, env: dict[str, str]) -> None:
    terminal.send(b"default retention period\r")
    terminal.wait_for(b"Default retention period: 4 days")
    terminal.send(b"\r")
    terminal.wait_for(b"Raw/rendered")  # the keys of the note
    terminal.send(b"y")
    terminal.wait_for(b"\x1b]52;c;")
    for size in ((40, 12), (1, 1), (140, 45), (80, 24)):
        terminal.resize(*size)
    terminal.send(b"\x1b")
    terminal.wait_for(b"you")
    terminal.send(b"\x11")
    assert terminal.end() == 0
    assert is_clean(terminal.out)
    assert kept(env) == ["default retention period"]
    assert list(Path(env["TUTOR_HOME"]).glob("backups/*.db"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_as_it_was_and_nothing_lost(
    number: signal.Signals, terminal: Terminal, env: dict[str, str]
) -> None:
    terminal.send(b"default retention period\r")
    terminal.wait_for(b"Default retention period: 4 days")
    os.kill(terminal.pid, number)
    assert terminal.end() == 128 + number
    assert is_clean(terminal.out)
    assert b"Traceback" not in terminal.out
    assert kept(env) == ["default retention period"]


def test_bytes_that_are_no_text_and_broken_sequences_stop_nothing(terminal: Terminal) -> None:
    for junk in (b"caf\xe9\xff\xfe\x80", b"\x1b[1114112u", b"\x1b[99999999999999999999u", b"\x1b[<9;9;9", b"\0" * 8):
        terminal.send(junk)
    terminal.send(b"\x1b[200~" + b"x" * 3500 + b"\x1b[201~")
    terminal.wait_for(b"xxxxxxxx")
    terminal.send(b"\x11")
    assert terminal.end() == 0
    assert is_clean(terminal.out)
    assert b"Traceback" not in terminal.out
