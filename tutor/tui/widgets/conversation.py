"""The conversation: its cards, one below the other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tutor.clean import clean
from tutor.tui.content import to_pattern
from tutor.tui.place import Place
from tutor.tui.widgets.block_view import BlockView
from tutor.tui.widgets.openable import Openable
from tutor.tui.widgets.turn import Manner, Turn

if TYPE_CHECKING:
    from tutor.answer.values import Answer, Quote
    from tutor.store.values import Turn as StoredTurn

_MOST = 50  # cards of a conversation that is taken up again; each takes milliseconds to draw


class Conversation(VerticalScroll, can_focus=False):
    """The cards of a conversation, and above them what is said while there are none."""

    _revealed: Turn | None = None
    _found: Sequence[tuple[Widget, int]] = ()  # where what is looked for stands: in which row of which widget

    def on_mount(self) -> None:
        self.mount(Static(classes="welcome"))

    def welcome(self, text: str) -> None:
        """Say something where no question has been asked yet."""
        self.query_one(".welcome", Static).update(Content(clean(text)))

    @property
    def turns(self) -> list[Turn]:
        """The cards, oldest first."""
        return list(self.query(Turn))

    @property
    def blocks(self) -> list[BlockView]:
        """The quotes and comparisons of all cards, in order."""
        return list(self.query(BlockView))

    @property
    def quotes(self) -> "list[Quote]":
        """All that is quoted, in order."""
        return [quote for block in self.blocks for quote in block.block.quotes]

    @property
    def last_blocks(self) -> list[BlockView]:
        """Those of the last card."""
        turns = self.turns
        return turns[-1].blocks if turns else []

    @property
    def stops(self) -> list[Openable]:
        """What can be opened, in order."""
        return list(self.query(Openable))

    def ask(self, question: str, waiting: str, scope: Place | None) -> Turn:
        """Add a card for a question and return it; until it has its answer it says what it waits for."""
        self.query_one(".welcome").display = False
        turn = Turn(question, waiting, scope)
        self.mount(turn)
        self.reveal(turn)
        return turn

    def find(self, wanted: str) -> list[int]:
        """Mark a text wherever it stands in the cards, and return the numbers of the places."""
        pattern = to_pattern(wanted)
        self._found = [place for turn in self.turns for place in turn.find(pattern)]
        return list(range(len(self._found)))

    def go_to(self, number: int) -> None:
        """Scroll to a place, by its number."""
        widget, row = self._found[number]
        before = sum(other is widget for other, _ in self._found[:number])
        for block in self.blocks:
            block.point_at(before if block is widget else -1)
        top = widget.region.y - self.region.y + self.scroll_offset.y
        self._revealed = None
        self.scroll_to(y=top + row - self.size.height // 3, animate=False)

    def reveal(self, turn: Turn) -> None:
        """Scroll to a card, now and when its size changes: to its end, or to its question if it is too long."""
        self._revealed = turn

        def scroll() -> None:
            # Another card may be revealed by now, and a deferred scroll would come after its.
            if self._revealed is turn:
                self.scroll_to_widget(turn, animate=False, top=turn.size.height > self.size.height, immediate=True)

        self.call_after_refresh(scroll)

    def page(self, by: int) -> None:
        """Scroll by pages."""
        self._revealed = None
        self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)

    def on_resize(self) -> None:
        # Other widths give other heights: what is read would move out of sight.
        if self._revealed and self._revealed.is_attached:
            self.reveal(self._revealed)

    def on_mouse_scroll_up(self) -> None:
        self._revealed = None

    def on_mouse_scroll_down(self) -> None:
        self._revealed = None

    async def restore(self, turns: "list[StoredTurn[Answer]]") -> None:
        """Show the end of a conversation as it was kept, instead of what is shown."""
        await self.query(Turn).remove()
        shown = turns[-_MOST:]
        cards = [Turn(stored.question) for stored in shown]
        self.query_one(".welcome").display = len(shown) < len(turns) or not cards
        if len(shown) < len(turns):
            self.welcome(
                f"{len(turns) - len(shown)} earlier questions are kept; an export (Ctrl+O, x) has all of them."
            )
        await self.mount_all(cards)
        for card, stored in zip(cards, shown, strict=True):
            if stored.answer:
                card.number = stored.number
                await card.show(stored.answer, Manner())
            else:
                card.fail("This answer was kept by another version of tutor and cannot be shown.")
        if cards:
            self.reveal(cards[-1])
