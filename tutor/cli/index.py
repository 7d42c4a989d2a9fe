"""`tutor index`: build the index of a folder of notes, or check it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.clean import clean_line
from tutor.cli.notices import Notices, quiet_option
from tutor.cli.options import model_option
from tutor.cli.output import is_terminal, print_lines
from tutor.desk.setup import Setup
from tutor.errors import IndexStale

if TYPE_CHECKING:
    from tutor.encoder import Encoder
    from tutor.library.build import BuildReport
    from tutor.library.freshness import Freshness

_NAMED = 3
"""Files that are named of those that changed."""


@click.command()
@click.argument("path", required=False)
@click.option("--check", is_flag=True, help="Only say whether the index is up to date.")
@click.option("--force", is_flag=True, help="Build everything anew.")
@model_option
@quiet_option
def index(path: str | None, check: bool, force: bool, model: str | None) -> int:
    """Index the notes in PATH, a folder or a file, and use them from now on.

    Only what changed is read again. With --check nothing is written, and the exit status is 3 if
    the index is missing or older than the notes.
    """
    setup = Setup.find()
    notices = Notices.from_command()
    root, encoder = setup.root(path), setup.encoder(model, notices)
    if check:
        return _check(setup, root, encoder)
    report = setup.index(root, encoder, force, notices)
    if path is not None:
        setup.remember(root)
    for skipped in report.skipped:
        notices.notify(f"skipped {clean_line(skipped.file)}: {skipped.reason}")
    print_lines([format_report(report, with_seconds=is_terminal())])
    return 0


def format_report(report: "BuildReport", with_seconds: bool) -> str:
    """Return what an index holds and what building it took, as one line."""
    holds = ", ".join(
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in (
            (report.notes, "note"),
            (report.sections, "section"),
            (report.passages, "passage"),
            (report.facts, "fact"),
        )
    )
    took = f"{report.embedded} texts embedded, {report.reused} reused"
    state = "nothing changed" if report.was_fresh else took
    return f"{holds}; {state}" + (f" ({report.seconds:.1f} s)" if with_seconds else "")


def format_changes(freshness: "Freshness") -> str:
    """Return which notes changed, as one sentence; of many only the first."""
    kinds = (
        ("changed", [found.file for found in freshness.changed]),
        ("new", [found.file for found in freshness.added]),
        ("gone", list(freshness.removed)),
    )
    changes = [f"{kind}: {_name(files)}" for kind, files in kinds if files]
    return f"The index is older than the notes ({'; '.join(changes)})."


def _check(setup: Setup, root: Path, encoder: "Encoder") -> int:
    freshness, _ = setup.check(root, encoder)
    if not freshness.is_fresh:
        raise IndexStale(format_changes(freshness), "Run: tutor index")
    print_lines(["The index is up to date."])
    return 0


def _name(files: Sequence[str]) -> str:
    more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return ", ".join(files[:_NAMED]) + more
