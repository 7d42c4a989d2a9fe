"""An Answer as styled lines for a terminal of a given width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.text import Text

from tutor.answer.values import Answer, Comparison, Quote
from tutor.show.comparison import draw_comparison
from tutor.show.head import draw_head
from tutor.show.quote import FULLER, render_more, render_quote
from tutor.show.sources import Cited, find_sources
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
    width = max(width, NARROWEST)
    said = ((understood_lines(answer), "understood"), (verdict_lines(answer), "verdict"))
    lines = [Text(piece, style) for texts, style in said for text in texts for piece in wrap(text, width)]
    for block in draw_blocks(answer, root=root):
        lines += [*([Text()] if lines else []), *block.draw(width, full)]
    return lines


@dataclass(frozen=True, slots=True)
class Block:
    """A comparison, or a quote that none shows.

    Attributes:
        quotes: what it stands on, in the order in which it is shown.
        draw: given cells, at least NARROWEST, and whether all rows are wanted, its clean lines.
    """

    quotes: tuple[Quote, ...]
    draw: Callable[[int, bool], list[Text]]


def draw_blocks(
    answer: Answer, *, root: Path | None = None, fuller: str = FULLER, is_openable: bool = False
) -> list[Block]:
    """Return what is shown of an answer below its verdict, in order; each is drawn by itself, for any width.

    `root` as for `render_answer`; `fuller` is how more is asked for. Where a quote can be opened, its citation need not
    be written out: it takes one line at most.
    """
    sources = find_sources(answer, root)
    blocks = [Block((cited.quote,), partial(_draw_quote, cited, fuller, is_openable)) for cited in sources.others]
    if not (answer.comparison and sources.compared):
        return blocks
    quotes = tuple(cited.quote for cited in sources.compared if cited)
    draw = partial(_draw_comparison, answer.comparison, sources.compared, fuller, is_openable)
    return [Block(quotes, draw), *blocks]


def _draw_comparison(
    comparison: Comparison,
    sources: Sequence[Cited | None],
    fuller: str,
    is_openable: bool,
    width: int,
    full: bool,
) -> list[Text]:
    fitted = [cited.fitted(width) if cited and is_openable else cited for cited in sources]
    return draw_comparison(comparison, fitted, width, is_full=full, fuller=fuller)


def _draw_quote(cited: Cited, fuller: str, is_openable: bool, width: int, _full: bool) -> list[Text]:
    cited = cited.fitted(width) if is_openable else cited
    return [*draw_head(cited, width), *render_quote(cited.quote, width), *render_more(cited.quote, width, fuller)]
