"""Facts taken apart: a note's bullets, sentences, tables and lists as claims."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from tutor.notes.aliases import aliases_in
from tutor.notes.entries import Entry, bare, entries_of, is_name
from tutor.notes.generic import is_clause, is_generic
from tutor.notes.sections import Outline
from tutor.notes.table_claims import cell_claims
from tutor.notes.tables import read_table
from tutor.notes.values import Claim, ClaimKind, Lines, NoteText

_MIN_LIST, _MAX_LIST = 3, 7
_MIN_POINTS, _MAX_POINTS = 2, 8
_MAX_MEMBER_WORDS = 5
# A member of a list that gives figures or lists more itself is a statement.
_FIGURES = re.compile(r"\d\s*[A-Za-z%/]+.*(?:,|\d)|^\W*\d[\d.,]*\s|,.*,|\d\s?%")
_MAX_VALUE = 1000
_MAX_NAME_WORDS = 8
_MANY_SECTIONS = 20
_DEFINITION = re.compile(
    r"(?P<subject>(?:(?:An?|The)\s+)?[^\W_][^.:;,!?]{1,60}?)\s+(?:is|are)\s+(?P<value>(?:an?|the|one of)\s+"
    r"(?!(?:bit|lot|little|few|good|must|same|case|following|most|more|less|best|only)\b).+)",
    re.DOTALL,
)
# What a sentence about something said before begins with.
_POINTER = re.compile(
    r"(?:what|which|who|how|why|where|it|its|this|these|that|those|they|their|he|she|his|her|there|here|you|we|i|"
    r"if|when|also|and|but|or|so|then|thus|hence|however|e\.?g|i\.?e|for example|such)\b",
    re.IGNORECASE,
)
# What is said to be something, but names nothing.
_NO_NAME = re.compile(
    r"(?:(?:an?|the)\s+)?(?:while|although|because|since|as|after|before|unless|until|instead|rather|one|another|some|"
    r"most|many|all|each|every|any|no|first|second|third|next|last|other|best|idea|goal|reason|point|result|way|thing)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"[^\Ws]s$|\b(?:criteria|phenomena|bacteria|data|children|people)$", re.IGNORECASE)
_OPENS = re.compile(
    r"\b(?:includ(?:es?|ing)|consists? of|made (?:up )?of|composed of|supports?|contains?|compris(?:es?|ing)|such as|"
    r"like|are|following|needs|requires|has|have)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a claim stands: what every claim of a section shares, and the labels above."""

    file: str
    path: tuple[str, ...]
    names: tuple[str, ...]
    is_labelled: bool = True

    def below(self, entry: Entry) -> "_Place":
        return _Place(self.file, self.path, (*self.names, name_of(entry)), entry.is_set_apart)


def claims_of(
    file: str, text: NoteText, outlines: Sequence[Outline], contexts: Sequence[tuple[str, ...]]
) -> tuple[Claim, ...]:
    """Return what a note claims, in the order of its lines.

    Args:
        file: the note's path.
        text: the note.
        outlines: its sections with their blocks.
        contexts: for each section the names that place it: the note's title and the headings, outermost first.
    """
    found: list[Claim] = []
    for outline, names in zip(outlines, _placing(contexts), strict=True):
        place = _Place(file, outline.section.path, tuple(map(bare, names)))
        entries = [entry for blocks in outline.runs for entry in entries_of(text, blocks)]
        found += _section(text, place, outline.section.lines.first, entries)
    return tuple(sorted(found, key=lambda claim: (claim.lines.first, -claim.lines.last)))


