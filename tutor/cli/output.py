"""Results on stdout: as wide as the terminal, with styles where it has them."""

import os
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

WIDEST = 160
"""Cells; longer lines are hard to follow, and a table hardly gets better."""


def line_width() -> int:
    """Return the cells of a line: COLUMNS, else the terminal's, else 80."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def is_terminal() -> bool:
    """Whether a person reads stdout as it is written."""
    return sys.stdout.isatty()


def can_draw() -> bool:
    """Whether a whole screen can be drawn, and a person sits before it."""
    return sys.stdin.isatty() and has_styles()


def has_styles() -> bool:
    """Whether stdout understands bold text."""
    return is_terminal() and is_capable()


def is_capable() -> bool:
    """Whether the terminal says that it is one that understands escape sequences."""
    return os.environ.get("TERM", "") not in {"", "dumb", "unknown"}


def has_links() -> bool:
    """Whether citations may be links: not for those who want no decoration."""
    return has_styles() and not os.environ.get("NO_COLOR")


def print_lines(lines: Iterable[str]) -> None:
    """Print clean lines, and make sure that they have arrived."""
    for line in lines:
        print(line)
    sys.stdout.flush()


def print_styled(lines: Iterable["Text"]) -> None:
    """Print clean, styled lines that are no wider than the terminal."""
    if not has_styles():
        print_lines(line.plain for line in lines)
        return
    from rich.console import Console

    from tutor.show.theme import THEME

    console = Console(theme=THEME, force_terminal=True, width=WIDEST, highlight=False)
    for line in lines:
        console.print(line, soft_wrap=True, markup=False, emoji=False)
    sys.stdout.flush()
