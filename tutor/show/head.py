"""The line above a quote or a comparison: what it is at the left, where it stands at the right."""

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.show.citation import fit_path, format_path
from tutor.show.sources import Cited
from tutor.show.wrap import wrap

_BETWEEN = "  "


def draw_head(cited: Cited, width: int, style: str = "heading") -> list[Text]:
    """Return the heading path at the left and the citation at the right.

    A citation that leaves the path no room has lines of its own below it: it is never cut.
    """
    room = width - cell_len(cited.place)
    path = fit_path(cited.quote.heading_path, room - len(_BETWEEN))
    if path is not None:
        return [_cited(Text.assemble((path, style), " " * (room - cell_len(path))), cited.place, cited)]
    above = fit_path(cited.quote.heading_path, width)
    below = [_cited(Text(" " * (width - cell_len(piece))), piece, cited) for piece in _pieces(cited.place, width)]
    return [Text(above, style), *below] if above else below


def _pieces(place: str, width: int) -> list[str]:
    """Break `file.md:928-949` into lines, the numbers whole."""
    name, _, lines = place.rpartition(":")
    *pieces, last = wrap(name, width)
    whole = f"{last}:{lines}"
    return [*pieces, whole] if cell_len(whole) <= width else [*pieces, last, f":{lines}"]


def draw_titled_head(title: str, cited: Cited, width: int) -> list[Text]:
    """Return a clean title at the left, and at the right the last one or two headings and the citation.

    Where that is too narrow for them, it is as `draw_tall_head` has it.
    """
    headings = cited.quote.heading_path
    for path in (headings[-2:], headings[-1:]):
        right = _BETWEEN.join(filter(None, (format_path(path), cited.place)))
        space = width - cell_len(title) - cell_len(right)
        if space >= len(_BETWEEN):
            above = right[: len(right) - len(cited.place)]
            return [_cited(Text.assemble((title, "heading"), " " * space, (above, "citation")), cited.place, cited)]
    return draw_tall_head(title, cited, width)


def draw_tall_head(title: str, cited: Cited, width: int) -> list[Text]:
    """Return a clean title with the citation at the right, or below where that is too narrow, and the heading path."""
    space = width - cell_len(title) - cell_len(cited.place)
    if space < len(_BETWEEN):
        return [*(Text(piece, "heading") for piece in wrap(title, width)), *draw_head(cited, width, "citation")]
    first = _cited(Text.assemble((title, "heading"), " " * space), cited.place, cited)
    path = fit_path(cited.quote.heading_path, width)
    return [first, Text(path, "citation")] if path else [first]


def _cited(text: Text, place: str, cited: Cited) -> Text:
    start = len(text)
    text.append(place, "citation")
    text.stylize(Style(link=cited.link), start)
    return text
