"""An Answer as styled lines for a terminal of a given width."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.answer.values import Answer, Quote
from tutor.show.citation import file_url, fit_path, places
from tutor.show.lines import Line, quote_lines
from tutor.show.margin import WIDTH, gap_before, in_margin
from tutor.show.tables import Table, draw_table, find_tables
from tutor.show.verdict import understood_lines, verdict_lines
from tutor.show.wrap import wrap, wrap_hanging

NARROWEST = 20
"""Cells that a line may take even in a narrower terminal."""


def render_answer(answer: Answer, width: int, *, root: Path | None = None) -> list[Text]:
    """Return an answer as clean lines, none wider than `width` cells or NARROWEST.

    Nothing of a quote is left out. The lines carry the styles of `theme.STYLES` by name; the
    citations link to the notes below `root`, which is absolute, unless it is None.
    """
    width = max(width, NARROWEST)
    lines = _wrapped(understood_lines(answer), width, "understood")
    lines += _wrapped(verdict_lines(answer), width, "verdict")
    for quote, place in zip(answer.quotes, places(answer.quotes), strict=True):
        lines += [Text()] if lines else []
        link = file_url(root, quote.file) if root else None
        lines += [*_head(quote, place, link, width), *render_quote(quote, width)]
    return lines


def render_quote(quote: Quote, width: int) -> list[Text]:
    """Return a quote's lines in their margin, without its heading path and citation."""
    lines: list[Text] = []
    for block in find_tables(quote_lines(quote)):
        if isinstance(block, Table):
            lines += [*gap_before(block.header.line), *draw_table(block, width)]
        else:
            lines += [*gap_before(block), *_text(block, width)]
    return lines


def _wrapped(lines: Sequence[str], width: int, style: str) -> list[Text]:
    return [Text(piece, style) for line in lines for piece in wrap(line, width)]


def _text(line: Line, width: int) -> Iterator[Text]:
    for piece in wrap_hanging(line.text, width - WIDTH):
        yield in_margin(piece, line)


def _head(quote: Quote, place: str, link: str | None, width: int) -> list[Text]:
    """Return the heading path at the left and the citation at the right.

    A citation that leaves the path no room has lines of its own below it: it is never cut.
    """
    cited = Style(link=link)
    room = width - cell_len(place)
    if (path := fit_path(quote.heading_path, room - 2)) is not None:
        space = " " * (room - cell_len(path))
        return [_cited(Text.assemble((path, "heading"), space), place, cited)]
    above = fit_path(quote.heading_path, width)
    below = [_cited(Text(" " * (width - cell_len(piece))), piece, cited) for piece in wrap(place, width)]
    return [Text(above, "heading"), *below] if above else below


def _cited(text: Text, place: str, link: Style) -> Text:
    start = len(text)
    text.append(place, "citation")
    text.stylize(link, start)
    return text
