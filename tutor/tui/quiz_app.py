"""The app that opens with the quiz."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from tutor.desk.setup import Setup
from tutor.tui.app import TutorApp
from tutor.tui.screens.quiz import QuizScreen

if TYPE_CHECKING:
    from tutor.quiz.planning import Wish


class QuizApp(TutorApp):
    """The quiz on the whole terminal."""

    def __init__(self, setup: Setup, notes: str | None, wish: "Wish") -> None:
        super().__init__(setup, notes)
        self._wish = wish

    def get_default_screen(self) -> Screen[None]:
        """Return the quiz."""
        return QuizScreen(self.setup, self._notes, self._wish)
