"""Texts that are longer than the encoder reads, cut to fit: what it reads is counted in batches, and never twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# What the counter makes of a text is some kilobytes for each of these.
_BATCH = 512
# A text with more characters to each word piece that fits is too long without being counted. Word pieces of prose have
# four; only what no one can read has more than this.
_MAX_PIECE = 40
_SPACE = " \n\t\r"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much the encoder reads.

    Attributes:
        count: word pieces of each text, special ones not counted.
        limit: word pieces that fit, special ones not counted.
        is_of_words: each word piece is of the letters of one word: a text has no more of them than letters, and lines
            together no more than each alone, so that much need not be counted.
    """

    count: Callable[[Sequence[str]], list[int]]
    limit: int
    is_of_words: bool = False

    def sizes(self, texts: Sequence[str]) -> list[int]:
        """Return the word pieces of each text; of one that is far too long, some number above the limit."""
        sizes = [self.limit + 1 if self.is_far_too_long(len(text)) else 0 for text in texts]
        counted = [number for number, size in enumerate(sizes) if not size]
        for start in range(0, len(counted), _BATCH):
            batch = counted[start : start + _BATCH]
            for number, size in zip(batch, self.count([texts[number] for number in batch]), strict=True):
                sizes[number] = size
        return sizes

    def fits(self, texts: Sequence[str], at_most: Sequence[int] = ()) -> list[bool]:
        """Say of each text whether all of it is read.

        `at_most` are the word pieces that the first of them have if lines have no more together than each alone. What
        needs no counting is not counted: that takes a quarter of the time that a note does.
        """
        fitting = [False] * len(texts)
        if self.is_of_words:
            fitting = [most <= self.limit for most in at_most]
            # Letters of other scripts may be taken apart before they are read.
            fitting += [text.isascii() and len(text) <= self.limit for text in texts[len(at_most) :]]
        doubtful = [number for number, is_sure in enumerate(fitting) if not is_sure]
        for number, size in zip(doubtful, self.sizes([texts[number] for number in doubtful]), strict=True):
            fitting[number] = size <= self.limit
        return fitting

    def is_far_too_long(self, characters: int) -> bool:
        """Say whether a text of so many characters need not be counted."""
        return characters > _MAX_PIECE * self.limit


class Piece(NamedTuple):
    """A slice of one of several texts, without white space at its ends."""

    number: int
    start: int
    end: int


def inputs_of(texts: Sequence[tuple[str, str]], budget: Budget, at_most: Sequence[int] = ()) -> list[tuple[str, ...]]:
    """Return what is encoded for each (head, body): both, or the head with each part of a body that is too long.

    `at_most`: see `Budget.fits`.
    """
    inputs: list[tuple[str, ...]] = [(head + body,) for head, body in texts]
    fitting = budget.fits([whole for (whole,) in inputs], at_most)
    long = [number for number, fits in enumerate(fitting) if not fits]
    if not long:
        return inputs
    heads = dict(zip(long, shortened([texts[number][0] for number in long], budget), strict=True))
    pieces = cut_to_fit(
        [Piece(number, 0, len(texts[number][1])) for number in long],
        lambda piece: heads[piece.number] + texts[piece.number][1][piece.start : piece.end],
        lambda piece: halves(texts[piece.number][1], piece) or _middle(piece),
        budget.limit,
        budget,
    )
    for number in long:
        inputs[number] = ()
    for piece in pieces:
        inputs[piece.number] += (heads[piece.number] + texts[piece.number][1][piece.start : piece.end],)
    return inputs


def shortened(heads: Sequence[str], budget: Budget) -> list[str]:
    """Return heads, each cut at its front until it takes no more than half of what the encoder reads."""
    kept = list(heads)
    todo = list(range(len(kept)))
    while todo:
        sizes = budget.sizes([kept[number] for number in todo])
        todo = [number for number, size in zip(todo, sizes, strict=True) if size > budget.limit // 2 and kept[number]]
        for number in todo:
            kept[number] = kept[number][(len(kept[number]) + 1) // 2 :]
    return kept


def cut_to_fit(
    pieces: Iterable[Piece],
    words: Callable[[Piece], str],
    halve: Callable[[Piece], list[Piece]],
    most: int,
    budget: Budget,
) -> list[Piece]:
    """Return pieces in order, each halved until its words are no more than so many word pieces.

    Args:
        pieces: what is cut.
        words: a piece as the encoder reads it.
        halve: returns the two halves of a piece, or nothing where it cannot be cut.
        most: word pieces that fit.
        budget: counts them.
    """
    done: list[Piece] = []
    todo = list(pieces)
    while todo:
        far = [budget.is_far_too_long(piece.end - piece.start) for piece in todo]
        sizes = iter(budget.sizes([words(piece) for piece, is_far in zip(todo, far, strict=True) if not is_far]))
        cut: list[Piece] = []
        for piece, is_far in zip(todo, far, strict=True):
            parts = halve(piece) if is_far or next(sizes) > most else []
            cut += parts
            done += [] if parts else [piece]
        todo = cut
    return sorted(done)


def halves(text: str, piece: Piece) -> list[Piece]:
    """Return a piece's halves, cut at a line break near its middle, else at the nearest white space, if any."""
    middle, quarter = (piece.start + piece.end) // 2, (piece.end - piece.start) // 4
    at = _nearest(text, "\n", (middle - quarter, middle, middle + quarter))
    if at < 0:
        at = _nearest(text, _SPACE, (piece.start, middle, piece.end))
    if at < 0:
        return []
    parts = (_stripped(text, piece.number, piece.start, at), _stripped(text, piece.number, at, piece.end))
    return [part for part in parts if part.start < part.end]


def _middle(piece: Piece) -> list[Piece]:
    middle = (piece.start + piece.end) // 2
    if middle == piece.start:
        return []
    return [Piece(piece.number, piece.start, middle), Piece(piece.number, middle, piece.end)]


def _nearest(text: str, marks: str, within: tuple[int, int, int]) -> int:
    low, middle, high = within
    places = [text.rfind(mark, low, middle) for mark in marks] + [text.find(mark, middle, high) for mark in marks]
    return min((at for at in places if at >= 0), key=lambda at: abs(at - middle), default=-1)


def _stripped(text: str, number: int, start: int, end: int) -> Piece:
    part = text[start:end]
    left = start + len(part) - len(part.lstrip())
    return Piece(number, left, max(left, start + len(part.rstrip())))
