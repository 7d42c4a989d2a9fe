"""Conversations, turns and gaps: what is written down is what is read back."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tutor.answer.values import Answer, Cell, Comparison, Nearest, Part, Quote, Row, Understood, Verdict
from tutor.errors import ConversationGone
from tutor.notes.values import Lines
from tutor.store import connection
from tutor.store import gaps as gaps_module
from tutor.store import store as store_module
from tutor.store.gaps import fold_question
from tutor.store.store import Store
from tutor.store.values import Gap

NOTES, OTHER = "notes-01234567", "other-89abcdef"


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SYNCHRONOUS", "OFF")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "tutor.db") as opened:
        yield opened


def make_answer(question: str = "NLB vs ALB", verdict: Verdict = "sure") -> Answer:
    return Answer(question, (), verdict, None, 0.5, ())


def ask(store: Store, conversation: int, now: int, question: str, verdict: Verdict = "sure") -> None:
    store.add_turn(conversation, now, question, question, make_answer(question, verdict).to_json())


def ask_once(store: Store, now: int, question: str, verdict: Verdict = "sure", notes_id: str = NOTES) -> int:
    conversation = store.start_conversation(notes_id, now, question, hidden=True)
    ask(store, conversation, now, question, verdict)
    return conversation


def titles(store: Store, hidden: bool = False) -> list[str]:
    return [conversation.title for conversation in store.conversations(NOTES, hidden)]


def questions(store: Store, conversation: int, limit: int | None = None) -> list[str]:
    return [turn.question for turn in store.turns(conversation, Answer.from_json, limit)]


# Conversations


def test_a_new_conversation_is_listed_as_it_was_started(store: Store) -> None:
    number = store.start_conversation(NOTES, 7, "Load balancers", hidden=False)
    (found,) = store.conversations(NOTES)
    assert dataclasses.astuple(found) == (number, NOTES, "Load balancers", 7, 7, False, 0)


def test_a_conversation_of_other_notes_is_not_listed(store: Store) -> None:
    ask_once(store, 1, "a", notes_id=OTHER)
    store.start_conversation(OTHER, 1, "b", hidden=False)
    assert store.conversations(NOTES, hidden=True) == []
    assert store.last_conversation(NOTES) is None


def test_the_conversation_used_last_is_listed_first(store: Store) -> None:
    old = store.start_conversation(NOTES, 1, "old", hidden=False)
    store.start_conversation(NOTES, 2, "new", hidden=False)
    assert titles(store) == ["new", "old"]
    ask(store, old, 3, "q")
    assert titles(store) == ["old", "new"]
    assert store.conversations(NOTES)[0].used_at == 3


def test_a_hidden_conversation_is_listed_only_when_asked_for(store: Store) -> None:
    ask_once(store, 1, "one-shot")
    store.start_conversation(NOTES, 2, "chat", hidden=False)
    assert titles(store) == ["chat"]
    assert titles(store, hidden=True) == ["chat", "one-shot"]


def test_the_last_conversation_may_be_a_hidden_one_which_continuing_unhides(store: Store) -> None:
    chat = store.start_conversation(NOTES, 1, "chat", hidden=False)
    ask(store, chat, 1, "q")
    one_shot = ask_once(store, 2, "one-shot")
    last = store.last_conversation(NOTES)
    assert last is not None
    assert (last.id, last.is_hidden, last.turns) == (one_shot, True, 1)
    store.unhide(one_shot)
    assert titles(store) == ["one-shot", "chat"]


def test_a_conversation_in_which_nothing_was_asked_is_never_the_last(store: Store) -> None:
    asked = ask_once(store, 1, "asked")
    store.start_conversation(NOTES, 2, "not asked", hidden=False)
    last = store.last_conversation(NOTES)
    assert last is not None
    assert last.id == asked


def test_a_conversation_is_renamed_without_being_used(store: Store) -> None:
    number = store.start_conversation(NOTES, 1, "old", hidden=False)
    store.rename(number, "new")
    (found,) = store.conversations(NOTES)
    assert (found.title, found.used_at) == ("new", 1)


def test_a_deleted_conversation_leaves_nothing_and_its_id_is_not_given_again(store: Store) -> None:
    number = ask_once(store, 1, "q", "absent")
    store.delete(number)
    assert store.conversations(NOTES, hidden=True) == []
    assert store.turns(number, Answer.from_json) == []
    assert store.gaps(NOTES) == []
    assert store.start_conversation(NOTES, 2, "q", hidden=False) != number


def test_deleting_twice_does_nothing(store: Store) -> None:
    number = ask_once(store, 1, "q")
    store.delete(number)
    store.delete(number)
    assert store.conversations(NOTES, hidden=True) == []


@pytest.mark.parametrize("change", ["rename", "unhide", "add_turn"])
def test_a_conversation_that_was_deleted_cannot_be_changed(store: Store, change: str) -> None:
    number = ask_once(store, 1, "q")
    store.delete(number)
    changes = {
        "rename": lambda: store.rename(number, "new"),
        "unhide": lambda: store.unhide(number),
        "add_turn": lambda: ask(store, number, 2, "q", "absent"),
    }
    with pytest.raises(ConversationGone) as caught:
        changes[change]()
    assert str(caught.value) == "This conversation was deleted. Start a new one."
    assert caught.value.exit_code == 3
    assert store.gaps(NOTES) == []


# Turns


def test_turns_come_back_as_they_were_asked_and_answered(store: Store) -> None:
    full = Answer(
        question="nlb vs abl\x00\x1b[31m\ud800",
        understood=(Understood("typo", "abl", "ALB"),),
        verdict="doubtful",
        why="nothing here says how many",
        confidence=0.25,
        quotes=(Quote("ü.md", ("A", "B"), (Part(Lines(1, 2), "– a\n– b"), Part(Lines(4, 4), "c")), (2,), 0.1),),
        comparison=Comparison(("NLB", "ALB"), (Row("layer", (Cell("4", "a.md", 3), Cell("7", "a.md", 3))),)),
        nearest=(Nearest("a.md", Lines(5, 6), ("C",)),),
    )
    number = store.start_conversation(NOTES, 1, "t", hidden=False)
    store.add_turn(number, 2, "and\x00 the 😀?", "NLB and the 😀?", full.to_json())
    ask(store, number, 3, "why?")
    first, second = store.turns(number, Answer.from_json)
    assert dataclasses.replace(first, answer=None) == dataclasses.replace(
        second, number=1, asked_at=2, question="and\x00 the 😀?", understood_text="NLB and the 😀?", answer=None
    )
    assert first.answer == full
    assert (second.number, second.asked_at, second.question, second.answer) == (2, 3, "why?", make_answer("why?"))


def test_a_turn_that_is_taken_in_another_way_has_another_answer_and_verdict(store: Store) -> None:
    conversation = store.start_conversation(NOTES, 1, "Load balancers", hidden=False)
    first = store.add_turn(conversation, 1, "NLB?", "NLB?", make_answer("NLB?").to_json())
    second = store.add_turn(conversation, 2, "and ALB?", "ALB?", make_answer("and ALB?").to_json())
    assert (first, second) == (1, 2)
    store.change_turn(conversation, second, 3, "and ALB?", make_answer("and ALB?", "absent").to_json())
    verdicts = [turn.answer.verdict for turn in store.turns(conversation, Answer.from_json) if turn.answer]
    assert verdicts == ["sure", "absent"]
    assert [turn.understood_text for turn in store.turns(conversation, Answer.from_json)] == ["NLB?", "and ALB?"]
    assert [gap.question for gap in store.gaps(NOTES)] == ["and ALB?"]


def test_a_limit_keeps_the_last_turns_in_their_order(store: Store) -> None:
    number = store.start_conversation(NOTES, 1, "t", hidden=False)
    for now, question in enumerate("abcd"):
        ask(store, number, now, question)
    assert questions(store, number) == ["a", "b", "c", "d"]
    assert questions(store, number, 2) == ["c", "d"]
    assert questions(store, number, 0) == []
    assert [turn.number for turn in store.turns(number, Answer.from_json, 2)] == [3, 4]


def test_turns_keep_their_order_when_the_clock_is_set_back(store: Store) -> None:
    number = store.start_conversation(NOTES, 9, "t", hidden=False)
    ask(store, number, 9, "first")
    ask(store, number, 1, "second")
    assert questions(store, number) == ["first", "second"]


@pytest.mark.parametrize("stored", [{"version": 99}, {}, {"version": 1}, {"version": 1, "understood": 3}])
def test_an_answer_that_cannot_be_read_leaves_the_others_listed(store: Store, stored: dict[str, Any]) -> None:
    number = store.start_conversation(NOTES, 1, "t", hidden=False)
    store.add_turn(number, 1, "old", "old", stored | {"verdict": "sure"})
    ask(store, number, 2, "new")
    old, new = store.turns(number, Answer.from_json)
    assert (old.question, old.answer) == ("old", None)
    assert new.answer == make_answer("new")


def test_text_that_is_no_unicode_is_kept_with_question_marks(store: Store) -> None:
    number = store.start_conversation(NOTES, 1, "caf\udce9", hidden=False)
    store.rename(number, "th\udce9")
    ask(store, number, 2, "caf\udce9", "absent")
    assert titles(store) == ["th?"]
    (turn,) = store.turns(number, Answer.from_json)
    assert (turn.question, turn.understood_text) == ("caf?", "caf?")
    assert turn.answer == make_answer("caf\udce9", "absent")
    assert store.gaps(NOTES) == [Gap("caf?", 2, "absent", 1)]


# Gaps


def test_gaps_are_what_was_not_answered_for_sure_newest_first(store: Store) -> None:
    ask_once(store, 1, "old", "absent")
    ask_once(store, 2, "sure")
    ask_once(store, 3, "new", "doubtful")
    ask_once(store, 4, "elsewhere", "absent", OTHER)
    assert store.gaps(NOTES) == [Gap("new", 3, "doubtful", 1), Gap("old", 1, "absent", 1)]


def test_a_gap_asked_again_is_one_gap_as_it_was_asked_last(store: Store) -> None:
    ask_once(store, 1, "what is an ALB", "absent")
    ask_once(store, 2, "something else", "absent")
    ask_once(store, 3, "What  is an alb?", "doubtful")
    assert store.gaps(NOTES) == [Gap("What  is an alb?", 3, "doubtful", 2), Gap("something else", 2, "absent", 1)]


def test_a_sure_answer_closes_a_gap_until_it_opens_again(store: Store) -> None:
    ask_once(store, 1, "what is an ALB", "absent")
    ask_once(store, 2, "What is an ALB?", "sure", OTHER)
    assert len(store.gaps(NOTES)) == 1
    ask_once(store, 3, "What is an ALB?", "sure")
    assert store.gaps(NOTES) == []
    ask_once(store, 4, "What is an ALB?", "doubtful")
    assert store.gaps(NOTES) == [Gap("What is an ALB?", 4, "doubtful", 1)]


def test_a_gap_of_a_follow_up_is_the_question_that_was_searched(store: Store) -> None:
    number = store.start_conversation(NOTES, 1, "t", hidden=False)
    store.add_turn(number, 1, "why?", "NLB why?", make_answer("why?", "absent").to_json())
    store.add_turn(number, 2, "why?", "ALB why?", make_answer("why?", "sure").to_json())
    assert store.gaps(NOTES) == [Gap("NLB why?", 1, "absent", 1)]


@pytest.mark.parametrize(
    ("one", "two"),
    [("What is S3?", " what  is s3"), ("Café", "CAFE"), ("?!", " ?! "), ("a – b", "a b")],
)
def test_questions_that_differ_in_form_only_fold_to_the_same(one: str, two: str) -> None:
    assert fold_question(one) == fold_question(two)


@pytest.mark.parametrize(("one", "two"), [("what is C", "what is C++"), ("NLB", "ALB"), ("?", "!"), ("1", "2")])
def test_other_questions_fold_to_something_else(one: str, two: str) -> None:
    assert fold_question(one) != fold_question(two)


# Growth


def test_the_oldest_one_shots_make_room_but_their_gaps_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "HIDDEN_KEPT", 2)
    store.start_conversation(NOTES, 0, "chat", hidden=False)
    ask_once(store, 0, "elsewhere", notes_id=OTHER)
    kept = ask_once(store, 0, "continued")
    store.unhide(kept)
    gone = ask_once(store, 9, "a", "absent")  # the clock is then set back
    for now, question in enumerate("bc"):
        ask_once(store, now, question)
    assert sorted(titles(store, hidden=True)) == ["b", "c", "chat", "continued"]
    assert store.turns(gone, Answer.from_json) == []
    assert [gap.question for gap in store.gaps(NOTES)] == ["a"]
    assert len(store.conversations(OTHER, hidden=True)) == 1


def test_a_conversation_that_is_not_hidden_never_makes_room(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "HIDDEN_KEPT", 1)
    for now in range(3):
        store.start_conversation(NOTES, now, str(now), hidden=False)
    assert len(titles(store)) == 3


def test_the_oldest_gaps_make_room(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps_module, "KEPT", 2)
    ask_once(store, 0, "elsewhere", "absent", OTHER)
    for now, question in enumerate("abc"):
        ask_once(store, now, question, "absent")
    assert [gap.question for gap in store.gaps(NOTES)] == ["c", "b"]
    assert len(store.gaps(OTHER)) == 1
