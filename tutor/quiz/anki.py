"""Cards as a package that Anki imports."""

import html
import re
import tempfile
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.clean import clean, clean_line
from tutor.quiz.course import Course
from tutor.quiz.values import Card, Question

if TYPE_CHECKING:
    from genanki import Model

_MODEL = 1_764_108_001
"""Anki tells kinds of notes apart by it: another number would make another kind."""

_FIELDS = ("Question", "Choices", "Answer", "Notes", "Source", "Id")
_FRONT = "<div>{{Question}}</div>{{#Choices}}<ul>{{Choices}}</ul>{{/Choices}}"
_BACK = '{{FrontSide}}<hr id="answer"><b>{{Answer}}</b><pre>{{Notes}}</pre><small>{{Source}}</small>'
_CSS = ".card { font-family: sans-serif; font-size: 18px; } pre { white-space: pre-wrap; text-align: left; }"


def anki_package(course: Course, cards: Iterable[Card], name: str, notes_id: str) -> tuple[bytes, int]:
    """Return an Anki package, and how many notes it has: one for each card, asked in its best way.

    A note's guid is the card's identity, so that importing again updates what is there.

    Args:
        course: what the cards belong to.
        cards: to be exported.
        name: of Anki's deck.
        notes_id: of the notes; it decides which deck of Anki's it is.
    """
    from genanki import Deck, Package

    deck, model, count = Deck(_number(notes_id), clean_line(name)), _model(), 0
    for card in cards:
        if questions := course.questions(card):
            deck.add_note(_note(model, card, questions[0], course.material.text(card.claim.file)))
            count += 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.apkg"
        # The same cards, the same bytes, but for the time of the export.
        Package(deck).write_to_file(str(file))
        return file.read_bytes(), count


def _model() -> "Model":
    from genanki import Model

    fields = [{"name": field} for field in _FIELDS]
    templates = [{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}]
    return Model(_MODEL, "tutor", fields=fields, templates=templates, css=_CSS)


def _note(model: "Model", card: Card, question: Question, text: str) -> object:
    from genanki import Note, guid_for

    choices = "".join(f"<li>{_field(choice)}</li>" for choice in question.choices or ())
    lines = "\n".join(text.split("\n")[card.claim.lines.first - 1 : card.claim.lines.last])
    source = f"{card.claim.file}:{card.claim.lines.first} {' › '.join(card.claim.heading_path)}"
    fields = [
        _field(question.question),
        choices,
        _field(question.answer),
        _field(lines),
        _field(source),
        card.id,
    ]
    return Note(model=model, fields=fields, tags=[_tag(card.claim.heading_path)], guid=guid_for("tutor", card.id))


def _field(text: str) -> str:
    """Return text for a field of Anki's, which holds HTML, and in brackets sounds to play and LaTeX to run."""
    return html.escape(clean(text)).replace("[", "&#91;")


def _tag(path: Iterable[str]) -> str:
    """Return headings as one of Anki's tags, which have no spaces and nest by colons."""
    return "::".join(re.sub(r"[\s:]+", "_", clean_line(heading).strip()) for heading in path) or "tutor"


def _number(text: str) -> int:
    """Return a number that Anki takes for an id."""
    return 1 << 30 | int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) & (1 << 30) - 1
