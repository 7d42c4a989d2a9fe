"""What can be counted of questions without reading them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tutor.notes.entries import Entry, bare, entries_of
from tutor.notes.markdown import parse_blocks
from tutor.notes.quantities import find_quantities
from tutor.notes.sections import outline_of
from tutor.notes.values import Note
from tutor.notes.words import is_stop, terms, tokens
from tutor.quiz.likeness import is_alike
from tutor.quiz.values import Distractor, Question
from tutor.quiz.wording import BLANK

_MIN_WORDS = 2
_MAX_NAME_WORDS = 8


@dataclass(frozen=True, slots=True)
class Reached:
    """How many lines of a sort there are, and how many some question asks for, or one that the program grades."""

    lines: int
    any: int
    graded: int


def reached(notes: Sequence[Note], questions: Iterable[Question]) -> dict[str, Reached]:
    """Return, for each sort of line, how many the questions reach."""
    every: set[tuple[str, int]] = set()
    graded: set[tuple[str, int]] = set()
    for question in questions:
        lines = {(question.file, line) for line in range(question.lines.first, question.lines.last + 1)}
        every |= lines
        graded |= lines if question.is_graded else set()
    sorts: dict[str, set[tuple[str, int]]] = {}
    for note in notes:
        for name, line in fact_lines(note):
            sorts.setdefault(name, set()).add((note.file, line))
    return {name: Reached(len(found), len(found & every), len(found & graded)) for name, found in sorts.items()}


def fact_lines(note: Note) -> Iterator[tuple[str, int]]:
    """Yield the lines that state something, each with the sorts it is of.

    These are the first lines of bullets and sentences, and rows, that hold two words besides the small ones; not what
    only names the bullets below it, nor code.
    """
    for outline in outline_of(parse_blocks(note.text), note.text):
        entries = chain.from_iterable(entries_of(note.text, blocks) for blocks in outline.runs)
        for entry in _walk(entries):
            yield from _lines_of(note, entry)


def _walk(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.children)


def _lines_of(note: Note, entry: Entry) -> Iterator[tuple[str, int]]:
    if entry.kind == "table":
        for line in range(entry.lines.first + 2, entry.lines.last + 1):
            yield "fact-bearing lines", line
            yield "table rows", line
        return
    is_name = entry.children and (not entry.rest or len(entry.text.split()) <= _MAX_NAME_WORDS)
    if is_name or entry.text.endswith(":"):
        return
    if entry.label and entry.rest and entry.kind == "item":
        yield "definition bullets", entry.lines.first
    for sentence, lines in entry.sentences:
        if _content(sentence) >= _MIN_WORDS:
            yield "fact-bearing lines", lines.first
            if any(q.unit or q.noun or q.bound or q.date for q in find_quantities(sentence)):
                yield "quantity lines", lines.first


def choice_figures(questions: Sequence[Question]) -> dict[str, str]:
    """Return what would help a guesser: where the answer stands, and how long it is."""
    choices = [q for q in questions if q.choices and len(q.choices) > 2]
    chance = sum(1 / len(q.choices or ()) for q in choices) / max(len(choices), 1)
    longest = sum(all(len(q.answer) > len(c) for c in q.choices or () if c != q.answer) for q in choices)
    shortest = sum(all(len(q.answer) < len(c) for c in q.choices or () if c != q.answer) for q in choices)
    places = [sum((q.choices or ()).index(q.answer) == place for q in choices) for place in range(4)]
    return {
        "choices of three and more": str(len(choices)),
        "answer stands first, second, third, fourth": " ".join(map(str, places)),
        "answer strictly longest, shortest; by chance": (
            f"{longest / max(len(choices), 1):.1%} {shortest / max(len(choices), 1):.1%}; {chance:.1%}"
        ),
    }


def faults(notes: Sequence[Note], questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Return the questions with a fault that can be told without reading, by fault."""
    texts = {note.file: note for note in notes}
    counts = Counter(question.question for question in questions if question.is_graded and not question.choices)
    twice = {prompt for prompt, count in counts.items() if count > 1}
    checks: dict[str, Callable[[Question], bool]] = {
        "asked twice in the same words": lambda q: q.question in twice and q.is_graded,
        "answer not on its line": lambda q: not _is_keyed(texts[q.file], q),
        "choice not on its line": lambda q: not all(_stands(texts[q.file], d) for d in q.distractors or ()),
        "answer in the prompt": lambda q: q.is_graded and _gives_away(q),
        "choice given twice": lambda q: len(set(map(str.casefold, q.choices or ()))) < len(q.choices or ()),
        "choice also true": lambda q: any(_is_also_true(notes, q, d) for d in q.distractors or ()),
        "nothing left to go by": lambda q: BLANK in q.question and _content(q.question.replace(BLANK, "")) < _MIN_WORDS,
    }
    return {name: [question for question in questions if check(question)] for name, check in checks.items()}


def _is_keyed(note: Note, question: Question) -> bool:
    """Say whether all words of a typed answer or a cell stand on the question's lines; names may stand above."""
    if question.kind in {"table_reverse", "which_of", "table_yesno", "name_it"}:
        return True
    return _squeezed(question.answer) in _squeezed(note.text.slice(note.text.span_of(question.lines))) or _words(
        question.answer
    ) <= _words(bare(note.text.slice(note.text.span_of(question.lines))))


def _stands(note: Note, distractor: Distractor) -> bool:
    said = distractor.truth.partition(": ")[2] or distractor.truth
    return _words(said) <= _words(bare(note.text.slice(note.text.span_of(distractor.lines))))


def _is_also_true(notes: Sequence[Note], question: Question, distractor: Distractor) -> bool:
    """Say whether a note says of the same thing, in the same respect, what a wrong choice says."""
    claims = [claim for note in notes if note.file == question.file for claim in note.claims]
    asked = [claim for claim in claims if claim.lines == question.lines and claim.value == question.answer]
    return any(
        is_alike(claim.value, distractor.choice)
        for one in asked
        for claim in claims
        if (claim.kind, claim.subject, claim.relation) == (one.kind, one.subject, one.relation)
        and claim.names == one.names
    )


def _squeezed(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _gives_away(question: Question) -> bool:
    """Say whether a word of the answer stands in the prompt and in no other choice."""
    if question.kind in {"list_recall", "table_typed", "cloze_number", "table_yesno"}:
        return False
    place = set(terms(" ".join(question.heading_path)))
    others = set(terms(" ".join(choice for choice in question.choices or () if choice != question.answer)))
    # What stands before the statement names the place, and so mostly every choice.
    said = question.question.partition("“")[2] if question.kind == "which_of" else question.question
    given = set(terms(question.answer)) & (set(terms(said)) - place)
    return any(len(word) > 2 for word in given - others)


def _words(text: str) -> set[str]:
    return {part for match in tokens(text) for part in match.group().casefold().replace("_", " ").split()}


def _content(text: str) -> int:
    return sum(1 for match in tokens(text) if not is_stop(match.group().lower()))
