"""Things set against each other: the table that holds them, cut to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tutor.answer.sides import Sides
from tutor.answer.values import Cell, Comparison, Row
from tutor.library.library import Library
from tutor.library.stored import StoredSection
from tutor.notes.plain import plain
from tutor.notes.tables import Table, read_table
from tutor.notes.values import Lines, NoteText, Span
from tutor.notes.words import terms
from tutor.search.hits import Hit
from tutor.search.names import names_it, runs_of
from tutor.search.query import Query

_SECTIONS = 30  # of the best hits, in which a table that holds the sides is looked for
_DELIMITER = re.compile(r"[\s>|:-]*-[\s>|:-]*")

Runs = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TableComparison:
    """A table cut to the sides.

    Attributes:
        comparison: sides and rows, those that matter to the rest of the question first, equal ones last.
        rest: what is asked of the sides beyond that, words that turned out not to be part of a side included.
        left: sides of three or more that the table does not hold.
        hit: the best hit of the table's section.
        spans: the table's header and its rows, as whole lines, for the quote.
    """

    comparison: Comparison
    rest: str
    hit: Hit
    spans: tuple[Span, ...]
    left: tuple[str, ...] = ()


def compare_in_table(library: Library, sides: Sides, hits: Sequence[Hit]) -> TableComparison | None:
    """Return the best table among the hits' sections that holds the sides, as columns or as rows; else None.

    Of three sides or more, one that holds all but one will do.
    """
    first = {hit.passage.section: hit for hit in reversed(hits)}
    best = sorted(first.values(), key=lambda hit: hit.rank)[:_SECTIONS]
    places = [place for hit in best if (place := _Place.of(library, hit)).tables]
    for variant in (*_variants(sides), *_without_one(sides)):
        runs = [runs_of(name, library.names_of) for name in variant.names]
        for place in places:
            if found := _in_place(place, variant, runs):
                left = tuple(
                    name for name in sides.names if len(variant.names) < len(sides.names) and name not in variant.names
                )
                return replace(found, left=left)
    return None


def rows_that_matter(comparison: Comparison, rest: Query) -> Comparison:
    """Return the comparison with the rows that hold words of the rest of the question first, equal rows last."""

    def rank(row: Row) -> tuple[float, bool]:
        held = frozenset(terms(" ".join((row.aspect, *(cell.text for cell in row.cells)))))
        return -rest.cover(held), row.is_equal

    return Comparison(comparison.sides, tuple(sorted(comparison.rows, key=rank)))


def _variants(sides: Sides) -> Iterator[Sides]:
    """Yield the sides as asked, then with words at either end taken for what is asked of them: "price of A vs B"."""
    yield sides
    first, last = sides.names[0].split(), sides.names[-1].split()
    for cut in range(len(last) - 1, 0, -1):
        names = (*sides.names[:-1], " ".join(last[:cut]))
        yield replace(sides, names=names, rest=f"{' '.join(last[cut:])} {sides.rest}".strip())
    for cut in range(1, len(first)):
        names = (" ".join(first[cut:]), *sides.names[1:])
        yield replace(sides, names=names, rest=f"{' '.join(first[:cut])} {sides.rest}".strip())


def _without_one(sides: Sides) -> Iterator[Sides]:
    """Yield the sides without the last, then without the one before, if two are left."""
    for left_out in reversed(sides.names if len(sides.names) > 2 else ()):
        yield replace(sides, names=tuple(name for name in sides.names if name != left_out))


@dataclass(frozen=True, slots=True)
class _Place:
    """A hit's section, and the tables in it."""

    hit: Hit
    section: StoredSection
    text: NoteText
    tables: list[Table]

    @classmethod
    def of(cls, library: Library, hit: Hit) -> "_Place":
        section = library.stored.sections([hit.passage.section])[hit.passage.section]
        text = NoteText(library.stored.text(section.note))
        return cls(hit, section, text, _tables(library, text, section.number))


def _in_place(place: _Place, sides: Sides, runs: Sequence[Runs]) -> TableComparison | None:
    text = place.text
    for table in place.tables:
        header = [plain(text.slice(span)) for span in table.header]
        columns = [_only([i for i, label in enumerate(header) if names_it(label, side)]) for side in runs]
        labels = [plain(text.slice(row[0])) if row else "" for row in table.rows]
        numbers = [_only([i for i, label in enumerate(labels) if names_it(label, side)]) for side in runs]
        if None not in columns and len(set(columns)) == len(columns):
            rows, spans = _by_columns(text, place.section, table, [c for c in columns if c is not None])
        elif None not in numbers and len(set(numbers)) == len(numbers):
            rows, spans = _by_rows(text, place.section, table, [n for n in numbers if n is not None])
        else:
            continue
        if rows:
            return TableComparison(Comparison(sides.names, tuple(rows)), sides.rest, place.hit, tuple(spans))
    return None


def _tables(library: Library, text: NoteText, section: int) -> list[Table]:
    """Return the tables of a section, told by the header line that leads their rows' facts."""
    rows: dict[int, int] = {}
    for fact in library.stored.facts_of_section(section):
        for lead in fact.lead[-1:]:
            line = text.line_of(lead.start)
            following = text.slice(text.span_of(Lines(line + 1, line + 1))) if line < text.line_count else ""
            if "|" in text.slice(lead) and _DELIMITER.fullmatch(following):
                rows[line] = max(rows.get(line, 0), text.line_of(fact.span.start))
    return [read_table(text, Lines(first, last)) for first, last in sorted(rows.items())]


def _by_columns(
    text: NoteText, section: StoredSection, table: Table, columns: list[int]
) -> tuple[list[Row], list[Span]]:
    rows, spans = [], [_line(text, table.header[0])]
    for row in table.rows:
        if len(row) > max(columns):
            aspect = plain(text.slice(row[0])) if 0 not in columns else ""
            rows.append(Row(aspect, tuple(_cell(text, section, row[column]) for column in columns)))
            spans.append(_line(text, row[0]))
    return rows, spans


def _by_rows(text: NoteText, section: StoredSection, table: Table, numbers: list[int]) -> tuple[list[Row], list[Span]]:
    picked = [table.rows[number] for number in numbers]
    rows = [
        Row(plain(text.slice(table.header[column])), tuple(_cell(text, section, row[column]) for row in picked))
        for column in range(1, min(len(table.header), *(len(row) for row in picked)))
    ]
    return rows, [_line(text, table.header[0]), *(_line(text, row[0]) for row in picked)]


def _cell(text: NoteText, section: StoredSection, span: Span) -> Cell:
    return Cell(text.slice(span), section.file, text.line_of(span.start))


def _line(text: NoteText, span: Span) -> Span:
    return text.span_of(text.lines_of(span))


def _only(found: list[int]) -> int | None:
    """Return the one place where a side stands; none, or more than one, tells nothing."""
    return found[0] if len(found) == 1 else None
