"""The whole list, where a list is asked for: never one item of it."""

import re
from collections.abc import Sequence

from tutor.library.stored import StoredFact
from tutor.notes.markers import LIST_MARK
from tutor.notes.plain import plain
from tutor.notes.values import NoteText, Span
from tutor.notes.words import terms
from tutor.search.query import Query

_ITEM = re.compile(rf"[\s>]*{LIST_MARK}\s|[\s>]*\|")
# The share of the question's words, of those that the notes use, that a list's heading and label must hold for it to be
# the list that is asked for.
_NAMED = 0.5


def list_spans(
    text: NoteText, facts: Sequence[StoredFact], path: Sequence[str], query: Query, size: int
) -> tuple[list[Span], int]:
    """Return the spans of the list of a section that a question asks for, and how many of its lines do not fit.

    All its items come first, then what stands below them, the first below each before the second below any.

    Args:
        text: the note.
        facts: the section's facts, in the order of the note.
        path: the section's headings.
        query: what is asked.
        size: characters that there is room for.

    Returns:
        No span where no list of at least two items is named by the question.
    """
    lists: dict[tuple[Span, ...], list[StoredFact]] = {}
    for fact in facts:
        if _ITEM.match(text.slice(text.span_of(text.lines_of(fact.span)))):
            lists.setdefault(fact.lead, []).append(fact)
    named = [(*_cover(text, lead, path, query), -len(lead), lead) for lead, items in lists.items() if len(items) > 1]
    if not named or max(named)[0] < _NAMED:
        return [], 0
    return _filled(text, lists, max(named)[-1], size)


def _cover(text: NoteText, lead: tuple[Span, ...], path: Sequence[str], query: Query) -> tuple[float, int]:
    """Return the share of the question's words that a list's headings and labels hold, and how many they hold."""
    labels = [plain(text.slice(span)) for span in lead]
    found = frozenset(terms(" ".join((*path, *labels))))
    return query.known_cover(found), sum(word.is_in(found) for word in query.words)


def _filled(
    text: NoteText, lists: dict[tuple[Span, ...], list[StoredFact]], lead: tuple[Span, ...], size: int
) -> tuple[list[Span], int]:
    layers: list[tuple[int, int, StoredFact]] = []
    _collect(lists, lead, 0, layers)
    chosen: list[Span] = list(lead)
    left = size - sum(len(plain(text.slice(span))) for span in lead)
    more = 0
    for _, _, fact in sorted(layers, key=lambda layer: layer[:2]):
        cost = len(" ".join(text.slice(fact.span).split()))
        if left < cost:
            more += 1
            continue
        left -= cost
        chosen.append(fact.span)
    return chosen, more


def _collect(
    lists: dict[tuple[Span, ...], list[StoredFact]],
    lead: tuple[Span, ...],
    depth: int,
    layers: list[tuple[int, int, StoredFact]],
) -> None:
    """Gather a list's items with their depth and, below the top, their place among their siblings."""
    for place, fact in enumerate(lists.get(lead, ())):
        layers.append((depth, place if depth else 0, fact))
        _collect(lists, (*lead, fact.span), depth + 1, layers)
