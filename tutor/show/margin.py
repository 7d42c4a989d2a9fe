"""The margin that a quote's lines are shown in, with a marker beside those that answer best."""

from rich.text import Text

from tutor.show.lines import Line

MARKER, MARGIN, GAP = "┃ ", "  ", "…"
WIDTH = 2
"""Cells of the marker and of the margin."""


def in_margin(text: str, line: Line, style: str = "") -> Text:
    """Return a piece of a line in its margin; what is best has a style of its own."""
    if line.is_best:
        return Text.assemble((MARKER, "marker"), (text, "best"))
    return Text.assemble(MARGIN, (text, style)) if text else Text()


def gap_before(line: Line) -> list[Text]:
    """Return the line that stands for what is left out before this one, if anything is."""
    return [Text.assemble(MARGIN, (GAP, "gap"))] if line.is_after_gap else []
