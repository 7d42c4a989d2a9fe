"""Cards, reviews and sessions in the database: nothing is deleted, and a card is what its reviews come to."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tutor.store.database import open_database
from tutor.store.drilled import NEW, Change, Effect, Given, Memory, Profile, Review
from tutor.store.reviewing import Decide
from tutor.store.store import Store

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

NOTES, OTHER = "notes-01234567", "other-89abcdef"
DAY = date(2026, 11, 25)
PROFILE = Profile("id-1", "key", "content", "label", "a is b", "b", ("Cloud", "S3"), "a.md", 3)
GIVEN = Given(None, 1_000, DAY, "table_value", "b", "right", False, True, 0, 3, 1500)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "tutor.db") as opened:
        yield opened


def state_after(reviews: Sequence[Review]) -> tuple[Memory, date | None]:
    """Return a memory that tells how many reviews there are; due a day after the last."""
    counted = [review for review in reviews if review.kind == "review"]
    if not counted:
        return NEW, None
    day = counted[-1].answer.day
    return Memory(2, None, 1.0 * len(counted), 5.0, day, len(counted), 0), day + timedelta(days=1)


def as_review(answer: Given) -> Decide:
    def decide(before: Sequence[Review]) -> Effect:
        memory, due = state_after([*before, Review(0, 0, "review", answer, None)])
        return Effect("review", 0.8 if before else None, memory, due)

    return decide


def record(store: Store, profile: Profile = PROFILE, answer: Given = GIVEN, notes: str = NOTES) -> Review:
    return store.drill.record(store.drill.deck(notes).number, profile, answer, as_review(answer))


def rows(store: Store, tmp_path: Path) -> list[tuple[int, str, int | None]]:
    with sqlite3.connect(tmp_path / "tutor.db") as db:
        return db.execute("SELECT id, kind, voids FROM review ORDER BY id").fetchall()


def test_an_answer_is_read_back_as_it_was_given(store: Store) -> None:
    answer = replace(GIVEN, given="\udcff b", hints=2, is_overruled=True, is_scored=False)
    review = record(store, answer=answer)
    (read,) = store.drill.reviews(review.card)
    assert read == replace(review, answer=replace(answer, given="? b"))
    card = store.drill.find(store.drill.deck(NOTES).number, "id-1")
    assert card is not None
    assert card.profile == PROFILE
    assert (card.memory.reps, card.due, card.is_archived, card.value_before) == (
        1,
        DAY + timedelta(days=1),
        False,
        None,
    )


def test_an_undo_voids_and_deletes_nothing(store: Store, tmp_path: Path) -> None:
    first = record(store)
    second = record(store, answer=replace(GIVEN, day=DAY + timedelta(days=3)))
    store.drill.take_back(second.number, 2_000, state_after)
    assert [review.number for review in store.drill.reviews(first.card)] == [first.number]
    assert rows(store, tmp_path) == [(1, "review", None), (2, "review", None), (3, "void", 2)]
    card = store.drill.find(store.drill.deck(NOTES).number, "id-1")
    assert card is not None
    assert card.due == DAY + timedelta(days=1)


def test_an_answer_is_taken_back_once_however_often_it_is_undone(store: Store, tmp_path: Path) -> None:
    review = record(store)
    for _ in range(3):
        store.drill.take_back(review.number, 2_000, state_after)
    assert len(rows(store, tmp_path)) == 2


def test_what_the_learner_says_is_right_goes_with_the_answer_it_came_from(store: Store) -> None:
    wrong = record(store, answer=replace(GIVEN, given="bee", verdict="wrong", rating=1))
    right = replace(GIVEN, given="bee", is_overruled=True)
    review = store.drill.overrule(wrong.number, right, as_review(right), "bee")
    assert store.drill.own_answers(review.card) == ["bee"]
    assert [found.answer.verdict for found in store.drill.reviews(review.card)] == ["right"]
    store.drill.take_back(review.number, 3_000, state_after)
    assert store.drill.own_answers(review.card) == []


def test_what_an_answer_does_is_decided_from_the_answers_that_are_there(store: Store, tmp_path: Path) -> None:
    """Two quizzes at once: the second decides with the first one's answer."""
    with Store.open(tmp_path / "tutor.db") as other:
        record(store)
        record(other, answer=replace(GIVEN, day=DAY + timedelta(days=2)))
    card = store.drill.find(store.drill.deck(NOTES).number, "id-1")
    assert card is not None
    assert card.memory.reps == 2


def test_an_answer_that_cannot_be_decided_on_leaves_nothing(store: Store, tmp_path: Path) -> None:
    def fail(before: Sequence[Review]) -> Effect:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.drill.record(store.drill.deck(NOTES).number, PROFILE, GIVEN, fail)
    assert rows(store, tmp_path) == []
    assert store.drill.cards(store.drill.deck(NOTES).number) == []


def test_due_cards_come_with_the_most_overdue_for_their_interval_first(store: Store) -> None:
    deck = store.drill.deck(NOTES).number
    for name, day, interval in (("long", -20, 10), ("short", -5, 1), ("tomorrow", 0, 1)):
        at = DAY + timedelta(days=day)
        memory = Memory(2, None, 1.0, 5.0, at, 1, 0)
        effect = Effect("review", None, memory, at + timedelta(days=interval))
        store.drill.record(deck, replace(PROFILE, identity=name), replace(GIVEN, day=at), lambda _, e=effect: e)  # type: ignore[misc]
    assert store.drill.due(deck, DAY) == ["short", "long"]
    assert store.drill.count_due(DAY, NOTES) == store.drill.count_due(DAY) == 2
    assert store.drill.count_due(DAY, OTHER) == 0


