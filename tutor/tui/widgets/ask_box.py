"""The box that questions are typed in."""

import re
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from tutor.clean import clean, clean_line

MOST_CHARACTERS = 10_000


class AskBox(TextArea):
    """A box of one to six lines: Enter asks, a pasted text never does; Up and Down go through the questions asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", show=False, id="ask.ask", tooltip="Ask; on an empty box, open the best quote"),
        Binding(
            "ctrl+j,shift+enter,alt+enter",
            "newline",
            "New line",
            show=False,
            id="ask.newline",
            tooltip="Begin a new line in the question",
        ),
    ]

    @dataclass
    class Asked(Message):
        """A question was asked; empty for an empty box."""

        text: str

    def __init__(self, id: str) -> None:  # noqa: A002  (Textual's name for it)
        super().__init__(
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=Content("Ask your notes…"),
        )
        self._asked: list[str] = []
        self._at = 0  # the place in what was asked; behind its end is the draft
        self._draft = ""

    def remember(self, questions: list[str]) -> None:
        """Have Up and Down go through these questions, oldest first."""
        self._asked = list(questions)
        self._at = len(questions)

    def describe(self, scope: str, state: str) -> None:
        """Show where is searched, and what is going on, at the box's edge."""
        self.border_title = Content(f"in: {clean_line(scope) or 'everything'}")
        self.border_subtitle = Content(clean_line(state)) if state else None

    def action_ask(self) -> None:
        """Ask what is in the box and empty it."""
        text = self.text.strip()[:MOST_CHARACTERS]
        if text:
            self._asked = [*(earlier for earlier in self._asked if earlier != text), text]
        self._at, self._draft = len(self._asked), ""
        self.load_text("")
        self.post_message(self.Asked(text))

    def action_newline(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up, from the first line to the question before."""
        if select or not self.cursor_at_first_line or not self._at:
            super().action_cursor_up(select)
            return
        if self._at == len(self._asked):
            self._draft = self.text
        self._at -= 1
        self._recall(self._asked[self._at])

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down, from the last line to the question after, and at last to the draft."""
        if select or not self.cursor_at_last_line or self._at == len(self._asked):
            super().action_cursor_down(select)
            return
        self._at += 1
        self._recall(self._asked[self._at] if self._at < len(self._asked) else self._draft)

    async def _on_key(self, event: events.Key) -> None:
        # Enter is a binding here; TextArea's own handler, which Textual calls next, would take it.
        if event.key == "enter":
            event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        # As typed: what cannot be seen or would steer the terminal is made visible first.
        event.prevent_default()
        event.stop()
        # Most terminals paste the end of a line as the Enter key sends it.
        lines = re.sub("\r\n?", "\n", event.text)
        text = clean(lines)[: max(0, MOST_CHARACTERS - len(self.text))]
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)

    def _recall(self, text: str) -> None:
        self.load_text(text)
        self.move_cursor(self.document.end)
