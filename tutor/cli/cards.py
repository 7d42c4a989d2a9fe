"""`tutor cards`: every question that the notes can be asked as."""

import click

from tutor.clean import clean_line
from tutor.cli.notices import Notices, quiet_option
from tutor.cli.options import model_option, notes_option
from tutor.cli.output import print_lines
from tutor.desk.setup import Setup


@click.command()
@notes_option
@model_option
@click.option("--topic", default="", help="Only below headings, in files or under tags that match.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question.")
@quiet_option
def cards(notes: str | None, model: str | None, topic: str, as_json: bool) -> int:
    """List every question that the quiz makes of your notes, with its answer."""
    import json

    from tutor.quiz.drilled import Drilled

    notices = Notices.from_command()
    setup = Setup.find()
    config = setup.config
    drilled = Drilled.of(config.quiz_topics, config.quiz_tags, config.quiz_exclude)
    with setup.library(setup.root(notes), setup.encoder(model), notices) as library:
        deck = drilled.deck(library, topic)
        if as_json:
            print_lines(json.dumps(question.to_json()) for question in deck)
            return 0
        for question in deck:
            choices = f"  [{' | '.join(question.choices)}]" if question.choices else ""
            print_lines([clean_line(f"{question.question}{choices}")])
            print_lines([clean_line(f"    {question.answer}  ({question.file}:{question.lines.first})")])
    return 0
