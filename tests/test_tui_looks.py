"""How screens look, beside how they looked when somebody last looked at them: `make snapshots` draws them anew.

No library compares them: pytest-textual-snapshot keeps to a syrupy that keeps to an old pytest.
"""

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from tests.tui import AWKWARD, NARROW, TINY, WIDE, Chat, chat, in_loop, prepare
from tutor.answer.values import Answer, Cell, Comparison, Nearest, Part, Quote, Row, Understood
from tutor.desk.sitting import Reply, Sitting
from tutor.notes.values import Lines
from tutor.tui.widgets.chip import Chip

KEPT = Path(__file__).parent / "snapshots"
IS_DRAWN_ANEW = bool(os.environ.get("DRAW_SNAPSHOTS"))


def quote(file: str, path: str, first: int, last: int, best: int) -> Quote:
    lines = AWKWARD[file].split("\n")[first - 1 : last]
    return Quote(file, tuple(path.split(" > ")), (Part(Lines(first, last), "\n".join(lines)),), (best,), 1.0)


def row(aspect: str, *cells: tuple[str, int]) -> Row:
    return Row(aspect, tuple(Cell(text, "awkward.md", line) for text, line in cells))


RETENTION = quote("deep/storage.md", "Simple Storage Service (S3) > Retention", 5, 6, 5)
KINESIS = quote("deep/storage.md", "Simple Storage Service (S3) > Kinesis", 10, 10, 10)
TABLE = quote("awkward.md", "Awkward [notes] > Table", 7, 10, 9)
LONG = quote("awkward.md", "Awkward [notes] > Long", 14, 19, 14)
LEGS, HOME = row("Legs", ("4", 9), ("8", 10)), row("Home", ("the savanna", 9), ("[@click=app.quit]", 10))
FOLLOW_UP = Understood("follow-up", "and kds?", "how long does Kinesis keep it")
ALIAS = Understood("alias", "kds", "Kinesis")
NEAREST = tuple(Nearest(q.file, q.lines, q.heading_path) for q in (LONG, TABLE))
ANSWERS = {
    found.question: found
    for found in (
        Answer("how long does S3 keep it", (), "sure", None, 0.9, (RETENTION, KINESIS)),
        Answer("and kds?", (FOLLOW_UP, ALIAS), "doubtful", "nothing here says when", 0.5, (KINESIS, LONG)),
        Answer("zebra vs spider", (), "sure", None, 0.9, (TABLE, LONG), Comparison(("zebra", "spider"), (LEGS, HOME))),
        Answer(FOLLOW_UP.target, (), "doubtful", "nothing here says when", 0.5, (KINESIS, LONG)),
        Answer("penguins", (), "sure", None, 0.9, (LONG, TABLE)),
        Answer("quokkas", (), "absent", 'they never mention "quokkas"', 0.1, (), nearest=NEAREST),
    )
}


async def answer(running: Chat) -> None:
    await running.ask("how long does S3 keep it")


async def comparison(running: Chat) -> None:
    await running.ask("zebra vs spider")


async def follow_up(running: Chat) -> None:
    await running.ask("how long does S3 keep it")
    await running.ask("and kds?")
    running.screen.query(Chip).last().action_toggle_understood()
    await running.settle()
    running.screen.conversation.last_blocks[0].focus()


async def panes(running: Chat) -> None:
    await running.ask("zebra vs spider")
    await running.press("enter")


async def sections(running: Chat) -> None:
    await running.press("ctrl+t", "tab", "home", "space", "down", "down")


async def found(running: Chat) -> None:
    await running.ask("penguins")
    await running.press("enter", "slash")
    await running.type("thing")


async def absent(running: Chat) -> None:
    await running.ask("quokkas")


async def help_(running: Chat) -> None:
    await running.press("f1")


Scene = Callable[[Chat], Awaitable[None]]
LOOKS: dict[str, tuple[Scene, tuple[int, int], str]] = {
    "answer": (answer, NARROW, "tutor-dark"),
    "answer-tiny": (answer, TINY, "tutor-dark"),
    "comparison": (comparison, NARROW, "tutor-light"),
    "follow-up": (follow_up, NARROW, "tutor-dark"),
    "panes": (panes, WIDE, "tutor-dark"),
    "found": (found, WIDE, "tutor-light"),
    "sections": (sections, NARROW, "tutor-dark"),
    "absent": (absent, NARROW, "tutor-light"),
    "help": (help_, NARROW, "tutor-dark"),
}


@pytest.mark.parametrize("name", LOOKS)
@in_loop
async def test_a_screen_looks_as_it_did(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(tmp_path, monkeypatch)
    monkeypatch.delenv("NO_COLOR", raising=False)
    # What is answered is for others to test.
    monkeypatch.setattr(Sitting, "ask", lambda _, question, *__: Reply(ANSWERS[question], 0.0))
    scene, size, theme = LOOKS[name]
    async with chat(size) as running:
        running.app.theme = theme
        for box in (*running.screen.query(TextArea), *running.screen.query(Input)):
            box.cursor_blink = False
        await scene(running)
        running.screen.say("")  # how long the answer took
        running.app.clear_notifications()
        await running.settle()
        drawn = running.app.export_screenshot()
    # The screenshot has a name of its own in each of its classes, another one for each text.
    drawn = re.sub(r"\bterminal-\d+-", "terminal-", drawn)
    kept = KEPT / f"{name}.svg"
    if IS_DRAWN_ANEW:
        KEPT.mkdir(exist_ok=True)
        kept.write_text(drawn, "utf-8")
    (tmp_path / kept.name).write_text(drawn, "utf-8")
    is_same = kept.exists() and drawn == kept.read_text("utf-8")
    assert is_same, f"It is now {tmp_path / kept.name}. If that is how it should look, run: make snapshots"
