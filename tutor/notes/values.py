"""The values that a folder of notes is read into.

A place in a note is a `Span` of character offsets into its decoded text; lines are derived from it and are 1-based
and inclusive. What is quoted is always a slice of the text; what is encoded is made from it and never shown.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A slice of a note's text: character offsets, end exclusive."""

    start: int
    end: int


class Lines(NamedTuple):
    """A run of lines: 1-based, both ends inclusive."""

    first: int
    last: int


@lru_cache(maxsize=16)  # a question looks at the same few notes again and again
def _line_starts(text: str, newline: str) -> list[int]:
    lengths = [len(line) + 1 for line in text.split(newline)]
    return list(accumulate(lengths[:-1], initial=0))


@dataclass(frozen=True)
class NoteText:
    """A note's decoded text, and where its lines begin.

    Lines end at a line feed, as editors count them; in a file that holds none, at a carriage return.
    """

    text: str

    @cached_property
    def newline(self) -> str:
        """The character that ends a line."""
        return "\r" if "\r" in self.text and "\n" not in self.text else "\n"

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line's first character; one entry more for what follows the last newline."""
        return _line_starts(self.text, self.newline)

    @property
    def line_count(self) -> int:
        """The number of lines, not counting an empty one after the last newline."""
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def line_of(self, offset: int) -> int:
        """Return the 1-based line that holds a character offset."""
        return bisect_right(self.starts, offset)

    def lines_of(self, span: Span) -> Lines:
        """Return the lines that a span touches."""
        return Lines(self.line_of(span.start), self.line_of(max(span.start, span.end - 1)))

    def span_of(self, lines: Lines) -> Span:
        """Return the span of whole lines, without the newline that ends the last."""
        end = self.starts[lines.last] - 1 if lines.last < len(self.starts) else len(self.text)
        if self.newline == "\n" and end > self.starts[lines.first - 1] and self.text[end - 1 : end] == "\r":
            end -= 1
        return Span(self.starts[lines.first - 1], end)

    def slice(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out though it looks like a note, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a note's YAML header says of it; never quoted."""

    title: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, up to the next heading.

    Attributes:
        path: the headings above and its own, outermost first; empty for text before the first heading.
        lines: all its lines, the heading's own among them.
        level: 1 to 6, or 0 for text before the first heading.
        is_empty: nothing below its heading can be quoted.
    """

    path: tuple[str, ...]
    lines: Lines
    level: int
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """The smallest quotable unit: a bullet, a sentence, a table row with its header.

    Attributes:
        span: what it quotes.
        lead: the lines that it cannot be read without, outermost first: the labels of the bullets above it,
            the sentence that introduces its list, its table's header.
        inputs: what is encoded for it, one text for each window of the encoder.
    """

    span: Span
    lead: tuple[Span, ...]
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable slice of one section, no longer than the encoder reads.

    Attributes:
        section: the section's position in `Note.sections`.
        span: what it quotes, whole blocks or, of an oversized one, whole sentences.
        lead: as for a fact: what its first line cannot be read without.
        inputs: what is encoded for it; more than one where what may not be cut, as a row or a fence, is longer than the
            encoder reads.
        facts: the facts inside it, in the order of the text.
    """

    section: int
    span: Span
    lead: tuple[Span, ...]
    inputs: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """Two names of one thing: ("ALB", "Application Load Balancer").

    Attributes:
        short: the short form, as the notes write it, or as its words' initials spell it.
        long: the long form, as the notes write it.
        is_initials: the notes never join the two: the short form is made from a heading or a label, and means it only
            where the notes use that short form for nothing else.
    """

    short: str
    long: str
    is_initials: bool = False


ClaimKind = Literal["cell", "label", "definition", "statement", "acronym", "list", "points", "heading"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact taken apart: what a note says of what. Its texts are plain and on one line.

    Attributes:
        kind: cell (of a table), label ("Term: text"), definition ("X is a ..."), statement (any other bullet or
            sentence), acronym, list (short members below a name), points (longer ones below a label) or heading (what
            a section opens with).
        subject: what it speaks of: a table's entity, a label's term, else the nearest heading or label that names
            something.
        relation: which of its attributes; empty where the value says so itself.
        value: what is said of it; of a list or points, all of them, joined by "; ".
        file: the note.
        lines: where it stands.
        heading_path: outermost first.
        names: all that it stands below, outermost first: the note's title unless a heading says it, the headings, the
            labels.
        is_labelled: what it stands directly below is set apart as a name: a heading, a bold line, a label with a colon.
        marked: the runs of its value that the note sets in bold or highlights.
        parts: the members of a list, the points; of a cell, the header over its entities; empty for other kinds.
        part_lines: the line of each part.
        group: the line on which its table or list begins: claims of one file with the same group are siblings.
        aliases: other names of the subject, sorted.
    """

    kind: ClaimKind
    subject: str
    relation: str
    value: str
    file: str
    lines: Lines
    heading_path: tuple[str, ...]
    names: tuple[str, ...] = ()
    is_labelled: bool = False
    marked: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    part_lines: tuple[int, ...] = ()
    group: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """One Markdown file, parsed.

    Attributes:
        file: its path relative to the notes, with `/`; a name that is not UTF-8 carries surrogates.
        text: its decoded text.
        sections: in the order of the text; together they hold every line.
        passages: in the order of the text.
        aliases: mined from this note, sorted.
        claims: in the order of the text.
    """

    file: str
    text: NoteText
    front: FrontMatter
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...] = field(default=())
    aliases: tuple[Alias, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
