"""What may not stand side by side as choices, and what gives an answer away."""

import pytest

from tutor.notes.contradictions import polarity
from tutor.quiz.likeness import is_alike, is_same_sort, leaks


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("4 days", "96 hours"),
        ("Layer 7", "layer 7 (Application Layer)"),
        ("Account/Resource", "Account/Service/Resource"),
        ("the proximate cause of an injury", "proximate causes of the injury"),
    ],
)
def test_answers_that_say_the_same_or_a_part_of_it_are_alike(first: str, second: str) -> None:
    assert is_alike(first, second)
    assert is_alike(second, first)


@pytest.mark.parametrize(("first", "second"), [("4 days", "5 days"), ("Osteoblast", "Osteoclast"), ("SQS", "SNS")])
def test_answers_that_differ_in_little_are_not_alike(first: str, second: str) -> None:
    assert not is_alike(first, second)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("Yes", True),
        ("Supported (SSL offloading)", True),
        ("✓", True),
        ("No", False),
        ("Not natively supported", False),
        ("Not supported (uses DNS name)", False),
        ("Supported by most", None),
        ("No storage of its own", None),
        ("4 days", None),
    ],
)
def test_a_cell_says_yes_or_no_only_if_it_says_nothing_else(cell: str, says: bool | None) -> None:
    assert polarity(cell) is says


@pytest.mark.parametrize(
    ("answer", "prompt", "others"),
    [
        ("Timestream", "a database for time series", ["Neptune"]),
        ("AOF", "an append-only file", ["WAL"]),
        ("Jejunum", "the second part, also jegunum", ["Ileum"]),
    ],
)
def test_a_prompt_gives_an_answer_away_that_it_spells_or_nearly_spells(
    answer: str, prompt: str, others: list[str]
) -> None:
    assert leaks(answer, prompt, others)


def test_what_all_choices_share_gives_nothing_away() -> None:
    assert not leaks("Public IP", "an IP that anyone reaches", ["Private IP", "Elastic IP"])


def test_choices_are_of_one_sort() -> None:
    assert is_same_sort("4 days", "14 days")
    assert not is_same_sort("4 days", "256 KB")
    assert not is_same_sort("4 days", "a while")
    assert not is_same_sort("Yes", "Ledger")
    assert not is_same_sort("Graph", "A ledger that nobody can change and everybody can read")
