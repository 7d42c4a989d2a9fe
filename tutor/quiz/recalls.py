"""Questions that are answered from memory: acronyms, lists, and points that the learner grades."""

import re
from collections.abc import Iterator

from tutor.notes.entries import is_name
from tutor.notes.generic import is_clause, is_generic, is_order
from tutor.notes.values import Claim, Lines
from tutor.quiz.likeness import folded, is_alike
from tutor.quiz.making import Neighbours, ask
from tutor.quiz.tables import cell_prompt
from tutor.quiz.values import Card, Point, Question
from tutor.quiz.wording import clean_name, content, context_of

_MAX_LABEL_WORDS = 9
_MAX_HOLDER = 110  # characters of a sentence that points stand below
# What is listed below such a name belongs to a course, not to its subject.
META = re.compile(
    r"\b(?:exam|topics?|outcomes?|objectives?|agenda|contents|checklist|questions?|sections?|definitions?|lectures?|readings?|links?|resources)\b",
    re.IGNORECASE,
)
_MIN_TERMS = 3
_FEWEST = 3  # terms of a statement that answers
_MAX_POINT = 360
# What answers nothing by itself.
_NO_ANSWER = re.compile(r"[:?]\W*$|^(?:see|source|todo)\b|^(?:\d+\.){2,}\d+\s|\bfollowing\b", re.IGNORECASE)
# What goes on from something else.
_LEANS = re.compile(
    r"(?:and|or|but|so|also|even|therefore|thus|hence|because|if|when|then|this|that|these|those|it|its|they|you|your|"
    r"we|he|she|what|how|why|which|e\.?g|i\.?e|from|see|same|opposite|however|still)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\([a-z]\)", re.IGNORECASE)  # "(t)": a name of its kind, where "a" and "1" only count
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]{3}|^\W*\d|[^\x00-\x7f]")


def acronym_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the question what an acronym stands for; every way in which the notes put it is right.

    Where it stands for another thing elsewhere in the notes, the question says where it is meant.
    """
    claim = card.claim
    if any(len(word) > 2 and word in claim.subject for word in re.findall(r"[A-Z]+", claim.value)):
        return  # it explains itself by a shorter one
    expansions = around.expansions.get(folded(claim.subject), (claim.value,))
    same = [long for long in expansions if is_alike(long, claim.value)]
    place = f"{context_of(claim.names)}: what" if len(same) < len(expansions) else "What"
    yield ask(card, "acronym", f"{place} does {claim.subject} stand for?", claim.value, same)


def list_questions(card: Card, _: Neighbours) -> Iterator[Question]:
    """Yield the request to name the members of a list, all of them."""
    claim = card.claim
    if (
        _can_ask_for_parts(claim)
        and not META.search(claim.names[-1])
        and not set(map(folded, claim.parts)) & set(map(folded, claim.names))
    ):
        prompt = f"{context_of(claim.names)}: name all {len(claim.parts)}."
        yield ask(card, "list_recall", prompt, claim.value, points=_points(claim))


def point_questions(card: Card, _: Neighbours) -> Iterator[Question]:
    """Yield the request to recall the points below a label or heading."""
    claim = card.claim
    is_telling = not any(part.endswith(("?", ":")) or part.startswith("*") or not content(part) for part in claim.parts)
    is_telling = is_telling and 2 * sum(map(is_order, claim.parts)) < len(claim.parts)
    if is_telling and _can_ask_for_parts(claim) and all(len(part) <= _MAX_POINT for part in claim.parts):
        prompt = f"{context_of(claim.names)}: what are the {len(claim.parts)} points in your notes?"
        yield ask(card, "point_recall", prompt, claim.value, points=_points(claim))


def heading_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the request to say how the notes introduce what a heading names."""
    claim = card.claim
    is_defined = any(other.lines == claim.lines and other.value == claim.value for other in around.definitions)
    if is_defined or (is_generic(claim.names[-1]) and len(claim.names) < 2):
        return
    if len(content(claim.value) - content(claim.names[-1])) < _MIN_TERMS or _NO_ANSWER.search(claim.value):
        return
    name = context_of(claim.names)
    prompt = name if name.endswith("?") else f"{name}: how do your notes introduce it?"
    yield ask(card, "heading_recall", prompt, claim.value, points=(Point(claim.value, claim.lines),))


def open_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the request to recall what the notes say of a label, a definition's subject or a table's cell."""
    claim = card.claim
    point = (Point(claim.value, claim.lines),)
    if claim.kind == "cell":
        yield ask(card, "open_recall", cell_prompt(claim), claim.value, points=point)
    elif claim.kind == "definition" and not _NO_ANSWER.search(claim.value):
        yield ask(card, "open_recall", _what_is(claim), claim.value, points=point)
    elif claim.kind == "statement" and _stands_alone(claim, around):
        yield ask(card, "open_recall", f"{context_of(claim.names)}: what do your notes say?", claim.value, points=point)
    elif claim.kind == "label" and _says_much(claim):
        label = claim.relation or claim.subject
        prompt = f"{context_of((*claim.names, label))}: what do your notes say?"
        yield ask(card, "open_recall", prompt, claim.value, points=point)


def _what_is(claim: Claim) -> str:
    verb = "are" if re.search(r"\sare\s", claim.value[: len(claim.subject) + 12]) else "is"
    place = context_of(tuple(name for name in claim.names if not content(name) & content(claim.subject)))
    article = match[0].lower() if (match := re.match(r"(?:An?|The)\s", claim.value)) else ""
    what = f"{verb} {article}{claim.subject}?"
    return f"{place}: what {what}" if place else f"What {what}"


def _stands_alone(claim: Claim, around: Neighbours) -> bool:
    """Say whether this is all that stands below a name: then it is what the notes say of it."""
    if not claim.names or is_generic(claim.names[-1]) or len(around.groups[claim.group]) > 1:
        return False
    name = clean_name(claim.names[-1])
    if (claim.lines.first, claim.value) in around.openings:
        return False
    if claim.names in around.holders or claim.group in around.said_on:
        return False  # more is said elsewhere, or by the label itself
    if not is_name(name) or is_clause(name) or _LEANS.match(name) or _LEANS.match(claim.value):
        return False
    is_named = len(name.split()) <= _MAX_LABEL_WORDS and not name.endswith(("?", ":")) and not META.search(name)
    said = content(claim.value) - content(" ".join(claim.names))
    return is_named and len(said) >= _FEWEST and not (_NO_ANSWER.search(claim.value) or META.match(claim.value))


def _says_much(claim: Claim) -> bool:
    label = claim.relation or claim.subject
    is_placed = not all(map(is_generic, (*claim.names, label)))
    is_answer = (
        is_placed
        and not is_order(claim.value)
        and bool(content(claim.value) - content(label))
        and not _NO_ANSWER.search(claim.value)
    )
    is_told = len(re.findall(r"[^\W\d_]", label)) >= 2 or bool(_LETTER.fullmatch(label))
    return is_told and is_answer and bool(_WORD_OR_NUMBER.search(claim.value))


def _can_ask_for_parts(claim: Claim) -> bool:
    last = clean_name(claim.names[-1])
    is_named = is_name(last) or len(last) <= _MAX_HOLDER
    return is_named and any(not is_generic(name) for name in claim.names)


def _points(claim: Claim) -> tuple[Point, ...]:
    lines = [*claim.part_lines[1:], claim.lines.last + 1]
    return tuple(
        Point(part, Lines(first, max(first, following - 1)))
        for part, first, following in zip(claim.parts, claim.part_lines, lines, strict=True)
    )
