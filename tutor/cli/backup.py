"""`tutor backup`: copies of the database of what you did, listed, made, verified and put in its place."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.clean import clean_line
from tutor.cli.output import print_lines
from tutor.desk.setup import Setup
from tutor.errors import DatabaseMissing, DatabaseUnreadable

if TYPE_CHECKING:
    from tutor.store.backups import Backup
    from tutor.store.examining import Contents

_name = click.argument("name", required=False, default="")


@click.group(invoke_without_command=True)
@click.pass_context
def backup(ctx: click.Context) -> int:
    """List, make, verify or restore backups of your questions, cards and reviews; without a command, list them.

    Backups are made by themselves: when tutor is left after a change, at most one in half an hour, and before the
    database is changed for a newer version.
    """
    return 0 if ctx.invoked_subcommand else ctx.invoke(list_backups)


@backup.command("list")
def list_backups() -> int:
    """List the backups, the newest first: a name, by which the other commands know it, its size, and what it holds."""
    from tutor.store.backups import Backups

    backups = Backups(_database())
    found = backups.all()
    print_lines(map(_format, found))
    print_lines([clean_line(f"In {backups.folder}")] if found else ["No backup yet; make one: tutor backup make"])
    return 0


@backup.command("make")
def make() -> int:
    """Make a backup now."""
    from tutor.store.store import Store

    with Store.open(_database(), must_exist=True) as store:
        print_lines([_format(store.back_up())])
    return 0


@backup.command("verify")
@_name
def verify(name: str) -> int:
    """Read the backups whole, or the one called NAME, and compare them with their checksums.

    The exit status is 3 if any is damaged.
    """
    from tutor.store.backups import Backups

    backups = Backups(_database())
    found = [backups.find(name)] if name else backups.all()
    is_bad = False
    for line, is_good in map(_verify, found):
        print_lines([line])
        is_bad |= not is_good
    if not found:
        print_lines(["No backup yet; make one: tutor backup make"])
    return 3 if is_bad else 0


@backup.command("restore")
@_name
def restore(name: str) -> int:
    """Put the backup called NAME, or the newest good one, in the place of the database, which is kept beside it."""
    from tutor.store.backups import Backups
    from tutor.store.connection import WAIT
    from tutor.store.restoring import restore as put_in_place

    database = _database()
    backups = Backups(database)
    chosen = backups.find(name) if name else backups.newest_good()
    if chosen is None:
        raise DatabaseMissing(f"There is no good backup in {backups.folder}.", "See what is there: tutor backup verify")
    kept = put_in_place(database, chosen, datetime.now(UTC), WAIT)
    print_lines([f"Restored {_format(chosen)}"])
    if kept:
        print_lines([clean_line(f"What was there is kept as {kept}")])
    return 0


def _database() -> Path:
    return Setup.find().paths.database_file


def _verify(backup: "Backup") -> tuple[str, bool]:
    try:
        return f"ok   {_describe(backup, backup.verify())}", True
    except DatabaseUnreadable as error:
        return clean_line(f"bad  {error.fact}"), False


def _format(backup: "Backup") -> str:
    from tutor.store.examining import examine

    try:
        return _describe(backup, examine(backup.file, is_still=True))
    except DatabaseUnreadable:
        return f"{backup.name}  damaged"


def _describe(backup: "Backup", held: "Contents") -> str:
    size = f"{backup.size / 1e6:.1f} MB"
    return f"{backup.name}  {size:>9}  {', '.join(_counts(held))}"


def _counts(held: "Contents") -> Iterator[str]:
    for number, name in ((held.answers, "quiz answer"), (held.conversations, "conversation")):
        yield f"{number:,} {name}{'' if number == 1 else 's'}"
