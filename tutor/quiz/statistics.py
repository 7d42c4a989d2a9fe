"""How far a learner is: coverage and knowledge over the headings, retention, what is to come, an exam."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tutor.quiz.course import Course
from tutor.quiz.scheduling import REVIEW, is_leech, retrievability
from tutor.quiz.values import Card
from tutor.store.drilled import NEW, DayCount, StoredCard

FORECAST = 14
"""Days that the forecast looks ahead, today among them."""

_MONTH = 30
_FREEZE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Standing:
    """How some cards stand.

    Attributes:
        cards: how many there are.
        asked: of these, how many were ever asked.
        known: how many were right the last time.
        due: how many wait today.
        recall: how many would be right if all were asked today, as predicted; one that was never asked counts as 0.
    """

    cards: int = 0
    asked: int = 0
    known: int = 0
    due: int = 0
    recall: float = 0.0

    @property
    def knowledge(self) -> float:
        """The share of all cards that would be right today, 0 to 1."""
        return self.recall / self.cards if self.cards else 0.0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.cards + other.cards,
            self.asked + other.asked,
            self.known + other.known,
            self.due + other.due,
            self.recall + other.recall,
        )


@dataclass(frozen=True, slots=True)
class Branch:
    """A heading with how the cards below it stand, and the headings below it, the weakest first."""

    path: tuple[str, ...]
    standing: Standing
    below: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """Reviews over some time: how many, the share that was right, and the share that was predicted to be."""

    reviews: int
    true: float
    predicted: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """How an exam would go.

    Attributes:
        exam: its day.
        days_left: until then.
        recall: the share of all cards that would be right on that day if nothing more was done.
        new_a_day: cards never asked, for each day that is left.
    """

    exam: date
    days_left: int
    recall: float
    new_a_day: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of it.

    Attributes:
        today: the study day that it is about.
        standing: of all cards.
        branches: by heading, the weakest first.
        days: what was done on each day of the last month with an answer, in order.
        retention: over the last week, the last month and all time, by name.
        forecast: how many cards come back on each of the next days; the first one has what is overdue, too.
        streak: study days in a row.
        readiness: for the exam, if one is set.
        leeches: cards that are missed again and again.
        bad: how many questions were taken out.
    """

    today: date
    standing: Standing
    branches: tuple[Branch, ...]
    days: tuple[DayCount, ...]
    retention: Mapping[str, Retention]
    forecast: tuple[tuple[date, int], ...]
    streak: int
    readiness: Readiness | None
    leeches: tuple[Card, ...]
    bad: int

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON has it: days as ISO dates, shares from 0 to 1."""
        return {
            "today": self.today.isoformat(),
            **_standing_json(self.standing),
            "sections": [_branch_json(branch) for branch in self.branches],
            "days": [
                {
                    "day": day.day.isoformat(),
                    "new": day.first,
                    "reviews": day.again,
                    "right": day.right,
                    "practice": day.practice,
                    "minutes": round(day.milliseconds / 60_000, 1),
                }
                for day in self.days
            ],
            "retention": {
                name: {"reviews": r.reviews, "true": round(r.true, 4), "predicted": round(r.predicted, 4)}
                for name, r in self.retention.items()
            },
            "forecast": [{"day": day.isoformat(), "due": count} for day, count in self.forecast],
            "streak": self.streak,
            "exam": _readiness_json(self.readiness) if self.readiness else None,
            "leeches": [{"file": c.claim.file, "line": c.claim.lines.first} for c in self.leeches],
            "bad_questions": self.bad,
        }


def statistics(course: Course) -> Statistics:
    """Return how far the learner is."""
    deck, today = course.deck, course.today
    stored = {c.profile.identity: c for c in course.drill.cards(deck.number) if not c.is_archived}
    cards = course.material.cards
    standings = {card.id: standing_of(stored.get(card.id), today) for card in cards}
    days = course.drill.day_counts(deck.number)
    return Statistics(
        today=today,
        standing=sum(standings.values(), Standing()),
        branches=branches(cards, standings),
        days=tuple(day for day in days if (today - day.day).days < _MONTH),
        retention=_retentions(days, today),
        forecast=tuple(_forecast(course.drill.due_days(deck.number), today)),
        streak=streak([day.day for day in days], today),
        readiness=_readiness(cards, stored, deck.exam, today) if deck.exam and deck.exam >= today else None,
        leeches=tuple(card for card in cards if _is_leech(stored.get(card.id))),
        bad=len(course.drill.bad_questions(deck.number)),
    )


def branches(cards: Sequence[Card], standings: Mapping[str, Standing]) -> tuple[Branch, ...]:
    """Return how cards stand by heading, all levels, the weakest first and what was never asked last."""
    root = _Tree(())
    for card in cards:
        root.add(_places(card), standings[card.id])
    found = tuple(_sorted(tree.to_branch() for tree in root.below.values()))
    # A title that all stands below says nothing.
    return found[0].below if len(found) == 1 and found[0].below else found


def streak(days: Collection[date], today: date) -> int:
    """Return on how many study days in a row there was an answer, up to today or yesterday.

    A day without one does not count, and does not end it either if none of the seven days around it was missed, too.
    """
    found = set(days)
    at = today if today in found else today - timedelta(days=1)
    count, frozen = 0, today + _FREEZE
    while True:
        if at in found:
            count += 1
        elif count and frozen - at >= _FREEZE and at - timedelta(days=1) in found:
            frozen = at
        else:
            return count
        at -= timedelta(days=1)


@dataclass
class _Tree:
    path: tuple[str, ...]
    standing: Standing = Standing()
    below: dict[str, "_Tree"] = field(default_factory=dict)

    def add(self, places: Sequence[str], standing: Standing) -> None:
        self.standing += standing
        if places:
            first, *rest = places
            self.below.setdefault(first, _Tree((*self.path, first))).add(rest, standing)

    def to_branch(self) -> Branch:
        return Branch(self.path, self.standing, tuple(_sorted(tree.to_branch() for tree in self.below.values())))


def _sorted(found: Iterable[Branch]) -> list[Branch]:
    return sorted(found, key=lambda b: (not b.standing.asked, b.standing.recall / max(1, b.standing.asked)))


def _places(card: Card) -> tuple[str, ...]:
    return card.claim.heading_path or (card.claim.file,)


def standing_of(card: StoredCard | None, today: date) -> Standing:
    """Return how one card stands; None is one that was never asked."""
    memory = card.memory if card else NEW
    if card is None or not memory.reps:
        return Standing(cards=1)
    is_due = card.due is not None and card.due <= today
    return Standing(1, 1, int(memory.state == REVIEW), int(is_due), retrievability(memory, today))


def _is_leech(card: StoredCard | None) -> bool:
    return card is not None and card.memory.state != REVIEW and is_leech(card.memory.lapses)


def _retentions(days: Sequence[DayCount], today: date) -> dict[str, Retention]:
    spans = {"week": 7, "month": _MONTH, "all": 1 << 20}
    return {name: _retention([day for day in days if (today - day.day).days < span]) for name, span in spans.items()}


def _retention(days: Sequence[DayCount]) -> Retention:
    reviews = sum(day.again for day in days)
    if not reviews:
        return Retention(0, 0.0, 0.0)
    return Retention(reviews, sum(d.right for d in days) / reviews, sum(d.predicted for d in days) / reviews)


def _forecast(due_days: Mapping[date, int], today: date) -> Iterator[tuple[date, int]]:
    counts: dict[date, int] = defaultdict(int)
    for day, count in due_days.items():
        counts[max(day, today)] += count
    yield from ((day, counts[day]) for day in (today + timedelta(days=n) for n in range(FORECAST)))


def _readiness(cards: Sequence[Card], stored: Mapping[str, StoredCard], exam: date, today: date) -> Readiness:
    asked = [stored[card.id].memory for card in cards if card.id in stored and stored[card.id].memory.reps]
    recall = sum(retrievability(memory, exam) for memory in asked) / max(1, len(cards))
    left = (exam - today).days
    return Readiness(exam, left, recall, (len(cards) - len(asked)) / max(1, left))


def _standing_json(standing: Standing) -> dict[str, Any]:
    return {
        "cards": standing.cards,
        "asked": standing.asked,
        "known": standing.known,
        "due": standing.due,
        "never_asked": standing.cards - standing.asked,
        "knowledge": round(standing.knowledge, 4),
    }


def _branch_json(branch: Branch) -> dict[str, Any]:
    below = [_branch_json(found) for found in branch.below]
    return {"heading_path": list(branch.path), **_standing_json(branch.standing), "sections": below}


def _readiness_json(readiness: Readiness) -> dict[str, Any]:
    return {
        "day": readiness.exam.isoformat(),
        "days_left": readiness.days_left,
        "recall": round(readiness.recall, 4),
        "new_a_day": round(readiness.new_a_day, 1),
    }
