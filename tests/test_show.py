"""An answer on the screen: nothing wider than the terminal, nothing lost, nothing harmful."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tutor.answer.values import Answer, Nearest, Part, Quote, Understood
from tutor.clean import clean
from tutor.notes.values import Lines
from tutor.show.answer import draw_blocks, render_answer
from tutor.show.citation import file_url, fit_path, format_footer
from tutor.show.explain import format_explained
from tutor.show.lines import quote_lines
from tutor.show.plain import render_plain
from tutor.show.theme import THEME
from tutor.show.wrap import clip_left, wrap, wrap_hanging

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def part(first: int, text: str) -> Part:
    return Part(Lines(first, first + text.count("\n")), text)


def quote(*parts: Part, best: tuple[int, ...] = (), file: str = "a.md", path: tuple[str, ...] = ("A", "B")) -> Quote:
    return Quote(file, path, parts, best, 1.0)


def sure(*quotes: Quote) -> Answer:
    return Answer("q", (), "sure", None, 1.0, quotes)


def shown(answer: Answer, width: int = 80) -> list[str]:
    return [line.plain for line in render_answer(answer, width)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# Wide, joined, combining, right-to-left and hostile characters among plain ones.
CHARACTERS = st.sampled_from("abc de-|*>`#1.漢字語👩\u200d🔬é\u0301\u05d0\ufe0f☁\x1b\x9b\u202e\t\x00[/]")
TEXTS = st.text(CHARACTERS, max_size=60) | st.text(max_size=60)
NOTES = st.lists(TEXTS, min_size=1, max_size=8).map("\n".join)
QUOTES = st.builds(
    lambda texts, best, file, path: quote(
        *(part(1 + 20 * i, text) for i, text in enumerate(texts)),
        best=best,
        file=file or "x",
        path=path,
    ),
    st.lists(NOTES, min_size=1, max_size=3),
    st.lists(st.integers(1, 40), max_size=3).map(tuple),
    st.text(CHARACTERS, max_size=80),
    st.lists(TEXTS, max_size=4).map(tuple),
)
ANSWERS = st.builds(
    lambda quotes, why, verdict: Answer("q", (), verdict, why, 0.5, tuple(quotes)),
    st.lists(QUOTES, max_size=3),
    st.none() | TEXTS,
    st.sampled_from(["sure", "doubtful", "absent"]),
)


@given(ANSWERS, st.integers(20, 200))
def test_no_line_is_wider_than_the_terminal(answer: Answer, width: int) -> None:
    assert all(cell_len(line) <= width for line in shown(answer, width))


@given(ANSWERS, st.integers(20, 200))
def test_no_line_steers_the_terminal(answer: Answer, width: int) -> None:
    for line in [*shown(answer, width), *render_plain(answer)]:
        assert not CONTROL.search(line)
        assert clean(line) == line


@given(st.lists(st.text("abc xyz.-*1漢", max_size=90), min_size=1, max_size=6), st.integers(20, 200))
def test_no_word_of_a_quote_is_lost(lines: list[str], width: int) -> None:
    text = "\n".join(lines)
    squeezed = "".join(words("".join(shown(sure(quote(part(1, text), path=())), width)[1:])))
    assert squeezed == "".join(words(text))


CELLS = st.text("abc de漢☁", max_size=40).map(str.strip)


@st.composite
def tables(draw: st.DrawFn) -> str:
    columns = draw(st.integers(2, 10))
    row = st.lists(CELLS, min_size=columns, max_size=columns)
    rows = draw(st.lists(row, min_size=2, max_size=5))
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join([lines[0], "|---" * columns + "|", *lines[1:]])


@given(tables(), st.integers(20, 200))
def test_a_table_fits_and_keeps_every_word(table: str, width: int) -> None:
    lines = shown(sure(quote(part(1, table), path=())), width)[1:]
    assert all(cell_len(line) <= width for line in lines)
    letters = sorted(character for character in "".join(lines) if character.isalpha())
    expected = sorted(character for character in table if character.isalpha())
    # Records repeat the header's words on every row.
    assert set(letters) == set(expected)
    assert len(letters) >= len(expected)


@given(TEXTS, st.integers(4, 60))
def test_wrapping_keeps_all_but_spaces_at_a_break(text: str, width: int) -> None:
    line = clean(text.replace("\n", " ").replace("\t", " "))
    lines = wrap(line, width)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert all(cell_len(piece) <= width for piece in lines)


def test_a_short_answer_looks_as_in_the_readme() -> None:
    text = "- Default retention period: 4 days\n- Configurable from 60 seconds to 14 days"
    answer = sure(quote(part(7, text), best=(7,), file="aws.md", path=("SQS", "Retention")))
    assert shown(answer, 60) == [
        "SQS › Retention                                   aws.md:7-8",
        "┃ - Default retention period: 4 days",
        "  - Configurable from 60 seconds to 14 days",
    ]


def test_wrapped_lines_begin_below_the_text_of_their_bullet() -> None:
    text = "  - [ ] one two three four five six seven"
    assert shown(sure(quote(part(1, text))), 26)[1:] == [
        "    - [ ] one two three",
        "          four five six",
        "          seven",
    ]


def test_lines_that_are_left_out_are_shown_as_an_ellipsis_and_quotes_are_kept_apart() -> None:
    answer = sure(quote(part(1, "one"), part(2, "two"), part(9, "nine")), quote(part(4, "four")))
    assert shown(answer, 20) == [
        "A › B       a.md:1-9",
        "  one",
        "  two",
        "  …",
        "  nine",
        "",
        "A › B            …:4",
        "  four",
    ]


def test_two_sentences_of_one_long_line_are_kept_apart() -> None:
    assert shown(sure(quote(part(3, "First."), part(3, "Third."))))[1:] == [
        "  First.",
        "  …",
        "  Third.",
    ]


def test_every_file_is_named_where_the_quotes_are_from_several() -> None:
    answer = sure(quote(part(1, "x")), quote(part(2, "y"), file="b.md"), quote(part(3, "z")))
    heads = [line.split()[-1] for line in shown(answer) if ":" in line]
    assert heads == ["a.md:1", "b.md:2", "a.md:3"]


def test_line_endings_of_other_systems_are_not_shown() -> None:
    assert shown(sure(quote(part(1, "one\r\ntwo\r"))))[1:] == ["  one", "  two"]
    old = Quote("a.md", (), (Part(Lines(1, 2), "one\rtwo"),), (2,), 1.0)
    assert shown(sure(old))[1:] == ["  one", "┃ two"]


def test_tabs_are_spaces_and_a_fence_is_drawn_as_it_is() -> None:
    text = "```\nif x:\n\ty | z\n| a | b |\n| c | d |\n```"
    assert shown(sure(quote(part(1, text))))[1:] == [
        "  ```",
        "  if x:",
        "      y | z",
        "  | a | b |",
        "  | c | d |",
        "  ```",
    ]


TABLE = "| Name | Use |\n| --- | --- |\n| ALB | HTTP traffic of web sites |\n| NLB | TCP |"


def test_a_table_is_a_grid_with_wrapped_cells_and_its_best_row_marked() -> None:
    assert shown(sure(quote(part(1, TABLE), best=(3,))), 30)[1:] == [
        "  Name  Use",
        "  ────  ──────────────────────",
        "┃ ALB   HTTP traffic of web",
        "┃       sites",
        "  NLB   TCP",
    ]


def test_rows_of_a_table_may_be_left_out_and_its_delimiter_too() -> None:
    answer = sure(quote(part(1, "| Name | Use |"), part(4, "| NLB | TCP |"), best=(4,)))
    assert shown(answer)[1:] == ["  Name  Use", "  …", "┃ NLB   TCP"]


def test_a_table_without_outer_bars_and_one_in_a_quotation_are_tables() -> None:
    for text in ("a | b\n--- | ---\nc | d", "> | a | b |\n> |---|---|\n> | c | d |"):
        assert shown(sure(quote(part(1, text))))[1:] == ["  a  b", "  ─  ─", "  c  d"]


def test_two_tables_in_a_row_are_two_tables() -> None:
    text = "| a | b |\n|---|---|\n| c | d |"
    lines = shown(sure(quote(part(1, text), part(9, text))))[1:]
    assert lines == ["  a  b", "  ─  ─", "  c  d", "  …", "  a  b", "  ─  ─", "  c  d"]


def test_a_row_with_too_few_or_too_many_cells_loses_none() -> None:
    text = "| a | b |\n|---|---|\n| c |\n| d | e | f |"
    assert shown(sure(quote(part(1, text))))[3:] == ["  c", "  d  e  f"]


def test_lone_rows_and_text_with_bars_are_no_table() -> None:
    for text in ("| a | b |", "a | b\nc | d", "| alone |\n|---|\n| x |"):
        assert shown(sure(quote(part(1, text))))[1:] == [f"  {line}" for line in text.split("\n")]


def test_nine_columns_are_readable_at_80() -> None:
    titles = ["", *(f"S3 Storage Class number {i}" for i in range(8))]
    cells = ["Minimum duration", *(f"{30 * i} days" for i in range(8))]
    rows = [titles, ["---"] * 9, cells, cells]
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    lines = shown(sure(quote(part(1, text), best=(4,))), 80)[1:]
    assert lines[:3] == [
        "  Minimum duration",
        "    S3 Storage Class number 0: 0 days",
        "    S3 Storage Class number 1: 30 days",
    ]
    assert lines[9] == "┃ Minimum duration"
    assert len(lines) == 18


def test_headings_are_clipped_from_the_left_and_a_citation_is_never_cut() -> None:
    path = ("A very long title of the note", "Second heading", "Last heading")
    assert fit_path(path, 80) == " › ".join(path)
    assert fit_path(path, 40) == "Second heading › Last heading"
    assert fit_path(path, 20) == "… › Last heading"
    assert fit_path(("One heading that is too long",), 14) == "…t is too long"
    assert fit_path(path, 5) is None
    long = sure(quote(part(1, "x"), file="a-long-name-of-a-note.md", path=("Heading",)))
    assert shown(long, 30)[:2] == ["Heading", "    a-long-name-of-a-note.md:1"]
    nowhere = sure(quote(part(1, "x"), file="a-very-long-name-of-a-note.md", path=()))
    assert shown(nowhere, 20)[:2] == ["a-very-long-name-of-", "         a-note.md:1"]
    split = sure(quote(part(1001, "x"), file="a-long-name-of-a-note.md", path=("Heading",)))
    assert shown(split, 26)[:3] == ["Heading", "  a-long-name-of-a-note.md", f"{':1001':>26}"]


def test_where_a_quote_can_be_opened_its_citation_takes_one_line_and_leaves_the_headings_room() -> None:
    deep = sure(
        quote(part(41, "x"), file=f"{'a folder with a long name/' * 4}ports.md", path=("Layers", "TCP and UDP"))
    )
    (block,) = draw_blocks(deep, is_openable=True)
    wide, narrow = block.draw(80, False), block.draw(36, False)
    assert wide[0].plain.startswith("Layers › TCP and UDP  ")
    assert wide[0].plain.endswith("long name/ports.md:41")
    assert len(wide) == 2
    assert narrow[0].plain == "Layers › TCP and UDP"
    assert narrow[1].plain.strip().startswith("…")
    assert narrow[1].plain.endswith("long name/ports.md:41")


def test_clipping_keeps_the_end() -> None:
    assert clip_left("one two", 7) == "one two"
    assert clip_left("one two", 4) == "…two"


def test_a_very_deep_bullet_still_has_room() -> None:
    lines = wrap_hanging(" " * 60 + "- deep words here", 20)
    assert [line.strip() for line in lines] == ["- deep words", "here"]


def test_what_is_not_sure_is_said_before_the_quotes() -> None:
    understood = (Understood("alias", "ks", "Kinesis"),)
    doubtful = Answer("q", understood, "doubtful", "nothing here says how many.", 0.3, ())
    assert shown(doubtful) == [
        "↳ understood: Kinesis (alias)",
        "Your notes may not answer this: nothing here says how many.",
    ]
    assert render_plain(doubtful) == shown(doubtful)


def test_what_is_absent_comes_with_what_is_nearest() -> None:
    nearest = (
        Nearest("a.md", Lines(12, 20), ("X", "S3")),
        Nearest("a.md", Lines(34, 34), ()),
        Nearest("b.md", Lines(5, 6), ("SQS",)),
    )
    answer = Answer("q", (), "absent", 'they never mention "macie"', 0.0, (), None, nearest)
    assert shown(answer) == [
        'Not in your notes.  (they never mention "macie")',
        "Nearest: S3 a.md:12 · :34 · SQS b.md:5",
    ]
    assert shown(Answer("q", (), "absent", None, 0.0, ())) == ["Not in your notes."]


def test_plain_lines_are_verbatim_with_the_best_marked_by_an_angle() -> None:
    answer = sure(quote(part(1, TABLE), part(8, "- a\n\n- b"), best=(3, 10)))
    assert render_plain(answer) == [
        "A › B",
        "a.md:1-10",
        "  | Name | Use |",
        "  | --- | --- |",
        "> | ALB | HTTP traffic of web sites |",
        "  | NLB | TCP |",
        "  …",
        "  - a",
        "",
        "> - b",
    ]


def printed(lines: list[Text]) -> str:
    out = io.StringIO()
    console = Console(file=out, theme=THEME, force_terminal=True, color_system="standard")
    for line in lines:
        console.print(line, soft_wrap=True)
    return out.getvalue()


def test_the_citation_is_a_link_in_plain_ascii() -> None:
    name = "new\nline \x1b]8;é\udcff.md"
    answer = sure(quote(part(1, "x"), file=name, path=("A",)))
    out = printed(render_answer(answer, 80, root=Path("/my notes")))
    links = re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\", out)
    assert links[0] == "file:///my%20notes/new%0Aline%20%1B%5D8%3B%C3%A9%FF.md"
    assert links[0] == file_url(Path("/my notes"), name)
    assert "\x1b]8;" not in printed(render_answer(answer, 80))


def test_best_lines_are_bold_and_the_citation_is_dim() -> None:
    out = printed(render_answer(sure(quote(part(1, "best\nrest"), best=(1,))), 80))
    assert "\x1b[2ma.md:1-2\x1b[0m" in out
    assert "\x1b[1m┃ \x1b[0m\x1b[1mbest\x1b[0m" in out
    assert "\n  rest\n" in out


@pytest.mark.parametrize("markup", ["[/]", "[/no]", "[red]x[/red]", ":smile:", "[link=a]b[/link]"])
def test_markup_is_text(markup: str) -> None:
    assert markup in printed(render_answer(sure(quote(part(1, markup), path=(markup,))), 80))


def test_the_footer_names_the_note_or_counts_them() -> None:
    one = sure(quote(part(1, "x")), quote(part(2, "y")))
    assert format_footer(one, 0.2361) == "(a.md · 0.24 s)"
    two = sure(quote(part(1, "x")), quote(part(2, "y"), file="b.md"))
    assert format_footer(two, 1) == "(2 notes · 1.00 s)"
    assert format_footer(sure(), 1) == "(1.00 s)"


@dataclass(frozen=True)
class Hit:
    rank: int
    score: float
    words: tuple[str, ...] = ("sqs", "\x1b[2J")
    missing: tuple[str, ...] = ()
    file: str = "a.md"
    lines: Lines = field(default=Lines(3, 4))
    heading_path: tuple[str, ...] = ("A", "B")
    dense: float = 0.5
    best_fact: float = 0.25
    cover: float = 1.0
    fact_cover: float = 0.125


def test_the_numbers_of_an_explanation_stand_below_each_other() -> None:
    assert format_explained([Hit(1, 1.5), Hit(10, 0.75)]) == [  # type: ignore[list-item]
        "#   score  dense  fact   cover  fact cover  where",
        "1   1.500  0.500  0.250  1.000  0.125       a.md:3-4  A › B",
        "    matched: sqs, ␛[2J · missing: -",
        "10  0.750  0.500  0.250  1.000  0.125       a.md:3-4  A › B",
        "    matched: sqs, ␛[2J · missing: -",
    ]


def test_a_quoted_heading_is_not_said_twice() -> None:
    part = Part(Lines(1, 3), "## Ports\n\n- RDP: 3389")
    assert [line.text for line in quote_lines(Quote("a.md", ("Ports",), (part,), (3,), 1.0))] == ["- RDP: 3389"]
    assert len(quote_lines(Quote("a.md", ("Other",), (part,), (3,), 1.0))) == 3
    alone = Part(Lines(1, 1), "## RDP - TCP 3389")
    assert len(quote_lines(Quote("a.md", ("RDP - TCP 3389",), (alone,), (), 1.0))) == 1
