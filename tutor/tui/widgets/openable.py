"""What stands in the notes and opens there."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tutor.answer.values import Nearest
from tutor.clean import clean_line
from tutor.show.citation import fit_path
from tutor.tui.content import STYLES
from tutor.tui.place import EditWanted, Place, QuizWanted


class Openable(Widget, can_focus=True):
    """Something that stands in the notes and opens there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="quote.open", tooltip="Read the note at this place"),
        Binding("e", "edit", "Editor", show=False, id="quote.edit", tooltip="Open your editor at this place"),
        Binding("q", "quiz_here", "Quiz me", id="quote.quiz", tooltip="Be asked about this, and come back here"),
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

    def action_quiz_here(self) -> None:
        """Be asked about the first place."""
        if places := self.places():
            self.post_message(QuizWanted(places[0]))

    def on_click(self, event: events.Click) -> None:
        """Open where it is clicked, unless text was selected with the mouse, or something else is done there."""
        if "@click" not in event.style.meta and not self.screen.get_selected_text():
            event.stop()
            self.action_open()


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
        mark, line = "→ ", f" :{self._nearest.lines.first}"
        path = fit_path(self._nearest.heading_path, self.size.width - len(mark) - len(line))
        return Content.assemble(
            mark, (path or clean_line(self._nearest.file), STYLES["note.link"]), (line, STYLES["citation"])
        )
