"""`tutor stats`: how far you are."""

import click

from tutor.cli.notices import Notices, quiet_option
from tutor.cli.options import notes_option
from tutor.cli.output import line_width, print_lines
from tutor.desk.drilling import open_quiz
from tutor.desk.setup import Setup


@click.command()
@notes_option
@click.option("--depth", type=click.IntRange(1, 6), default=2, show_default=True, help="Levels of headings to show.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all levels.")
@quiet_option
def stats(notes: str | None, depth: int, as_json: bool) -> int:
    """Print how far you are: by section, reviews and retention, what is to come, the exam."""
    import json

    from tutor.quiz.statistics import statistics
    from tutor.show.statistics import render_statistics

    with open_quiz(Setup.find(), notes, Notices.from_command()) as course:
        found = statistics(course)
        if as_json:
            print_lines([json.dumps(found.to_json())])
        else:
            print_lines(render_statistics(found, line_width(), depth))
    return 0
