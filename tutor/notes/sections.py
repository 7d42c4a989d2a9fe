"""Blocks to sections: each heading with what stands below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tutor.notes.markdown import Block
from tutor.notes.plain import plain
from tutor.notes.values import Lines, NoteText, Section

# What a section may hold without there being anything to quote.
_NOT_QUOTED = frozenset({"heading", "rule", "front", "contents", "definition"})
# So many links to the note's own headings in a row are a contents list, fewer a hint at one's place.
_CONTENTS = 2
_MAX_HEADING = 300
# Closing marks, and the attributes that some programs write behind a heading: {#its-id .class}
_ENDING_MARKS = re.compile(r"(?:^|[ \t]+)#+[ \t]*$|[ \t]*\{[#.][^{}\n]{0,200}\}[ \t]*$")

_MOST_BARE = 2000  # headings alone in one note that are quoted


@dataclass(frozen=True, slots=True)
class Outline:
    """A section with its quotable blocks, in runs between which its contents lists stand.

    Attributes:
        is_bare: it has nothing but its heading, not even what is not quoted.
    """

    section: Section
    runs: tuple[tuple[Block, ...], ...]
    is_bare: bool = False


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
    return _speaking(found, blocks)


def heading_text(raw: str) -> str:
    """Return a heading's text as shown in a path: no marks, at most 300 characters."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", raw.strip())]
    if len(lines) > 1 and set(lines[-1]) <= {"=", "-"}:
        lines.pop()
    text = plain(_ENDING_MARKS.sub("", " ".join(lines)))
    return text if len(text) <= _MAX_HEADING else text[: _MAX_HEADING - 1] + "…"


def _outline(path: tuple[str, ...], lines: Lines, level: int, blocks: Sequence[Block]) -> Outline:
    runs: list[list[Block]] = [[]]
    links = 0
    for block in blocks:
        links = links + 1 if block.kind == "contents" else 0
        if links == _CONTENTS:
            runs.append([])
        if block.kind not in _NOT_QUOTED:
            runs[-1].append(block)
    quotable = tuple(tuple(run) for run in runs if run)
    return Outline(Section(path, lines, level, not quotable), quotable, bool(path) and len(blocks) == 1)


def _speaking(found: list[Outline], blocks: Sequence[Block]) -> list[Outline]:
    """Give a heading with nothing below it, not even another heading, itself to quote: it may be all that is noted.

    Where thousands have nothing below them they are names to be filled in, or made by a program, and none is quoted.
    """
    if sum(outline.is_bare for outline in found) > _MOST_BARE:
        return found
    heads = {block.lines.first: block for block in blocks if block.kind == "heading"}
    deeper = [after.section.level > outline.section.level for outline, after in pairwise(found)]
    return [
        replace(outline, runs=((replace(heads[outline.section.lines.first], kind="paragraph"),),))
        if outline.is_bare and not has_below
        else outline
        for outline, has_below in zip(found, [*deeper, False], strict=False)
    ]
