"""`tutor cards`, over real notes with an encoder that is no model."""

import json
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tutor.cli.program import run
from tutor.desk.setup import Setup


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "sqs.md").write_text("# SQS\n\n- Default retention period: 4 days\n")
    (notes / "law.md").write_text("---\ntags: [law]\n---\n\n# Torts\n\n- Battery: a harmful or offensive contact\n")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_NOTES", str(notes))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.chdir(tmp_path)
    return notes


def questions(capsys: pytest.CaptureFixture[str], *args: str) -> list[str]:
    assert run(["cards", "-q", "--json", *args]) == 0
    return [json.loads(line)["question"] for line in capsys.readouterr().out.splitlines()]


def test_every_question_is_printed_with_its_answer_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cards", "-q"]) == 0
    out, err = capsys.readouterr()
    assert "SQS › Default retention period: ____ days\n    4  (sqs.md:3)\n" in out
    assert err == ""


def test_json_has_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cards", "-q", "--json", "--topic", "sqs"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert list(first) == [
        "id", "card", "kind", "question", "answer", "accepted", "choices", "file", "lines", "heading_path",
        "distractors",
    ]  # fmt: skip
    assert (first["file"], first["lines"], first["heading_path"]) == ("sqs.md", [3, 3], ["SQS"])


def test_a_topic_is_a_heading_a_file_or_a_tag(capsys: pytest.CaptureFixture[str]) -> None:
    for topic in ("torts", "law.md", "law"):
        assert all("Torts" in question for question in questions(capsys, "--topic", topic))
    assert run(["cards", "--topic", "poetry"]) == 2
    assert capsys.readouterr().err.endswith(
        'tutor: Nothing that is drilled matches "poetry". Leave --topic out, or name another.\n'
    )


@pytest.mark.parametrize(
    ("key", "value"), [("quiz_topics", "sqs, poetry"), ("quiz_exclude", "torts"), ("quiz_exclude", "LAW.md")]
)
def test_settings_say_what_is_drilled(capsys: pytest.CaptureFixture[str], key: str, value: str) -> None:
    assert run(["config", "set", key, value]) == 0
    capsys.readouterr()
    assert all("SQS" in question for question in questions(capsys))


def test_a_card_is_the_same_whatever_is_asked_beside_it(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (notes / "a.md").write_text("# SQS\n\n- The queue takes in 20 messages at once\n")
    (notes / "sqs.md").write_text("# SQS\n\n- A message waits there for 5 days\n")
    asked: list[set[str]] = []
    for topic in ("", "sqs.md"):
        assert run(["cards", "-q", "--json", "--topic", topic]) == 0
        found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        asked.append({question["card"] for question in found if question["file"] == "sqs.md"})
    assert asked[0] == asked[1] != set()


def test_tags_say_which_notes_are_drilled(capsys: pytest.CaptureFixture[str]) -> None:
    run(["config", "set", "quiz_tags", "#Law"])
    capsys.readouterr()
    assert all("Torts" in question for question in questions(capsys))
    run(["config", "set", "quiz_tags", "none"])
    capsys.readouterr()
    assert run(["cards", "-q"]) == 2
    assert "Your settings leave nothing to drill." in capsys.readouterr().err
