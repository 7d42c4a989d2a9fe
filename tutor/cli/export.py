"""`tutor export` and `tutor import`: cards for other programs, reviews out and in."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from tutor.cli.notices import Notices, quiet_option
from tutor.cli.options import notes_option
from tutor.cli.output import print_lines
from tutor.desk.drilling import open_quiz
from tutor.desk.setup import Setup
from tutor.errors import CannotWrite, UsageError

topic_option = click.option("--topic", default="", help="Only below headings, in files or under tags that match.")
_COLUMNS = "id card kind question answer choices file line section reviews lapses stability due".split()


@click.group()
def export() -> None:
    """Write cards or reviews to a file; - is standard output, but for Anki's."""


@export.command()
@click.argument("file", type=click.Path(dir_okay=False))
@notes_option
@topic_option
@quiet_option
def anki(file: str, notes: str | None, topic: str) -> int:
    """Write every card to a package that Anki imports; importing it again updates the cards."""
    from tutor.quiz.anki import anki_package
    from tutor.quiz.exchange import cards_on

    setup, notices = Setup.find(), Notices.from_command()
    with open_quiz(setup, notes, notices) as course:
        root = setup.root(notes)
        package, count = anki_package(course, cards_on(course, topic), f"tutor {root.name}", course.notes_id)
    _write(file, package)
    notices.notify(f"{count} cards written to {file}; importing it again later updates them.")
    return 0


@export.command()
@click.argument("file", type=click.Path(dir_okay=False))
@notes_option
@topic_option
@quiet_option
def csv(file: str, notes: str | None, topic: str) -> int:
    """Write every question, and how its card stands, as comma-separated values."""
    import csv
    import io

    from tutor.quiz.exchange import cards_on, cards_to_rows, to_cell

    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    with open_quiz(Setup.find(), notes, Notices.from_command()) as course:
        for row in cards_to_rows(course, cards_on(course, topic)):
            choices, section = " | ".join(row["choices"] or ()), " › ".join(row["heading_path"])
            cells = {**row, "choices": choices, "line": row["lines"][0], "section": section}
            writer.writerow({name: to_cell(cells[name]) for name in _COLUMNS})
    _write_text(file, [text.getvalue().removesuffix("\n")])
    return 0


@export.command("json")
@click.argument("file", type=click.Path(dir_okay=False))
@notes_option
@topic_option
@quiet_option
def json_(file: str, notes: str | None, topic: str) -> int:
    """Write every question, and how its card stands, as JSON, one object a line."""
    from tutor.quiz.exchange import cards_on, cards_to_rows

    with open_quiz(Setup.find(), notes, Notices.from_command()) as course:
        _write_text(file, [json.dumps(row) for row in cards_to_rows(course, cards_on(course, topic))])
    return 0


@export.command()
@click.argument("file", type=click.Path(dir_okay=False))
@notes_option
@quiet_option
def reviews(file: str, notes: str | None) -> int:
    """Write every answer that was not taken back as JSON, one object a line, with the card it was given to."""
    from tutor.library.registry import Registry
    from tutor.quiz.exchange import reviews_to_lines
    from tutor.store.store import Store

    setup = Setup.find()
    entry = Registry(setup.paths.registry_file).find(setup.root(notes))
    if entry is None:
        raise UsageError("These notes were never drilled.", "Run: tutor quiz")
    with Store.open(setup.paths.database_file, must_exist=True) as store:
        deck = store.drill.deck(entry.notes_id).number
        given = store.drill.reviews_of(deck=deck)
        lines = list(reviews_to_lines(store.drill.cards(deck), given))
    _write_text(file, lines)
    Notices.from_command().notify(f"{len(given)} answers written.")
    return 0


@click.group()
def import_() -> None:
    """Read what `tutor export` wrote."""


@import_.command("reviews")
@click.argument("file", type=click.Path(dir_okay=False))
@notes_option
@quiet_option
def import_reviews(file: str, notes: str | None) -> int:
    """Add the answers of a file, from another machine or a backup; those that are here already are left alone."""
    import os

    from tutor.library.opening import place_of
    from tutor.quiz.course import merge_reviews
    from tutor.quiz.exchange import reviews_from_lines
    from tutor.store.store import Store

    setup = Setup.find()
    found = reviews_from_lines(_read_lines(file))
    notes_id = place_of(setup.root(notes), setup.paths, os.environ).entry.notes_id
    with Store.open(setup.paths.database_file) as store:
        added = merge_reviews(store.drill, store.drill.deck(notes_id), found)
    total = sum(len(answers) for _, answers in found)
    print_lines([f"{added} of {total} answers added, {total - added} were here already."])
    return 0


def _read_lines(file: str) -> list[str]:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Name a file of reviews.") from None
    return [line for line in raw.decode("utf-8", "replace").split("\n") if line.strip()]


def _write_text(file: str, lines: Iterable[str]) -> None:
    if file == "-":
        print_lines(lines)
    else:
        _write(file, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def _write(file: str, data: bytes) -> None:
    """Put a file in place of what was there, whole or not at all."""
    from tutor.disk import Disk, replace_file

    try:
        replace_file(Disk(), Path(file).absolute(), data)
    except OSError as error:
        reason = f"{file} cannot be written: {error.strerror}."
        raise CannotWrite(reason, "Name a file in a folder that you can write to.") from error
