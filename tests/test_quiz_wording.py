"""How a question names its place."""

import pytest

from tutor.quiz.wording import clean_name, context_of


@pytest.mark.parametrize(
    ("names", "context"),
    [
        (("SQS", "SQS Queue Types"), "SQS Queue Types"),
        (("Kinesis", "When to use each", "Kinesis Data Streams"), "Kinesis › When to use each › Kinesis Data Streams"),
        (("Elastic Block Store (EBS)", "EBS volume types"), "EBS volume types"),
        (("Asthma", "Overview", "Triggers"), "Asthma › Triggers"),
        (("Asthma", "Overview"), "Asthma › Overview"),
        (("Law", "Contracts", "Formation", "Offer"), "Contracts › Formation › Offer"),
        (("Asthma", "a label that is a whole sentence " * 4, "Triggers"), "Asthma › Triggers"),
        ((), ""),
    ],
)
def test_names_that_say_nothing_new_are_left_out(names: tuple[str, ...], context: str) -> None:
    assert context_of(names) == context


@pytest.mark.parametrize(
    ("name", "bare"), [("2.1 Offer", "Offer"), ("*Footnote", "Footnote"), ("a) Duty", "Duty"), ("802.11ac", "802.11ac")]
)
def test_numbers_and_marks_before_a_name_are_no_part_of_it(name: str, bare: str) -> None:
    assert clean_name(name) == bare
