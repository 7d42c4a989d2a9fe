"""The questions of a command line: its words, its standard input, or a file of them."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.errors import UsageError

MOST_CHARACTERS = 10_000
MOST_BYTES = 100_000
"""Of standard input, where it is the question."""

_ASK = 'Ask one, as in: tutor ask "NLB vs ALB"'
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what came with it.

    Attributes:
        text: without the white space around it; never empty.
        history: the questions before it, oldest first.
        echo: the `id` that it came with, to be given back with its answer; else empty.
    """

    text: str
    history: tuple[str, ...] = ()
    echo: tuple[tuple[str, Any], ...] = ()


def read_question(words: Sequence[str], notify: Callable[[str], None]) -> Question:
    """Return the question that the words are, or standard input where they are none or `-`.

    Raises:
        UsageError: There is no question.
    """
    if not words and sys.stdin.isatty():
        raise UsageError("There is no question.", _ASK)
    if not words or tuple(words) == ("-",):
        raw = sys.stdin.buffer.read(MOST_BYTES)
        return Question(_tidy(raw.decode("utf-8-sig", "replace"), notify))
    return Question(_tidy(" ".join(words), notify))


def read_batch(file: str, notify: Callable[[str], None]) -> Iterator[Question]:
    """Yield the questions of a file, or of standard input (`-`) as they come in.

    A line is a question, or a JSON object with `question`, `id` and `history`; empty lines are
    passed over.

    Raises:
        UsageError: The file cannot be read, or a line that begins with a brace is no such object.
            Of a file all lines are read before the first question comes back.
    """
    if file == "-":
        return _parse_lines(sys.stdin.buffer, notify)
    try:
        with Path(file).open("rb") as stream:
            return iter(list(_parse_lines(stream, notify)))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{file} cannot be read: {reason}.", "Name a file of questions.") from None


def _parse_lines(stream: Iterable[bytes], notify: Callable[[str], None]) -> Iterator[Question]:
    for number, raw in enumerate(stream, 1):
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8", "replace").strip()
        if line.startswith("{"):
            yield _parse_object(line, number, notify)
        elif line:
            yield Question(_tidy(line, notify))


def _parse_object(line: str, number: int, notify: Callable[[str], None]) -> Question:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = {}
    text, history = found.get("question"), found.get("history") or []
    is_list = isinstance(history, list) and all(isinstance(earlier, str) for earlier in history)
    if not (isinstance(text, str) and text.strip() and is_list):
        raise UsageError(
            f"Line {number} of the batch is no question.",
            'Write it as plain text, or as {"id": 1, "question": "...", "history": ["..."]}.',
        )
    earlier = tuple(_tidy(question, notify) for question in history if question.strip())
    return Question(_tidy(text, notify), earlier, (("id", found["id"]),) if "id" in found else ())


def _tidy(text: str, notify: Callable[[str], None]) -> str:
    # An argument that is not UTF-8 has surrogates in it, which no database and no model takes.
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text).strip()
    if not text:
        raise UsageError("The question is empty.", _ASK)
    if len(text) > MOST_CHARACTERS:
        notify(f"The question is cut at {MOST_CHARACTERS} characters.")
    return text[:MOST_CHARACTERS]
