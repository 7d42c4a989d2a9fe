"""A question as it is searched for: its words, what each is worth, and the other names of what it asks about."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tutor.encoder import Encoder
from tutor.library.library import Library, Name
from tutor.notes.words import fold_word, terms, terms_of, tokens
from tutor.search.asking import only_asks, subject_of
from tutor.search.names import Run, runs_of
from tutor.search.spelling import correct

# A short form in no more passages than this is not the notes' own word for anything.
_HARDLY_EVER = 2
_MAX_NAME = 12  # terms in the longest name that is looked up
_NAME = 1.5  # times what another word is worth: the thing asked about counts more than what is asked of it
_SPELT_OUT = (3, 4, 5)  # words whose initials may be what the notes have: two are too often the same by chance
_MAX_TOKENS = 400  # of a question; what follows would only slow the search down

Runs = dict[str, list[Run]]


@dataclass(frozen=True, slots=True)
class Word:
    """A term of the question.

    Attributes:
        term: folded and stemmed.
        source: as asked.
        weight: its idf: how much it tells.
        others: runs of terms that say the same, each complete: ("load", "balanc") for "lb".
        is_known: the notes use it, or one of the others.
        only_asks: it says how the question is put: it counts where it is held, and is not missed where it is not.
        is_name: it is written like a name, with capitals or digits, or is one that the notes introduce.
    """

    term: str
    source: str
    weight: float
    others: tuple[tuple[str, ...], ...]
    is_known: bool
    only_asks: bool = False
    is_name: bool = False

    def is_in(self, found: frozenset[str]) -> bool:
        """Say whether a set of terms holds the word or another name of it."""
        return self.term in found or any(found.issuperset(run) for run in self.others)


@dataclass(frozen=True)
class Query:
    """A question, ready to be searched for.

    Attributes:
        text: as asked.
        encoder_input: what is encoded: the question, its typos corrected, with the notes' names for what it calls by a
            name that they hardly ever use, or asks about as a whole. Another name that they use needs no other:
            spelling out NLB and ALB drew the sections on each, away from the one that sets them against each other.
        words: its terms, each once, in order; none for a question of stop words.
        aliases: the names that it uses and the notes hardly ever do: (as asked, as the notes have it).
        typos: words that were taken for words of the notes: (as asked, as the notes have it).
        subject: the names, as runs of terms, of the one thing that it asks about as a whole; none for other questions.
    """

    text: str
    encoder_input: str
    words: tuple[Word, ...]
    aliases: tuple[tuple[str, str], ...]
    typos: tuple[tuple[str, str], ...]
    subject: tuple[Run, ...] = ()

    @cached_property
    def _asked_for(self) -> frozenset[str]:
        return frozenset(self.lookups)

    @cached_property
    def _shares(self) -> dict[frozenset[str], float]:
        return {}

    @property
    def lookups(self) -> list[str]:
        """The terms to look up, other names included."""
        return list(dict.fromkeys(t for word in self.words for t in (word.term, *(t for r in word.others for t in r))))

    def cover(self, found: frozenset[str]) -> float:
        """Return which share of the words' weight a set of terms holds, 0 to 1; 0 without words."""
        # Of thousands of sets few differ in what they hold of the question.
        held = self._asked_for.intersection(found)
        share = self._shares.get(held)
        if share is None:
            share = self._shares[held] = _share(self.words, held)
        return share

    def known_cover(self, found: frozenset[str]) -> float:
        """Return the same of the words that the notes use; 0 if they use none."""
        return _share([word for word in self.words if word.is_known], found)


def _share(words: Sequence[Word], found: frozenset[str]) -> float:
    held = sum(word.weight for word in words if word.is_in(found))
    lacking = sum(word.weight for word in words if not word.only_asks and not word.is_in(found))
    return held / (held + lacking) if held else 0.0


