"""`tutor bad`: questions that were taken out."""

import click

from tutor.clean import clean_line
from tutor.cli.options import notes_option
from tutor.cli.output import print_lines
from tutor.desk.setup import Setup
from tutor.errors import DatabaseMissing, UsageError


@click.command()
@notes_option
@click.option("--restore", metavar="N", type=click.IntRange(1), help="Ask question number N of the list again.")
def bad(notes: str | None, restore: int | None) -> int:
    """List the questions that you called bad in a quiz, the last one first."""
    from tutor.library.registry import Registry
    from tutor.store.store import Store

    setup = Setup.find()
    entry = Registry(setup.paths.registry_file).find(setup.root(notes))
    try:
        with Store.open(setup.paths.database_file, must_exist=True) as store:
            deck = store.drill.deck(entry.notes_id).number if entry else 0
            found = store.drill.bad_questions(deck)
            if restore is not None:
                if restore > len(found):
                    raise UsageError(f"There is no question {restore}.", "Run: tutor bad")
                store.drill.put_back(deck, found[restore - 1].identity, found[restore - 1].kind)
    except DatabaseMissing:
        found = []
    if restore is not None and found:
        print_lines([clean_line(f"Asked again: {found[restore - 1].question}")])
        return 0
    for number, question in enumerate(found, 1):
        print_lines([clean_line(f"{number:3}  {question.question}  ({question.file}:{question.line})")])
    if not found:
        print_lines(["None: no question was called bad."])
    return 0
