"""The owner of the database of what the learner did."""

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tutor.errors import ConversationGone
from tutor.store.connection import WAIT, Clock, encodable, transaction, translated, utc_now
from tutor.store.database import open_database
from tutor.store.gaps import read_gaps, record_verdict
from tutor.store.keeping import Keeper
from tutor.store.values import Conversation, Gap, Turn

if TYPE_CHECKING:
    from tutor.store.backups import Backup
    from tutor.store.drill import Drill

HIDDEN_KEPT = 200
"""Hidden conversations kept for each notes, the newest."""

_CONVERSATIONS = (
    "SELECT id, notes, title, created_at, used_at, is_hidden,"
    " (SELECT count(*) FROM turn WHERE conversation = conversation.id) AS turns"
    " FROM conversation WHERE notes = ?"
)
_LAST_USED_FIRST = " ORDER BY used_at DESC, id DESC"

A = TypeVar("A")


class Store:
    """The learner's conversations, gaps, cards and reviews; a context manager that closes the database.

    Every change is one transaction: it is on the disk when the method returns, or it did not happen. May be shared by
    threads. Times are nanoseconds since 1970, UTC. Text that cannot be encoded is kept with question marks.

    Any method may raise Busy, when another tutor has been writing for seconds, CannotWrite, when the disk is full or
    may not be written to, and DatabaseUnreadable, when the file is found to be damaged, or not to be there any more.

    What has changed is backed up at the end, and every half an hour until then.
    """

    def __init__(self, file: Path, db: sqlite3.Connection, clock: Clock = utc_now) -> None:
        """Take over a connection that `open_database` gave; see `open`."""
        self._file = file
        self._db = db
        self._lock = threading.Lock()
        self._keeper = Keeper(file, clock)

    @cached_property
    def drill(self) -> "Drill":
        """The cards and reviews."""
        from tutor.store.drill import Drill  # a tenth of the time of a question, which keeps none

        return Drill(self._reading, self._writing)

    @classmethod
    def open(cls, file: Path, must_exist: bool = False, wait: float = WAIT, clock: Clock = utc_now) -> Self:
        """Return the store in a file, made with its folder if it is missing, both closed to other users.

        Args:
            file: absolute.
            must_exist: Make nothing.
            wait: seconds to wait for another tutor's transaction.
            clock: dates the backups.

        Raises:
            DatabaseMissing: It is missing and must exist.
            DatabaseUnreadable: It is damaged, of a newer tutor, or not of tutor at all; it was left as it is.
            Busy: Another tutor has been writing for longer than `wait`.
            CannotWrite: It cannot be made or migrated.
        """
        return cls(file, open_database(file, must_exist, wait, clock=clock), clock)

    def close(self) -> None:
        """Close the database, backed up if it is time; a second time does nothing."""
        with self._lock:
            self._keeper.leave(self._db)
            self._db.close()

    def leave(self) -> None:
        """Back up what was changed, if it is time; for who ends without closing, for a thread may still be at work."""
        with self._lock:
            self._keeper.leave(self._db)

    def back_up(self) -> "Backup":
        """Make a backup now, and return it."""
        with self._reading() as db:
            return self._keeper.back_up(db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start_conversation(self, notes_id: str, now: int, title: str, hidden: bool) -> int:
        """Return the id of a new conversation; a hidden one takes the place of the oldest hidden one."""
        with self._writing() as db:
            cursor = db.execute(
                "INSERT INTO conversation (notes, title, created_at, used_at, is_hidden) VALUES (?, ?, ?, ?, ?)",
                (notes_id, encodable(title), now, now, hidden),
            )
            if hidden:
                # By id: the clock may have been set back.
                db.execute(
                    "DELETE FROM conversation WHERE notes = :notes AND is_hidden AND id <= (SELECT id FROM conversation"
                    " WHERE notes = :notes AND is_hidden ORDER BY id DESC LIMIT 1 OFFSET :kept)",
                    {"notes": notes_id, "kept": HIDDEN_KEPT},
                )
            assert cursor.lastrowid is not None
            return cursor.lastrowid

    def add_turn(self, conversation: int, now: int, question: str, resolved: str, answer: Mapping[str, Any]) -> int:
        """Add a question and its answer to a conversation, which is used now, and return its number there.

        Args:
            conversation: its id.
            now: when it was asked.
            question: as asked.
            resolved: the question that was searched; gaps are told apart by it.
            answer: as `Answer.to_json` gives it.

        Raises:
            ConversationGone: It was deleted.
        """
        stored = json.dumps(answer, separators=(",", ":"))
        question, resolved = encodable(question), encodable(resolved)
        with self._changing(conversation) as db:
            db.execute("UPDATE conversation SET used_at = ? WHERE id = ?", (now, conversation))
            db.execute(
                "INSERT INTO turn (conversation, number, notes, asked_at, question, understood, answer)"
                " SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM turn WHERE conversation = conversation.id),"
                " notes, ?, ?, ?, ? FROM conversation WHERE id = ?",
                (now, question, resolved, stored, conversation),
            )
            (number,) = db.execute("SELECT max(number) FROM turn WHERE conversation = ?", (conversation,)).fetchone()
            record_verdict(db, conversation, resolved, now, answer["verdict"])
        return int(number)

    def change_turn(self, conversation: int, number: int, now: int, resolved: str, answer: Mapping[str, Any]) -> None:
        """Put another answer in the place of a turn's: the question was taken in another way.

        Args:
            conversation: its id.
            number: the turn's place in it; one that it does not have changes nothing.
            now: when it was searched again.
            resolved: the question that was searched.
            answer: as `Answer.to_json` gives it.

        Raises:
            ConversationGone: It was deleted.
        """
        stored, resolved = json.dumps(answer, separators=(",", ":")), encodable(resolved)
        with self._changing(conversation) as db:
            db.execute("UPDATE conversation SET used_at = ? WHERE id = ?", (now, conversation))
            db.execute(
                "UPDATE turn SET understood = ?, answer = ? WHERE conversation = ? AND number = ?",
                (resolved, stored, conversation, number),
            )
            record_verdict(db, conversation, resolved, now, answer["verdict"])

    def last_conversation(self, notes_id: str) -> Conversation | None:
        """Return the conversation last used, hidden or not; None if none has a turn."""
        with self._reading() as db:
            row = db.execute(f"{_CONVERSATIONS} AND turns > 0{_LAST_USED_FIRST} LIMIT 1", (notes_id,)).fetchone()
        return _conversation(row) if row else None

    def conversations(self, notes_id: str, hidden: bool = False) -> list[Conversation]:
        """Return the conversations, last used first; the hidden ones among them only if asked for."""
        with self._reading() as db:
            shown = "" if hidden else " AND NOT is_hidden"
            return [_conversation(row) for row in db.execute(f"{_CONVERSATIONS}{shown}{_LAST_USED_FIRST}", (notes_id,))]

    def find_conversations(self, notes_id: str, wanted: str) -> list[Conversation]:
        """Return the conversations whose title or questions hold a text, whatever the case of its ASCII letters.

        Hidden ones are left out; last used first.
        """
        literal = re.sub("[!%_]", r"!\g<0>", encodable(wanted))
        like = f"%{literal}%"
        held = (
            " AND NOT is_hidden AND (title LIKE ? ESCAPE '!'"
            " OR id IN (SELECT conversation FROM turn WHERE question LIKE ? ESCAPE '!'))"
        )
        with self._reading() as db:
            rows = db.execute(f"{_CONVERSATIONS}{held}{_LAST_USED_FIRST}", (notes_id, like, like))
            return [_conversation(row) for row in rows]

    def turns(
        self, conversation: int, read: Callable[[Mapping[str, Any]], A], limit: int | None = None
    ) -> list[Turn[A]]:
        """Return the turns of a conversation, or the last `limit` of them, in the order in which they were asked.

        Args:
            conversation: its id; one that is gone has no turns.
            read: `Answer.from_json`. What it cannot read becomes None.
            limit: how many at most; None for all.
        """
        with self._reading() as db:
            rows = db.execute(
                "SELECT number, asked_at, question, understood, answer FROM turn WHERE conversation = ?"
                " ORDER BY number DESC LIMIT ?",
                (conversation, -1 if limit is None else limit),
            ).fetchall()
        return [
            Turn(number, asked_at, question, understood, _read_answer(read, stored))
            for number, asked_at, question, understood, stored in reversed(rows)
        ]

    def unhide(self, conversation: int) -> None:
        """Show a conversation among the others from now on.

        Raises:
            ConversationGone: It was deleted.
        """
        with self._changing(conversation) as db:
            db.execute("UPDATE conversation SET is_hidden = 0 WHERE id = ?", (conversation,))

    def rename(self, conversation: int, title: str) -> None:
        """Give a conversation another title.

        Raises:
            ConversationGone: It was deleted.
        """
        with self._changing(conversation) as db:
            db.execute("UPDATE conversation SET title = ? WHERE id = ?", (encodable(title), conversation))

    def delete(self, conversation: int) -> None:
        """Delete a conversation with its turns and the gaps that were found in it, if it is there."""
        with self._writing() as db:
            db.execute("DELETE FROM gap WHERE conversation = ?", (conversation,))
            db.execute("DELETE FROM conversation WHERE id = ?", (conversation,))

    def gaps(self, notes_id: str) -> list[Gap]:
        """Return the questions that were not answered for sure the last time, last asked first."""
        with self._reading() as db:
            return read_gaps(db, notes_id)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, translated(self._file):
            yield self._db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as db:
            with transaction(db):
                self._keeper.check()
                yield db
            self._keeper.changed(db)

    @contextmanager
    def _changing(self, conversation: int) -> Iterator[sqlite3.Connection]:
        with self._writing() as db:
            if not db.execute("SELECT 1 FROM conversation WHERE id = ?", (conversation,)).fetchone():
                raise ConversationGone("This conversation was deleted.", "Start a new one.")
            yield db


def _conversation(row: tuple[Any, ...]) -> Conversation:
    number, notes_id, title, created_at, used_at, is_hidden, turns = row
    return Conversation(number, notes_id, title, created_at, used_at, bool(is_hidden), turns)


def _read_answer(read: Callable[[Mapping[str, Any]], A], stored: str) -> A | None:
    # Of another version, or changed by a failing disk: the rest of the conversation is still worth having.
    try:
        return read(json.loads(stored))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
