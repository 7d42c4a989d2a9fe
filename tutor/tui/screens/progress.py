"""How far the learner is: the tables of `tutor stats` on a screen, and plots of its days."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Static

from tutor.clean import clean
from tutor.desk.setup import Setup
from tutor.errors import TutorError
from tutor.show.answer import NARROWEST
from tutor.tui.content import to_content
from tutor.tui.notices import PostedNotices

if TYPE_CHECKING:
    from tutor.quiz.statistics import Statistics

_DEEPEST = 4


class ProgressScreen(Screen[None]):
    """What the learner knows by section, what was done and what is to come.

    Args:
        setup: where things are, and the settings.
        notes: as the command line named them, if it did.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,right", "deeper(1)", "More levels", id="progress.deeper", tooltip="Show more levels of headings"),
        Binding("minus,left", "deeper(-1)", "Fewer", id="progress.flatter", tooltip="Show fewer levels of headings"),
        Binding("escape,q,f4", "leave", "Back", id="progress.leave", tooltip="Go back"),
    ]

    @dataclass
    class Counted(Message):
        """It is known how far the learner is, or why not."""

        found: "Statistics | TutorError"

    def __init__(self, setup: Setup, notes: str | None) -> None:
        super().__init__()
        self.setup = setup
        self._notes = notes
        self._found: Statistics | None = None
        self._depth = 2

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="progress-body"):
            yield Static(Content("counting…"), id="progress")
            yield Vertical(id="progress-plots")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#progress-body").focus()
        self.run_worker(self._count, thread=True, group="count")

    def _count(self) -> None:
        from tutor.desk.drilling import open_quiz
        from tutor.quiz.statistics import statistics

        try:
            with open_quiz(self.setup, self._notes, PostedNotices(self)) as course:
                self.post_message(self.Counted(statistics(course)))
        except TutorError as error:
            self.post_message(self.Counted(error))

    @on(Counted)
    async def _show(self, event: Counted) -> None:
        if isinstance(event.found, TutorError):
            self.query_one("#progress", Static).update(Content(clean(str(event.found))))
        else:
            self._found = event.found
            self._draw()
            await self._plot()

    def on_resize(self) -> None:
        """Draw anew for the width that there is now."""
        self._draw()

    def action_deeper(self, by: int) -> None:
        """Show more levels of headings, or fewer."""
        self._depth = min(max(1, self._depth + by), _DEEPEST)
        self._draw()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    async def _plot(self) -> None:
        from tutor.tui.widgets.plots import Plots

        if self._found:
            await self.query_one("#progress-plots").mount(Plots(self._found))

    def _draw(self) -> None:
        from tutor.show.statistics import render_statistics

        if self._found:
            lines = render_statistics(self._found, max(NARROWEST, self.size.width - 5), self._depth, has_plots=True)
            self.query_one("#progress", Static).update(to_content(map(Text, lines)))
