"""What an answer is worth, the rating that follows, and hints that do not give it away."""

from dataclasses import replace

import pytest

from tests.drills import cards, claim, question
from tutor.quiz.hints import hints_of, most_hints, removed_by
from tutor.quiz.judging import Judgement, judge, judge_recall, rating_of
from tutor.quiz.scheduling import AGAIN, GOOD, HARD

(CARD,) = cards(claim("Sky", "blue"))
(LIST,) = cards(claim("Colours", "red; green; blue"))


def test_a_choice_is_right_or_tells_what_was_chosen() -> None:
    asked = question(CARD)
    assert judge(asked, "blue").outcome == "right"
    wrong = judge(asked, "red")
    assert wrong.outcome == "wrong"
    assert wrong.chosen is not None
    assert wrong.chosen.truth == "something else: red"


def test_nothing_is_not_sure_in_any_form() -> None:
    for kind in ("table_value", "cloze_number"):
        assert judge(question(CARD, kind), "  ").reason == "not sure"


def test_what_is_typed_is_graded_against_every_accepted_answer() -> None:
    asked = replace(question(CARD, "cloze_number"), answer="4 days", accepted=("4 days", "7 days"))
    assert judge(asked, "7 days").outcome == "right"
    assert judge(asked, "5 days").outcome == "wrong"


def test_what_the_learner_called_right_stays_right() -> None:
    asked = replace(question(CARD, "cloze_number"), answer="4 days", accepted=("4 days",))
    assert judge(asked, "Half a Week ", ["half a week"]).outcome == "right"
    assert judge(asked, "half a month", ["half a week"]).outcome != "right"


def test_points_are_counted_as_the_learner_says() -> None:
    asked = question(LIST, "point_recall")
    assert judge_recall(asked, {0, 1, 2}).outcome == "right"
    partly = judge_recall(asked, {0, 2, 77})
    assert (partly.outcome, partly.reason, round(partly.share, 2)) == ("partial", "2 of 3", 0.67)
    assert judge_recall(asked, set()).outcome == "wrong"


def test_a_recall_without_points_is_all_or_nothing() -> None:
    asked = question(CARD, "open_recall")
    assert judge_recall(asked, {0}).outcome == "right"
    assert judge_recall(asked, set()) == Judgement("wrong")


@pytest.mark.parametrize(
    ("judgement", "hints", "rating"),
    [
        (Judgement("right", share=1.0), 0, GOOD),
        (Judgement("right", share=1.0), 1, HARD),
        (Judgement("wrong"), 0, AGAIN),
        (Judgement("unsure"), 0, AGAIN),
        (Judgement("partial", share=0.5), 0, AGAIN),
        (Judgement("partial", share=2 / 3), 0, HARD),
        (Judgement("partial", share=2 / 3), 1, AGAIN),
    ],
)
def test_ratings_follow_from_what_happened(judgement: Judgement, hints: int, rating: int) -> None:
    assert rating_of(judgement, hints) == rating


def test_a_hint_takes_wrong_choices_away_but_two_choices_stay() -> None:
    asked = question(CARD, wrong=("red", "green", "grey"))
    removed = removed_by(asked, 1)
    assert len(removed) == 2
    assert "blue" not in removed
    assert removed == removed_by(asked, 1)
    assert removed_by(asked, 0) == frozenset()
    assert most_hints(question(CARD, wrong=("red",))) == 0


@pytest.mark.parametrize(
    ("answer", "hints"),
    [
        ("4 days", ("It has this form: ▁ days", "It begins with 4.")),
        ("Amazon SQS", ("2 words, letters: 6, 3", "It begins: A▁▁▁▁▁ S▁▁")),
        ("7", ("A number of 1 characters.",)),
        ("!", ()),
    ],
)
def test_hints_to_what_is_typed_grow(answer: str, hints: tuple[str, ...]) -> None:
    assert hints_of(replace(question(CARD, "cloze_number"), answer=answer)) == hints


def test_hints_to_points_tell_how_many_and_how_they_begin() -> None:
    assert hints_of(question(LIST, "point_recall")) == ("3 points.", "They begin: red …, green …, blue …")
