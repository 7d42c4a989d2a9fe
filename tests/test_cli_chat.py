"""`tutor chat --plain`: the conversation line by line."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, write_notes
from tutor.cli.program import run
from tutor.desk.setup import Setup


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_NOTES", str(write_notes(tmp_path / "vault", VAULT)))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    return tmp_path / "home"


class Spoken:
    """What a plain chat said to some lines."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, lines: str | bytes, *args: str) -> tuple[int, str, str]:
        raw = lines if isinstance(lines, bytes) else lines.encode()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        code = run(["chat", "--plain", *args])
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Spoken:
    return Spoken(monkeypatch, capsys)


def test_a_follow_up_carries_on(say: Spoken) -> None:
    code, out, _ = say("which layer does ALB work on\nand NLB?\n")
    assert code == 0
    assert "↳ understood: which layer does NLB work on (follow-up)" in out
    assert out.count("cloud/balancers.md") >= 2


def test_a_new_conversation_starts_without_what_was_said(say: Spoken) -> None:
    _, out, _ = say("which layer does ALB work on\n:new\nand NLB?\n")
    assert "A new conversation." in out
    assert "follow-up" not in out


def test_c_goes_on_with_the_last_one_and_ask_shares_it(say: Spoken, capsys: pytest.CaptureFixture[str]) -> None:
    say("which layer does ALB work on\n")
    _, out, _ = say("and NLB?\n", "-c")
    assert "which layer does NLB work on (follow-up)" in out
    run(["ask", "-c", "and GWLB?"])
    assert "↳ understood: which layer does NLB work on; and GWLB? (follow-up)" in capsys.readouterr().out


def test_nothing_is_kept_where_nothing_is_to_be(say: Spoken, home: Path) -> None:
    _, out, _ = say("which layer does ALB work on\nand NLB?\n", "--no-save")
    assert "which layer does NLB work on (follow-up)" in out
    assert not (home / "tutor.db").exists()


def test_questions_can_be_limited(say: Spoken) -> None:
    _, out, err = say(":in heart\nwhat prevents stroke\n:in nowhere at all\nwhat prevents stroke\n:in\n")
    assert "Asking in: heart." in out
    assert "medicine/heart.md" in out
    assert 'No heading, file or tag in your notes matches "nowhere at all".' in err
    assert "Asking in: everything." in out


def test_an_edited_note_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lines() -> Iterator[bytes]:
        yield b"what prevents stroke\n"
        (tmp_path / "vault/medicine/heart.md").write_text("# Stroke\n\nQuokkas prevent every stroke.\n")
        yield b"what prevents stroke\n"

    class Buffer:
        def __init__(self) -> None:
            self._lines = lines()

        def readline(self, _most: int) -> bytes:
            return next(self._lines, b"")

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Buffer(), isatty=lambda: False))
    assert run(["chat", "--plain"]) == 0
    out, err = capsys.readouterr()
    assert "Your notes changed (medicine/heart.md): re-indexed" in err
    assert out.index("Anticoagulation prevents stroke.") < out.index("Quokkas prevent every stroke.")


def test_what_is_no_command_and_bytes_that_are_no_text_stop_nothing(say: Spoken) -> None:
    code, out, err = say(b":sing\nwhich layer \xff\xfe\x1b[2J does ALB work on\n:help\n:quit\nnot read\n")
    assert code == 0
    assert "There is no command :sing. Say :help" in err
    assert ":quit      end" in out
    assert "\x1b" not in out
    assert "layer 7" in out


def test_the_exit_status_tells_whether_anything_was_answered(say: Spoken) -> None:
    assert say("xylophone Zanzibar\n")[0] == 1
    assert say("")[0] == 0
