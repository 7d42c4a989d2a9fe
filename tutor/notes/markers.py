"""How lists are marked: Markdown's own marks, and the outlines of word processors: A., a), (iv), II."""

import re

# One mark, without the space behind it. A single letter with a full stop needs two spaces, or it is somebody's initial.
_OUTLINE = (
    r"\((?:[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6}|\d{1,3})\)"
    r"|(?:[A-Za-z]|[ivxl]{2,6}|[IVXL]{2,6})\)"
    r"|(?:[ivxl]{2,6}|[IVXL]{2,6})\.|[A-Za-z]\.(?= {2})"
)
LIST_MARK = rf"(?:[-*+]|\d{{1,9}}[.)]|{_OUTLINE})"

_OUTLINE_LINE = re.compile(rf"^([ \t>]*)({_OUTLINE})(?=[ \t]+\S)", re.MULTILINE)
_FIRST = frozenset({"a", "i", "1"})


def numbered(source: str) -> str:
    """Return Markdown with the marks of outlines as numbers of the same length, which its parsers know.

    Only the first mark of an outline becomes a 1, the one number that may interrupt a paragraph.
    """
    return _OUTLINE_LINE.sub(lambda match: match[1] + _number(match[2]), source)


def _number(mark: str) -> str:
    digit = "1" if mark.strip("().").lower() in _FIRST else "2"
    return digit.rjust(len(mark) - 1, "0") + ("." if mark[-1] == "." else ")")
