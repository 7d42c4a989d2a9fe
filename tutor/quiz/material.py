"""What can be asked of an open library."""

from functools import cache

from tutor.library.library import Library
from tutor.notes.values import Lines
from tutor.quiz.cards import digest
from tutor.quiz.course import Material
from tutor.quiz.drilled import Drilled
from tutor.quiz.grading import Vocabulary
from tutor.quiz.values import Card


def material_of(library: Library, drilled: Drilled) -> Material:
    """Return what can be asked of the notes that are drilled; it reads from the library as long as it is used."""
    stored = library.stored
    notes = {note.file: note for note in stored.notes()}
    deck = drilled.deck(library)

    @cache
    def sections(file: str) -> list[Lines]:
        return [found.section.lines for found in stored.sections_of_note(notes[file].number)]

    def section(card: Card) -> Lines:
        own = card.claim.lines
        around = (lines for lines in sections(card.claim.file) if lines.first <= own.first <= lines.last)
        return next(around, own)

    @cache
    def known(file: str) -> Vocabulary:
        # Of one note: what another subject calls by a like name is no reason to doubt a typo.
        claims = (card.claim for card in deck.cards if card.claim.file == file)
        names = {name for claim in claims for name in (claim.subject, *claim.heading_path)}
        return Vocabulary(tuple(sorted(names)), tuple((name.alias.short, name.alias.long) for name in library.names))

    return Material(
        cards=deck.cards,
        ask=deck.questions,
        text=cache(lambda file: stored.text(notes[file].number)),
        section=section,
        about={file: (note.title, *note.tags) for file, note in notes.items()},
        known=known,
        version=digest(*(part for card in deck.cards for part in (card.id, card.content_hash))),
    )
