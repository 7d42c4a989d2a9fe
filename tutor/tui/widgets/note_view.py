"""A whole note, of which only the rows that are seen are drawn."""

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from tutor.answer.values import Part, Quote
from tutor.notes.values import Lines, NoteText
from tutor.show.export import quote_markdown
from tutor.show.page import Page, Row
from tutor.tui.content import STYLES, mark_found, to_content, to_pattern
from tutor.tui.place import EditWanted, Place

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

_ABOVE = 3  # rows that are shown above what is opened, so that it has a context


class NoteView(ScrollView, can_focus=True):
    """A note with the numbers of its lines; what is quoted carries a mark beside them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="note.up", tooltip="One row up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="note.down", tooltip="One row down"),
        Binding("pageup", "page_up", "Page up", show=False, id="note.page_up", tooltip="One page up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="note.page_down", tooltip="One page down"),
        Binding("home,g", "scroll_home", "Top", show=False, id="note.top", tooltip="To the top of the note"),
        Binding("end,G", "scroll_end", "End", show=False, id="note.end", tooltip="To the end of the note"),
        Binding("y", "copy(False)", "Copy", id="note.copy", tooltip="Copy the lines that are quoted, or else this one"),
        Binding(
            "Y", "copy(True)", "Copy cited", show=False, id="note.copy_cited", tooltip="The same, with file and lines"
        ),
        Binding("e", "edit", "Editor", id="note.edit", tooltip="Open your editor at this line"),
        Binding(
            "w",
            "toggle_records",
            "Grid/records",
            show=False,
            id="note.records",
            tooltip="Show tables as grids or records",
        ),
        Binding("r", "toggle_raw", "Raw/rendered", id="note.raw", tooltip="Show the Markdown as written, or rendered"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"note-view--quoted"}

    app: "TutorApp"
    is_raw = reactive(False)
    is_records = reactive(False)

    def __init__(self) -> None:
        super().__init__()
        self._note = NoteText("")
        self._page = Page(self._note, 1, False)
        self._place: Place | None = None
        self._found: re.Pattern[str] | None = None
        self._gutter = 0
        self._anchor = (-1, 1)  # the row that was scrolled to, and for which line

    def on_mount(self) -> None:
        config = self.app.setup.config
        self.is_raw, self.is_records = config.note == "raw", config.tables == "records"

    @property
    def line(self) -> int:
        """The line that is meant by an action: that which was opened while it is in view, else the topmost."""
        if not self._page.height:
            return 1
        at, line = self.scroll_offset.y, self._anchor[1]
        last = min(at + self.size.height, self._page.height) - 1
        if self._page.row(at).line <= line <= self._page.row(max(at, last)).line:
            return line
        return self._page.row(at).line

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def show(self, note: NoteText, place: Place) -> None:
        """Show a note at a place in it."""
        self._place = place
        self._lay_out(note)
        self.go_to(place.lines.first)

    def go_to(self, line: int) -> None:
        """Scroll to a line."""
        # By force: a note that has just been laid out has no scrollbar yet, and would not be scrolled.
        y = max(0, self._page.top_of(line) - _ABOVE)
        self.scroll_to(y=y, animate=False, immediate=True, force=True)
        self._anchor = (self.scroll_offset.y, line)

    def find(self, wanted: str) -> list[int]:
        """Mark a text wherever it stands, and return its lines; an empty one takes the marks away."""
        self._found = to_pattern(wanted)
        self.refresh()
        return self._page.lines_with(wanted)

    def watch_is_raw(self) -> None:
        self._lay_out_again()

    def watch_is_records(self) -> None:
        self._lay_out_again()

    def _lay_out_again(self) -> None:
        line = self.line
        self._lay_out(self._note)
        self.go_to(line)

    def on_resize(self) -> None:
        line = self._anchor[1] if self.scroll_offset.y == self._anchor[0] else self.line
        if self._page.note is not self._note or self._width != self._page.width + self._gutter:
            self._lay_out(self._note)
        self.go_to(line)

    def action_toggle_raw(self) -> None:
        """Show the Markdown as it is written, or rendered."""
        self.is_raw = not self.is_raw
        self.app.keep("note", "raw" if self.is_raw else "rendered")

    def action_edit(self) -> None:
        """Open the editor at the line."""
        if self._place:
            self.post_message(EditWanted(self._place.file, self.line))

    def action_copy(self, with_citation: bool) -> None:
        """Copy the lines that are quoted, or else the line that is meant."""
        if self._place and self._page.line_count:
            runs = self._place.marked or (Lines(self.line, self.line),)
            note = self._page.note
            parts = tuple(
                Part(lines, note.slice(note.span_of(lines))) for lines in runs if lines.last <= note.line_count
            )
            if parts:
                quote = Quote(self._place.file, self._place.heading_path, parts, (), 0.0)
                self.app.copy(quote_markdown(quote, with_citation))

    def action_toggle_records(self) -> None:
        """Show tables as grids, or one record a row."""
        self.is_records = not self.is_records
        self.app.keep("tables", "records" if self.is_records else "grid")

    def render_line(self, y: int) -> Strip:
        at = self.scroll_offset.y + y
        width = self._width
        if at >= self._page.height:
            return Strip.blank(width, self.rich_style)
        row = self._page.row(at)
        content = self._with_selection(self._with_gutter(row), at)
        style = self.get_visual_style("note-view--quoted") if self._is_quoted(row.line) else self.visual_style
        (strip, *_) = Visual.to_strips(self, content, width, 1, style, apply_selection=False, pad=True)
        return strip.apply_offsets(0, at)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that was selected with the mouse, without the numbers of the lines."""
        first = selection.start.y if selection.start else 0
        last = selection.end.y if selection.end else self._page.height - 1
        rows = (self._page.row(at) if first <= at <= last else None for at in range(self._page.height))
        text = "\n".join(" " * self._gutter + row.text.plain if row else "" for row in rows)
        chosen = selection.extract(text).split("\n")
        return "\n".join(line[self._gutter :] if i else line.lstrip() for i, line in enumerate(chosen)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        self.refresh()

    def _lay_out(self, note: NoteText) -> None:
        self._note = note
        width = self._width
        if not width:
            return  # not on the screen yet; it is laid out once it is
        self._gutter = len(str(note.line_count)) + 3
        self._page = Page(note, width - self._gutter, self.is_raw, self.is_records)
        self.virtual_size = Size(width, self._page.height)
        self.refresh()

    def _is_quoted(self, line: int) -> bool:
        return self._place is not None and any(first <= line <= last for first, last in self._place.marked)

    def _with_gutter(self, row: Row) -> Content:
        mark = " "
        if self._place and self._is_quoted(row.line):
            mark = "┃" if row.line in self._place.best else "▏"
        number = str(row.line) if row.is_first else ""
        style = STYLES["marker"] if mark != " " else STYLES["citation"]
        gutter = Content.styled(f"{number:>{self._gutter - 3}} {mark} ", style)
        return gutter + mark_found(to_content([row.text]), self._found, 0 if row.line == self._anchor[1] else -1)

    def _with_selection(self, content: Content, at: int) -> Content:
        if (selection := self.text_selection) is None or (span := selection.get_span(at)) is None:
            return content
        start, end = span
        style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return content.stylize(style, start, len(content) if end == -1 else end)
