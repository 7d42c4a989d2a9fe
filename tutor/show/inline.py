"""A line of Markdown without its marks: what is bold is bold, and nothing acts."""

import re

from rich.text import Span, Text

_MARKED = re.compile(
    r"\\(?P<in_escape>[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)(?P<in_code>.+?)(?P=code)"
    r"|(?P<strong>\*\*|__)(?=\S)(?P<in_strong>.+?)(?<=\S)(?P=strong)"
    r"|==(?=\S)(?P<in_mark>[^=]+?)(?<=\S)=="
    r"|(?<![\w*])(?P<emphasis>[*_])(?=[^\s*_])(?P<in_emphasis>[^*_]+?)(?<=\S)(?P=emphasis)(?![\w*])"
    r"|!?\[(?P<in_link>(?:\\.|[^\[\]\\])*)\]\((?:[^()\s]|\([^()\s]*\))+(?: +\"[^\"]*\")?\)"
    r"|\[\[(?:[^\[\]|]*\|)?(?P<in_wiki>[^\[\]|]+)\]\]"
)
_STYLES = {
    "in_escape": "",
    "in_code": "note.code",
    "in_strong": "note.strong",
    "in_mark": "note.strong",
    "in_emphasis": "note.emphasis",
    "in_link": "note.link",
    "in_wiki": "note.link",
}
_MOST = 10_000
"""Characters of a line that are looked through; a longer one is no prose."""


def render_inline(text: str) -> Text:
    """Return a clean line, the marks of code, bold, emphasis and links turned into styles; links go nowhere."""
    if len(text) > _MOST:
        return Text(text)
    shown = Text()
    at = 0
    for match in _MARKED.finditer(text):
        kind = _kind(match)
        inner = match[kind]
        shown.append(text[at : match.start()])
        shown.append(inner if kind in {"in_code", "in_escape"} else render_inline(inner).plain, _STYLES[kind])
        at = match.end()
    shown.append(text[at:])
    return shown


def cut(text: Text, pieces: list[str]) -> list[Text]:
    """Return the lines that a text's plain form was wrapped into, each with the styles of what it holds."""
    lines, at = [], 0
    for piece in pieces:
        body = piece.strip(" ")
        found = text.plain.find(body, at) if body else -1
        line = Text(piece)
        if found >= 0:
            indent = len(piece) - len(piece.lstrip(" "))
            line.spans = _moved(text.spans, found, len(body), indent)
            at = found + len(body)
        lines.append(line)
    return lines


def _kind(match: re.Match[str]) -> str:
    return next(name for name in _STYLES if match[name] is not None)


def _moved(spans: list[Span], start: int, length: int, indent: int) -> list[Span]:
    moved = (Span(max(s.start - start, 0), min(s.end - start, length), s.style) for s in spans)
    return [Span(s.start + indent, s.end + indent, s.style) for s in moved if s.start < s.end]
