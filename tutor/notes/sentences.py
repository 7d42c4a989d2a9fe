"""Where a paragraph's sentences begin and end."""

import itertools
import re
from itertools import pairwise

from tutor.notes.values import Span

_END = re.compile(r"[.!?。！？]['\")\]’”»*_]*(?=\s)|[。！？]")
# What ends in a full stop without ending a sentence, in notes of any field.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|ca|al|approx|resp|incl|excl|esp|max|min|no|nos|fig|figs|eq|ch|sec|vol|pp?|ed|eds|"
    r"dr|mr|mrs|ms|prof|st|art|para|dept|inc|ltd|co|corp|v|op|cit|ibid|viz)|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
# A list's number is not a sentence of its own.
_NUMBER = re.compile(r"[\s>]*\d{1,9}\.(?=\s)")
_STARTS_NEW = re.compile(r"[A-Z0-9(\"'“*_`$\\\[]|[^\x00-\x7f]")


def sentence_spans(text: str, span: Span) -> list[Span]:
    """Return the spans of a paragraph's sentences, in order, white space between them left out.

    A line break ends a sentence too where the writer meant it: where the next line's first word would still have fitted
    on the line, and begins like a sentence.
    """
    body = text[span.start : span.end]
    if "\n" not in body:
        body = body.replace("\r", "\n")
    cuts = sorted({*_full_stops(body), *_meant_breaks(body)} | {0, len(body)})
    spans = []
    for start, end in itertools.pairwise(cuts):
        piece = body[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append(Span(span.start + left, span.start + start + len(piece.rstrip())))
    return spans


def _full_stops(body: str) -> list[int]:
    cuts = []
    number = _NUMBER.match(body)
    for match in _END.finditer(body, number.end() if number else 0):
        following = body[match.end() : match.end() + 40].lstrip()
        if following and not _STARTS_NEW.match(following):
            continue
        if body[match.start()] == "." and _ABBREVIATION.search(body, max(0, match.start() - 12), match.start() + 1):
            continue
        cuts.append(match.end())
    return cuts


def _meant_breaks(body: str) -> list[int]:
    if "\n" not in body:
        return []
    lines = [line.rstrip("\r") for line in body.split("\n")]
    width = max(len(line.rstrip()) for line in lines)
    begins = [_STARTS_NEW.match(line.lstrip()) is not None for line in lines[1:]]
    fits = [
        len(line.rstrip()) + 1 + len(following.strip().split(" ", 1)[0]) <= width for line, following in pairwise(lines)
    ]
    # After the longest line nothing fits: there the other lines tell.
    is_list = all(begins) and any(fits)
    cuts = [match.end() for match in re.finditer("\n", body)]
    return [
        cut
        for cut, line, begun, fitting in zip(cuts, lines, begins, fits, strict=False)
        if line.endswith(("  ", "\\")) or (begun and (is_list or fitting or line.rstrip()[-1:] in ":;.!?"))
    ]
