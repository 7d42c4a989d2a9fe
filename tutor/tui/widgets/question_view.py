"""A question with its choices or the box for its answer, and what came of it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tutor.clean import clean
from tutor.show.answer import NARROWEST
from tutor.show.margin import MARKER
from tutor.tui.content import to_content
from tutor.tui.widgets.choice import Choice
from tutor.tui.widgets.clean_input import CleanInput

if TYPE_CHECKING:
    from tutor.answer.values import Quote
    from tutor.quiz.course import Course
    from tutor.quiz.session import Session
    from tutor.quiz.turns import Asked, Feedback
    from tutor.quiz.values import Card

_TYPE = "Enter alone: not sure; :h hint, :x bad, :p skip, :u undo, :q quit"
_MARGINS = 5  # cells beside the text
_ABOVE = 6  # rows above what is scrolled to


class QuestionView(VerticalScroll, can_focus=True):
    """Everything of the quiz but its head and its keys."""

    def compose(self) -> ComposeResult:
        yield Static(Content("opening your notes…"), id="quiz-prompt")
        yield Vertical(id="quiz-choices")
        yield CleanInput(id="quiz-answer", placeholder=_TYPE)
        yield Static(id="quiz-rest")

    def on_mount(self) -> None:
        self._lines: list[Text] = []
        self.say([])

    @property
    def box(self) -> Input:
        """Where an answer is typed."""
        return self.query_one("#quiz-answer", Input)

    @property
    def width(self) -> int:
        """The cells of a line."""
        return max(NARROWEST, self.app.size.width - _MARGINS)

    def say(self, lines: list[str]) -> None:
        """Say something instead of asking; nothing leaves what is said there already."""
        if lines:
            self._prompt([Text(clean(line)) for line in lines])
        self._only()
        self._rest([])

    def ask(self, asked: "Asked", is_new: bool) -> None:
        """Put a question; what is typed already stays unless it is a new one."""
        from tutor.show.quiz import draw_hints, draw_prompt

        self._prompt(draw_prompt(asked, self.width))
        is_typed = asked.question.form in {"typed", "cloze"}
        self._only(asked if asked.question.choices else None, is_typed)
        if is_typed:
            self.box.placeholder = f"them all, commas between; {_TYPE}" if asked.question.points else _TYPE
            self.box.value = "" if is_new else self.box.value
            self.box.focus()
        how = [Text("Say it to yourself, then Space.", "understood")] if asked.question.form == "recall" else []
        self._rest([*how, *draw_hints(asked, self.width)])

    def reveal(self, asked: "Asked", ticked: Collection[int]) -> None:
        """Show what was to be recalled, to be ticked."""
        from tutor.show.quiz import draw_points, draw_prompt

        points = len(asked.question.points)
        how = f"Tick what you had, 1-{points}, then Enter; a: all" if points > 1 else "Did you have it? 1 yes, Enter no"
        self._prompt(draw_prompt(asked, self.width))
        self._only()
        self._rest([*draw_points(asked.question, ticked, self.width), Text(), Text(how, "understood")])

    def tell(self, feedback: "Feedback", course: "Course", is_whole: bool) -> None:
        """Show what came of an answer, with the lines of the note or with the whole section."""
        from tutor.show.excerpt import excerpt
        from tutor.show.quiz import draw_feedback, draw_next, draw_prompt, draw_source

        asked = feedback.asked
        text = course.material.text(asked.question.file)
        quote = _section(course, asked.card) if is_whole else excerpt(text, asked.card, asked.question)
        self._prompt(draw_prompt(asked, self.width))
        self._only()
        self._rest([
            *draw_feedback(feedback, self.width),
            Text(draw_next(feedback, course.today), "understood"),
            Text(),
            Text(f"{clean(quote.file)}:{asked.question.lines.first}", "citation"),
            *draw_source(quote, self.width),
        ])  # fmt: skip
        if is_whole:
            self.call_after_refresh(self._scroll_to_mark)

    def end(self, session: "Session", course: "Course", is_whole: bool) -> None:
        """Show what came of the session, with the weakest section or without."""
        from tutor.quiz.statistics import streak
        from tutor.show.quiz import draw_source, draw_summary

        summary = session.summary()
        days = streak(course.drill.days(course.deck.number), course.today)
        self._prompt(draw_summary(summary, days, course.today, self.width))
        self._only()
        if is_whole and summary.weakest:
            self._rest([Text(), *draw_source(_section(course, summary.weakest), self.width)])
        else:
            self._rest([Text("Enter: read it again", "understood")] if summary.weakest else [])

    def _only(self, asked: "Asked | None" = None, is_typed: bool = False) -> None:
        """Show the choices of a question, or the box, or neither."""
        choices = self.query_one("#quiz-choices")
        choices.remove_children()
        choices.display = asked is not None
        if asked:
            numbered = enumerate(asked.question.choices or (), 1)
            choices.mount_all(Choice(number, choice, choice in asked.removed) for number, choice in numbered)
        self.box.display = is_typed
        if not is_typed:
            self.focus()

    def _prompt(self, lines: list[Text]) -> None:
        self.query_one("#quiz-prompt", Static).update(to_content(lines))

    def _rest(self, lines: list[Text]) -> None:
        self._lines = lines
        rest = self.query_one("#quiz-rest", Static)
        rest.update(to_content(lines))
        rest.display = bool(lines)

    def _scroll_to_mark(self) -> None:
        rest = self.query_one("#quiz-rest", Static)
        at = next((i for i, line in enumerate(self._lines) if line.plain.startswith(MARKER)), 0)
        self.scroll_to(y=max(0, rest.virtual_region.y + at - _ABOVE), animate=False)


def _section(course: "Course", card: "Card") -> "Quote":
    from tutor.show.excerpt import section_text

    return section_text(course.material.text(card.claim.file), card, course.material.section(card))
