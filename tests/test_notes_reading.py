"""A note as a whole: its parts put together, and any text survived."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notes_laws import MARKDOWN, check_laws, count_pieces, facts_of, parse
from tutor.notes.passages import Budget
from tutor.notes.reading import parse_note
from tutor.notes.values import Alias, FrontMatter, Lines, NoteText, Span

NOTE = """\
---
title: Balancers
aliases: [load balancers, ELB]
tags: [aws]
---
# Contents

- [Types](#types)
- [Costs](#costs)

# Types

The Application Load Balancer (ALB) is one.

## Costs

## Elastic IP

| Network Load Balancer (NLX) |
|---|
| one per zone |
"""


def test_a_note_holds_all_that_was_read_of_it() -> None:
    note = parse(NOTE, 250, "cloud/lb.md")
    assert note.file == "cloud/lb.md"
    assert note.text.text == NOTE
    assert note.front == FrontMatter("Balancers", ("load balancers", "ELB"), ("aws",))
    assert [(section.path, section.lines, section.is_empty) for section in note.sections] == [
        ((), Lines(1, 5), True),
        (("Contents",), Lines(6, 10), True),
        (("Types",), Lines(11, 14), False),
        (("Types", "Costs"), Lines(15, 16), True),
        (("Types", "Elastic IP"), Lines(17, 21), False),
    ]
    assert [passage.section for passage in note.passages] == [2, 3, 4]


def test_a_note_has_the_aliases_of_its_text_its_titles_its_names_and_its_front_matter() -> None:
    assert set(parse(NOTE, 250).aliases) >= {
        Alias("ALB", "Application Load Balancer"),
        Alias("NLX", "Network Load Balancer"),
        Alias("EIP", "Elastic IP", is_initials=True),
        Alias("ELB", "Balancers"),
        Alias("load balancers", "Balancers"),
    }


@given(MARKDOWN)
def test_aliases_come_sorted_and_once(raw: str) -> None:
    aliases = [(alias.short, alias.long, alias.is_initials) for alias in parse(NOTE + raw).aliases]
    assert aliases == sorted(set(aliases))


def test_an_alias_of_a_note_without_a_title_is_one_of_nothing() -> None:
    raw = "---\naliases: [Monday]\n---\nText\n"
    assert parse(raw, file="2024-05-06.md").aliases == ()
    assert parse(raw, file="week.md").aliases == (Alias("Monday", "week"),)


@pytest.mark.parametrize(
    ("file", "raw", "placed"),
    [
        ("cell-biology.md", "Text", "cell biology\nText"),
        ("a/b/cell_biology.txt", "# Cells\n\nText", "cell biology > Cells\nText"),
        ("cells.md", "# Cells and more\n\nText", "Cells and more\nText"),
        ("cells and more.md", "# Cells\n\nText", "Cells\nText"),
        ("2024-05-06.md", "# Cells\n\nText", "Cells\nText"),
        ("2024-05-06.md", "Text", "\nText"),
        ("x.md", "---\ntitle: Biology\n---\n# Cells\n\nText", "Biology > Cells\nText"),
        ("x.md", "#\n\nText", "x > \nText"),
        ("caf\udce9.md", "Text", "caf?\nText"),
    ],
)
def test_a_section_is_placed_by_title_or_file_name_and_headings(file: str, raw: str, placed: str) -> None:
    (passage,) = parse(raw, 250, file).passages
    assert passage.inputs == (placed,)


@given(st.text(max_size=300))
def test_any_text_is_read(raw: str) -> None:
    check_laws(parse(raw))


@pytest.mark.parametrize(
    "raw", ["", "\n", "\r", "\r\n", "\ufeff", "\0", "\f", "#", "---", "---\n---", "$$", "```", "|", ">"]
)
def test_a_mark_alone_is_read(raw: str) -> None:
    check_laws(parse(raw))


@pytest.mark.parametrize(
    "raw",
    [
        "word " * 10_000,
        "x" * 20_000,
        "- [#](#a) [" + "\\a" * 5_000,
        "- A-" + "b-" * 200 + "!",
        ("a/" * 60 + "a a (AAAAAAAAAB)\n") * 20,
        "a <!-- " * 5_000,
        "$$ a\n" * 2_000,
        ">" * 1_000 + " a\n",
        "- " * 5_000 + "a\n",
        "[" * 20_000,
        "`" * 20_000,
        "|" * 20_000 + "\n|-|\n",
        "\t" * 5_000 + "a\n",
        "a\n" * 5_000 + "===\n",
        "<div>\n" * 5_000,
        "---\n" + "a: [" * 3_000 + "\n---\n",
        "".join(f"{' ' * level}> " for level in range(200)) + "a",
    ],
)
def test_hostile_text_is_read_in_no_time(raw: str) -> None:
    note = parse_note("a.md", raw, Budget(count_pieces, 250))
    assert note.text.text == raw
    assert all(passage.span.end <= len(raw) for passage in note.passages)


def test_escape_sequences_and_markup_are_kept_as_they_are() -> None:
    raw = "# \x1b[31mRed [bold]x[/bold]\n\n- \x1b]8;;http://x\x07link [red]text\n"
    note = parse(raw, 250)
    assert note.text.slice(facts_of(note)[0].span) == "- \x1b]8;;http://x\x07link [red]text"


# Places in a text


@pytest.mark.parametrize(
    ("raw", "count"),
    [("", 0), ("a", 1), ("a\n", 1), ("a\n\n", 2), ("a\r\nb\r\n", 2), ("a\rb\r", 2), ("a\rb\n", 1), ("\n", 1)],
)
def test_lines_are_counted_as_editors_count_them(raw: str, count: int) -> None:
    assert NoteText(raw).line_count == count


def test_a_span_of_lines_leaves_out_what_ends_the_last() -> None:
    text = NoteText("one\r\ntwo\nthree")
    assert [text.slice(text.span_of(Lines(line, line))) for line in (1, 2, 3)] == ["one", "two", "three"]
    assert text.slice(text.span_of(Lines(1, 2))) == "one\r\ntwo"


@given(st.text("ab\r\n\u2028", min_size=1, max_size=40))
def test_lines_and_spans_tell_the_same(raw: str) -> None:
    text = NoteText(raw)
    for line in range(1, text.line_count + 1):
        span = text.span_of(Lines(line, line))
        assert text.line_of(span.start) == line
        assert text.lines_of(span) == Lines(line, line)
    if text.line_count:
        whole = text.span_of(Lines(1, text.line_count))
        assert whole.start == 0
        assert raw[whole.end :] in ("", "\n", "\r", "\r\n")
        assert text.lines_of(Span(0, len(raw))) == Lines(1, text.line_count)
