"""A note's text to a `Note`: the one place where its parts are put together."""

import re
from dataclasses import replace
from pathlib import PurePosixPath

from tutor.notes.aliases import mine_aliases, mine_initials
from tutor.notes.claims import claims_of
from tutor.notes.markdown import Block, parse_blocks
from tutor.notes.passages import Budget, split_section
from tutor.notes.plain import label_of, plain
from tutor.notes.sections import outline_of
from tutor.notes.tables import read_table
from tutor.notes.values import Alias, FrontMatter, Note, NoteText

_DATE_OR_NUMBER = re.compile(r"[\d\s._-]*")


def parse_note(file: str, raw: str, budget: Budget) -> Note:
    """Return a note with its sections, passages, facts, aliases and claims. Never raises on any text.

    Args:
        file: the note's path relative to the notes, with `/`.
        raw: its decoded text.
        budget: what the encoder reads.
    """
    text = NoteText(raw)
    blocks = parse_blocks(text)
    front = _front_matter(text, blocks)
    outlines = outline_of(blocks, text)
    title = front.title or _name_of(file.encode("utf-8", "replace").decode())
    contexts = [_context(title, outline.section.path) for outline in outlines]
    passages = [
        passage
        for number, (outline, context) in enumerate(zip(outlines, contexts, strict=True))
        for passage in split_section(text, outline, number, context, budget)
    ]
    full = {passage.section for passage in passages}
    sections = tuple(replace(o.section, is_empty=o.is_bare or n not in full) for n, o in enumerate(outlines))
    tables = [read_table(text, block.lines) for block in blocks if block.kind == "table"]
    cells = [plain(text.slice(span)) for table in tables for span in table.header]
    headings = [section.path[-1] for section in sections if section.path]
    labels = [label_of(text.slice(text.span_of(block.lines))) for block in blocks if block.kind == "item"]
    named = (Alias(alias, title) for alias in front.aliases if title and alias != title)
    aliases = {*mine_aliases(text, headings, cells), *mine_initials((*headings, *labels)), *named}
    in_order = sorted(aliases, key=lambda alias: (alias.short, alias.long, alias.is_initials))
    claims = claims_of(file, text, outlines, contexts)
    return Note(file, text, front, sections, tuple(passages), tuple(in_order), claims)


def _front_matter(text: NoteText, blocks: list[Block]) -> FrontMatter:
    if blocks and blocks[0].kind == "front":
        # YAML takes a hundredth of a second, and many notes have none.
        from tutor.notes.frontmatter import parse_front_matter

        return parse_front_matter(text.slice(text.span_of(blocks[0].lines)))
    return FrontMatter()


def _name_of(file: str) -> str:
    """Return a file's name as a title: "cell-biology.md" is "cell biology"; a date or a number is none."""
    stem = PurePosixPath(file).stem
    return "" if _DATE_OR_NUMBER.fullmatch(stem) else " ".join(re.split(r"[\s_-]+", stem)).strip()


def _context(title: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that place a section, the note's title first unless its first heading says the same."""
    first = path[0].lower() if path else ""
    is_said = bool(first) and (title.lower() in first or first in title.lower())
    return path if is_said or not title else (title, *path)
