"""An Answer as plain lines: for a screen reader, a log, another program."""

from tutor.answer.values import Answer, Quote
from tutor.show.citation import format_path, places
from tutor.show.lines import quote_lines
from tutor.show.verdict import understood_lines, verdict_lines


def render_plain(answer: Answer) -> list[str]:
    """Return an answer as clean lines of any length, without styles, wrapping or drawn tables.

    Each quote is its heading path, its citation, and its lines as the note has them: after `> `
    those that answer best, after two spaces the others.
    """
    lines = [*understood_lines(answer), *verdict_lines(answer)]
    for quote, place in zip(answer.quotes, places(answer.quotes), strict=True):
        lines += [""] if lines else []
        path = format_path(quote.heading_path)
        lines += [*([path] if path else []), place, *_lines(quote)]
    return lines


def _lines(quote: Quote) -> list[str]:
    lines = []
    for line in quote_lines(quote):
        lines += ["  …"] if line.is_after_gap else []
        lines.append((f"> {line.text}" if line.is_best else f"  {line.text}").rstrip(" "))
    return lines
