"""Columns of cells: how wide each may be, and a row of them as lines."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tutor.show.wrap import pad, wrap


def fit_columns(full: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Return the columns' widths in cells, `room` in all at most; None if that is too narrow.

    Each gets what it must have, and what is left is shared evenly among those that need more.
    """
    widths = list(map(min, full, least))
    spare = room - sum(widths)
    if spare < 0:
        return None
    while spare and (short := [i for i, need in enumerate(full) if widths[i] < need]):
        share = max(1, spare // len(short))
        for i in short[:spare]:
            more = min(full[i] - widths[i], share)
            widths[i] += more
            spare -= more
    return widths


def row_lines(cells: Sequence[str], widths: Sequence[int], between: str) -> Iterator[str]:
    """Yield a row's lines: each cell wrapped to its column's width."""
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        yield between.join(map(pad, pieces, widths)).rstrip(" ")
