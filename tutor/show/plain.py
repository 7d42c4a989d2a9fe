"""An Answer as plain lines: for a screen reader, a log, another program."""

from collections.abc import Iterator, Sequence

from tutor.answer.values import Answer, Cell, Comparison, Quote
from tutor.clean import clean_line
from tutor.show.citation import format_path
from tutor.show.comparison import folded, missing, title
from tutor.show.lines import quote_lines
from tutor.show.quote import more_lines
from tutor.show.sources import Cited, find_sources, is_of_table
from tutor.show.verdict import understood_lines, verdict_lines


def render_plain(answer: Answer) -> list[str]:
    """Return an answer as clean lines of any length, without styles, wrapping or drawn tables.

    Each quote is its heading path, its citation, and its lines as the note has them: after `> `
    those that answer best, after two spaces the others. A comparison is its title, and of a table
    each aspect with a line for each side, the number of the cell's line after it.
    """
    lines: list[str] = []
    for block in _blocks(answer):
        lines += ["", *block] if lines and block else block
    return lines


def _blocks(answer: Answer) -> Iterator[list[str]]:
    yield [*understood_lines(answer), *verdict_lines(answer)]
    sources = find_sources(answer)
    if answer.comparison and sources.compared:
        yield from _compared(answer.comparison, sources.compared)
    for cited in sources.others:
        yield [*_head(cited), *_lines(cited.quote), *(f"  {line}" for line in more_lines(cited.quote))]


def _compared(comparison: Comparison, sources: Sequence[Cited | None]) -> Iterator[list[str]]:
    if is_of_table(comparison):
        heads = [line for cited in sources if cited for line in _head(cited)]
        yield [title(comparison), *heads, *_rows(comparison)]
        return
    yield [title(comparison)]
    for name, cited in zip(map(folded, comparison.sides), sources, strict=True):
        yield [name, *_head(cited), *_lines(cited.quote)] if cited else [missing(name)]


def _rows(comparison: Comparison) -> Iterator[str]:
    file = comparison.rows[0].cells[0].file
    for row in comparison.rows:
        aspect = folded(row.aspect)
        yield from [aspect] if aspect else []
        for side, cell in zip(comparison.sides, row.cells, strict=True):
            yield f"{f'  {folded(side)}: {folded(cell.text)}'.rstrip(' ')}  ({_place(cell, file)})"


def _place(cell: Cell, file: str) -> str:
    return f"{'' if cell.file == file else clean_line(cell.file)}:{cell.line}"


def _head(cited: Cited) -> list[str]:
    path = format_path(cited.quote.heading_path)
    return [*([path] if path else []), cited.place]


def _lines(quote: Quote) -> list[str]:
    lines = []
    for line in quote_lines(quote):
        lines += ["  …"] if line.is_after_gap else []
        lines.append((f"> {line.text}" if line.is_best else f"  {line.text}").rstrip(" "))
    return lines
