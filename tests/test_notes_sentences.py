"""Sentences: where they end, and where a line break means an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notes_laws import TEXTS
from tutor.notes.sentences import sentence_spans
from tutor.notes.values import Span


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, Span(0, len(text)))]


@given(TEXTS, st.integers(0, 20))
def test_sentences_come_in_order_and_hold_all_but_white_space(text: str, before: int) -> None:
    whole = Span(min(before, len(text)), len(text))
    if not text[whole.start : whole.end].strip():
        return
    at = whole.start
    for span in sentence_spans(text, whole):
        assert at <= span.start < span.end <= whole.end
        assert not text[at : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at : whole.end].strip()


def test_sentences_end_at_full_stops_question_and_exclamation_marks() -> None:
    assert sentences("It is fast. Is it? Yes! Good.") == ["It is fast.", "Is it?", "Yes!", "Good."]


def test_what_closes_a_sentence_belongs_to_it() -> None:
    assert sentences('He said "never." Then (he left.) **It ended.** Fine.') == [
        'He said "never."',
        "Then (he left.)",
        "**It ended.**",
        "Fine.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Use a queue, e.g. Amazon SQS, here.",
        "That is i.e. Multi-AZ only.",
        "ALB vs. NLB is asked often.",
        "Dr. Smith saw Mrs. Jones.",
        "See Fig. 3 and Figs. 4 on p. 12.",
        "Read Art. 5 GDPR, para. 2.",
        "Brown v. Board of Education was decided.",
        "Keep approx. 30 days.",
        "J. R. Smith wrote it.",
        "Version 3.5 of s3.amazonaws.com is out.",
        "The U.S. Court sat.",
        "Give 5 mg. per day.",
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_a_small_letter_begins_no_sentence() -> None:
    assert sentences("It is 5 p.m. and he left.") == ["It is 5 p.m. and he left."]


def test_sentences_of_other_scripts_end_too() -> None:
    assert sentences("これは文です。次の文。Был дом. Ещё дом.") == [
        "これは文です。",
        "次の文。",
        "Был дом.",
        "Ещё дом.",
    ]


@pytest.mark.parametrize("mark", ["1. ", "> 12. ", "  3. "])
def test_the_number_of_an_item_is_not_a_sentence(mark: str) -> None:
    assert sentences(f"{mark}First do this. Then that.") == [f"{mark}First do this.".lstrip(), "Then that."]


HARD_WRAPPED = """\
An Application Load Balancer works on the seventh layer, and it reads what
HTTP requests say before it chooses a target for them. It costs more than
AWS asks for a Network Load Balancer."""


def test_a_hard_wrapped_paragraph_is_not_cut_at_its_lines() -> None:
    assert sentences(HARD_WRAPPED) == [
        HARD_WRAPPED[: HARD_WRAPPED.index(" It costs")],
        HARD_WRAPPED[HARD_WRAPPED.index("It costs") :],
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_one_thought_a_line_is_cut_at_its_lines(newline: str) -> None:
    lines = ["Short thought", "Another thought that is quite a bit longer", "Third one", "**Bold**: the fourth"]
    assert sentences(newline.join(lines)) == lines


@pytest.mark.parametrize("end", ["  ", "\\"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_break_that_is_marked_is_meant(end: str, newline: str) -> None:
    assert sentences(f"first{end}{newline}second line goes on") == [f"first{end}".strip(), "second line goes on"]


def test_a_line_that_goes_on_in_small_letters_is_not_cut() -> None:
    assert sentences("one thought\nthat goes on\nand on") == ["one thought\nthat goes on\nand on"]


def test_a_label_line_stands_alone() -> None:
    text = "Advantages of the long-lived connection are these:\nFewer handshakes, and fewer of them at a time"
    assert sentences(text) == text.split("\n")
