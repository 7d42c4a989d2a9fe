"""The help: every key, as the bindings tell it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.tui.actions import GROUPS, Action

_KEYS = 22  # cells of the column of keys


class HelpScreen(ModalScreen[None]):
    """All actions by where they work; Esc, q or ? leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "close", "Close", id="help.close", tooltip="Leave the help"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="help.down", tooltip="Scroll down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="help.up", tooltip="Scroll up"),
    ]

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = actions

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Static(self._text())

    def action_close(self) -> None:
        """Leave it."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def _text(self) -> Content:
        lines = [Content("Single letters act where no text box has the focus: Tab or Esc leaves the box.\n")]
        for group in GROUPS.values():
            actions = [action for action in self._actions if action.group == group]
            lines += [Content.styled(f"\n{group}", "bold $tutor-heading")] if actions else []
            for action in actions:
                keys = Content.styled(f"  {action.keys:{_KEYS}} ", "$tutor-best")
                lines.append(keys + Content(f"{action.binding.description}: {action.binding.tooltip}"))
        return Content("\n").join(lines)
