"""A run of questions from plan to summary: what is asked, saved, undone, gone on with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.drills import (
    FIRST_DAY,
    SetClock,
    cards,
    claim,
    material,
    open_course,
    open_store,
    question,
    ten_cards,
)
from tutor.quiz.course import Course
from tutor.quiz.planning import Plan, Wish, make_plan
from tutor.quiz.session import Session
from tutor.quiz.turns import Feedback
from tutor.quiz.values import Kind
from tutor.store.drilled import Memory, StoredCard
from tutor.store.store import Store

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def course(store: Store, clock: SetClock) -> Course:
    return open_course(store, ten_cards(), clock)


def start(course: Course, number: int = 10, plan: Plan | None = None) -> Session:
    return Session.start(course, plan or make_plan(course, Wish(number, seed=1)))


def answer(session: Session, is_right: bool = True) -> Feedback:
    """Answer the open question and go on."""
    asked = session.asked
    assert asked is not None
    given = asked.question.answer if is_right else (asked.question.choices or ("nonsense",))[0]
    feedback = session.answer(given, 2_000)
    assert (feedback.judgement.outcome == "right") is is_right
    session.advance()
    return feedback


def finish(session: Session) -> None:
    while session.asked:
        answer(session)


def course_of(store: Store, clock: SetClock, kind: Kind, *values: str) -> Course:
    """Return a course of cards that are asked in one way only."""
    of = cards(*(claim(f"t{i}", value, line=i + 3) for i, value in enumerate(values)))
    return open_course(store, material(of, lambda card: [question(card, kind)]), clock)


def stored(course: Course, card: str) -> StoredCard:
    found = course.drill.find(course.deck.number, card)
    assert found is not None
    return found


def test_a_session_asks_each_card_once_if_all_is_right(course: Course) -> None:
    session = start(course)
    seen = []
    while asked := session.asked:
        seen.append((asked.number, asked.card.id))
        answer(session)
    assert [number for number, _ in seen] == list(range(1, 11))
    assert len({card for _, card in seen}) == 10
    assert (session.score.right, session.score.asked) == (10, 10)


def test_neighbours_are_of_different_sections(course: Course) -> None:
    session = start(course)
    sections = [course.material.by_id[card].claim.heading_path[-1] for card in session.plan.cards]
    assert all(a != b for a, b in pairwise(sections))


def test_a_miss_comes_back_and_only_its_first_answer_counts(course: Course) -> None:
    session = start(course, 5)
    assert session.asked is not None
    missed = session.asked.card.id
    feedback = answer(session, is_right=False)
    assert feedback.comes_back
    assert feedback.due == FIRST_DAY + timedelta(days=1)
    for _ in range(3):
        answer(session)
    assert session.asked is not None
    assert (session.asked.card.id, session.asked.is_again, session.asked.number) == (missed, True, 1)
    finish(session)
    summary = session.summary()
    assert (summary.first_try.right, summary.first_try.asked, summary.recovered) == (4, 5, 1)
    assert [found.card.id for found in summary.missed] == [missed]
    assert summary.weakest is not None
    assert summary.weakest.id == missed
    assert summary.milliseconds == 12_000
    assert stored(course, missed).memory.reps == 1


def test_every_answer_is_saved_before_the_next_question_shows(course: Course, tmp_path: Path) -> None:
    session = start(course)
    assert session.asked is not None
    session.answer("", 1)
    with open_store(tmp_path) as other:
        assert len(other.drill.reviews_of(deck=course.deck.number)) == 1


def test_a_quiz_that_was_killed_goes_on_where_it_was(course: Course, store: Store, clock: SetClock) -> None:
    session = start(course)
    answer(session, is_right=False)
    for _ in range(4):
        answer(session)
    assert session.asked is not None
    again = Session.resume(open_course(store, ten_cards(), clock))
    assert again is not None
    assert again.asked == session.asked
    assert again.score == session.score
    finish(again)
    assert again.summary().first_try.asked == 10
    assert Session.resume(course) is None


def test_a_quiz_of_yesterday_is_not_gone_on_with(course: Course, clock: SetClock) -> None:
    answer(start(course))
    clock.pass_days(1)
    assert Session.resume(course) is None


def test_an_undo_asks_again_and_leaves_the_card_as_it_was(course: Course) -> None:
    session = start(course)
    asked = session.asked
    assert asked is not None
    answer(session, is_right=False)
    assert session.undo()
    assert session.asked == asked
    assert stored(course, asked.card.id).memory == Memory()
    assert session.score.asked == 0
    answer(session)
    assert stored(course, asked.card.id).memory.reps == 1
    assert session.score.right == 1
    assert session.undo()
    assert not session.undo()


def test_the_last_answer_can_be_undone_on_the_summary_too(course: Course) -> None:
    session = start(course, 2)
    finish(session)
    assert session.asked is None
    assert session.undo()
    assert session.asked is not None
    assert Session.resume(course) is not None


def test_what_is_put_off_comes_at_the_end(course: Course) -> None:
    session = start(course, 3)
    assert session.asked is not None
    first = session.asked.card.id
    session.skip()
    answer(session)
    answer(session)
    assert session.asked is not None
    assert session.asked.card.id == first
    session.skip()
    assert session.asked is None


def test_a_bad_question_is_not_asked_again_until_it_is_taken_back(course: Course) -> None:
    session = start(course, 3)
    assert session.asked is not None
    bad = session.asked.card.id
    taken = session.take_out()
    assert taken is not None
    assert taken.card == bad
    finish(session)
    assert bad not in make_plan(course, Wish(10, "cram")).cards
    assert [(found.identity, found.kind) for found in course.drill.bad_questions(course.deck.number)] == [
        (bad, "table_value")
    ]
    course.put_back(bad, "table_value")
    assert bad in make_plan(course, Wish(10, "cram")).cards


def test_taking_a_question_out_after_answering_undoes_the_answer(course: Course) -> None:
    session = start(course, 3)
    asked = session.asked
    assert asked is not None
    session.answer("", 1)
    session.take_out()
    assert stored(course, asked.card.id).memory.reps == 0
    assert session.undo()
    assert session.asked is not None
    assert session.asked.card == asked.card


def test_i_was_right_is_remembered_for_the_card(store: Store, clock: SetClock) -> None:
    course = course_of(store, clock, "cloze_number", "4 days")
    session = start(course)
    feedback = session.answer("half a week", 1)
    assert feedback.judgement.outcome != "right"
    assert feedback.can_overrule
    overruled = session.overrule()
    assert overruled is not None
    assert overruled.judgement.outcome == "right"
    assert not overruled.comes_back
    assert session.overrule() is None
    assert session.score.right == 1
    session.advance()
    clock.pass_days(5)
    again = start(course)
    assert again.answer("Half a week", 1).judgement.outcome == "right"


def test_a_choice_cannot_be_overruled(course: Course) -> None:
    session = start(course)
    assert session.asked is not None
    session.answer((session.asked.question.choices or ())[0], 1)
    assert session.overrule() is None


def test_too_easy_sends_a_card_further_away(course: Course) -> None:
    session = start(course)
    assert session.asked is not None
    usual = session.answer(session.asked.question.answer, 1).due
    feedback = session.overrule(is_easy=True)
    assert feedback is not None
    assert usual is not None
    assert feedback.due is not None
    assert feedback.due > usual


def test_a_hint_makes_a_right_answer_a_hard_one(course: Course) -> None:
    session = start(course)
    asked = session.hint()
    assert asked is not None
    assert len(asked.choices) == 2
    assert session.hint() == asked
    session.answer(asked.question.answer, 1)
    (review,) = course.drill.reviews(stored(course, asked.card.id).number)
    assert (review.answer.hints, review.answer.rating) == (1, 2)
    following = session.advance()
    assert following is not None
    assert following.removed == frozenset()


def test_a_recall_is_graded_point_by_point(store: Store, clock: SetClock) -> None:
    course = course_of(store, clock, "point_recall", "red; green; blue")
    session = start(course)
    feedback = session.recall({0, 1}, 1)
    assert (feedback.judgement.outcome, feedback.given) == ("partial", "red; green")
    assert feedback.comes_back
    session.advance()
    assert session.recall({0, 1, 2}, 1).judgement.outcome == "right"


def test_where_the_notes_disagree_nothing_is_scored(store: Store, clock: SetClock) -> None:
    of = cards(claim("t0", "4 days"))
    other = claim("t0", "7 days", line=20)
    ask = replace(question(of[0], "cloze_number"), accepted=("4 days", "7 days"), disputed=(other,))
    session = start(open_course(store, material(of, lambda _: [ask]), clock))
    feedback = session.answer("7 days", 1)
    assert feedback.judgement.outcome == "right"
    assert not feedback.is_scored
    assert session.score.asked == 0


def test_a_changed_answer_keeps_its_history_and_comes_today_with_the_old_one(store: Store, clock: SetClock) -> None:
    before = course_of(store, clock, "cloze_number", "4 days", "8 days")
    finish(start(before))
    after = cards(claim("t0", "5 days", line=9), claim("t1", "8 days", line=4))
    course = open_course(store, material(after, lambda card: [question(card, "cloze_number")], "2"), clock)
    clock.pass_days(1)
    session = start(course)
    assert session.plan.cards == (after[0].id,)
    assert session.asked is not None
    assert session.asked.value_before == "4 days"
    answer(session)
    assert stored(course, after[0].id).memory.reps == 2
    assert stored(course, after[0].id).value_before is None


def test_a_card_is_what_its_reviews_come_to(course: Course, clock: SetClock) -> None:
    from tutor.quiz.scheduling import due_day, replay

    for turn in range(12):
        session = start(course)
        for step in range(40):
            if session.asked is None:
                break
            answer(session, is_right=(turn + step) % 3 != 0)
            if step % 7 == 3:
                session.undo()
        clock.pass_days(1 + turn)
    for card in course.drill.cards(course.deck.number):
        reviews = [r for r in course.drill.reviews(card.number) if r.kind == "review"]
        memory = replay((review.answer.rating, review.answer.day) for review in reviews)
        assert card.memory == memory
        assert card.due == due_day(card.profile.identity, memory)
        days = [review.answer.day for review in reviews]
        assert len(set(days)) == len(days) > 1


def test_cramming_changes_no_due_day(course: Course, clock: SetClock) -> None:
    finish(start(course))
    before = {card.profile.identity: card.due for card in course.drill.cards(course.deck.number)}
    clock.pass_days(1)
    session = start(course, plan=make_plan(course, Wish(10, "cram", seed=3)))
    assert len(session.plan.cards) == 10
    answer(session, is_right=False)
    finish(session)
    assert {card.profile.identity: card.due for card in course.drill.cards(course.deck.number)} == before


def test_a_retry_asks_what_was_missed(course: Course) -> None:
    session = start(course, 4)
    assert session.asked is not None
    missed = session.asked.card.id
    answer(session, is_right=False)
    finish(session)
    assert session.retry().plan.cards == (missed,)
