"""A section's blocks to a tree of entries: bullets and paragraphs under what introduces them, each with its label."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.notes.markdown import Block
from tutor.notes.plain import plain
from tutor.notes.sentences import sentence_spans
from tutor.notes.values import Lines, NoteText, Span

_BOLD = re.compile(r"(?<![\w*=\\])(\*\*|__|==)(?=\S)((?:(?!\1)[^\n]){1,120}?)(?<=\S)\1(?![\w*=])")
_WHOLLY_BOLD = re.compile(r"(\*\*|__)[^*\n]{2,80}\1\s*:?\s*")
# "Term: text", "Term — text", "Term = text". A mark without spaces around it is part of a name.
_LABEL = re.compile(r"(?P<label>[^:\n]{1,70}?)(?:\s*:|\s+(?:[-–—=]|->|→))\s+(?=\S)(?P<rest>.*)", re.DOTALL)
_OPEN_LABEL = re.compile(r"(?P<label>[^:\n]{1,90}?)\s*:")
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|must|should|will|would|may|might|do|does|did|be|there|these|this|that|"
    r"it|you|we|they|I)\b|[.!?;]\s|[.!?;]$"
)
_MAX_LABEL_WORDS = 8
_IMAGE = re.compile(r"!\[\[[^\[\]]*\]\]|!\[[^\[\]]*\]\([^()\s]*(?:\s[^()]*)?\)")
# What Pandoc adds: [text]{.underline}, {#identifier}, x^2^.
_ATTRIBUTED = re.compile(r"\[([^\[\]]*)\]\{[.#][^{}]*\}")
_ATTRIBUTES = re.compile(r"\{[.#][^{}\s]*(?:\s[^{}]*)?\}")
_SCRIPT = re.compile(r"(?<=\w)\^(\w{1,8})\^")
_WIKILINK = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]")
_JOINED = " \u2011 "
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True)
class Entry:
    """A bullet, a paragraph or a table, with what stands below it.

    Attributes:
        kind: item, paragraph or table.
        lines: its own.
        text: its words; of a table none.
        label: what it names ("Risks: ..."); empty if it names nothing.
        rest: what follows the label, else the whole text.
        marked: what it sets in bold or highlights.
        sentences: its sentences with their lines.
        children: what stands below it, in order.
    """

    kind: str
    lines: Lines
    text: str = ""
    label: str = ""
    rest: str = ""
    marked: tuple[str, ...] = ()
    sentences: tuple[tuple[str, Lines], ...] = ()
    children: list["Entry"] = field(default_factory=list)

    @property
    def is_set_apart(self) -> bool:
        """Whether it is marked as a name: a label, or bold from end to end."""
        return bool(self.label) or self.marked == (self.text.rstrip(" :"),)

    @property
    def last_line(self) -> int:
        """The last line of it and all that stands below it."""
        return max([self.lines.last, *(child.last_line for child in self.children)])


def entries_of(text: NoteText, blocks: Sequence[Block]) -> list[Entry]:
    """Return what stands at the top of a section, in order, each with what stands below it.

    A paragraph that ends in a colon holds the list or table that follows; one that is a bold line, all until the next.
    """
    top: list[Entry] = []
    items: dict[Lines, Entry] = {}
    title: Entry | None = None
    intro: Entry | None = None
    for block in blocks:
        if block.kind not in ("item", "paragraph", "table"):
            continue
        entry = _entry(text, block)
        if block.kind == "item":
            items[block.lines] = entry
        parent = items.get(block.items[-1]) if block.items else None
        if parent is None and not block.items and block.kind == "paragraph":
            intro, is_title = None, _is_title(text, block)
            if is_title:
                title = None
            (title.children if title else top).append(entry)
            if is_title:
                title = entry
            elif entry.text.endswith(":"):
                intro = entry
            continue
        holder = parent or intro or title
        (holder.children if holder else top).append(entry)
    return top


def split_label(text: str) -> tuple[str, str]:
    """Return a text's label and the rest: "Risks: one zone" is ("Risks", "one zone"); without a label ("", text)."""
    if (match := _OPEN_LABEL.fullmatch(text)) and is_name(match["label"]):
        return match["label"].strip(), ""
    match = _LABEL.match(text)
    if match and is_name(match["label"]) and re.search(r"\w", match["rest"]):
        return match["label"].strip(), match["rest"].strip()
    return "", text


def is_name(text: str) -> bool:
    """Say whether a text can name something: a few words, no clause, brackets closed."""
    words = text.split()
    if not 0 < len(words) <= _MAX_LABEL_WORDS or not re.search(r"[^\W\d_]", text):
        return False
    return is_balanced(text) and not _CLAUSE.search(text)


def is_balanced(text: str) -> bool:
    """Say whether every bracket and double quotation mark in a text is closed."""
    closing: list[str] = []
    for ch in text:
        if ch in _PAIRS:
            closing.append(_PAIRS[ch])
        elif ch in _PAIRS.values() and (not closing or closing.pop() != ch):
            return False
    return not closing and text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def bare(markdown: str) -> str:
    """Return Markdown as plain text, without its images and without the marks of other dialects of Markdown."""
    text = html.unescape(plain(_IMAGE.sub("", markdown) if "![" in markdown else markdown))
    if "{" in text or "^" in text:  # few lines have either, and looking for one is quicker than three rules
        text = _ATTRIBUTES.sub(" ", _SCRIPT.sub(r"\1", _ATTRIBUTED.sub(r"\1", text)))
    return " ".join(text.split())


def _entry(text: NoteText, block: Block) -> Entry:
    if block.kind == "table":
        return Entry("table", block.lines)
    span = text.span_of(block.lines)
    raw = text.slice(span)
    words, linked = bare(raw), _WIKILINK.sub(_without_dash, raw)
    joined = words if linked == raw else bare(linked)
    label, rest = (part.replace(_JOINED, " - ") for part in split_label(joined))
    marked = tuple(dict.fromkeys(bare(match[2]) for match in _BOLD.finditer(raw)))
    return Entry(block.kind, block.lines, words, label, rest, marked, _sentences(text, span))


def _without_dash(link: re.Match[str]) -> str:
    """Return a link between notes without the dash by which a label would end inside it."""
    return link[0].replace(" - ", _JOINED)


def _sentences(text: NoteText, span: Span) -> tuple[tuple[str, Lines], ...]:
    found = ((bare(text.slice(part)), text.lines_of(part)) for part in sentence_spans(text.text, span))
    return tuple((words, lines) for words, lines in found if re.search(r"\w", words))


def _is_title(text: NoteText, block: Block) -> bool:
    return bool(_WHOLLY_BOLD.fullmatch(text.slice(text.span_of(block.lines)).strip()))
