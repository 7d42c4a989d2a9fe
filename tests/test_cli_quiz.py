"""`tutor quiz --plain`, `tutor due` and `tutor bad`: what a learner types and what comes back."""

import io
import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tutor.cli.program import run
from tutor.store import connection

NOTES = """\
# Queues

## Standard queue

| Feature          | Standard queue | FIFO queue  | Delay queue  |
|------------------|----------------|-------------|--------------|
| Order            | best effort    | first in    | by the timer |
| Duplicates       | possible       | removed     | frequent     |
| Longest delay    | 15 minutes     | 20 minutes  | 40 minutes   |

## Retention

- Default retention: 4 days
- Longest retention: 14 days
- A message may be 256 KB long.

## Balancer

Application Load Balancer (ALB) works on layer 7.
"""

Quiz = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(connection, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr("tutor.desk.setup.Setup.encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUTOR_NOTES", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "queues.md").write_text(NOTES)
    return tmp_path / "home"


@pytest.fixture
def quiz(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Quiz:
    """Return what runs a command with lines on its standard input."""

    def quiz(*args: str, typed: Sequence[str] = (), command: str = "quiz") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        code = run([command, *args])
        out, err = capsys.readouterr()
        return code, out, err

    return quiz


def reviews(home: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(home / "tutor.db") as db:
        return db.execute("SELECT kind, verdict FROM review ORDER BY id").fetchall()


def test_a_choice_is_answered_by_its_number_and_told_with_its_line(quiz: Quiz, home: Path) -> None:
    code, out, _ = quiz("--plain", "-n", "1", "--kind", "choice", "--seed", "3", typed=["7", "1", "", "q"])
    assert code == 0
    assert out.startswith("\n1 of 1. Queues › ")
    assert "(Answer by a number from 1 to " in out
    assert len(re.findall(r"^  \d  ", out, re.MULTILINE)) >= 3
    assert re.search(r"^✓ right   .*\(:\d+\)$", out, re.MULTILINE)
    assert "┃ " in out
    assert len(reviews(home)) == 1


def test_a_miss_comes_back_until_it_is_right_and_the_summary_tells(quiz: Quiz, home: Path) -> None:
    _, out, _ = quiz("--kind", "acronym", typed=["nonsense", "", "", "", "Application Load Balancer", ""])
    assert "What does ALB stand for?" in out
    assert out.count("1 of 1, again") == 2
    assert "– not sure" in out
    assert "0 of 1 first try · 1 came back and was right" in out
    assert "tomorrow" in out
    assert reviews(home) == [("review", "wrong"), ("drill", "wrong"), ("drill", "right")]


def test_where_text_is_typed_commands_begin_with_a_colon(quiz: Quiz, home: Path) -> None:
    _, out, _ = quiz("--kind", "acronym", typed=[":h", "h", "", ":u", ":q"])
    assert "hint: 3 words" in out
    assert "✗ wrong   h" in out
    assert reviews(home) == [("review", "wrong"), ("void", "")]
    assert "Saved; tutor quiz goes on from here today." in out


def test_i_was_right_overrules(quiz: Quiz, home: Path) -> None:
    _, out, _ = quiz("--kind", "acronym", typed=["a balancing thing", "o", ""])
    assert "1 of 1 first try" in out
    assert reviews(home) == [("review", "wrong"), ("void", ""), ("review", "right")]


def test_the_section_is_shown_after_the_answer_only(quiz: Quiz) -> None:
    _, out, _ = quiz("--kind", "acronym", typed=[":s", "", "s", ":q"])
    assert "The section is shown once you have answered." in out
    assert out.count("works on layer 7") >= 2


def test_a_bad_question_is_listed_and_taken_back(quiz: Quiz) -> None:
    quiz("--kind", "acronym", typed=[":x"])
    _, out, _ = quiz("--kind", "acronym")
    assert out.startswith("Your notes have no such question to ask.")
    assert quiz(command="bad")[1] == "  1  What does ALB stand for?  (queues.md:19)\n"
    assert quiz("--restore", "2", command="bad")[0] == 2
    assert quiz("--restore", "1", command="bad")[1] == "Asked again: What does ALB stand for?\n"
    assert quiz(command="bad")[1] == "None: no question was called bad.\n"
    assert "What does ALB stand for?" in quiz("--kind", "acronym")[1]


def test_a_quiz_that_was_left_is_gone_on_with(quiz: Quiz) -> None:
    quiz("-n", "3", "--seed", "1", typed=["", "", ":q"])
    _, out, err = quiz(typed=[":q"])
    assert "Going on with the quiz that you left, 1 of 3 done." in err
    assert out.startswith("\n2 of 3, first try 0 of 1.")


def test_nothing_due_tells_what_can_be_asked(quiz: Quiz) -> None:
    _, out, _ = quiz("--due")
    assert "Your notes have no such question to ask." in out
    assert "tutor quiz --new asks new ones" in out
    assert "tutor quiz --cram" in out


def test_the_number_of_due_cards_is_all_that_due_prints(quiz: Quiz) -> None:
    assert quiz(command="due") == (0, "0\n", "")
    quiz("--kind", "acronym", typed=[""])
    assert quiz(command="due") == (0, "0\n", "")
    assert quiz("--all", command="due") == (0, "0\n", "")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--kind", "riddle"], "tutor: There are no questions of the kind riddle. The kinds are choice, typed, "),
        (["--exam", "soon"], "tutor: soon is no date. Write the day of the exam as in: --exam 2027-01-31"),
        (["--exam", "2001-01-01"], "tutor: The day 2001-01-01 is not after today."),
        (["--topic", "cooking"], 'tutor: Nothing that is drilled matches "cooking".'),
        (["-n", "0"], "tutor: Invalid value for '-n'"),
    ],
)
def test_a_wish_that_makes_no_sense_exits_2(quiz: Quiz, args: list[str], message: str) -> None:
    code, out, err = quiz(*args)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith(message)


def test_the_exam_is_remembered_and_forgotten(quiz: Quiz, home: Path) -> None:
    def exam() -> object:
        with sqlite3.connect(home / "tutor.db") as db:
            return db.execute("SELECT exam FROM deck").fetchone()[0]

    quiz("--exam", "2099-01-31")
    assert exam()
    quiz("--exam", "none")
    assert exam() is None


def test_moved_notes_bring_their_progress(quiz: Quiz, home: Path, tmp_path: Path) -> None:
    quiz("--kind", "acronym", typed=["Application Load Balancer"])
    (tmp_path / "corpus").rename(tmp_path / "elsewhere")
    _, out, err = quiz("--notes", "elsewhere", "--kind", "acronym")
    assert "your progress came with them" in err
    assert "Your notes have no such question to ask." in out


def test_notes_of_a_copy_have_a_progress_of_their_own(quiz: Quiz, home: Path, tmp_path: Path) -> None:
    quiz("--kind", "acronym", typed=["Application Load Balancer"])
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "queues.md").write_text(NOTES)
    assert "What does ALB stand for?" in quiz("--notes", "copy", "--kind", "acronym")[1]


def test_what_the_notes_hold_reaches_the_terminal_harmless(quiz: Quiz, tmp_path: Path) -> None:
    (tmp_path / "corpus" / "queues.md").write_text(
        "# A\x1b]0;x\x07\n\nLong Name \x1b[2J Thing (LNT) is it.\n\n- A\x1b[2J: b c d\n"
    )
    _, out, _ = quiz(typed=["", "", "s", "", "", ""])
    assert "1 of " in out
    assert "\x1b" not in out


def test_questions_of_the_quiz_are_those_that_cards_lists(quiz: Quiz) -> None:
    _, out, _ = quiz("--json", command="cards")
    listed = {json.loads(line)["question"] for line in out.splitlines()}
    _, asked, _ = quiz("-n", "20", "--new", typed=[":p"] * 40)
    assert listed
    shown = [question for question in listed if question in asked]
    assert len(shown) >= 5
