"""Text wrapped to terminal cells: an East Asian character or an emoji takes two."""

import re

from rich.cells import cell_len, chop_cells

_WORD = re.compile(r" *[^ ]+")
_PREFIX = re.compile(r" *(?:> ?)*(?:(?:[-*+•]|\d{1,9}[.)]) +(?:\[[ xX]\] +)?)?")


def wrap(text: str, width: int) -> list[str]:
    """Return a clean line as lines of at most `width` cells, broken at spaces.

    Runs of spaces stay, but for those at a break. A word that is wider than a line is broken
    anywhere. At least one line comes back.
    """
    lines = [""]
    for word in _WORD.findall(text):
        joined = lines[-1] + word
        if cell_len(joined) <= width:
            lines[-1] = joined
            continue
        pieces = _chop(word.lstrip(" "), width)
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def wrap_hanging(text: str, width: int) -> list[str]:
    """Wrap a line of Markdown; lines after the first begin below its bullet's or quote's text."""
    prefix = _prefix(text, width)
    room = width - cell_len(prefix)
    first, *rest = wrap(text[_prefix_end(text) :] if prefix else text.lstrip(" "), room)
    return [prefix + first, *(" " * cell_len(prefix) + line for line in rest)]


def pad(text: str, width: int) -> str:
    """Return the text with spaces up to `width` cells; a wider one as it is."""
    return text + " " * (width - cell_len(text))


def clip_left(text: str, width: int) -> str:
    """Return the end of the text that fits into `width` cells, after a … if it is not all."""
    if cell_len(text) <= width:
        return text
    start = len(text)
    while start and cell_len(text[start - 1 :]) < width:
        start -= 1
    return f"…{text[start:].lstrip()}"


def _chop(word: str, width: int) -> list[str]:
    # chop_cells returns nothing for a word of zero-width characters only.
    return chop_cells(word, width) or [word]


def _prefix_end(text: str) -> int:
    match = _PREFIX.match(text)
    return match.end() if match else 0


def _prefix(text: str, width: int) -> str:
    """Return what the wrapped lines hang on; less indented if it would take half of the width."""
    prefix = text[: _prefix_end(text)]
    if len(prefix) <= width // 2:
        return prefix
    shortened = prefix.lstrip(" ")
    deepest = max(0, width // 2 - len(shortened))
    return " " * deepest + shortened if len(shortened) <= width // 2 else ""
