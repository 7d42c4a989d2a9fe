"""The quiz's screen: keys and clicks, what is shown and what is saved."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual_plotext import PlotextPlot

from tests.tui import NARROW, WIDE, chat, in_loop, prepare
from tutor.desk import drilling
from tutor.desk.setup import Setup
from tutor.errors import Busy
from tutor.notes.values import Lines
from tutor.quiz.planning import Wish
from tutor.store import connection
from tutor.tui.place import Place, QuizWanted
from tutor.tui.quiz_app import QuizApp
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.widgets.choice import Choice
from tutor.tui.widgets.sections_pane import SectionTree

NOTES = {
    "queues.md": """\
# Queues [/]

## Kinds of queues

| Feature       | Standard queue | FIFO queue | Delay queue  |
|---------------|----------------|------------|--------------|
| Order         | best effort    | first in   | by the timer |
| Duplicates    | possible       | removed    | frequent     |

## Balancer

Application Load Balancer (ALB) works on layer 7.

## Steps of a message

- It is put into the queue by a producer \x1b[2J
- It is hidden while a consumer works at it
"""
}


class Quiz:
    """A running quiz and the hands that use it."""

    def __init__(self, app: QuizApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> QuizScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, QuizScreen)
        return screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        box = self.app.focused
        assert isinstance(box, Input)
        box.value = text
        await self.press("enter")

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def answer(self) -> str:
        assert self.screen.session
        assert self.screen.session.asked
        return self.screen.session.asked.question.answer

    @property
    def right_key(self) -> str:
        assert self.screen.session
        asked = self.screen.session.asked
        assert asked
        assert asked.question.choices
        return str(asked.question.choices.index(self.answer) + 1)

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(connection, "SYNCHRONOUS", "OFF")
    prepare(tmp_path, monkeypatch, NOTES)
    return tmp_path / "home"


@asynccontextmanager
async def quiz(wish: Wish, size: tuple[int, int] = NARROW) -> AsyncIterator[Quiz]:
    app = QuizApp(Setup.find(), None, wish)
    async with app.run_test(size=size, notifications=True) as pilot:
        running = Quiz(app, pilot)
        await running.settle()
        await running.settle()
        yield running


def reviews(home: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(home / "tutor.db") as db:
        return db.execute("SELECT kind, verdict FROM review ORDER BY id").fetchall()


CHOICE, ACRONYM, RECALL = (
    Wish(2, kind="choice", seed=1),
    Wish(1, kind="acronym", seed=1),
    Wish(1, kind="recall", seed=1),
)


@pytest.mark.parametrize("size", [NARROW, WIDE])
@in_loop
async def test_a_choice_is_answered_by_its_number_and_saved_at_once(home: Path, size: tuple[int, int]) -> None:
    async with quiz(CHOICE, size) as running:
        assert "1 of 2" in running.text
        await running.press(running.right_key)
        assert "✓ right" in running.text
        assert "queues.md:" in running.text
        assert "┃" in running.text
        assert reviews(home) == [("review", "right")]
        await running.press("enter")
        assert "2 of 2" in running.text
        assert "first try 1/1" in running.text


@in_loop
async def test_a_choice_can_be_clicked(home: Path) -> None:
    async with quiz(CHOICE) as running:
        await running.pilot.click(running.screen.query(Choice)[int(running.right_key) - 1], offset=(4, 0))
        await running.settle()
        assert "✓ right" in running.text


@in_loop
async def test_a_wrong_choice_tells_what_it_is_and_the_miss_comes_back(home: Path) -> None:
    async with quiz(CHOICE) as running:
        wrong = "1" if running.right_key != "1" else "2"
        await running.press(wrong)
        assert "✗ wrong" in running.text
        assert "comes back after three others" in running.text
        await running.press("enter", running.right_key, "enter")
        assert "again" in running.text


@in_loop
async def test_letters_are_the_answer_while_it_is_typed_and_commands_after(home: Path) -> None:
    async with quiz(ACRONYM) as running:
        assert isinstance(running.app.focused, Input)
        await running.press("o", "x", "q")
        assert running.screen.view.box.value == "oxq"
        await running.type(":h")
        assert "hint: 3 words" in running.text
        await running.type("a balancing thing")
        assert "✗ wrong" in running.text
        await running.press("o")
        assert "✓ right" in running.text
        assert reviews(home) == [("review", "wrong"), ("void", ""), ("review", "right")]
        await running.press("enter")
        assert "1 of 1 first try" in running.text


@in_loop
async def test_an_empty_enter_is_not_sure(home: Path) -> None:
    async with quiz(ACRONYM) as running:
        await running.press("enter")
        assert "– not sure" in running.text
        assert reviews(home) == [("review", "wrong")]


@in_loop
async def test_points_are_revealed_and_ticked(home: Path) -> None:
    async with quiz(Wish(1, kind="point_recall", seed=1)) as running:
        assert "put into the queue" not in running.text
        await running.press("space")
        assert "1 ☐" in running.text
        assert "\x1b" not in running.text
        await running.press("1")
        assert "1 ☒" in running.text
        await running.press("enter")
        assert "◐ partly" in running.text
        await running.press("enter")
        assert "Say it to yourself" in running.text
        await running.press("enter", "a")
        assert "✓ right" in running.text
        assert [verdict for _, verdict in reviews(home)] == ["partial", "right"]


@in_loop
async def test_the_section_is_shown_and_put_away(home: Path) -> None:
    async with quiz(ACRONYM, WIDE) as running:
        await running.press("enter", "s")
        assert "Application Load Balancer (ALB) works on layer 7." in running.text
        await running.press("s", "u")
        assert "stand for" in running.text
        assert reviews(home) == [("review", "wrong"), ("void", "")]


@in_loop
async def test_a_bad_question_is_taken_out_and_undone(home: Path) -> None:
    async with quiz(ACRONYM) as running:
        await running.type(":x")
        assert running.screen.stage == "over"
        await running.press("u")
        assert "stand for" in running.text


@in_loop
async def test_the_end_offers_to_retry_and_more(home: Path) -> None:
    async with quiz(ACRONYM) as running:
        await running.press("enter", "enter")
        await running.type("Application Load Balancer")
        await running.press("enter")
        assert "0 of 1 first try · 1 came back and was right" in running.text
        assert "weakest:" in running.text
        await running.press("r")
        assert "1 of 1" in running.text
        await running.type("Application Load Balancer")
        await running.press("enter", "m")
        assert running.screen.stage in {"nothing", "asked"}


@in_loop
async def test_nothing_to_ask_is_said(home: Path) -> None:
    async with quiz(Wish(mode="missed")) as running:
        assert "no such question" in running.text
        assert "tutor quiz --new" in running.text


@in_loop
async def test_it_draws_itself_anew_in_any_size(home: Path) -> None:
    async with quiz(CHOICE) as running:
        for width, height in ((20, 5), (140, 45), (1, 1), (40, 12)):
            await running.pilot.resize_terminal(width, height)
            await running.settle()
        await running.press(running.right_key)
        assert "✓ right" in running.text


@in_loop
async def test_it_is_left_by_a_key_and_goes_on_later(home: Path) -> None:
    async with quiz(Wish(3, seed=1)) as running:
        assert running.screen.session
        form = running.screen.session.asked.question.form if running.screen.session.asked else ""
        await running.press(*(["space", "enter"] if form == "recall" else ["0"] if form == "choice" else ["enter"]))
        await running.press("escape")
        assert running.app.return_code == 0
    async with quiz(Wish()) as running:
        assert "2 of 3" in running.text


@in_loop
async def test_an_answer_that_cannot_be_saved_is_said_and_can_be_given_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tutor.errors import CannotWrite
    from tutor.quiz.course import Course

    async with quiz(CHOICE) as running:
        with monkeypatch.context() as patch:

            def fail(*_: object) -> None:
                raise CannotWrite("The disk is full.", "Free some space.")

            patch.setattr(Course, "record", fail)
            await running.press(running.right_key)
            assert running.screen.stage == "asked"
            assert any("The disk is full." in str(note.message) for note in running.app._notifications)
        await running.press(running.right_key)
        assert "✓ right" in running.text


@in_loop
async def test_the_notes_that_cannot_be_opened_are_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "tutor.db").parent.mkdir(exist_ok=True)
    (home / "tutor.db").write_text("no database")
    async with quiz(CHOICE) as running:
        assert "is damaged" in " ".join(running.text.split())


@in_loop
async def test_a_quote_of_the_chat_asks_about_itself_and_the_chat_is_as_it_was(home: Path) -> None:
    async with chat(WIDE) as running:
        await running.ask("ALB layer")
        block = running.screen.conversation.last_blocks[0]
        block.focus()
        await running.press("q")
        await running.settle()
        asked = running.app.screen
        assert isinstance(asked, QuizScreen)
        assert asked.session
        assert {asked.session.course.material.by_id[c].claim.heading_path[-1] for c in asked.session.plan.cards} == {
            "Balancer"
        }
        await running.press("escape")
        assert running.app.screen is running.screen
        assert running.app.focused is block


@in_loop
async def test_a_place_without_questions_is_said(home: Path) -> None:
    async with chat(WIDE) as running:
        running.screen.post_message(QuizWanted(Place("queues.md", Lines(1, 1), ("nowhere",))))
        await running.settle()
        await running.settle()
        assert "no question to ask of this place" in running.text()


@in_loop
async def test_the_chat_opens_the_quiz(home: Path) -> None:
    async with chat() as running:
        await running.press("f3")
        await running.settle()
        assert "1 of " in running.text()


@in_loop
async def test_the_sections_show_how_well_they_are_known(home: Path) -> None:
    async with quiz(ACRONYM) as asked:
        await asked.type("Application Load Balancer")
    async with chat(WIDE) as running:
        assert re.search(r"Balancer +[●○]{3}", running.text("#sections"))
        tree = running.screen.sections.section_tree
        tree.focus()
        tree.move_cursor_to_line(next(n for n in range(tree.last_line + 1) if "Balancer" in label(tree, n)))
        await running.settle()
        assert re.search(r"1 of \d+ cards", " ".join(running.text("#about").split()))


@in_loop
async def test_sections_bear_no_marks_before_the_first_question(home: Path) -> None:
    async with chat(WIDE) as running:
        assert "Balancer" in running.text("#sections")
        assert "○" not in running.text("#sections")


def label(tree: SectionTree, line: int) -> str:
    node = tree.get_node_at_line(line)
    assert node
    return str(node.label)


@in_loop
async def test_progress_is_shown_from_anywhere_and_left_again(home: Path) -> None:
    async with quiz(ACRONYM) as running:
        await running.type("Application Load Balancer")
        await running.press("f4")
        await running.settle()
        assert "1 asked, 1 known" in running.text
        assert "Balancer" in running.text
        plots = [plot.plt.build() for plot in running.app.screen.query(PlotextPlot)]
        assert ["answers a day" in plots[0], "cards due" in plots[1]] == [True, True]
        await running.press("minus", "plus", "plus", "escape")
        assert "✓ right" in running.text


@in_loop
async def test_notes_that_are_being_indexed_are_waited_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left, really = [2], drilling.open_quiz

    def busy(*args: object) -> object:
        if left[0]:
            left[0] -= 1
            raise Busy("Another tutor is indexing these notes.", "Try again when it has finished.")
        return really(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("tutor.tui.quiz_opening._AGAIN", 0.0)
    monkeypatch.setattr(drilling, "open_quiz", busy)
    async with quiz(CHOICE) as running:
        assert left == [0]
        assert "1 of 2" in running.text
