"""A table's cells as claims: of which entity, which attribute, what value."""

import re
from collections.abc import Iterator, Sequence

from tutor.notes.entries import bare
from tutor.notes.generic import is_generic
from tutor.notes.tables import Table
from tutor.notes.values import Claim, Lines, NoteText

# The header over a column of attributes: then the other columns are the entities.
_ATTRIBUTES = frozenset(
    """aspect aspects attribute attributes category characteristic characteristics comparison consideration criteria
    criterion description dimension factor feature features item metric parameter property properties quality
    specification trait""".split()
)
_VERSUS = re.compile(r"\bvs\b|\bversus\b|\bcompar|\bdifference", re.IGNORECASE)
_MAX_ENTITY = 80
_LETTERS = re.compile(r"[^\W\d_]")
# Columns about the notes or the course, not about what the rows name.
_ABOUT_NOTES = re.compile(
    r"slides?\b|\b(?:importance|priority|pages?|lectures?|done|status|links?|sources?|due)\b", re.IGNORECASE
)
_NOTHING = re.compile(r"[\W_]*|n/?a|none|not applicable|tbd|todo|\?+|same|see .*", re.IGNORECASE)


def cell_claims(
    text: NoteText, table: Table, file: str, path: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Claim]:
    """Yield a claim for each cell that says something, in the order of the rows.

    The entities are the rows, or the columns where the first header or the heading says that this is a comparison. The
    one part of each claim is the header over its entities, where they are rows and there is one.
    """
    header = [bare(text.slice(span)) for span in table.header]
    rows = [[bare(text.slice(span)) for span in row] for row in table.rows]
    if len(header) < 2 or not rows:
        return
    by_column = has_column_entities(header, names)
    heads = header[1:] if by_column else [row[0] for row in rows if row]
    if not _are_entities(heads) or all(map(is_generic, heads)):
        return
    corner = () if by_column or not header[0] else (header[0],)
    corner_lines = (table.lines.first,) * len(corner)
    for number, row in enumerate(rows, table.lines.first + 2):
        for column, cell in enumerate(row[1 : len(header)], 1):
            entity, attribute = (header[column], row[0]) if by_column else (row[0], header[column])
            is_told = _LETTERS.search(entity) and _LETTERS.search(attribute) and not _ABOUT_NOTES.search(attribute)
            if is_told and says_something(cell):
                yield Claim(
                    kind="cell",
                    subject=entity,
                    relation=attribute,
                    value=cell,
                    file=file,
                    lines=Lines(number, number),
                    heading_path=path,
                    names=names,
                    parts=corner,
                    part_lines=corner_lines,
                    group=table.lines.first,
                )


def has_column_entities(header: Sequence[str], names: Sequence[str]) -> bool:
    """Say whether a table sets its columns against each other, its rows being what they are compared in."""
    words = re.findall(r"[a-z]+", header[0].lower())
    if not words or any(word in _ATTRIBUTES for word in words):
        return len(header) > 2 or not words
    return len(header) > 2 and any(_VERSUS.search(name) for name in names[-1:])


def says_something(cell: str) -> bool:
    """Say whether a cell holds more than a dash or "N/A"."""
    return not _NOTHING.fullmatch(cell)


def _are_entities(heads: Sequence[str]) -> bool:
    """Say whether these can name what the cells speak of: each once, and short."""
    named = [head for head in heads if head]
    return len(named) >= 1 and len(set(named)) == len(named) and all(len(head) <= _MAX_ENTITY for head in named)
