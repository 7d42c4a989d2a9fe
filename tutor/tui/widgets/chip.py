"""How a question was understood."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.answer.values import Understood
from tutor.show.verdict import chip


class Chip(Static, can_focus=True):
    """How a question was understood, to be dismissed and to be brought back.

    Args:
        understood: how.
        is_dismissed: it is not understood so any more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,delete,backspace",
            "toggle_understood",
            "Search without",
            id="chip.toggle",
            tooltip="Search again without understanding it this way, or with it again",
        ),
    ]

    @dataclass
    class Toggled(Message):
        """It is to be dismissed, or brought back."""

        understood: Understood

    def __init__(self, understood: Understood, is_dismissed: bool) -> None:
        label = f"without {chip(understood)} ↺" if is_dismissed else f"{chip(understood)} ✕"
        super().__init__(Content(label), classes="chip", markup=False)
        self.understood, self.is_dismissed = understood, is_dismissed
        self.tooltip = Content(f"Click, or Enter: search again with{'' if is_dismissed else 'out'} it")

    def action_toggle_understood(self) -> None:
        """Dismiss it, or bring it back."""
        self.post_message(self.Toggled(self.understood))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_toggle_understood()
