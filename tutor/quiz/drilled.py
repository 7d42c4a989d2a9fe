"""Which of the notes are drilled: all, or what the settings and the command line leave of them."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tutor.errors import UsageError
from tutor.library.library import Library
from tutor.library.stored import StoredNote
from tutor.notes.values import Claim
from tutor.quiz.deck import Deck, ask_all
from tutor.quiz.kept import Asked, from_bytes, rules, to_bytes
from tutor.quiz.values import Card


@dataclass(frozen=True, slots=True)
class Drilled:
    """What is drilled. Each is words, as typed; upper and lower case are the same.

    Attributes:
        topics: only below headings, in files or under tags that hold one of these; empty: everywhere.
        tags: only notes with one of these tags; empty: all notes.
        excludes: not below headings, in files or under tags that hold one of these.
    """

    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    @classmethod
    def of(cls, topics: str, tags: str, excludes: str) -> "Drilled":
        """Return what settings say, each of them words or several with commas between."""
        return cls(_several(topics), tuple(tag.lstrip("#") for tag in _several(tags)), _several(excludes))

    def claims(self, library: Library, topic: str = "") -> list[Claim]:
        """Return what the drilled notes claim, in the order of the notes.

        Args:
            library: the notes.
            topic: only below headings, in files or under tags that hold this too; empty: all that is drilled.

        Raises:
            UsageError: nothing is left.
        """
        claims, is_drilled = self._read(library, topic)
        found = [claim for claim in claims if is_drilled(claim)]
        if not found and (topic.strip() or self.topics or self.tags or self.excludes):
            raise _nothing(topic)
        return found

    def deck(self, library: Library, topic: str = "") -> Deck:
        """Return the cards of what is drilled; the same claim is the same card whatever is drilled beside it.

        Args:
            library: the notes.
            topic: only below headings, in files or under tags that hold this too; empty: all that is drilled.

        Raises:
            UsageError: nothing is left.
        """
        claims, is_drilled = self._read(library, topic)
        deck = Deck(claims, is_drilled, lambda cards: _asked(library, cards))
        if not deck.cards and (topic.strip() or self.topics or self.tags or self.excludes):
            raise _nothing(topic)
        return deck

    def _read(self, library: Library, topic: str) -> tuple[list[Claim], Callable[[Claim], bool]]:
        """Return the claims of all notes, and what tells those that are drilled."""
        notes = {note.file: note for note in library.stored.notes()}
        wanted = [part.casefold() for part in self.topics], [topic.strip().casefold()] if topic.strip() else []
        unwanted = [part.casefold() for part in self.excludes]

        def is_drilled(claim: Claim) -> bool:
            note = notes[claim.file]
            return self._has_tag(note) and _is_drilled(_place(claim, note), wanted, unwanted)

        return library.stored.claims([note.number for note in notes.values()]), is_drilled

    def _has_tag(self, note: StoredNote) -> bool:
        return not self.tags or not {tag.casefold() for tag in self.tags}.isdisjoint(map(str.casefold, note.tags))


def _asked(library: Library, cards: Sequence[Card]) -> Asked:
    """Return the questions of all cards: those kept with the index, if this code made them."""
    name = f"questions-{rules()}.json"
    with suppress(OSError, ValueError):
        return from_bytes(library.read_beside(name), cards)
    asked = ask_all(cards)
    library.write_beside(name, to_bytes(asked, cards))
    return asked


def _nothing(topic: str) -> UsageError:
    if topic:
        return UsageError(f'Nothing that is drilled matches "{topic}".', "Leave --topic out, or name another.")
    return UsageError("Your settings leave nothing to drill.", "Change quiz_topics, quiz_tags or quiz_exclude.")


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _place(claim: Claim, note: StoredNote) -> list[str]:
    return [name.casefold() for name in (*claim.heading_path, note.file, note.title, *note.tags)]


def _is_drilled(place: Sequence[str], wanted: Iterable[Sequence[str]], unwanted: Sequence[str]) -> bool:
    if any(part in name for part in unwanted for name in place):
        return False
    return all(not parts or any(part in name for part in parts for name in place) for parts in wanted)
