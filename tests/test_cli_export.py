"""`tutor export`, `tutor import` and `tutor stats`: what other programs get, and what comes back."""

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tutor.cli.program import run
from tutor.quiz.exchange import to_cell
from tutor.store import connection

NOTES = """\
# Queues

## Retention

- Default retention: 4 days
- Longest <retention>: 14 days & more

## Balancer

Application Load Balancer (ALB) works on layer 7.
"""

Tutor = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(connection, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr("tutor.desk.setup.Setup.encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUTOR_NOTES", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "queues.md").write_text(NOTES)
    return tmp_path / "home"


@pytest.fixture
def tutor(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tutor:
    """Return what runs a command that ends well, and gives what it printed."""

    def tutor(*args: str, typed: str = "") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert run(args) == 0
        return capsys.readouterr().out

    return tutor


def anki_notes(package: Path, folder: Path) -> list[tuple[str, list[str], str]]:
    """Return the guid, the fields and the tags of each of a package's notes."""
    with zipfile.ZipFile(package) as zipped:
        zipped.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as db:
        found = db.execute("SELECT guid, flds, tags FROM notes ORDER BY guid").fetchall()
        assert db.execute("SELECT count(*) FROM cards").fetchone()[0] == len(found)
    return [(guid, fields.split("\x1f"), tags.strip()) for guid, fields, tags in found]


def test_an_anki_package_has_a_note_for_each_card_with_its_source(tutor: Tutor, tmp_path: Path) -> None:
    tutor("export", "anki", "cards.apkg")
    notes = anki_notes(tmp_path / "cards.apkg", tmp_path)
    by_answer = {fields[2]: fields for _, fields, _ in notes}
    acronym = by_answer["Application Load Balancer"]
    assert acronym[0] == "What does ALB stand for?"
    assert acronym[3] == "Application Load Balancer (ALB) works on layer 7."
    assert acronym[4] == "queues.md:10 Queues › Balancer"
    assert "<retention>" not in "".join(field for fields in by_answer.values() for field in fields)
    assert {tags for _, _, tags in notes} == {"Queues::Retention", "Queues::Balancer"}


def test_importing_into_anki_again_updates_what_is_there(tutor: Tutor, tmp_path: Path) -> None:
    tutor("export", "anki", "before.apkg")
    before = {guid: fields for guid, fields, _ in anki_notes(tmp_path / "before.apkg", tmp_path)}
    notes = tmp_path / "corpus" / "queues.md"
    notes.write_text(NOTES.replace("4 days", "5 days"))
    tutor("export", "anki", "after.apkg")
    after = {guid: fields for guid, fields, _ in anki_notes(tmp_path / "after.apkg", tmp_path)}
    assert after.keys() == before.keys()
    assert any("5 days" in "".join(fields) for fields in after.values())


def test_questions_are_exported_as_tables_and_json(tutor: Tutor) -> None:
    tutor("quiz", "--kind", "acronym", typed="Application Load Balancer\n")
    rows = list(csv.DictReader(io.StringIO(tutor("export", "csv", "-"))))
    records = [json.loads(line) for line in tutor("export", "json", "-").splitlines()]
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    (acronym,) = [record for record in records if record["kind"] == "acronym"]
    assert (acronym["reviews"], acronym["stability"]) == (1, 2.31)
    assert acronym["due"]
    only = tutor("export", "json", "-", "--topic", "balancer").splitlines()
    assert 0 < len(only) < len(records)


def test_reviews_go_to_another_machine_and_come_once(
    tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutor("quiz", "--kind", "acronym", typed="nonsense\nu\nnonsense\n\nApplication Load Balancer\n")
    tutor("export", "reviews", "reviews.jsonl")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "other"))
    assert tutor("import", "reviews", "reviews.jsonl") == "2 of 2 answers added, 0 were here already.\n"
    assert tutor("import", "reviews", "reviews.jsonl") == "0 of 2 answers added, 2 were here already.\n"
    found = json.loads(tutor("stats", "--json"))
    assert (found["asked"], found["known"]) == (1, 0)
    assert tutor("export", "reviews", "-") == (tmp_path / "reviews.jsonl").read_text()


def test_reviews_of_two_machines_are_put_in_order(
    tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutor("quiz", "--kind", "acronym", typed="nonsense\n")
    lines = tutor("export", "reviews", "-").splitlines()
    answer = json.loads(lines[-1])
    earlier = {**answer, "at": answer["at"] - 10**15, "day": "2020-01-01", "rating": 3, "verdict": "right"}
    (tmp_path / "older.jsonl").write_text("\n".join([*lines[:-1], json.dumps(earlier)]))
    tutor("import", "reviews", "older.jsonl")
    exported = [json.loads(line) for line in tutor("export", "reviews", "-").splitlines()[2:]]
    assert [record["day"] for record in exported] == ["2020-01-01", answer["day"]]
    with sqlite3.connect(tmp_path / "home" / "tutor.db") as db:
        assert db.execute("SELECT reps, lapses FROM card").fetchall() == [(2, 1)]
        assert db.execute("SELECT count(*) FROM review WHERE kind = 'void'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("nonsense", 1),
        ('{"tutor": "reviews", "version": 99}', 1),
        ('{"tutor": "reviews", "version": 1}\n{"of": 1}', 2),
        ('{"tutor": "reviews", "version": 1}\n[]', 2),
    ],
)
def test_a_file_that_is_no_export_of_reviews_is_refused_whole(
    tutor: Tutor, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int
) -> None:
    (tmp_path / "bad.jsonl").write_text(text)
    assert run(["import", "reviews", "bad.jsonl"]) == 2
    assert capsys.readouterr().err.startswith(f"tutor: Line {line} is not of reviews that tutor exported.")


def test_a_file_that_cannot_be_written_is_said(tutor: Tutor, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "csv", "nowhere/cards.csv"]) == 5
    assert "nowhere/cards.csv" in capsys.readouterr().err


def test_notes_that_were_never_drilled_have_nothing_to_export(tutor: Tutor, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "reviews", "-"]) == 2
    assert "These notes were never drilled. Run: tutor quiz" in capsys.readouterr().err


def test_stats_are_tables_or_json(tutor: Tutor) -> None:
    tutor("quiz", "--kind", "acronym", typed="Application Load Balancer\n")
    out = tutor("stats")
    assert "1 asked, 1 known, 0 due today" in out
    assert "Streak: 1 day." in out
    assert "Balancer" in out
    found = json.loads(tutor("stats", "--json"))
    assert found["streak"] == 1
    assert len(found["forecast"]) == 14


def test_a_cell_is_clean_and_never_a_formula() -> None:
    assert to_cell("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0"
    assert to_cell("@SUM(1)") == "'@SUM(1)"
    assert to_cell("-2+3") == "'-2+3"
    assert to_cell("＝1+1") == "'＝1+1"
    shown = [to_cell(text) for text in ("-5 °C", "+1,5", "-80", "a = b", None, 3)]
    assert shown == ["-5 °C", "+1,5", "-80", "a = b", "", "3"]
    assert to_cell("\x1b[2J\u202e") == "␛[2J\ufffd"
