"""A question as it is searched for: its words, what each is worth, and the other names of what it asks about."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tutor.library.library import Library
from tutor.notes.values import Alias
from tutor.notes.words import terms, terms_of, tokens

_MAX_TOKENS = 400  # of a question; what follows would only slow the search down


@dataclass(frozen=True, slots=True)
class Word:
    """A term of the question.

    Attributes:
        term: folded and stemmed.
        source: as asked.
        weight: its idf: how much it tells.
        others: runs of terms that say the same, each complete: ("load", "balanc") for "lb".
        is_known: the notes use it, or one of the others.
    """

    term: str
    source: str
    weight: float
    others: tuple[tuple[str, ...], ...]
    is_known: bool

    def is_in(self, found: frozenset[str]) -> bool:
        """Say whether a set of terms holds the word or another name of it."""
        return self.term in found or any(found.issuperset(run) for run in self.others)


@dataclass(frozen=True, slots=True)
class Query:
    """A question, ready to be searched for.

    Attributes:
        text: as asked.
        words: its terms, each once, in order; none for a question of stop words.
        aliases: the other names that were read into it: (as asked, as the notes have it).
    """

    text: str
    words: tuple[Word, ...]
    aliases: tuple[tuple[str, str], ...]

    @property
    def encoder_input(self) -> str:
        """What is encoded: the question, with the names that it means but does not use."""
        extra = ", ".join(dict.fromkeys(target for _, target in self.aliases))
        return f"{self.text} ({extra})" if extra else self.text

    @property
    def lookups(self) -> list[str]:
        """The terms to look up, other names included."""
        return list(dict.fromkeys(t for word in self.words for t in (word.term, *(t for r in word.others for t in r))))

    def cover(self, found: frozenset[str]) -> float:
        """Return which share of the words' weight a set of terms holds, 0 to 1; 0 without words."""
        whole = sum(word.weight for word in self.words)
        return sum(word.weight for word in self.words if word.is_in(found)) / whole if whole else 0.0


def read_query(text: str, library: Library) -> Query:
    """Return a question as it is searched for in a library."""
    asked: dict[str, str] = {}
    for match in list(tokens(text))[:_MAX_TOKENS]:
        for term in terms_of(match.group()):
            asked.setdefault(term, match.group())
    others, used = _other_names(list(asked), asked, library.aliases)
    lookups = {*asked, *(term for runs in others.values() for run in runs for term in run)}
    frequencies = library.stored.document_frequencies(sorted(lookups))
    words = tuple(
        _word(term, source, others.get(term, ()), frequencies, library.passage_count) for term, source in asked.items()
    )
    return Query(text, words, tuple(dict.fromkeys(used)))


def _word(
    term: str, source: str, others: Sequence[tuple[str, ...]], frequencies: Mapping[str, int], passages: int
) -> Word:
    known = [run for run in others if all(part in frequencies for part in run)]
    # An alias is worth what its rarer name is worth: asked as "EBS" or as "Elastic Block Store", the same.
    counts = [frequencies.get(term, 0), *(min(frequencies[part] for part in run) for run in known if len(run) == 1)]
    count = max(counts)
    weight = math.log(1 + (passages - count + 0.5) / (count + 0.5))
    return Word(term, source, max(weight, 0.0), tuple(known), bool(known) or term in frequencies)


def _other_names(
    asked: Sequence[str], sources: Mapping[str, str], aliases: Iterable[Alias]
) -> tuple[dict[str, list[tuple[str, ...]]], list[tuple[str, str]]]:
    """Return, for each term, the runs of terms that name the same thing, and which aliases were used."""
    others: dict[str, list[tuple[str, ...]]] = {}
    used: list[tuple[str, str]] = []
    joined = f" {' '.join(asked)} "
    for alias in aliases:
        short, long = tuple(terms(alias.short)), tuple(terms(alias.long))
        if not short or not long or short == long:
            continue
        has_short, has_long = (f" {' '.join(run)} " in joined for run in (short, long))
        if has_short == has_long:
            continue  # neither is asked about, or the question says it itself
        given, other = (short, long) if has_short else (long, short)
        for term in given:
            others.setdefault(term, []).append(other)
        used.append((sources[given[0]], alias.long) if has_short else (alias.long, alias.short))
    return others, used
