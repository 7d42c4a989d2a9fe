"""Markdown text to a flat list of blocks that covers every line that is not blank.

Only block tokens and their line maps are used: inline parsing is where Markdown parsers are slow on hostile text, and
what is quoted are lines, not rendered text.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from tutor.notes.formulas import formula_plugin
from tutor.notes.markers import LIST_MARK, numbered
from tutor.notes.values import Lines, NoteText

# The parser drops what is nested deeper, without a word; its default of 20 loses bullets from the tenth level on.
_MAX_NESTING = 100
# From here on a file is read as plain lines: block parsing takes about 1.2 s and 90 MB a megabyte.
_MAX_PARSED = 8 << 20
_LEAVES = {
    "fence": "fence",
    "code_block": "fence",
    "html_block": "html",
    "math_block": "math",
}

# No part of it can match in two ways, and none runs on: the text may be hostile.
_LINK = re.compile(
    r"\[\[#[^\[\]]*\]\]|\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\]){0,500}+\]\(#[^()\n]{0,300}(?:\([^()\n]*\)[^()\n]*)?\)"
)
_ITEM_MARK = re.compile(rf"^[\s>]*{LIST_MARK}\s+(?:\[[ xX]\]\s+)?")
# A line of its own, all in bold or all in capitals, is a heading that was not marked as one.
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?P<name>[^*_]{2,80})\1\s*")
_CAPITALS = re.compile(r"[^a-z]*[^\W\d_a-z]{3}[^a-z]*")
_MAX_NAME, _MAX_NAME_WORDS = 80, 10
_CAPITALS_LEVEL, _BOLD_LEVEL = 7, 8
_DEFINITION = re.compile(r"^[\s>]*\[[^\[\]^][^\[\]]*\]:\s*\S+(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*$")


_NO_BODY = frozenset({"heading", "rule", "contents", "definition"})


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf of the note's structure.

    Attributes:
        kind: heading, paragraph, item (the first paragraph of a list item), table, fence, math, html, rule, front,
            contents (a link to the note's own heading) or definition (of a link).
        lines: its own lines, those of its nested blocks not among them.
        level: of a heading 1 to 6, of a line that stands as one 7 (in capitals) or 8 (in bold), else 0.
        items: the lines of the list items that it stands in, outermost first, its own not among them.
    """

    kind: str
    lines: Lines
    level: int = 0
    items: tuple[Lines, ...] = ()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.use(front_matter_plugin).use(formula_plugin)
    # Without the rule, link and footnote definitions are paragraphs and keep their lines.
    parser.disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def parse_blocks(text: NoteText) -> list[Block]:
    """Return the blocks of a note in order; together they hold each of its lines that is not blank."""
    if len(text.text) > _MAX_PARSED:
        return _fill([], text)
    # Lengths and line counts must stay those of the note: a return that ends no line is as good as a space.
    source = text.text if text.newline == "\r" else text.text.replace("\r", " ")
    return _headed(_fill(_leaves(_parser().parse(numbered(source)), text), text), text)


def _leaves(tokens: list[Token], text: NoteText) -> list[Block]:
    """Walk the tokens, keeping the list items that are open."""
    found: list[Block] = []
    items: list[Lines | None] = []
    for token in tokens:
        if token.type == "list_item_open":
            items.append(None)
        elif token.type == "list_item_close":
            items.pop()
        elif token.map and (kind := _kind(token)):
            lines = _trimmed(Lines(token.map[0] + 1, max(token.map[1], token.map[0] + 1)), text)
            outer = tuple(item for item in items if item)
            if items and items[-1] is None and kind == "paragraph":
                kind, items[-1] = "item", lines
            level = int(token.tag[1]) if kind == "heading" else 0
            found.append(_recognised(Block(kind, lines, level, outer), text))
    return found


def _headed(blocks: list[Block], text: NoteText) -> list[Block]:
    """Make headings of the lines that stand as such above something, in notes from word processors above all."""
    levels = [_stands_as_heading(block, text) for block in blocks]
    return [
        replace(block, kind="heading", level=level)
        if level and (not below or below > level) and after.kind not in _NO_BODY
        else block
        for block, after, level, below in zip(blocks, blocks[1:], levels, levels[1:], strict=False)
    ] + blocks[-1:]


def _stands_as_heading(block: Block, text: NoteText) -> int:
    """Return the level of a paragraph that is a heading in all but its marks, else 0."""
    if block.kind != "paragraph" or block.items or block.lines.first != block.lines.last:
        return 0
    line = text.slice(text.span_of(block.lines)).strip()
    bold = _BOLD_LINE.fullmatch(line)
    name = bold["name"].strip() if bold else line
    if len(name) > _MAX_NAME or len(name.split()) > _MAX_NAME_WORDS or name[-1:] in ".,;:!?|" or name[:1] in "#|>$":
        return 0
    if _CAPITALS.fullmatch(name) and len(name) > 3:
        return _CAPITALS_LEVEL
    return _BOLD_LEVEL if bold else 0


def _kind(token: Token) -> str | None:
    if token.type == "heading_open":
        return "heading" if token.level == 0 else "paragraph"
    if token.type in ("paragraph_open", "table_open"):
        return token.type.removesuffix("_open")
    if token.type in ("hr", "front_matter"):
        return {"hr": "rule", "front_matter": "front"}[token.type]
    return _LEAVES.get(token.type)


def _recognised(block: Block, text: NoteText) -> Block:
    """Set apart what is written as a paragraph or an item but only points elsewhere."""
    if block.kind not in ("paragraph", "item"):
        return block
    raw = text.slice(text.span_of(block.lines))
    if "](#" in raw or "[[#" in raw:
        rest = _LINK.sub("", _ITEM_MARK.sub("", raw))
        if not re.search(r"\w", rest):
            return replace(block, kind="contents")
    if block.kind == "paragraph" and all(_DEFINITION.match(line) for line in raw.split(text.newline)):
        return replace(block, kind="definition")
    return block


def _trimmed(lines: Lines, text: NoteText) -> Lines:
    """Leave out blank lines at the end, which the parser counts to some blocks."""
    last = min(lines.last, text.line_count)
    while last > lines.first and not text.slice(text.span_of(Lines(last, last))).strip():
        last -= 1
    return Lines(lines.first, max(last, lines.first))


def _fill(blocks: list[Block], text: NoteText) -> list[Block]:
    """Add a paragraph for each run of lines that no block holds, so that nothing is lost."""
    filled: list[Block] = []
    line = 1
    for block in sorted(blocks, key=lambda b: (b.lines, b.kind)):
        first = max(line, block.lines.first)
        filled += _loose(Lines(line, first - 1), text)
        if first <= block.lines.last:
            filled.append(replace(block, lines=Lines(first, block.lines.last)))
            line = block.lines.last + 1
    return filled + _loose(Lines(line, text.line_count), text)


def _loose(lines: Lines, text: NoteText) -> list[Block]:
    """Return the runs of lines that are not blank as paragraphs."""
    runs: list[Block] = []
    for number in range(lines.first, lines.last + 1):
        if not text.slice(text.span_of(Lines(number, number))).strip(" \t\r\n>"):
            continue
        if runs and runs[-1].lines.last == number - 1:
            runs[-1] = replace(runs[-1], lines=Lines(runs[-1].lines.first, number))
        else:
            runs.append(Block("paragraph", Lines(number, number)))
    return runs
