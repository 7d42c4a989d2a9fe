"""What was said before a question, and where a question and its answer are kept."""

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tutor.cli.notices import Notices
from tutor.errors import Busy, CannotWrite, DatabaseMissing, DatabaseUnreadable, UsageError
from tutor.paths import Paths

if TYPE_CHECKING:
    from tutor.answer.values import Answer
    from tutor.store.store import Store

_REMEMBERED = 6  # questions before this one that it may lean on
_TITLE = 80  # characters


class Talk:
    """The conversation that a question belongs to: the one last used, or a new one that stays hidden until continued.

    What cannot be kept is said once, and stops no answer.

    Args:
        paths: where the database is.
        notes_id: the notes that are asked.
        is_continued: whether this goes on with the conversation last used.
        is_saved: whether anything is kept.
        notices: told what could not be kept.

    Raises:
        UsageError: there is no conversation to continue.
    """

    def __init__(self, paths: Paths, notes_id: str, is_continued: bool, is_saved: bool, notices: Notices) -> None:
        self._notes_id, self._notices = notes_id, notices
        self._store = self._opened(paths, is_continued) if is_saved or is_continued else None
        self._is_saved = is_saved
        self._conversation: int | None = None
        self.history: tuple[str, ...] = ()
        if is_continued:
            self._continue()

    def __enter__(self) -> Self:
        """Return the talk; leaving closes its database."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the database."""
        if self._store:
            self._store.close()

    def record(self, question: str, answer: "Answer") -> None:
        """Keep a question with its answer, if anything is kept."""
        if not (self._store and self._is_saved):
            return
        resolved = next((u.target for u in answer.understood if u.kind == "follow-up"), question)
        now = time.time_ns()
        try:
            if self._conversation is None:
                self._conversation = self._store.start_conversation(self._notes_id, now, question[:_TITLE], True)
            self._store.add_turn(self._conversation, now, question, resolved, answer.to_json())
        except (CannotWrite, Busy) as error:
            self._notices.notify(f"This question was not saved. {error.fact}")

    def _opened(self, paths: Paths, is_continued: bool) -> "Store | None":
        from tutor.store.store import Store

        try:
            return Store.open(paths.database_file, must_exist=is_continued)
        except DatabaseMissing:
            return None
        except (CannotWrite, Busy, DatabaseUnreadable) as error:
            if is_continued:
                raise
            self._notices.notify(f"This question was not saved. {error.fact} {error.remedy}")
            return None

    def _continue(self) -> None:
        last = self._store.last_conversation(self._notes_id) if self._store else None
        if not self._store or not last:
            raise UsageError("There is no conversation to continue.", "Ask without -c first.")
        turns = self._store.turns(last.id, lambda _: None, _REMEMBERED)
        self.history = tuple(turn.question for turn in turns)
        self._conversation = last.id
        if last.is_hidden and self._is_saved:
            self._store.unhide(last.id)
