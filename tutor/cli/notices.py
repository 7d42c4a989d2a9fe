"""What is said on stderr while a command works: notices and progress."""

import os
import sys
import time
from types import TracebackType

import click

from tutor.clean import clean_line

_QUIET = "tutor.quiet"
_PAUSE = 0.1
"""Seconds between two changes of the progress line; more often is only flicker."""


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
        self._is_live = sys.stderr.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}
        self._stage = ""
        self._drawn = 0
        self._next = 0.0

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
        if not self._is_live:
            if stage != self._stage:
                print(f"{stage} {total} …", file=sys.stderr, flush=True)
        elif (now := time.monotonic()) >= self._next or stage != self._stage:
            self._next = now + _PAUSE
            self._draw(f"{stage} {done} of {total} ({100 * done // total} %)")
        self._stage = stage

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._drawn:
            self._draw("")
            print(end="\r", file=sys.stderr, flush=True)

    def _draw(self, text: str) -> None:
        print(f"\r{text:{self._drawn or 1}}", end="", file=sys.stderr, flush=True)
        self._drawn = len(text)
