"""What was said before a question, and where a question and its answer are kept."""

import time
from typing import TYPE_CHECKING

from tutor.errors import Busy, CannotWrite, DatabaseMissing, DatabaseUnreadable, UsageError
from tutor.paths import Paths

if TYPE_CHECKING:
    from tutor.answer.values import Answer
    from tutor.encoder import Notify
    from tutor.store.store import Store
    from tutor.store.values import Conversation, Turn

_REMEMBERED = 6  # questions before this one that it may lean on
_TITLE = 80  # characters


def open_store(paths: Paths, must_exist: bool, notify: "Notify") -> "Store | None":
    """Return the learner's database, or None, said once, where it cannot be used; nobody is kept from asking by that.

    Args:
        paths: where it is.
        must_exist: what is in it is wanted: make nothing, and raise what keeps it from being opened.
        notify: told why nothing will be kept.
    """
    from tutor.store.store import Store

    try:
        return Store.open(paths.database_file, must_exist=must_exist)
    except DatabaseMissing:
        return None
    except (CannotWrite, Busy, DatabaseUnreadable) as error:
        if must_exist:
            raise
        notify(f"What you ask is not saved. {error.fact} {error.remedy}")
        return None


class Talk:
    """Questions that follow one another, and the conversation that they are kept in, made with its first question.

    Args:
        store: where they are kept; None keeps nothing.
        notes_id: the notes that are asked.
        notify: told what could not be kept.
        is_hidden: a new conversation stays out of the lists until it is continued.
    """

    def __init__(self, store: "Store | None", notes_id: str, notify: "Notify", is_hidden: bool = False) -> None:
        self._store, self._notes_id, self._notify, self._is_hidden = store, notes_id, notify, is_hidden
        self.conversation: int | None = None
        self.history: tuple[str, ...] = ()

    def resume_last(self, is_saved: bool = True) -> "list[Turn[Answer]]":
        """Go on with the conversation last used, and return its turns; see `resume`.

        Raises:
            UsageError: there is none.
        """
        last = self._store.last_conversation(self._notes_id) if self._store else None
        if not last:
            raise UsageError("There is no conversation to continue.", "Ask without -c first.")
        return self.resume(last, is_saved)

    def resume(self, conversation: "Conversation", is_saved: bool = True) -> "list[Turn[Answer]]":
        """Go on with a conversation, and return its turns, oldest first; unless saved, what follows is not kept."""
        from tutor.answer.values import Answer

        assert self._store
        turns = self._store.turns(conversation.id, Answer.from_json)
        self.history = tuple(turn.question for turn in turns[-_REMEMBERED:])
        self.conversation = conversation.id
        if not is_saved:
            self._store = None
        elif conversation.is_hidden:
            self._store.unhide(conversation.id)
        return turns

    def record(self, question: str, answer: "Answer") -> int | None:
        """Keep a question with its answer, and return its place in the conversation; what follows may lean on it."""
        self.history = (*self.history, question)[-_REMEMBERED:]
        if not self._store:
            return None
        now = time.time_ns()
        try:
            if self.conversation is None:
                title = " ".join(question.split())[:_TITLE]
                self.conversation = self._store.start_conversation(self._notes_id, now, title, self._is_hidden)
            return self._store.add_turn(self.conversation, now, question, _resolved(question, answer), answer.to_json())
        except (CannotWrite, Busy) as error:
            self._notify(f"This question was not saved. {error.fact}")
            return None

    def amend(self, number: int, answer: "Answer") -> None:
        """Keep another answer to the question at a place in the conversation: it was understood in another way."""
        if not self._store or self.conversation is None:
            return
        resolved = _resolved(answer.question, answer)
        try:
            self._store.change_turn(self.conversation, number, time.time_ns(), resolved, answer.to_json())
        except (CannotWrite, Busy) as error:
            self._notify(f"This answer was not saved. {error.fact}")


def _resolved(question: str, answer: "Answer") -> str:
    """Return the question as it was searched."""
    return next((u.target for u in answer.understood if u.kind == "follow-up"), question)
