"""The quiz: a question, what came of it, and the end."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Input, Static

from tutor.desk.setup import Setup
from tutor.errors import TutorError
from tutor.tui.content import to_content
from tutor.tui.notices import PostedNotices
from tutor.tui.place import Place
from tutor.tui.quiz_opening import QuizOpening
from tutor.tui.quiz_stages import KEYS, NUMBERS, Stage, is_offered
from tutor.tui.widgets.choice import Choice
from tutor.tui.widgets.question_view import QuestionView

if TYPE_CHECKING:
    from tutor.quiz.course import Course
    from tutor.quiz.planning import Wish
    from tutor.quiz.session import Session
    from tutor.quiz.turns import Asked
    from tutor.tui.app import TutorApp

_COMMANDS = {"h": "hint", "x": "take_out", "p": "skip", "u": "undo", "q": "leave"}
"""What can be typed after a colon where a text is typed."""


class QuizScreen(QuizOpening):
    """Asks until it is left; what was answered is saved by then.

    Args:
        setup: where things are, and the settings.
        notes: as the command line named them, if it did.
        wish: what is to be asked.
        place: ask only what stands here.
    """

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    app: "TutorApp"

    def __init__(self, setup: Setup, notes: str | None, wish: "Wish", place: Place | None = None) -> None:
        super().__init__(setup, notes, place)
        self._wish = wish
        self.stage: Stage = "opening"
        self.course: Course | None = None
        self.session: Session | None = None
        self._nothing: list[str] = []
        self._ticked: set[int] = set()
        self._is_whole = False
        self._begun = 0.0
        self._spent = 0

    def compose(self) -> ComposeResult:
        yield Static(id="quiz-head")
        yield QuestionView(id="quiz-body")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.open(self._wish)

    @property
    def view(self) -> QuestionView:
        """The question, and what came of it."""
        return self.query_one(QuestionView)

    @on(QuizOpening.Opened)
    async def _take_over(self, event: QuizOpening.Opened) -> None:
        self.course, self.session, self._nothing = event.course, event.session, event.lines
        if event.notice:
            self.app.say(event.notice)
        await self._show_next() if event.session else self._draw("nothing")

    @on(QuizOpening.Failed)
    def _say_failure(self, event: QuizOpening.Failed) -> None:
        self.app.show_error(event.error)
        self._nothing = [str(event.error)]
        self._draw("nothing")

    @on(PostedNotices.Said)
    def _say_notice(self, event: PostedNotices.Said) -> None:
        self.view.say([event.text]) if self.stage == "opening" else self.app.say(event.text)

    @on(PostedNotices.Progressed)
    def _say_progress(self, event: PostedNotices.Progressed) -> None:
        if self.stage == "opening" and event.total:
            self.view.say([f"{event.stage} {100 * event.done // event.total} %"])

    # What the learner does.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what can be done now."""
        return is_offered(action, self.stage, self.session, self.course)

    async def on_key(self, event: events.Key) -> None:
        """Choose or tick by number."""
        if event.character and event.character in NUMBERS and not self.view.box.has_focus:
            event.stop()
            await self._number(int(event.character))

    async def action_choose(self) -> None:
        """Keys are told apart in `on_key`."""

    @on(Choice.Chosen)
    async def _choose(self, event: Choice.Chosen) -> None:
        await self._number(event.number)

    async def _number(self, number: int) -> None:
        asked = self.session.asked if self.session else None
        if asked is None:
            return
        if self.stage == "revealed":
            self._ticked ^= {number - 1} if number <= max(1, len(asked.question.points)) else set()
            await self.action_go_on() if len(asked.question.points) <= 1 else self._draw("revealed")
        elif self.stage == "asked" and asked.question.choices and number <= len(asked.question.choices):
            choice = asked.question.choices[number - 1]
            if choice not in asked.removed:
                await self._answer(choice)

    async def action_not_sure(self) -> None:
        """Say that you do not know."""
        await self._answer("")

    def action_reveal(self) -> None:
        """Show what was to be recalled."""
        self._spent = self._elapsed()
        self._ticked = set()
        self._draw("revealed")

    async def action_all_points(self) -> None:
        """Say that you had all points."""
        asked = self.session.asked if self.session else None
        if asked:
            self._ticked = set(range(max(1, len(asked.question.points))))
            await self.action_go_on()

    async def action_go_on(self) -> None:
        """Take the ticks, go on to the next question, or at the end read the weakest section."""
        if self.session is None:
            return
        if self.stage == "revealed":
            if await self._do(partial(self.session.recall, set(self._ticked), self._spent)):
                self._draw("told")
        elif self.stage == "told":
            await self._do(self.session.advance)
            await self._show_next()
        elif self.stage == "over":
            self._is_whole = not self._is_whole
            self._draw("over")

    async def action_hint(self) -> None:
        """Take a hint."""
        if self.session:
            self.session.hint()
            self._draw("asked")

    async def action_overrule(self) -> None:
        """Say that you were right."""
        if self.session and await self._do(self.session.overrule):
            self._draw("told")

    async def action_easy(self) -> None:
        """Say that it was too easy."""
        if self.session and await self._do(partial(self.session.overrule, is_easy=True)):
            self._draw("told")

    def action_section(self) -> None:
        """Show the whole section, or the lines alone."""
        self._is_whole = not self._is_whole
        self._draw("told")

    async def action_undo(self) -> None:
        """Take the last answer back."""
        if self.session and await self._do(self.session.undo):
            await self._show_next()

    async def action_take_out(self) -> None:
        """Never ask this question again."""
        if self.session and await self._do(self.session.take_out):
            self.app.say("Taken out. tutor bad lists it; u takes it in again.")
            await self._show_next()

    async def action_skip(self) -> None:
        """Put it off."""
        if self.session:
            await self._do(self.session.skip)
            await self._show_next()

    async def action_retry(self) -> None:
        """Ask again what was missed."""
        from tutor.quiz.session import Session

        session = await self._do(self.session.retry) if self.session else None
        if isinstance(session, Session):
            self.session = session
            await self._show_next()

    def action_more(self) -> None:
        """Ask ten more cards: what is due, then new ones, whatever the limits of the day."""
        from tutor.quiz.planning import Wish

        if self.course:
            course, wish = self.course, self._wish
            is_due = bool(course.drill.due(course.deck.number, course.today))
            more = Wish(10, "due" if is_due else "new", wish.topic, wish.kind)
            self.open_more(course, more)

    def action_leave(self) -> None:
        """Leave the quiz."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.exit()

    @on(Input.Submitted)
    async def _submit(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if text.startswith(":") and text[1:] in _COMMANDS:
            self.view.box.value = ""
            action = _COMMANDS[text[1:]]
            if self.check_action(action, ()):
                await self.run_action(f"screen.{action}")
        elif self.stage == "asked":
            await self._answer(text)

    # What is shown.

    async def _answer(self, given: str) -> None:
        if self.session and await self._do(partial(self.session.answer, given, self._elapsed())):
            self._draw("told")

    async def _do(self, work: Callable[[], object]) -> object:
        """Do something that is written down, off the loop; say so where it cannot be, and nothing is lost."""
        try:
            return await asyncio.to_thread(work)
        except TutorError as error:
            self.app.show_error(error)
            return None

    async def _show_next(self) -> None:
        """Show the open question, or the end."""
        self._is_whole = False
        self._ticked = set()
        self._begun = time.monotonic()
        asked = self.session.asked if self.session else None
        self._draw("asked" if asked else "over")

    def _elapsed(self) -> int:
        return round(1000 * (time.monotonic() - self._begun))

    def on_resize(self) -> None:
        """Draw anew for the width that there is now."""
        if self.stage != "opening":
            self._draw(self.stage)

    def _draw(self, stage: Stage) -> None:
        is_new = stage != self.stage or stage == "asked"
        self.stage = stage
        asked, feedback = (self.session.asked, self.session.feedback) if self.session else (None, None)
        if asked and stage == "asked":
            self.view.ask(asked, is_new)
        elif asked and stage == "revealed":
            self.view.reveal(asked, self._ticked)
        elif feedback and self.course:
            self.view.tell(feedback, self.course, self._is_whole)
        elif self.session and self.course and stage == "over":
            self.view.end(self.session, self.course, self._is_whole)
        else:
            self.view.say(self._nothing)
        self._draw_head(asked)
        self.refresh_bindings()
        if is_new:
            self.view.scroll_home(animate=False)

    def _draw_head(self, asked: "Asked | None") -> None:
        from tutor.show.quiz import draw_head

        head = self.query_one("#quiz-head", Static)
        if self.session and asked:
            line = draw_head(asked, self.session.score, self.session.answered, self.view.width)
            head.update(to_content([line]))
        else:
            head.update("")
