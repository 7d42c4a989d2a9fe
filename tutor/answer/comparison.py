"""Things set against each other: the table that holds them, cut to them, or else each side's own passages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tutor.answer.sides import Sides, names_it, runs_of
from tutor.answer.values import Cell, Comparison, Row
from tutor.encoder import Encoder
from tutor.library.library import Library
from tutor.library.stored import StoredSection
from tutor.notes.plain import plain
from tutor.notes.tables import Table, read_table
from tutor.notes.values import Lines, NoteText, Span
from tutor.notes.words import terms
from tutor.search.query import Query, read_query
from tutor.search.searching import Hit, search

_SECTIONS = 30  # of the best hits, in which a table that holds the sides is looked for
_SHARED = 3  # of the best hits, one of which may speak of all the sides
_OWN_HEADING = 0.3  # what it is worth to a passage that its section is headed by the side's name
_DELIMITER = re.compile(r"[\s>|:-]*-[\s>|:-]*")

Runs = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TableComparison:
    """A table cut to the sides.

    Attributes:
        comparison: sides and rows, those that matter to the rest of the question first, equal ones last.
        rest: what is asked of the sides beyond that, words that turned out not to be part of a side included.
        hit: the best hit of the table's section.
        spans: the table's header and its rows, as whole lines, for the quote.
    """

    comparison: Comparison
    rest: str
    hit: Hit
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SidePassages:
    """What the notes have on each side.

    Attributes:
        names: the sides.
        hits: each side's own best passage, None for one that the notes do not have.
        shared: the best passage that speaks of all the sides, if it is among the best for the question.
    """

    names: tuple[str, ...]
    hits: tuple[Hit | None, ...]
    shared: Hit | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The sides that the notes do not have."""
        return tuple(name for name, hit in zip(self.names, self.hits, strict=True) if hit is None)


def compare_in_table(library: Library, sides: Sides, hits: Sequence[Hit]) -> TableComparison | None:
    """Return the best table among the hits' sections that holds all the sides, as columns or as rows; else None."""
    first = {hit.passage.section: hit for hit in reversed(hits)}
    best = sorted(first.values(), key=lambda hit: hit.rank)[:_SECTIONS]
    for variant in _variants(sides):
        runs = [runs_of(name, library.names_of) for name in variant.names]
        for hit in best:
            if found := _in_section(library, variant, runs, hit):
                return found
    return None


def compare_passages(library: Library, encoder: Encoder, sides: Sides, hits: Sequence[Hit]) -> SidePassages | None:
    """Return each side's own best passage, or None for a question whose "or" does not stand between two known things.

    A passage is a side's own if it holds one of its names whole; better if its section is headed by it.
    """
    runs = [runs_of(name, library.names_of) for name in sides.names]
    if sides.is_weak and not all(_is_heading(library, side) for side in runs):
        return None
    taken: list[Hit | None] = []
    for name, side in zip(sides.names, runs, strict=True):
        query = read_query(f"{name} {sides.rest}".strip(), library, encoder)
        spelt = [tuple(terms(meant)) for _, meant in query.typos]
        taken.append(_own_passage(library, [*side, *spelt], search(library, encoder, query), taken))
    shared = next((hit for hit in hits[:_SHARED] if all(_speaks_of(hit, side) for side in runs)), None)
    return SidePassages(sides.names, tuple(taken), shared) if any(taken) else None


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


def _in_section(library: Library, sides: Sides, runs: Sequence[Runs], hit: Hit) -> TableComparison | None:
    section = library.stored.sections([hit.passage.section])[hit.passage.section]
    text = NoteText(library.stored.text(section.note))
    for table in _tables(library, text, hit.passage.section):
        header = [plain(text.slice(span)) for span in table.header]
        columns = [_only([i for i, label in enumerate(header) if names_it(label, side)]) for side in runs]
        labels = [plain(text.slice(row[0])) if row else "" for row in table.rows]
        numbers = [_only([i for i, label in enumerate(labels) if names_it(label, side)]) for side in runs]
        if None not in columns and len(set(columns)) == len(columns):
            rows, spans = _by_columns(text, section, table, [c for c in columns if c is not None])
        elif None not in numbers and len(set(numbers)) == len(numbers):
            rows, spans = _by_rows(text, section, table, [n for n in numbers if n is not None])
        else:
            continue
        if rows:
            return TableComparison(Comparison(sides.names, tuple(rows)), sides.rest, hit, tuple(spans))
    return None


def _tables(library: Library, text: NoteText, section: int) -> list[Table]:
    """Return the tables of a section, told by the header line that leads their rows' facts."""
    rows: dict[int, int] = {}
    for fact in library.stored.facts_of(library.stored.passages_of_sections([section])):
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


def _own_passage(library: Library, side: Runs, hits: Sequence[Hit], taken: Sequence[Hit | None]) -> Hit | None:
    own = [hit for hit in hits if _speaks_of(hit, side)]
    sections = library.stored.sections([hit.passage.section for hit in own])
    used = {hit.passage.number for hit in taken if hit}

    def worth(hit: Hit) -> float:
        path = sections[hit.passage.section].section.path
        return hit.score + _OWN_HEADING * bool(path and names_it(path[-1], side)) - (hit.passage.number in used)

    return max(own, key=lambda hit: (worth(hit), -hit.rank), default=None)


def _speaks_of(hit: Hit, side: Runs) -> bool:
    return any(hit.passage.terms.issuperset(run) for run in side)


def _is_heading(library: Library, side: Runs) -> bool:
    """Say whether some heading names the side."""
    passages = library.stored.passages_with(list({term for run in side for term in run}), _SECTIONS)
    sections = {p.section for p in library.stored.passages(passages).values()}
    paths = [stored.section.path for stored in library.stored.sections(list(sections)).values()]
    return any(names_it(heading, side) for path in paths for heading in path)
