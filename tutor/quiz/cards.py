"""Claims to cards: what makes a claim the same one after an edit."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from tutor.notes.generic import is_generic
from tutor.notes.values import Claim
from tutor.quiz.values import Card

_CRUMBS = 2
_TERM = frozenset({"cell", "label", "acronym", "definition"})  # kinds whose subject and relation are theirs alone


def cards_of(claims: Iterable[Claim]) -> list[Card]:
    """Return a card for each claim, in their order.

    Args:
        claims: in the order of the notes, all that are drilled: equal keys are told apart by their order.
    """
    seen: Counter[str] = Counter()
    cards = []
    for claim in claims:
        key = key_of(claim)
        seen[key] += 1
        said = json.dumps([claim.kind, claim.subject, claim.relation, claim.value])
        cards.append(Card(digest(key, str(seen[key])), key, claim, digest(said), digest(claim.value)))
    return cards


def key_of(claim: Claim) -> str:
    """Return what a claim is by its place in the structure, as JSON; claims may share it."""
    crumbs = [name for name in claim.names if not is_generic(name)]
    own = [claim.subject, claim.relation] if claim.kind in _TERM else []
    return json.dumps([claim.kind, crumbs[-_CRUMBS:], own])


def digest(*parts: str) -> str:
    """Return 32 hexadecimal digits that tell these texts from others."""
    raw = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(raw, digest_size=16).hexdigest()
