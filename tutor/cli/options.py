"""Options that several commands have."""

import click

notes_option = click.option("--notes", metavar="PATH", help="Folder or file of notes; else TUTOR_NOTES, else corpus/.")
model_option = click.option(
    "--model", metavar="NAME", help="Model to encode with, a name or a folder; else the bundled."
)
