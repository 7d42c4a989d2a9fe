"""`tutor chat`: a conversation with the notes, on the whole terminal or line by line."""

import click

from tutor.cli.notices import quiet_option
from tutor.cli.options import model_option, notes_option
from tutor.cli.output import can_draw
from tutor.desk.setup import Setup
from tutor.errors import UsageError


@click.command()
@notes_option
@model_option
@click.option("-c", "--continue", "is_continued", is_flag=True, help="Go on with the conversation last used.")
@click.option("--plain", is_flag=True, help="Line by line, for screen readers, pipes and ssh.")
@click.option("--no-save", is_flag=True, help="Keep nothing of this conversation; with --plain.")
@quiet_option
def chat(notes: str | None, model: str | None, is_continued: bool, plain: bool, no_save: bool) -> int:
    """Open a conversation with your notes on the whole terminal.

    The same as tutor without a command. With --plain it is read from standard input, a question a
    line, and written to standard output; :help there lists what else can be said.
    """
    if plain:
        from tutor.cli.plain_chat import converse

        return converse(notes, model, is_continued, not no_save)
    if no_save:
        raise UsageError("Only a plain chat can do without saving.", "Run: tutor chat --plain --no-save")
    if not can_draw():
        raise UsageError("The chat needs a terminal that can draw.", "Run: tutor chat --plain")
    setup = Setup.find()
    from tutor.tui.app import TutorApp, leave, run_app

    leave(run_app(TutorApp(setup, notes, model, is_continued)))
    return 0
