"""A conversation as Markdown, to be kept or passed on."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tutor.answer.values import Answer, Comparison, Quote
from tutor.clean import clean, clean_line
from tutor.show.citation import format_lines, format_path
from tutor.show.comparison import folded
from tutor.show.sources import find_sources, is_of_table
from tutor.show.verdict import understood_lines, verdict_lines

if TYPE_CHECKING:
    from tutor.store.values import Turn

_UNREADABLE = "(This answer was kept by another version of tutor and cannot be shown.)"


def render_markdown(title: str, turns: "Sequence[Turn[Answer]]") -> str:
    """Return a conversation as Markdown: a heading for each question, the quotes as they stand in the notes.

    Each quote is followed by its citation. Everything is clean.
    """
    blocks = [f"# {clean_line(title)}"]
    for turn in turns:
        blocks.append(f"## {clean_line(turn.question)}")
        blocks += _answer(turn.answer) if turn.answer else [_UNREADABLE]
    return "\n\n".join(blocks) + "\n"


def quote_markdown(quote: Quote, with_citation: bool) -> str:
    """Return a quote's source as it stands in the note, clean; its citation on a line of its own, if wanted."""
    text = clean(quote.text)
    return f"{text}\n\n({citation(quote)})" if with_citation else text


def citation(quote: Quote) -> str:
    """Return `S3 › Storage Classes, notes.md:928-949`."""
    place = f"{clean_line(quote.file)}:{format_lines(quote.lines)}"
    return ", ".join(filter(None, (format_path(quote.heading_path), place)))


def _answer(answer: Answer) -> Iterator[str]:
    yield from (f"*{line}*" for line in (*understood_lines(answer), *verdict_lines(answer)))
    sources = find_sources(answer)
    if answer.comparison and sources.compared:
        if is_of_table(answer.comparison):
            yield _table(answer.comparison)
            yield from (f"({citation(cited.quote)})" for cited in sources.compared if cited)
        else:
            yield from (_quoted(cited.quote) for cited in sources.compared if cited)
    yield from (_quoted(cited.quote) for cited in sources.others)


def _quoted(quote: Quote) -> str:
    lines = clean(quote.text).split("\n")
    return "\n".join([*(f"> {line}".rstrip() for line in lines), "", f"({citation(quote)})"])


def _table(comparison: Comparison) -> str:
    rows = [["", *comparison.sides], *([row.aspect, *(cell.text for cell in row.cells)] for row in comparison.rows)]
    cells = [[folded(cell).replace("|", "\\|") for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * len(cells[0])}", *lines[1:]])
