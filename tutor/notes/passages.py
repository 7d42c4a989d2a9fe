"""Sections to passages and facts: what is retrieved, and the smallest units that can be quoted.

A passage never crosses a heading and fits what the encoder reads. It is cut between blocks, and inside an oversized
block between sentences; a row or fence stays one quote however long it is, and is encoded in windows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tutor.notes.markdown import Block
from tutor.notes.plain import label_of, plain
from tutor.notes.sections import Outline
from tutor.notes.sentences import sentence_spans
from tutor.notes.tables import describe_row, read_table
from tutor.notes.values import Fact, Lines, NoteText, Passage, Span

# Of a fact's label or a heading path, this many characters reach the encoder: about a quarter of what it reads.
_MAX_CONTEXT = 240
# A bullet up to this long is one fact; a longer one is as many as it has sentences.
_MAX_ITEM_FACT = 240
_MAX_LEAD_LINE = 300


@dataclass(frozen=True, slots=True)
class Budget:
    """How much the encoder reads.

    Attributes:
        count: word pieces of each text, special ones not counted.
        limit: word pieces that fit, special ones not counted.
    """

    count: Callable[[Sequence[str]], list[int]]
    limit: int


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is never cut: a bullet, a sentence or a paragraph, a table row, a fence.

    Attributes:
        lead: spans that it cannot be read without; the encoder sees their labels.
        context: those labels as text.
        text: its words, for the encoder.
        facts: the spans of its facts with their words; empty where it is none.
        size: word pieces of text.
        depth: how deep it is nested: a cut before a shallow one is a better cut.
    """

    span: Span
    text: str
    lead: tuple[Span, ...] = ()
    context: str = ""
    facts: tuple[tuple[Span, str], ...] = ()
    size: int = 0
    depth: int = 0


def split_section(
    text: NoteText, outline: Outline, number: int, context: Sequence[str], budget: Budget
) -> list[Passage]:
    """Return a section's passages in order; together they hold all that can be quoted of it.

    Args:
        text: the note.
        outline: the section with its blocks.
        number: the section's position in the note.
        context: the names that place the section for the encoder: the note's title and the headings, outermost first.
        budget: what the encoder reads.
    """
    atoms = [atom for atom in _atoms(text, outline.blocks) if any(ch.isalnum() for ch in atom.text)]
    path = _clip(" > ".join(context))
    room = budget.limit - budget.count([path])[0] - 2
    atoms = [piece for atom in _sized(atoms, budget) for piece in _fitted(text, atom, budget, room)]
    return [_passage(group, number, path, context, budget) for group in _packed(atoms, room)]


def _atoms(text: NoteText, blocks: Sequence[Block]) -> Iterator[_Atom]:
    intro: Block | None = None
    for block in blocks:
        if block.kind == "item":
            yield _item(text, block, intro)
        elif block.kind == "table":
            yield from _rows(text, block)
        elif block.kind == "paragraph":
            yield _paragraph(text, block)
        else:
            span = text.span_of(block.lines)
            words = plain(text.slice(span)) if block.kind == "html" else _code_words(text.slice(span))
            yield _Atom(span, words, facts=((span, words),), depth=len(block.items))
        if block.kind == "paragraph":
            introduces = not block.items and text.slice(text.span_of(block.lines)).rstrip(" *_").endswith(":")
            intro = block if introduces else None
        elif block.kind != "item":
            intro = None


def _item(text: NoteText, block: Block, intro: Block | None) -> _Atom:
    span = text.span_of(block.lines)
    lead, labels = _lead(text, block, intro)
    words = plain(text.slice(span))
    facts: tuple[tuple[Span, str], ...] = ((span, words),)
    if len(words) > _MAX_ITEM_FACT:
        facts = tuple((part, plain(text.slice(part))) for part in sentence_spans(text.text, span))
    return _Atom(span, words, lead, labels, facts, depth=len(block.items) + 1)


def _lead(text: NoteText, block: Block, intro: Block | None) -> tuple[tuple[Span, ...], str]:
    """Return what introduces a list and the bullets above this one, and their labels as text."""
    lines = [Lines(item.first, item.first) for item in block.items]
    if intro:
        lines.insert(0, Lines(intro.lines.last, intro.lines.last))
    spans = tuple(text.span_of(line) for line in lines)
    labels = [label_of(text.slice(span)[:_MAX_LEAD_LINE]) for span in spans]
    short = tuple(span for span in spans if span.end - span.start <= _MAX_LEAD_LINE)
    return short, _clip(": ".join(label for label in labels if label))


def _rows(text: NoteText, block: Block) -> Iterator[_Atom]:
    table = read_table(text, block.lines)
    header = text.span_of(Lines(block.lines.first, block.lines.first))
    titles = " | ".join(plain(text.slice(span)) for span in table.header)
    if not table.rows:
        yield _Atom(text.span_of(block.lines), titles)
    for number, row in enumerate(table.rows):
        line = block.lines.first + 2 + number
        # The first row carries the header, so that passages together hold the whole table.
        span = text.span_of(Lines(block.lines.first if number == 0 else line, line))
        cells = " | ".join(plain(text.slice(cell)) for cell in row)
        fact = (text.span_of(Lines(line, line)), describe_row(text, table, row))
        yield _Atom(span, cells, (header,), titles, (fact,), depth=len(block.items))