def read_query(text: str, library: Library, encoder: Encoder, literal: frozenset[str] = frozenset()) -> Query:
    """Return a question as it is searched for in a library that was indexed with this encoder.

    What is `literal` is taken as it was asked: it is no typo, and no other name for anything.
    """
    sources = [match.group() for match in tokens(text)][:_MAX_TOKENS]
    asked: dict[str, str] = {}
    for source in sources:
        for term in terms_of(source):
            asked.setdefault(term, source)
    counts = library.stored.document_frequencies(sorted(asked))
    unknown = (source for term, source in asked.items() if term not in counts and source not in literal)
    meant = correct(unknown, library, encoder)
    known = {term for term, count in counts.items() if count > _HARDLY_EVER}
    spelt = [term for source in sources for term in terms_of(meant.get(source, source))]
    names = [
        name for name in library.names_of(_runs(spelt)) if not (name.alias.is_initials and known.issuperset(name.short))
    ]
    others, used = _other_names(spelt, asked, names, literal)
    for term, source in asked.items():
        if source in meant:
            others.setdefault(term, []).append(terms_of(meant[source]))
    for run, initials in _spelt_out(sources, counts, library).items():
        for term in (term for source in run for term in terms_of(source)):
            others.setdefault(term, []).append((initials,))
    introduced = {name.short[0] for name in names if len(name.short) == 1 and not name.alias.is_initials}
    first = sources[0] if sources else ""
    named = {term for term, source in asked.items() if term in introduced or _is_written_as_name(source, first)}
    words = _words(asked, others, named, library)
    foreign = {source: name for source, name in used if not known.issuperset(terms(source))}
    subject = subject_of(_respelt(text, meant))
    # What is asked about as a whole is encoded by both its names: few initials mean anything to an encoder.
    short = tuple(terms(subject or ""))
    whole = [name.alias.long for name in names if name.short == short and not name.alias.is_initials]
    spelt_out = list(dict.fromkeys([*foreign.values(), *whole[:1]]))
    spelling = _respelt(text, meant) + (f" ({', '.join(spelt_out)})" if spelt_out else "")
    runs = tuple(runs_of(subject, library.names_of)) if subject else ()
    return Query(text, spelling, words, tuple(foreign.items()), tuple(meant.items()), runs)


def _spelt_out(sources: Sequence[str], counts: Mapping[str, int], library: Library) -> dict[tuple[str, ...], str]:
    """Return the runs of words, not all of them words of the notes, of which the notes have the initials."""
    found: dict[tuple[str, ...], str] = {}
    for length in _SPELT_OUT:
        for run in zip(*(sources[i:] for i in range(length)), strict=False):
            # The initials of "symptoms of appendicitis" are somebody's, too; those of a name are of words that tell.
            if all(map(terms_of, run)) and any(term not in counts for source in run for term in terms_of(source)):
                found[run] = fold_word("".join(source[0] for source in run))
    held = library.stored.document_frequencies(sorted(set(found.values()))) if found else {}
    return {run: initials for run, initials in found.items() if initials in held}


def _is_written_as_name(source: str, first: str) -> bool:
    """Say whether a word has capitals or digits where another would not; the first word's capital tells nothing."""
    is_titled = source[0].isupper() and source != first
    return is_titled or source[1:] != source[1:].lower() or any(ch.isdigit() for ch in source)


def _words(asked: Mapping[str, str], others: Runs, named: set[str], library: Library) -> tuple[Word, ...]:
    lookups = {*asked, *(term for runs in others.values() for run in runs for term in run)}
    counts = library.stored.document_frequencies(sorted(lookups))
    return tuple(
        _word(term, source, others.get(term, ()), counts, library.passage_count, term in named)
        for term, source in asked.items()
    )


def _word(
    term: str, source: str, others: Sequence[Run], counts: Mapping[str, int], passages: int, is_name: bool
) -> Word:
    known = tuple(run for run in others if all(part in counts for part in run))
    # A word is worth what the commonest of its one-word names is worth: asked as typed or as meant, the same.
    count = max([counts.get(term, 0), *(counts[run[0]] for run in known if len(run) == 1)])
    weight = max(math.log(1 + (passages - count + 0.5) / (count + 0.5)), 0.0) * (_NAME if is_name else 1.0)
    return Word(term, source, weight, known, bool(known) or term in counts, only_asks(term), is_name)


def _other_names(
    asked: Sequence[str], sources: Mapping[str, str], names: Iterable[Name], literal: frozenset[str]
) -> tuple[Runs, list[tuple[str, str]]]:
    """Return, for each term, the runs of terms that name the same thing, and which aliases were used."""
    others: Runs = {}
    used: list[tuple[str, str]] = []
    joined = f" {' '.join(asked)} "
    for alias, short, long in names:
        has_short, has_long = (f" {' '.join(run)} " in joined for run in (short, long))
        if has_short == has_long or (alias.is_initials and has_long):
            continue  # neither is asked about, or the question says it itself, or the notes do
        given, other = (short, long) if has_short else (long, short)
        use = (sources.get(given[0], alias.short), alias.long) if has_short else (alias.long, alias.short)
        if use[0] in literal:
            continue
        for term in given:
            others.setdefault(term, []).append(other)
        used.append(use)
    return others, used


def _runs(asked: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield every run of the terms that may be a name."""
    for start in range(len(asked)):
        for end in range(start + 1, min(start + _MAX_NAME, len(asked)) + 1):
            yield asked[start:end]


def _respelt(text: str, meant: Mapping[str, str]) -> str:
    pieces, at = [], 0
    for match in tokens(text):
        pieces += [text[at : match.start()], meant.get(match.group(), match.group())]
        at = match.end()
    return "".join((*pieces, text[at:]))
