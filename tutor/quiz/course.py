"""The questions of some notes, and what the learner did with them so far: what a session draws on."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial

from tutor.notes.values import Lines
from tutor.quiz.grading import EMPTY, Vocabulary
from tutor.quiz.reconcile import profile_of, reconcile
from tutor.quiz.scheduling import due_day, replay, retrievability, study_day
from tutor.quiz.values import Card, Question
from tutor.store.drill import Drill
from tutor.store.drilled import Effect, Given, Imported, Memory, Profile, Review, StoredDeck


@dataclass(frozen=True)
class Material:
    """What can be asked.

    Attributes:
        cards: in the order of the notes.
        ask: from a card to the questions that ask it, each time the same.
        text: from a file to its text.
        section: from a card to the lines of its section.
        about: the title and the tags of each file.
        known: from a file to what it knows, for grading.
        version: another one where the notes are other ones.
    """

    cards: Sequence[Card]
    ask: Callable[[Card], Sequence[Question]]
    text: Callable[[str], str]
    section: Callable[[Card], Lines]
    about: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known: Callable[[str], Vocabulary] = lambda _: EMPTY
    version: str = ""

    @cached_property
    def by_id(self) -> dict[str, Card]:
        """The cards by their identity."""
        return {card.id: card for card in self.cards}

    def is_on(self, card: Card, topic: str) -> bool:
        """Whether a card stands below a heading, in a file or under a tag that holds a topic; all hold an empty one."""
        wanted = topic.strip().casefold().removeprefix("#")
        names = (*card.claim.heading_path, card.claim.file, *self.about.get(card.claim.file, ()))
        return any(wanted in name.casefold() for name in names)

    def cards_at(self, file: str, lines: Lines, heading_path: Sequence[str]) -> list[Card]:
        """Return the cards that stand in some lines, or where there are none, below a heading; empty for none."""
        here = [card for card in self.cards if card.claim.file == file]
        path = tuple(heading_path)
        return [c for c in here if lines.first <= c.claim.lines.first <= lines.last] or [
            card for card in here if path and card.claim.heading_path[: len(path)] == path
        ]


class Clock:
    """The time, in the learner's zone."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC).astimezone()

    def nanoseconds(self) -> int:
        """Return the same, since 1970."""
        return time.time_ns()


class Course:
    """Some notes' material, with the learner's cards.

    Attributes:
        material: what can be asked.
        drill: where answers are kept.
        notes_id: which notes these are.
        clock: what tells the time.
    """

    def __init__(self, material: Material, drill: Drill, notes_id: str, clock: Clock | None = None) -> None:
        """Compare the cards that were asked before with the notes, where these are other ones than the last time."""
        self.material = material
        self.drill = drill
        self.clock = clock or Clock()
        self.notes_id = notes_id
        deck = self.deck
        if deck.version != material.version or not material.version:
            found = reconcile(drill.cards(deck.number), material.cards)
            drill.apply(deck.number, material.version, self.today, found.changes, found.archived)

    @property
    def deck(self) -> StoredDeck:
        """The deck as it is now."""
        return self.drill.deck(self.notes_id)

    @property
    def today(self) -> date:
        """The study day."""
        return study_day(self.clock.now())

    def questions(self, card: Card) -> list[Question]:
        """Return the questions of a card but those that were taken out."""
        bad = self._bad_kinds.get(card.id, frozenset())
        return [question for question in self.material.ask(card) if question.kind not in bad]

    def memory(self, identity: str) -> Memory:
        """Return how well a card is remembered."""
        stored = self.drill.find(self.deck.number, identity)
        return stored.memory if stored else Memory()

    def record(self, card: Card, answer: Given, is_cram: bool) -> Review:
        """Write down an answer to a card."""
        deck = self.deck
        return self.drill.record(deck.number, profile_of(card), answer, self._decider(card, answer, is_cram, deck.exam))

    def overrule(self, card: Card, review: Review, answer: Given, accept: str) -> Review:
        """Put another answer in the place of a recorded one; `accept` is right for this card from now on."""
        decide = self._decider(card, answer, review.kind == "cram", self.deck.exam)
        return self.drill.overrule(review.number, answer, decide, accept)

    def take_back(self, card: Card, review: Review) -> None:
        """Undo an answer."""
        exam = self.deck.exam
        self.drill.take_back(review.number, self.clock.nanoseconds(), partial(_state, card.id, exam))

    def take_out(self, card: Card, question: Question) -> None:
        """Never ask a card in this way again."""
        self.drill.take_out(
            self.deck.number, profile_of(card), question.kind, question.question, self.clock.nanoseconds()
        )
        self._forget_bad()

    def put_back(self, identity: str, kind: str) -> None:
        """Ask a card in this way again."""
        self.drill.put_back(self.deck.number, identity, kind)
        self._forget_bad()

    def set_exam(self, exam: date | None) -> None:
        """Set the day of the exam, or none; every card is scheduled anew."""
        set_exam(self.drill, self.notes_id, exam)

    def _forget_bad(self) -> None:
        self.__dict__.pop("_bad_kinds", None)

    @cached_property
    def _bad_kinds(self) -> dict[str, frozenset[str]]:
        kinds: dict[str, frozenset[str]] = {}
        for bad in self.drill.bad_questions(self.deck.number):
            kinds[bad.identity] = kinds.get(bad.identity, frozenset()) | {bad.kind}
        return kinds

    @staticmethod
    def _decider(card: Card, answer: Given, is_cram: bool, exam: date | None) -> Callable[[Sequence[Review]], Effect]:
        def decide(before: Sequence[Review]) -> Effect:
            memory = replay(_rated(before))
            if is_cram or memory.day == answer.day:
                return Effect("cram" if is_cram else "drill", None, *_state(card.id, exam, before))
            predicted = retrievability(memory, answer.day) if memory.reps else None
            after = replay([*_rated(before), (answer.rating, answer.day)])
            return Effect("review", predicted, after, due_day(card.id, after, exam))

        return decide


def set_exam(drill: Drill, notes_id: str, exam: date | None) -> None:
    """Set the day of the exam over some notes, or none; every card is scheduled anew."""
    drill.set_exam(drill.deck(notes_id).number, exam, partial(due_day, exam=exam))


def merge_reviews(drill: Drill, deck: StoredDeck, found: Iterable[tuple[Profile, Sequence[Imported]]]) -> int:
    """Add answers that were recorded elsewhere to a deck, and return how many were new."""
    return drill.merge(deck.number, found, lambda identity, reviews: _state(identity, deck.exam, reviews))


def _state(identity: str, exam: date | None, reviews: Iterable[Review]) -> tuple[Memory, date | None]:
    """Return what a card's answers come to."""
    memory = replay(_rated(reviews))
    return memory, due_day(identity, memory, exam)


def _rated(reviews: Iterable[Review]) -> list[tuple[int, date]]:
    return [(review.answer.rating, review.answer.day) for review in reviews if review.kind == "review"]
