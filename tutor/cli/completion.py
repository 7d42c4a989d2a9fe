"""`tutor completion`: what makes a shell complete tutor's commands and options."""

import click
from click.shell_completion import get_completion_class

from tutor.cli.output import print_lines


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print a script that makes SHELL complete tutor's commands and options.

    For bash: tutor completion bash > ~/.local/share/bash-completion/completions/tutor
    """
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "tutor", "_TUTOR_COMPLETE")
    # Not source(), which for bash runs bash to find out whether it is too old.
    print_lines([script.source_template % script.source_vars()])
    return 0
