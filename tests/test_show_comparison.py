"""A comparison on the screen and in plain lines: a table's grid, or each side's own passage."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from tutor.answer.values import Answer, Cell, Comparison, Part, Quote, Row
from tutor.clean import clean
from tutor.notes.values import Lines
from tutor.show.answer import render_answer
from tutor.show.plain import render_plain
from tutor.show.theme import THEME

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SIDES = ("NLB", "ALB")
PATH = ("Load balancers", "Which one")


def quote(first: int, text: str, *, best: tuple[int, ...] = (), path: tuple[str, ...] = PATH, more: int = 0) -> Quote:
    return Quote("a.md", path, (Part(Lines(first, first + text.count("\n")), text),), best, 1.0, more)


def row(line: int, aspect: str, *cells: str) -> Row:
    return Row(aspect, tuple(Cell(cell, "a.md", line) for cell in cells))


def from_table(*rows: Row, sides: tuple[str, ...] = SIDES, others: tuple[Quote, ...] = ()) -> Answer:
    lines = [cell.line for row in rows for cell in row.cells]
    table = quote(min(lines), "\n" * (max(lines) - min(lines)))
    return Answer(" vs ".join(sides), (), "sure", None, 1.0, (table, *others), Comparison(sides, rows))


def from_passages(*quotes: Quote | None, sides: tuple[str, ...] = SIDES, others: tuple[Quote, ...] = ()) -> Answer:
    cells = tuple(Cell(q.text, q.file, q.lines.first) if q else Cell("", "", 0) for q in quotes)
    held = tuple(q for q in quotes if q)
    return Answer("q", (), "sure", None, 1.0, (*held, *others), Comparison(sides, (Row("", cells),)))


def shown(answer: Answer, width: int = 80, *, full: bool = False) -> list[str]:
    return [line.plain for line in render_answer(answer, width, full=full)]


def printed(answer: Answer, width: int = 80, root: Path | None = None) -> str:
    out = io.StringIO()
    console = Console(file=out, theme=THEME, force_terminal=True, color_system="standard", width=200)
    for line in render_answer(answer, width, root=root):
        console.print(line, soft_wrap=True, markup=False)
    return out.getvalue()


LAYER = row(5, "Layer", "Layer 4 (Transport Layer)", "Layer 7 (Application Layer)")
USE = row(6, "Use Case", "TCP/UDP traffic, static IP", "HTTP/HTTPS traffic, microservices")
STICKY = row(7, "Sticky", "Supported", "supported")


def test_a_table_is_a_grid_with_its_title_its_place_and_a_column_for_each_side() -> None:
    assert shown(from_table(LAYER, USE, STICKY), 60) == [
        "NLB vs ALB              Load balancers › Which one  a.md:5-7",
        "",
        "           NLB                       ALB",
        "Layer      Layer 4 (Transport        Layer 7 (Application",
        "           Layer)                    Layer)",
        "Use Case   TCP/UDP traffic, static   HTTP/HTTPS traffic,",
        "           IP                        microservices",
        "Sticky     Supported                 supported",
    ]


def test_a_table_that_is_too_wide_for_a_grid_is_a_record_for_each_aspect() -> None:
    assert shown(from_table(LAYER, STICKY), 24)[3:] == [
        "Layer",
        "  NLB: Layer 4",
        "    (Transport Layer)",
        "  ALB: Layer 7",
        "    (Application Layer)",
        "Sticky",
        "  NLB: Supported",
        "  ALB: supported",
    ]


def test_a_table_without_aspects_has_a_column_for_each_side_only() -> None:
    assert shown(from_table(row(5, "", "Spot", "On-demand"), row(6, "", "cheap", "steady")))[2:] == [
        "NLB     ALB",
        "Spot    On-demand",
        "cheap   steady",
    ]


def test_a_single_row_of_a_table_without_an_aspect_is_no_pair_of_passages() -> None:
    assert shown(from_table(row(5, "", "Spot", "")))[2:] == ["NLB    ALB", "Spot"]


def test_where_the_place_leaves_the_headings_no_room_they_stand_below_the_title() -> None:
    assert shown(from_table(LAYER), 26)[:2] == ["NLB vs ALB          a.md:5", "Load balancers › Which one"]
    long = from_table(LAYER, sides=("Network Load Balancers", "Application Load Balancers"))
    assert shown(long, 26)[:4] == [
        "Network Load Balancers vs",
        "Application Load Balancers",
        # As above any quote.
        "Which one           a.md:5",
        "",
    ]


def test_what_does_not_fit_a_screen_is_counted() -> None:
    rows = [row(i, f"Aspect {i}", f"one {i}", f"two {i}") for i in range(1, 19)]
    same = [row(i, f"Aspect {i}", "same", "same") for i in range(19, 21)]
    lines = shown(from_table(*rows, *same))
    assert lines[-2:] == ["Aspect 15   one 15   two 15", "(… 3 more that differ, 2 the same: --full)"]
    assert shown(from_table(*rows))[-1] == "(… 3 more that differ: --full)"
    assert shown(from_table(*rows[:15], *same))[-1] == "(… 2 more that are the same: --full)"
    full = shown(from_table(*rows, *same), full=True)
    assert full[-1] == "Aspect 20   same     same"
    assert len(full) == 3 + 20


def test_a_row_is_shown_where_its_count_would_take_as_much_room() -> None:
    rows = [row(i, f"Aspect {i}", f"one {i}", f"two {i}") for i in range(1, 17)]
    assert shown(from_table(*rows))[-1] == "Aspect 16   one 16   two 16"
    tall = row(17, "Last", "word " * 40, "x")
    assert shown(from_table(*rows[:15], tall))[-1] == "(… 1 more that differs: --full)"
    assert shown(from_table(*rows[:15], row(17, "Last", *["word " * 40] * 2)))[-1] == (
        "(… 1 more that is the same: --full)"
    )


def test_four_rows_are_shown_however_long_they_are() -> None:
    rows = [row(i, f"Aspect {i}", "word " * 60, "other") for i in range(1, 7)]
    lines = shown(from_table(*rows))
    assert [line.split()[1] for line in lines if line.startswith("Aspect")] == ["1", "2", "3", "4"]
    assert lines[-1] == "(… 2 more that differ: --full)"


def test_sides_are_bold_and_rows_that_are_the_same_are_dim_at_the_end_only() -> None:
    out = printed(from_table(STICKY, LAYER, replace(STICKY, aspect="Last")))
    assert out.startswith("\x1b[1mNLB vs ALB\x1b[0m")
    assert "\x1b[2mLoad balancers › Which one  \x1b[0m\x1b[2ma.md:5-7\x1b[0m" in out
    assert re.search(r"\x1b\[1m +NLB +ALB\x1b\[0m\n", out)
    assert re.search(r"\nSticky +Supported +supported\n", out)
    assert re.search(r"\n\x1b\[2mLast +Supported +supported\x1b\[0m\n", out)
    assert re.search(r"\nSticky +Supported +supported\n", printed(from_table(STICKY)))


def test_cells_are_verbatim_but_for_their_white_space() -> None:
    answer = from_table(row(5, "**A**", "a \\| b\t<br>  `c`", "[/] :smile: \x1b[2J"), row(6, "B", "", "x"))
    assert shown(answer)[3:] == ["**A**   a \\| b <br> `c`   [/] :smile: ␛[2J", "B                         x"]


def test_the_quote_of_the_table_is_not_drawn_again_and_the_others_are() -> None:
    other = quote(40, "- fast", best=(40,), path=("NLB",))
    answer = from_table(LAYER, STICKY, others=(other,))
    assert shown(answer)[-3:] == ["", f"{'NLB':<76}…:40", "┃ - fast"]
    turned = replace(answer, quotes=answer.quotes[::-1])
    assert shown(turned) == shown(answer)


def test_a_table_whose_quote_is_not_there_has_the_place_of_its_cells() -> None:
    answer = replace(from_table(LAYER, STICKY), quotes=())
    assert shown(answer)[0] == f"NLB vs ALB{'a.md:5-7':>70}"


def test_a_citation_links_to_its_note() -> None:
    links = re.compile(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\")
    for answer in (from_table(LAYER, STICKY), from_passages(quote(5, "one"), None)):
        assert links.findall(printed(answer, root=Path("/notes"))) == ["file:///notes/a.md"]


def test_without_rows_there_is_no_comparison() -> None:
    answer = Answer("q", (), "sure", None, 1.0, (quote(5, "one"),), Comparison(SIDES, ()))
    assert shown(answer) == shown(replace(answer, comparison=None))
    assert render_plain(answer) == render_plain(replace(answer, comparison=None))


ONE = quote(5, "- first\n- second", best=(6,), path=("X", "NLB"))
TWO = quote(15, "- third", path=("X", "ALB"))


def test_passages_stand_below_each_other_in_a_narrow_terminal() -> None:
    assert shown(from_passages(ONE, TWO, others=(quote(30, "else", path=()),)), 40) == [
        "NLB                    X › NLB  a.md:5-6",
        "  - first",
        "┃ - second",
        "",
        "ALB                        X › ALB  …:15",
        "  - third",
        "",
        "                                    …:30",
        "  else",
    ]


def test_passages_stand_side_by_side_in_a_wide_terminal() -> None:
    assert shown(from_passages(ONE, TWO), 120) == [
        f"NLB{'a.md:5-6':>55}    ALB{'…:15':>55}",
        f"{'X › NLB':<62}X › ALB",
        f"{'  - first':<62}  - third",
        "┃ - second",
    ]
    assert len(shown(from_passages(ONE, TWO), 119)) == 6


def test_a_side_that_the_notes_do_not_have_is_named() -> None:
    for width in (80, 140):
        lines = shown(from_passages(ONE, None), width)
        assert lines[1:] == ["  - first", "┃ - second", "", "ALB: your notes have no section on it"]
    assert "\x1b[2;3mALB: your notes have no section on it\x1b[0m" in printed(from_passages(ONE, None))
    three = shown(from_passages(ONE, None, TWO, sides=("NLB", "GWLB", "ALB")), 120)
    assert three[0].split() == ["NLB", "a.md:5-6", "ALB", "…:15"]
    assert three[-2:] == ["", "GWLB: your notes have no section on it"]


def test_many_passages_need_room_side_by_side() -> None:
    four = from_passages(*[ONE, TWO] * 2, sides=("a", "b", "c", "d"))
    assert shown(four, 120)[0].startswith("a  ")
    assert "b" not in shown(four, 120)[0]
    assert re.findall(r"\b[abcd]\b", shown(four, 160)[0].replace("a.md", "")) == ["a", "b", "c", "d"]


def test_a_passage_takes_its_place_from_the_quote_that_holds_it() -> None:
    longer = replace(ONE, parts=(Part(Lines(5, 6), "- first\n- second"), Part(Lines(9, 9), "- ninth")))
    cells = (Cell("- second\n- ninth", "a.md", 6), Cell("- third", "a.md", 15))
    answer = Answer("q", (), "sure", None, 1.0, (longer, TWO), Comparison(SIDES, (Row("", cells),)))
    assert shown(answer, 40)[:4] == ["NLB                    X › NLB  a.md:6-9", "┃ - second", "  …", "  - ninth"]
    other = replace(answer, quotes=(replace(longer, parts=(Part(Lines(5, 9), "another"),)),))
    assert shown(other, 40)[:3] == ["NLB                      X › NLB  a.md:6", "  - second", "  - ninth"]
    alone = replace(answer, quotes=())
    assert shown(alone, 40)[:3] == ["NLB                               a.md:6", "  - second", "  - ninth"]


def test_what_is_left_out_of_a_list_is_counted() -> None:
    answer = Answer("q", (), "sure", None, 1.0, (quote(5, "- one", more=3),))
    assert shown(answer)[1:] == ["  - one", "  (… 3 more in this list: --full)"]
    assert render_plain(answer)[2:] == ["  - one", "  (… 3 more in this list: --full)"]
    assert "  \x1b[2m(… 3 more in this list: --full)\x1b[0m" in printed(answer)


def test_plain_lines_have_all_rows_each_cell_with_its_line() -> None:
    rows = [row(i, f"Aspect {i}", f"one {i}", "") for i in range(1, 31)]
    lines = render_plain(from_table(*rows, others=(quote(40, "else"),)))
    assert lines[:6] == [
        "NLB vs ALB",
        "Load balancers › Which one",
        "a.md:1-30",
        "Aspect 1",
        "  NLB: one 1  (:1)",
        "  ALB:  (:1)",
    ]
    assert lines[-7:] == ["Aspect 30", "  NLB: one 30  (:30)", "  ALB:  (:30)", "", " › ".join(PATH), "…:40", "  else"]
    moved = from_table(Row("Layer", (Cell("x", "a.md", 5), Cell("y", "b.md", 6))))
    assert render_plain(replace(moved, quotes=()))[-2:] == ["  NLB: x  (:5)", "  ALB: y  (b.md:6)"]


def test_plain_passages_follow_each_other() -> None:
    assert render_plain(from_passages(ONE, None)) == [
        "NLB vs ALB",
        "",
        "NLB",
        "X › NLB",
        "a.md:5-6",
        "  - first",
        "> - second",
        "",
        "ALB: your notes have no section on it",
    ]


# Wide, joined, combining, right-to-left and hostile characters among plain ones.
CHARACTERS = st.sampled_from("abc de-|*>`#1.漢字語👩\u200d🔬é\u0301\u05d0\ufe0f☁\x1b\x9b\u202e\t\x00[/]\n")
TEXTS = st.text(CHARACTERS, max_size=60) | st.text(max_size=60)


@st.composite
def compared(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Answer:
    sides = tuple(draw(st.lists(texts, min_size=2, max_size=4)))
    width = len(sides)
    if draw(st.booleans()):
        cells = st.lists(texts, min_size=width + 1, max_size=width + 1)
        rows = [row(i, *cell) for i, cell in enumerate(draw(st.lists(cells, min_size=1, max_size=12)), 1)]
        answer = from_table(*rows, sides=sides, others=(quote(90, draw(texts), more=draw(st.integers(0, 3))),))
    else:
        passages = [quote(20 * i, text) for i, text in enumerate(draw(st.lists(texts, min_size=width, max_size=width)))]
        answer = from_passages(*(q if q.text.strip() else None for q in passages), sides=sides)
    return replace(answer, quotes=answer.quotes[draw(st.integers(0, 2)) :])


@given(compared(), st.integers(20, 200), st.booleans())
def test_no_line_is_wider_than_the_terminal_or_steers_it(answer: Answer, width: int, full: bool) -> None:
    lines = shown(answer, width, full=full)
    assert all(cell_len(line) <= width for line in lines)
    for line in [*lines, *render_plain(answer)]:
        assert not CONTROL.search(line)
        assert clean(line) == line


PLAIN_TEXTS = st.text("ab cde漢☁", min_size=1, max_size=60)


@given(compared(PLAIN_TEXTS), st.integers(20, 200))
def test_no_word_of_a_comparison_is_lost(answer: Answer, width: int) -> None:
    assert answer.comparison
    cells = [cell.text for row in answer.comparison.rows for cell in row.cells]
    aspects = [row.aspect for row in answer.comparison.rows]
    wanted = [text for text in (*cells, *aspects, *answer.comparison.sides) if text.strip()]
    for lines in (shown(answer, width, full=True), render_plain(answer)):
        for letter in "abcde漢☁":
            assert "".join(lines).count(letter) >= sum(text.count(letter) for text in wanted)


WORDS = st.lists(st.text("abcde漢", min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=9), st.integers(64, 200))
def test_the_words_of_a_cell_stand_in_order_in_its_column(cells: list[tuple[str, str, str]], width: int) -> None:
    answer = from_table(*(row(i, *cell) for i, cell in enumerate(cells, 1)))
    lines = render_answer(answer, width, full=True)[3:]
    words = [word for line in lines for word in line.plain.split()]
    assert sorted(words) == sorted(word for cell in cells for text in cell for word in text.split())


@pytest.mark.parametrize("width", [20, 40, 80, 119, 120, 160])
def test_more_rows_than_one_screen_are_never_shown_unasked(width: int) -> None:
    rows = [row(i, f"Aspect number {i}", "some words " * (i % 5), "others") for i in range(1, 30)]
    lines = shown(from_table(*rows), width)
    at = next(i for i, line in enumerate(lines) if line.startswith("Aspect"))
    counted = next(i for i, line in enumerate(lines) if line.startswith("(…"))
    aspects = [line for line in lines if line.startswith("Aspect")]
    assert counted - at <= 15 or len(aspects) == 4
