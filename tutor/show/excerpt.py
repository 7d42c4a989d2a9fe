"""What a note says where an answer stands: the lines with their neighbours, or the row of a table with its header."""

from collections.abc import Sequence

from tutor.answer.values import Part, Quote
from tutor.notes.values import Lines, NoteText
from tutor.quiz.values import Card, Question

_AROUND = 2
"""Lines before and after."""


def excerpt(text: str, card: Card, question: Question) -> Quote:
    """Return the lines that answer a question, marked, with those around them.

    Args:
        text: of the note.
        card: what was asked.
        question: how.
    """
    note = NoteText(text)
    asked = _within(question.lines, note)
    if len(question.points) > 1:
        best = sorted({line for point in question.points for line in _range(_within(point.lines, note))})
        spans = _runs(sorted({asked.first, *best}))
    elif card.claim.kind == "cell" and card.claim.group < asked.first:
        best = list(_range(asked))
        spans = _runs(sorted({card.claim.group, card.claim.group + 1, *best}))
    else:
        best = list(_range(asked))
        spans = [Lines(max(1, asked.first - _AROUND), min(note.line_count, asked.last + _AROUND))]
    parts = tuple(_part(note, span) for span in spans)
    return Quote(question.file, question.heading_path, parts, tuple(best), 0.0)


def section_text(text: str, card: Card, section: Lines) -> Quote:
    """Return the section that a card stands in, the card's own lines marked."""
    best = tuple(range(card.claim.lines.first, card.claim.lines.last + 1))
    return Quote(card.claim.file, card.claim.heading_path, (_part(NoteText(text), section),), best, 0.0)


def _part(note: NoteText, lines: Lines) -> Part:
    return Part(lines, note.slice(note.span_of(lines)))


def _within(lines: Lines, note: NoteText) -> Lines:
    # The note may have been cut short since.
    return Lines(min(lines.first, note.line_count), min(lines.last, note.line_count))


def _range(lines: Lines) -> range:
    return range(lines.first, lines.last + 1)


def _runs(lines: Sequence[int]) -> list[Lines]:
    """Return ascending lines as runs without gaps."""
    runs: list[Lines] = []
    for line in lines:
        if runs and runs[-1].last + 1 == line:
            runs[-1] = Lines(runs[-1].first, line)
        else:
            runs.append(Lines(line, line))
    return runs
