"""The tables among a quote's lines, drawn as a grid or, where that is too narrow, as records."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from tutor.notes.tables import read_table
from tutor.notes.values import Lines, NoteText
from tutor.show.columns import fit_columns, row_lines
from tutor.show.lines import Line
from tutor.show.margin import MARGIN, WIDTH, gap_before, in_margin
from tutor.show.wrap import wrap

_BETWEEN = "  "
_NARROW, _WORD = 8, 20
"""A grid's column is as wide as its content, or at least this, and its longest word up to this."""

_QUOTED = re.compile(r"^ *(?:> ?)* *")
_DELIMITER = re.compile(r"\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?")
_FENCE = re.compile(r"(?:[-*+] +)?(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, its cells clean, and the line that it stands on."""

    cells: tuple[str, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Table:
    """A table with at least one row; every row has as many cells as the header."""

    header: Row
    rows: tuple[Row, ...]


def find_tables(lines: Sequence[Line]) -> Iterator[Line | Table]:
    """Return the lines in their order, those of each table as one value.

    A table begins with its header. The delimiter row below it may be left out, and so may rows.
    What stands between code fences is no table.
    """
    at, fence = 0, ""
    while at < len(lines):
        bare = _QUOTED.sub("", lines[at].text)
        if mark := _FENCE.match(bare):
            fence = _next_fence(fence, mark[1])
        end = at if fence or mark else _end_of_table(lines, at)
        if end - at > 1 and (table := _read(lines[at:end])):
            yield table
            at = end
        else:
            yield lines[at]
            at += 1


def _next_fence(fence: str, mark: str) -> str:
    """Return the fence that is open after a line with this mark; empty if none is."""
    if not fence:
        return mark
    return "" if mark.startswith(fence) else fence


def _end_of_table(lines: Sequence[Line], at: int) -> int:
    texts = [_QUOTED.sub("", line.text) for line in lines[at : at + 2]]
    has_delimiter = len(texts) == 2 and "|" in texts[0] and bool(_DELIMITER.fullmatch(texts[1]))
    end = at + 2 if has_delimiter else at
    for line in lines[end:]:
        text = _QUOTED.sub("", line.text)
        is_row = "|" in text if has_delimiter else text.startswith("|")
        # A delimiter further down belongs to the next table, whose header is the line above it.
        if not is_row:
            return end
        if _DELIMITER.fullmatch(text):
            return end - 1
        end += 1
    return end


def _read(lines: Sequence[Line]) -> Table | None:
    is_delimited = bool(_DELIMITER.fullmatch(_QUOTED.sub("", lines[1].text)))
    bodies = lines[1 + is_delimited :]
    note = NoteText("\n".join([lines[0].text, "|-|", *(line.text for line in bodies)]))
    read = read_table(note, Lines(1, len(bodies) + 2))
    cells = [tuple(note.slice(span) for span in row) for row in (read.header, *read.rows)]
    columns = max(map(len, cells))
    if not bodies or columns < 2:
        return None
    full = [row + ("",) * (columns - len(row)) for row in cells]
    return Table(Row(full[0], lines[0]), tuple(map(Row, full[1:], bodies)))


def draw_table(table: Table, width: int) -> list[Text]:
    """Return a table as lines of at most `width` cells; nothing of it is left out.

    It is a grid with wrapped cells where each column has room, and one record a row, its cells
    below each other with their headers, where not.
    """
    room = width - WIDTH
    if widths := column_widths(table, room - len(_BETWEEN) * (len(table.header.cells) - 1)):
        return _draw_grid(table, widths)
    return _draw_records(table, room)


def column_widths(table: Table, room: int) -> list[int] | None:
    """Return the columns' widths in cells, `room` in all at most; None if that is too narrow."""
    columns = list(zip(table.header.cells, *(row.cells for row in table.rows), strict=True))
    full = [max(map(cell_len, column)) for column in columns]
    return fit_columns(full, list(map(_least, columns)), room)


def _least(column: Sequence[str]) -> int:
    longest = max((cell_len(word) for cell in column for word in cell.split()), default=0)
    return max(_NARROW, min(longest, _WORD))


def _draw_grid(table: Table, widths: list[int]) -> list[Text]:
    header = table.header
    lines = [in_margin(line, header.line, "table.header") for line in row_lines(header.cells, widths, _BETWEEN)]
    if not table.rows[0].line.is_after_gap:
        rule = _BETWEEN.join("─" * width for width in widths)
        lines.append(Text.assemble(MARGIN, (rule, "table.rule")))
    for row in table.rows:
        lines += gap_before(row.line)
        lines += [in_margin(line, row.line) for line in row_lines(row.cells, widths, _BETWEEN)]
    return lines


def _draw_records(table: Table, room: int) -> list[Text]:
    lines = []
    for row in table.rows:
        lines += gap_before(row.line)
        lines += [in_margin(piece, row.line) for piece in record_lines(table.header, row, room)]
    return lines


def record_lines(header: Row, row: Row, room: int) -> Iterator[str]:
    """Yield a row's cells with their headers, wrapped to `room` cells, all but the first indented by a step."""
    step = "  "
    for i, (title, cell) in enumerate(zip(header.cells, row.cells, strict=True)):
        field = f"{title}: {cell}".rstrip(" ") if title else cell
        indent = step if i else ""
        for j, piece in enumerate(wrap(field, room - len(indent) - len(step)) if field else ()):
            yield indent + step * bool(j) + piece
