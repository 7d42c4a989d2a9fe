"""Progress survives edits of the notes."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.drills import cards, claim
from tests.edits import EDITS, all_at_once
from tests.survival import survival
from tutor.quiz.reconcile import Reconciled, is_same_answer, profile_of, reconcile
from tutor.quiz.values import Card
from tutor.store.drilled import Memory, StoredCard


def stored(*asked: Card, is_archived: bool = False) -> list[StoredCard]:
    return [
        StoredCard(number, profile_of(card), Memory(reps=1), date(2026, 1, 1), is_archived, None)
        for number, card in enumerate(asked)
    ]


RETENTION, SIZE = claim("Retention", "4 days", line=3), claim("Message size", "up to 256 KB", line=4)


@cache
def some_notes() -> str:
    """Return a part of the bundled notes, from a heading on."""
    (file,) = (Path(__file__).parent.parent / "corpus").glob("*.md")
    lines = file.read_text("utf-8").split("\n")[2000:2600]
    return "\n".join(lines[next(i for i, line in enumerate(lines) if line.startswith("#")) :])


@pytest.mark.parametrize("name", EDITS)
def test_cards_outlive_an_edit(name: str) -> None:
    found = survival(some_notes(), EDITS[name], Random(7))
    assert found.there > 250
    assert found.kept >= 0.98 * found.there
    assert found.wrong <= 0.01 * found.there


def test_cards_outlive_all_these_edits_at_once() -> None:
    found = survival(some_notes(), all_at_once, Random(7))
    assert found.kept >= 0.98 * found.there
    assert found.wrong <= 0.02 * found.there


def test_cards_outlive_a_move_of_their_file() -> None:
    found = survival(some_notes(), lambda lines, _: lines, Random(7), file="archive/2026/b.md")
    assert found.kept == found.there > 250
    assert found.wrong == found.changed == 0


def test_notes_that_did_not_change_change_nothing() -> None:
    deck = cards(RETENTION, SIZE)
    assert reconcile(stored(*deck), deck) == Reconciled((), ())


def test_another_line_number_is_written_down_and_no_more() -> None:
    after = cards(replace(RETENTION, lines=RETENTION.lines._replace(first=7, last=7)))
    (change,) = reconcile(stored(*cards(RETENTION)), after).changes
    assert (change.profile.line, change.value_before) == (7, None)


def test_another_answer_is_told_with_the_one_before() -> None:
    after = cards(replace(RETENTION, value="5 days"), SIZE)
    found = reconcile(stored(*cards(RETENTION, SIZE)), after)
    assert [(change.number, change.value_before) for change in found.changes] == [(0, "4 days")]


def test_an_answer_that_changed_twice_is_told_as_the_learner_knew_it() -> None:
    (card,) = stored(*cards(replace(RETENTION, value="5 days")))
    (change,) = reconcile([replace(card, value_before="4 days")], cards(replace(RETENTION, value="6 days"))).changes
    assert change.value_before == "4 days"


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("synchronous replication to a standby", "synchronus replication to a standby", True),
        ("Up to 256 KB of text", "up to 256 KB of text", True),
        ("4 days", "5 days", False),
        ("Objects are not encrypted at rest by default", "Objects are encrypted at rest by default", False),
        ("sends messages to an SQS queue of yours", "sends messages to an SNS queue of yours", False),
        ("yes", "no", False),
    ],
)
def test_a_typo_changes_no_answer(old: str, new: str, is_same: bool) -> None:
    assert is_same_answer(old, new) is is_same


def test_what_vanished_is_archived_and_found_again_when_it_comes_back() -> None:
    deck = cards(RETENTION, SIZE)
    assert reconcile(stored(*deck), deck[:1]).archived == (1,)
    assert reconcile(stored(*deck, is_archived=True), deck[:1]).archived == ()
    (change,) = reconcile(stored(deck[1], is_archived=True), deck).changes
    assert change.profile == profile_of(deck[1])


def test_a_new_fact_in_the_place_of_a_deleted_one_is_not_that_one() -> None:
    before = cards(replace(RETENTION, kind="statement", subject="SQS", value="Messages are kept for 4 days"))
    after = cards(replace(RETENTION, kind="statement", subject="SQS", value="There is no limit to throughput"))
    assert reconcile(stored(*before), after) == Reconciled((), (0,))


def test_twins_stay_with_their_own_file() -> None:
    here, there = claim("Retention", "4 days", file="2025/a.md"), claim("Retention", "4 days", file="2026/a.md")
    before, after = cards(here, there), cards(there)
    found = reconcile(stored(*before), after)
    assert found.archived == (0,)
    assert [change.number for change in found.changes] == [1]


def test_thousands_of_lost_cards_are_compared_in_seconds() -> None:
    rng = Random(3)
    words = [f"w{i}" for i in range(3000)]

    def deck(seed: int) -> list[Card]:
        said = Random(seed)
        return cards(*(claim(f"t{i}", " ".join(said.sample(words, 8)), section=f"{seed}") for i in range(1500)))

    before = deck(1)
    changed = [replace(c.claim, subject=c.claim.subject + "x", heading_path=("Cloud", "other")) for c in before]
    rng.shuffle(changed)
    found = reconcile(stored(*before), cards(*changed))
    assert len(found.changes) == 1500
    assert all(change.profile.said.split()[1:] == before[change.number].claim.value.split() for change in found.changes)
