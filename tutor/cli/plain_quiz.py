"""A quiz in plain lines: for a screen reader, a pipe, a terminal that can do nothing else."""

import re
import time
from collections.abc import Callable, Iterable

from tutor.clean import clean_line
from tutor.quiz.session import Session
from tutor.quiz.turns import Asked, Feedback
from tutor.show.citation import format_path
from tutor.show.excerpt import excerpt, section_text
from tutor.show.quiz import draw_feedback, draw_next, draw_question, draw_source

_COMMANDS = {
    "h": "hint",
    "s": "section",
    "o": "I was right",
    "+": "too easy",
    "u": "undo",
    "x": "bad question",
    "p": "skip",
    "q": "quit",
}
_WIDE = 100_000
"""Cells; nothing is wrapped for a reader that wraps by itself."""

Read = Callable[[], str | None]
"""Returns a line without its end; None where there are no more."""

Write = Callable[[Iterable[str]], None]


class PlainQuiz:
    """Asks a session's questions line by line.

    Args:
        session: what is asked.
        read: where answers come from.
        write: where questions go.
        width: cells of a line; None not to wrap.
    """

    def __init__(self, session: Session, read: Read, write: Write, width: int | None) -> None:
        self._session, self._read, self._write = session, read, write
        self._width = width or _WIDE
        self._begun = time.monotonic()
        self._is_over = False

    def run(self) -> None:
        """Ask until all is done, or the learner quits, or the input ends."""
        self._put(self._session.asked)
        while self._session.asked and not self._is_over:
            line = self._read()
            if line is None:
                return
            self._take(line.strip())

    def _take(self, line: str) -> None:
        if command := self._command(line):
            self._do(command)
        elif self._session.feedback:
            self._put(self._session.advance())
        else:
            self._answer(line)

    def _command(self, line: str) -> str:
        """Return the command that a line is; where text is typed as an answer, commands begin with a colon."""
        asked = self._session.asked
        is_text = not self._session.feedback and asked and asked.question.form in {"typed", "cloze"}
        bare = line.removeprefix(":").lower()
        return bare if bare in _COMMANDS and (line.startswith(":") or not is_text) else ""

    def _do(self, command: str) -> None:
        session = self._session
        match command:
            case "q":
                self._is_over = True
            case "h" if not session.feedback:
                before = session.asked
                after = session.hint()
                self._put(after) if after != before else self._say("There is no further hint.")
            case "s":
                self._show_section()
            case "o" | "+":
                feedback = session.overrule(is_easy=command == "+")
                self._show(feedback) if feedback else self._say("Nothing to overrule here.")
            case "u":
                self._put(session.asked) if session.undo() else self._say("Nothing to undo.")
            case "x":
                session.take_out()
                self._say("Taken out; tutor bad lists it, u takes it in again.")
                self._put(session.asked)
            case "p" if not session.feedback:
                session.skip()
                self._put(session.asked)
            case _:
                self._say(f"Not now: {_COMMANDS[command]}.")

    def _answer(self, line: str) -> None:
        asked = self._session.asked
        assert asked
        match asked.question.form:
            case "choice":
                self._choose(asked, line)
            case "recall":
                self._recall(asked)
            case _:
                self._show(self._session.answer(line, self._spent()))

    def _choose(self, asked: Asked, line: str) -> None:
        choices = asked.question.choices or ()
        if line in {"", "0", "?"}:
            self._show(self._session.answer("", self._spent()))
            return
        named = [choice for choice in choices if clean_line(choice).casefold() == line.casefold()]
        number = int(line) if re.fullmatch(r"[0-9]{1,2}", line) else 0
        chosen = named[0] if named else choices[number - 1] if 0 < number <= len(choices) else None
        if chosen is None or chosen in asked.removed:
            self._say(f"Answer by a number from 1 to {len(choices)}, or 0 for not sure.")
        else:
            self._show(self._session.answer(chosen, self._spent()))

    def _recall(self, asked: Asked) -> None:
        """Show what was to be recalled, and take the learner's word for what was."""
        spent, points = self._spent(), [point.text for point in asked.question.points] or [asked.question.answer]
        if len(points) > 1:
            self._write([f"  {number}  {clean_line(point)}" for number, point in enumerate(points, 1)])
            self._say("Which did you have? Numbers as in: 1 3, a for all, Enter for none")
        else:
            self._write([f"  {clean_line(points[0])}"])
            self._say("Did you have it? y, or Enter for no")
        line = self._read()
        if line is None:
            self._is_over = True
        elif command := self._command(line.strip()):
            self._do(command)
        else:
            self._show(self._session.recall(_numbers(line, len(points)), spent))

    def _put(self, asked: Asked | None) -> None:
        """Put a question."""
        self._begun = time.monotonic()
        if asked is None:
            return
        score = self._session.score
        again = ", again" if asked.is_again else ""
        tried = f", first try {score.right} of {score.asked}" if score.asked else ""
        where = format_path(asked.question.heading_path)
        self._write(["", f"{asked.number} of {asked.total}{again}{tried}. {where}"])
        self._write(line.plain for line in draw_question(asked, self._width))
        self._say(_how_to(asked))

    def _show(self, feedback: Feedback) -> None:
        """Show what came of an answer."""
        asked = feedback.asked
        self._write(line.plain for line in draw_feedback(feedback, self._width))
        quote = excerpt(self._session.course.material.text(asked.question.file), asked.card, asked.question)
        self._write(["", *(line.plain for line in draw_source(quote, self._width)), ""])
        keys = ["Enter next", *(["o I was right"] if feedback.can_overrule else []), "s whole section", "u undo"]
        self._say(f"{draw_next(feedback, self._session.course.today)} · {' · '.join(keys)}")

    def _show_section(self) -> None:
        feedback = self._session.feedback
        if feedback is None:
            self._say("The section is shown once you have answered.")
            return
        material, card = self._session.course.material, feedback.asked.card
        quote = section_text(material.text(card.claim.file), card, material.section(card))
        self._write(line.plain for line in draw_source(quote, self._width))

    def _spent(self) -> int:
        return round(1000 * (time.monotonic() - self._begun))

    def _say(self, text: str) -> None:
        self._write([f"({text})"])


def _how_to(asked: Asked) -> str:
    hint = [("h" if asked.question.form in {"choice", "recall"} else ":h") + " hint"] if asked.more_hints else []
    match asked.question.form:
        case "choice":
            keys = [f"1-{len(asked.question.choices or ())}", "0 not sure", *hint, "x bad question", "p skip", "q quit"]
        case "recall":
            keys = ["say it to yourself, then Enter", *hint, "x bad question", "p skip", "q quit"]
        case _:
            what = "type them, commas between" if asked.question.points else "type the answer"
            keys = [what, "Enter alone: not sure", *hint, ":x bad question", ":p skip", ":q quit"]
    return " · ".join(keys)


def _numbers(line: str, total: int) -> set[int]:
    """Return the places that the learner names, from 0."""
    if line.strip().lower() in {"a", "all", "y", "yes"}:
        return set(range(total))
    return {int(number) - 1 for number in re.findall(r"\d{1,3}", line)}
