"""What `tutor cards --json` prints of a question."""

import json
from typing import get_args

from tutor.notes.values import Lines
from tutor.quiz.values import FORMS, Distractor, Kind, Question

CHOICE = Question(
    id="1",
    card="2",
    kind="table_value",
    question="Gland: hormone of the thyroid?",
    answer="Thyroxine",
    accepted=("Thyroxine",),
    choices=("Insulin", "Thyroxine"),
    file="endocrine.md",
    lines=Lines(4, 4),
    heading_path=("Glands",),
    distractors=(Distractor("Insulin", "endocrine.md", Lines(5, 5), "Pancreas: Insulin"),),
)


def test_a_question_prints_the_keys_of_the_schema_in_order() -> None:
    assert json.dumps(CHOICE.to_json()) == (
        '{"id": "1", "card": "2", "kind": "table_value", "question": "Gland: hormone of the thyroid?", '
        '"answer": "Thyroxine", "accepted": ["Thyroxine"], "choices": ["Insulin", "Thyroxine"], '
        '"file": "endocrine.md", "lines": [4, 4], "heading_path": ["Glands"], '
        '"distractors": [{"choice": "Insulin", "file": "endocrine.md", "lines": [5, 5]}]}'
    )


def test_every_kind_has_a_form() -> None:
    assert set(FORMS) == set(get_args(Kind))
    assert CHOICE.form == "choice"
    assert CHOICE.is_graded
