"""Questions about one thing as a whole: the section that it heads and the line that says what it is come first."""

import re
from collections.abc import Sequence

from tutor.library.library import Library
from tutor.library.stored import StoredSection
from tutor.notes.plain import plain
from tutor.search.hits import Hit, ScoredFact
from tutor.search.names import Run, is_its_name, titles_of

_LOOKED_AT = 40  # of the best hits
_HEADED = 0.3  # what it is worth that the section's heading is the subject
_BELOW = 0.2  # that a heading further up is
_OPENS = 0.1  # that a fact is the first of such a section
_DEFINES = 0.25  # that a fact says what the subject is
_SAYS = re.compile(
    r"(?<=\w)(?:\)|\*\*)?\s*(?:[:=–—]|->|\s-+\s|\b(?:is|are|was|were|means?|refers?\s+to|stands?\s+for)\b)"
)
_MAX_HEAD = 80  # characters of a fact before what it says


def put_first(library: Library, runs: Sequence[Run], hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits with those on a subject as a whole first; `runs` are its names."""
    looked, rest = hits[:_LOOKED_AT], hits[_LOOKED_AT:]
    sections = library.stored.sections(list({hit.passage.section for hit in looked}))
    raised = [_raised(library, sections[hit.passage.section], runs, hit) for hit in looked]
    raised.sort(key=lambda hit: (-hit.score, hit.rank))
    return [hit._replace(rank=rank) for rank, hit in enumerate((*raised, *rest), 1)]


def _raised(library: Library, stored: StoredSection, runs: Sequence[Run], hit: Hit) -> Hit:
    is_headed = any(is_its_name(title, runs) for title in titles_of(stored))
    is_opening = is_headed and library.stored.passages_of_sections([stored.number])[0] == hit.passage.number
    text = library.stored.text(hit.passage.note)
    worth = [
        _OPENS * (is_opening and i == 0) + _DEFINES * _defines(text, fact, runs) for i, fact in enumerate(hit.facts)
    ]
    facts, gained = hit.facts, 0.0
    if any(worth):
        facts = tuple(fact._replace(score=fact.score + more) for fact, more in zip(facts, worth, strict=True))
        gained = max(f.score for f in facts) - max(f.score for f in hit.facts)
    is_below = not is_headed and any(is_its_name(heading, runs) for heading in stored.section.path[:-1])
    return hit._replace(facts=facts, score=hit.score + gained + _HEADED * is_headed + _BELOW * is_below)


def _defines(text: str, fact: ScoredFact, runs: Sequence[Run]) -> bool:
    if not any(fact.fact.terms.issuperset(run) for run in runs):
        return False
    words = plain(text[fact.fact.span.start : fact.fact.span.end][:400])
    match = _SAYS.search(words)
    return bool(match and match.start() <= _MAX_HEAD and is_its_name(words[: match.start()], runs))
