"""Questions that lean on the one before, read together with it; one that stands alone is never dragged along."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from tutor.library.library import Library
from tutor.notes.words import terms, tokens

_OPENING = re.compile(r"^\s*(?:and|or|but|so|then|also|what about|how about)\b[\s,]*", re.IGNORECASE)
# "there" only where it is a place, "that" and its kin only where they stand for something.
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|him|his|her|hers)\b"
    r"|\b(?:in|from|out|up|over|near) there\b|(?<!is )(?<!are )\bthere\s*\??$"
    r"|\b(?:for|of|about|with|in|on|to|like|than|do|does|is|are|was|by|from|after|before|without)\s+"
    r"(?:that|this|these|those)\b(?!\s+(?:of|which|who))"
    r"|^\s*(?:that|this|these|those)\b|\b(?:that|this|these|those)\s*\??$"
    r"|\b(?:which|what|the first|the second|the last|the other|another) ones?\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must|need|means?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\s*(?:why|how come|how so|why not|since when|for example|such as|like what|more|go on)\b", re.IGNORECASE
)
_MAX_SWAP = 4  # terms in "and X?" that can take the place of what was asked about


@dataclass(frozen=True, slots=True)
class Names:
    """What the notes call things: runs of terms, from aliases, headings, and the parts of a heading that joins some."""

    runs: Container[tuple[str, ...]]

    @classmethod
    def of(cls, library: Library) -> "Names":
        """Return the names of a library."""
        return cls(library.known_names)

    def first_in(self, text: str) -> tuple[int, int] | None:
        """Return where the first name stands in a text, the longest that begins there: (start, end) in characters.

        What is written like a name, with capitals or digits, is one too, whether the notes have it or not.
        """
        words = [(match, terms(match.group())) for match in tokens(text)]
        for i, (first, found) in enumerate(words):
            if not found:
                continue
            for j in range(min(len(words), i + 6), i, -1):
                run = tuple(term for _, parts in words[i:j] for term in parts[:1])
                if words[j - 1][1] and run in self.runs:
                    return first.start(), words[j - 1][0].end()
            if i and first.group() != first.group().lower():
                return first.span()
        return None


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
    return topic if resolved == f"{topic} {question}" else resolved


def _resolved(question: str, topic: str, names: Names) -> str:
    opening = _OPENING.match(question)
    rest = question[opening.end() :] if opening else question
    if opening and not _PRONOUN.search(rest) and not _VERB.search(rest) and 0 < len(terms(rest)) <= _MAX_SWAP:
        return _swapped(rest, topic, names) or f"{topic} {question}"
    if _leans(rest, bool(opening), names):
        return f"{topic} {question}"
    return question


def _leans(rest: str, is_opened: bool, names: Names) -> bool:
    if not terms(rest) or _BARE.match(rest):
        return True
    named = names.first_in(rest)
    if pronoun := _PRONOUN.search(rest):
        # "If an instance is stopped, does it lose its address?" has named what "it" is.
        return named is None or named[0] > pronoun.start()
    return is_opened and named is None


def _swapped(rest: str, topic: str, names: Names) -> str | None:
    """Return the topic with its first name replaced by a new one, or None if either is no name."""
    new, old = names.first_in(rest), names.first_in(topic)
    if not new or not old:
        return None
    return f"{topic[: old[0]]}{rest.strip(' ?!.')}{topic[old[1] :]}"
