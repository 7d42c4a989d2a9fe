"""A claim that is scheduled, and the forms of asking it, with the JSON that `tutor cards` prints.

All are values without I/O; lines are 1-based and inclusive, `file` is relative to the notes.
"""

from dataclasses import dataclass
from typing import Any, Literal

from tutor.notes.values import Claim, Lines

__all__ = ["FORMS", "Card", "Claim", "Distractor", "Form", "Kind", "Point", "Question"]

Form = Literal["choice", "cloze", "typed", "recall"]
Kind = Literal[
    "table_value",
    "table_reverse",
    "table_yesno",
    "table_typed",
    "which_of",
    "what_is",
    "name_it",
    "cloze_number",
    "cloze_bold",
    "acronym",
    "list_recall",
    "point_recall",
    "heading_recall",
    "open_recall",
]
FORMS: dict[Kind, Form] = {
    "table_value": "choice",
    "table_reverse": "choice",
    "table_yesno": "choice",
    "table_typed": "typed",
    "which_of": "choice",
    "what_is": "choice",
    "name_it": "typed",
    "cloze_number": "cloze",
    "cloze_bold": "cloze",
    "acronym": "typed",
    "list_recall": "typed",
    "point_recall": "recall",
    "heading_recall": "recall",
    "open_recall": "recall",
}
"""How each kind is answered: by choosing, by typing what is blanked or asked, or by recalling and grading oneself."""


@dataclass(frozen=True, slots=True)
class Card:
    """A claim that is scheduled.

    Attributes:
        id: 32 hexadecimal digits: the hash of the key, and of how many equal keys stand before it in the notes.
        key: what the claim is by its place in the structure: JSON of its kind, its last two headings or labels that
            name something, and its subject and relation where the kind has them. Never its value, its text or its line.
        claim: what is asked.
        content_hash: of what the claim says and of what, wherever it stands; 32 hexadecimal digits.
        answer_hash: of the value alone: another one means that the notes changed.
    """

    id: str
    key: str
    claim: Claim
    content_hash: str
    answer_hash: str


@dataclass(frozen=True, slots=True)
class Distractor:
    """A wrong choice, and where the notes have it.

    Attributes:
        choice: as it is shown among the choices.
        file, lines: where it stands.
        truth: what it really is, in words: "S3 Standard-IA: 30 days".
    """

    choice: str
    file: str
    lines: Lines
    truth: str


@dataclass(frozen=True, slots=True)
class Point:
    """One of the things to recall, to be graded by itself, and its place."""

    text: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Question:
    """One form of asking a card. It can be understood without its note at hand.

    Attributes:
        id: 32 hexadecimal digits, of the card, the kind and what is blanked.
        card: the card's id.
        kind: which form; `FORMS` says how it is answered.
        question: what is asked; in a cloze, what is to be typed is "____".
        answer: the right answer, as the notes have it; of a list or points, joined by "; ".
        accepted: what is right as well, the answer itself first.
        choices: what can be chosen, in the order to show, the answer among them; None where it is not a choice.
        file, lines: where the notes say so.
        heading_path: outermost first.
        distractors: the wrong choices in the order of the choices; None where it is not a choice.
        points: what is to be recalled, one by one; empty unless it is a recall or a list.
        disputed: the claims that say otherwise: the notes disagree, so either is accepted and nothing is scored.
    """

    id: str
    card: str
    kind: Kind
    question: str
    answer: str
    accepted: tuple[str, ...]
    choices: tuple[str, ...] | None
    file: str
    lines: Lines
    heading_path: tuple[str, ...]
    distractors: tuple[Distractor, ...] | None = None
    points: tuple[Point, ...] = ()
    disputed: tuple[Claim, ...] = ()

    @property
    def form(self) -> Form:
        """How it is answered."""
        return FORMS[self.kind]

    @property
    def is_graded(self) -> bool:
        """Whether the program can grade it; the learner grades a recall."""
        return self.form != "recall"

    def to_json(self) -> dict[str, Any]:
        """Return what `tutor cards --json` prints of it, its keys in order."""
        return {
            "id": self.id,
            "card": self.card,
            "kind": self.kind,
            "question": self.question,
            "answer": self.answer,
            "accepted": list(self.accepted),
            "choices": None if self.choices is None else list(self.choices),
            "file": self.file,
            "lines": list(self.lines),
            "heading_path": list(self.heading_path),
            "distractors": None
            if self.distractors is None
            else [{"choice": d.choice, "file": d.file, "lines": list(d.lines)} for d in self.distractors],
        }
