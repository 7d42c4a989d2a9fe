"""Cards and questions made by hand, a clock that is set by hand, and a course over them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tutor.notes.values import Claim, Lines
from tutor.quiz.cards import cards_of
from tutor.quiz.course import Clock, Course, Material
from tutor.quiz.values import Card, Distractor, Kind, Point, Question
from tutor.store.store import Store

NOTES = "notes-01234567"
ZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY = date(2026, 11, 25)


class SetClock(Clock):
    """A clock that stands still until it is moved; at first the evening of FIRST_DAY."""

    def __init__(self) -> None:
        self.time = datetime.combine(FIRST_DAY, time(21), ZONE)

    def now(self) -> datetime:
        return self.time

    def nanoseconds(self) -> int:
        return int(self.time.timestamp()) * 10**9

    def pass_days(self, days: int) -> None:
        self.time += timedelta(days=days)


def claim(subject: str, value: str, *, section: str = "S3", file: str = "a.md", line: int = 3) -> Claim:
    return Claim("label", subject, "", value, file, Lines(line, line), ("Cloud", section), ("Cloud", section))


def cards(*claims: Claim) -> list[Card]:
    return cards_of(claims)


def question(card: Card, kind: Kind = "table_value", wrong: Sequence[str] = ("red", "green")) -> Question:
    """Return a question of a kind; the right answer of a choice is the claim's value, the others are `wrong`."""
    found = card.claim
    is_choice = kind in {"table_value", "which_of"}
    points = tuple(Point(part, found.lines) for part in found.value.split("; ")) if kind == "point_recall" else ()
    return Question(
        id=f"{card.id}{kind}",
        card=card.id,
        kind=kind,
        question=f"{found.subject}: ____" if kind == "cloze_number" else f"{found.subject}?",
        answer=found.value,
        accepted=(found.value,),
        choices=tuple(sorted((found.value, *wrong))) if is_choice else None,
        file=found.file,
        lines=found.lines,
        heading_path=found.heading_path,
        distractors=tuple(Distractor(w, found.file, Lines(9, 9), f"something else: {w}") for w in wrong)
        if is_choice
        else None,
        points=points,
    )


def choices_only(card: Card) -> list[Question]:
    return [question(card)]


def material(
    of: Sequence[Card], ask: Callable[[Card], Sequence[Question]] = choices_only, version: str = "1"
) -> Material:
    text = "# Cloud\n\n" + "".join(f"- {card.claim.subject}: {card.claim.value}\n" for card in of)
    about = {"a.md": ("Clouds", "exam")}
    return Material(of, ask, lambda _: text, lambda _: Lines(1, 3), about, version=version)


def ten_cards(per_section: int = 5) -> list[Card]:
    """Return ten cards in two sections, `t0` to `t9`, each with the answer `v0` to `v9`."""
    return cards(*(claim(f"t{i}", f"v{i}", section=f"Part {i // per_section}", line=i + 3) for i in range(10)))


def open_course(store: Store, of: Sequence[Card] | Material, clock: Clock) -> Course:
    return Course(of if isinstance(of, Material) else material(of), store.drill, NOTES, clock)


def open_store(folder: Path) -> Store:
    return Store.open(folder / "tutor.db")
