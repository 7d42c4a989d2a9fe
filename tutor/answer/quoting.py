"""Hits to quotes: only the lines that answer, with what they cannot be read without, checked against the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tutor.answer.values import Part, Quote
from tutor.library.library import Library
from tutor.library.stored import StoredSection
from tutor.notes.folder import FoundFile, decode_note, note_path, read_note
from tutor.notes.values import NoteText, Span
from tutor.search.searching import Hit, ScoredFact

# A line longer than this is a paragraph without line breaks: its sentences are quoted, not all of it.
_LONG_LINE = 400
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


def group_hits(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Return the hits by section, best section first, and in each its hits, best first."""
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.passage.section, []).append(hit)
    return list(groups.values())


class Quoter:
    """Makes quotes from an open library, each checked against the file as it is now."""

    def __init__(self, library: Library, is_full: bool = False) -> None:
        self._library = library
        self._is_full = is_full
        self._notes: dict[int, tuple[NoteText, NoteText | None]] = {}

    def quote(self, group: Sequence[Hit], size: int) -> Quote | None:
        """Return the quote of a section's hits, about `size` characters; None if the file says something else now."""
        first = group[0]
        section = self._library.stored.sections([first.passage.section])[first.passage.section]
        text, now = self._texts(section)
        parts = self._parts(text, section, group, size)
        if now is None or not all(_is_same(text, now, part) for part in parts):
            return None
        best = text.lines_of(first.best.fact.span if first.best else first.passage.span)
        return Quote(
            file=section.file,
            heading_path=section.section.path,
            parts=tuple(Part(text.lines_of(span), text.slice(span)) for span in parts),
            best_lines=tuple(range(best.first, best.last + 1)),
            score=round(first.score, 6),
        )

    def _parts(self, text: NoteText, section: StoredSection, group: Sequence[Hit], size: int) -> list[Span]:
        if self._is_full:
            return [_trimmed(text, text.span_of(section.section.lines))]
        whole = _joined(text, (span for hit in group for span in (*hit.passage.lead, hit.passage.span)))
        if sum(_reading(text, span) for span in whole) <= size:
            return whole
        return _best_spans(text, group, size)

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


def _is_same(then: NoteText, now: NoteText, span: Span) -> bool:
    """Say whether a slice of a note still stands there, and on the same lines."""
    return then is now or (then.slice(span) == now.slice(span) and then.lines_of(span) == now.lines_of(span))


def _best_spans(text: NoteText, group: Sequence[Hit], size: int) -> list[Span]:
    """Return the best hit's best fact and then the best of the others with their leads, in the order of the note."""
    first = group[0].best
    units = [_unit(text, fact) for hit in group for fact in hit.facts if fact is not first]
    units += [_Unit((*hit.passage.lead, hit.passage.span), hit.similarity) for hit in group if not hit.facts]
    units.sort(key=lambda unit: -unit.score)
    if first:
        units.insert(0, _unit(text, first))
    chosen: set[Span] = set()
    taken = 0
    for unit in units:
        new = [span for span in unit.spans if span not in chosen]
        cost = sum(_reading(text, span) for span in new)
        if taken and taken + cost > size:
            continue
        chosen.update(new)
        taken += cost
    return _joined(text, chosen)


def _unit(text: NoteText, scored: ScoredFact) -> _Unit:
    spans = (*scored.fact.lead, scored.fact.span)
    return _Unit(tuple(dict.fromkeys(_whole_lines(text, span) for span in spans)), scored.score)


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
