"""Questions that ask which of several siblings a statement is about, and what a definition defines."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.fuzz import token_set_ratio

from tutor.notes.entries import is_balanced, is_name
from tutor.notes.generic import is_clause, is_generic, is_order
from tutor.notes.sentences import sentence_spans
from tutor.notes.values import Claim, Span
from tutor.notes.words import tokens
from tutor.quiz.likeness import ALIKE, folded, leaks
from tutor.quiz.making import FEWEST, Neighbours, choose, level_of, offer
from tutor.quiz.values import Card, Distractor, Question
from tutor.quiz.wording import BLANK, clean_name, content, context_of

_DESCRIBES = "which of these does this describe?"
_MAX_STATEMENT = 180
_MASK = "[…]"
# What introduces something else, asks, gives an example, or leads elsewhere.
_NO_STATEMENT = re.compile(r":$|\?|^\W*e\W?g\b|^(?:for )?examples?\b|\bhere$|^see\b", re.IGNORECASE)
# A statement that begins so speaks of the one before it.
_POINTS_BACK = re.compile(r"(?:this|that|these|those|it|they|he|she|such)\b", re.IGNORECASE)
_MIN_TERMS, _MIN_TERMS_OF_TWO = 3, 4
_MANY_TERMS, _MANY_TERMS_OF_LABEL = 6, 9  # that tell enough with another word hidden
_MIN_SIBLINGS = 3
# Of a lecture, a chapter, a paragraph: what it numbers is no kind of thing.
_CODE = re.compile(r"\d+\.\d+|^\W*\w?\W*$|^p+\.?\s?\d|^\W*e(?:x|xamples?|\.g)\b", re.IGNORECASE)
_KINDS = re.compile(
    r"\b(?:types?|kinds?|modes?|class(?:es)?|tiers?|polic(?:y|ies)|strateg(?:y|ies)|options?|models?|metrics?|patterns?|"
    r"groups?|forms?|stages?|phases?|categories|categor(?:y|ies)|levels?|layers?|methods?|varieties|species|theories|"
    r"schools|styles|approaches|branches|components|parts|elements|vs\.?|versus)\b",
    re.IGNORECASE,
)


def label_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the question which of the labels of its list a labelled claim belongs to."""
    claim = card.claim
    if claim.relation:
        yield from _attribute_questions(card, around)
        return
    siblings = around.labels[claim.group]
    says: dict[str, list[Claim]] = {}
    for sibling in siblings:
        says.setdefault(sibling.relation or sibling.subject, []).append(sibling)
    if len(says) == len(siblings):
        yield from _which(card, claim.subject, says, context_of(claim.names), _DESCRIBES)


def _attribute_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the question which of several things has this purpose, these risks, where each says its own."""
    claim = card.claim
    if not claim.is_labelled or not claim.names or claim.subject != claim.names[-1]:
        return
    says: dict[str, list[Claim]] = {}
    for other in around.attributes[level_of(claim), folded(claim.relation)]:
        says.setdefault(other.names[-1], []).append(other)
    if len(says) >= _MIN_SIBLINGS and all(len(said) == 1 for said in says.values()):
        ask_which = f"which of these has this under “{clean_name(claim.relation)}”?"
        yield from _which(card, claim.subject, says, context_of(claim.names[:-1]), ask_which)


def statement_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the question which of several sibling labels or headings a statement stands below."""
    claim = card.claim
    if _is_title(claim.value) or _POINTS_BACK.match(claim.value):
        return
    says: dict[str, list[Claim]] = {}
    for other in around.below[level_of(claim)]:
        says.setdefault(other.names[-1], []).append(other)
    if _are_alternatives(claim, says):
        yield from _which(card, claim.names[-1], says, context_of(claim.names[:-1]), _DESCRIBES)


def definition_questions(card: Card, around: Neighbours) -> Iterator[Question]:
    """Yield the question what a definition defines, with the name blanked."""
    claim = card.claim
    if not claim.names or not is_about(claim.subject, claim.names[-1]):
        return
    body = re.sub(rf"^(?:(?:An?|The)\s+)?{re.escape(claim.subject)}", BLANK, claim.value, count=1)
    others = [
        Distractor(other.subject, other.file, other.lines, other.value)
        for other in around.definitions
        if other.subject != claim.subject
        and is_about(other.subject, other.names[-1] if other.names else "")
        and _is_like(other, claim)
    ]
    if content(claim.subject) & content(body) or len(body) > 2 * _MAX_STATEMENT or " the same " in body:
        return
    place = context_of(claim.heading_path[:-1])
    prompt = f"{place}: {body}" if place and not content(place) & content(claim.subject) else body
    if wrong := choose(card, prompt, claim.subject, others):
        yield offer(card, "what_is", prompt, claim.subject, wrong)


