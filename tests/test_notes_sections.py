"""Sections: every line is in one, and each has the headings above it."""

import pytest
from hypothesis import given

from tests.notes_laws import TEXTS
from tutor.notes.markdown import parse_blocks
from tutor.notes.sections import Outline, heading_text, outline_of
from tutor.notes.values import Lines, NoteText


def outlines(raw: str) -> list[Outline]:
    text = NoteText(raw)
    return outline_of(parse_blocks(text), text)


def paths(raw: str) -> list[tuple[str, ...]]:
    return [outline.section.path for outline in outlines(raw)]


@given(TEXTS)
def test_each_line_is_in_exactly_one_section(raw: str) -> None:
    lines = [
        line for outline in outlines(raw) for line in range(outline.section.lines.first, outline.section.lines.last + 1)
    ]
    assert lines == list(range(1, NoteText(raw).line_count + 1))


def test_text_before_the_first_heading_is_a_section_without_a_path() -> None:
    sections = [outline.section for outline in outlines("Preface\n\n# One\n\nText\n")]
    assert [(section.path, section.level, section.lines) for section in sections] == [
        ((), 0, Lines(1, 2)),
        (("One",), 1, Lines(3, 5)),
    ]


def test_a_note_without_lines_has_no_section() -> None:
    assert outlines("") == []


def test_a_note_of_blank_lines_has_an_empty_section() -> None:
    assert [outline.section.is_empty for outline in outlines("\n\n")] == [True]


def test_a_path_is_what_stands_above_outermost_first() -> None:
    raw = "# A\n## B\n### C\n## D\n# E\n### F\n"
    assert paths(raw) == [("A",), ("A", "B"), ("A", "B", "C"), ("A", "D"), ("E",), ("E", "F")]


def test_a_note_may_begin_below_the_first_level() -> None:
    assert paths("### C\n## B\n# A\n") == [("C",), ("B",), ("A",)]


def test_headings_in_quotes_lists_and_fences_open_no_section() -> None:
    assert paths("# A\n\n> # B\n\n- # C\n\n```\n# D\n```\n") == [("A",)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("# Title", "Title"),
        ("## Title ##", "Title"),
        ("# Title \\#", "Title #"),
        ("# C#", "C#"),
        ("# F# and C# #", "F# and C#"),
        ("Title\n=====", "Title"),
        ("Title\r\n=====", "Title"),
        ("Title\r-----", "Title"),
        ("Long\ntitle\n---", "Long title"),
        ("# 1. Intro", "1. Intro"),
        ("# **Bold** _and_ `code`", "Bold and code"),
        ("# [Link](https://x.org) and [[Note|wiki]]", "Link and wiki"),
        ("# snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        ("#", ""),
        ("# #", ""),
        ("### ###", ""),
        ("# <b>Bold</b>", "Bold"),
    ],
)
def test_a_headings_text_is_what_a_reader_sees(raw: str, text: str) -> None:
    assert heading_text(raw) == text


def test_a_long_heading_is_cut_at_300_characters() -> None:
    assert heading_text("# " + "h" * 300) == "h" * 300
    assert heading_text("# " + "h" * 301) == "h" * 299 + "…"


@pytest.mark.parametrize("body", ["---", "- [A](#a)\n- [B](#b)", "[[#A]]", "[a]: https://x.org"])
def test_what_holds_nothing_to_quote_is_empty_and_known(body: str) -> None:
    (outline,) = outlines(f"# Contents\n\n{body}\n")
    assert outline.section.is_empty
    assert outline.section.path == ("Contents",)
    assert outline.runs == ()


def test_a_heading_that_is_all_there_is_is_quoted_itself() -> None:
    ports, rdp, last = outlines("# Ports\n\n## RDP - TCP 3389\n\n## SSH - TCP 22\n")
    assert ports.section.is_empty  # others stand below it
    assert [[block.lines for block in run] for run in rdp.runs] == [[Lines(3, 3)]]
    assert [[block.lines for block in run] for run in last.runs] == [[Lines(5, 5)]]


def test_lines_that_stand_as_headings_are_headings() -> None:
    text = "STRICT LIABILITY\n\n**Pros**\n\n- cheap\n\n**It is so.**\n\n**Alone**\n"
    found = outlines(text)
    assert [outline.section.path for outline in found] == [("STRICT LIABILITY",), ("STRICT LIABILITY", "Pros")]
    assert [outline.section.level for outline in found] == [7, 8]


def test_front_matter_is_not_quoted() -> None:
    (outline,) = outlines("---\ntitle: T\n---\n")
    assert outline.section.is_empty


def test_a_contents_list_parts_what_stands_around_it() -> None:
    (outline,) = outlines("# A\n\nBefore\n\n- [B](#b)\n- [C](#c)\n\nAfter\n")
    assert [[block.lines.first for block in run] for run in outline.runs] == [[3], [8]]


def test_a_single_link_parts_nothing() -> None:
    (outline,) = outlines("# A\n\n- one\n- [B](#b)\n- two\n")
    assert [[block.lines.first for block in run] for run in outline.runs] == [[3, 5]]


@pytest.mark.parametrize(("count", "quoted"), [(3, 3), (2001, 0)])
def test_headings_alone_are_quoted_unless_there_are_thousands(count: int, quoted: int) -> None:
    text = NoteText("\n".join(f"# Heading {number}" for number in range(count)))
    found = outline_of(parse_blocks(text), text)
    assert (len(found), sum(bool(outline.runs) for outline in found)) == (count, quoted)
