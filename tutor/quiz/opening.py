"""From an open library to the course that is drilled, with the progress of notes that were moved."""

from collections.abc import Callable, Iterable

from tutor.library.library import Library
from tutor.library.registry import Registry
from tutor.quiz.course import Clock, Course, Material
from tutor.quiz.drilled import Drilled
from tutor.quiz.material import material_of
from tutor.store.drill import Drill
from tutor.store.store import Store

_SAME = 0.5
"""Share of the cards asked elsewhere that notes must have to be taken for the same notes."""


def open_course(
    library: Library,
    store: Store,
    drilled: Drilled,
    registry: Registry,
    notify: Callable[[str], None],
    clock: Clock | None = None,
) -> Course:
    """Return the course over some notes; it reads from the library and the store as long as it is used.

    Args:
        library: the notes.
        store: what the learner did.
        drilled: which of the notes are drilled.
        registry: which notes there are.
        notify: told, in one sentence, where progress was found again.
        clock: what tells the time.

    Raises:
        UsageError: nothing is drilled.
    """
    material = material_of(library, drilled)
    gone = {entry.notes_id: entry.root for entry in registry.entries() if not entry.root.exists()}
    former = former_place(material, store.drill, library.notes_id, gone)
    if former:
        store.drill.adopt(library.notes_id, former)
        notify(f"These notes were in {gone[former]} before: your progress came with them.")
    return Course(material, store.drill, library.notes_id, clock)


def former_place(material: Material, drill: Drill, notes_id: str, gone: Iterable[str]) -> str | None:
    """Return the id under which notes were drilled before they were moved, if they were.

    Args:
        material: what can be asked of them now.
        drill: what the learner did.
        notes_id: their id now; notes that were drilled under it were not moved.
        gone: ids of notes that are not where they were.
    """
    decks = drill.decks()
    if decks.get(notes_id):
        return None
    here = {card.content_hash for card in material.cards}
    for former in gone:
        if decks.get(former) and former != notes_id:
            cards = [card for card in drill.cards(drill.deck(former).number) if not card.is_archived]
            if cards and sum(card.profile.content in here for card in cards) >= _SAME * len(cards):
                return former
    return None
