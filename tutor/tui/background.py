"""The screen behind the conversation: what takes time, done by threads that never touch a widget."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from tutor.desk.setup import Setup
from tutor.errors import NotesMissing, TutorError
from tutor.tui.notices import PostedNotices
from tutor.tui.place import Place
from tutor.tui.widgets.turn import Again, Manner, Turn

if TYPE_CHECKING:
    from tutor.answer.answering import Wish
    from tutor.answer.values import Answer, Quote
    from tutor.desk.sitting import Outline, Reply, Sitting
    from tutor.desk.talk import Talk
    from tutor.notes.values import NoteText
    from tutor.quiz.statistics import Standing
    from tutor.store.store import Store
    from tutor.store.values import Conversation
    from tutor.store.values import Turn as StoredTurn


class Background(Screen[None]):
    """Posts what its threads find as messages, each with what it was asked for, so that late ones can be dropped."""

    @dataclass
    class Opened(Message):
        """The notes are known and what was kept is at hand; their index may still be to be built."""

        sitting: "Sitting"
        store: "Store | None"

    @dataclass
    class NotesWanted(Message):
        """There are no notes yet."""

    @dataclass
    class Resumed(Message):
        """A conversation goes on, or a new one begins without turns."""

        talk: "Talk"
        turns: "list[StoredTurn[Answer]]"

    @dataclass
    class Ready(Message):
        """Questions are answered at once from now on."""

    @dataclass
    class Outlined(Message):
        """The sections of the notes are known."""

        outlines: "list[Outline]"

    @dataclass
    class Known(Message):
        """It is known how the cards of each section stand."""

        standings: "Mapping[tuple[str, tuple[str, ...]], Standing]"

    @dataclass
    class Answered(Message):
        """A question was answered as it was to be taken.

        `talk` is the conversation that it belongs to, `number` its place there if it was asked for the first time.
        """

        turn: Turn
        manner: Manner
        reply: "Reply"
        talk: "Talk"
        number: int | None = None

    @dataclass
    class Read(Message):
        """A note was read, to be shown at a place."""

        place: Place
        note: "NoteText"

    @dataclass
    class CaughtUp(Message):
        """The notes had changed, and the index is up to date again."""

        text: str

    @dataclass
    class Looked(Message):
        """It was looked whether the notes have changed, which took so many seconds."""

        seconds: float

    @dataclass
    class Fallen(Message):
        """These quotes do not stand in their notes any more."""

        quotes: "list[Quote]"

    @dataclass
    class Failed(Message):
        """Something could not be done; `turn` is the question that has no answer, if it was one."""

        error: TutorError
        turn: Turn | None = None

    def __init__(self, setup: Setup) -> None:
        super().__init__()
        self.setup = setup
        self.notices = PostedNotices(self)
        self._trouble = ""  # what kept the index from being brought up to date the last time

    def work_at(self, group: str, job: Callable[[], None], turn: Turn | None = None) -> None:
        """Have a thread do a job; a TutorError in it is posted, any other ends the app."""
        self.run_worker(partial(self._guarded, job, turn), thread=True, group=group)

    def _guarded(self, job: Callable[[], None], turn: Turn | None) -> None:
        try:
            job()
        except TutorError as error:
            self.post_message(self.Failed(error, turn))

    def open_notes(self, notes: str | None, model: str | None, is_continued: bool) -> None:
        """Open the notes, and what was kept of them; blocks, until their index is built if need be."""
        # Imported here: the first frame is not to wait for them.
        from tutor.desk.sitting import Sitting
        from tutor.desk.talk import Talk, open_store

        try:
            root = self.setup.root(notes)
        except NotesMissing:
            if notes or os.environ.get("TUTOR_NOTES"):
                raise
            self.post_message(self.NotesWanted())
            return
        sitting = Sitting(self.setup, root, self.notices, model)
        store = open_store(self.setup.paths, False, self.notices.notify)
        talk = Talk(store, sitting.notes_id, self.notices.notify)
        self.post_message(self.Opened(sitting, store))
        self.post_message(self.Resumed(talk, talk.resume_last() if is_continued else []))
        is_built = sitting.open_as_it_is()
        self.post_message(self.Outlined(sitting.outlines()))
        sitting.open()
        self.post_message(self.Ready())
        if not is_built:
            self.post_message(self.Outlined(sitting.outlines()))

    def open_chosen(self, root: Path, opening: Callable[[], None]) -> None:
        """Put on record which notes were chosen, and open them; blocks."""
        self.setup.remember(root)
        opening()

    def resume(self, sitting: "Sitting", store: "Store | None", conversation: "Conversation | None") -> None:
        """Go on with a conversation, or begin a new one; blocks."""
        from tutor.desk.talk import Talk

        talk = Talk(store, sitting.notes_id, self.notices.notify)
        turns = talk.resume(conversation) if conversation else []
        self.post_message(self.Resumed(talk, turns))

    def find(self, sitting: "Sitting", talk: "Talk", turn: Turn, manner: Manner, wish: "Wish") -> None:
        """Answer a question and keep it; blocks."""
        reply = sitting.ask(turn.question, talk.history, wish)
        number = talk.record(turn.question, reply.answer)
        self.post_message(self.Answered(turn, manner, reply, talk, number))

    def find_again(self, sitting: "Sitting", talk: "Talk", again: Again, wish: "Wish") -> None:
        """Answer a question as it is to be taken now; blocks."""
        reply = sitting.ask(again.follow_up.target if again.follow_up else again.turn.question, (), wish)
        understood = (*((again.follow_up,) if again.follow_up else ()), *reply.answer.understood)
        answer = replace(reply.answer, question=again.turn.question, understood=understood)
        self.post_message(self.Answered(again.turn, again.manner, replace(reply, answer=answer), talk))

    def weigh(self, sitting: "Sitting", store: "Store") -> None:
        """Find out how well each section is known; blocks. What keeps it from that is said in passing."""
        try:
            self.post_message(self.Known(sitting.standings(store.drill)))
        except TutorError as error:
            self.notices.notify(str(error))

    def read(self, sitting: "Sitting", place: Place) -> None:
        """Read a note; blocks."""
        self.post_message(self.Read(place, sitting.read(place.file)))

    def check(self, sitting: "Sitting", quotes: "list[Quote]") -> None:
        """Look which quotes still stand; blocks."""
        self.post_message(self.Fallen(sitting.fallen(quotes)))

    def catch_up(self, sitting: "Sitting", quotes: "list[Quote]") -> None:
        """Bring the index up to date if the notes have changed, and look which quotes still stand; blocks.

        What keeps it from that is said once, in passing: nobody asked for it.
        """
        begun = time.monotonic()
        try:
            if text := sitting.catch_up():
                self.post_message(self.CaughtUp(text))
                self.post_message(self.Outlined(sitting.outlines()))
                self.check(sitting, quotes)
            self._trouble = ""
        except TutorError as error:
            if self._trouble != str(error):
                self.notices.notify(str(error))
            self._trouble = str(error)
        self.post_message(self.Looked(time.monotonic() - begun))
