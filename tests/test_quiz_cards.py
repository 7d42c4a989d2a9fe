"""What makes a card the same one after an edit."""

from dataclasses import replace

from tutor.notes.values import Claim, Lines
from tutor.quiz.cards import cards_of

PATH = ("Queues", "Messages", "Notes")
CLAIM = Claim("label", "Retention", "", "4 days", "a.md", Lines(3, 3), PATH, names=PATH)


def test_a_changed_answer_keeps_the_id_and_changes_both_hashes() -> None:
    before, after = cards_of([CLAIM])[0], cards_of([replace(CLAIM, value="5 days")])[0]
    assert before.id == after.id
    assert before.answer_hash != after.answer_hash
    assert before.content_hash != after.content_hash


def test_a_claim_that_moves_within_its_notes_stays_the_same_card() -> None:
    moved = replace(CLAIM, file="b/a.md", lines=Lines(90, 90), names=("Part two", *PATH))
    before, after = cards_of([CLAIM])[0], cards_of([moved])[0]
    assert (before.id, before.content_hash) == (after.id, after.content_hash)


def test_a_renamed_heading_keeps_what_is_said_and_changes_the_key() -> None:
    before, after = cards_of([CLAIM])[0], cards_of([replace(CLAIM, names=("Queues", "Letters"))])[0]
    assert before.id != after.id
    assert before.content_hash == after.content_hash


def test_a_generic_heading_is_no_part_of_the_key() -> None:
    before, after = cards_of([CLAIM])[0], cards_of([replace(CLAIM, names=("Queues", "Messages"))])[0]
    assert before.id == after.id


def test_claims_with_the_same_place_are_told_apart_by_their_order() -> None:
    first, second = cards_of([CLAIM, replace(CLAIM, value="14 days")])
    assert first.key == second.key
    assert first.id != second.id
