"""What a session asks: due first, then new, limits of a day, topics, forms."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

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
from tutor.errors import UsageError
from tutor.quiz.course import Course
from tutor.quiz.forms import choose_question
from tutor.quiz.planning import NEW_A_DAY, Plan, Wish, make_plan, outlook
from tutor.quiz.session import Session
from tutor.quiz.values import Card
from tutor.store.drilled import Given, Memory, Review
from tutor.store.store import Store

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def many_cards(number: int) -> list[Card]:
    return cards(*(claim(f"t{i}", f"v{i}", section=f"Part {i % 7}", line=i + 3) for i in range(number)))


def run(course: Course, wish: Wish, right: bool = True) -> Plan:
    """Answer a whole session and return its plan."""
    plan = make_plan(course, wish)
    session = Session.start(course, plan)
    for _ in plan.cards:
        assert session.asked is not None
        session.answer(session.asked.question.answer if right else "", 1)
        session.advance()
    return plan


def test_what_is_due_comes_before_what_is_new(store: Store, clock: SetClock) -> None:
    course = open_course(store, many_cards(30), clock)
    first = run(course, Wish(4, seed=1))
    clock.pass_days(3)
    plan = make_plan(course, Wish(6, seed=2))
    assert set(first.cards) <= set(plan.cards)
    assert len(plan.cards) == 6


def test_a_day_has_ten_new_cards_unless_more_are_asked_for(store: Store, clock: SetClock) -> None:
    course = open_course(store, many_cards(40), clock)
    assert len(run(course, Wish(30, seed=1)).cards) == NEW_A_DAY
    assert make_plan(course, Wish(10, seed=1)).cards == ()
    assert len(make_plan(course, Wish(15, "new", seed=1)).cards) == 15
    clock.pass_days(1)
    assert len(make_plan(course, Wish(10, seed=1)).cards) == NEW_A_DAY


def test_a_day_has_sixty_reviews_and_says_how_many_wait(
    store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = open_course(store, many_cards(20), clock)
    run(course, Wish(20, "new", seed=1))
    clock.pass_days(3)
    monkeypatch.setattr("tutor.quiz.planning.REVIEWS_A_DAY", 6)
    plan = run(course, Wish(4, "", seed=1))
    assert plan.waiting == 16
    assert len(make_plan(course, Wish(10, seed=1)).cards) == 2
    assert len(make_plan(course, Wish(12, "due", seed=1)).cards) == 12


def test_nothing_due_tells_when_something_is(store: Store, clock: SetClock) -> None:
    course = open_course(store, many_cards(10), clock)
    run(course, Wish(10, seed=1))
    assert make_plan(course, Wish()).cards == ()
    found = outlook(course)
    assert (found.due, found.next_day, found.next_due, found.unasked) == (0, FIRST_DAY + timedelta(days=2), 10, 0)


def test_the_missed_are_those_that_were_wrong_the_last_time(store: Store, clock: SetClock) -> None:
    course = open_course(store, many_cards(20), clock)
    wrong = run(course, Wish(3, seed=1), right=False)
    run(course, Wish(3, "new", seed=1))
    assert set(make_plan(course, Wish(10, "missed")).cards) == set(wrong.cards)


def test_what_was_right_with_a_hint_is_not_missed(store: Store, clock: SetClock) -> None:
    course = open_course(store, many_cards(20), clock)
    session = Session.start(course, make_plan(course, Wish(1, seed=1)))
    assert session.asked
    assert session.hint()
    session.answer(session.asked.question.answer, 1000)
    assert make_plan(course, Wish(10, "missed")).cards == ()


def test_new_cards_come_from_many_sections(store: Store, clock: SetClock) -> None:
    course = open_course(store, many_cards(70), clock)
    plan = make_plan(course, Wish(7, seed=5))
    assert len({course.material.by_id[card].claim.heading_path for card in plan.cards}) == 7


def test_few_new_cards_are_such_as_only_the_learner_can_grade(store: Store, clock: SetClock) -> None:
    of = many_cards(60)
    recalled = {card.id for i, card in enumerate(of) if i % 4}
    course = open_course(
        store,
        material(of, lambda card: [question(card, "open_recall" if card.id in recalled else "table_value")]),
        clock,
    )
    plan = make_plan(course, Wish(10, seed=5))
    assert len(plan.cards) == 10
    assert len(recalled & set(plan.cards)) <= 3


@pytest.mark.parametrize(("topic", "number"), [("part 1", 5), ("A.MD", 10), ("#exam", 10)])
def test_a_topic_is_a_heading_a_file_or_a_tag(store: Store, clock: SetClock, topic: str, number: int) -> None:
    course = open_course(store, ten_cards(), clock)
    assert len(make_plan(course, Wish(topic=topic, seed=1)).cards) == number


def test_a_topic_that_nothing_is_on_is_said(store: Store, clock: SetClock) -> None:
    with pytest.raises(UsageError, match='Nothing that is drilled matches "nowhere"'):
        make_plan(open_course(store, ten_cards(), clock), Wish(topic="nowhere"))


def test_only_questions_of_a_form_are_asked(store: Store, clock: SetClock) -> None:
    of = many_cards(6)
    course = open_course(
        store, material(of, lambda card: [question(card), *([question(card, "cloze_number")] * (card is of[2]))]), clock
    )
    plan = make_plan(course, Wish(kind="cloze", seed=1))
    assert plan.cards == (of[2].id,)
    asked = Session.start(course, plan).asked
    assert asked is not None
    assert asked.question.kind == "cloze_number"


def test_what_says_the_same_is_asked_once_in_a_session(store: Store, clock: SetClock) -> None:
    twins = cards(*(claim("t", "v", section=f"Part {i}", line=i) for i in range(3)))
    assert len({card.id for card in twins}) == 3
    assert len(make_plan(open_course(store, twins, clock), Wish(seed=1)).cards) == 1


def test_the_same_seed_asks_the_same(store: Store, clock: SetClock) -> None:
    course = open_course(store, many_cards(50), clock)
    plans = [make_plan(course, Wish(seed=seed)) for seed in (1, 1, 2)]
    assert plans[0] == plans[1] != plans[2]
    assert Plan.from_json(plans[0].to_json()) == plans[0]


def test_cards_of_another_folder_are_not_asked(store: Store, clock: SetClock) -> None:
    course = open_course(store, ten_cards(), clock)
    run(course, Wish(seed=1))
    other = Course(material(cards(claim("x", "y"))), store.drill, "other-89abcdef", clock)
    clock.pass_days(9)
    assert len(make_plan(course, Wish(seed=1)).cards) == 10
    assert len(make_plan(other, Wish(seed=1)).cards) == 1


def test_an_exam_brings_cards_forward_and_taking_it_back_restores_them(store: Store, clock: SetClock) -> None:
    course = open_course(store, ten_cards(), clock)
    for _ in range(3):
        run(course, Wish(seed=1))
        clock.pass_days(12)
    before = course.drill.due_days(course.deck.number)
    exam = course.today + timedelta(days=20)
    course.set_exam(exam)
    assert course.deck.exam == exam
    assert max(course.drill.due_days(course.deck.number)) < exam
    course.set_exam(None)
    assert course.drill.due_days(course.deck.number) == before


CARD = many_cards(1)[0]
ALL = [question(CARD, kind) for kind in ("table_value", "which_of", "cloze_number", "open_recall")]


def last(kind: str, verdict: str = "right") -> list[Review]:
    given = Given(None, 0, FIRST_DAY, kind, "", verdict, False, True, 0, 3, 0)
    return [Review(1, 1, "review", given, None)]


@pytest.mark.parametrize(
    ("stability", "before", "forms"),
    [
        (None, [], {"choice"}),
        (2.3, last("table_value", "wrong"), {"choice"}),
        (2.3, last("table_value"), {"cloze"}),  # a choice may have been guessed
        (11.0, last("which_of"), {"cloze"}),
        (46.0, last("table_value"), {"cloze", "recall"}),
    ],
)
def test_the_better_a_card_is_known_the_harder_it_is_asked(
    stability: float | None, before: list[Review], forms: set[str]
) -> None:
    memory = replace(Memory(), stability=stability, reps=len(before))
    found = {choose_question(ALL, memory, before, Random(seed)) for seed in range(30)}
    assert {asked.form for asked in found if asked} == forms


def test_the_kind_of_question_changes_from_time_to_time() -> None:
    found = {choose_question(ALL, Memory(), last("table_value", "wrong"), Random(seed)) for seed in range(30)}
    assert {asked.kind for asked in found if asked} == {"which_of"}


def test_a_card_without_questions_is_not_asked() -> None:
    assert choose_question([], Memory(), [], Random(1)) is None
