"""The note that an answer is from, beside it."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.clean import clean_line
from tutor.notes.values import Lines
from tutor.show.citation import format_lines
from tutor.show.wrap import clip_left
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
        self._draw_title()
        self.view.show(note, place)

    def on_resize(self) -> None:
        self._draw_title()

    def _draw_title(self) -> None:
        if self.place:
            marked = self.place.marked
            lines = Lines(marked[0].first, marked[-1].last) if marked else Lines(*[self.place.lines.first] * 2)
            title = f"{clean_line(self.place.file)}:{format_lines(lines)}"
            self.query_one(".pane-title", Static).update(Content(clip_left(title, self.content_size.width)))
