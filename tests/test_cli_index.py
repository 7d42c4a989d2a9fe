"""`tutor index` and what follows it, over real notes with an encoder that is no model."""

import os
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tutor.cli.program import run
from tutor.desk.setup import Setup


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "sqs.md").write_text("# SQS\n\n- Default retention period: 4 days\n- Other\n")
    (notes / "binary.md").write_bytes(b"\x00\x01\x02" * 100)
    os.utime(notes / "binary.md", (0, 0))
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUTOR_NOTES", raising=False)
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.chdir(tmp_path)
    return notes


def test_the_summary_is_on_stdout_and_the_rest_on_stderr(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", str(notes)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("1 note, 1 section, 1 passage, ")
    assert out.endswith(" reused\n")
    assert "skipped binary.md: " in err
    assert "embedding " in err
    assert run(["index", "-q", str(notes)]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("; nothing changed\n")
    assert err == ""


def test_check_tells_a_fresh_index_from_a_stale_one_and_a_missing_one(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["index", "--check", str(notes)]) == 3
    missing = "tutor: These notes have not been indexed yet. Run: tutor index\n"
    assert capsys.readouterr() == ("", missing)
    assert not (tmp_path / "home").exists()
    run(["index", str(notes)])
    capsys.readouterr()
    assert run(["index", "--check", str(notes)]) == 0
    assert capsys.readouterr() == ("The index is up to date.\n", "")
    (notes / "sqs.md").write_text("# SQS\n\nSomething else.\n")
    (notes / "\x1b[2J.md").write_text("# New\n\nText.\n")
    assert run(["index", "--check", str(notes)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == ("tutor: The index is older than the notes (changed: sqs.md; new: ␛[2J.md). Run: tutor index\n")


def test_the_notes_last_indexed_are_asked(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "sqs retention"]) == 3
    assert capsys.readouterr().err.startswith("tutor: There are no notes to ask.")
    run(["index", str(notes)])
    capsys.readouterr()
    assert run(["ask", "sqs retention"]) == 0
    out, err = capsys.readouterr()
    assert "┃ - Default retention period: 4 days\n" in out
    assert "sqs.md:" in out
    assert err == ""


def test_a_mistyped_path_keeps_the_notes_that_were_indexed(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["index", str(notes)])
    assert run(["index", str(tmp_path / "nowhere")]) == 3
    assert run(["ask", "sqs retention"]) == 0
    assert "nowhere" in capsys.readouterr().err


def test_forced_indexing_reuses_nothing(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["index", str(notes)])
    assert run(["index", "--force"]) == 0
    *_, forced = capsys.readouterr().out.splitlines()
    assert "nothing changed" not in forced


def test_one_file_may_be_the_notes(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "--notes", str(notes / "sqs.md"), "--plain", "retention"]) == 0
    assert "sqs.md:3" in capsys.readouterr().out


def test_the_doctor_finds_all_well_but_for_a_file_that_is_left_out(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["index", str(notes)])
    capsys.readouterr()
    assert run(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert "ok    the index is up to date: " in out
    assert "[binary.md]" in out
    assert not [line for line in out.splitlines() if line.startswith("bad")]
    assert err == ""


def test_an_index_that_was_damaged_is_bad(notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["index", str(notes)])
    (database,) = (tmp_path / "home").rglob("library.db")
    database.write_bytes(database.read_bytes()[:100])
    capsys.readouterr()
    assert run(["doctor"]) == 3
    bad = [line for line in capsys.readouterr().out.splitlines() if line.startswith("bad")]
    assert len(bad) == 1
    assert "tutor index" in bad[0]
