"""The note that an answer is from, beside it."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.clean import clean_line
from tutor.show.citation import format_lines
from tutor.tui.place import Place
from tutor.tui.widgets.note_view import NoteView

if TYPE_CHECKING:
    from tutor.notes.values import NoteText


class SourcePane(Vertical):
    """A note, and above it which one it is."""

    place: Place | None = None
    """What was opened last."""

    def compose(self) -> ComposeResult:
        yield Static(classes="pane-title")
        yield NoteView()

    @property
    def view(self) -> NoteView:
        """The note."""
        return self.query_one(NoteView)

    def show(self, note: "NoteText", place: Place) -> None:
        """Show a note at a place in it."""
        self.place = place
        lines = format_lines(place.marked[0]) if place.marked else str(place.lines.first)
        self.query_one(".pane-title", Static).update(Content(f"{clean_line(place.file)}:{lines}"))
        self.view.show(note, place)
