"""Where in the notes something stands."""

from dataclasses import dataclass

from textual.message import Message

from tutor.answer.values import Nearest, Quote
from tutor.notes.values import Lines
from tutor.show.citation import SEPARATOR


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the notes something stands.

    Attributes:
        file: the note.
        lines: to be looked at.
        marked: the lines that are quoted, and of these the best.
    """

    file: str
    lines: Lines
    heading_path: tuple[str, ...] = ()
    marked: tuple[Lines, ...] = ()
    best: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Its headings, or its file where it has none."""
        return SEPARATOR.join(self.heading_path) or self.file

    @classmethod
    def of_quote(cls, quote: Quote) -> "Place":
        """Return where a quote stands."""
        best = quote.best_lines[0] if quote.best_lines else quote.lines.first
        runs = tuple(part.lines for part in quote.parts)
        first = next((lines.first for lines in runs if lines.first <= best <= lines.last), quote.lines.first)
        return cls(quote.file, Lines(first, quote.lines.last), quote.heading_path, runs, quote.best_lines)

    @classmethod
    def of_section(cls, nearest: Nearest) -> "Place":
        """Return where a section stands."""
        return cls(nearest.file, nearest.lines, nearest.heading_path)


@dataclass
class EditWanted(Message):
    """The user's editor is to be opened at a line of a note."""

    file: str
    line: int


@dataclass
class QuizWanted(Message):
    """The learner wants to be asked about a place; about everything without one."""

    place: Place | None
