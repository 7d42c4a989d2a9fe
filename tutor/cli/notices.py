"""What is said on stderr while a command works: notices and progress."""

import sys
import time
from types import TracebackType

import click

from tutor.clean import clean_line
from tutor.cli.output import is_capable

_QUIET = "tutor.quiet"
_PAUSE = 0.1
"""Seconds between two changes of the progress line; more often is only flicker."""
_PACED = 100
"""Of fewer steps nobody wants to know how many a second are done."""


def _set_quiet(ctx: click.Context, _param: click.Parameter, is_set: bool) -> None:
    if is_set:
        ctx.meta[_QUIET] = True


quiet_option = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    expose_value=False,
    callback=_set_quiet,
    help="Print no notices and no progress.",
)


class Notices:
    """Notices, and one line of progress that is redrawn; nothing of both where `is_quiet`.

    On a terminal the line is taken away before anything else is printed, and on leaving the
    context. Elsewhere each stage is named once. Drawn by hand and without escape sequences: a
    library's bar hides the cursor, and it would stay hidden after Ctrl-C.
    """

    def __init__(self, is_quiet: bool) -> None:
        self._is_quiet = is_quiet
        self._is_live = sys.stderr.isatty() and is_capable()
        self._stage = ""
        self._drawn = 0
        self._next = 0.0
        self._begun, self._first = 0.0, 0

    @classmethod
    def from_command(cls) -> "Notices":
        """Return the notices of the command that is running, as its -q has it."""
        return cls(_QUIET in click.get_current_context().meta)

    def __enter__(self) -> "Notices":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def notify(self, text: str) -> None:
        """Print a line."""
        if not self._is_quiet:
            self.clear()
            print(clean_line(text), file=sys.stderr, flush=True)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show how many of how many are done in a stage of the work."""
        if self._is_quiet or not total:
            return
        now = time.monotonic()
        is_new = stage != self._stage
        if is_new:
            self._stage, self._begun, self._first = stage, now, done
        if not self._is_live:
            if is_new:
                print(f"{stage} {total} …", file=sys.stderr, flush=True)
        elif now >= self._next or is_new:
            self._next = now + _PAUSE
            pace = format_pace(done - self._first, total - done, now - self._begun) if total >= _PACED else ""
            self._draw(f"{stage} {done} of {total} ({100 * done // total} %){pace}")

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._drawn:
            self._draw("")
            print(end="\r", file=sys.stderr, flush=True)

    def _draw(self, text: str) -> None:
        print(f"\r{text:{self._drawn or 1}}", end="", file=sys.stderr, flush=True)
        self._drawn = len(text)


def format_pace(done: int, left: int, seconds: float) -> str:
    """Return how many steps a second were done and how long the rest takes at that; "" where it is too early to say."""
    if seconds < 1 or not done:
        return ""
    rate = done / seconds
    time_left = left / rate
    said = f"{time_left:.0f} s" if time_left < 100 else f"{time_left / 60:.0f} min"
    return f", {rate:.0f} a second, {said} left"
