"""Things set against each other that no table holds: each side's own passages, and what speaks of all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.answer.sides import Sides
from tutor.encoder import Encoder
from tutor.library.library import Library
from tutor.library.stored import StoredSection
from tutor.notes.plain import label_of, plain
from tutor.notes.words import terms
from tutor.search.hits import Hit, ScoredFact
from tutor.search.names import Run, is_its_name, names_it, runs_of, titles_of
from tutor.search.query import read_query
from tutor.search.searching import search

_SHARED = 10  # of the best hits, one of which may set the sides against each other
_LOOKED_AT = 40  # of the best hits for a side
# What it is worth that a heading is the side's name, that it holds the name, and that a label does.
_HEADED, _BELOW, _LABELLED = 0.4, 0.15, 0.2
_MENTIONED = 0.2  # that a fact does at all
_BEGINNING = 4  # words of a fact that may name what it is about
_AGAIN = 0.3  # what it costs that another side has the passage
_COMPARES = re.compile(
    r"\b(?:vs\.?|versus|than|unlike|whereas|while|instead|compar\w+|contrast|differ\w*|both|but|rather|however|"
    r"opposed|more|less|same|similar\w*|only|better|worse)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SidePassages:
    """What the notes have on each side.

    Attributes:
        names: the sides.
        hits: each side's own best passage, None for one that the notes do not have.
        are_named: of each side, whether a heading or a label of the notes names it.
        shared: the best passage that sets the sides against each other.
        is_headed: its heading names them all.
    """

    names: tuple[str, ...]
    hits: tuple[Hit | None, ...]
    are_named: tuple[bool, ...]
    shared: Hit | None
    is_headed: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """The sides that the notes do not have."""
        return tuple(name for name, hit in zip(self.names, self.hits, strict=True) if hit is None)


def compare_passages(library: Library, encoder: Encoder, sides: Sides, hits: Sequence[Hit]) -> SidePassages | None:
    """Return each side's own best passage, or None for a question whose "or" does not stand between two known things.

    A passage is a side's own if a fact of it, with the headings above, holds one of its names whole; the better, the
    more plainly it is about it.
    """
    found: list[tuple[Hit | None, bool]] = []
    all_runs: list[list[Run]] = []
    for name in sides.names:
        query = read_query(f"{name} {sides.rest}".strip(), library, encoder)
        respelt = dict(query.typos)
        runs = runs_of(" ".join(respelt.get(word, word) for word in name.split()), library.names_of)
        ranked = search(library, encoder, query)
        all_runs.append(runs)
        found.append(_own_passage(library, runs, ranked[:_LOOKED_AT], [hit for hit, _ in found if hit]))
        if sides.is_weak and not found[-1][1]:
            return None
    owned, named = tuple(hit for hit, _ in found), tuple(is_named for _, is_named in found)
    shared, is_headed = _shared(library, all_runs, hits[:_SHARED])
    return SidePassages(sides.names, owned, named, shared, is_headed)


def _own_passage(
    library: Library, runs: Sequence[Run], hits: Sequence[Hit], taken: Sequence[Hit]
) -> tuple[Hit | None, bool]:
    """Return a side's best passage, its facts scored anew, and whether a heading or a label names the side."""
    sections = library.stored.sections(list({hit.passage.section for hit in hits}))
    own = [hit for hit in hits if _holds(hit, sections[hit.passage.section], runs)]
    used = {hit.passage.number for hit in taken}
    rated = [_rated(library, sections[hit.passage.section], runs, hit) for hit in own]
    named = [hit for hit, is_named in rated if is_named]
    among = named or [hit for hit, _ in rated]
    best = max(among, key=lambda hit: hit.score - _AGAIN * (hit.passage.number in used), default=None)
    return best, bool(named)


def _holds(hit: Hit, stored: StoredSection, runs: Sequence[Run]) -> bool:
    if not any(hit.passage.terms.issuperset(run) for run in runs):
        return False
    headings = frozenset(terms(" ".join((*stored.section.path, *titles_of(stored)))))
    return any((scored.fact.terms | headings).issuperset(run) for scored in hit.facts for run in runs)


def _rated(library: Library, stored: StoredSection, runs: Sequence[Run], hit: Hit) -> tuple[Hit, bool]:
    titles = [*stored.section.path[:-1], *titles_of(stored)]
    is_headed = any(is_its_name(title, runs) for title in titles)
    is_below = any(names_it(title, runs) for title in titles)
    text = library.stored.text(hit.passage.note)
    lines = [plain(text[slice(*scored.fact.span)]) for scored in hit.facts]
    labelled = [":" in line and names_it(label_of(line), runs) for line in lines]
    facts: list[ScoredFact] = []
    for scored, line, is_labelled in zip(hit.facts, lines, labelled, strict=True):
        bonus = _LABELLED * is_labelled + _MENTIONED * (not is_below and names_it(line, runs))
        facts.append(scored._replace(score=scored.score + bonus))
    gained = max((f.score for f in facts), default=0.0) - max((f.score for f in hit.facts), default=0.0)
    score = hit.score + gained + _HEADED * is_headed + _BELOW * (is_below and not is_headed)
    return hit._replace(facts=tuple(facts), score=score), is_below or any(labelled)


def _shared(library: Library, sides: Sequence[Sequence[Run]], hits: Sequence[Hit]) -> tuple[Hit | None, bool]:
    """Return the best hit that sets the sides against each other, and whether it is about just that.

    It is if its heading names all of them, or if a fact of its own begins with each. Else one fact compares them.
    """
    sections = library.stored.sections(list({hit.passage.section for hit in hits}))
    for hit in hits:
        titles = titles_of(sections[hit.passage.section])
        if any(all(names_it(title, runs) for runs in sides) for title in titles) or _begins_with_each(
            library, hit, sides
        ):
            return hit, True
    for hit in hits:
        text = library.stored.text(hit.passage.note)
        telling = [f for f in hit.facts if all(any(f.fact.terms.issuperset(run) for run in runs) for runs in sides)]
        if any(_COMPARES.search(text[slice(*fact.fact.span)]) for fact in telling):
            return hit, False
    return None, False


def _begins_with_each(library: Library, hit: Hit, sides: Sequence[Sequence[Run]]) -> bool:
    if not all(any(hit.passage.terms.issuperset(run) for run in runs) for runs in sides):
        return False
    text = library.stored.text(hit.passage.note)
    begun = [" ".join(plain(text[slice(*scored.fact.span)]).split()[:_BEGINNING]) for scored in hit.facts]
    about = [[i for i, words in enumerate(begun) if names_it(words, runs)] for runs in sides]
    return all(about) and len({found[0] for found in about}) == len(sides)
