"""`tutor ask`: where the question comes from, and what is printed where."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tutor.answer.answering import PLAIN_WISH, Explained, Wish
from tutor.answer.values import Answer, Part, Quote
from tutor.cli.program import run
from tutor.desk.setup import Setup
from tutor.errors import IndexDamaged, NotesMissing
from tutor.notes.values import Lines

Feed = Callable[[bytes], None]


class Answering:
    """Answers what has `sqs` in it, and notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], Wish]] = []

    def answer(
        self, _library: object, _encoder: object, question: str, history: tuple[str, ...] = (), wish: Wish = PLAIN_WISH
    ) -> Answer:
        self.asked.append((question, history, wish))
        if "sqs" not in question:
            return Answer(question, (), "absent", None, 0.0, ())
        part = Part(Lines(7, 7), "- Retention: 4 days \x1b[2J")
        quote = Quote("a\udcff.md", ("SQS",), (part,), (7,), 1.0)
        return Answer(question, (), "sure", None, 1.0, (quote,))

    def explain(self, *_asked: object, **_wish: object) -> list[Explained]:
        return [Explained(1, "a.md", Lines(7, 7), ("SQS",), 1.0, 0.5, 0.5, 1.0, 1.0, ("sqs",), ())]


@dataclass(frozen=True)
class Library:
    root: Path
    notes_id: str = "notes-00000000"