def _which(card: Card, answer: str, says: dict[str, list[Claim]], place: str, asks: str) -> Iterator[Question]:
    """Yield the question which of those that say something says this.

    Args:
        card: what is asked.
        answer: who says it.
        says: what each says; most must be names.
        place: where they stand.
        asks: the question before the statement.
    """
    named = [name for name in says if _can_choose(name)]
    # Of two, both must be names: that is a contrast; of more, some may be left out.
    if answer not in named or 2 * len(named) < len(says) or len(named) < min(len(says), _MIN_SIBLINGS) or len(says) < 2:
        return
    statement = clean_statement(_beginning(card.claim.value))
    if (
        len(statement) > _MAX_STATEMENT
        or len(content(statement)) < _MIN_TERMS
        or _NO_STATEMENT.search(statement)
        or is_order(statement)
    ):
        return
    others = [
        Distractor(clean_name(name), said[0].file, said[0].lines, f"{clean_name(name)}: {said[0].value}")
        for name, said in says.items()
        if name in named and name != answer and not _names(name, statement) and not _is_also_true(statement, said)
    ]
    shown = masked(statement, clean_name(answer), [d.choice for d in others])
    if (
        not place
        or len(content(shown)) < (_MIN_TERMS if len(says) > 2 else _MIN_TERMS_OF_TWO)
        or shown.count(_MASK) > _most_hidden(card.claim, shown, len(says))
    ):
        return
    prompt = f"{place}: {asks} “{shown}”".removeprefix(": ")
    if wrong := choose(card, shown, clean_name(answer), others, min(len(says) - 1, FEWEST)):
        yield offer(card, "which_of", prompt, clean_name(answer), wrong)


def _are_alternatives(claim: Claim, says: dict[str, list[Claim]]) -> bool:
    """Say whether sibling labels name things of one kind, so that a statement fits one of them."""
    if len(says) < 2 or any(not is_name(name) or is_clause(name) for name in says):
        return False
    above = claim.names[-2] if len(claim.names) > 1 else ""
    last = {folded(name.split("(")[0]).rpartition(" ")[2] for name in says}
    is_below_heading = claim.heading_path[-1:] == claim.names[-1:]
    if is_below_heading and any(map(is_generic, says)):
        return False
    are_labelled = all(other.is_labelled for said in says.values() for other in said)
    return bool(_KINDS.search(above)) or len(last) == 1 or (are_labelled and not is_below_heading)


def _is_title(text: str) -> bool:
    """Say whether a bullet only names something: few words, or all of them with a capital."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return is_name(text.rstrip(".")) and (len(text.split()) <= _MIN_TERMS or all(word[0].isupper() for word in words))


def _most_hidden(claim: Claim, shown: str, choices: int) -> int:
    """Return how many places of a statement may be hidden, so that it still tells enough and reads well."""
    terms = len(content(shown))
    if claim.kind == "label":
        return 1 + (terms >= _MANY_TERMS_OF_LABEL and choices >= _MIN_SIBLINGS)
    return int(terms >= _MANY_TERMS)


def _beginning(value: str) -> str:
    """Return a value, or of a long one the sentences from its beginning on that are short enough to be shown."""
    if len(value) <= _MAX_STATEMENT:
        return value
    ends = [span.end for span in sentence_spans(value, Span(0, len(value))) if span.end <= _MAX_STATEMENT]
    return value[: ends[-1]] if ends else value


def masked(statement: str, answer: str, others: Sequence[str]) -> str:
    """Return a statement without the words that give the answer away, a mark in the place of each run of them."""
    found = [match for match in tokens(statement) if leaks(answer, match.group(), others)]
    for match in reversed(found):
        statement = f"{statement[: match.start()]}{_MASK}{statement[match.end() :]}"
    return re.sub(rf"{re.escape(_MASK)}(?:[\s/-]+{re.escape(_MASK)})+", _MASK, statement)


def clean_statement(value: str) -> str:
    """Return a statement without its full stop, and without brackets around the whole."""
    bare = value.strip().rstrip(". ")
    whole = bare[1:-1]
    return whole if bare[:1] == "(" and bare[-1:] == ")" and is_balanced(whole) else bare


def _can_choose(name: str) -> bool:
    return not is_generic(name) and not is_clause(name) and len(name.split()) <= 7 and not _CODE.search(name)


def _names(name: str, statement: str) -> bool:
    """Say whether a statement has every word of a sibling's name."""
    own = content(name.split("(", maxsplit=1)[0])
    return bool(own) and own <= content(statement)


def _is_also_true(statement: str, said: Sequence[Claim]) -> bool:
    return any(token_set_ratio(folded(statement), folded(claim.value)) >= ALIKE for claim in said)


def is_about(subject: str, heading: str) -> bool:
    """Say whether a definition's subject is what its heading names."""
    mine, theirs = content(subject), content(heading.split("(", maxsplit=1)[0])
    return bool(mine and theirs) and (theirs <= mine or (mine < theirs and len(theirs - mine) == 1))


def _is_like(other: Claim, claim: Claim) -> bool:
    """Say whether two definitions are of things of one sort, as far as their form tells: case and number."""
    verbs = [re.search(r"\s(is|are)\s", said.value) for said in (other, claim)]
    cases = {said.subject[:1].isupper() for said in (other, claim)}
    return len(cases) == 1 and bool(verbs[0] and verbs[1] and verbs[0][1] == verbs[1][1])
