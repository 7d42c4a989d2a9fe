"""The errors' texts and exit codes."""

import inspect
import pickle
import re

import pytest

from tutor import errors
from tutor.errors import TutorError

EXIT_CODES = {
    "TutorError": 70,
    "UsageError": 2,
    "ConfigInvalid": 2,
    "NotesMissing": 3,
    "NotesUnreadable": 3,
    "IndexMissing": 3,
    "IndexDamaged": 3,
    "IndexStale": 3,
    "DatabaseMissing": 3,
    "DatabaseUnreadable": 3,
    "ConversationGone": 3,
    "ModelMissing": 4,
    "ModelMismatch": 4,
    "Busy": 5,
    "CannotWrite": 5,
}


def error_types() -> dict[str, type[TutorError]]:
    return {
        name: value for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, TutorError)
    }


def test_every_error_ends_in_its_exit_code() -> None:
    assert {name: kind.exit_code for name, kind in error_types().items()} == EXIT_CODES


def test_the_tree_in_the_docstring_shows_every_error_with_its_exit_code() -> None:
    drawn = re.findall(r"(\w+) +(\d+) ", errors.__doc__ or "")
    assert {name: int(code) for name, code in drawn} == EXIT_CODES


def test_the_text_is_the_fact_and_then_the_remedy() -> None:
    error = TutorError("No notes found in corpus/.", "Run: tutor index PATH")
    assert str(error) == "No notes found in corpus/. Run: tutor index PATH"
    assert (error.fact, error.remedy) == ("No notes found in corpus/.", "Run: tutor index PATH")


def test_an_error_without_a_remedy_is_the_fact_alone() -> None:
    assert str(TutorError("Nothing can be done.")) == "Nothing can be done."


@pytest.mark.parametrize("kind", error_types().values())
def test_an_error_survives_the_way_back_from_a_worker_process(kind: type[TutorError]) -> None:
    back = pickle.loads(pickle.dumps(kind("Fact.", "Remedy.")))
    assert (type(back), back.fact, back.remedy) == (kind, "Fact.", "Remedy.")
