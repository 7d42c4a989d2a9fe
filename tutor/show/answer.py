"""An Answer as styled lines for a terminal of a given width."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from tutor.answer.values import Answer
from tutor.show.comparison import draw_comparison
from tutor.show.head import draw_head
from tutor.show.quote import render_more, render_quote
from tutor.show.sources import find_sources
from tutor.show.verdict import understood_lines, verdict_lines
from tutor.show.wrap import wrap

NARROWEST = 20
"""Cells that a line may take even in a narrower terminal."""


def render_answer(answer: Answer, width: int, *, root: Path | None = None, full: bool = False) -> list[Text]:
    """Return an answer as clean lines, none wider than `width` cells or NARROWEST.

    A comparison comes first, then the quotes that it does not show. Nothing of a quote is left
    out; of a comparison's rows, unless `full`, those that do not fit a screen. The lines carry the
    styles of `theme.STYLES` by name; the citations link to the notes below `root`, which is
    absolute, unless it is None.
    """
    lines: list[Text] = []
    for block in _blocks(answer, max(width, NARROWEST), root, full):
        lines += [Text(), *block] if lines and block else block
    return lines


def _blocks(answer: Answer, width: int, root: Path | None, full: bool) -> Iterator[list[Text]]:
    understood = _wrapped(understood_lines(answer), width, "understood")
    yield [*understood, *_wrapped(verdict_lines(answer), width, "verdict")]
    sources = find_sources(answer, root)
    if answer.comparison and sources.compared:
        yield draw_comparison(answer.comparison, sources.compared, width, is_full=full)
    for cited in sources.others:
        yield [*draw_head(cited, width), *render_quote(cited.quote, width), *render_more(cited.quote, width)]


def _wrapped(lines: Sequence[str], width: int, style: str) -> list[Text]:
    return [Text(piece, style) for line in lines for piece in wrap(line, width)]
