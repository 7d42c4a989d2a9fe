"""Questions that lean on the one before, and questions that stand alone."""

import pytest

from tests.fakes import FakeEncoder
from tutor.answer.answering import answer
from tutor.answer.followup import resolve
from tutor.answer.values import Understood
from tutor.library.library import Library

BEFORE = "How is atrial fibrillation treated?"


@pytest.mark.parametrize(
    "question",
    ["And which layer?", "How long does it last?", "Are they free?", "Why?", "What else?", "is it safe for them?"],
)
def test_a_question_that_leans_on_the_one_before_is_asked_with_it(question: str, library: Library) -> None:
    assert resolve(question, [BEFORE], library) == f"{BEFORE} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How is a stroke prevented?",
        "heparin",
        "NLB vs ALB",
        "Is there a balancer for layer 3?",
        "If an NLB fails, does it keep its address?",
        "and what is an ALB?",
    ],
)
def test_a_question_that_stands_alone_is_never_dragged_along(question: str, library: Library) -> None:
    assert resolve(question, [BEFORE], library) == question


@pytest.mark.parametrize("question", ["And which layer?", "Why?", "it"])
def test_a_first_question_leans_on_nothing(question: str, library: Library) -> None:
    assert resolve(question, [], library) == question


@pytest.mark.parametrize("question", ["what about NLB?", "and NLB?", "how about the NLB?"])
def test_a_new_name_takes_the_place_of_the_one_before(question: str, library: Library) -> None:
    assert (
        resolve(question, ["which layer does ALB work on"], library).replace("the ", "")
        == "which layer does NLB work on"
    )


def test_what_is_no_name_is_added_to_what_was_asked(library: Library) -> None:
    assert resolve("and the price?", ["What is an NLB?"], library) == "What is an NLB? and the price?"


def test_the_last_question_that_stood_alone_is_what_a_run_of_follow_ups_leans_on(library: Library) -> None:
    history = ["What is an ALB?", "What is an NLB?", "which layer does it work on?"]
    assert resolve("and does it cost more?", history, library) == "What is an NLB? and does it cost more?"


def test_a_follow_up_is_answered_with_what_it_leans_on(library: Library) -> None:
    alone = answer(library, FakeEncoder(), "And what prevents a stroke in it?")
    found = answer(library, FakeEncoder(), "And what prevents a stroke in it?", [BEFORE])
    assert alone.understood == ()
    assert found.question == "And what prevents a stroke in it?"
    assert found.understood == (
        Understood("follow-up", found.question, "what prevents a stroke in atrial fibrillation?"),
    )
    assert found.quotes[0].heading_path == ("Atrial fibrillation",)


def test_what_follows_a_comparison_is_asked_of_its_sides_and_is_none(library: Library) -> None:
    assert resolve("and its default layer?", ["NLB vs ALB"], library) == "NLB vs ALB; and its default layer?"
    assert resolve("which is cheaper?", ["NLB vs ALB"], library) == "NLB vs ALB; which is cheaper?"
    assert resolve("which is cheaper?", ["what is an ALB"], library) == "which is cheaper?"
    found = answer(library, FakeEncoder(), "which is cheaper?", ["NLB vs ALB"])
    assert found.comparison is not None
    assert found.comparison.sides == ("NLB", "ALB")
