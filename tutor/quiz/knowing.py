"""How well each section is known, to be shown beside it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from tutor.library.library import Library
from tutor.quiz.drilled import Drilled
from tutor.quiz.statistics import Standing, standing_of
from tutor.store.drill import Drill

Section = tuple[str, tuple[str, ...]]
"""A note's file, and a heading path in it; () for all of the note."""


def standings_by_section(library: Library, drill: Drill, drilled: Drilled, today: date) -> Mapping[Section, Standing]:
    """Return how the cards of each section stand, with those of the sections below it; empty if none was ever asked.

    Nothing is written: cards of notes that have changed since the last quiz may count as never asked.

    Raises:
        UsageError: the settings leave nothing to drill.
    """
    if not drill.decks().get(library.notes_id):
        return {}
    deck = drill.deck(library.notes_id)
    stored = {card.profile.identity: card for card in drill.cards(deck.number) if not card.is_archived}
    found: defaultdict[Section, Standing] = defaultdict(Standing)
    for card in drilled.deck(library).cards:
        standing, path = standing_of(stored.get(card.id), today), card.claim.heading_path
        for depth in range(len(path) + 1):
            found[card.claim.file, path[:depth]] += standing
    return found
