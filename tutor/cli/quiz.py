"""`tutor quiz`: the notes ask back."""

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from tutor.cli.notices import Notices, quiet_option
from tutor.cli.options import notes_option
from tutor.cli.output import can_draw, is_terminal, line_width, print_lines
from tutor.desk.drilling import open_quiz
from tutor.desk.setup import Setup
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.quiz.course import Course
    from tutor.quiz.planning import Mode, Wish
    from tutor.quiz.session import Session


@click.command()
@notes_option
@click.option("--topic", default="", help="Ask only below headings, tags or files that match.")
@click.option("-n", "number", type=click.IntRange(1, 1000), default=10, show_default=True, help="Cards to ask.")
@click.option("--kind", default="", help="Ask only in this form: choice, cloze, typed, recall, or one of tutor cards.")
@click.option("--due", "mode", flag_value="due", help="Ask only what is due, all of it if -n allows.")
@click.option("--new", "mode", flag_value="new", help="Ask only what was never asked.")
@click.option("--missed", "mode", flag_value="missed", help="Ask what was wrong the last time.")
@click.option("--cram", "mode", flag_value="cram", help="Ask what is known least, without changing when it is due.")
@click.option("--exam", metavar="DATE", help="Remember the day of the exam, as 2027-01-31; none forgets it.")
@click.option("--seed", type=int, help="Draw cards and questions in the same way each time.")
@click.option("--plain", is_flag=True, help="Ask line by line, without a screen.")
@quiet_option
def quiz(  # noqa: PLR0917  (click passes all of them by name)
    notes: str | None,
    topic: str,
    number: int,
    kind: str,
    mode: "Mode | None",
    exam: str | None,
    seed: int | None,
    plain: bool,
) -> int:
    """Ask you about your notes, and remember when to ask again.

    What is due comes first, then what is new, sections mixed. Every answer is saved at once; a quiz that was left is
    gone on with by the next one of that day.
    """
    from tutor.quiz.planning import Wish

    notices, setup = Notices.from_command(), Setup.find()
    wish = Wish(number, mode or "", topic, _known_kind(kind), (), seed)
    if exam is not None:
        _set_exam(setup, notes, exam)
    if not plain and can_draw():
        return _run_screen(setup, notes, wish)
    with open_quiz(setup, notes, notices) as course:
        return _run(course, wish, plain, notices)


def _run_screen(setup: Setup, notes: str | None, wish: "Wish") -> int:
    from tutor.store.store import Store

    # What can be wrong is said on the plain terminal rather.
    setup.root(notes)
    Store.open(setup.paths.database_file).close()
    from tutor.tui.app import leave, run_app
    from tutor.tui.quiz_app import QuizApp

    leave(run_app(QuizApp(setup, notes, wish)))
    return 0


def _set_exam(setup: Setup, notes: str | None, text: str) -> None:
    from tutor.desk.drilling import set_exam
    from tutor.quiz.course import Clock
    from tutor.quiz.scheduling import study_day

    set_exam(setup, notes, _exam(text, study_day(Clock().now())))


def _run(course: "Course", wish: "Wish", plain: bool, notices: Notices) -> int:
    from tutor.quiz.beginning import begin
    from tutor.show.quiz import nothing_due

    begun = begin(course, wish)
    if begun.notice:
        notices.notify(begun.notice)
    if begun.session:
        _ask_plainly(begun.session, line_width() if is_terminal() and not plain else None)
    elif begun.outlook:
        print_lines(nothing_due(begun.outlook, wish, course.today))
    return 0


def _ask_plainly(session: "Session", width: int | None) -> None:
    from tutor.cli.plain_quiz import PlainQuiz
    from tutor.quiz.statistics import streak
    from tutor.show.quiz import draw_summary

    PlainQuiz(session, _read_line, print_lines, width).run()
    course = session.course
    summary = session.summary()
    if summary.first_try.asked or summary.missed:
        days = streak(course.drill.days(course.deck.number), course.today)
        print_lines(["", *(line.plain for line in draw_summary(summary, days, course.today, width or 80))])
    if session.asked:
        print_lines(["", "Saved; tutor quiz goes on from here today."])


def _read_line() -> str | None:
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None


def _known_kind(kind: str) -> str:
    from tutor.quiz.values import FORMS

    known = [*dict.fromkeys(FORMS.values()), *FORMS]
    if kind and kind not in known:
        raise UsageError(f"There are no questions of the kind {kind}.", f"The kinds are {', '.join(known)}.")
    return kind


def _exam(text: str, today: date) -> date | None:
    if text.strip().lower() in {"none", ""}:
        return None
    try:
        exam = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text} is no date.", "Write the day of the exam as in: --exam 2027-01-31") from None
    if exam <= today:
        raise UsageError(f"The day {text} is not after today.", "Name the day of an exam to come, or: --exam none")
    return exam
