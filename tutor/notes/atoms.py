"""Blocks to atoms: what a section can be cut into, each with the words that the encoder reads of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from tutor.notes.markdown import Block
from tutor.notes.plain import label_of, plain
from tutor.notes.sentences import sentence_spans
from tutor.notes.tables import describe_row, read_table
from tutor.notes.values import Lines, NoteText, Span

# Of labels or of a heading path, this many characters reach the encoder: about a quarter of what it reads.
_MAX_CONTEXT = 240
# A bullet up to this long is one fact; a longer one is as many as it has sentences.
_MAX_ITEM_FACT = 240
_MAX_LEAD_LINE = 300
_MAX_INTRO = 120  # characters of a line that introduces a list without a colon
_TAGS = re.compile(r"\s*#[\w/-]+(?:[\s,]+#[\w/-]+)*\s*")
_FENCE_LINE = re.compile(r"`{3,}[^`]*|~{3,}.*")


@dataclass(frozen=True, slots=True)
class Atom:
    """What a passage is made of: a bullet, a paragraph, a table row, a fence; or a part of an oversized one.

    Attributes:
        kind: prose (may be cut), row or code (may not).
        text: its words, for the encoder.
        lead: spans that it cannot be read without; the encoder sees their labels.
        context: those labels as text.
        facts: the spans of its facts with their words.
        depth: how deep it is nested: a cut before a shallow one is a better cut.
        run: which of the runs of its section it is in; contents lists stand between them.
        size: word pieces of its text, and one for what joins it to the next.
    """

    kind: str
    span: Span
    text: str
    lead: tuple[Span, ...] = ()
    context: str = ""
    facts: tuple[tuple[Span, str], ...] = ()
    depth: int = 0
    run: int = 0
    size: int = 0


def has_words(text: str) -> bool:
    """Say whether a text holds a letter or a digit: nothing else is worth quoting."""
    return any(ch.isalnum() for ch in text)


def clip(text: str) -> str:
    """Keep the end of labels, which is the nearest to the text."""
    return text if len(text) <= _MAX_CONTEXT else "…" + text[1 - _MAX_CONTEXT :]


def atoms_of(text: NoteText, blocks: Sequence[Block]) -> Iterator[list[Atom]]:
    """Yield the atoms of each block of a section that has words beside tags (#exam), in order."""
    intro: Block | None = None
    for block, after in zip_longest(blocks, blocks[1:]):
        atoms = [atom for atom in _atoms(text, block, intro) if has_words(atom.text) and not _TAGS.fullmatch(atom.text)]
        if atoms and not block.items and block.kind != "item":
            intro = block if block.kind == "paragraph" and _introduces(text, block, after) else None
        if atoms:
            yield atoms


def _atoms(text: NoteText, block: Block, intro: Block | None) -> Iterator[Atom]:
    if block.kind == "item":
        yield _item(text, block, intro)
    elif block.kind == "table":
        yield from _rows(text, block)
    elif block.kind == "paragraph":
        yield _paragraph(text, block)
    else:
        yield _code(text, block)


def _introduces(text: NoteText, block: Block, after: Block | None) -> bool:
    """Say whether a paragraph introduces the list after it: it ends in a colon, or is a short line and no sentence."""
    raw = text.slice(text.span_of(block.lines)).rstrip(" *_")
    if raw.endswith(":"):
        return True
    is_short = block.lines.first == block.lines.last and len(raw) <= _MAX_INTRO and raw[-1:] not in ".!?;,"
    return is_short and after is not None and after.kind == "item" and not after.items


def _item(text: NoteText, block: Block, intro: Block | None) -> Atom:
    span = text.span_of(block.lines)
    lead, labels = _lead(text, block, intro)
    words = plain(text.slice(span))
    facts = _sentences(text, span) if len(words) > _MAX_ITEM_FACT else ()
    return Atom("prose", span, words, lead, labels, facts or ((span, words),), len(block.items) + 1)


def _paragraph(text: NoteText, block: Block) -> Atom:
    span = text.span_of(block.lines)
    lead, labels = _lead(text, block, None)
    words = plain(text.slice(span))
    return Atom("prose", span, words, lead, labels, _sentences(text, span) or ((span, words),), len(block.items))


def _code(text: NoteText, block: Block) -> Atom:
    span = text.span_of(block.lines)
    lead, labels = _lead(text, block, None)
    words = plain(text.slice(span)) if block.kind == "html" else _code_words(text.slice(span))
    return Atom("code", span, words, lead, labels, ((span, words),), len(block.items))


def _rows(text: NoteText, block: Block) -> Iterator[Atom]:
    table = read_table(text, block.lines)
    header = text.span_of(Lines(block.lines.first, block.lines.first))
    titles = " | ".join(plain(text.slice(span)) for span in table.header)
    start = block.lines.first
    for line, row in enumerate(table.rows, block.lines.first + 2):
        cells = " | ".join(plain(text.slice(cell)) for cell in row)
        if has_words(cells):
            # The first row carries the header, so that passages together hold the whole table.
            span = text.span_of(Lines(start or line, line))
            fact = (text.span_of(Lines(line, line)), describe_row(text, table, row))
            yield Atom("row", span, cells, (header,), titles, (fact,), len(block.items))
            start = 0
    if start:
        yield Atom("row", text.span_of(block.lines), titles, facts=((header, titles),), depth=len(block.items))


def _sentences(text: NoteText, span: Span) -> tuple[tuple[Span, str], ...]:
    sentences = ((part, plain(text.slice(part))) for part in sentence_spans(text.text, span))
    return tuple((part, words) for part, words in sentences if has_words(words))


def _lead(text: NoteText, block: Block, intro: Block | None) -> tuple[tuple[Span, ...], str]:
    """Return what introduces a list and the bullets above this block, and their labels as text."""
    lines = [Lines(item.first, item.first) for item in block.items]
    if intro:
        lines.insert(0, Lines(intro.lines.last, intro.lines.last))
    spans = [text.span_of(line) for line in lines]
    labels = [_label(text.text[span.start : min(span.end, span.start + _MAX_LEAD_LINE)]) for span in spans]
    short = tuple(span for span in spans if span.end - span.start <= _MAX_LEAD_LINE)
    return short, clip(": ".join(label for label in labels if label))


@lru_cache(maxsize=1024)
def _label(line: str) -> str:
    """Return a bullet's label; it is asked for by each bullet below it."""
    return label_of(line)


def _code_words(raw: str) -> str:
    lines = [line.lstrip(" \t>").rstrip() for line in re.split(r"[\r\n]+", raw)]
    lines = [line.removeprefix("$$").removesuffix("$$").strip() for line in lines if not _FENCE_LINE.fullmatch(line)]
    return "\n".join(line for line in lines if line)
