"""What every kind of question is made with: a card, the claims around it, and the choices."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from tutor.notes.values import Claim
from tutor.quiz.cards import digest
from tutor.quiz.likeness import folded, is_alike, leaks
from tutor.quiz.values import Card, Distractor, Kind, Point, Question

_MOST, FEWEST = 3, 2

_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True)
class Neighbours:
    """The claims of one note, by what makes them neighbours of one another.

    Attributes:
        claims: all of the note's, in its order.
        expansions: for an acronym, folded, what it stands for anywhere in the notes.
    """

    claims: Sequence[Claim]
    expansions: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> dict[int, list[Claim]]:
        """The cells of each table, by the line on which it begins."""
        return _by((claim.group, claim) for claim in self.claims if claim.kind == "cell")

    @cached_property
    def labels(self) -> dict[int, list[Claim]]:
        """The labelled claims of each list, by the line on which what holds it begins."""
        return _by((claim.group, claim) for claim in self.claims if claim.kind == "label")

    @cached_property
    def groups(self) -> dict[int, list[Claim]]:
        """What is said directly below each heading or label, by its line."""
        parts = (claim for claim in self.claims if claim.kind in {"statement", "label", "definition"})
        return _by((claim.group, claim) for claim in parts)

    @cached_property
    def openings(self) -> frozenset[tuple[int, str]]:
        """What sections open with, with its line: it is asked as such."""
        return frozenset((claim.lines.first, claim.value) for claim in self.claims if claim.kind == "heading")

    @cached_property
    def said_on(self) -> frozenset[int]:
        """The lines on which something is said that is no heading and no whole."""
        return frozenset(claim.lines.first for group in self.groups.values() for claim in group)

    @cached_property
    def holders(self) -> frozenset[tuple[str, ...]]:
        """The names that hold others with something below them."""
        return frozenset(claim.names[:-1] for claim in self.claims)

    @cached_property
    def below(self) -> dict[tuple[tuple[str, ...], ...], list[Claim]]:
        """The statements below labels or headings, by what these stand below."""
        return _by((level_of(claim), claim) for claim in self.claims if claim.kind == "statement" and claim.names)

    @cached_property
    def attributes(self) -> dict[tuple[object, str], list[Claim]]:
        """The labelled claims whose label is an attribute, by what their subjects stand below, and the label."""
        labelled = (claim for claim in self.claims if claim.kind == "label" and claim.relation and claim.names)
        return _by(((level_of(claim), folded(claim.relation)), claim) for claim in labelled)

    @cached_property
    def definitions(self) -> list[Claim]:
        """What the note defines."""
        return [claim for claim in self.claims if claim.kind == "definition"]


def level_of(claim: Claim) -> tuple[tuple[str, ...], ...]:
    """Return what the label or heading that a claim stands below stands below itself: siblings share it."""
    path = claim.heading_path
    return claim.names[:-1], path[:-1] if path[-1:] == claim.names[-1:] else path


def _by(pairs: Iterable[tuple[_K, Claim]]) -> dict[_K, list[Claim]]:
    found: dict[_K, list[Claim]] = defaultdict(list)
    for key, claim in pairs:
        found[key].append(claim)
    return found


def ask(
    card: Card, kind: Kind, question: str, answer: str, accepted: Iterable[str] = (), points: tuple[Point, ...] = ()
) -> Question:
    """Return a question that is not a choice."""
    claim = card.claim
    return Question(
        id=digest(card.id, kind, question),
        card=card.id,
        kind=kind,
        question=question,
        answer=answer,
        accepted=tuple(dict.fromkeys((answer, *accepted))),
        choices=None,
        file=claim.file,
        lines=claim.lines,
        heading_path=claim.heading_path,
        points=points,
    )


def offer(
    card: Card, kind: Kind, question: str, answer: str, wrong: Sequence[Distractor], accepted: Iterable[str] = ()
) -> Question:
    """Return a question with choices, in an order that the card alone decides."""
    plain = ask(card, kind, question, answer, accepted)
    choices = sorted((answer, *(d.choice for d in wrong)), key=lambda choice: digest(plain.id, choice))
    in_order = sorted(wrong, key=lambda d: choices.index(d.choice))
    return replace(plain, choices=tuple(choices), distractors=tuple(in_order))


def choose(
    card: Card, prompt: str, answer: str, candidates: Sequence[Distractor], fewest: int = FEWEST
) -> list[Distractor]:
    """Return at most three distractors, or none where the notes have fewer than `fewest` that hold.

    Left out is what says the same as the answer or as another choice, and what the prompt names. None are returned if
    the prompt gives the answer away. Of more than three, those are taken whose lengths leave the answer, over all
    cards, as often the longest as chance would.
    """
    held: list[Distractor] = []
    for candidate in sorted(candidates, key=lambda d: digest(card.id, d.choice)):
        if is_alike(candidate.choice, answer) or any(is_alike(candidate.choice, d.choice) for d in held):
            continue
        if not _is_named(candidate.choice, prompt):
            held.append(candidate)
    chosen = _balanced(card, answer, held)
    if len(chosen) < fewest or leaks(answer, prompt, [d.choice for d in chosen]):
        return []
    return chosen


def _is_named(choice: str, prompt: str) -> bool:
    return f" {choice.casefold()} " in f" {prompt.casefold()} "


def _balanced(card: Card, answer: str, held: Sequence[Distractor]) -> list[Distractor]:
    """Return at most three, as many longer than the answer as the card's own lot says, if there are so many."""
    longer = [d for d in held if len(d.choice) > len(answer)]
    others = [d for d in held if len(d.choice) <= len(answer)]
    wanted = int(digest(card.id, "length")[:8], 16) % (_MOST + 1)
    count = max(min(wanted, len(longer)), _MOST - len(others), 0)
    return [*longer[:count], *others[: _MOST - min(count, len(longer))]][:_MOST]
