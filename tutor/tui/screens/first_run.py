"""The first run: which folder holds the notes."""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from tutor.clean import clean, clean_line
from tutor.errors import TutorError
from tutor.tui.widgets.clean_input import CleanInput

if TYPE_CHECKING:
    from tutor.desk.choosing import Survey

_WELCOME = """\
Which folder holds your notes?

Markdown and text files in it, and in all folders below, are read where they are: nothing is copied elsewhere than \
into an index of tutor's own, nothing is sent anywhere, and your notes are never written to."""


class FirstRunScreen(ModalScreen["Survey | None"]):
    """A line for the folder's path, and below it what is in the folder; returns it once it is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Later", id="notes.leave", tooltip="Choose no folder now"),
    ]

    @dataclass
    class Surveyed(Message):
        """It is known what a path holds."""

        path: str
        found: "Survey | TutorError"

    def __init__(self) -> None:
        super().__init__()
        self._found: Survey | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(_WELCOME), classes="about")
            yield CleanInput(
                placeholder="~/notes  (→ completes, Enter opens, Esc later)", id="folder", suggester=_Folders()
            )
            yield Static(id="hint")

    @on(Input.Changed)
    def _look(self, event: Input.Changed) -> None:
        self._found = None
        self._say("")
        if path := event.value.strip():
            self.run_worker(partial(self._survey, path), thread=True, group="survey")

    def _survey(self, path: str) -> None:
        from tutor.desk.choosing import survey

        try:
            self.post_message(self.Surveyed(path, survey(path)))
        except TutorError as error:
            self.post_message(self.Surveyed(path, error))

    @on(Surveyed)
    def _show(self, event: Surveyed) -> None:
        if event.path != self.query_one(Input).value.strip():
            return  # something else is typed by now
        if isinstance(event.found, TutorError):
            self._say(str(event.found))
            return
        found = event.found
        if not found.notes:
            self._say("There are no Markdown or text files in it.")
            return
        self._found = found
        notes = f"{found.notes} note{'' if found.notes == 1 else 's'}, {_size(found.size)}"
        self._say(f"{notes}. Enter: index them, once, in about {_duration(found.seconds)}; they can be read meanwhile.")

    @on(Input.Submitted)
    def _choose(self) -> None:
        if self._found:
            self.dismiss(self._found)

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss(None)

    def _say(self, text: str) -> None:
        self.query_one("#hint", Static).update(Content(clean(text)))


class _Folders(Suggester):
    """Completes the path of a folder."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        folder, _, start = value.rpartition("/")
        try:
            names = sorted(
                entry.name
                for entry in os.scandir(Path(f"{folder}/").expanduser() if folder or value.startswith("/") else ".")
                if entry.is_dir() and entry.name.startswith(start) and (start or not entry.name.startswith("."))
            )
        except (OSError, RuntimeError):
            return None
        safe = [name for name in names if name == clean_line(name)]
        return f"{value[: len(value) - len(start)]}{safe[0]}/" if safe and start else None


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def _duration(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"
