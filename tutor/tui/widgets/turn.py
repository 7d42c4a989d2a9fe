"""A question and its answer as a card."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tutor.answer.values import Answer, Nearest, Quote, Understood
from tutor.clean import clean, clean_line
from tutor.show.answer import NARROWEST, Block, draw_blocks
from tutor.show.citation import format_lines, format_path
from tutor.show.export import quote_markdown
from tutor.show.verdict import chip, verdict_lines
from tutor.tui.content import STYLES, to_content
from tutor.tui.place import EditWanted, Place, QuizWanted

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp


class Openable(Widget, can_focus=True):
    """Something that stands in the notes and opens there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="quote.open", tooltip="Read the note at this place"),
        Binding("e", "edit", "Editor", show=False, id="quote.edit", tooltip="Open your editor at this place"),
        Binding("q", "quiz", "Quiz me", id="quote.quiz", tooltip="Be asked about this, and come back here"),
    ]

    @dataclass
    class Opened(Message):
        """It was chosen with the keyboard or the mouse."""

        place: Place

    def places(self) -> list[Place]:
        """Return where it stands, the most important first."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the first place."""
        if places := self.places():
            self.post_message(self.Opened(places[0]))

    def action_edit(self) -> None:
        """Open the editor at the first place."""
        if places := self.places():
            self.post_message(EditWanted(places[0].file, places[0].lines.first))

    def action_quiz(self) -> None:
        """Be asked about the first place."""
        if places := self.places():
            self.post_message(QuizWanted(places[0]))

    def on_click(self, event: events.Click) -> None:
        """Open where it is clicked, but not where text was selected with the mouse."""
        if not self.screen.get_selected_text():
            event.stop()
            self.action_open()


class BlockView(Openable):
    """A quote or a comparison, drawn by `show` for the width that there is."""

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

    def __init__(self, block: Block, is_full: bool) -> None:
        super().__init__(classes="block")
        self.block = block
        self._is_full = is_full
        self.fallen: tuple[Quote, ...] = ()
        self._wanted = ""
        self._drawn: tuple[int, list[Text]] = (0, [])

    def places(self) -> list[Place]:
        """Return where its quotes stand."""
        return [Place.of_quote(quote) for quote in self.block.quotes]

    def action_copy(self, with_citation: bool) -> None:
        """Copy what is quoted, as the notes have it."""
        self.app.copy("\n\n".join(quote_markdown(quote, with_citation) for quote in self.block.quotes))

    def action_full(self) -> None:
        """Have the answer in full, or what answers only."""
        self.post_message(Turn.FullWanted(next(above for above in self.ancestors if isinstance(above, Turn))))

    @property
    def is_found(self) -> bool:
        """Whether it holds what is looked for."""
        wanted = self._wanted.casefold()
        return bool(wanted) and any(wanted in line.plain.casefold() for line in self._drawn[1])

    def find(self, wanted: str) -> bool:
        """Mark a text wherever it stands, and return whether it does."""
        self._wanted = wanted
        self.refresh()
        return self.is_found

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
        return len(self.lines(width))

    def render(self) -> Content:
        content = to_content(self.lines(self.size.width))
        return (
            content.highlight_regex(f"(?i){re.escape(self._wanted)}", style=STYLES["find"]) if self._wanted else content
        )


class SectionLink(Openable):
    """The name of a section that leads to it."""

    def __init__(self, nearest: Nearest) -> None:
        super().__init__(classes="link")
        self._nearest = nearest

    def places(self) -> list[Place]:
        return [Place.of_section(self._nearest)]

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 1

    def render(self) -> Content:
        path = format_path(self._nearest.heading_path) or clean_line(self._nearest.file)
        return Content.assemble("→ ", (path, STYLES["note.link"]), (f" :{self._nearest.lines.first}", "$tutor-faint"))


class Chip(Static, can_focus=True):
    """How a question was understood, to be dismissed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,delete,backspace",
            "dismiss",
            "Search without",
            id="chip.dismiss",
            tooltip="Search again without understanding it this way",
        ),
    ]

    @dataclass
    class Dismissed(Message):
        """It was dismissed; `turn` is the question that was understood so."""

        understood: Understood
        turn: "Turn"

    def __init__(self, understood: Understood) -> None:
        super().__init__(Content(f"{chip(understood)} ✕"), classes="chip", markup=False)
        self.understood = understood
        self.tooltip = Content("Click, or Enter: search again without it")

    def action_dismiss(self) -> None:
        """Dismiss it."""
        turn = next(above for above in self.ancestors if isinstance(above, Turn))
        self.post_message(self.Dismissed(self.understood, turn))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_dismiss()


class Turn(Vertical):
    """A question, and below it its answer once there is one.

    Args:
        question: as asked.
        waiting: what is said until there is an answer.

    Attributes:
        literal: what of the question is not to be understood in another way.
        is_full: whole sections are wanted.
    """

    @dataclass
    class FullWanted(Message):
        """Whole sections are wanted instead of the lines that answer, or the other way round."""

        turn: "Turn"

    def __init__(self, question: str, waiting: str = "") -> None:
        super().__init__(classes="turn")
        self.question = question
        self._waiting = waiting
        self.literal: frozenset[str] = frozenset()
        self.is_full = False
        self.answer: Answer | None = None

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble(("you  ", STYLES["citation"]), clean(self.question)), classes="question")
        yield Static(Content(self._waiting), classes="waiting")

    async def show(self, answer: Answer) -> None:
        """Draw the answer."""
        self.answer = answer
        has_focus = self.has_focus_within
        await self.query(".waiting, .answer").remove()
        await self.mount(Vertical(*_parts(answer, self.is_full), classes="answer"))
        if has_focus and self.blocks:
            self.blocks[0].focus()

    def fail(self, message: str) -> None:
        """Say why there is no answer."""
        self.query(".waiting").remove()
        self.mount(Static(Content(message), classes="verdict answer"))

    @property
    def blocks(self) -> list[BlockView]:
        """The quotes and comparisons, in order."""
        return list(self.query(BlockView))


def _parts(answer: Answer, is_full: bool) -> Iterator[Widget]:
    if answer.understood:
        yield Vertical(*map(Chip, answer.understood), classes="chips")
    # The nearest sections follow as links.
    if said := verdict_lines(replace(answer, nearest=())):
        yield Static(to_content(Text(line, "verdict") for line in said), classes="verdict")
    yield from (BlockView(block, is_full) for block in draw_blocks(answer, fuller="f on it"))
    yield from map(SectionLink, answer.nearest)
