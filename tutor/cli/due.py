"""`tutor due`: how many cards wait."""

from datetime import UTC, datetime

import click

from tutor.cli.options import notes_option
from tutor.cli.output import print_lines
from tutor.desk.setup import Setup
from tutor.errors import DatabaseMissing


@click.command()
@notes_option
@click.option("--all", "is_of_all", is_flag=True, help="Count the cards of all your notes.")
def due(notes: str | None, is_of_all: bool) -> int:
    """Print how many cards are due today, for a prompt; 0 if you were never asked.

    Nothing else is opened for it: what was edited since the last quiz is not taken into account.
    """
    from tutor.library.registry import Registry
    from tutor.quiz.scheduling import study_day
    from tutor.store.store import Store

    setup = Setup.find()
    entry = None if is_of_all else Registry(setup.paths.registry_file).find(setup.root(notes))
    count = 0
    if is_of_all or entry:
        try:
            with Store.open(setup.paths.database_file, must_exist=True) as store:
                today = study_day(datetime.now(UTC).astimezone())
                count = store.drill.count_due(today, None if entry is None else entry.notes_id)
        except DatabaseMissing:
            pass
    print_lines([str(count)])
    return 0
