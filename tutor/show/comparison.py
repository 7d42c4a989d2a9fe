"""A comparison as styled lines: a grid of a table's cells, or each side's own passage."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.text import Text

from tutor.answer.values import Comparison, Row
from tutor.clean import clean_line
from tutor.show.columns import fit_columns, row_lines
from tutor.show.head import draw_tall_head, draw_titled_head
from tutor.show.quote import FULLER, render_quote
from tutor.show.sources import Cited, is_of_table
from tutor.show.wrap import wrap

_BETWEEN, _APART = "   ", "    "
"""What stands between a grid's columns, and between passages side by side."""
_LONGEST, _FEWEST = 15, 4
"""Lines that the rows may take unless all are wanted, and rows that are shown in any case."""
_SIDE, _ASPECT, _WORD = 12, 8, 20
"""A grid's column is as wide as its content, or at least this, and its longest word up to this."""
_SIDE_BY_SIDE, _PASSAGE = 120, 36
"""Cells from which on passages stand side by side, and cells that each of them needs."""


def draw_comparison(
    comparison: Comparison,
    sources: Sequence[Cited | None],
    width: int,
    *,
    is_full: bool = False,
    fuller: str = FULLER,
) -> list[Text]:
    """Return a comparison as clean lines of at most `width` cells.

    Rows of a table that do not fit a screen are counted instead, unless all are wanted; of what is
    shown nothing is cut off.

    Args:
        comparison: what to draw; has a row.
        sources: what it stands on, as `find_sources` gives it.
        width: in cells, at least 20.
        is_full: show all rows.
        fuller: how all rows are asked for.
    """
    if is_of_table(comparison):
        head = [line for cited in sources if cited for line in draw_titled_head(title(comparison), cited, width)]
        return [*head, Text(), *_draw_rows(comparison, width, None if is_full else fuller)]
    return _draw_passages(list(zip(map(folded, comparison.sides), sources, strict=True)), width)


def title(comparison: Comparison) -> str:
    """Return `NLB vs ALB`."""
    return " vs ".join(map(folded, comparison.sides))


def folded(text: str) -> str:
    """Return a text clean and on one line, its white space folded."""
    return " ".join(clean_line(text).split())


def missing(side: str) -> str:
    """Return what is said of a side that the notes do not have."""
    return f"{side}: your notes have no section on it"


def _draw_rows(comparison: Comparison, width: int, fuller: str | None) -> list[Text]:
    header = ["", *map(folded, comparison.sides)]
    rows = [[folded(row.aspect), *(folded(cell.text) for cell in row.cells)] for row in comparison.rows]
    if not any(row[0] for row in rows):
        header, rows = header[1:], [row[1:] for row in rows]
    if widths := _widths([header, *rows], width, len(header) > len(comparison.sides)):
        lines = [Text(line, "table.header") for line in row_lines(header, widths, _BETWEEN)]
        blocks = [list(row_lines(row, widths, _BETWEEN)) for row in rows]
    else:
        lines = []
        blocks = [list(_record(comparison.sides, row, width)) for row in rows]
    shown = len(blocks) if fuller is None else _fitting(blocks)
    for block, style in list(zip(blocks, _row_styles(comparison.rows), strict=True))[:shown]:
        lines += [Text(line, style) for line in block]
    left_out = _left_out(comparison.rows[shown:], fuller or FULLER)
    return [*lines, *(Text(piece, "more") for line in left_out for piece in wrap(line, width))]


def _row_styles(rows: Sequence[Row]) -> list[str]:
    """Return a style for each row: those after the last that differs say nothing new."""
    last = max((i for i, row in enumerate(rows) if not row.is_equal), default=len(rows))
    return ["table.equal" if i > last else "" for i in range(len(rows))]


