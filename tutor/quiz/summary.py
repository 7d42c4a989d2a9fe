"""What came of a session."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tutor.quiz.turns import Done
from tutor.quiz.values import Card, Question


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many were right at first sight."""

    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A card that was wrong at first sight."""

    card: Card
    question: Question
    due: date | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a session.

    Attributes:
        first_try: over all that was scored.
        recovered: how many misses were right in the end.
        milliseconds: spent on answering.
        missed: in the order in which they were missed.
        by_section: by the name of the section, the weakest first.
        weakest: a card of the section with the most misses; None without misses.
        total: how many cards were to be asked.
    """

    first_try: Tally
    recovered: int
    milliseconds: int
    missed: tuple[Missed, ...]
    by_section: tuple[tuple[str, Tally], ...]
    weakest: Card | None
    total: int


def first_answers(done: Iterable[Done]) -> list[Done]:
    """Return the first answer to each card, in order."""
    firsts: dict[str, Done] = {}
    for step in done:
        if step.review:
            firsts.setdefault(step.event.card, step)
    return list(firsts.values())


def score_of(firsts: Sequence[Done]) -> Tally:
    """Return how many of these answers were right, but for those where the notes disagree."""
    scored = [done for done in firsts if done.review and done.review.answer.is_scored]
    return Tally(sum(done.event.outcome == "right" for done in scored), len(scored))


def summarize(done: Sequence[Done], cards: Mapping[str, Card], total: int) -> Summary:
    """Return what came of a session.

    Args:
        done: all that happened in it.
        cards: by identity.
        total: how many cards were to be asked.
    """
    firsts = first_answers(done)
    missed = [step for step in firsts if step.event.outcome == "wrong"]
    right = {step.event.card for step in done if step.event.outcome == "right"}
    sections = defaultdict(list)
    for step in firsts:
        sections[section_name(cards[step.event.card])].append(step)
    tallies = [(name, score_of(steps)) for name, steps in sections.items()]
    tallies = sorted((t for t in tallies if t[1].asked), key=lambda t: (t[1].right / t[1].asked, -t[1].asked))
    weak = (cards[step.event.card] for step in missed)
    return Summary(
        first_try=score_of(firsts),
        recovered=sum(step.event.card in right for step in missed),
        milliseconds=sum(step.review.answer.milliseconds for step in done if step.review),
        missed=tuple(Missed(cards[s.event.card], s.question, s.due) for s in missed if s.question),
        by_section=tuple(tallies),
        weakest=next((card for card in weak if section_name(card) == tallies[0][0]), None) if tallies else None,
        total=total,
    )


def section_name(card: Card) -> str:
    """Return what a card's section is called where cards are counted by section: its second heading, or its first."""
    return (card.claim.heading_path[:2] or (card.claim.file,))[-1]
