"""Tables: each cell has its place, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.notes.tables import describe_row, read_table
from tutor.notes.values import Lines, NoteText


def cells(raw: str) -> list[list[str]]:
    """Return header and rows of a table that is the whole text."""
    text = NoteText(raw)
    table = read_table(text, Lines(1, text.line_count))
    return [[text.slice(span) for span in row] for row in (table.header, *table.rows)]


def described(raw: str) -> list[str]:
    text = NoteText(raw)
    table = read_table(text, Lines(1, text.line_count))
    return [describe_row(text, table, row) for row in table.rows]


def row(raw: str) -> list[str]:
    return cells(f"| A | B |\n|---|---|\n{raw}\n")[1]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("| 1 | 2 |", ["1", "2"]),
        ("|1|2|", ["1", "2"]),
        ("1 | 2", ["1", "2"]),
        ("  | 1 | 2", ["1", "2"]),
        ("| 1 | 2 |   ", ["1", "2"]),
        ("| 1 |", ["1"]),
        ("| 1 | 2 | 3 |", ["1", "2", "3"]),
        ("| | 2 |", ["", "2"]),
        ("|||", ["", ""]),
        ("| a \\| b | c |", ["a \\| b", "c"]),
        ("| `a \\| b` | c |", ["`a \\| b`", "c"]),
        ("| `a | b` |", ["`a", "b`"]),  # as everyone renders it
        ("| [[a\\|b]] | c |", ["[[a\\|b]]", "c"]),
        ("| -5 | +3 |", ["-5", "+3"]),
    ],
)
def test_a_row_is_cut_at_its_bars(raw: str, read: list[str]) -> None:
    assert row(raw) == read


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_table_has_header_and_rows_in_notes_of_any_line_end(newline: str) -> None:
    assert cells(newline.join(["| A | B |", "|---|---|", "| 1 | 2 |"])) == [["A", "B"], ["1", "2"]]


@pytest.mark.parametrize(
    ("first", "others"),
    [("> ", "> "), (">", ">"), ("> > ", "> > "), ("- ", "  "), ("12) ", "    "), ("- > ", "  > "), ("> 1. ", ">    ")],
)
def test_the_marks_of_quotes_and_lists_are_no_part_of_a_cell(first: str, others: str) -> None:
    raw = f"{first}| A | B |\n{others}|---|---|\n{others}| 1 | 2 |\n"
    assert cells(raw) == [["A", "B"], ["1", "2"]]


def test_a_row_is_described_with_its_header() -> None:
    raw = "| **Layer** | [Kind](x) | |\n|---|---|---|\n| ALB | 7 | note | more |\n| NLB |\n| | `4` |\n"
    assert described(raw) == ["Layer: ALB; Kind: 7; note; more", "Layer: NLB", "Kind: 4"]


def test_an_escaped_bar_is_read_as_a_bar() -> None:
    assert described("| A |\n|---|\n| x \\| y |\n") == ["A: x | y"]


@given(st.text("|\\ab` >-1.\t", max_size=30))
def test_cells_come_in_order_and_lie_in_their_line(raw: str) -> None:
    text = NoteText(f"| A |\n|---|\n{raw}\nnext")
    (cells_of_row,) = read_table(text, Lines(1, 3)).rows
    line = text.span_of(Lines(3, 3))
    at = line.start
    for span in cells_of_row:
        assert at <= span.start <= span.end <= line.end
        assert text.slice(span) == text.slice(span).strip()
        at = span.end
