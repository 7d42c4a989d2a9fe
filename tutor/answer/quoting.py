"""Hits to quotes: only the lines that answer, with what they cannot be read without, checked against the file."""

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tutor.answer.lists import list_spans
from tutor.answer.values import Part, Quote
from tutor.library.library import Library
from tutor.library.stored import StoredSection
from tutor.notes.folder import FoundFile, decode_note, note_path, read_note
from tutor.notes.values import Lines, NoteText, Span
from tutor.search.hits import NEAR, Hit
from tutor.search.query import Query

# A line longer than this is a paragraph without line breaks: its sentences are quoted, not all of it.
_LONG_LINE = 400
_SHORT_SECTION = 4  # lines, its heading among them
_KIN = 0.5  # of the best one's score that another short section must have to be quoted with it
_TINY = 160  # characters of a quote that its heading is quoted with
# A heading that says something itself: a number, a term and what it is, or a sentence.
_TELLING = re.compile(r"\d|[:=(]|\s[-–—]\s|(?:\S+\s+){5}")
# What may stand between two parts without being missed: white space, a quote's marks, the row below a table's header.
_BETWEEN = " \t\r\n>|:-"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many characters a quote may have.

    Attributes:
        first: the first quote, which is the likeliest to answer.
        other: each quote after it.
    """

    first: int = 1200
    other: int = 400


SIZES = Sizes()
WHOLE = Sizes(1 << 30, 1 << 30)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Spans that are quoted together or not at all."""

    spans: tuple[Span, ...]
    score: float


def group_hits(
    hits: Sequence[Hit], sections: Mapping[int, StoredSection], apart: Collection[int] = ()
) -> list[list[Hit]]:
    """Return the hits that are quoted together, best first, and in each group its hits, best first.

    They are those of a section, and of short sections below one heading, but never of two that are to be kept apart.
    Hits far apart are groups of their own: notes without headings are one section from end to end.
    """
    groups: list[list[Hit]] = []
    by_home: dict[object, list[list[Hit]]] = {}
    for hit in hits:
        near = by_home.setdefault(_home(sections[hit.passage.section]), [])
        group = next((g for g in near if _belongs(hit, g[0], apart)), None)
        if group is None:
            group = []
            groups.append(group)
            near.append(group)
        group.append(hit)
    return groups


def _belongs(hit: Hit, best: Hit, apart: Collection[int]) -> bool:
    """Say whether a hit is quoted with a better one that has the same home."""
    if abs(best.passage.number - hit.passage.number) > NEAR:
        return False
    if hit.passage.section == best.passage.section:
        return True
    return hit.passage.section not in apart and hit.score >= _KIN * best.score


def _home(stored: StoredSection) -> object:
    first, last = stored.section.lines
    is_short = len(stored.section.path) > 1 and last - first < _SHORT_SECTION
    return (stored.note, stored.section.path[:-1]) if is_short else stored.number


class Quoter:
    """Makes quotes from an open library, each checked against the file as it is now."""

    def __init__(self, library: Library, is_full: bool = False) -> None:
        self._library = library
        self._is_full = is_full
        self._notes: dict[int, tuple[NoteText, NoteText | None]] = {}

    def quote(self, group: Sequence[Hit], size: int, listed: Query | None = None) -> Quote | None:
        """Return the quote of hits that belong together, about `size` characters; None if the file says otherwise now.

        With `listed`, a question that asks for a list, it is the section's whole list, if the question names one.
        """
        section = self._section(group[0])
        text, _ = self._texts(section)
        more = 0
        if self._is_full:
            parts = [_trimmed(text, text.span_of(section.section.lines))]
        else:
            heads = self._heads(text, group)
            parts = _whole(text, group, heads)
            if sum(_reading(text, span) for span in parts) > size:
                spans, more = self._list(text, section, listed, size) if listed else ([], 0)
                parts = _best_spans(text, group, size, spans, heads)
        path = self._common_path(group) if not self._is_full else section.section.path
        return self._checked(group[0], section, parts, more, path=path)

    def _heads(self, text: NoteText, group: Sequence[Hit]) -> dict[int, Span]:
        """Return the headings that are quoted with what stands below them, by section.

        They are those of several sections in one quote, of a quote that is hardly longer, and those that say something
        themselves: in many notes the heading is the fact.
        """
        stored = self._library.stored.sections(list({hit.passage.section for hit in group}))
        is_tiny = sum(_reading(text, span) for span in _whole(text, group, {})) <= _TINY
        return {
            number: text.span_of(Lines(found.section.lines.first, found.section.lines.first))
            for number, found in stored.items()
            if found.section.path and (len(stored) > 1 or _is_telling(found.section.path[-1], is_tiny))
        }

    def _common_path(self, group: Sequence[Hit]) -> tuple[str, ...]:
        stored = self._library.stored.sections(list({hit.passage.section for hit in group}))
        paths = {found.section.path for found in stored.values()}
        path = min(paths, key=len)
        return path if len(paths) == 1 else path[:-1]

    def quote_spans(self, hit: Hit, spans: Sequence[Span]) -> Quote | None:
        """Return the quote of these spans of a hit's section; None if the file says something else now.

        Where the hit's best fact is not among them, all of them but the first, a table's header, answer best.
        """
        section = self._section(hit)
        text, _ = self._texts(section)
        return self._checked(hit, section, _joined(text, spans), best_spans=sorted(spans)[1:])

    def _section(self, hit: Hit) -> StoredSection:
        return self._library.stored.sections([hit.passage.section])[hit.passage.section]

    def _list(self, text: NoteText, section: StoredSection, query: Query, size: int) -> tuple[list[Span], int]:
        facts = self._library.stored.facts_of_section(section.number)
        return list_spans(text, facts, section.section.path, query, size)

    def _checked(
        self,
        first: Hit,
        section: StoredSection,
        parts: list[Span],
        more: int = 0,
        best_spans: Sequence[Span] = (),
        path: tuple[str, ...] | None = None,
    ) -> Quote | None:
        text, now = self._texts(section)
        if now is None or not all(_is_same(text, now, part) for part in parts):
            return None
        best = first.best.fact.span if first.best else first.passage.span
        is_quoted = any(part.start <= best.start and best.end <= part.end for part in parts)
        best_lines = {
            line
            for span in ([best] if is_quoted else best_spans)
            for line in range(text.line_of(span.start), text.lines_of(span).last + 1)
        }
        return Quote(
            file=section.file,
            heading_path=section.section.path if path is None else path,
            parts=tuple(Part(text.lines_of(span), text.slice(span)) for span in parts),
            best_lines=tuple(sorted(best_lines)),
            score=round(first.score, 6),
            more=more,
        )

    def _texts(self, section: StoredSection) -> tuple[NoteText, NoteText | None]:
        """Return a section's note as it was indexed and as it is now, if it can be read."""
        if section.note not in self._notes:
            text, now = NoteText(self._library.stored.text(section.note)), self._read(section.file)
            self._notes[section.note] = (text, text if now == text.text else None if now is None else NoteText(now))
        return self._notes[section.note]

    def _read(self, file: str) -> str | None:
        try:
            found = FoundFile(file, note_path(self._library.root, file), 0, 0, 0)
            return decode_note(read_note(found)[0])
        except (OSError, ValueError):
            return None


