"""Reviews and cards as texts for other programs, and reviews back."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, get_args

from tutor.clean import clean
from tutor.errors import UsageError
from tutor.quiz.course import Course
from tutor.quiz.values import Card
from tutor.store.drilled import Given, Imported, Profile, Review, ReviewKind, StoredCard

VERSION = 1

# What begins a formula, in Asian widths too: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = frozenset("=@\t\r\n＝＋－＠")
_SIGNED = re.compile(r"[+-][\d.,]+(?: ?[%°\w]+)?")  # -5 °C

_HEADER = {"tutor": "reviews", "version": VERSION}


def reviews_to_lines(cards: Sequence[StoredCard], reviews: Iterable[tuple[str, Review]]) -> Iterator[str]:
    """Yield JSON, one object a line: a header, the cards, and their answers, oldest first."""
    yield json.dumps(_HEADER)
    numbers = {card.number: card for card in cards}
    told: set[int] = set()
    for _, review in reviews:
        if review.card not in told:
            told.add(review.card)
            yield json.dumps({"card": review.card, **_profile_json(numbers[review.card].profile)})
        yield json.dumps({"of": review.card, **_review_json(review)})


def reviews_from_lines(lines: Iterable[str]) -> list[tuple[Profile, list[Imported]]]:
    """Return what `reviews_to_lines` made: cards with their answers.

    Raises:
        UsageError: it is no such text; the message names the line.
    """
    profiles: dict[int, Profile] = {}
    found: dict[int, list[Imported]] = {}
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            if number == 1:
                _check(record)
            elif "card" in record:
                profiles[record["card"]] = _profile(record)
            else:
                found.setdefault(record["of"], []).append(_imported(record))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            raise _no_export(number) from None
    if not number or not found.keys() <= profiles.keys():
        raise _no_export(number)
    return [(profiles[card], answers) for card, answers in found.items()]


def cards_to_rows(course: Course, cards: Iterable[Card]) -> Iterator[dict[str, Any]]:
    """Yield every question of some cards, with how its card stands."""
    stored = {c.profile.identity: c for c in course.drill.cards(course.deck.number) if not c.is_archived}
    for card in cards:
        standing = stored.get(card.id)
        for question in course.questions(card):
            yield {**question.to_json(), **_standing(standing)}


def to_cell(value: object) -> str:
    """Return what a cell of a table for other programs holds: clean, and never a formula that they would run."""
    text = "" if value is None else clean(str(value))
    is_formula = text[:1] in _FORMULA or (text[:1] in {"+", "-"} and not _SIGNED.fullmatch(text))
    return f"'{text}" if is_formula else text


def cards_on(course: Course, topic: str) -> list[Card]:
    """Return the cards on a topic; all of them for an empty one."""
    return [card for card in course.material.cards if course.material.is_on(card, topic)]


def _check(record: dict[str, Any]) -> None:
    if record.get("tutor") != "reviews" or record.get("version") != VERSION:
        raise ValueError


def _no_export(line: int) -> UsageError:
    return UsageError(
        f"Line {max(1, line)} is not of reviews that tutor exported.", "Make the file with: tutor export reviews FILE"
    )


def _standing(card: StoredCard | None) -> dict[str, Any]:
    if card is None or not card.memory.reps:
        return {"reviews": 0, "lapses": 0, "stability": None, "due": None}
    memory = card.memory
    due = card.due.isoformat() if card.due else None
    return {"reviews": memory.reps, "lapses": memory.lapses, "stability": round(memory.stability or 0, 2), "due": due}


def _profile_json(profile: Profile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in Profile.__dataclass_fields__}


def _profile(record: dict[str, Any]) -> Profile:
    texts = {name: record[name] for name in Profile.__dataclass_fields__ if name not in {"names", "line"}}
    names = tuple(record["names"])
    if not all(isinstance(text, str) for text in (*texts.values(), *names)) or type(record["line"]) is not int:
        raise ValueError
    return Profile(**texts, names=names, line=record["line"])


def _review_json(review: Review) -> dict[str, Any]:
    answer = {name: getattr(review.answer, name) for name in Given.__dataclass_fields__ if name != "session"}
    return {**answer, "day": review.answer.day.isoformat(), "kind": review.kind, "predicted": review.predicted}


def _imported(record: dict[str, Any]) -> Imported:
    answer = Given(
        None,
        int(record["at"]),
        date.fromisoformat(record["day"]),
        str(record["question"]),
        str(record["given"]),
        str(record["verdict"]),
        bool(record["is_overruled"]),
        bool(record["is_scored"]),
        int(record["hints"]),
        int(record["rating"]),
        int(record["milliseconds"]),
    )
    kind, predicted = record["kind"], record["predicted"]
    if kind not in get_args(ReviewKind) or not 1 <= answer.rating <= 4 or not 0 <= answer.at < 1 << 63:
        raise ValueError
    return Imported(kind, answer, None if predicted is None else float(predicted))
