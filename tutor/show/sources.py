"""What an answer is drawn from: each quote with its citation, those behind a comparison apart from the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tutor.answer.values import Answer, Cell, Comparison, Part, Quote
from tutor.notes.values import Lines
from tutor.show.citation import file_url, places
from tutor.show.wrap import clip_left

_ROOMY = 60
"""Cells from which on headings and citation share a line, each of them at most half of it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote, its citation as it is written there, and a link to the note if links are wanted."""

    quote: Quote
    place: str
    link: str | None

    def fitted(self, width: int) -> "Cited":
        """Return it with a citation that leaves the headings room: of its folders, and its file, only the end."""
        return replace(self, place=clip_left(self.place, width // 2 if width >= _ROOMY else width))


@dataclass(frozen=True, slots=True)
class Sources:
    """Every quote that is drawn, with its citation.

    Attributes:
        compared: what the comparison stands on: one table, or each side's own passage, None for a
            side that the notes do not have. Empty without a comparison.
        others: the quotes that are drawn as such.
    """

    compared: tuple[Cited | None, ...]
    others: tuple[Cited, ...]


def is_of_table(comparison: Comparison) -> bool:
    """Whether it was read off a table, and does not hold each side's own passage."""
    first = comparison.rows[0]
    is_one_place = len({(cell.file, cell.line) for cell in first.cells}) == 1
    return len(comparison.rows) > 1 or bool(first.aspect) or is_one_place


def find_sources(answer: Answer, root: Path | None = None) -> Sources:
    """Return what an answer is drawn from; with links to the notes below `root` if there is one."""
    compared, drawn = _compared(answer)
    others = [quote for quote in answer.quotes if not any(quote is done for done in drawn)]
    quotes = [*filter(None, compared), *others]
    links = [file_url(root, quote.file) if root else None for quote in quotes]
    cited = map(Cited, quotes, places(quotes), links)
    return Sources(tuple(next(cited) if quote else None for quote in compared), tuple(cited))


def _compared(answer: Answer) -> tuple[list[Quote | None], list[Quote]]:
    """Return what the comparison stands on, and the answer's quotes that it shows."""
    comparison = answer.comparison
    if not comparison or not comparison.rows:
        return [], []
    if is_of_table(comparison):
        cells = [cell for row in comparison.rows for cell in row.cells]
        held = next((quote for quote in answer.quotes if all(_holds(quote, cell) for cell in cells)), None)
        return [held or _place_of(cells)], [held] if held else []
    cells = [cell for cell in comparison.rows[0].cells if cell.text.strip()]
    drawn = [quote for quote in answer.quotes if any(_holds(quote, cell) for cell in cells)]
    return [_passage(cell, drawn) if cell in cells else None for cell in comparison.rows[0].cells], drawn


def _holds(quote: Quote, cell: Cell) -> bool:
    return quote.file == cell.file and quote.lines.first <= cell.line <= quote.lines.last


def _place_of(cells: Sequence[Cell]) -> Quote:
    lines = [cell.line for cell in cells]
    return Quote(cells[0].file, (), (Part(Lines(min(lines), max(lines)), ""),), (), 0.0)


def _passage(cell: Cell, quotes: Sequence[Quote]) -> Quote:
    """Return a side's passage as a quote, with what the answer's quote of that place tells about it."""
    held = next((quote for quote in quotes if _holds(quote, cell)), None)
    if held and held.text == cell.text:
        return held
    path = held.heading_path if held else ()
    if held and (parts := _parts_of(cell, held)):
        return Quote(cell.file, path, parts, held.best_lines, held.score)
    # Something may be left out between its lines, so only the first one's number is known.
    return Quote(cell.file, path, (Part(Lines(cell.line, cell.line), cell.text),), (), 0.0)


def _parts_of(cell: Cell, quote: Quote) -> tuple[Part, ...]:
    """Return a passage's lines with their numbers; empty if the quote does not hold all of them."""
    rest = _numbered(quote, cell.line)
    parts = []
    for line in cell.text.split("\n"):
        number = next((number for number, text in rest if text == line), None)
        if number is None:
            return ()
        parts.append(Part(Lines(number, number), line))
    return tuple(parts)


def _numbered(quote: Quote, first: int) -> Iterator[tuple[int, str]]:
    for part in quote.parts:
        for number, text in enumerate(part.text.split("\n"), part.lines.first):
            if number >= first:
                yield number, text
