"""One long sitting over some notes: they stay open, are asked again and again, and may change meanwhile."""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.answer.answering import PLAIN_WISH, Wish, answer
from tutor.answer.values import Answer, Quote
from tutor.desk.setup import Notices, Setup
from tutor.errors import NotesUnreadable, UsageError
from tutor.library.freshness import compare
from tutor.library.opening import Place, open_as_it_is, open_library, place_of, renew
from tutor.notes.folder import FoundFile, Listing, decode_note, list_notes, note_path, read_note
from tutor.notes.markdown import parse_blocks
from tutor.notes.sections import outline_of
from tutor.notes.values import NoteText, Section

if TYPE_CHECKING:
    from tutor.encoder import Encoder
    from tutor.library.library import Library
    from tutor.quiz.statistics import Standing
    from tutor.store.drill import Drill


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and the seconds that it took."""

    answer: Answer
    seconds: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A note, and its sections in the order of its text."""

    file: str
    sections: tuple[Section, ...]


class Sitting:
    """Some notes, opened once; any thread may call any method, and most of them block.

    Args:
        setup: where things are, and the settings.
        root: the notes, resolved.
        notices: told what the user should know, and how far the indexing is.
        model: see `Setup.encoder`.
    """

    def __init__(self, setup: Setup, root: Path, notices: Notices, model: str | None = None) -> None:
        self.setup, self.root = setup, root
        self._notices, self._model = notices, model
        self._library: Library | None = None
        # Held while the library is used, so that none is closed under a question.
        self._use = threading.RLock()
        self._build = threading.Lock()
        self._given_up: Listing | None = None  # the notes as they were when they could not be indexed

    @cached_property
    def place(self) -> Place:
        """Where the index lives."""
        return place_of(self.root, self.setup.paths, os.environ)

    @property
    def notes_id(self) -> str:
        """Under which all that is stored about these notes is kept."""
        return self.place.entry.notes_id

    @cached_property
    def _encoder(self) -> "Encoder":
        return self.setup.encoder(self._model, self._notices, is_for_many=True)

    def open_as_it_is(self) -> bool:
        """Open the index if one can answer, though the notes may have changed since; return whether one can."""
        with self._use:
            if self._library is None:
                self._library = open_as_it_is(self.place, self._encoder)
            return self._library is not None

    def open(self) -> None:
        """Open the index as it is, or build it where none can answer; then make ready to answer at once.

        Raises:
            TutorError: there is none, and none can be built.
        """
        with self._use:
            if not self.open_as_it_is():
                with self._build, self._notices:
                    self._library = open_library(
                        self.place, self._encoder, self._notices.notify, self._notices.progress
                    )
            self._encoder.encode(["warm"])  # loads the model

    def ask(self, question: str, history: Sequence[str] = (), wish: Wish = PLAIN_WISH) -> Reply:
        """Return what the notes say to a question; opens the index first if that has not been done.

        Raises:
            TutorError: as `open`, and as `answer`.
        """
        with self._use:
            if self._library is None:
                self.open()
            assert self._library
            begun = time.perf_counter()
            found = answer(self._library, self._encoder, question, history, wish)
            return Reply(found, time.perf_counter() - begun)

    def catch_up(self) -> str | None:
        """Bring the index up to date if the notes have changed; return what changed, or None if nothing did.

        Questions are answered from the old index until the new one is ready.

        Raises:
            TutorError: the notes cannot be listed, or the index cannot be written; the old one still answers. It is
                not tried again before the notes change again.
        """
        library = self._library
        if library is None or not self._build.acquire(blocking=False):
            return None
        try:
            found = list_notes(self.root)
            if found == self._given_up or compare(library.manifest, found).is_fresh:
                return None
            self._given_up = found
            changed = self._renew(library)
            self._given_up = None
            return changed
        finally:
            self._build.release()

    def _renew(self, old: "Library") -> str | None:
        with self._notices:
            changed = renew(self.place, self._encoder, self._notices.progress)
        newer = open_as_it_is(self.place, self._encoder)
        with self._use:
            if newer:
                self._library = newer
                old.close()
        return changed

    def outlines(self) -> list[Outline]:
        """Return every note with its sections: of the index, or read from the files while there is none.

        Raises:
            NotesUnreadable: there is no index, and the folder cannot be listed.
        """
        library = self._library
        if library is None:
            return [outline for found in list_notes(self.root).files for outline in _outline_of(found)]
        with self._use:
            library = self._library or library
            sections: dict[str, list[Section]] = {note.file: [] for note in library.stored.notes()}
            for stored in library.stored.all_sections():
                sections[stored.file].append(stored.section)
        return [Outline(file, tuple(found)) for file, found in sections.items()]

    def standings(self, drill: "Drill") -> "Mapping[tuple[str, tuple[str, ...]], Standing]":
        """Return how the cards of each section stand, by file and heading path; empty if none was ever asked."""
        from tutor.quiz.course import Clock
        from tutor.quiz.drilled import Drilled
        from tutor.quiz.knowing import standings_by_section
        from tutor.quiz.scheduling import study_day

        config, today = self.setup.config, study_day(Clock().now())
        drilled = Drilled.of(config.quiz_topics, config.quiz_tags, config.quiz_exclude)
        # With a library of its own: questions are not to wait for it.
        if not drill.decks().get(self.notes_id) or not (library := open_as_it_is(self.place, self._encoder)):
            return {}
        with library:
            try:
                return standings_by_section(library, drill, drilled, today)
            except UsageError:
                return {}  # nothing is drilled

    def read(self, file: str) -> NoteText:
        """Return a note as its file is now.

        Raises:
            NotesUnreadable: it cannot be read; the fact says why.
        """
        return read_text(note_path(self.root, file), file)

    def fallen(self, quotes: Sequence[Quote]) -> list[Quote]:
        """Return those of the quotes that do not stand in their notes any more, at their lines, word for word."""
        texts: dict[str, NoteText | None] = {}
        for file in {quote.file for quote in quotes}:
            texts[file] = None
            with suppress(NotesUnreadable):
                texts[file] = self.read(file)
        return [quote for quote in quotes if not _stands(quote, texts[quote.file])]

    def close(self) -> None:
        """Close the index."""
        with self._use:
            if self._library:
                self._library.close()
            self._library = None


def read_text(path: Path, file: str) -> NoteText:
    """Return the text of a file of notes as it is now.

    Raises:
        NotesUnreadable: it cannot be read; the fact says why.
    """
    try:
        return NoteText(decode_note(read_note(FoundFile(file, path, 0, 0, 0))[0]))
    except OSError as error:
        reason = error.strerror or str(error)
    except ValueError as error:
        reason = str(error)
    raise NotesUnreadable(f"{file} cannot be read ({reason}).", "Look whether it is still there.")


def _stands(quote: Quote, text: NoteText | None) -> bool:
    if text is None:
        return False
    return all(
        part.lines.last <= text.line_count and part.text in text.slice(text.span_of(part.lines)) for part in quote.parts
    )


def _outline_of(found: FoundFile) -> list[Outline]:
    with suppress(NotesUnreadable):
        text = read_text(found.path, found.file)
        return [Outline(found.file, tuple(o.section for o in outline_of(parse_blocks(text), text)))]
    return []
