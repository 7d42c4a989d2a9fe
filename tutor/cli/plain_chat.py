"""`tutor chat --plain`: the conversation line by line, on standard input and output."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING

from tutor.cli.notices import Notices
from tutor.cli.output import is_terminal, print_lines
from tutor.cli.questions import MOST_BYTES, MOST_CHARACTERS
from tutor.desk.setup import Setup
from tutor.desk.sitting import Sitting
from tutor.desk.talk import Talk, open_store
from tutor.errors import TutorError, UsageError

if TYPE_CHECKING:
    from tutor.store.store import Store

_HELP = (
    "A line is a question; it may lean on the one before. These are commands:",
    ":new       begin a new conversation",
    ":in WORDS  ask only below headings, in files, under tags that match; without words anywhere",
    ":full      quote whole sections from now on; again: the lines that answer",
    ":quit      end the conversation; so does the end of the input",
)


class _Chat:
    """What has been said so far, and how the next question is meant."""

    def __init__(self, sitting: Sitting, store: "Store | None", notices: Notices) -> None:
        self._sitting, self._store, self._notices = sitting, store, notices
        self.talk = Talk(store, sitting.notes_id, notices.notify)
        self._topic = ""
        self._is_full = False
        self.verdicts: list[bool] = []

    def tell(self, line: str) -> list[str]:
        """Return what there is to say to a line.

        Raises:
            TutorError: it is a command that there is not, or nothing can be answered.
        """
        command, _, rest = line.partition(" ")
        if not command.startswith(":"):
            return self._answer(line)
        if command == ":new":
            self.talk = Talk(self._store, self._sitting.notes_id, self._notices.notify)
            return ["A new conversation."]
        if command == ":in":
            self._topic = rest.strip()
            return [f"Asking in: {self._topic or 'everything'}."]
        if command == ":full":
            self._is_full = not self._is_full
            return ["Quoting whole sections." if self._is_full else "Quoting the lines that answer."]
        if command == ":help":
            return list(_HELP)
        raise UsageError(f"There is no command {command}.", "Say :help")

    def _answer(self, question: str) -> list[str]:
        from tutor.answer.answering import Wish
        from tutor.show.plain import render_plain

        if changed := self._sitting.catch_up():
            self._notices.notify(changed)
        quotes = self._sitting.setup.config.quotes or None
        reply = self._sitting.ask(question, self.talk.history, Wish(quotes, self._topic, self._is_full))
        self.talk.record(question, reply.answer)
        self.verdicts.append(reply.answer.answered)
        return render_plain(reply.answer)


def converse(notes: str | None, model: str | None, is_continued: bool, is_saved: bool) -> int:
    """Answer every line until the input ends; return 0 if anything was answered or nothing asked, else 1."""
    notices = Notices.from_command()
    setup = Setup.find()
    sitting = Sitting(setup, setup.root(notes), notices, model)
    store = open_store(setup.paths, is_continued, notices.notify) if is_saved or is_continued else None
    with store or nullcontext():
        chat = _Chat(sitting, store if is_saved else None, notices)
        if is_continued:
            chat.talk = Talk(store, sitting.notes_id, notices.notify)
            chat.talk.resume_last(is_saved)
        sitting.open()
        for line in _lines():
            try:
                print_lines([*chat.tell(line), ""])
            except TutorError as error:
                notices.notify(str(error))
    return 0 if any(chat.verdicts) or not chat.verdicts else 1


def _lines() -> Iterator[str]:
    """Yield the lines of standard input that say something, until it ends or says so."""
    while True:
        if sys.stdin.isatty() and is_terminal():
            print(end="> ", flush=True)
        raw = sys.stdin.buffer.readline(MOST_BYTES)
        line = raw.decode("utf-8-sig", "replace").strip()[:MOST_CHARACTERS]
        if not raw or line in {":quit", ":q"}:
            return
        if line:
            yield line
