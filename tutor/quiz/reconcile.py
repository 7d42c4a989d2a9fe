"""Which card of the edited notes is which card of before. Pure.

A card that was asked is found again by what it says, then by its place, then by likeness; what is not found is gone
from the notes, and kept in case that it comes back.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tutor.quiz.values import Card
from tutor.store.drilled import Change, Profile, StoredCard

OWN_PLACE = frozenset({"cell", "label", "acronym", "definition"})
"""Kinds of claims whose place names them: what stands there now is what stood there, whatever it says."""

_GROUPS = frozenset({"list", "points"})
"""Kinds that one more member turns into one another."""

_SAME_PLACE = 60
"""Likeness of what two claims say, of 100, from which one in the place of the other is that one, reworded."""

_SAME_ANYWHERE = 80
_SAID, _NAMES = 0.7, 0.3
_SAME_ANSWER = 90
_RARE_WORDS, _CANDIDATES = 4, 50
_WORD = re.compile(r"\w+")
_NUMBER_OR_NAME = re.compile(r"\d+(?:[.,]\d+)*|\b[A-Z][A-Z0-9]+\b|\b(?:no|not|never|only|without|n't)\b")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What an edit of the notes did to the cards that were asked before.

    Attributes:
        changes: those that are in the notes and were elsewhere, said something else, or were gone.
        archived: the ids of those that are gone now and were not.
    """

    changes: tuple[Change, ...]
    archived: tuple[int, ...]


def profile_of(card: Card) -> Profile:
    """Return what a card is recognised by later."""
    claim = card.claim
    said = " ".join(filter(None, (claim.subject, claim.relation, claim.value)))
    names, line = claim.names or claim.heading_path, claim.lines.first
    return Profile(card.id, card.key, card.content_hash, claim.kind, said, claim.value, names, claim.file, line)


def reconcile(stored: Sequence[StoredCard], cards: Iterable[Card]) -> Reconciled:
    """Return what became of the cards that were asked before.

    Args:
        stored: all of them, the archived ones too.
        cards: all that the notes have now.
    """
    fresh = [profile_of(card) for card in cards]
    pairs = dict(_pairs(stored, fresh))
    changes, archived = [], []
    for old in stored:
        new = pairs.get(old.number)
        if new is None:
            archived += [] if old.is_archived else [old.number]
        elif new != old.profile or old.is_archived:
            changes.append(Change(old.number, new, _value_before(old, new)))
    return Reconciled(tuple(changes), tuple(archived))


def _value_before(old: StoredCard, new: Profile) -> str | None:
    """Return the answer before, if the learner has to learn another one now."""
    known = old.profile.value if old.value_before is None else old.value_before
    return None if is_same_answer(known, new.value) else known


def is_same_answer(old: str, new: str) -> bool:
    """Whether an answer was at most respelt: with the same numbers, names in capitals and negations."""
    if old == new:
        return True
    is_alike = fuzz.ratio(old.casefold(), new.casefold()) >= _SAME_ANSWER
    return is_alike and Counter(_NUMBER_OR_NAME.findall(old)) == Counter(_NUMBER_OR_NAME.findall(new))


def _pairs(stored: Sequence[StoredCard], fresh: Sequence[Profile]) -> Iterator[tuple[int, Profile]]:
    """Yield each card's id with what it is now, each at most once.

    Those that were gone come last: what takes the place of a card that is there is not one that was deleted.
    """
    left = {profile.identity: profile for profile in fresh}
    for group in ([c for c in stored if not c.is_archived], [c for c in stored if c.is_archived]):
        lost = {card.number: card for card in group}
        for match in (_unchanged, _same_content, _same_place, _alike):
            for number, identity in match(list(lost.values()), list(left.values())):
                if number in lost and identity in left:
                    del lost[number]
                    yield number, left.pop(identity)


def _unchanged(stored: Sequence[StoredCard], fresh: Sequence[Profile]) -> Iterator[tuple[int, str]]:
    now = {(profile.identity, profile.content, profile.file) for profile in fresh}
    for card in stored:
        if (card.profile.identity, card.profile.content, card.profile.file) in now:
            yield card.number, card.profile.identity


def _same_content(stored: Sequence[StoredCard], fresh: Sequence[Profile]) -> Iterator[tuple[int, str]]:
    """Yield those that say the same elsewhere; of several, those in the places most alike first."""
    now = defaultdict(list)
    for profile in fresh:
        now[profile.content].append(profile)
    pairs = [(card, profile) for card in stored for profile in now[card.profile.content][:_CANDIDATES]]
    yield from _best_first((_likeness_of_names(c.profile, p), c, p) for c, p in pairs)


def _same_place(stored: Sequence[StoredCard], fresh: Sequence[Profile]) -> Iterator[tuple[int, str]]:
    """Yield those with the same key: the same by their place, or alike where others share the key."""
    now, before = defaultdict(list), Counter(card.profile.key for card in stored)
    for profile in fresh:
        now[profile.key].append(profile)
    scored = []
    for card in stored:
        there = now[card.profile.key]
        is_alone = before[card.profile.key] == len(there) == 1
        for profile in there[:_CANDIDATES]:
            score = fuzz.ratio(card.profile.said, profile.said)
            if score >= _SAME_PLACE or (is_alone and profile.kind in OWN_PLACE):
                scored.append((score + (card.profile.identity == profile.identity), card, profile))
    yield from _best_first(scored)


def _alike(stored: Sequence[StoredCard], fresh: Sequence[Profile]) -> Iterator[tuple[int, str]]:
    """Yield those of one kind that say much the same in much the same place."""
    words = [set(_words(profile)) for profile in fresh]
    frequency = Counter(word for found in words for word in found)
    having = defaultdict(list)
    for i, found in enumerate(words):
        for word in found:
            having[word].append(i)
    scored = []
    for card in stored:
        # Comparing all with all would take minutes once a thousand cards are lost.
        rarest = sorted(_words(card.profile), key=lambda word: (frequency[word] or len(fresh), word))[:_RARE_WORDS]
        shared = Counter(i for word in rarest for i in having[word][: 4 * _CANDIDATES])
        for i, _ in shared.most_common(_CANDIDATES):
            score = _likeness(card.profile, fresh[i])
            if score >= _SAME_ANYWHERE:
                scored.append((score, card, fresh[i]))
    yield from _best_first(scored)


def _words(profile: Profile) -> set[str]:
    return set(_WORD.findall(profile.said.casefold()))


def _likeness(old: Profile, new: Profile) -> float:
    if old.kind != new.kind and not {old.kind, new.kind} <= _GROUPS:
        return 0.0
    return _SAID * fuzz.ratio(old.said, new.said) + _NAMES * _likeness_of_names(old, new)


def _likeness_of_names(old: Profile, new: Profile) -> float:
    # The file counts too: one folder may hold the same notes of two years.
    return fuzz.ratio(" ".join((old.file, *old.names)), " ".join((new.file, *new.names)))


def _best_first(scored: Iterable[tuple[float, StoredCard, Profile]]) -> Iterator[tuple[int, str]]:
    """Yield pairs, the most alike first, of equals those whose lines are nearest; one card may come twice."""
    ranked = sorted(scored, key=lambda s: (-s[0], abs(s[1].profile.line - s[2].line), s[1].number, s[2].identity))
    yield from ((card.number, profile.identity) for _, card, profile in ranked)
