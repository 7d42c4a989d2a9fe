"""The help: every key, as the bindings tell it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.show.wrap import wrap
from tutor.tui.actions import GROUPS, Action

_KEYS = 20  # cells of the column of keys
_LEAST = 60  # cells, below which what a key does stands below it


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
            yield Static()

    def on_resize(self) -> None:
        """Lay the keys out for the width that there is now."""
        self.call_after_refresh(self._draw)

    def action_close(self) -> None:
        """Leave it."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def _draw(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        lines = [Content("Single letters act where no text box has the focus: Tab or Esc leaves the box.")]
        for group in GROUPS.values():
            actions = [action for action in self._actions if action.group == group]
            lines += [Content(), Content.styled(group, "bold $tutor-heading")] if actions else []
            lines += [line for action in actions for line in _explained(action, width)]
        self.query_one(Static).update(Content("\n").join(lines))


def _explained(action: Action, width: int) -> list[Content]:
    """Return an action's keys, and beside or below them what it does."""
    is_beside = width >= _LEAST
    about = f"{action.binding.description}: {action.binding.tooltip}"
    indent = _KEYS + 3 if is_beside else 4
    below = [Content(" " * indent + piece) for piece in wrap(about, max(1, width - indent))]
    keys = Content.styled(f"  {action.keys:{_KEYS if is_beside else 0}} ", "$tutor-best")
    return [keys + below[0][indent:], *below[1:]] if is_beside and len(action.keys) <= _KEYS else [keys, *below]
