"""`tutor history`: the conversations that are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.clean import clean_line
from tutor.cli.options import notes_option
from tutor.cli.output import print_lines
from tutor.desk.setup import Setup
from tutor.errors import ConversationGone, DatabaseMissing

if TYPE_CHECKING:
    from tutor.store.store import Store
    from tutor.store.values import Conversation

_number = click.argument("number", type=int)


@click.group(invoke_without_command=True)
@click.pass_context
def history(ctx: click.Context) -> int:
    """List, search, show, export, rename or delete conversations; without a command, list them."""
    return 0 if ctx.invoked_subcommand else ctx.invoke(list_conversations)


@history.command("list")
@click.argument("words", nargs=-1)
@notes_option
def list_conversations(words: tuple[str, ...] = (), notes: str | None = None) -> int:
    """List the conversations, last used first; with WORDS those whose title or questions hold them.

    Each line is a number, by which the other commands know it, a day, how many questions, and the title.
    """
    try:
        with _opened(notes) as (store, notes_id, _):
            wanted = " ".join(words)
            found = store.find_conversations(notes_id, wanted) if wanted else store.conversations(notes_id)
    except DatabaseMissing:
        found = []
    print_lines(map(_format, found))
    if not found:
        print_lines(["No conversation holds that." if words else "No conversation yet. Start one: tutor chat"])
    return 0


@history.command("show")
@_number
@notes_option
def show(number: int, notes: str | None) -> int:
    """Print the conversation NUMBER, as plain text."""
    from tutor.answer.values import Answer
    from tutor.show.plain import render_plain

    with _opened(notes) as (store, notes_id, _):
        turns = store.turns(_find(store, notes_id, number).id, Answer.from_json)
    for turn in turns:
        print_lines([f"── {clean_line(turn.question)}"])
        print_lines([*(render_plain(turn.answer) if turn.answer else ["(cannot be shown any more)"]), ""])
    return 0


@history.command("export")
@_number
@click.argument("file", required=False)
@notes_option
def export(number: int, file: str | None, notes: str | None) -> int:
    """Print the conversation NUMBER as Markdown, or write it to FILE, which must not exist yet."""
    from tutor.answer.values import Answer
    from tutor.desk.exporting import write_export
    from tutor.show.export import render_markdown

    with _opened(notes) as (store, notes_id, root):
        conversation = _find(store, notes_id, number)
        text = render_markdown(conversation.title, store.turns(conversation.id, Answer.from_json))
    if file is None:
        print_lines([text.rstrip("\n")])
    else:
        write_export(Path(file), text, root)
    return 0


@history.command("rename")
@_number
@click.argument("title")
@notes_option
def rename(number: int, title: str, notes: str | None) -> int:
    """Give the conversation NUMBER another TITLE."""
    with _opened(notes) as (store, notes_id, _):
        store.rename(_find(store, notes_id, number).id, " ".join(title.split()))
    return 0


@history.command("delete")
@_number
@notes_option
def delete(number: int, notes: str | None) -> int:
    """Delete the conversation NUMBER with all its questions and answers."""
    with _opened(notes) as (store, notes_id, _):
        store.delete(_find(store, notes_id, number).id)
    return 0


@contextmanager
def _opened(notes: str | None) -> "Iterator[tuple[Store, str, Path]]":
    from tutor.library.registry import Registry
    from tutor.store.store import Store

    setup = Setup.find()
    root = setup.root(notes)
    entry = Registry(setup.paths.registry_file).find(root)
    if entry is None:
        raise DatabaseMissing("These notes were never asked anything.", "Start a conversation: tutor chat")
    with Store.open(setup.paths.database_file, must_exist=True) as store:
        yield store, entry.notes_id, root


def _find(store: "Store", notes_id: str, number: int) -> "Conversation":
    for conversation in store.conversations(notes_id, hidden=True):
        if conversation.id == number:
            return conversation
    raise ConversationGone(f"There is no conversation {number}.", "Run: tutor history")


def _format(conversation: "Conversation") -> str:
    day = datetime.fromtimestamp(conversation.used_at / 1e9, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    questions = f"{conversation.turns} question{'' if conversation.turns == 1 else 's'}"
    return clean_line(f"{conversation.id:>5}  {day}  {questions:>12}  {conversation.title}")
