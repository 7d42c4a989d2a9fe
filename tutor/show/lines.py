"""A quote's lines, each with its number, ready to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import dropwhile

from tutor.answer.values import Part, Quote
from tutor.clean import clean
from tutor.notes.plain import plain

_TAB = 4
"""Columns between tab stops, as Markdown has them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note.

    Attributes:
        text: clean; tabs are spaces.
        is_best: it is among those that answer best.
        is_after_gap: something of the note is left out between the line before and this one.
    """

    text: str
    is_best: bool
    is_after_gap: bool


def quote_lines(quote: Quote) -> list[Line]:
    """Return the lines of all parts, in the order of the note.

    A heading that is quoted is left out where it only says again what stands above the quote: the end of its path.
    """
    lines: list[Line] = []
    best = set(quote.best_lines)
    last: int | None = None
    for part in quote.parts:
        # Two parts of one line are sentences of it, with others between them.
        is_gap = last is not None and part.lines.first != last + 1
        for number, text in enumerate(_split(part), part.lines.first):
            lines.append(Line(text, number in best, is_gap and number == part.lines.first))
        last = part.lines.last
    return _without_heading(lines, quote.heading_path)


def _without_heading(lines: list[Line], path: tuple[str, ...]) -> list[Line]:
    first = lines[0]
    if not path or first.is_best or not first.text.startswith("#") or plain(first.text) != path[-1]:
        return lines
    rest = list(dropwhile(lambda line: not line.text, lines[1:]))
    return [replace(rest[0], is_after_gap=False), *rest[1:]] if rest else lines


def _split(part: Part) -> Iterator[str]:
    # As NoteText has it: a carriage return ends a line only in a note without line feeds.
    is_old_mac = "\n" not in part.text and part.lines.first != part.lines.last
    for raw in part.text.split("\r" if is_old_mac else "\n"):
        yield clean(raw.removesuffix("\r")).expandtabs(_TAB).rstrip(" ")
