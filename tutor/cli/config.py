"""`tutor config`: the settings in config.toml."""

import json
import os

import click

from tutor.clean import clean_line
from tutor.cli.output import print_lines
from tutor.config import Config, load_config, options, set_option, unset_option
from tutor.errors import UsageError
from tutor.paths import Paths


@click.group(invoke_without_command=True)
@click.pass_context
def config(ctx: click.Context) -> int:
    """Show or change the settings; without a command, list them."""
    return 0 if ctx.invoked_subcommand else ctx.invoke(list_settings)


@config.command("list")
def list_settings() -> int:
    """Print every setting with its value and what it means."""
    settings = load_config(Paths.from_environ(os.environ).config_file)
    for option in options():
        value = getattr(settings, option.name)
        mark = "  (default)" if value == option.default else ""
        print_lines([f"{option.name} = {_format(value)}{mark}", f"    {option.help}"])
    return 0


@config.command("get")
@click.argument("key")
def get_setting(key: str) -> int:
    """Print the value of the setting KEY."""
    settings = load_config(Paths.from_environ(os.environ).config_file)
    if key not in {option.name for option in options()}:
        raise UsageError(f"There is no setting named {key}.", "Run: tutor config list")
    print_lines([clean_line(str(getattr(settings, key)))])
    return 0


@config.command("set")
@click.argument("key")
@click.argument("value")
def set_setting(key: str, value: str) -> int:
    """Give the setting KEY the value VALUE."""
    _print_one(key, set_option(Paths.from_environ(os.environ).config_file, key, value))
    return 0


@config.command("unset")
@click.argument("key")
def unset_setting(key: str) -> int:
    """Give the setting KEY its default back."""
    _print_one(key, unset_option(Paths.from_environ(os.environ).config_file, key))
    return 0


def _print_one(key: str, settings: Config) -> None:
    # A key that was in the file by mistake has no value once it is taken out.
    if hasattr(settings, key):
        print_lines([f"{key} = {_format(getattr(settings, key))}"])


def _format(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return json.dumps(clean_line(value), ensure_ascii=False)
