"""Markdown tables as header and rows of cells, each cell with its place in the note."""

import re
from dataclasses import dataclass

from tutor.notes.plain import plain
from tutor.notes.values import Lines, NoteText, Span

_PREFIX = re.compile(r"(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))*[ \t]*")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the spans of its header's cells, and of each row's.

    Attributes:
        lines: header, delimiter and rows.
        header: one span a column, white space left out.
        rows: one tuple of spans a row; shorter or longer than the header where the note has it so.
    """

    lines: Lines
    header: tuple[Span, ...]
    rows: tuple[tuple[Span, ...], ...]


def read_table(text: NoteText, lines: Lines) -> Table:
    """Return the table that stands on these lines: header, delimiter row, rows."""
    header = _cells(text, lines.first)
    rows = tuple(_cells(text, number) for number in range(lines.first + 2, lines.last + 1))
    return Table(lines, header, rows)


def describe_row(text: NoteText, table: Table, row: tuple[Span, ...]) -> str:
    """Return a row with its header as one line for the encoder: "Layer, Layer 7: ALB; NLB: Layer 4"."""
    titles = [plain(text.slice(span)) for span in table.header]
    cells = [plain(text.slice(span)) for span in row]
    pairs = [
        f"{title}: {cell}" if title else cell
        for title, cell in zip(titles + [""] * len(cells), cells, strict=False)
        if cell
    ]
    return "; ".join(pairs)


def _cells(text: NoteText, number: int) -> tuple[Span, ...]:
    line = text.span_of(Lines(number, number))
    raw = text.slice(line)
    at = prefix.end() if (prefix := _PREFIX.match(raw)) else 0
    at += raw[at : at + 1] == "|"
    ends = [m.start() for m in _CELL_END.finditer(raw, at)]
    if not ends or raw[ends[-1] + 1 :].strip():
        ends.append(len(raw))
    cells = []
    for end in ends:
        cell = raw[at:end]
        left = at + len(cell) - len(cell.lstrip())
        cells.append(Span(line.start + left, line.start + max(left, at + len(cell.rstrip()))))
        at = end + 1
    return tuple(cells)
