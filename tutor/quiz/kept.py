"""The questions of a library as bytes that are kept with its index, so that hundreds of notes start at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tutor.notes.values import Lines
from tutor.quiz.values import Card, Distractor, Point, Question

_SUM = 16

Asked = Mapping[str, tuple[Question, ...]]
"""The questions of each card, by the card's id."""


@cache
def rules() -> str:
    """Return a hash of the code that makes claims and questions: others make other questions of the same notes."""
    quiz = Path(__file__).parent
    found = blake2b(digest_size=8)
    for file in sorted((*quiz.glob("*.py"), *(quiz.parent / "notes").glob("*.py"))):
        found.update(file.read_bytes())
    return found.hexdigest()


def to_bytes(asked: Asked, cards: Sequence[Card]) -> bytes:
    """Return questions as JSON after a checksum. What they share with their claims is left out.

    Args:
        asked: the questions of each card.
        cards: one for each claim of the library, in order.
    """
    places = {id(card.claim): place for place, card in enumerate(cards)}
    rows = [[place, [_row(q, places) for q in asked[card.id]]] for place, card in enumerate(cards) if asked[card.id]]
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _sum(body) + body


def from_bytes(data: bytes, cards: Sequence[Card]) -> Asked:
    """Return the questions that `to_bytes` wrote of the same cards.

    Raises:
        ValueError: it did not.
    """
    total, body = data[:_SUM], data[_SUM:]
    if total != _sum(body):
        raise ValueError("these are no questions, or not all of them")
    rows = json.loads(body.decode("utf-8", "surrogatepass"))
    return {cards[place].id: tuple(_questions(kept, cards[place], cards)) for place, kept in rows}


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=_SUM).digest()


def _row(question: Question, places: Mapping[int, int]) -> list[Any]:
    wrong = None
    if question.distractors is not None:
        wrong = [[d.choice, d.file, d.lines, d.truth] for d in question.distractors]
    points = [[point.text, point.lines] for point in question.points]
    disputed = [places[id(claim)] for claim in question.disputed]
    own = [question.id, question.kind, question.question, question.answer, question.accepted, question.choices]
    return [*own, wrong, points, disputed]


def _questions(rows: list[Any], card: Card, cards: Sequence[Card]) -> Iterator[Question]:
    for number, kind, question, answer, accepted, choices, wrong, points, disputed in rows:
        yield Question(
            id=number,
            card=card.id,
            kind=kind,
            question=question,
            answer=answer,
            accepted=tuple(accepted),
            choices=None if choices is None else tuple(choices),
            file=card.claim.file,
            lines=card.claim.lines,
            heading_path=card.claim.heading_path,
            distractors=None if wrong is None else tuple(Distractor(c, f, Lines(*at), t) for c, f, at, t in wrong),
            points=tuple(Point(text, Lines(*at)) for text, at in points),
            disputed=tuple(cards[place].claim for place in disputed),
        )
