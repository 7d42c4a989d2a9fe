"""A quote's lines as styled lines for a terminal of a given width."""

from collections.abc import Iterator

from rich.text import Text

from tutor.answer.values import Quote
from tutor.show.lines import Line, quote_lines
from tutor.show.margin import MARGIN, WIDTH, gap_before, in_margin
from tutor.show.tables import Table, draw_table, find_tables
from tutor.show.wrap import wrap, wrap_hanging

FULLER = "--full"
"""How more is asked for on the command line."""


def render_quote(quote: Quote, width: int) -> list[Text]:
    """Return a quote's lines in their margin, without its heading path and citation."""
    lines: list[Text] = []
    for block in find_tables(quote_lines(quote)):
        if isinstance(block, Table):
            lines += [*gap_before(block.header.line), *draw_table(block, width)]
        else:
            lines += [*gap_before(block), *_text(block, width)]
    return lines


def render_more(quote: Quote, width: int, fuller: str = FULLER) -> list[Text]:
    """Return what is said after a quote that holds only a part of the list that was asked for."""
    pieces = [piece for line in more_lines(quote, fuller) for piece in wrap(line, width - WIDTH)]
    return [Text.assemble(MARGIN, (piece, "more")) for piece in pieces]


def more_lines(quote: Quote, fuller: str = FULLER) -> list[str]:
    """Return `(… 3 more in this list: --full)`; nothing for a quote that holds all of it."""
    return [f"(… {quote.more} more in this list: {fuller})"] if quote.more > 0 else []


def _text(line: Line, width: int) -> Iterator[Text]:
    for piece in wrap_hanging(line.text, width - WIDTH):
        yield in_margin(piece, line)
