"""Everything that can go wrong without being a bug, with the exit code it ends in.

    TutorError              70  never raised itself: no kind of error was chosen, so a bug
    ├── UsageError           2  the command line asks for something that makes no sense
    ├── ConfigInvalid        2  config.toml cannot be understood
    ├── NotesMissing         3  no notes where they were looked for
    ├── NotesUnreadable      3  notes are there and none of them can be read
    ├── IndexMissing         3  the notes were never indexed
    ├── IndexDamaged         3  the index is not what was written, or not written by this user
    ├── IndexStale           3  the index is older than the notes
    ├── DatabaseMissing      3  nothing that the learner did was ever written down
    ├── DatabaseUnreadable   3  the learner's database is damaged, newer, or something else
    ├── ConversationGone     3  the conversation was deleted
    ├── ModelMissing         4  the model's files are not there
    ├── ModelMismatch        4  the model's files are not the ones that were published
    ├── Busy                 5  another tutor is writing
    └── CannotWrite          5  a folder or file cannot be made or changed

Whoever prints an error cleans it first: file names in it are as they came from outside.
"""

from typing import ClassVar


class TutorError(Exception):
    """A failure that the user can act on.

    Attributes:
        fact: What is the case, one full sentence.
        remedy: What to do about it, one full sentence; empty where nothing can be done.
        exit_code: What the program's exit status is when this ends it.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, fact: str, remedy: str = "") -> None:
        super().__init__(fact, remedy)
        self.fact = fact
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.fact} {self.remedy}".strip()


class UsageError(TutorError):
    """The command line asks for something that makes no sense."""

    exit_code = 2


class ConfigInvalid(TutorError):
    """config.toml cannot be understood."""

    exit_code = 2


class NotesMissing(TutorError):
    """No notes where they were looked for."""

    exit_code = 3


class NotesUnreadable(TutorError):
    """Notes are there and none of them can be read."""

    exit_code = 3


class IndexMissing(TutorError):
    """The notes were never indexed."""

    exit_code = 3


class IndexDamaged(TutorError):
    """The index is not what was written, or was not written by this user."""

    exit_code = 3


class IndexStale(TutorError):
    """The index is older than the notes."""

    exit_code = 3


class DatabaseMissing(TutorError):
    """Nothing that the learner did was ever written down."""

    exit_code = 3


class DatabaseUnreadable(TutorError):
    """The learner's database is damaged, of a newer tutor, or not the database of a tutor at all."""

    exit_code = 3


class ConversationGone(TutorError):
    """The conversation was deleted, here or by another tutor."""

    exit_code = 3


class ModelMissing(TutorError):
    """The model's files are not there."""

    exit_code = 4


class ModelMismatch(TutorError):
    """The model's files are not the ones that were published."""

    exit_code = 4


class Busy(TutorError):
    """Another tutor is writing."""

    exit_code = 5


class CannotWrite(TutorError):
    """A folder or file cannot be made or changed."""

    exit_code = 5
