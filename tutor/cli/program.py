"""The commands, each imported when it is needed, and the one place that prints errors."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from tutor import __version__
from tutor.clean import clean_line
from tutor.cli.notices import quiet_option
from tutor.errors import TutorError

_COMMANDS = {
    "chat": "tutor.cli.chat",
    "ask": "tutor.cli.ask",
    "history": "tutor.cli.history",
    "quiz": "tutor.cli.quiz",
    "due": "tutor.cli.due",
    "bad": "tutor.cli.bad",
    "stats": "tutor.cli.stats",
    "export": "tutor.cli.export",
    "import": "tutor.cli.export",
    "index": "tutor.cli.index",
    "cards": "tutor.cli.cards",
    "lint": "tutor.cli.lint",
    "gaps": "tutor.cli.gaps",
    "backup": "tutor.cli.backup",
    "doctor": "tutor.cli.doctor",
    "paths": "tutor.cli.doctor",
    "config": "tutor.cli.config",
    "completion": "tutor.cli.completion",
}
"""A command's name, and the module that has a function of this name, with _ after it where Python has that word."""


class _Program(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(_COMMANDS[cmd_name])
        command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="tutor", message="%(prog)s %(version)s")
@quiet_option
@click.pass_context
def program(ctx: click.Context) -> int:
    """Answer questions from your own notes, word for word.

    Without a command: chat.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    command = ctx.command
    assert isinstance(command, click.Group)
    chat = command.get_command(ctx, "chat")
    assert chat is not None
    return int(ctx.invoke(chat))


def run(args: Sequence[str]) -> int:
    """Run a command line without the program's name, and return the exit status.

    A TutorError, or a command line that cannot be understood, becomes one line on stderr. Any
    other exception is a bug and passes.
    """
    try:
        return int(program.main(list(args), prog_name="tutor", standalone_mode=False) or 0)
    except TutorError as error:
        say(error.fact, error.remedy)
        return error.exit_code
    except click.UsageError as error:
        say(error.format_message(), _remedy(error))
        return 2
    except click.Abort:
        return 130


def say(fact: str, remedy: str = "") -> None:
    """Print what went wrong as one clean line on stderr."""
    # With nowhere to say it, the exit status has to do.
    with suppress(OSError):
        print(clean_line(f"tutor: {fact} {remedy}").rstrip(), file=sys.stderr, flush=True)


def _remedy(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "tutor"
    if isinstance(error, click.NoSuchOption) and command == "tutor ask":
        return "Put -- before a question that begins with a dash, or run: tutor ask --help"
    return f"Run: {command} --help"