def _is_telling(heading: str, is_tiny: bool) -> bool:
    return bool(_TELLING.search(heading)) or (is_tiny and " " in heading)


def _whole(text: NoteText, group: Sequence[Hit], heads: Mapping[int, Span]) -> list[Span]:
    """Return all that hits hold, with the headings that are quoted."""
    held = (span for hit in group for span in (*hit.passage.lead, hit.passage.span))
    return _joined(text, itertools.chain(held, heads.values()))


def _is_same(then: NoteText, now: NoteText, span: Span) -> bool:
    """Say whether a slice of a note still stands there, and on the same lines."""
    return then is now or (then.slice(span) == now.slice(span) and then.lines_of(span) == now.lines_of(span))


def _best_spans(
    text: NoteText, group: Sequence[Hit], size: int, wanted: Sequence[Span], heads: Mapping[int, Span]
) -> list[Span]:
    """Return the best of a section's hits in the order of the note.

    What is wanted and the best hit's best fact are among them however long they are; then come the best of the other
    facts with their leads, as many as fit.
    """
    best, *others = [_units(text, hit, heads.get(hit.passage.section)) for hit in group]
    chosen = {*(_whole_lines(text, span) for span in wanted), *best[0].spans}
    taken = sum(_reading(text, span) for span in chosen)
    for unit in sorted((*best[1:], *itertools.chain(*others)), key=lambda unit: -unit.score):
        new = [span for span in unit.spans if span not in chosen]
        cost = sum(_reading(text, span) for span in new)
        if taken + cost > size:
            continue
        chosen.update(new)
        taken += cost
    return _joined(text, chosen)


def _units(text: NoteText, hit: Hit, head: Span | None) -> list[_Unit]:
    """Return a hit's facts, its best first, or all of it where it has none, each with the heading that is quoted."""
    above = (head,) if head else ()
    if not hit.best:
        return [_unit(text, (*above, *hit.passage.lead, hit.passage.span), hit.similarity)]
    facts = [hit.best, *(fact for fact in hit.facts if fact is not hit.best)]
    return [_unit(text, (*above, *scored.fact.lead, scored.fact.span), scored.score) for scored in facts]


def _unit(text: NoteText, spans: Iterable[Span], score: float) -> _Unit:
    return _Unit(tuple(dict.fromkeys(_whole_lines(text, span) for span in spans)), score)


def _whole_lines(text: NoteText, span: Span) -> Span:
    """Return the lines that a span touches, or the span itself where they are long."""
    lines = text.span_of(text.lines_of(span))
    return lines if lines.end - lines.start <= max(_LONG_LINE, 2 * (span.end - span.start)) else span


def _joined(text: NoteText, spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those joined between which nothing is left out."""
    joined: list[Span] = []
    for span in sorted(_whole_lines(text, span) for span in spans):
        last = joined[-1] if joined else None
        if last and not text.text[last.end : span.start].strip(_BETWEEN):
            joined[-1] = Span(last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _reading(text: NoteText, span: Span) -> int:
    """Return how many characters a reader has to read: the padding of a table's cells is none."""
    return len(" ".join(text.slice(span).split()))


def _trimmed(text: NoteText, span: Span) -> Span:
    return Span(span.start, span.start + len(text.slice(span).rstrip()))


def display_rows(quote: Quote, width: int) -> int:
    """Return about how many rows a quote takes on a screen, its heading and the blank line after it included."""
    lines = [" ".join(line.split()) for part in quote.parts for line in part.text.split("\n")]
    return 2 + sum(1 + max(0, len(line) - 1) // max(width, 1) for line in lines) + len(quote.parts) - 1
