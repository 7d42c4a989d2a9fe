"""Questions that lean on the one before, read together with it; one that stands alone is never dragged along."""

import re
from collections.abc import Sequence

from tutor.answer.sides import find_sides
from tutor.library.library import Library
from tutor.notes.words import terms
from tutor.search.asking import asks_of_something, only_asks
from tutor.search.names import Names

_OPENING = re.compile(r"^\s*(?:and|or|but|so|then|also|what about|how about)\b[\s,]*", re.IGNORECASE)
# "there" only where it is a place, "that" and its kin only where they stand for something.
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|him|his|her|hers)\b"
    r"|\b(?:in|from|out|up|over|near) there\b|(?<!is )(?<!are )\bthere\s*\??$"
    r"|\b(?:for|of|about|with|in|on|to|like|than|do|does|is|are|was|by|from|after|before|without)\s+"
    r"(?:that|this|these|those)\b(?!\s+(?:of|which|who))"
    r"|^\s*(?:that|this|these|those)\b|\b(?:that|this|these|those)\s*\??$"
    r"|\b(?:which|what|the first|the second|the last|the other|another|needs?|has|is|use|the \w+) ones?\b(?!\s+\w)",
    re.IGNORECASE,
)
# "It" and its kin in the place of the thing itself, which can be put there instead.
_IT = re.compile(r"\b(?:(it)|(its)|(they|them|these|those)|(their))\b", re.IGNORECASE)
# After "X vs Y", "which is cheaper?" is asked of the two.
_WHICH = re.compile(
    r"^\s*which(?:\s+ones?|\s+of\s+\w+(?:\s+\w+)?)?\s+(?:is|are|has|have|do|does|can|should|would)\b", re.IGNORECASE
)
_ALSO = re.compile(r"\b(?:too|as well|instead|then|either)\s*\??$", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must|need|means?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\s*(?:why|how come|how so|why not|since when|for example|such as|like what|more|go on)\b", re.IGNORECASE
)
_ENOUGH = 2  # terms beside the pronoun that ask enough of a thing
_MAX_SWAP = 4  # terms in "and X?" that can take the place of what was asked about


def resolve(question: str, history: Sequence[str], library: Library) -> str:
    """Return a question as it is meant after the questions before it, oldest first.

    "and its default retention?" is read with the last question that stood alone in front of it; "and Kinesis?" puts
    Kinesis in the place of what that was about.
    """
    if not history:
        return question
    names = Names.of(library)
    topic = history[0]
    for later in history[1:]:
        topic = _topic(later, topic, names)
    return _resolved(question, topic, names)


def _topic(question: str, topic: str, names: Names) -> str:
    """Return what the next question would lean on: this one if it stands alone or swaps, else the one before."""
    resolved = _resolved(question, topic, names)
    return topic if resolved == _together(topic, question) else resolved


def _resolved(question: str, topic: str, names: Names) -> str:
    opening = _OPENING.match(question)
    rest = question[opening.end() :] if opening else question
    if opening and not _PRONOUN.search(rest) and not _VERB.search(rest) and 0 < len(terms(rest)) <= _MAX_SWAP:
        return _swapped(rest, topic, names) or _together(topic, question)
    is_of_several = find_sides(topic) is not None
    chooses = is_of_several and _WHICH.match(rest) and not names.first_in(rest)
    if chooses or _leans(rest, bool(opening), names):
        return (None if is_of_several else _put_in(rest, topic, names)) or _together(topic, question)
    return question


def _together(topic: str, question: str) -> str:
    """Return a question behind what it leans on, set apart: it is no further side of "X vs Y"."""
    return f"{topic}{'' if topic[-1:] in '?!.' else ';'} {question}"


def _leans(rest: str, is_opened: bool, names: Names) -> bool:
    if asks_of_something(rest) or _BARE.match(rest):
        return True
    named = names.first_in(rest)
    if pronoun := _PRONOUN.search(rest):
        # "If an instance is stopped, does it lose its address?" has named what "it" is.
        return named is None or named[0] > pronoun.start()
    return named is None and (is_opened or bool(_ALSO.search(rest)))


def _put_in(rest: str, topic: str, names: Names) -> str | None:
    """Return a question with what the topic is about in the place of its pronoun, or None where that says too little.

    "Compare it with SNS" compares; "and its default?" asks of more than the name, and is read with the whole topic.
    """
    pronoun, name = _IT.search(rest), names.first_in(topic)
    if not pronoun or not name:
        return None
    said = f"{rest[: pronoun.start()]}{topic[slice(*name)]}{rest[pronoun.end() :]}"
    asks_enough = sum(not only_asks(term) for term in terms(rest)) >= _ENOUGH
    return said if asks_enough or find_sides(said) else None


def _swapped(rest: str, topic: str, names: Names) -> str | None:
    """Return the topic with its first name replaced by a new one, or None if either is no name."""
    new, old = names.first_in(rest), names.first_in(topic)
    if not new or not old:
        return None
    return f"{topic[: old[0]]}{rest.strip(' ?!.')}{topic[old[1] :]}"
