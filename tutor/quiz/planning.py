"""What a session asks: which cards, in which order, and each in which form."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from random import Random
from typing import Literal

from tutor.errors import UsageError
from tutor.quiz.course import Course
from tutor.quiz.scheduling import retrievability
from tutor.quiz.values import Card, Kind, Question
from tutor.store.drilled import StoredCard

Mode = Literal["", "due", "new", "missed", "cram"]

NEW_A_DAY, REVIEWS_A_DAY = 10, 60
"""Cards of all notes together that are asked in a day, unless it is said what to ask."""

_WEIGHTS: dict[Kind, float] = {
    "acronym": 0.3,
    "list_recall": 0.3,
    "point_recall": 0.1,
    "heading_recall": 0.2,
    "open_recall": 0.05,
}
"""How often a new card is taken whose best question is of such a kind, against all others: these are hard work."""

_RECALLED, _HARDEST = 0.2, 0.2
"""The share of new cards at most that only the learner can grade, if there are others; and which weights those have."""

_LOOKED_AT = 8
"""How many times as many new cards are looked at as are taken."""

_NEAR = 8
"""Cards of a section among which a new one is drawn: what comes first in the notes is learned first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner wants to be asked.

    Attributes:
        number: of cards.
        mode: due ones then new ones, or only the due, the new, the missed; or whatever is weakest, unscheduled.
        topic: only cards below headings, in files or under tags that match.
        kind: only questions of this kind or form.
        cards: only these, by identity; empty for all.
        seed: what the order is drawn from; None for the time.
    """

    number: int = 10
    mode: Mode = ""
    topic: str = ""
    kind: str = ""
    cards: tuple[str, ...] = ()
    seed: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing in particular is wished for."""
        return not (self.mode or self.topic or self.kind or self.cards)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session asks.

    Attributes:
        cards: by identity, in the order of asking.
        is_cram: nothing of it is scheduled.
        kind: only questions of this kind or form.
        seed: what the questions are drawn from.
        waiting: how many more are due.
    """

    cards: tuple[str, ...]
    is_cram: bool = False
    kind: str = ""
    seed: int = 0
    waiting: int = 0

    def to_json(self) -> str:
        """Return the plan as a text, to be kept."""
        return json.dumps([self.cards, self.is_cram, self.kind, self.seed, self.waiting])

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """Return the plan that `to_json` made."""
        cards, is_cram, kind, seed, waiting = json.loads(text)
        return cls(tuple(cards), is_cram, kind, seed, waiting)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is besides what is due.

    Attributes:
        due: how many are due, whatever the limits of the day.
        next_day: the first day after today on which any are due.
        next_due: how many are due on it.
        unasked: how many cards were never asked.
    """

    due: int
    next_day: date | None
    next_due: int
    unasked: int


def outlook(course: Course) -> Outlook:
    """Return what is due and when more is."""
    deck, today = course.deck.number, course.today
    days = course.drill.due_days(deck)
    later = sorted(day for day in days if day > today)
    due = sum(card in course.material.by_id for card in course.drill.due(deck, today))
    unasked = len(course.material.by_id.keys() - course.drill.asked(deck))
    return Outlook(due, later[0] if later else None, days[later[0]] if later else 0, unasked)


def make_plan(course: Course, wish: Wish) -> Plan:
    """Return what a session asks; without cards if there is nothing of what was wished for.

    Raises:
        UsageError: nothing that is drilled is on the topic.
    """
    if wish.topic and not any(course.material.is_on(card, wish.topic) for card in course.material.cards):
        raise UsageError(f'Nothing that is drilled matches "{wish.topic}".', "Leave --topic out, or name another.")
    seed = course.clock.nanoseconds() % (1 << 32) if wish.seed is None else wish.seed
    rng = Random(seed)
    picker = _Picker(course, wish, rng)
    match "these" if wish.cards else wish.mode:
        case "these":
            cards = picker.these()
        case "cram":
            cards = picker.weakest()
        case "missed":
            cards = picker.missed()
        case "new":
            cards = picker.new(wish.number)
        case "due":
            cards = picker.due(wish.number)
        case _:
            cards = picker.by_day()
    mixed = mix([course.material.by_id[card] for card in cards], rng)
    waiting = max(0, picker.waiting - len(cards)) if wish.mode in {"", "due"} else 0
    return Plan(tuple(card.id for card in mixed), wish.mode == "cram", wish.kind, seed, waiting)


def matches(question: Question, kind: str) -> bool:
    """Whether a question is of a kind or form; any is of none."""
    return not kind or kind in {question.kind, question.form}


