"""All questions of some notes together."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notes_laws import TEXTS, parse
from tests.test_quiz_questions import BONES, PLEADINGS, asked
from tutor.notes.values import Claim
from tutor.quiz.deck import Deck

KINESIS = """# Streams

## Kinesis

- Message retention: up to 7 days

## Kinesis limits

- Message retention: up to 365 days
"""


def claims_of(*texts: str) -> list[Claim]:
    return [claim for number, text in enumerate(texts) for claim in parse(text, file=f"{number}.md").claims]


def test_the_same_words_with_two_answers_are_not_asked() -> None:
    twice = "# Bones\n\n- Femur: the longest one\n- Femur: it forms the hip joint above\n"
    assert [q for q in Deck(claims_of(twice)) if q.kind == "open_recall"] == []


def test_the_same_words_with_the_same_answer_are_asked_once() -> None:
    text = "# Bones\n\n- Femur: the longest one\n"
    assert len([q for q in Deck(claims_of(text, text)) if q.kind == "open_recall"]) == 1


def test_where_the_notes_disagree_either_is_accepted_and_the_question_says_so() -> None:
    questions = [q for q in Deck(claims_of(KINESIS)) if q.kind == "cloze_number"]
    assert [(q.answer, q.disputed[0].lines.first) for q in questions] == [("7", 9), ("365", 5)]
    assert "up to 365 days" in questions[0].accepted


def test_every_card_has_a_question_and_every_question_a_card() -> None:
    deck = Deck(claims_of(KINESIS))
    assert {q.card for q in deck} == {card.id for card in deck.cards}
    assert all(deck.questions(card) for card in deck.cards)
    assert len({q.id for q in deck}) == len(list(deck))


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, max_size=3))
def test_no_text_breaks_the_deck(texts: list[str]) -> None:
    for question in Deck(claims_of(*texts)):
        assert question.question
        assert question.answer in question.accepted
        assert question.choices is None or question.answer in question.choices


def test_the_same_notes_give_the_same_questions_under_any_hash_seed(tmp_path: Path) -> None:
    (tmp_path / "bones.md").write_text(BONES + PLEADINGS)
    runs = [
        subprocess.run(
            [sys.executable, "-m", "tests.cards", "--digest", "--notes", str(tmp_path)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "77")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].strip()) == 64


def test_yes_or_no_that_the_notes_deny_elsewhere_takes_either() -> None:
    text = "## Cables\n\n| Feature | Cat 5 | Coax |\n|---|---|---|\n| PoE | Supported | Not supported |\n\n"
    (coax,) = [q for q in asked(text + "## Coax\n\n- Supports PoE\n", "table_yesno") if "Coax" in q.question]
    assert set(coax.accepted) == {"Yes", "No"}
    assert [claim.value for claim in coax.disputed] == ["Supports PoE"]
