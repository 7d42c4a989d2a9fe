"""Things set against each other, in a table or passage by passage."""

from pathlib import Path

import pytest

from tests.fakes import FakeEncoder
from tests.vaults import Bench, write_notes
from tutor.answer import answering
from tutor.answer.answering import Wish, answer
from tutor.answer.judging import Judgement
from tutor.answer.values import Answer
from tutor.library.library import Library

DRUGS = """\
# Anticoagulants

## Overview

| Drug     | Route | Antidote   | Monitoring |
|----------|-------|------------|------------|
| Heparin  | IV    | Protamine  | aPTT       |
| Warfarin | Oral  | Vitamin K  | INR        |
| Apixaban | Oral  | Andexanet  | None       |

## Aspirin

Aspirin blocks cyclooxygenase for the life of the platelet.

## Clopidogrel

Clopidogrel blocks the P2Y12 receptor.
"""


def ask(library: Library, question: str, quotes: int | None = 10) -> Answer:
    return answer(library, FakeEncoder(), question, (), Wish(quotes))


@pytest.fixture
def drugs(tmp_path: Path) -> Library:
    return Bench(write_notes(tmp_path / "drugs", {"drugs.md": DRUGS}), tmp_path / "home2").open()


def test_columns_of_a_table_are_set_against_each_other_cell_by_cell(library: Library) -> None:
    found = ask(library, "NLB vs ALB")
    assert found.comparison is not None
    assert found.comparison.sides == ("NLB", "ALB")
    rows = {row.aspect: tuple(cell.text for cell in row.cells) for row in found.comparison.rows}
    assert rows == {"Layer": ("4", "7"), "Protocols": ("TCP, UDP, TLS", "HTTP, HTTP/2, gRPC")}


def test_every_cell_stands_at_its_line(drugs: Library) -> None:
    found = ask(drugs, "warfarin vs heparin")
    assert found.comparison is not None
    lines = DRUGS.split("\n")
    for row in found.comparison.rows:
        for cell in row.cells:
            assert cell.text in lines[cell.line - 1]
            assert cell.file == "drugs.md"
    assert {row.aspect for row in found.comparison.rows} == {"Route", "Antidote", "Monitoring"}


def test_what_stands_in_the_comparison_stands_in_the_first_quote(drugs: Library) -> None:
    found = ask(drugs, "warfarin vs heparin")
    assert found.comparison is not None
    assert all(cell.text in found.quotes[0].text for row in found.comparison.rows for cell in row.cells)
    assert "| Drug " in found.quotes[0].text


def test_three_sides_are_three_columns(drugs: Library) -> None:
    found = ask(drugs, "heparin, warfarin or apixaban")
    assert found.comparison is not None
    assert found.comparison.sides == ("heparin", "warfarin", "apixaban")


def test_equal_rows_come_last_and_those_that_matter_to_the_rest_first(drugs: Library) -> None:
    equal = ask(drugs, "warfarin vs apixaban").comparison
    asked = ask(drugs, "heparin vs warfarin for monitoring").comparison
    assert equal is not None
    assert asked is not None
    assert [row.aspect for row in equal.rows][-1] == "Route"
    assert asked.rows[0].aspect == "Monitoring"


def test_words_at_the_end_that_are_no_part_of_a_side_are_what_is_asked(drugs: Library) -> None:
    found = ask(drugs, "heparin vs warfarin antidote").comparison
    assert found is not None
    assert found.sides == ("heparin", "warfarin")
    assert found.rows[0].aspect == "Antidote"


def test_without_a_table_each_side_has_its_own_passage(drugs: Library) -> None:
    found = ask(drugs, "aspirin vs clopidogrel")
    assert found.comparison is not None
    assert found.comparison.rows[0].aspect == ""
    assert ["cyclooxygenase" in c.text or "P2Y12" in c.text for c in found.comparison.rows[0].cells] == [True, True]
    assert {quote.heading_path[-1] for quote in found.quotes[:2]} == {"Aspirin", "Clopidogrel"}


def test_a_side_that_the_notes_do_not_have_is_named(drugs: Library) -> None:
    found = ask(drugs, "aspirin vs zymurgin")
    assert found.verdict == "doubtful"
    assert found.why == "your notes have no section on zymurgin"
    assert found.comparison is not None
    assert found.comparison.rows[0].cells[1].text == ""


def test_words_of_a_side_that_stand_far_apart_are_not_the_side(drugs: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "judge", lambda *_: Judgement("sure", None, 0.9))
    found = ask(drugs, "aspirin vs clopidogrel cyclooxygenase")
    assert (found.verdict, found.why) == ("doubtful", "your notes have no section on clopidogrel cyclooxygenase")
    found = ask(drugs, "aspirin receptor vs clopidogrel cyclooxygenase")
    assert found.why == "your notes have no section on aspirin receptor or clopidogrel cyclooxygenase"
    assert (found.verdict, found.comparison) == ("doubtful", None)


def test_what_the_notes_head_or_set_out_in_a_table_is_compared_whatever_it_sounds_like(
    drugs: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Judgement("absent", "nothing in them comes close", 0.1)
    monkeypatch.setattr(answering, "judge", lambda *_: refused)
    assert ask(drugs, "warfarin vs heparin").verdict == "sure"
    assert ask(drugs, "aspirin vs clopidogrel").verdict == "sure"
    asked_more = ask(drugs, "aspirin vs clopidogrel for children")
    assert (asked_more.verdict, asked_more.why) == ("doubtful", "nothing in them comes close")
    assert ask(drugs, "platelet vs receptor").verdict == "absent"


def test_a_table_without_one_of_three_sides_is_cut_to_the_others(drugs: Library) -> None:
    found = ask(drugs, "heparin vs warfarin vs aspirin")
    assert found.comparison is not None
    assert found.comparison.sides == ("heparin", "warfarin")
    assert any("cyclooxygenase" in quote.text for quote in found.quotes)
    assert ask(drugs, "heparin vs warfarin vs zymurgin").why == "your notes have no section on zymurgin"


def test_an_or_between_things_without_a_heading_compares_nothing(drugs: Library) -> None:
    assert ask(drugs, "is it blocked or unblocked for the platelet").comparison is None


def test_a_comparison_survives_its_json(drugs: Library) -> None:
    found = ask(drugs, "warfarin vs heparin")
    assert Answer.from_json(found.to_json()) == found
