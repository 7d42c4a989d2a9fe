"""Sections to passages and facts: what is retrieved, and the smallest units that can be quoted.

A passage never crosses a heading and fits what the encoder reads. It is cut between blocks, and inside an oversized
block between sentences; a row or fence stays one quote however long it is, and is encoded in windows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from tutor.notes.atoms import Atom, atoms_of, clip, has_words
from tutor.notes.plain import plain
from tutor.notes.sections import Outline
from tutor.notes.values import Fact, NoteText, Passage, Span
from tutor.notes.windows import Budget, Piece, cut_to_fit, halves, inputs_of, shortened

__all__ = ["Budget", "split_section"]


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
    atoms = _atoms(text, outline)
    if not atoms:
        return []
    path = shortened([clip(" > ".join(context))], budget)[0]
    room = budget.limit - budget.sizes([path])[0] - 2
    groups = list(_packed(_fitted(text, _sized(atoms, budget), room, budget), room))
    return _passages(groups, number, path, context, budget)


def _atoms(text: NoteText, outline: Outline) -> list[Atom]:
    return [
        replace(atom, run=run) if run else atom
        for run, blocks in enumerate(outline.runs)
        for atom in chain.from_iterable(atoms_of(text, blocks))
    ]


def _sized(atoms: list[Atom], budget: Budget) -> list[Atom]:
    sizes = budget.sizes([atom.text for atom in atoms])
    return [replace(atom, size=size + 1) for atom, size in zip(atoms, sizes, strict=True)]


def _fitted(text: NoteText, atoms: list[Atom], room: int, budget: Budget) -> list[Atom]:
    """Cut an oversized paragraph or bullet at its sentences, and a sentence that is still too long at white space."""
    long = {i: atom for i, atom in enumerate(atoms) if atom.size > room and atom.kind == "prose"}
    if not long:
        return atoms
    pieces = cut_to_fit(
        [Piece(i, *span) for i, atom in long.items() for span, _ in atom.facts],
        lambda piece: plain(text.text[piece.start : piece.end]),
        lambda piece: halves(text.text, piece),
        room - 1,
        budget,
    )
    parts: dict[int, list[Atom]] = {i: [] for i in long}
    for piece in pieces:
        span, words = Span(piece.start, piece.end), plain(text.text[piece.start : piece.end])
        if has_words(words):
            parts[piece.number].append(replace(long[piece.number], span=span, text=words, facts=((span, words),)))
    sized = iter(_sized(list(chain.from_iterable(parts.values())), budget))
    return [part for i, atom in enumerate(atoms) for part in ([next(sized) for _ in parts[i]] if i in long else [atom])]


def _packed(atoms: list[Atom], room: int) -> Iterator[list[Atom]]:
    """Group atoms in order, each group within the room, cut before the shallowest atom of its second half."""
    group: list[Atom] = []
    taken = 0
    for atom in atoms:
        if group and atom.run != group[0].run:
            yield group
            group, taken = [], 0
        while group and _head_size(group[0]) + taken + atom.size > room:
            cut = _best_cut([*group, atom])
            yield group[:cut]
            group = group[cut:]
            taken = sum(kept.size for kept in group)
        group.append(atom)
        taken += atom.size
    if group:
        yield group


def _best_cut(group: list[Atom]) -> int:
    """Return where to end the group: before the shallowest of those that leave at least half, the latest of equals."""
    half = sum(atom.size for atom in group[:-1]) / 2
    best, taken = len(group) - 1, 0
    for at in range(1, len(group)):
        taken += group[at - 1].size
        if taken >= half and group[at].depth <= group[best].depth:
            best = at if group[at].depth < group[best].depth or at > best else best
    return best


def _head_size(first: Atom) -> int:
    # About three characters of a label to a word piece; counting them exactly for each try costs more than it gains.
    return len(first.context) // 3 + 1


def _passages(
    groups: list[list[Atom]], number: int, path: str, context: Sequence[str], budget: Budget
) -> list[Passage]:
    """Make the passages of groups of atoms and their facts; what is encoded for them is counted together."""
    name = context[-1] if context else ""
    heads = [f"{path}\n{group[0].context}\n" if group[0].context else f"{path}\n" for group in groups]
    head_sizes = budget.sizes(heads) if budget.is_of_words else []
    at_most = [size + sum(atom.size for atom in group) for size, group in zip(head_sizes, groups, strict=False)]
    whole = [(head, "\n".join(atom.text for atom in group)) for head, group in zip(heads, groups, strict=True)]
    atoms = list(chain.from_iterable(groups))
    parts = [(_fact_head(name, atom), words) for atom in atoms for _, words in atom.facts]
    inputs = inputs_of([*whole, *parts], budget, at_most)
    rest = iter(inputs[len(whole) :])
    return [_passage(group, number, made, rest) for group, made in zip(groups, inputs, strict=False)]


def _passage(
    group: list[Atom], number: int, inputs: tuple[str, ...], fact_inputs: Iterator[tuple[str, ...]]
) -> Passage:
    span = Span(group[0].span.start, group[-1].span.end)
    lead = tuple(part for part in group[0].lead if part.start < span.start)
    facts = tuple(
        Fact(part, tuple(above for above in atom.lead if above != part), next(fact_inputs))
        for atom in group
        for part, _ in atom.facts
    )
    return Passage(number, span, lead, inputs, facts)


def _fact_head(name: str, atom: Atom) -> str:
    """Return what places a fact for the encoder; a row says itself which columns it stands in."""
    labels = [name, "" if atom.kind == "row" else atom.context]
    return clip(": ".join(label for label in labels if label)) + ": "
