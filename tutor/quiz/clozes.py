"""Questions that hide a number or a run in bold."""

import re
from collections.abc import Iterator
from itertools import islice

from tutor.notes.comparing import compare
from tutor.notes.entries import is_balanced
from tutor.notes.generic import is_clause, is_generic, is_order
from tutor.notes.quantities import Quantity, find_quantities
from tutor.notes.sentences import sentence_spans
from tutor.notes.values import Claim, Span
from tutor.notes.words import is_stop
from tutor.quiz.likeness import folded, quantity_of
from tutor.quiz.making import Neighbours, ask
from tutor.quiz.values import Card, Question
from tutor.quiz.wording import blanked, content, context_of

_MAX_TEXT = 280
_MIN_LEFT = 2
_MIN_LEFT_BOLD = 3
_MOST = 2  # of one claim
_MAX_BOLD_WORDS = 4
_EXAMPLE = re.compile(
    r"\b(?:e\W?g\b|for example|for instance|example|such as|like \d|suppose|imagine|let's say|assum\w*)", re.IGNORECASE
)
# What cannot be understood without what stands beside it.
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:following|above|below|see also|diagram|figure|picture|image|screenshot|this example|these examples)\b|\?|"
    r"^(?:therefore|thus|hence|here|this|these|those|that|what|how|why|maybe|perhaps|then|so|also|in such|"
    r"(?:after|in) (?:that|this)|if you)\b|\bI (?:can|could|will)\b",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(r"\b(?:a|an|the|of|and|or|to|with|where|that|which|for|in|is|are|by)$")
# Numbers that mean something without a unit.
_NAMED = re.compile(
    r"\b(?:ports?|default|max\w*|min\w*|up to|at least|at most|limit\w*|layer|phase|grade|stage)\W*$", re.IGNORECASE
)
# What a number after it is part of the name of: "ISO 27001", "IEEE 802.3".
# What a number behind it only numbers: "type 2 diabetes".
_NUMBERS = re.compile(r"\b(?:types?|class|category|chapter|step|version|figure|part|week|lecture)\s$", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z][\w/]+[\s-]$")
_EMPHASIS = re.compile(
    r"(?:not|never|always|only|must|important|note|optional|required|recommended|both|all|and|or|no)\b", re.IGNORECASE
)


def number_clozes(card: Card, _: Neighbours) -> Iterator[Question]:
    """Yield the claim with one of its numbers hidden, at most twice."""
    yield from islice(_numbers(card), _MOST)


def bold_clozes(card: Card, _: Neighbours) -> Iterator[Question]:
    """Yield the claim with one of the runs that the note emphasises hidden, at most twice."""
    yield from islice(_bolds(card), _MOST)


def _numbers(card: Card) -> Iterator[Question]:
    for lead, text in texts_of(card.claim):
        found = find_quantities(text)
        for quantity in found:
            is_count = not quantity.noun or quantity.value.is_integer()
            is_value = text == card.claim.value and quantity_of(text) is not None and is_count
            asked = is_value or _is_worth_asking(text, quantity)
            if asked and (question := _number(card, lead, text, quantity, found)):
                yield question


def _bolds(card: Card) -> Iterator[Question]:
    for lead, text in texts_of(card.claim) if card.claim.marked else ():
        for run in card.claim.marked:
            at = text.find(run)
            if at >= 0 and (question := _bold(card, lead, text, Span(at, at + len(run)))):
                yield question


def _label(claim: Claim) -> str:
    return claim.relation or (claim.subject if claim.kind == "label" else "")


