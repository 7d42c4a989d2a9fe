"""Markdown text to the words a reader would see: for the encoder and for headings, never for a quote."""

import re
from functools import lru_cache

from tutor.notes.markers import LIST_MARK

# Each with the characters of which it needs one: most lines have none, and looking for them is quicker than a rule.
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("[", re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)"), r"\1"),  # image: its alternative text
    # Link: its text.
    ("[", re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s[^()]*)?\)"), r"\1"),
    # An embedded picture or recording: its file's name, and the size behind it, say nothing.
    (
        "[",
        re.compile(
            r"!\[\[[^\[\]|]*\.(?i:png|jpe?g|gif|svg|webp|bmp|avif|heic|mp[34]|m4a|wav|webm|pdf)(?:[|#][^\[\]]*)?\]\]"
        ),
        " ",
    ),
    ("[", re.compile(r"!?\[\[[^\[\]|]*\|([^\[\]]*)\]\]"), r"\1"),  # wikilink with a label
    ("[", re.compile(r"!?\[\[#*+([^\[\]|]*)\]\]"), r"\1"),
    ("[", re.compile(r"\[([^\[\]]{0,300})\]\{[^{}\s]{1,80}\}"), r"\1"),  # a span with attributes: its text
    ("[", re.compile(r"\[\^[^\[\]\s]*\]:?"), " "),  # footnote mark
    # Address: itself.
    (
        "<",
        re.compile(r"<((?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}://|mailto:|[\w.+-]{1,64}@)[^\s<>]{1,300})>"),
        r"\1",
    ),
    ("<", re.compile(r"</?[a-zA-Z][^<>]{0,300}>"), " "),
    (
        "*_~=`",
        re.compile(
            r"(?<!\\)(?:\*\*|__|~~|==|`+|(?<![\w*])\*(?=\S)|(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w))"
        ),
        "",
    ),
    ("\\", re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_LINE_MARK = re.compile(
    rf"^[ \t]*(?:>[ \t]?)*[ \t]*(?:{LIST_MARK}[ \t]+)?(?:\[[ xX]\][ \t]+)?(?:#{{1,6}}(?:[ \t]+|$))?",
    re.MULTILINE,
)
_CALLOUT = re.compile(r"\[!([A-Za-z]+)\][+-]?")
_FENCE = re.compile(r"^[ \t>]*(?:`{3,}[^\n`]*|~{3,}[^\n]*)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINE = 500  # characters; what is longer is not kept


def plain(markdown: str) -> str:
    """Return one line of Markdown, or a few, as plain text on one line: no emphasis, links, marks or tags."""
    return _line(markdown) if len(markdown) <= _LINE else _plain(markdown)


@lru_cache(maxsize=1 << 13)  # a line is made plain for what is encoded of it, for its claims, and for its label
def _line(markdown: str) -> str:
    return _plain(markdown)


def _plain(markdown: str) -> str:
    text = _uncommented(markdown.replace("\r", "\n"))
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("", text)
    text = _LINE_MARK.sub("", text)
    if "[!" in text:
        text = _CALLOUT.sub(lambda m: m.group(1).capitalize() + ":", text)
    for marks, pattern, replacement in _RULES:
        if any(mark in text for mark in marks):
            text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _uncommented(text: str) -> str:
    """Leave out comments. What opens one after the last is closed is not tried: that takes quadratic time."""
    end = text.rfind("-->") + 3
    return _COMMENT.sub(" ", text[:end]) + text[end:] if end >= 3 else text


def label_of(line: str) -> str:
    """Return what a bullet says of those under it: its term where it has one ("Risks: ..."), else its text."""
    text = plain(line)
    term, colon, rest = text.partition(":")
    return term if colon and rest and len(term) <= 60 else text.rstrip(": ")
