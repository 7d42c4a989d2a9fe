"""The line in which a text to be found is typed."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tutor.tui.widgets.clean_input import CleanInput


class Findable(Protocol):
    """Something that a text can be found in."""

    def find(self, wanted: str) -> list[int]:
        """Mark a text wherever it stands, and return the places; an empty one takes the marks away."""

    def go_to(self, place: int, /) -> None:
        """Scroll to a place."""


class FindBar(Horizontal):
    """What is looked for, and which of how many places is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "step(1)", "Next", id="find.next", tooltip="The next place"),
        Binding("shift+enter,up", "step(-1)", "Before", id="find.before", tooltip="The place before"),
        Binding("escape", "close", "Close", id="find.close", tooltip="End the search"),
    ]

    @dataclass
    class Closed(Message):
        """It is not looked for any more."""

        target: "Findable | None"

    def __init__(self, id: str) -> None:  # noqa: A002  (Textual's name for it)
        super().__init__(id=id)
        self._target: Findable | None = None
        self._places: list[int] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        yield CleanInput(placeholder="find", compact=True)
        yield Static(classes="count")

    def open(self, target: "Findable", where: str) -> None:
        """Look for a text in something."""
        self._target = target
        self.display = True
        box = self.query_one(Input)
        box.placeholder = f"find in {where}"
        box.value = ""
        box.focus()

    @on(Input.Changed)
    def _find(self, event: Input.Changed) -> None:
        event.stop()
        if self._target:
            self._places, self._at = self._target.find(event.value), 0
            self._show()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_step(1)

    def action_step(self, by: int) -> None:
        """Go to another place."""
        if self._places:
            self._at = (self._at + by) % len(self._places)
            self._show()

    def action_close(self) -> None:
        """End it."""
        self.display = False
        if self._target:
            self._target.find("")
        self.post_message(self.Closed(self._target))

    def _show(self) -> None:
        is_empty = not self.query_one(Input).value
        count = f"{self._at + 1} of {len(self._places)}" if self._places else "" if is_empty else "none"
        self.query_one(".count", Static).update(Content(count))
        if self._target and self._places:
            self._target.go_to(self._places[self._at])