def _paragraph(text: NoteText, block: Block) -> _Atom:
    span = text.span_of(block.lines)
    sentences = tuple((part, plain(text.slice(part))) for part in sentence_spans(text.text, span))
    facts = tuple(fact for fact in sentences if any(ch.isalnum() for ch in fact[1]))
    labels = ": ".join(
        label_of(text.slice(text.span_of(Lines(i.first, i.first)))[:_MAX_LEAD_LINE]) for i in block.items
    )
    return _Atom(span, plain(text.slice(span)), context=_clip(labels), facts=facts, depth=len(block.items))


def _code_words(raw: str) -> str:
    lines = [line.strip() for line in raw.split("\n")]
    return "\n".join(line for line in lines if line and not line.startswith(("```", "~~~", "$$")))


def _sized(atoms: list[_Atom], budget: Budget) -> list[_Atom]:
    sizes = budget.count([atom.text for atom in atoms]) if atoms else []
    return [replace(atom, size=size + 1) for atom, size in zip(atoms, sizes, strict=True)]


def _fitted(text: NoteText, atom: _Atom, budget: Budget, room: int) -> list[_Atom]:
    """Cut an oversized paragraph or bullet at its sentences, and a sentence that is still too long at white space."""
    is_prose = len(atom.facts) != 1 or atom.facts[0][0] != atom.span or atom.depth > 0
    if atom.size <= room or (atom.lead and atom.context.count(" | ")) or not is_prose:
        return [atom]
    parts = [piece for span, _ in atom.facts for piece in _cut_words(text, span, budget, room)]
    pieces = [replace(atom, span=span, text=words, facts=((span, words),)) for span, words in parts]
    return _sized(pieces, budget)


def _cut_words(text: NoteText, span: Span, budget: Budget, room: int) -> list[tuple[Span, str]]:
    """Halve a span at white space until each part fits."""
    words = plain(text.slice(span))
    middle = text.text.find(" ", (span.start + span.end) // 2, span.end)
    if budget.count([words])[0] < room or middle in (-1, span.start):
        return [(span, words)]
    left, right = Span(span.start, middle), Span(middle + 1, span.end)
    return _cut_words(text, left, budget, room) + _cut_words(text, right, budget, room)


def _packed(atoms: list[_Atom], room: int) -> Iterator[list[_Atom]]:
    """Group atoms in order, each group within the room, cut before the shallowest atom of its second half."""
    group: list[_Atom] = []
    for atom in atoms:
        while group and _size([*group, atom]) > room:
            cut = _best_cut([*group, atom])
            yield group[:cut]
            group = group[cut:]
        group.append(atom)
    if group:
        yield group


def _best_cut(group: list[_Atom]) -> int:
    """Return where to end the group: before the shallowest of those that leave at least half, the latest of equals."""
    half = sum(atom.size for atom in group[:-1]) / 2
    best, taken = len(group) - 1, 0
    for at in range(1, len(group)):
        taken += group[at - 1].size
        if taken >= half and group[at].depth <= group[best].depth:
            best = at if group[at].depth < group[best].depth or at > best else best
    return best


def _size(group: list[_Atom]) -> int:
    # About three characters of a label to a word piece; counting them exactly for each try costs more than it gains.
    return sum(atom.size for atom in group) + len(group[0].context) // 3 + 1


def _passage(group: list[_Atom], number: int, path: str, context: Sequence[str], budget: Budget) -> Passage:
    first = group[0]
    span = Span(first.span.start, group[-1].span.end)
    lead = tuple(part for part in first.lead if part.start < span.start)
    head = f"{path}\n{first.context}\n" if first.context else f"{path}\n"
    body = "\n".join(atom.text for atom in group)
    facts = tuple(
        Fact(part, tuple(p for p in atom.lead if p != part), _windows(_fact_head(context, atom), words, budget))
        for atom in group
        for part, words in atom.facts
    )
    return Passage(number, span, lead, _windows(head, body, budget), facts)


def _fact_head(context: Sequence[str], atom: _Atom) -> str:
    is_table = " | " in atom.context
    labels = [context[-1] if context else "", "" if is_table else atom.context]
    return _clip(": ".join(label for label in labels if label)) + ": "


def _windows(head: str, body: str, budget: Budget) -> tuple[str, ...]:
    """Return what is encoded: the head with the body, or with each part of a body that is too long."""
    if budget.count([head + body])[0] <= budget.limit:
        return (head + body,)
    middle = max(body.find("\n", len(body) // 2), body.find(" ", len(body) // 2))
    if middle <= 0:
        middle = len(body) // 2
    if not middle:
        return (head,)
    return _windows(head, body[:middle], budget) + _windows(head, body[middle:].lstrip(), budget)


def _clip(text: str) -> str:
    """Keep the end, which is the nearest to the text."""
    return text if len(text) <= _MAX_CONTEXT else "…" + text[1 - _MAX_CONTEXT :]