def _placing(contexts: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the names without the title of a whole subject: one that many sections stand below, and all."""
    first = {names[:1] for names in contexts if names}
    is_subject = len(first) == 1 and sum(len(names) > 1 for names in contexts) >= _MANY_SECTIONS
    return [names[1:] if is_subject and len(names) > 1 else names for names in contexts]


def name_of(entry: Entry) -> str:
    """Return what an entry is called by those below it: its label, else its words."""
    return (entry.label or entry.text).rstrip(" :")


def _section(text: NoteText, place: _Place, line: int, entries: Sequence[Entry]) -> Iterator[Claim]:
    if place.names:
        yield from _heading(place, line, entries)
        yield from _group(place, Lines(line, line), [entry for entry in entries if entry.kind == "item"], line)
    yield from _walk(text, place, entries, line)


def _heading(place: _Place, line: int, entries: Sequence[Entry]) -> Iterator[Claim]:
    """Yield what a section opens with, if that is running text, and its paragraphs as points, if there are several."""
    plain = list(takewhile(_is_running, entries))
    if not plain:
        return
    first = plain[0]
    yield _claim(place, "heading", place.names[-1], "", first.text, first.lines, line, marked=first.marked)
    sentences = [(said, lines.first) for entry in plain for said, lines in entry.sentences]
    if len(plain) > 1 and len(sentences) <= _MAX_POINTS:
        lines = Lines(first.lines.first, plain[-1].lines.last)
        value = "; ".join(said for said, _ in sentences)
        yield _claim(place, "points", naming(place.names), "", value, lines, line, parts=tuple(sentences))


def _is_running(entry: Entry) -> bool:
    return entry.kind == "paragraph" and not entry.label and not entry.children and bool(entry.sentences)


def _walk(text: NoteText, place: _Place, entries: Sequence[Entry], group: int) -> Iterator[Claim]:
    for entry in entries:
        if entry.kind == "table":
            yield from cell_claims(text, read_table(text, entry.lines), place.file, place.path, place.names)
            continue
        yield from _own(place, entry, group)
        if entry.children:
            below = place.below(entry)
            items = [child for child in entry.children if child.kind == "item"]
            yield from _group(below, entry.lines, items, entry.lines.first)
            yield from _walk(text, below, entry.children, entry.lines.first)


def _own(place: _Place, entry: Entry, group: int) -> Iterator[Claim]:
    """Yield what an entry says itself."""
    for sentence, lines in entry.sentences:
        for alias in aliases_in(sentence):
            yield _claim(place, "acronym", alias.short, "", alias.long, lines, group)
    if entry.label:
        if entry.rest:
            subject, relation = _subject(place, entry.label)
            yield _claim(place, "label", subject, relation, entry.rest, entry.lines, group, marked=entry.marked)
        return
    if entry.children and len(entry.text.split()) <= _MAX_NAME_WORDS:
        return
    for sentence, lines in entry.sentences:
        marked = tuple(run for run in entry.marked if run in sentence)
        match = _DEFINITION.fullmatch(sentence)
        if match and is_name(match["subject"]) and not _POINTER.match(sentence) and not _NO_NAME.match(sentence):
            subject = re.sub(r"^(?:An?|The)\s+", "", match["subject"])
            yield _claim(place, "definition", subject, "", sentence, lines, group, marked=marked)
        else:
            yield _claim(place, "statement", naming(place.names), "", sentence, lines, group, marked=marked)


def _subject(place: _Place, label: str) -> tuple[str, str]:
    """Return subject and relation of "label: text": a label such as "Purpose" speaks of what stands above it."""
    return (naming(place.names), label) if is_generic(label) else (label, "")


def naming(names: Sequence[str]) -> str:
    """Return the innermost name that names something, else the innermost."""
    return next((name for name in reversed(names) if not is_generic(name)), names[-1] if names else "")


def _group(place: _Place, lines: Lines, items: Sequence[Entry], group: int) -> Iterator[Claim]:
    """Yield what a label or heading has below it as one claim: a list of names, or points."""
    if not place.names or not _MIN_POINTS <= len(items) <= _MAX_POINTS:
        return
    kind = _kind_of_group(place, items)
    if kind is None:
        return
    parts = tuple(name_of(item) if kind == "list" else item.text for item in items)
    span = Lines(lines.first, max(item.last_line for item in items))
    yield _claim(
        place,
        kind,
        naming(place.names),
        place.names[-1] if is_generic(place.names[-1]) else "",
        "; ".join(parts),
        span,
        group,
        parts=tuple((part, item.lines.first) for part, item in zip(parts, items, strict=True)),
    )


def _kind_of_group(place: _Place, items: Sequence[Entry]) -> ClaimKind | None:
    """Return whether entries are a list of names or points; None where each is asked by itself."""
    labelled = sum(1 for item in items if item.label)
    names = [name_of(item) for item in items]
    is_list = _MIN_LIST <= len(items) <= _MAX_LIST and _promises_several(place.names[-1])
    is_list = is_list and len(set(names)) == len(names) and not (labelled and any(map(is_generic, names)))
    if is_list and all(map(_is_member, names)):
        return "list"
    return "points" if labelled * 2 < len(items) else None


def _promises_several(name: str) -> bool:
    """Say whether a name promises a list: "Types of fracture", "Use cases", "It consists of"."""
    head = re.split(r"\s+(?:of|for|in|to|with)\s+|\s*[(:\[]", name)[0]
    return bool(_OPENS.search(name) or (_PLURAL.search(head) and not is_clause(name)))


def _is_member(name: str) -> bool:
    """Say whether this is a name, as the members of a list are, and no clause or order."""
    return (
        is_name(name) and len(name.split()) <= _MAX_MEMBER_WORDS and not is_clause(name) and not _FIGURES.search(name)
    )


def _claim(  # noqa: PLR0913, PLR0917
    place: _Place,
    kind: ClaimKind,
    subject: str,
    relation: str,
    value: str,
    lines: Lines,
    group: int,
    marked: tuple[str, ...] = (),
    parts: tuple[tuple[str, int], ...] = (),
) -> Claim:
    return Claim(
        kind=kind,
        subject=subject,
        relation=relation,
        value=value[:_MAX_VALUE],
        file=place.file,
        lines=lines,
        heading_path=place.path,
        names=place.names,
        is_labelled=place.is_labelled,
        marked=tuple(run for run in marked if run in value),
        parts=tuple(part for part, _ in parts),
        part_lines=tuple(line for _, line in parts),
        group=group,
    )
