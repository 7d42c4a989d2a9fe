"""A whole note laid out for a width: how high it is, and any row of it, drawn when it is looked at."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate

from rich.cells import cell_len
from rich.text import Text

from tutor.clean import clean
from tutor.notes.values import NoteText
from tutor.show.columns import row_lines
from tutor.show.inline import cut, render_inline
from tutor.show.lines import Line
from tutor.show.tables import Row as TableRow
from tutor.show.tables import Table, column_widths, find_tables, record_lines
from tutor.show.wrap import wrap, wrap_hanging

_TAB = 4
_BETWEEN = "  "
_KEPT = 512  # drawn lines that are remembered
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_FENCE = re.compile(r"[ >]*(?:[-*+] +)?(`{3,}|~{3,})")
_BULLET = re.compile(r"([ >]*)[-*+]( +)(?:\[([ xX])\] )?")

Draw = Callable[[], list[Text]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a page.

    Attributes:
        line: the note's line that it shows, 1-based.
        is_first: it is the first row of that line.
    """

    line: int
    is_first: bool
    text: Text


class Page:
    """A note laid out.

    Args:
        note: its text.
        width: cells of a row, at least 1.
        is_raw: show the Markdown as it is written.
        is_records: show a table as one record a row even where there is room for a grid.
    """

    def __init__(self, note: NoteText, width: int, is_raw: bool = False, is_records: bool = False) -> None:
        self.note, self.width, self.is_raw = note, max(width, 1), is_raw
        self.texts = _shown_lines(note)
        self._draws: dict[int, Draw] = {} if is_raw else dict(_special(self.texts, self.width, is_records))
        heights = (self._height(number) for number in range(1, len(self.texts) + 1))
        self._tops = [0, *accumulate(heights)]
        self._drawn = lru_cache(_KEPT)(self._draw)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._tops[-1]

    @property
    def line_count(self) -> int:
        """How many lines the note has."""
        return len(self.texts)

    def top_of(self, line: int) -> int:
        """Return the first row of a line; of one that the note does not have, the nearest's."""
        return self._tops[min(max(line, 1), max(len(self.texts), 1)) - 1]

    def row(self, at: int) -> Row:
        """Return a row by its number, from 0."""
        line = bisect_right(self._tops, at)
        within = at - self._tops[line - 1]
        return Row(line, not within, self._drawn(line)[within])

    def lines_with(self, wanted: str) -> list[int]:
        """Return the lines that hold a text, whatever its case."""
        folded = wanted.casefold()
        return [number for number, text in enumerate(self.texts, 1) if folded in text.casefold()] if folded else []

    def _height(self, number: int) -> int:
        if number in self._draws:
            return len(self._draws[number]())
        text = self.texts[number - 1]
        # Most lines fit, and measuring their characters one by one is what takes long.
        if len(text) <= self.width and text.isascii():
            return 1
        return len(self._draw(number))

    def _draw(self, number: int) -> list[Text]:
        if draw := self._draws.get(number):
            return draw()
        text = self.texts[number - 1]
        return [Text(piece) for piece in wrap(text, self.width)] if self.is_raw else _prose(text, self.width)


def _shown_lines(note: NoteText) -> list[str]:
    raw = note.text.split(note.newline)[: note.line_count]
    return [clean(line.removesuffix("\r")).expandtabs(_TAB).rstrip(" ") for line in raw]


def _special(texts: list[str], width: int, is_records: bool) -> Iterator[tuple[int, Draw]]:
    """Yield the lines that are no prose, those of code and of tables, and how each is drawn."""
    fence = ""
    lines: list[Line] = []
    numbers: dict[int, int] = {}
    for number, text in enumerate(texts, 1):
        mark = _FENCE.match(text)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
            yield number, partial(_plain, text, width, "note.mark")
        elif fence:
            yield number, partial(_plain, text, width, "note.code")
        line = Line(text, False, False)
        numbers[id(line)] = number
        lines.append(line)
    for block in find_tables(lines):
        if isinstance(block, Table):
            yield from _table(block, numbers, texts, width, is_records)


def _table(
    table: Table, numbers: dict[int, int], texts: list[str], width: int, is_records: bool
) -> Iterator[tuple[int, Draw]]:
    header = table.header
    room = width - len(_BETWEEN) * (len(header.cells) - 1)
    widths = None if is_records else column_widths(table, room)
    first = numbers[id(header.line)]
    last = max(numbers[id(row.line)] for row in table.rows)
    yield first, partial(_cells, header.cells, widths, width, "table.header")
    for number in range(first + 1, last):
        if set(texts[number - 1]) <= set("|-: >"):
            yield number, partial(_rule, widths or [width])
    for row in table.rows:
        draw = partial(_cells, row.cells, widths, width, "") if widths else partial(_record, header, row, width)
        yield numbers[id(row.line)], draw


def _cells(cells: tuple[str, ...], widths: list[int] | None, width: int, style: str) -> list[Text]:
    shown = [render_inline(cell).plain for cell in cells]
    lines = row_lines(shown, widths, _BETWEEN) if widths else wrap(" · ".join(filter(None, shown)), width)
    return [Text(line, style) for line in lines]


def _record(header: TableRow, row: TableRow, width: int) -> list[Text]:
    # A row without any cell that says something is a line all the same.
    return [Text(line) for line in record_lines(header, row, width)] or [Text()]


def _rule(widths: list[int]) -> list[Text]:
    return [Text(_BETWEEN.join("─" * width for width in widths), "table.rule")]


def _plain(text: str, width: int, style: str) -> list[Text]:
    return [Text(piece, style) for piece in wrap(text, width)]


def _prose(text: str, width: int) -> list[Text]:
    if heading := _HEADING.fullmatch(text):
        shown = render_inline(heading[2]).plain
        return [Text(piece, "note.heading") for piece in wrap(f"{heading[1]} {shown}", width)]
    if _RULE.fullmatch(text):
        return [Text("─" * width, "note.mark")]
    shown_text = render_inline(_BULLET.sub(_bullet, text, count=1) if _BULLET.match(text) else text)
    if cell_len(shown_text.plain) <= width:
        return [shown_text]
    return cut(shown_text, wrap_hanging(shown_text.plain, width))


def _bullet(match: re.Match[str]) -> str:
    box = "" if match[3] is None else "☐ " if match[3] == " " else "☑ "
    return f"{match[1]}•{match[2]}{box}"
