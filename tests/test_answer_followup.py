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
    ["And which layer?", "What about stroke?", "How long does it last?", "Are they free?", "Why?", "What else?", "Or?"],
)
def test_a_question_that_leans_on_the_one_before_is_asked_with_it(question: str) -> None:
    assert resolve(question, ["older", BEFORE]) == f"{BEFORE} {question}"


@pytest.mark.parametrize("question", ["How is a stroke prevented?", "heparin", "NLB vs ALB", "Nothing but itself-less"])
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert resolve(question, [BEFORE]) == question


@pytest.mark.parametrize("question", ["And which layer?", "Why?", "it"])
def test_a_first_question_leans_on_nothing(question: str) -> None:
    assert resolve(question, []) == question


def test_a_follow_up_is_answered_with_what_it_leans_on(library: Library) -> None:
    alone = answer(library, FakeEncoder(), "And what prevents a stroke in it?")
    found = answer(library, FakeEncoder(), "And what prevents a stroke in it?", [BEFORE])
    assert alone.understood == ()
    assert found.question == "And what prevents a stroke in it?"
    assert found.understood == (Understood("follow-up", found.question, f"{BEFORE} {found.question}"),)
    assert found.quotes[0].heading_path == ("Atrial fibrillation",)