def texts_of(claim: Claim, has_examples: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a claim that are short enough to ask, each with what has to be said before it.

    Those that give examples are left out unless examples may be asked for.
    """
    label = _label(claim)
    place = context_of((*claim.names, label) if label else claim.names)
    spans = sentence_spans(claim.value, Span(0, len(claim.value)))
    for span in spans:
        text = claim.value[span.start : span.end]
        is_whole = not text.endswith((":", "?")) and not _POINTS_ELSEWHERE.search(text)
        is_whole = is_whole and not is_order(text) and is_balanced(text) and not _BROKEN_OFF.search(text)
        if is_whole and len(text) <= _MAX_TEXT and (has_examples or not _EXAMPLE.search(f"{label} {text}")):
            yield place, text


def _is_worth_asking(text: str, quantity: Quantity) -> bool:
    if quantity.is_word and (quantity.value <= 3 or not (quantity.noun or quantity.unit)):
        return False
    lead = text[: quantity.number.start]
    if _NUMBERS.search(lead) and not quantity.unit:
        return False
    is_named = _NAMED.search(lead)
    if not (quantity.unit or quantity.date or is_named) and (lead[-1:] in {"(", "#", "-"} or _CODE.search(lead)):
        return False
    following = text[quantity.number.end :]
    if quantity.noun and (":" in following or following[:1].isalpha()):
        return False  # what is counted is listed, or the number is part of a name
    is_glued = following[:1] in {"(", "*", "^", "×"} or re.match(
        r"s\s[A-Z]" if not _CODE.search(lead) else r"s\b", following
    )
    if is_glued or quantity.value == 0 or (quantity.value <= 1 and not quantity.amounts[0].units):
        return False
    is_bound = quantity.bound not in {None, "about"}
    is_count = quantity.noun and quantity.value.is_integer()
    return bool(quantity.unit or is_count or is_bound or quantity.date or is_named)


def _number(card: Card, lead: str, text: str, quantity: Quantity, found: list[Quantity]) -> Question | None:
    hidden = _figures(quantity)
    answer = text[hidden.start : hidden.end]
    same = [other for other in found if other is not quantity and compare(other, quantity) == "same"]
    if any(other.span.start < quantity.span.start for other in same):
        return None  # it was asked by the other
    asked = text
    for span in sorted({hidden, *(_figures(other) for other in same)}, reverse=True):
        asked = blanked(asked, span) if span == hidden else f"{asked[: span.start]}…{asked[span.end :]}"
    if re.search(rf"(?<![1-9]){re.escape(answer)}(?!\d)", f"{lead} {asked}") or not _says_what(card.claim, text, found):
        return None
    if not answer[:1].isdigit() and not quantity.is_word:
        return None
    whole = text[quantity.span.start : quantity.span.end]
    bare = text[hidden.start : quantity.span.end]
    others = [text[other.span.start : other.span.end] for other in same]
    return ask(card, "cloze_number", f"{lead}: {asked}" if lead else asked, answer, [bare, whole, *others])


def _says_what(claim: Claim, text: str, found: list[Quantity]) -> bool:
    """Say whether enough is left beside the quantities to tell what is asked: two words, or one below a name."""
    left = text
    for quantity in reversed(found):
        left = f"{left[: quantity.span.start]} {'noun' if quantity.noun else ''} {left[quantity.span.end :]}"
    label = _label(claim)
    is_named = bool(label) or (bool(claim.names) and not is_generic(claim.names[-1]))
    return _words_left(f"{label} {left}") >= (1 if is_named else _MIN_LEFT)


def _figures(quantity: Quantity) -> Span:
    """Return what is hidden of a quantity: its figures; of a range, whose ends may differ in unit, both ends whole."""
    if quantity.shape == "range" and quantity.span.end > quantity.number.end:
        return Span(quantity.number.start, quantity.span.end)
    return quantity.number


def _bold(card: Card, lead: str, text: str, hidden: Span) -> Question | None:
    answer = text[hidden.start : hidden.end].strip(" .,;:")
    asked = blanked(text, hidden)
    words = answer.split()
    if not 0 < len(words) <= _MAX_BOLD_WORDS or _EMPHASIS.match(answer.strip("([ ")) or not content(answer):
        return None
    if hidden.start < 2 or is_generic(answer) or is_clause(f"{answer} it"):
        return None
    if _words_left(asked) < _MIN_LEFT_BOLD or content(answer) & content(f"{lead} {asked}"):
        return None
    is_in_brackets = text[hidden.start - 1 : hidden.start] == "(" and text[hidden.end : hidden.end + 1] == ")"
    if is_in_brackets or folded(answer) in folded(lead) or text[hidden.end : hidden.end + 1].isalnum():
        return None
    return ask(card, "cloze_bold", f"{lead}: {asked}" if lead else asked, answer)


def _words_left(asked: str) -> int:
    words = re.findall(r"[^\W\d_]{2,}", asked)
    return sum(1 for word in words if not is_stop(word.lower()))