@pytest.fixture(autouse=True)
def answering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answering:
    @contextmanager
    def library(self: Setup, root: Path, encoder: object, notices: object) -> Iterator[Library]:
        yield Library(root)

    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Setup, "root", lambda *_: tmp_path)
    monkeypatch.setattr(Setup, "encoder", lambda *_, **__: None)
    monkeypatch.setattr(Setup, "library", library)
    answering = Answering()
    monkeypatch.setattr("tutor.answer.answering.answer", answering.answer)
    monkeypatch.setattr("tutor.answer.answering.explain", answering.explain)
    return answering


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    def feed(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return feed


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def make() -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return make


def asked(answering: Answering) -> list[str]:
    return [question for question, _, _ in answering.asked]


@pytest.mark.parametrize(
    ("args", "question"),
    [
        (["sqs retention"], "sqs retention"),
        (["  sqs ", "default", "retention"], "sqs  default retention"),
        (["--", "-sqs", "--json"], "-sqs --json"),
        (["sqs", "-n", "2", "retention"], "sqs retention"),
        (["sqs \udcff"], "sqs \ufffd"),
    ],
)
def test_the_words_are_the_question(
    args: list[str], question: str, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", *args]) == 0
    assert asked(answering) == [question]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("args", [[], ["-"]])
def test_standard_input_is_the_question(args: list[str], answering: Answering, feed: Feed) -> None:
    feed(b"\xef\xbb\xbf sqs \xff\n")
    assert run(["ask", *args]) == 0
    assert asked(answering) == ["sqs \ufffd"]


@pytest.mark.parametrize("args", [[""], ["  ", "\n"], [], ["-"]])
def test_an_empty_question_is_refused(args: list[str], feed: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    feed(b" \n")
    assert run(["ask", *args]) == 2
    assert capsys.readouterr() == (
        "",
        'tutor: The question is empty. Ask one, as in: tutor ask "NLB vs ALB"\n',
    )


def test_nobody_is_kept_waiting_at_a_terminal(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(b"sqs")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert run(["ask"]) == 2
    assert capsys.readouterr().err.startswith("tutor: There is no question.")


def test_a_long_question_is_cut_with_a_notice(
    answering: Answering, feed: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", "sqs " + "x" * 20_000]) == 0
    notice = "The question is cut at 10000 characters.\n"
    assert capsys.readouterr().err == notice
    feed(b"sqs " + b"x" * 1_000_000)
    assert run(["ask", "-q"]) == 0
    assert run(["-q", "ask", "sqs " + "x" * 20_000]) == 0
    assert capsys.readouterr().err == ""
    assert [len(question) for question in asked(answering)] == [10_000] * 3


def test_the_answer_is_lines_without_escape_sequences_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert run(["ask", "sqs"]) == 0
    assert capsys.readouterr() == (
        "SQS                    a\ufffd.md:7\n┃ - Retention: 4 days ␛[2J\n",
        "",
    )


def test_on_a_terminal_there_are_styles_a_link_and_a_footer(
    terminal: Callable[[], None], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    terminal()
    assert run(["ask", "sqs"]) == 0
    out, err = capsys.readouterr()
    assert "\x1b[1m" in out
    assert f";file://{tmp_path}/a%FF.md\x1b\\" in out
    assert out.rstrip().endswith(" s)\x1b[0m")
    assert err == ""


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_decoration_gets_no_link(
    name: str,
    value: str,
    terminal: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal()
    monkeypatch.setenv(name, value)
    assert run(["ask", "sqs"]) == 0
    out, _ = capsys.readouterr()
    assert "\x1b]8" not in out
    assert "\x1b[3" not in out
    assert ("\x1b" in out) is (name == "NO_COLOR")


@pytest.mark.parametrize("columns", ["1", "0", "x", "100000"])
def test_any_width_of_the_terminal_will_do(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["ask", "sqs"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 160


def test_plain_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "--plain", "sqs"]) == 0
    assert capsys.readouterr() == ("SQS\na\ufffd.md:7\n> - Retention: 4 days ␛[2J\n", "")


def test_what_the_notes_do_not_have_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "macie"]) == 1
    assert capsys.readouterr() == ("Not in your notes.\n", "")


def test_json_is_one_line_of_ascii_that_reads_back(answering: Answering, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "--json", "sqs"]) == 0
    out, err = capsys.readouterr()
    assert out.isascii()
    assert out.count("\n") == 1
    assert "\x1b" not in out
    assert Answer.from_json(json.loads(out)) == answering.answer(None, None, "sqs")
    assert list(json.loads(out))[:2] == ["version", "question"]
    assert err == ""


def test_json_of_an_absence_has_empty_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "--json", "macie"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["answered"], found["quotes"], found["nearest"]) == (False, [], [])


@pytest.mark.parametrize(
    ("args", "quotes"), [([], None), (["--json"], 10), (["--json", "-n", "3"], 3), (["-n", "2"], 2)]
)
def test_json_gives_ten_quotes_and_people_a_screenful(
    args: list[str], quotes: int | None, answering: Answering
) -> None:
    run(["ask", "sqs", *args])
    assert answering.asked[0][2].quotes == quotes


def test_the_setting_of_quotes_is_for_people(answering: Answering) -> None:
    run(["config", "set", "quotes", "4"])
    run(["ask", "sqs"])
    run(["ask", "sqs", "--json"])
    assert [wish.quotes for _, _, wish in answering.asked] == [4, 10]


def test_topic_and_full_are_passed_on(answering: Answering) -> None:
    run(["ask", "sqs", "--topic", "S3", "--full"])
    assert answering.asked == [("sqs", (), Wish(None, "S3", full=True))]


def test_explain_prints_the_numbers_after_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "sqs", "--explain"]) == 0
    out, _ = capsys.readouterr()
    assert "\n\n#  score  dense" in out
    assert run(["ask", "sqs", "--explain", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["explained"][0]["words"] == ["sqs"]


BATCH = b"""sqs retention
\r

{"id": 7, "question": "and macie?", "history": ["sqs"]}
{"id": null, "question": "sqs \\ud800"}
"""


@pytest.mark.parametrize("is_piped", [False, True])
def test_a_batch_gives_one_object_a_line_with_its_id(
    is_piped: bool,
    answering: Answering,
    feed: Feed,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    feed(BATCH)
    (tmp_path / "batch").write_bytes(BATCH)
    assert run(["ask", "--json", "--batch", "-" if is_piped else str(tmp_path / "batch")]) == 0
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [answer["question"] for answer in found] == asked(answering)
    assert asked(answering) == ["sqs retention", "and macie?", "sqs \ufffd"]
    assert [next(iter(answer)) for answer in found] == ["version", "id", "id"]
    assert [answer.get("id") for answer in found] == [None, 7, None]
    assert [history for _, history, _ in answering.asked] == [(), ("sqs",), ()]
    assert err == ""


@pytest.mark.parametrize(("args", "is_for_many"), [(["ask", "sqs"], False), (["ask", "--batch", "-"], True)])
def test_the_encoder_is_opened_for_many_questions_where_there_are_many(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, args: list[str], is_for_many: bool
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(Setup, "encoder", lambda *_, **how: opened.append(how["is_for_many"]))
    feed(b"sqs\nsqs again")
    assert run(args) == 0
    assert opened == [is_for_many]


def test_a_batch_for_people_names_each_question(feed: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    feed(b"macie \x1b\nmacie 2")
    assert run(["ask", "--batch", "-"]) == 1
    assert capsys.readouterr() == (
        "── macie ␛\nNot in your notes.\n\n── macie 2\nNot in your notes.\n",
        "",
    )


@pytest.mark.parametrize(
    "line",
    [b"{", b"{}", b'{"question": 1}', b'{"question": " "}', b'{"question": "a", "history": "b"}'],
)
def test_a_line_of_a_batch_that_is_no_question_is_named(
    line: bytes, answering: Answering, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "batch"
    file.write_bytes(b"sqs\n\n" + line)
    assert run(["ask", "--batch", str(file)]) == 2
    out, err = capsys.readouterr()
    assert (out, asked(answering)) == ("", [])
    assert err.startswith("tutor: Line 3 of the batch is no question. Write it as plain text")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--batch", "-", "sqs"], "tutor: A question and --batch exclude each other."),
        (["--batch", "/nowhere"], "tutor: /nowhere cannot be read: No such file or directory."),
        (["--batch", "/"], "tutor: / cannot be read: Is a directory."),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", *args]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)


def test_errors_are_one_clean_line_with_their_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for error in (NotesMissing("No\n\x1b[2J notes.", "Run it."), IndexDamaged("It is damaged.")):

        def fail(self: Setup, notes: str | None, error: Exception = error) -> Path:
            raise error

        monkeypatch.setattr(Setup, "root", fail)
        assert run(["ask", "sqs"]) == 3
    assert capsys.readouterr() == (
        "",
        "tutor: No␤␛[2J notes. Run it.\ntutor: It is damaged.\n",
    )


def test_the_answers_of_a_batch_arrive_one_by_one(
    answering: Answering, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(sys.stdout, "flush", lambda: flushed.append(len(answering.asked)))
    feed(b"sqs 1\nsqs 2\n")
    run(["ask", "--json", "--batch", "-"])
    assert {1, 2} <= set(flushed)
