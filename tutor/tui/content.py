"""Clean, styled lines as Textual shows them."""

import re
from collections.abc import Iterable

from rich.text import Text
from textual.content import Content, Span

STYLES = {
    "heading": "bold $tutor-heading",
    "citation": "$tutor-faint",
    "marker": "bold $tutor-best",
    "best": "bold $tutor-best",
    "gap": "$tutor-faint",
    "table.header": "bold $tutor-heading",
    "table.rule": "$tutor-faint",
    "table.equal": "$tutor-faint",
    "more": "italic $tutor-faint",
    "missing": "italic $tutor-faint",
    "verdict": "bold $tutor-doubt",
    "understood": "$tutor-faint",
    "footer": "$tutor-faint",
    "note.heading": "bold $tutor-heading",
    "note.mark": "$tutor-faint",
    "note.code": "$tutor-code",
    "note.strong": "bold",
    "note.emphasis": "italic",
    "note.link": "underline",
    "found": "reverse",
    "found.current": "bold reverse underline",
}
"""How each style of `show` looks here. Every one that carries a meaning has a mark or a place beside its colour."""


def to_content(lines: Iterable[Text]) -> Content:
    """Return clean lines as one content; nothing in them is markup, and no style of theirs acts."""
    return Content("\n").join(map(_line, lines))


def to_pattern(wanted: str) -> re.Pattern[str] | None:
    """Return what finds a text whatever its case, also where it goes on in the next line; None for nothing."""
    # A line of a quote begins with spaces, and the best one with its marker.
    words = r"[\s┃]+".join(map(re.escape, wanted.split()))
    return re.compile(words, re.IGNORECASE) if words else None


def mark_found(content: Content, wanted: re.Pattern[str] | None, current: int = -1) -> Content:
    """Return a content with all that is found in it marked, and one, by its number, as the one that is shown."""
    for number, found in enumerate(wanted.finditer(content.plain) if wanted else ()):
        content = content.stylize(STYLES["found.current" if number == current else "found"], *found.span())
    return content


def _line(line: Text) -> Content:
    base = [Span(0, len(line.plain), STYLES[str(line.style)])] if line.plain and str(line.style) in STYLES else []
    inner = [Span(span.start, span.end, STYLES[str(span.style)]) for span in line.spans if str(span.style) in STYLES]
    return Content(line.plain, spans=base + inner)
