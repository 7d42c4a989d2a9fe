"""`tutor history`: what is kept, listed, shown, exported, renamed and deleted."""

from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, write_notes
from tutor.cli.program import run
from tutor.desk.setup import Setup


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_notes(tmp_path / "vault", VAULT)
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_NOTES", str(folder))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    return folder


@pytest.fixture
def talked(capsys: pytest.CaptureFixture[str]) -> None:
    """Two conversations: the second of two questions."""
    for question, more in (("what prevents stroke", "and amiodarone?"), ("which layer does ALB work on", "and NLB?")):
        run(["ask", question])
        run(["ask", "-c", more])
    capsys.readouterr()


def printed(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(["history", *args]) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("talked")
def test_conversations_are_listed_last_used_first_and_searched(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys).splitlines()
    assert [line.split("  ")[-1] for line in lines] == ["which layer does ALB work on", "what prevents stroke"]
    assert "2 questions" in lines[0]
    assert printed(capsys, "list", "AMIODARONE").count("\n") == 1
    assert printed(capsys, "list", "%") == "No conversation holds that.\n"


@pytest.mark.usefixtures("talked")
def test_one_is_shown_and_exported(capsys: pytest.CaptureFixture[str], tmp_path: Path, notes: Path) -> None:
    shown = printed(capsys, "show", "1")
    assert shown.startswith("── what prevents stroke\n")
    assert "── and amiodarone?" in shown
    markdown = printed(capsys, "export", "2")
    assert markdown.startswith("# which layer does ALB work on\n\n## which layer does ALB work on\n")
    assert "\n> " in markdown
    assert "cloud/balancers.md:" in markdown
    printed(capsys, "export", "2", str(tmp_path / "out.md"))
    assert (tmp_path / "out.md").read_text() == markdown
    assert run(["history", "export", "2", str(notes / "out.md")]) == 5


@pytest.mark.usefixtures("talked")
def test_one_is_renamed_and_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "rename", "1", "Strokes")
    assert "Strokes" in printed(capsys)
    printed(capsys, "delete", "1")
    assert "Strokes" not in printed(capsys)
    assert run(["history", "show", "1"]) == 3
    assert capsys.readouterr().err == "tutor: There is no conversation 1. Run: tutor history\n"


def test_before_the_first_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys) == "No conversation yet. Start one: tutor chat\n"
