"""Where a quote stands: its heading path, its file and lines, and a link to the file."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote as percent_encode

from rich.cells import cell_len

from tutor.answer.values import Answer, Nearest, Quote
from tutor.clean import clean_line
from tutor.notes.values import Lines
from tutor.show.wrap import clip_left

SEPARATOR = " › "
_LEAST = 12
"""Cells below which the end of a heading path says nothing."""


def format_lines(lines: Lines) -> str:
    """Return `928-949`, or `928` for one line."""
    return f"{lines.first}" if lines.first == lines.last else f"{lines.first}-{lines.last}"


def format_path(heading_path: Sequence[str]) -> str:
    """Return the headings, outermost first, clean and on one line."""
    return SEPARATOR.join(clean_line(heading).strip() for heading in heading_path)


def fit_path(heading_path: Sequence[str], width: int) -> str | None:
    """Return as much of a heading path as fits into `width` cells; None where too little does.

    The note's first heading goes first, as it is often the note's title; then what is left out
    at the left is shown as a …, and the last heading is the last to be cut.
    """
    path = list(heading_path)
    candidates = [path, path[1:], *(["…", *path[i:]] for i in range(2, len(path)))]
    for candidate in filter(None, candidates):
        if cell_len(shown := format_path(candidate)) <= width:
            return shown
    if not path:
        return "" if width >= 0 else None
    return clip_left(format_path(path[-1:]), width) if width >= _LEAST else None


def places(quotes: Sequence[Quote]) -> list[str]:
    """Return each quote's `file.md:928-949`.

    Where all are from one file it is written out on the first only, and is a … on the others.
    """
    is_one_file = len({quote.file for quote in quotes}) == 1
    names = ["…" if i and is_one_file else clean_line(q.file) for i, q in enumerate(quotes)]
    return [f"{name}:{format_lines(quote.lines)}" for name, quote in zip(names, quotes, strict=True)]


def format_nearest(nearest: Iterable[Nearest]) -> str:
    """Return `S3 file.md:1466 · SQS :2264`: a file is named where it changes."""
    items, last = [], None
    for section in nearest:
        name = format_path(section.heading_path[-1:])
        file = "" if section.file == last else clean_line(section.file)
        items.append(f"{name} {file}:{section.lines.first}".strip())
        last = section.file
    return " · ".join(items)


def file_url(root: Path, file: str) -> str:
    """Return the `file://` URL of a note: plain ASCII, whatever bytes the name is made of."""
    return f"file://{percent_encode(os.fsencode(root / file))}"


def format_footer(answer: Answer, seconds: float) -> str:
    """Return `(file.md · 0.24 s)`, or the number of notes where several are quoted."""
    files = dict.fromkeys(quote.file for quote in answer.quotes)
    sources = [clean_line(*files)] if len(files) == 1 else [f"{len(files)} notes"] if files else []
    return f"({' · '.join([*sources, f'{seconds:.2f} s'])})"
