"""One of the answers that can be chosen."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tutor.show.answer import NARROWEST
from tutor.show.quiz import draw_choice
from tutor.tui.content import to_content


class Choice(Widget):
    """A choice with its number, to be clicked."""

    @dataclass
    class Chosen(Message):
        """It was clicked."""

        number: int

    def __init__(self, number: int, choice: str, is_removed: bool) -> None:
        super().__init__(classes="choice")
        self._number, self._choice, self._is_removed = number, choice, is_removed

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Chosen(self._number))

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(draw_choice(self._number, self._choice, self._is_removed, max(width, NARROWEST)))

    def render(self) -> Content:
        return to_content(draw_choice(self._number, self._choice, self._is_removed, max(self.size.width, NARROWEST)))
