"""A quote or a comparison of an answer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.style import Style

from tutor.answer.values import Quote
from tutor.show.answer import NARROWEST, Block
from tutor.show.citation import format_lines
from tutor.show.export import quote_markdown
from tutor.tui.content import mark_found, to_content
from tutor.tui.place import Place
from tutor.tui.widgets.openable import Openable

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

_DOABLE = (("⏎ open", "open"), ("y copy", "copy(False)"), ("q quiz me", "quiz_here"), ("f in full", "full"))
"""What is offered below a block that has the focus or the mouse: its key with its name, and the action."""


class BlockView(Openable):
    """A quote or a comparison, drawn by `show` for the width that there is.

    Below it is a row that is blank until the block has the focus or the mouse: then it offers what can be done.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy(False)", "Copy", id="quote.copy", tooltip="Copy the Markdown of the quote"),
        Binding(
            "Y",
            "copy(True)",
            "Copy cited",
            show=False,
            id="quote.copy_cited",
            tooltip="The same, with heading, file and lines",
        ),
        Binding("f", "full", "In full", id="quote.full", tooltip="Show whole sections and tables, or what answers"),
    ]

    app: "TutorApp"

    @dataclass
    class FullWanted(Message):
        """Whole sections are wanted instead of the lines that answer, or the other way round."""

    def __init__(self, block: Block, is_full: bool) -> None:
        super().__init__(classes="block")
        self.block = block
        self._is_full = is_full
        self.fallen: tuple[Quote, ...] = ()
        self._wanted: re.Pattern[str] | None = None
        self._current = -1  # which of what is found is shown
        self._drawn: tuple[int, list[Text]] = (0, [])

    def places(self) -> list[Place]:
        """Return where its quotes stand."""
        return [Place.of_quote(quote) for quote in self.block.quotes]

    def action_copy(self, with_citation: bool) -> None:
        """Copy what is quoted, as the notes have it."""
        self.app.copy("\n\n".join(quote_markdown(quote, with_citation) for quote in self.block.quotes))

    def action_full(self) -> None:
        """Have the answer in full, or what answers only."""
        self.post_message(self.FullWanted())

    def find(self, wanted: re.Pattern[str] | None) -> list[int]:
        """Mark a text wherever it stands, and return in which rows."""
        self._wanted, self._current = wanted, -1
        self.refresh()
        text = "\n".join(line.plain for line in self._drawn[1])
        return [text.count("\n", 0, found.start()) for found in wanted.finditer(text)] if wanted else []

    def point_at(self, current: int) -> None:
        """Mark one of what is found, by its number, as the one that is shown; none by -1."""
        self._current = current
        self.refresh()

    def mark_fallen(self, fallen: Iterable[Quote]) -> None:
        """Say of these quotes that they do not stand in their note any more."""
        self.fallen = tuple(quote for quote in self.block.quotes if quote in set(fallen))
        self._drawn = (0, [])
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Text]:
        """Return its lines for a width in cells."""
        width = max(width, NARROWEST)
        if self._drawn[0] != width:
            lines = self.block.draw(width, self._is_full)
            lines += [Text(f"✗ not in the note any more (:{format_lines(q.lines)})", "verdict") for q in self.fallen]
            self._drawn = (width, lines)
        return self._drawn[1]

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.lines(width)) + 1

    def render(self) -> Content:
        content = mark_found(to_content(self.lines(self.size.width)), self._wanted, self._current)
        return content + "\n" + (_OFFER if self.has_focus or self.mouse_hover else "")


def _offer() -> Content:
    actions = (Content.styled(name, Style.from_meta({"@click": action})) for name, action in _DOABLE)
    return Content("   ").join(actions)


_OFFER = _offer()
