"""The screen behind the quiz: opening notes and database, done by a thread that never touches a widget."""

import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from tutor.desk.setup import Setup
from tutor.errors import Busy, TutorError
from tutor.tui.notices import PostedNotices
from tutor.tui.place import Place

if TYPE_CHECKING:
    from tutor.quiz.course import Course
    from tutor.quiz.planning import Wish
    from tutor.quiz.session import Session


_AGAIN = 0.3  # seconds until it is looked again whether the notes can be opened


class QuizOpening(Screen[None]):
    """Posts a session once there is one.

    Args:
        setup: where things are, and the settings.
        notes: as the command line named them, if it did.
        place: ask only what stands here.
    """

    @dataclass
    class Opened(Message):
        """The notes are open; or the learner has nothing to be asked, which `lines` says."""

        course: "Course"
        session: "Session | None"
        lines: list[str]
        notice: str = ""

    @dataclass
    class Failed(Message):
        """The notes or the database could not be opened."""

        error: TutorError

    def __init__(self, setup: Setup, notes: str | None, place: Place | None) -> None:
        super().__init__()
        self.setup = setup
        self._notes, self._place = notes, place
        self._open = ExitStack()

    def on_unmount(self) -> None:
        self._open.close()

    def open(self, wish: "Wish") -> None:
        """Have a thread open the notes and choose what is asked."""
        self.run_worker(partial(self._opening, wish), thread=True, group="open")

    def open_more(self, course: "Course", wish: "Wish") -> None:
        """Have a thread choose what else is asked, wherever it stands."""
        self._place = None
        self.run_worker(partial(self._begin, course, wish), thread=True, group="open")

    def _opening(self, wish: "Wish") -> None:
        """Open the notes and choose what is asked; on a thread."""
        try:
            self._begin(self._course(), wish)
        except TutorError as error:
            self.post_message(self.Failed(error))
        if not self.is_attached:  # left meanwhile
            self._open.close()

    def _course(self) -> "Course":
        """Open the notes and what was done with them; where they are being indexed, as by the chat, once they are."""
        from tutor.desk.drilling import open_quiz

        notices, is_told = PostedNotices(self), False
        while True:
            try:
                return self._open.enter_context(open_quiz(self.setup, self._notes, notices))
            except Busy:
                if not self.is_attached:
                    raise
            if not is_told:
                notices.notify("Your notes are being indexed; the quiz begins when that is done.")
                is_told = True
            time.sleep(_AGAIN)

    def _begin(self, course: "Course", wish: "Wish") -> None:
        """Post a session, or why there is none."""
        from tutor.quiz.beginning import begin
        from tutor.show.quiz import nothing_due

        if self._place:
            here = course.material.cards_at(self._place.file, self._place.lines, self._place.heading_path)
            if not here:
                self.post_message(self.Opened(course, None, ["Your notes have no question to ask of this place."]))
                return
            wish = replace(wish, cards=tuple(card.id for card in here))
        begun = begin(course, wish)
        lines = nothing_due(begun.outlook, wish, course.today) if begun.outlook else []
        self.post_message(self.Opened(course, begun.session, lines, begun.notice))
