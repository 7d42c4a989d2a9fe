"""The numbers behind an answer, as a table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.clean import clean_line
from tutor.show.citation import format_lines, format_path
from tutor.show.wrap import pad

if TYPE_CHECKING:
    from tutor.answer.answering import Explained

_TITLES = ("#", "score", "dense", "fact", "cover", "fact cover", "where")


def format_explained(hits: "Sequence[Explained]") -> list[str]:
    """Return a header and for each hit a line of numbers and one of the question's words."""
    rows = [_TITLES, *map(_row, hits)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(pad, row[:-1], widths)) + f"  {row[-1]}" for row in rows]
    below = [_words(hit, " " * (widths[0] + 2)) for hit in hits]
    return [lines[0], *(line for pair in zip(lines[1:], below, strict=True) for line in pair)]


def _row(hit: "Explained") -> tuple[str, ...]:
    numbers = (hit.score, hit.dense, hit.best_fact, hit.cover, hit.fact_cover)
    place = f"{clean_line(hit.file)}:{format_lines(hit.lines)}"
    where = f"{place}  {format_path(hit.heading_path)}".rstrip(" ")
    return (str(hit.rank), *(f"{number:.3f}" for number in numbers), where)


def _words(hit: "Explained", indent: str) -> str:
    matched, missing = (clean_line(", ".join(words)) or "-" for words in (hit.words, hit.missing))
    return f"{indent}matched: {matched} · missing: {missing}"
