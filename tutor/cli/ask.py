"""`tutor ask`: a question, or a file of them, answered."""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tutor.clean import clean_line
from tutor.cli.notices import Notices, quiet_option
from tutor.cli.options import model_option, notes_option
from tutor.cli.output import has_links, is_terminal, line_width, print_lines, print_styled
from tutor.cli.questions import Question, read_batch, read_question
from tutor.desk.setup import Setup
from tutor.desk.talk import Talk, open_store
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.answer.answering import Explained, Wish
    from tutor.answer.values import Answer
    from tutor.encoder import Encoder
    from tutor.library.library import Library

_JSON_QUOTES = 10


@dataclass(frozen=True, slots=True)
class _Desk:
    """What it takes to answer a question and to print the answer."""

    library: "Library"
    encoder: "Encoder"
    talk: Talk
    wish: "Wish"
    as_json: bool
    plain: bool
    explain: bool
    is_batch: bool

    def answer(self, question: Question) -> bool:
        """Print the answer to a question, and return whether the notes have one."""
        from tutor.answer.answering import answer, explain

        begun = time.perf_counter()
        history = question.history or self.talk.history
        found = answer(self.library, self.encoder, question.text, history, self.wish)
        if not self.is_batch:
            self.talk.record(question.text, found)
        hits = explain(self.library, self.encoder, question.text, topic=self.wish.topic) if self.explain else []
        if self.as_json:
            _print_json(found, question, hits)
        else:
            self._print(found, hits, time.perf_counter() - begun)
        return found.answered

    def _print(self, answer: "Answer", hits: "list[Explained]", seconds: float) -> None:
        if self.plain:
            from tutor.show.plain import render_plain

            print_lines(render_plain(answer))
        else:
            _print_answer(answer, _link_root(self.library.root), seconds, self.wish.full)
        if hits:
            from tutor.show.explain import format_explained

            print_lines(["", *format_explained(hits)])


@click.command()
@click.argument("words", nargs=-1, metavar="[QUESTION]...")
@notes_option
@model_option
@click.option("-n", "number", type=click.IntRange(1, 1000), help="Most quotes to show.")
@click.option("--full", is_flag=True, help="Quote whole sections.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question.")
@click.option("--batch", metavar="FILE", help="Answer a file of questions, one a line; - is standard input.")
@click.option("-c", "--continue", "is_continued", is_flag=True, help="Go on with the conversation last used.")
@click.option("--no-save", is_flag=True, help="Keep nothing of this question.")
@click.option("--topic", default="", help="Search only below headings, tags or files that match.")
@click.option("--plain", is_flag=True, help="Print the notes' lines as they are, undecorated.")
@click.option("--explain", is_flag=True, help="Print the numbers that decided, too.")
@quiet_option
def ask(  # noqa: PLR0917  (click passes all of them by name)
    words: tuple[str, ...],
    notes: str | None,
    model: str | None,
    number: int | None,
    full: bool,
    as_json: bool,
    batch: str | None,
    is_continued: bool,
    no_save: bool,
    topic: str,
    plain: bool,
    explain: bool,
) -> int:
    """Answer QUESTION with quotes from the notes.

    Several words need no quotation marks. Without any, or with -, the question is what is piped
    in. Put -- before a question that begins with a dash. The exit status is 1 if the notes do
    not answer.
    """
    notices = Notices.from_command()
    questions = _questions(words, batch, notices)
    setup = Setup.find()
    quotes = number or (_JSON_QUOTES if as_json else setup.config.quotes or None)
    root, encoder = setup.root(notes), setup.encoder(model, notices, is_for_many=batch is not None)
    with setup.library(root, encoder, notices) as library:
        from tutor.answer.answering import Wish

        with _talk(setup, library, is_continued, not no_save and batch is None, notices) as talk:
            desk = _Desk(library, encoder, talk, Wish(quotes, topic, full), as_json, plain, explain, batch is not None)
            return 0 if _answer_all(desk, questions) else 1


@contextmanager
def _talk(setup: Setup, library: "Library", is_continued: bool, is_saved: bool, notices: Notices) -> Iterator[Talk]:
    is_open = is_saved or is_continued
    store = open_store(setup.paths, is_continued, notices.notify) if is_open else None
    with store or nullcontext():
        talk = Talk(store, library.notes_id, notices.notify, is_hidden=True)
        if is_continued:
            talk.resume_last(is_saved)
        yield talk


def _questions(words: tuple[str, ...], batch: str | None, notices: Notices) -> Iterable[Question]:
    if batch is None:
        return [read_question(words, notices.notify)]
    if words:
        raise UsageError("A question and --batch exclude each other.", "Leave one of them out.")
    return read_batch(batch, notices.notify)


def _answer_all(desk: _Desk, questions: Iterable[Question]) -> bool:
    is_any_answered = False
    for i, question in enumerate(questions):
        if desk.is_batch and not desk.as_json:
            print_lines([*([""] if i else []), f"── {clean_line(question.text)}"])
        is_any_answered |= desk.answer(question)
    return is_any_answered


def _print_json(answer: "Answer", question: Question, hits: "list[Explained]") -> None:
    from dataclasses import asdict

    record: dict[str, Any] = {**dict(question.echo), **answer.to_json()}
    if hits:
        record["explained"] = [asdict(hit) for hit in hits]
    # ASCII: what is in a note or in a file's name reaches no terminal, and no decoder stumbles.
    print_lines([json.dumps(record)])


def _print_answer(answer: "Answer", root: Path, seconds: float, full: bool) -> None:
    from tutor.show.answer import render_answer
    from tutor.show.citation import format_footer

    lines = render_answer(answer, line_width(), root=root if has_links() else None, full=full)
    if is_terminal():
        from rich.text import Text

        lines += [Text(), Text(format_footer(answer, seconds), "footer")]
    print_styled(lines)


def _link_root(root: Path) -> Path:
    """Return the folder that the notes' names are relative to."""
    return root if root.is_dir() else root.parent
