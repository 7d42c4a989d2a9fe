"""What in the notes would mislead a learner: where they disagree, say nothing, or lead nowhere."""

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import unquote

from tutor.library.library import Library
from tutor.library.stored import StoredSection
from tutor.notes.disagreements import find_disagreements
from tutor.notes.markdown import parse_blocks
from tutor.notes.values import NoteText

Trouble = Literal["disagreement", "empty section", "todo heading", "duplicate heading", "dead link"]

_TODO = re.compile(r"\b(?:todo|tbd|fixme|wip|to be (?:done|continued|added))\b", re.IGNORECASE)
_LINK = re.compile(
    r"!?\[(?:[^\[\]\\]|\\.){0,300}+\]\(<?([^()\s<>]{1,300}+(?:\([^()\s]{0,100}+\)[^()\s<>]{0,100}+)?)>?[^()\n]{0,200}+\)"
)
_WIKILINK = re.compile(r"!?\[\[([^\[\]|#\n]{1,200})(?:#[^\[\]|\n]{0,200})?(?:\|[^\[\]\n]{0,200})?\]\]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the notes to look at.

    Attributes:
        trouble: what it is.
        file, line: where.
        text: what it says there, in words.
        others: the other places that it concerns.
    """

    trouble: Trouble
    file: str
    line: int
    text: str
    others: tuple[tuple[str, int], ...] = ()


def lint(library: Library) -> list[Finding]:
    """Return what there is to look at in the notes, in the order of the notes and their lines; nothing is changed."""
    order = {note.file: place for place, note in enumerate(library.stored.notes())}
    found = [*_disagreements(library), *_sections(library), *_links(library)]
    return sorted(found, key=lambda finding: (order[finding.file], finding.line, finding.trouble))


def _disagreements(library: Library) -> Iterator[Finding]:
    claims = library.stored.claims([note.number for note in library.stored.notes()])
    for one in find_disagreements(claims):
        first, second = one.first.claim, one.second.claim
        text = f'{first.subject}: "{one.first.text}", but "{one.second.text}" elsewhere'
        yield Finding("disagreement", first.file, first.lines.first, text, ((second.file, second.lines.first),))


def _sections(library: Library) -> Iterator[Finding]:
    sections = library.stored.all_sections()
    seen: dict[tuple[int, tuple[str, ...]], int] = {}
    for stored, following in pairwise([*sections, None]):
        assert stored is not None
        section = stored.section
        if not section.path:
            continue
        name, line = section.path[-1], section.lines.first
        if _TODO.search(name):
            yield Finding("todo heading", stored.file, line, name)
        elif section.is_empty and not _has_sections_below(stored, following):
            yield Finding("empty section", stored.file, line, name)
        first = seen.setdefault((stored.note, section.path), line)
        if first != line:
            yield Finding("duplicate heading", stored.file, line, " › ".join(section.path), ((stored.file, first),))


def _has_sections_below(stored: StoredSection, following: StoredSection | None) -> bool:
    return following is not None and following.note == stored.note and following.section.level > stored.section.level


def _links(library: Library) -> Iterator[Finding]:
    root = library.root if library.root.is_dir() else library.root.parent
    names = _names(root)
    for note in library.stored.notes():
        text = NoteText(library.stored.text(note.number))
        if "](" not in text.text and "[[" not in text.text:
            continue
        for block in parse_blocks(text):
            if block.kind in {"fence", "math", "html", "front"}:
                continue
            span = text.span_of(block.lines)
            for match in _LINK.finditer(text.text, span.start, span.end):
                if not _SCHEME.match(match[1]) and not _is_there(root, note.file, match[1]):
                    yield Finding("dead link", note.file, text.line_of(match.start()), match[1])
            for match in _WIKILINK.finditer(text.text, span.start, span.end):
                if PurePosixPath(match[1].strip()).name.casefold() not in names:
                    yield Finding("dead link", note.file, text.line_of(match.start()), match[1].strip())


def _is_there(root: Path, file: str, target: str) -> bool:
    """Whether a link leads to something; of one that leads out of the notes nothing is looked at."""
    path = unquote(target.partition("#")[0])
    from_note = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    from_root = posixpath.normpath(path.lstrip("/"))
    inside = [place for place in (from_note, from_root) if place.partition("/")[0] not in {"", ".."}]
    try:
        return not inside or any(os.path.lexists(root / place) for place in inside)
    except (OSError, ValueError):  # a name that no file can have
        return False


def _names(root: Path) -> frozenset[str]:
    """Return what a wikilink can name: every file, with and without its ending, whatever its folder."""
    files = [name.casefold() for _, _, names in os.walk(root) for name in names]
    return frozenset(files) | {PurePosixPath(name).stem for name in files}