def test_a_review_from_a_day_to_come_is_due_now(store: Store) -> None:
    record(store, answer=replace(GIVEN, day=date(2038, 1, 20)))
    deck = store.drill.deck(NOTES).number
    assert store.drill.due(deck, DAY) == ["id-1"]


def test_cards_may_change_places_and_a_changed_answer_is_due(store: Store) -> None:
    deck = store.drill.deck(NOTES).number
    one, two = record(store).card, record(store, replace(PROFILE, identity="id-2", value="two")).card
    changes = [
        Change(one, replace(PROFILE, identity="id-2")),
        Change(two, replace(PROFILE, value="new"), value_before="two"),
    ]
    store.drill.apply(deck, "v2", DAY, changes, [])
    assert store.drill.deck(NOTES).version == "v2"
    found = {card.profile.identity: card for card in store.drill.cards(deck)}
    assert (found["id-2"].number, found["id-1"].number) == (one, two)
    assert (found["id-1"].value_before, found["id-1"].due) == ("two", DAY)
    record(store, found["id-1"].profile)
    asked = store.drill.find(deck, "id-1")
    assert asked is not None
    assert asked.value_before is None


def test_an_archived_card_leaves_its_identity_to_another(store: Store) -> None:
    deck = store.drill.deck(NOTES).number
    old = record(store).card
    store.drill.apply(deck, "v2", DAY, [], [old])
    assert store.drill.due(deck, DAY + timedelta(days=9)) == []
    new = record(store, replace(PROFILE, value="c")).card
    assert new != old
    store.drill.apply(deck, "v3", DAY, [Change(old, replace(PROFILE, identity="id-9"))], [])
    assert {card.number: card.is_archived for card in store.drill.cards(deck)} == {old: False, new: False}


def test_decks_of_different_notes_know_nothing_of_each_other(store: Store) -> None:
    record(store)
    record(store, notes=OTHER)
    ours, theirs = store.drill.deck(NOTES).number, store.drill.deck(OTHER).number
    store.drill.apply(ours, "v2", DAY, [], [card.number for card in store.drill.cards(ours)])
    assert [card.is_archived for card in store.drill.cards(theirs)] == [False]


def test_notes_that_moved_keep_their_deck(store: Store) -> None:
    record(store)
    store.drill.deck(OTHER)
    store.drill.adopt(OTHER, NOTES)
    assert store.drill.decks() == {OTHER: 1}
    assert len(store.drill.cards(store.drill.deck(OTHER).number)) == 1


def test_a_session_is_open_until_it_is_over_or_another_begins(store: Store) -> None:
    deck = store.drill.deck(NOTES).number
    assert store.drill.open_session(deck) is None
    first = store.drill.start_session(deck, 5, DAY, "plan")
    second = store.drill.start_session(deck, 6, DAY, "plan 2")
    found = store.drill.open_session(deck)
    assert found is not None
    assert (found.number, found.started_at, found.day, found.plan) == (second, 6, DAY, "plan 2")
    review = record(store, answer=replace(GIVEN, session=second))
    assert store.drill.reviews_of(session=second) == [("id-1", review)]
    assert store.drill.reviews_of(session=first) == []
    store.drill.end_session(second)
    assert store.drill.open_session(deck) is None
    store.drill.end_session(second, is_over=False)
    assert store.drill.open_session(deck) is not None


def test_bad_questions_are_listed_and_put_back(store: Store) -> None:
    deck = store.drill.deck(NOTES).number
    store.drill.take_out(deck, PROFILE, "cloze_number", "What?", 7)
    store.drill.take_out(deck, PROFILE, "which_of", "Which?", 8)
    assert [(bad.kind, bad.question, bad.file, bad.line) for bad in store.drill.bad_questions(deck)] == [
        ("which_of", "Which?", "a.md", 3),
        ("cloze_number", "What?", "a.md", 3),
    ]
    assert store.drill.asked(deck) == set()
    store.drill.put_back(deck, "id-1", "which_of")
    assert [bad.kind for bad in store.drill.bad_questions(deck)] == ["cloze_number"]


def test_new_and_repeated_reviews_of_a_day_are_counted(store: Store) -> None:
    record(store)
    record(store, answer=replace(GIVEN, day=DAY + timedelta(days=1)))
    record(store, replace(PROFILE, identity="id-2"), replace(GIVEN, day=DAY + timedelta(days=1)))
    record(store, replace(PROFILE, identity="id-3"), replace(GIVEN, day=DAY), notes=OTHER)
    deck = store.drill.deck(NOTES).number
    assert store.drill.done_on(DAY) == (2, 0)
    assert store.drill.done_on(DAY + timedelta(days=1)) == (1, 1)
    assert store.drill.days(deck) == [DAY, DAY + timedelta(days=1)]
    assert store.drill.due_days(deck) == {DAY + timedelta(days=2): 2}


def test_a_database_from_before_the_quiz_becomes_the_same_as_a_new_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    Store.open(new).close()
    open_database(old, must_exist=False, wait=0.0, migrations=()).close()
    assert "card" not in dict(schema(old))
    Store.open(old).close()
    assert schema(old) == schema(new)


def schema(file: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(file) as db:
        found = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name").fetchall()
    return [(name, " ".join(sql.split())) for name, sql in found]
