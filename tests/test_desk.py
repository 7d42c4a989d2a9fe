"""What the front ends share: a sitting over notes, an editor's command line, an export."""

import os
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, write_notes
from tutor.answer.answering import Wish
from tutor.answer.scope import Scope
from tutor.desk.choosing import survey
from tutor.desk.editor import editor_command
from tutor.desk.exporting import export_name, write_export
from tutor.desk.setup import Setup
from tutor.desk.sitting import Sitting
from tutor.errors import CannotWrite, NotesUnreadable, UsageError


class Heard:
    """Notices that are remembered."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __enter__(self) -> "Heard":
        return self

    def __exit__(self, *_: object) -> None: ...

    def notify(self, text: str) -> None:
        self.said.append(text)

    def progress(self, stage: str, done: int, total: int) -> None: ...


@pytest.fixture
def sitting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    encoder = FakeEncoder(knows=lambda word: word != "anticoagulaton")

    def open_encoder(*_: object, is_for_many: bool) -> FakeEncoder:
        assert is_for_many  # a sitting is an evening
        return encoder

    monkeypatch.setattr(Setup, "encoder", open_encoder)
    return Sitting(Setup.find(), write_notes(tmp_path / "vault", VAULT), Heard())


def test_the_sections_are_the_same_before_and_after_the_index_is_built(sitting: Sitting) -> None:
    before = {outline.file: [section.path for section in outline.sections] for outline in sitting.outlines()}
    assert not sitting.open_as_it_is()
    sitting.open()
    after = {outline.file: [section.path for section in outline.sections] for outline in sitting.outlines()}
    assert before == after
    assert ("Load balancing", "Elastic IP") in after["cloud/balancers.md"]


def test_notes_that_changed_are_asked_as_they_were_until_the_sitting_has_caught_up(sitting: Sitting) -> None:
    sitting.open()
    heart = sitting.root / "medicine/heart.md"
    heart.write_text(heart.read_text().replace("Anticoagulation prevents stroke.", "Quokkas prevent stroke."))
    quotes = list(sitting.ask("what prevents stroke").answer.quotes)
    assert sitting.catch_up() == "Your notes changed (medicine/heart.md): re-indexed, 2 texts embedded."
    assert sitting.catch_up() is None
    assert "Quokkas" in sitting.ask("what prevents stroke").answer.quotes[0].text
    assert all("Anticoagulation" not in quote.text for quote in quotes if quote not in sitting.fallen(quotes))


def test_a_quote_falls_with_its_words_its_lines_or_its_note(sitting: Sitting) -> None:
    quotes = list(sitting.ask("what prevents stroke").answer.quotes[:1])
    assert sitting.fallen(quotes) == []
    heart = sitting.root / "medicine/heart.md"
    text = heart.read_text()
    for changed in (f"\n{text}", text.replace("stroke", "strokes"), "# Short\n"):
        heart.write_text(changed)
        assert sitting.fallen(quotes) == quotes
    heart.unlink()
    assert sitting.fallen(quotes) == quotes
    with pytest.raises(NotesUnreadable, match=r"medicine/heart\.md cannot be read"):
        sitting.read("medicine/heart.md")


def test_a_question_can_be_limited_to_a_section_with_all_below_it(sitting: Sitting) -> None:
    scope = Scope("cloud/balancers.md", ("Load balancing", "Health checks"))
    found = sitting.ask("how many in a row", wish=Wish(scope=scope)).answer
    assert {quote.heading_path for quote in found.quotes} == {scope.heading_path}
    assert ("topic", "Load balancing › Health checks") in [(u.kind, u.target) for u in found.understood]
    with pytest.raises(UsageError, match="Nothing can be quoted from Nowhere"):
        sitting.ask("zebra", wish=Wish(scope=Scope("cloud/balancers.md", ("Nowhere",))))


def test_what_was_understood_can_be_done_without(sitting: Sitting) -> None:
    history = ["which layer does ALB work on"]
    assert [u.kind for u in sitting.ask("and NLB?", history).answer.understood] == ["follow-up"]
    assert sitting.ask("and NLB?", history, Wish(literal=frozenset({"and NLB?"}))).answer.understood == ()
    typo = sitting.ask("what does anticoagulaton prevent").answer.understood
    assert [(u.kind, u.source) for u in typo] == [("typo", "anticoagulaton")]
    literal = Wish(literal=frozenset({"anticoagulaton"}))
    assert sitting.ask("what does anticoagulaton prevent", wish=literal).answer.understood == ()


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", ["vim", "+7", "/n/a b.md"]),
        ("emacsclient -nw", ["emacsclient", "-nw", "+7", "/n/a b.md"]),
        ("hx", ["hx", "/n/a b.md:7"]),
        ("code --wait", ["code", "--wait", "--goto", "/n/a b.md:7"]),
        ("mine", ["mine", "/n/a b.md"]),
    ],
)
def test_the_editor_opens_at_the_line_as_far_as_it_is_known(
    editor: str, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name)
    assert editor_command({"EDITOR": "other", "VISUAL": editor}, Path("/n/a b.md"), 7) == command


def test_an_editor_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError) as caught:
        editor_command({"EDITOR": "no-such-editor"}, Path("/a.md"), 1)
    assert str(caught.value) == "There is no editor no-such-editor. Set EDITOR to one."


def test_an_export_overwrites_nothing_and_stays_out_of_the_notes(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    write_export(tmp_path / "out.md", "text\n", notes)
    assert (tmp_path / "out.md").read_text() == "text\n"
    with pytest.raises(CannotWrite, match="exists already"):
        write_export(tmp_path / "out.md", "other", notes)
    with pytest.raises(CannotWrite, match="among your notes"):
        write_export(notes / "out.md", "text", notes)
    with pytest.raises(CannotWrite, match="No such file or directory"):
        write_export(tmp_path / "no" / "out.md", "text", notes)
    assert os.listdir(notes) == []
    assert export_name("NLB vs ALB?") == "nlb-vs-alb.md"
    assert export_name("../..") == "conversation.md"


def test_a_survey_tells_what_a_folder_holds(tmp_path: Path) -> None:
    found = survey(str(write_notes(tmp_path / "vault", VAULT)))
    assert found.notes == len(VAULT)
    assert found.size == sum(len(text.encode()) for text in VAULT.values())
    with pytest.raises(UsageError, match="is everything that there is"):
        survey("/")
