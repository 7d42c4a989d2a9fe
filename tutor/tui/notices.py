"""What the room below has to say, posted as messages: it may be said by any thread."""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from textual.message import Message
from textual.message_pump import MessagePump

_PAUSE = 0.1
"""Seconds between two changes of the progress; more often is only flicker."""


class PostedNotices:
    """Notices that are posted to a widget or a screen."""

    @dataclass
    class Said(Message):
        """Something that the user should know though it stops nothing."""

        text: str

    @dataclass
    class Progressed(Message):
        """How far the indexing is; all of it, with a stage of "", when it has ended."""

        stage: str
        done: int
        total: int

    def __init__(self, target: MessagePump) -> None:
        self._target = target
        self._stage = ""
        self._next = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._target.post_message(self.Progressed("", 0, 0))

    def notify(self, text: str) -> None:
        """Post a notice."""
        self._target.post_message(self.Said(text))

    def progress(self, stage: str, done: int, total: int) -> None:
        """Post how many of how many are done in a stage of the work."""
        now = time.monotonic()
        if stage != self._stage or now >= self._next or done == total:
            self._stage, self._next = stage, now + _PAUSE
            self._target.post_message(self.Progressed(stage, done, total))
