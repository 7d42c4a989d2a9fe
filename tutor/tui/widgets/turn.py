"""A question and its answer as a card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tutor.answer.values import Answer, Understood
from tutor.clean import clean
from tutor.show.answer import draw_blocks
from tutor.show.verdict import verdict_lines
from tutor.tui.content import STYLES, mark_found, to_content
from tutor.tui.place import Place
from tutor.tui.widgets.block_view import BlockView
from tutor.tui.widgets.chip import Chip
from tutor.tui.widgets.openable import SectionLink


@dataclass(frozen=True)
class Manner:
    """How a question is taken, as the learner wants it.

    Attributes:
        without: how it is not to be understood.
        is_full: whole sections are wanted, not the lines that answer.
    """

    without: tuple[Understood, ...] = ()
    is_full: bool = False


@dataclass(frozen=True)
class Again:
    """A question to be searched again: as it is wanted now, and how it leans on those before it, if it does."""

    turn: "Turn"
    manner: Manner
    follow_up: Understood | None


class Turn(Vertical):
    """A question, and below it its answer once there is one.

    Args:
        question: as asked.
        waiting: what is said until there is an answer.
        scope: where it was asked; None for everywhere, and for a question of an earlier time.

    Attributes:
        number: its place in the conversation that is kept, once it is.
        manner: how the question was taken for the answer that is shown.
        wanted: how it is to be taken; another one than `manner` while it is searched again.
        kept_without: what the answer that is kept does without.
    """

    @dataclass
    class AgainWanted(Message):
        """The question is to be taken as its turn wants it now."""

        turn: "Turn"

    def __init__(self, question: str, waiting: str = "", scope: Place | None = None) -> None:
        super().__init__(classes="turn")
        self.question, self.scope = question, scope
        self._waiting = waiting
        self.number: int | None = None
        self.manner = self.wanted = Manner()
        self.kept_without: tuple[Understood, ...] = ()
        self.answer: Answer | None = None

    def compose(self) -> ComposeResult:
        yield Static(self._asked(), classes="question")
        yield Static(Content(self._waiting), classes="waiting")

    @property
    def follow_up(self) -> Understood | None:
        """How the question is read together with those before it, if that is wanted."""
        understood = (*(self.answer.understood if self.answer else ()), *self.manner.without)
        return next((u for u in understood if u.kind == "follow-up" and u not in self.wanted.without), None)

    @property
    def blocks(self) -> list[BlockView]:
        """The quotes and comparisons, in order."""
        return list(self.query(BlockView))

    async def show(self, answer: Answer, manner: Manner) -> None:
        """Draw the answer to the question as it was taken."""
        self.answer, self.manner = answer, manner
        focused = self.screen.focused if self.has_focus_within else None
        await self.query(".waiting, .answer").remove()
        await self.mount(Vertical(*_parts(answer, manner), classes="answer"))
        if focused:
            self._focus_like(focused)

    def fail(self, message: str) -> None:
        """Say why there is no answer; one that is shown already stays."""
        self.wanted = self.manner
        if not self.answer:
            self.query(".waiting").remove()
            self.mount(Static(Content(message), classes="verdict answer"))

    def find(self, wanted: re.Pattern[str] | None) -> list[tuple[Widget, int]]:
        """Mark a text wherever it stands, and return in which row of which widget."""
        question = self.query_one(".question", Static)
        question.update(mark_found(self._asked(), wanted))
        found: list[tuple[Widget, int]] = [(question, 0)] if wanted and wanted.search(self.question) else []
        return found + [(block, row) for block in self.blocks for row in block.find(wanted)]

    @on(Chip.Toggled)
    def _toggle(self, event: Chip.Toggled) -> None:
        event.stop()
        without = self.wanted.without
        is_back = event.understood in without
        changed = tuple(u for u in without if u != event.understood) if is_back else (*without, event.understood)
        self._want(replace(self.wanted, without=changed))

    @on(BlockView.FullWanted)
    def _toggle_full(self, event: BlockView.FullWanted) -> None:
        event.stop()
        self._want(replace(self.wanted, is_full=not self.wanted.is_full))

    def _want(self, manner: Manner) -> None:
        self.wanted = manner
        self.post_message(self.AgainWanted(self))

    def _asked(self) -> Content:
        return Content.assemble(("you  ", STYLES["citation"]), clean(self.question))

    def _focus_like(self, before: Widget) -> None:
        """Focus what has taken the place of what had the focus before the answer was drawn anew."""
        chips = [chip for chip in self.query(Chip) if isinstance(before, Chip) and chip.understood == before.understood]
        for widget in (*chips, *self.blocks)[:1]:
            widget.focus()


def _parts(answer: Answer, manner: Manner) -> Iterator[Widget]:
    chips = [Chip(u, False) for u in answer.understood] + [Chip(u, True) for u in manner.without]
    if chips:
        yield Vertical(*chips, classes="chips")
    # The nearest sections follow as links.
    if said := verdict_lines(replace(answer, nearest=())):
        yield Static(to_content(Text(line, "verdict") for line in said), classes="verdict")
    yield from (BlockView(block, manner.is_full) for block in draw_blocks(answer, fuller="f on it", is_openable=True))
    if answer.nearest:
        yield Static(Content("Nearest:"), classes="nearest")
    yield from map(SectionLink, answer.nearest)
