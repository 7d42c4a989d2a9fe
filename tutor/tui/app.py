"""The app: its screens, themes, keys that work everywhere, and how it ends."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.app import App, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.driver import Driver
from textual.screen import Screen

from tutor.clean import clean
from tutor.config import set_option
from tutor.desk.editor import editor_command
from tutor.desk.setup import Setup
from tutor.errors import TutorError
from tutor.tui.actions import actions_of
from tutor.tui.palette import Actions, Sections, Themes
from tutor.tui.screens.chat import ChatScreen
from tutor.tui.themes import DARK, LIGHT, own_colours

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class TutorApp(App[None]):
    """The chat on the whole terminal.

    A new screen is a module in `tutor.tui.screens`; it is shown with `push_screen` and left with Esc.

    Args:
        setup: where things are, and the settings.
        notes, model: as the command line named them, if it did.
        is_continued: go on with the conversation last used.
    """

    CSS_PATH = "tutor.tcss"
    TITLE = "tutor"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middle"), (130, "-wide"), (190, "-vast")]  # noqa: RUF012  (not a class variable in Textual)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Actions, Sections, Themes}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", id="app.help", tooltip="Show every key"),
        Binding(
            "ctrl+p",
            "command_palette",
            "Menu",
            priority=True,
            id="app.palette",
            tooltip="Find every action, section and theme",
        ),
        Binding(
            "ctrl+c",
            "copy_selected",
            "Copy",
            show=False,
            id="app.copy",
            tooltip="Copy what was selected with the mouse",
        ),
        Binding(
            "f4", "progress", "Progress", show=False, id="app.progress", tooltip="Show how far you are, by section"
        ),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True, tooltip="Leave; all is saved"),
    ]

    def __init__(
        self, setup: Setup, notes: str | None = None, model: str | None = None, is_continued: bool = False
    ) -> None:
        super().__init__(driver_class=_driver())
        self.animation_level = (
            "none"  # a note is read where it is, not on the way there; and ssh has other things to do
        )
        self.setup = setup
        self._notes, self._model, self._is_continued = notes, model, is_continued
        self.failure: Exception | None = None
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        if setup.config.theme in self.available_themes:
            self.theme = setup.config.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colours that the stock themes lack."""
        return own_colours(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        """Return the conversation."""
        return ChatScreen(self.setup, self._notes, self._model, self._is_continued)

    def on_mount(self) -> None:
        """Let signals end the program as the key does: with the terminal as it was."""
        for number in _SIGNALS:
            # No loop of the main thread in tests on other threads, no signals on Windows.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)
        self.theme_changed_signal.subscribe(self, lambda theme: self.keep("theme", theme.name))

    def action_command_palette(self) -> None:
        """Find an action, a section or a theme."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(id="--command-palette", placeholder="an action, a section, a theme…"))

    def action_help(self) -> None:
        """Show every key."""
        from tutor.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(actions_of(self.screen)))

    def action_progress(self) -> None:
        """Show how far the learner is."""
        from tutor.tui.screens.progress import ProgressScreen

        self.push_screen(ProgressScreen(self.setup, self._notes))

    def action_copy_selected(self) -> None:
        """Copy what was selected with the mouse."""
        if text := self.screen.get_selected_text():
            self.copy(text)
        else:
            self.say("Nothing is selected. Ctrl+Q quits.")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, and say so: by OSC 52, the only way that also works over ssh."""
        self.copy_to_clipboard(text)
        lines = text.count("\n") + 1
        self.say(f"Copied {lines} line{'s' if lines > 1 else ''} (by OSC 52, if your terminal allows it).")

    def edit(self, path: Path, line: int) -> None:
        """Open the user's editor at a line, and come back when it ends."""
        try:
            command = editor_command(os.environ, path, line)
            with self.suspend():
                subprocess.run(command, check=False)
        except TutorError as error:
            self.show_error(error)
        except (OSError, SuspendNotSupported) as error:
            self.notify(clean(f"The editor could not be started: {error}"), severity="error", markup=False)
        self.refresh()

    def show_error(self, error: TutorError) -> None:
        """Show what went wrong, with the remedy; nothing else stops."""
        self.notify(clean(str(error)), severity="error", timeout=8, markup=False)

    def say(self, text: str) -> None:
        """Say something in passing."""
        self.notify(clean(text), timeout=4, markup=False)

    def keep(self, option: str, value: str) -> None:
        """Keep a setting for the next time."""
        if value == getattr(self.setup.config, option):
            return
        try:
            self.setup = Setup(self.setup.paths, set_option(self.setup.paths.config_file, option, value))
        except TutorError as error:
            self.show_error(error)

    def _fatal_error(self) -> None:
        # The stock one prints the local variables, that is what is in the notes.
        self.failure = self._exception
        self._close_messages_no_wait()


def run_app(app: TutorApp) -> int:
    """Run an app until it is left, and return the exit status.

    Raises:
        Exception: a bug, once the terminal is as it was.
    """
    # Not App.run: asyncio.run would wait for the thread that embeds, for minutes.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(app.run_async())
    if app.failure:
        raise app.failure
    return 1 if app.return_code is None else app.return_code


def leave(code: int) -> None:
    """End the process at once: what a thread still works at is left as if it had been killed, and may be."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _driver() -> type[Driver] | None:
    if os.name != "posix":
        return None
    from tutor.tui.driver import TolerantDriver

    return TolerantDriver
