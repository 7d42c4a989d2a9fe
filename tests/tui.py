"""The chat for tests: on a vault, in a terminal that is none, with an encoder that is no model."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tests.fakes import FakeEncoder
from tests.vaults import write_notes
from tutor.desk.setup import Setup
from tutor.tui.app import TutorApp
from tutor.tui.screens.chat import ChatScreen

_PATIENCE = 30.0  # seconds until what is awaited must be so; on an idle machine it takes none
WIDE, NARROW, TINY = (140, 45), (80, 24), (40, 12)

AWKWARD = {
    "awkward.md": """\
# Awkward [notes]

A zebra has [/] stripes, [bold]not[/bold] spots \x1b[2J and a [link](file:///etc/passwd).

## Table

| Animal | Legs | Home            |
|--------|------|-----------------|
| zebra  | 4    | the savanna     |
| spider | 8    | [@click=app.quit] |

## Long

- First thing about penguins: they swim.
- Second thing about penguins: they walk 漢字 far.

```python
print("| no | table |")
```
""",
    "deep/storage.md": """\
# Simple Storage Service (S3)

## Retention

- Default retention period: 4 days
- Configurable from 60 seconds to 14 days

## Kinesis

- Kinesis retention period: 24 hours to 365 days
""",
}


class Chat:
    """A running chat and the hands that use it."""

    def __init__(self, app: TutorApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> ChatScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ChatScreen)
        return screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Put a text into the box that has the focus, at once."""
        focused = self.app.focused
        if isinstance(focused, Input):
            focused.value = text
        else:
            assert isinstance(focused, TextArea)
            focused.insert(text)
        await self.settle()

    async def ask(self, question: str) -> None:
        await self.ask_without_waiting(question)
        await self.settle()

    async def ask_without_waiting(self, question: str) -> None:
        self.screen.box.load_text(question)
        await self.pilot.press("enter")

    async def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Let the app go on until something is so; for what a thread brings about that does not end."""
        until = time.monotonic() + _PATIENCE
        while not is_so():
            assert time.monotonic() < until, self.text()
            await self.pilot.pause(0.01)

    async def click(self, widget: Widget) -> None:
        widget.scroll_visible(animate=False)
        await self.pilot.pause()
        await self.pilot.click(widget, offset=(5, 0))
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no thread works any more and what they posted was taken in."""
        while True:
            await self.app.workers.wait_for_complete()
            for screen in self.app.screen_stack:
                # Messages are taken in one after the other: behind this one, those before it are done with.
                is_reached = asyncio.Event()
                screen.call_later(is_reached.set)
                await is_reached.wait()
            if all(worker.is_finished for worker in self.app.workers):
                break  # what they posted set no others to work
        await self.pilot.pause()
        await self.pilot.pause()

    def text(self, selector: str = "*") -> str:
        """Return what is on the screen, line by line."""
        region = self.app.screen.query_one(selector).region if selector != "*" else self.app.screen.region
        strips = self.app.screen._compositor.render_strips()
        lines = strips[region.y : region.bottom]
        return "\n".join(strip.crop(region.x, region.right).text.rstrip() for strip in lines)


def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notes: dict[str, str] = AWKWARD) -> Path:
    """Write notes for a chat to open, and return their folder."""
    folder = write_notes(tmp_path / "vault", notes)
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_NOTES", str(folder))
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: FakeEncoder())
    return folder


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Make a test of a coroutine."""

    @wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@asynccontextmanager
async def chat(size: tuple[int, int] = NARROW, *, is_continued: bool = False, wait: bool = True) -> AsyncIterator[Chat]:
    """Run the chat as `tutor` does, and wait until it is ready."""
    app = TutorApp(Setup.find(), is_continued=is_continued)
    async with app.run_test(size=size, notifications=True) as pilot:
        running = Chat(app, pilot)
        if wait:
            await running.settle()
        yield running
