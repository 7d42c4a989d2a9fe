"""`tutor ask -c`, `--no-save` and `tutor gaps`: what is kept of a question, and continued."""

import json
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, write_notes
from tutor.cli.program import run
from tutor.desk.setup import Setup


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    notes = write_notes(tmp_path / "vault", VAULT)
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_NOTES", str(notes))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    return tmp_path / "home"


def understood(out: str) -> list[tuple[str, str]]:
    return [(u["kind"], u["to"]) for u in json.loads(out)["understood"]]


def test_a_follow_up_goes_on_with_the_conversation_last_used(capsys: pytest.CaptureFixture[str]) -> None:
    run(["ask", "which layer does ALB work on"])
    capsys.readouterr()
    assert run(["ask", "-c", "--json", "and NLB?"]) == 0
    assert ("follow-up", "which layer does NLB work on") in understood(capsys.readouterr().out)
    run(["ask", "-c", "--json", "and does it cost more?"])
    assert ("follow-up", "which layer does NLB work on; and does it cost more?") in understood(capsys.readouterr().out)


def test_without_c_a_question_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    run(["ask", "which layer does ALB work on"])
    capsys.readouterr()
    run(["ask", "--json", "and NLB?"])
    assert understood(capsys.readouterr().out) == []


def test_with_nothing_to_continue_c_says_so(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run(["ask", "-c", "and NLB?"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("tutor: There is no conversation to continue. Ask without -c first.\n")
    assert not (home / "tutor.db").exists()


def test_no_save_keeps_nothing(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run(["ask", "--no-save", "which layer does ALB work on"]) == 0
    assert not (home / "tutor.db").exists()
    run(["ask", "which layer does ALB work on"])
    run(["ask", "-c", "--no-save", "and NLB?"])
    capsys.readouterr()
    run(["ask", "-c", "--json", "why?"])
    assert ("follow-up", "which layer does ALB work on; why?") in understood(capsys.readouterr().out)


def test_a_batch_is_not_kept(tmp_path: Path, home: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("which layer does ALB work on\n")
    assert run(["ask", "--batch", str(questions)]) == 0
    assert not (home / "tutor.db").exists()


def test_gaps_lists_what_the_notes_could_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gaps"]) == 3
    run(["ask", "xylophone Zanzibar"])
    run(["ask", "which layer does ALB work on"])
    capsys.readouterr()
    assert run(["gaps"]) == 0
    out, err = capsys.readouterr()
    assert "absent" in out
    assert "xylophone Zanzibar" in out
    assert "ALB" not in out
    assert err == ""
    assert run(["gaps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["question"] == "xylophone Zanzibar"


def test_a_damaged_database_stops_no_answer_and_is_kept(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / "tutor.db").write_bytes(b"no database" * 100)
    assert run(["ask", "which layer does ALB work on"]) == 0
    out, err = capsys.readouterr()
    assert "layer 7" in out
    assert "What you ask is not saved." in err
    assert (home / "tutor.db").read_bytes() == b"no database" * 100
    assert run(["ask", "-c", "and NLB?"]) == 3
