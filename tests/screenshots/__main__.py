"""Draws the screenshots of the README: the program itself, asked about the bundled notes."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.widgets import Input

from tests.tui import Chat
from tutor.desk.setup import Setup
from tutor.tui.app import TutorApp
from tutor.tui.widgets.sections_pane import SectionsPane

HERE = Path(__file__).parent
Scene = Callable[[Chat], Awaitable[None]]


async def conversation(chat: Chat) -> None:
    """A question, a follow-up, and the note beside them."""
    await chat.ask("sqs default retention")
    await chat.ask("and the visibility timeout?")
    await chat.press("enter")


async def comparison(chat: Chat) -> None:
    """Two sides of a table."""
    await chat.ask("NLB vs ALB")


async def sections(chat: Chat) -> None:
    """The tree with a filter."""
    await chat.ask("what is a golden ami")
    pane = chat.app.screen.query_one(SectionsPane)
    pane.query_one(Input).value = "storage"
    await chat.settle()


SHOTS: tuple[tuple[str, Scene, tuple[int, int], str], ...] = (
    ("conversation", conversation, (140, 40), "tutor-dark"),
    ("comparison", comparison, (92, 30), "tutor-dark"),
    ("sections-light", sections, (120, 34), "tutor-light"),
)


async def shoot(name: str, scene: Scene, size: tuple[int, int], theme: str) -> None:
    """Run a scene and write what is on the screen then."""
    app = TutorApp(Setup.find())
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        chat = Chat(app, pilot)
        await chat.settle()
        await scene(chat)
        app.clear_notifications()
        await pilot.pause()
        (HERE / f"{name}.svg").write_text(app.export_screenshot(title="tutor"), "utf-8")


def main() -> None:
    """Draw all of them, with a home of their own: what the learner did stays out of them."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TUTOR_HOME": home, "TUTOR_NOTES": str(HERE.parents[1] / "corpus")}
        for shot in SHOTS:
            asyncio.run(shoot(*shot))
            print(HERE / f"{shot[0]}.svg")


if __name__ == "__main__":
    main()
