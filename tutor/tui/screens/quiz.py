"""The quiz: a question, what came of it, and the end."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from tutor.clean import clean
from tutor.desk.setup import Setup
from tutor.errors import TutorError
from tutor.show.answer import NARROWEST
from tutor.show.margin import MARKER
from tutor.tui.content import to_content
from tutor.tui.notices import PostedNotices
from tutor.tui.place import Place
from tutor.tui.widgets.choice import Choice
from tutor.tui.widgets.clean_input import CleanInput

if TYPE_CHECKING:
    from tutor.quiz.course import Course
    from tutor.quiz.planning import Wish
    from tutor.quiz.session import Session
    from tutor.quiz.turns import Asked, Feedback
    from tutor.tui.app import TutorApp

_Stage = Literal["opening", "asked", "revealed", "told", "over", "nothing"]
_NUMBERS = "1,2,3,4,5,6,7,8,9"
_TYPE = "Enter alone: not sure; :h hint, :x bad, :p skip, :u undo, :q quit"
_COMMANDS = {"h": "hint", "x": "take_out", "p": "skip", "u": "undo", "q": "leave"}
"""What can be typed after a colon where a text is typed."""

_ACTIONS: dict[str, frozenset[str]] = {
    "choose": frozenset({"asked", "revealed"}),
    "not_sure": frozenset({"asked"}),
    "reveal": frozenset({"asked"}),
    "all_points": frozenset({"revealed"}),
    "hint": frozenset({"asked"}),
    "skip": frozenset({"asked"}),
    "take_out": frozenset({"asked", "revealed", "told"}),
    "go_on": frozenset({"revealed", "told", "over"}),
    "section": frozenset({"told"}),
    "overrule": frozenset({"told"}),
    "easy": frozenset({"told"}),
    "undo": frozenset({"asked", "revealed", "told", "over"}),
    "retry": frozenset({"over"}),
    "more": frozenset({"over", "nothing"}),
}
"""In which stages an action can be done; others always."""


class QuizScreen(Screen[None]):
    """Asks until it is left; what was answered is saved by then.

    Args:
        setup: where things are, and the settings.
        notes: as the command line named them, if it did.
        wish: what is to be asked.
        place: ask only what stands here.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middle"), (130, "-wide")]  # noqa: RUF012  (not a class variable in Textual)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "1,2,3,4,5,6,7,8,9", "choose", "Choose", show=False, id="quiz.choose", tooltip="Choose, or tick a point"
        ),
        Binding("0", "not_sure", "Not sure", id="quiz.not_sure", tooltip="Say that you do not know"),
        Binding("space,enter", "reveal", "Reveal", id="quiz.reveal", tooltip="Show what was to be recalled"),
        Binding("a", "all_points", "All", id="quiz.all", tooltip="Say that you had all points"),
        Binding("enter", "go_on", "Next", id="quiz.next", tooltip="Go on to the next question"),
        Binding("h", "hint", "Hint", id="quiz.hint", tooltip="Take a hint; a right answer counts as hard then"),
        Binding("o", "overrule", "I was right", id="quiz.overrule", tooltip="Count it as right, and remember it"),
        Binding("plus", "easy", "Too easy", show=False, id="quiz.easy", tooltip="Ask this much later"),
        Binding("s", "section", "Section", id="quiz.section", tooltip="Show the whole section, or the lines alone"),
        Binding("u", "undo", "Undo", id="quiz.undo", tooltip="Take the last answer back"),
        Binding("x", "take_out", "Bad question", id="quiz.bad", tooltip="Never ask this again; tutor bad lists it"),
        Binding("p", "skip", "Skip", show=False, id="quiz.skip", tooltip="Put it off to the end"),
        Binding("r", "retry", "Retry missed", id="quiz.retry", tooltip="Ask again what was missed"),
        Binding("m", "more", "Ten more", id="quiz.more", tooltip="Ask ten more cards"),
        Binding("q,escape", "leave", "Quit (saved)", id="quiz.leave", tooltip="Leave the quiz; all is saved"),
    ]

    app: "TutorApp"

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

    def __init__(self, setup: Setup, notes: str | None, wish: "Wish", place: Place | None = None) -> None:
        super().__init__()
        self.setup = setup
        self._notes, self._wish, self._place = notes, wish, place
        self._open = ExitStack()
        self.stage: _Stage = "opening"
        self.course: Course | None = None
        self.session: Session | None = None
        self._nothing: list[str] = []
        self._ticked: set[int] = set()
        self._is_whole = False
        self._lines: list[Text] = []
        self._begun = 0.0
        self._spent = 0

    def compose(self) -> ComposeResult:
        yield Static(id="quiz-head")
        with VerticalScroll(id="quiz-body"):
            yield Static(Content("opening your notes…"), id="quiz-prompt")
            yield VerticalScroll(id="quiz-choices")
            yield CleanInput(id="quiz-answer", placeholder=_TYPE)
            yield Static(id="quiz-rest")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.box.display = False
        self.run_worker(self._opening, thread=True, group="open")

    def on_unmount(self) -> None:
        self._open.close()

    @property
    def box(self) -> Input:
        """Where an answer is typed."""
        return self.query_one("#quiz-answer", Input)

    # Opening.

    def _opening(self) -> None:
        """Open the notes and choose what is asked; on a thread."""
        from tutor.desk.drilling import open_quiz

        try:
            course = self._open.enter_context(open_quiz(self.setup, self._notes, PostedNotices(self)))
            self._begin(course, self._wish)
        except TutorError as error:
            self.post_message(self.Failed(error))
        if not self.is_attached:  # left meanwhile
            self._open.close()

    def _begin(self, course: "Course", wish: "Wish") -> None:
        """Post a new session, or the one that was left, or why there is none."""
        from dataclasses import replace

        from tutor.quiz.planning import make_plan, outlook
        from tutor.quiz.session import Session
        from tutor.show.quiz import nothing_due

        if self._place:
            here = course.material.cards_at(self._place.file, self._place.lines, self._place.heading_path)
            if not here:
                self.post_message(self.Opened(course, None, ["Your notes have no question to ask of this place."]))
                return
            wish = replace(wish, cards=tuple(card.id for card in here))
        if wish.is_plain and (session := Session.resume(course)):
            notice = f"Going on with the quiz that you left, {session.answered} of {len(session.plan.cards)} done."
            self.post_message(self.Opened(course, session, [], notice))
            return
        plan = make_plan(course, wish)
        if not plan.cards:
            self.post_message(self.Opened(course, None, nothing_due(outlook(course), wish, course.today)))
            return
        notice = f"{plan.waiting} more are waiting." if plan.waiting else ""
        self.post_message(self.Opened(course, Session.start(course, plan), [], notice))

    @on(Opened)
    async def _take_over(self, event: Opened) -> None:
        self.course, self.session, self._nothing = event.course, event.session, event.lines
        if event.notice:
            self.app.say(event.notice)
        await self._show_next() if event.session else self._draw("nothing")

    @on(Failed)
    def _say_failure(self, event: Failed) -> None:
        self.app.show_error(event.error)
        self._nothing = [str(event.error)]
        self._draw("nothing")

    @on(PostedNotices.Said)
    def _say_notice(self, event: PostedNotices.Said) -> None:
        self._prompt([Text(clean(event.text))]) if self.stage == "opening" else self.app.say(event.text)

    @on(PostedNotices.Progressed)
    def _say_progress(self, event: PostedNotices.Progressed) -> None:
        if self.stage == "opening" and event.total:
            self._prompt([Text(f"{clean(event.stage)} {100 * event.done // event.total} %")])

    # What the learner does.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what can be done now."""
        if self.stage not in _ACTIONS.get(action, {self.stage}):
            return False
        asked, feedback = (self.session.asked, self.session.feedback) if self.session else (None, None)
        form = asked.question.form if asked else ""
        match action:
            case "reveal" | "not_sure":
                is_offered = form == ("recall" if action == "reveal" else "choice")
            case "hint":
                is_offered = asked is not None and asked.more_hints > 0
            case "overrule" | "easy":
                is_right = feedback is not None and feedback.judgement.outcome == "right"
                is_offered = is_right if action == "easy" else feedback is not None and feedback.can_overrule
            case "retry":
                is_offered = self.session is not None and bool(self.session.summary().missed)
            case "undo":
                is_offered = self.session is not None and self.session.can_undo
            case "more":
                is_offered = self.course is not None
            case _:
                is_offered = True
        return is_offered

    async def on_key(self, event: events.Key) -> None:
        """Choose or tick by number."""
        if event.character and event.character in _NUMBERS.split(",") and not self.box.has_focus:
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
        if self._is_whole:
            self.call_after_refresh(self._scroll_to_mark)

    def _scroll_to_mark(self) -> None:
        """Scroll to what the answer was about, with some of what stands above it."""
        rest = self.query_one("#quiz-rest", Static)
        at = next((i for i, line in enumerate(self._lines) if line.plain.startswith(MARKER)), 0)
        self.query_one("#quiz-body").scroll_to(y=max(0, rest.virtual_region.y + at - 6), animate=False)

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
            self._place = None
            self.run_worker(partial(self._begin, course, more), thread=True, group="open")

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
            self.box.value = ""
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

    @property
    def _width(self) -> int:
        return max(NARROWEST, self.size.width - 5)

    def _draw(self, stage: _Stage) -> None:
        is_new = stage != self.stage or stage == "asked"
        self.stage = stage
        asked = self.session.asked if self.session else None
        is_typed = stage == "asked" and asked is not None and asked.question.form in {"typed", "cloze"}
        self.box.display = is_typed
        if is_typed and asked:
            self.box.value = "" if is_new else self.box.value
            self.box.placeholder = f"them all, commas between; {_TYPE}" if asked.question.points else _TYPE
            self.box.focus()
        else:
            self.query_one("#quiz-body").focus()
        self._draw_head()
        if stage in {"over", "nothing"} or asked is None:
            self._draw_end()
        else:
            self._draw_asked(asked)
        self.refresh_bindings()
        if is_new:
            self.query_one("#quiz-body").scroll_home(animate=False)

    def _draw_head(self) -> None:
        from tutor.show.quiz import draw_head

        head = self.query_one("#quiz-head", Static)
        asked = self.session.asked if self.session else None
        if self.session and asked:
            head.update(to_content([draw_head(asked, self.session.score, self.session.answered, self._width)]))
        else:
            head.update("")

    def _draw_asked(self, asked: "Asked") -> None:
        from tutor.show.quiz import draw_hints, draw_points, draw_prompt

        self._prompt(draw_prompt(asked, self._width))
        feedback = self.session.feedback if self.session else None
        choices = self.query_one("#quiz-choices")
        choices.remove_children()
        if asked.question.choices and not feedback:
            numbered = enumerate(asked.question.choices, 1)
            choices.mount_all(Choice(number, choice, choice in asked.removed) for number, choice in numbered)
        choices.display = bool(asked.question.choices) and not feedback
        if self.stage == "revealed":
            self._rest([*draw_points(asked.question, self._ticked, self._width), *self._ticking(asked)])
        elif feedback:
            self._rest(self._told(feedback))
        else:
            how = [Text("Say it to yourself, then Space.", "understood")] if asked.question.form == "recall" else []
            self._rest([*how, *draw_hints(asked, self._width)])

    def _ticking(self, asked: "Asked") -> list[Text]:
        points = len(asked.question.points)
        how = f"Tick what you had, 1-{points}, then Enter; a: all" if points > 1 else "Did you have it? 1 yes, Enter no"
        return [Text(), Text(how, "understood")]

    def _told(self, feedback: "Feedback") -> list[Text]:
        from tutor.show.excerpt import excerpt, section_text
        from tutor.show.quiz import draw_feedback, draw_next, draw_source

        assert self.course
        material, card = self.course.material, feedback.asked.card
        text = material.text(feedback.asked.question.file)
        whole = section_text(text, card, material.section(card)) if self._is_whole else None
        quote = whole or excerpt(text, card, feedback.asked.question)
        place = f"{clean(quote.file)}:{feedback.asked.question.lines.first}"
        return [
            *draw_feedback(feedback, self._width),
            Text(f"{draw_next(feedback, self.course.today)}", "understood"),
            Text(),
            Text(place, "citation"),
            *draw_source(quote, self._width),
        ]

    def _draw_end(self) -> None:
        from tutor.quiz.statistics import streak
        from tutor.show.excerpt import section_text
        from tutor.show.quiz import draw_source, draw_summary

        self.query_one("#quiz-choices").display = False
        if not (self.session and self.course and self.stage == "over"):
            self._prompt([Text(clean(line)) for line in self._nothing])
            self._rest([])
            return
        summary = self.session.summary()
        days = streak(self.course.drill.days(self.course.deck.number), self.course.today)
        self._prompt(draw_summary(summary, days, self.course.today, self._width))
        if self._is_whole and summary.weakest:
            card, material = summary.weakest, self.course.material
            quote = section_text(material.text(card.claim.file), card, material.section(card))
            self._rest([Text(), *draw_source(quote, self._width)])
        else:
            self._rest([Text("Enter: read it again", "understood")] if summary.weakest else [])

    def _prompt(self, lines: list[Text]) -> None:
        self.query_one("#quiz-prompt", Static).update(to_content(lines))

    def _rest(self, lines: list[Text]) -> None:
        self._lines = lines
        rest = self.query_one("#quiz-rest", Static)
        rest.update(to_content(lines))
        rest.display = bool(lines)
