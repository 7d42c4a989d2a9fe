"""Clean, styled lines as Textual shows them."""

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
    "find": "bold reverse",
}
"""How each style of `show` looks here. Every one that carries a meaning has a mark or a place beside its colour."""


def to_content(lines: Iterable[Text]) -> Content:
    """Return clean lines as one content; nothing in them is markup, and no style of theirs acts."""
    return Content("\n").join(map(_line, lines))


def _line(line: Text) -> Content:
    base = [Span(0, len(line.plain), STYLES[str(line.style)])] if line.plain and str(line.style) in STYLES else []
    inner = [Span(span.start, span.end, STYLES[str(span.style)]) for span in line.spans if str(span.style) in STYLES]
    return Content(line.plain, spans=base + inner)
