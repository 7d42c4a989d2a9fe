"""A whole note laid out: every line has its rows, nothing is lost, and nothing acts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.notes.values import NoteText
from tutor.show.inline import render_inline
from tutor.show.page import Page

CHARACTERS = st.sampled_from("abc de-|*>`#1.漢字é\u05d0\x1b\x9b\u202e\t[]()_=\\~")
NOTES = st.lists(st.text(CHARACTERS, max_size=50), max_size=12).map("\n".join)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
TABLE = "\n| Animal | Legs |\n|--------|------|\n| zebra  | 4    |\n| spider | 8    |\n\nAfter."


def rows(page: Page) -> list[str]:
    return [page.row(at).text.plain for at in range(page.height)]


@given(NOTES, st.integers(1, 60), st.booleans(), st.booleans())
def test_every_line_has_its_rows_in_order_and_none_is_too_wide(
    note: str, width: int, is_raw: bool, is_records: bool
) -> None:
    page = Page(NoteText(note), width, is_raw, is_records)
    numbers = [page.row(at).line for at in range(page.height)]
    assert sorted(set(numbers)) == list(range(1, page.line_count + 1))
    assert numbers == sorted(numbers)
    for line in range(1, page.line_count + 1):
        row = page.row(page.top_of(line))
        assert (row.line, row.is_first) == (line, True)
    if width > 1:  # a wide character does not fit into one cell
        assert all(cell_len(row) <= max(width, 20) for row in rows(page))
    assert not any(CONTROL.search(row) for row in rows(page))


@given(NOTES, st.integers(20, 60))
def test_raw_is_the_note_as_it_is_written(note: str, width: int) -> None:
    page = Page(NoteText(note), width, True)
    assert "".join("".join(rows(page)).split()) == "".join("".join(page.texts).split())


@given(st.text(CHARACTERS, max_size=60))
def test_inline_marks_go_and_words_stay(text: str) -> None:
    shown = render_inline(text).plain
    assert len(shown) <= len(text)
    assert all(span.end <= len(shown) for span in render_inline(text).spans)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** and *soft* and `**code**`", "bold and soft and **code**"),
        ("[link](file:///etc/passwd) ![image](x.png)", "link image"),
        (r"Users \& Groups, [EC2 \[Storage\]](#a)", "Users & Groups, EC2 [Storage]"),
        ("2 * 3 * 4, snake_case_name, a*b*c", "2 * 3 * 4, snake_case_name, a*b*c"),
        ("[[Note|shown]] ==marked==", "shown marked"),
        ("- [x] done", "- [x] done"),
    ],
)
def test_what_inline_marks_become(text: str, shown: str) -> None:
    assert render_inline(text).plain == shown


def test_a_rendered_note_has_bullets_headings_and_tables() -> None:
    page = Page(NoteText(f"# A **note**\n\n- one\n  * two\n- [ ] todo\n---\n{TABLE}"), 40)
    assert rows(page)[:6] == ["# A note", "", "• one", "  • two", "• ☐ todo", "─" * 40]
    assert rows(page)[7:11] == ["Animal  Legs", "──────  ────", "zebra   4", "spider  8"]


def test_a_table_is_shown_as_records_where_a_grid_is_too_narrow_or_not_wanted() -> None:
    wide = "| Animal | Legs |\n|---|---|\n| a very long animal name | a number |"
    for page in (Page(NoteText(wide), 12), Page(NoteText(wide), 60, is_records=True)):
        assert "Legs: a number" in " ".join(" ".join(rows(page)).split())


def test_what_stands_in_a_fence_is_no_table_and_no_heading() -> None:
    page = Page(NoteText("```\n# no heading\n| no | table |\n```\n# heading"), 40)
    assert rows(page) == ["```", "# no heading", "| no | table |", "```", "# heading"]
    assert page.row(1).text.style == "note.code"
    assert page.row(4).text.style == "note.heading"


def test_lines_are_found_whatever_their_case() -> None:
    page = Page(NoteText("One\ntwo\nONE more"), 40)
    assert page.lines_with("one") == [1, 3]
    assert page.lines_with("") == []
