"""An Answer, and the versioned JSON that it round-trips through.

History stores it, the command line and the chat show it, tests compare it. `file` is relative to the notes, lines are
1-based and inclusive.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from tutor.notes.values import Lines

VERSION = 1

Verdict = Literal["sure", "doubtful", "absent"]


@dataclass(frozen=True, slots=True)
class Part:
    """A literal slice of a note.

    Attributes:
        lines: the lines that it touches.
        text: the slice: whole lines, or of a very long line whole sentences.
    """

    lines: Lines
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a section says to the question, word for word.

    Attributes:
        file: the note.
        heading_path: outermost first; empty for text before the first heading.
        parts: the slices in the order of the note, as few as hold the lines that answer.
        best_lines: the lines, among those quoted, that answer best.
        score: comparable only with the scores of the same answer.
        more: lines of the list that was asked for that did not fit.
    """

    file: str
    heading_path: tuple[str, ...]
    parts: tuple[Part, ...]
    best_lines: tuple[int, ...]
    score: float
    more: int = 0

    @property
    def lines(self) -> Lines:
        """The lines from the first part's first to the last part's last."""
        return Lines(self.parts[0].lines.first, self.parts[-1].lines.last)

    @property
    def text(self) -> str:
        """The parts, joined by newlines."""
        return "\n".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was read where that is not word for word.

    Attributes:
        kind: follow-up, typo, alias or topic.
        source: what was asked.
        target: what it was taken for.
    """

    kind: Literal["follow-up", "typo", "alias", "topic"]
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a comparison: verbatim, with its own place."""

    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect of a comparison and what each side has for it, in the order of the sides.

    Where no table holds the sides there is one row without an aspect: each side's own passage, an empty cell for one
    that the notes do not have.
    """

    aspect: str
    cells: tuple[Cell, ...]

    @property
    def is_equal(self) -> bool:
        """Whether it says the same of every side."""
        return len({" ".join(cell.text.lower().split()) for cell in self.cells}) == 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sides set against each other."""

    sides: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A section to look at where the notes do not answer."""

    file: str
    lines: Lines
    heading_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the notes say to a question.

    Attributes:
        question: as asked.
        understood: how it was read, where not word for word.
        verdict: sure, doubtful, or absent: not in the notes.
        why: one sentence for a verdict that is not sure.
        confidence: 0 to 1.
        quotes: best first.
        comparison: where the question asks for one.
        nearest: where the notes do not answer, the sections nearest to the question, nearest first.
    """

    question: str
    understood: tuple[Understood, ...]
    verdict: Verdict
    why: str | None
    confidence: float
    quotes: tuple[Quote, ...]
    comparison: Comparison | None = None
    nearest: tuple[Nearest, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the notes answer, if only doubtfully."""
        return self.verdict != "absent"

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain values of the documented schema."""
        return {
            "version": VERSION,
            "question": self.question,
            "understood": [{"kind": u.kind, "from": u.source, "to": u.target} for u in self.understood],
            "verdict": self.verdict,
            "why": self.why,
            "answered": self.answered,
            "confidence": self.confidence,
            "quotes": [_quote_to_json(quote) for quote in self.quotes],
            "comparison": asdict(self.comparison) if self.comparison else None,
            "nearest": [asdict(nearest) for nearest in self.nearest],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Answer":
        """Return the answer that `to_json` gave.

        Raises:
            ValueError: it was written in another version of the schema.
        """
        if data.get("version") != VERSION:
            raise ValueError(f"answer schema {data.get('version')}, expected {VERSION}")
        return cls(
            question=data["question"],
            understood=tuple(Understood(u["kind"], u["from"], u["to"]) for u in data["understood"]),
            verdict=data["verdict"],
            why=data["why"],
            confidence=data["confidence"],
            quotes=tuple(_quote_from_json(quote) for quote in data["quotes"]),
            comparison=_comparison_from_json(data["comparison"]) if data["comparison"] else None,
            nearest=tuple(Nearest(n["file"], Lines(*n["lines"]), tuple(n["heading_path"])) for n in data["nearest"]),
        )


def _quote_to_json(quote: Quote) -> dict[str, Any]:
    return {
        "file": quote.file,
        "heading_path": list(quote.heading_path),
        "lines": list(quote.lines),
        "parts": [{"lines": list(part.lines), "text": part.text} for part in quote.parts],
        "text": quote.text,
        "best_lines": list(quote.best_lines),
        "score": quote.score,
        "more": quote.more,
    }


def _quote_from_json(data: Mapping[str, Any]) -> Quote:
    return Quote(
        file=data["file"],
        heading_path=tuple(data["heading_path"]),
        parts=tuple(Part(Lines(*part["lines"]), part["text"]) for part in data["parts"]),
        best_lines=tuple(data["best_lines"]),
        score=data["score"],
        more=data["more"],
    )


def _comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    rows = tuple(Row(row["aspect"], tuple(Cell(**cell) for cell in row["cells"])) for row in data["rows"])
    return Comparison(tuple(data["sides"]), rows)
