"""Lists asked as lists."""

from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import Bench, write_notes
from tutor.answer.answering import Wish, answer
from tutor.search.asking import asks_for_list

RULES = (
    "# Storage\n\n## Lifecycle rules\n\n"
    + "".join(
        f"{i}. {name} rule\n   - Purpose: {name.lower()} purpose {'of many words that take room ' * 3}\n"
        f"   - Example: {name.lower()} example {'of many words that take room ' * 3}\n"
        for i, name in enumerate(["Transition", "Expiration", "Noncurrent", "Abort", "Archive", "Tagging"], 1)
    )
    + "\n## Other\n\nAn unrelated remark.\n"
)


@pytest.mark.parametrize(
    "question",
    [
        "types of EBS volumes",
        "which services can S3 notify",
        "list all routing policies",
        "what are the functions of money?",
        "EFS storage classes",
        "which scaling policies does an ASG have",
        "show me all the ports",
        "what are the causes of heart failure",
    ],
)
def test_a_question_for_all_of_something_asks_for_a_list(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    ["what is an ALB", "What does DNS do?", "which aws service is a CDN", "NLB vs ALB", "why does it fail", "S3", ""],
)
def test_a_question_for_one_thing_does_not(question: str) -> None:
    assert not asks_for_list(question)


def test_every_item_of_the_list_is_quoted_before_what_stands_below_any(tmp_path: Path) -> None:
    with Bench(write_notes(tmp_path / "notes", {"s.md": RULES}), tmp_path / "home").open() as library:
        quote = answer(library, FakeEncoder(), "what types of lifecycle rules are there?", (), Wish(10)).quotes[0]
    for name in ("Transition", "Expiration", "Noncurrent", "Abort", "Archive", "Tagging"):
        assert f"{name} rule" in quote.text
        assert f"{name.lower()} purpose" in quote.text
    assert quote.more == 12 - quote.text.count("Purpose:") - quote.text.count("Example:")
    assert 0 < quote.more <= 6


def test_a_list_that_fits_leaves_nothing_out(tmp_path: Path) -> None:
    notes = {"a.md": "# Colours\n\nThe colours are:\n\n- red\n- green\n- blue\n"}
    with Bench(write_notes(tmp_path / "notes", notes), tmp_path / "home").open() as library:
        quote = answer(library, FakeEncoder(), "list the colours", (), Wish(10)).quotes[0]
    assert [word in quote.text for word in ("red", "green", "blue")] == [True] * 3
    assert quote.more == 0
