"""`tutor lint`: what in the notes to look at."""

import click

from tutor.clean import clean_line
from tutor.cli.notices import Notices, quiet_option
from tutor.cli.options import model_option, notes_option
from tutor.cli.output import print_lines
from tutor.desk.setup import Setup


@click.command()
@notes_option
@model_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
@quiet_option
def lint(notes: str | None, model: str | None, as_json: bool) -> int:
    """List where your notes disagree with themselves, say nothing, or lead nowhere.

    Nothing is changed in them.
    """
    import json
    from dataclasses import asdict

    from tutor.quiz.lint import lint as find

    notices = Notices.from_command()
    setup = Setup.find()
    with setup.library(setup.root(notes), setup.encoder(model), notices) as library:
        found = find(library)
    if as_json:
        print_lines(json.dumps(asdict(finding)) for finding in found)
        return 0
    for finding in found:
        also = "".join(f"  (and {file}:{line})" for file, line in finding.others)
        print_lines([clean_line(f"{finding.file}:{finding.line}  {finding.trouble}  {finding.text}{also}")])
    if not found:
        print_lines(["Nothing to look at."])
    return 0