def _fitting(blocks: Sequence[Sequence[str]]) -> int:
    """Return how many rows to show."""
    taken = 0
    for i, block in enumerate(blocks):
        taken += len(block)
        # What stands for the rest takes a line itself.
        is_last = i == len(blocks) - 1
        if taken > _LONGEST + is_last and i >= _FEWEST:
            return i
    return len(blocks)


def _left_out(rows: Sequence[Row], fuller: str) -> list[str]:
    same = sum(row.is_equal for row in rows)
    differ = len(rows) - same
    if not rows:
        return []
    if not differ:
        return [f"(… {same} more that {'is' if same == 1 else 'are'} the same: {fuller})"]
    also = f", {same} the same" if same else ""
    return [f"(… {differ} more that {'differs' if differ == 1 else 'differ'}{also}: {fuller})"]


def _widths(rows: Sequence[Sequence[str]], width: int, has_aspects: bool) -> list[int] | None:
    """Return the widths of a grid's columns that make it shortest; None if it does not fit."""
    columns = list(zip(*rows, strict=True))
    full = [max(map(cell_len, column)) for column in columns]
    least = [_least(column, _ASPECT if has_aspects and not i else _SIDE) for i, column in enumerate(columns)]
    room = width - len(_BETWEEN) * (len(columns) - 1)
    options = []
    for most in (width // 5, width // 4, width) if has_aspects else (width,):
        first = min(full[0], max(least[0], most))
        if has_aspects and (sides := fit_columns(full[1:], least[1:], room - first)):
            options.append([first, *sides])
        elif not has_aspects and (sides := fit_columns(full, least, room)):
            options.append(sides)
    return min(options, key=lambda option: _height(rows, option), default=None)


def _least(column: Sequence[str], narrowest: int) -> int:
    longest = max((cell_len(word) for cell in column for word in cell.split()), default=0)
    return max(narrowest, min(longest, _WORD))


def _height(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> int:
    return sum(max(len(wrap(cell, width)) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _record(sides: Sequence[str], row: Sequence[str], width: int) -> Iterator[str]:
    """Yield an aspect and below it the cells with their sides."""
    step = "  "
    yield from (piece for aspect in row[: len(row) - len(sides)] for piece in wrap(aspect, width))
    for side, cell in zip(map(folded, sides), row[-len(sides) :], strict=True):
        for i, piece in enumerate(wrap(f"{side}: {cell}", width - 2 * len(step))):
            yield (step + step * bool(i) + piece).rstrip(" ")


def _draw_passages(sides: Sequence[tuple[str, Cited | None]], width: int) -> list[Text]:
    found = [(name, cited) for name, cited in sides if cited]
    column = (width - len(_APART) * (len(found) - 1)) // max(len(found), 1)
    if len(found) > 1 and width >= _SIDE_BY_SIDE and column >= _PASSAGE:
        blocks = [_side_by_side(found, column)]
    else:
        blocks = [[*draw_titled_head(name, cited, width), *render_quote(cited.quote, width)] for name, cited in found]
    absent = [piece for name, cited in sides if not cited for piece in wrap(missing(name), width)]
    blocks += [[Text(piece, "missing") for piece in absent]] if absent else []
    return [line for i, block in enumerate(blocks) for line in ([Text(), *block] if i else block)]


def _side_by_side(sides: Sequence[tuple[str, Cited]], column: int) -> list[Text]:
    heads = [draw_tall_head(name, cited, column) for name, cited in sides]
    bodies = [render_quote(cited.quote, column) for _, cited in sides]
    return [*_joined(heads, column), *_joined(bodies, column)]


def _joined(columns: Sequence[Sequence[Text]], width: int) -> Iterator[Text]:
    for pieces in zip_longest(*columns, fillvalue=Text()):
        line = Text()
        for i, piece in enumerate(pieces):
            # Measured together: a joiner at the end of one column swallows the next character's cells.
            at = i * (width + len(_APART))
            line.append(" " * (at - cell_len(line.plain)) if piece else "")
            line.append_text(piece)
        yield line
