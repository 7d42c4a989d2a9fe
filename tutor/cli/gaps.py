"""`tutor gaps`: what the notes could not answer."""

from datetime import UTC, datetime

import click

from tutor.clean import clean_line
from tutor.cli.options import notes_option
from tutor.cli.output import print_lines
from tutor.desk.setup import Setup
from tutor.errors import DatabaseMissing, NotesMissing


@click.command()
@notes_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question.")
def gaps(notes: str | None, as_json: bool) -> int:
    """List the questions that your notes could not answer, the newest first.

    A question leaves the list once it is answered for sure.
    """
    import json
    from dataclasses import asdict

    from tutor.library.registry import Registry
    from tutor.store.store import Store

    setup = Setup.find()
    entry = Registry(setup.paths.registry_file).find(setup.root(notes))
    if entry is None:
        raise NotesMissing("These notes were never asked anything.", "Ask first, then see what they lack.")
    try:
        with Store.open(setup.paths.database_file, must_exist=True) as store:
            found = store.gaps(entry.notes_id)
    except DatabaseMissing:
        found = []
    if as_json:
        print_lines(json.dumps(asdict(gap)) for gap in found)
        return 0
    for gap in found:
        day = datetime.fromtimestamp(gap.asked_at / 1e9, UTC).astimezone().strftime("%Y-%m-%d")
        times = f"  asked {gap.times} times" if gap.times > 1 else ""
        print_lines([clean_line(f"{day}  {gap.verdict:8}  {gap.question}{times}")])
    if not found:
        print_lines(["Nothing: your notes answered every question so far."])
    return 0