def mix(cards: Sequence[Card], rng: Random) -> list[Card]:
    """Return cards in random order, such that neighbours are of different sections where that can be."""
    groups: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for card in rng.sample(cards, len(cards)):
        groups[section_of(card)].append(card)
    mixed: list[Card] = []
    last: tuple[str, ...] | None = None
    while groups:
        open_ones = [section for section in groups if section != last] or list(groups)
        # The fullest first, or its cards would be left over for the end.
        last = max(open_ones, key=lambda section: len(groups[section]))
        mixed.append(groups[last].pop())
        if not groups[last]:
            del groups[last]
    return mixed


def section_of(card: Card) -> tuple[str, ...]:
    """Return the file and the headings of a card's section."""
    return (card.claim.file, *card.claim.heading_path)


@dataclass
class _Picker:
    course: Course
    wish: Wish
    rng: Random
    waiting: int = field(default=0, init=False)

    def by_day(self) -> list[str]:
        """Return what is due, then new ones, both as far as the day's limits go."""
        first, again = self.course.drill.done_on(self.course.today)
        due = self.due(min(self.wish.number, max(0, REVIEWS_A_DAY - again)))
        left = min(self.wish.number - len(due), max(0, NEW_A_DAY - first))
        return [*due, *self.new(left)]

    def due(self, number: int) -> list[str]:
        cards = [card for card in self._due() if self._is_wished(card)]
        self.waiting = len(cards)
        return list(islice(self._askable(cards), number))

    def new(self, number: int) -> list[str]:
        """Return cards that were never asked: from all sections in turn, of each rather what the program can grade."""
        asked = self.course.drill.asked(self.course.deck.number)
        groups: dict[tuple[str, ...], list[Card]] = defaultdict(list)
        for card in self.course.material.cards:
            if card.id not in asked and self._is_wished(card.id):
                groups[section_of(card)].append(card)
        sections = self.rng.sample(list(groups.values()), len(groups))
        drawn = self._askable(card.id for card in self._drawn(sections))
        found = list(islice(drawn, number * _LOOKED_AT))
        recalled = [card for card in found if self._weight(self.course.material.by_id[card]) <= _HARDEST]
        graded = [card for card in found if card not in recalled]
        taken = recalled[: max(round(number * _RECALLED), number - len(graded))]
        return [*graded[: number - len(taken)], *taken]

    def missed(self) -> list[str]:
        """Return the cards that were wrong when they were last asked on a day of theirs, the least remembered first."""
        numbers = self.course.drill.missed(self.course.deck.number)
        missed = [card for card in self._cards() if card.number in numbers]
        missed.sort(key=lambda card: (card.memory.stability or 0.0, card.number))
        return list(islice(self._askable(card.profile.identity for card in missed), self.wish.number))

    def weakest(self) -> list[str]:
        """Return any cards, those first that are least likely to be remembered."""
        today = self.course.today
        known = {c.profile.identity: retrievability(c.memory, today) for c in self._cards() if c.memory.reps}
        wished = [card.id for card in self.course.material.cards if self._is_wished(card.id)]
        order = sorted(self.rng.sample(wished, len(wished)), key=lambda card: known.get(card, 1.0))
        return list(islice(self._askable(order), self.wish.number))

    def these(self) -> list[str]:
        """Return cards that were named: those first that were never asked, then the least remembered."""
        today = self.course.today
        recall = {card: retrievability(self.course.memory(card), today) for card in self.wish.cards}
        return list(
            islice(self._askable(filter(self._is_wished, sorted(recall, key=recall.__getitem__))), self.wish.number)
        )

    def _due(self) -> list[str]:
        return self.course.drill.due(self.course.deck.number, self.course.today)

    def _cards(self) -> list[StoredCard]:
        stored = self.course.drill.cards(self.course.deck.number)
        return [card for card in stored if not card.is_archived and self._is_wished(card.profile.identity)]

    def _is_wished(self, identity: str) -> bool:
        card = self.course.material.by_id.get(identity)
        if card is None or (self.wish.cards and identity not in self.wish.cards):
            return False
        return not self.wish.topic or self.course.material.is_on(card, self.wish.topic)

    def _askable(self, cards: Iterable[str]) -> Iterator[str]:
        """Yield those that have a question of the kind that is wished for, no two that say the same."""
        said: set[str] = set()
        for identity in cards:
            card = self.course.material.by_id[identity]
            if card.content_hash in said or not self._questions(card):
                continue
            said.add(card.content_hash)
            yield identity

    def _questions(self, card: Card) -> list[Question]:
        return [question for question in self.course.questions(card) if matches(question, self.wish.kind)]

    def _drawn(self, sections: Sequence[list[Card]]) -> Iterator[Card]:
        """Yield the cards of sections in turn, in each drawn from the first ones that are left."""
        while any(sections):
            for left in filter(None, sections):
                near = left[:_NEAR]
                (card,) = self.rng.choices(near, [self._weight(card) for card in near])
                left.remove(card)
                yield card

    def _weight(self, card: Card) -> float:
        kinds = {question.kind for question in self._questions(card)}
        return max((_WEIGHTS.get(kind, 1.0) for kind in kinds), default=0.01)
