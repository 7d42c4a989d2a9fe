"""Blocks to sections: each heading with what stands below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.notes.markdown import Block
from tutor.notes.plain import plain
from tutor.notes.values import Lines, NoteText, Section

# What a section may hold without there being anything to quote.
_NOT_QUOTED = frozenset({"heading", "rule", "front", "contents", "definition"})
_MAX_HEADING = 300


@dataclass(frozen=True, slots=True)
class Outline:
    """A section with its quotable blocks."""

    section: Section
    blocks: tuple[Block, ...]


def outline_of(blocks: Sequence[Block], text: NoteText) -> list[Outline]:
    """Return a note's sections in order; together they hold every line of it, and each line once.

    Text before the first heading is a section of level 0 without a path, if there is any.
    """
    heads = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    firsts = [blocks[i].lines.first for i in heads]
    found: list[Outline] = []
    if text.line_count and (not firsts or firsts[0] > 1):
        last = firsts[0] - 1 if firsts else text.line_count
        found.append(_outline((), Lines(1, last), 0, blocks[: heads[0] if heads else None]))
    path: list[tuple[int, str]] = []
    for number, at in enumerate(heads):
        head = blocks[at]
        path = [(level, name) for level, name in path if level < head.level]
        path.append((head.level, heading_text(text.slice(text.span_of(head.lines)))))
        until = heads[number + 1] if number + 1 < len(heads) else len(blocks)
        last = firsts[number + 1] - 1 if number + 1 < len(heads) else text.line_count
        names = tuple(name for _, name in path)
        found.append(_outline(names, Lines(head.lines.first, last), head.level, blocks[at:until]))
    return found


def heading_text(raw: str) -> str:
    """Return a heading's text as shown in a path: no marks, at most 300 characters."""
    first = raw.strip().split("\n")
    if len(first) > 1 and set(first[-1].strip()) <= {"=", "-"}:
        first.pop()
    text = plain(" ".join(first)).rstrip("# ").strip()
    return text if len(text) <= _MAX_HEADING else text[: _MAX_HEADING - 1] + "…"


def _outline(path: tuple[str, ...], lines: Lines, level: int, blocks: Sequence[Block]) -> Outline:
    quotable = tuple(block for block in blocks if block.kind not in _NOT_QUOTED)
    return Outline(Section(path, lines, level, not quotable), quotable)
