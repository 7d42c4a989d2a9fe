"""Questions kept with the index: the same as when they were made, and made anew where they cannot be read."""

from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.notes_laws import parse
from tests.test_quiz_deck import KINESIS
from tests.test_quiz_questions import BONES, PLEADINGS
from tutor.cli.program import run
from tutor.desk.setup import Setup
from tutor.quiz.cards import cards_of
from tutor.quiz.deck import ask_all
from tutor.quiz.kept import from_bytes, rules, to_bytes


def test_questions_come_back_as_they_were() -> None:
    notes = [parse(text, file=f"{number}.md") for number, text in enumerate((BONES, PLEADINGS, KINESIS))]
    cards = cards_of([claim for note in notes for claim in note.claims])
    asked = ask_all(cards)
    assert from_bytes(to_bytes(asked, cards), cards) == {number: found for number, found in asked.items() if found}


def test_questions_are_made_once_for_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "bones.md").write_text(BONES)
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())

    def printed() -> str:
        assert run(["cards", "-q", "--json", "--notes", str(tmp_path / "notes")]) == 0
        return capsys.readouterr().out

    made = printed()
    with monkeypatch.context() as later:
        later.setattr("tutor.quiz.drilled.ask_all", lambda _: pytest.fail("asked again"))
        assert printed() == made
    (kept,) = (tmp_path / "home").rglob(f"questions-{rules()}.json")
    for broken in (b"", b"\xff", b"{}", kept.read_bytes()[:-2]):
        kept.write_bytes(broken)
        assert printed() == made
    kept.unlink()
    kept.mkdir()
    assert printed() == made
