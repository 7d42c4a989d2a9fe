"""Blocks: what kind each line of a note belongs to, and that none is lost."""

import pytest
from hypothesis import given

from tests.notes_laws import TEXTS
from tutor.notes.markdown import Block, parse_blocks
from tutor.notes.values import Lines, NoteText


def blocks(raw: str) -> list[tuple[str, str]]:
    text = NoteText(raw)
    return [(block.kind, text.slice(text.span_of(block.lines))) for block in parse_blocks(text)]


def kinds(raw: str) -> list[str]:
    return [kind for kind, _ in blocks(raw)]


def items(raw: str) -> list[Block]:
    return [block for block in parse_blocks(NoteText(raw)) if block.kind == "item"]


@given(TEXTS)
def test_each_line_that_is_not_blank_is_in_exactly_one_block(raw: str) -> None:
    text = NoteText(raw)
    held = [line for block in parse_blocks(text) for line in range(block.lines.first, block.lines.last + 1)]
    assert held == sorted(set(held))
    for number in set(range(1, text.line_count + 1)) - set(held):
        assert not text.slice(text.span_of(Lines(number, number))).strip("> \t\r\n")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_the_note_ends_them(newline: str) -> None:
    raw = newline.join(["# Title", "", "- one", "- two", "", "Text", "goes on"])
    assert blocks(raw) == [
        ("heading", "# Title"),
        ("item", "- one"),
        ("item", "- two"),
        ("paragraph", f"Text{newline}goes on"),
    ]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\v", "\f", "\x1c"])
def test_marks_that_python_takes_for_line_ends_end_none(mark: str) -> None:
    raw = f"One{mark}# two\n\nThree"
    assert [block.lines for block in parse_blocks(NoteText(raw))] == [Lines(1, 1), Lines(3, 3)]


def test_a_lone_return_in_a_note_with_line_feeds_ends_no_line() -> None:
    assert blocks("one\r# two\nthree") == [("paragraph", "one\r# two\nthree")]


def test_atx_and_setext_headings_have_their_level() -> None:
    raw = "# One\n\nTwo\n===\n\nThree\ngoes on\n---\n\n###### Six ##\n"
    levels = [(block.level, block.lines) for block in parse_blocks(NoteText(raw)) if block.kind == "heading"]
    assert levels == [(1, Lines(1, 1)), (1, Lines(3, 4)), (2, Lines(6, 8)), (6, Lines(10, 10))]


def test_a_hash_without_a_space_or_with_seven_is_no_heading() -> None:
    assert kinds("#tag\n\n####### seven\n") == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    "raw",
    [
        "```\n# no heading\n===\n```\n",
        "~~~ py\n# no heading\n~~~\n",
        "    # no heading\n",
        "```\n# never closed\n",
        "- ```\n  # no heading\n  ```\n",
        "> ```\n> # no heading\n> ```\n",
    ],
)
def test_fences_hold_no_headings(raw: str) -> None:
    assert kinds(raw) == ["fence"]


def test_a_fence_is_one_block_blank_lines_and_all() -> None:
    assert blocks("```sh\na\n\n\nb\n```") == [("fence", "```sh\na\n\n\nb\n```")]


@pytest.mark.parametrize("raw", ["> # Quoted\n", "> Quoted\n> ===\n", "1. # Listed\n"])
def test_headings_inside_quotes_and_lists_are_not_headings(raw: str) -> None:
    assert "heading" not in kinds(raw)


@pytest.mark.parametrize(
    "formula", ["$$\na\n=\nb\n$$", "$$ a\n===\nb $$", "$$\na\n\n===\n$$ (2.1)", "$$ x = y $$", "$$ x $$ (eq-1)", "$$$$"]
)
def test_formulas_hold_no_setext_headings(formula: str) -> None:
    assert blocks(f"Text\n{formula}\nText\n") == [("paragraph", "Text"), ("math", formula), ("paragraph", "Text")]


def test_formulas_stand_in_lists_and_quotes_and_end_with_them() -> None:
    assert kinds("- a\n  $$\n  b\n  =\n  $$\n\n> $$ c $$\n") == ["item", "math", "math"]
    assert kinds("- $$\n  a\n\nText\n\n$$\n") == ["item", "paragraph", "paragraph"]
    assert kinds("> $$\n> a\n\n# Heading\n\n$$\n") == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize("raw", ["$$ is money\n\n# Heading\n", "$$a$$ and $$b\n\n# Heading\n", "$$\n# Heading\n"])
def test_dollars_that_open_no_formula_hide_nothing(raw: str) -> None:
    assert kinds(raw) == ["paragraph", "heading"]


def test_a_formula_is_no_longer_than_a_hundred_lines() -> None:
    assert kinds("$$\n" + "a\n" * 98 + "$$\n") == ["math"]
    assert kinds("$$\n" + "a\n" * 99 + "$$\n") == ["paragraph"]


def test_each_item_knows_the_items_above_it() -> None:
    raw = "- a\n  goes on\n  - b\n    1. c\n- d\n"
    assert [(block.lines, block.items) for block in items(raw)] == [
        (Lines(1, 2), ()),
        (Lines(3, 3), (Lines(1, 2),)),
        (Lines(4, 4), (Lines(1, 2), Lines(3, 3))),
        (Lines(5, 5), ()),
    ]


@pytest.mark.parametrize("depth", [12, 30, 45])
def test_deep_bullets_are_kept(depth: int) -> None:
    raw = "".join(f"{'  ' * level}- level {level}\n" for level in range(depth))
    assert [len(block.items) for block in items(raw)] == list(range(depth))


def test_bullets_deeper_than_the_parser_goes_are_kept_as_text() -> None:
    raw = "".join(f"{'  ' * level}- level {level}\n" for level in range(120))
    assert sum(block.lines.last - block.lines.first + 1 for block in parse_blocks(NoteText(raw))) == 120


def test_the_second_paragraph_of_an_item_is_a_paragraph_below_it() -> None:
    text = NoteText("- a\n\n  more of a\n")
    assert parse_blocks(text)[1] == Block("paragraph", Lines(3, 3), items=(Lines(1, 1),))


def test_numbered_and_task_lists_are_lists() -> None:
    assert kinds("1. one\n2) other list\n\n- [ ] open\n- [x] done\n") == ["item"] * 4


def test_a_table_is_one_block() -> None:
    assert blocks("| A | B |\n|---|---|\n| 1 | 2 |\n\nText") == [
        ("table", "| A | B |\n|---|---|\n| 1 | 2 |"),
        ("paragraph", "Text"),
    ]


@pytest.mark.parametrize("prefix", ["> ", "- ", "1. "])
def test_tables_stand_in_quotes_and_lists_too(prefix: str) -> None:
    inside = prefix if prefix == "> " else " " * len(prefix)
    assert kinds(f"{prefix}| A | B |\n{inside}|---|---|\n{inside}| 1 | 2 |\n") == ["table"]


def test_html_is_a_block_until_a_blank_line_and_a_comment_until_it_ends() -> None:
    raw = "<details>\n<summary>Q</summary>\n\nHidden text\n\n</details>\n\n<!-- one\n\n# two -->\n"
    assert kinds(raw) == ["html", "paragraph", "html", "html"]


def test_front_matter_stands_at_the_very_start_only() -> None:
    assert kinds("---\ntitle: T\n---\nText\n") == ["front", "paragraph"]
    assert "front" not in kinds("\n---\ntitle: T\n---\n")
    assert "front" not in kinds("---\ntitle: never closed\n\nText\n")


@pytest.mark.parametrize(
    "raw",
    [
        "- [One](#one)\n- [Two \\[2\\]](#two-2)\n",
        "1. [One](#one)\n   * [**Two**](#two)\n",
        "- [[#One]]\n- [[#Two|two]]\n",
        "[One](#one) | [Two](#two)\n",
        "- [The [inner] one](#a(b))\n",
        "> - [One](#one)\n",
    ],
)
def test_links_to_the_notes_own_headings_are_contents(raw: str) -> None:
    assert set(kinds(raw)) == {"contents"}


@pytest.mark.parametrize("raw", ["- [One](other.md#one)\n", "- see [One](#one)\n", "[[Note#One]]\n", "- #one\n"])
def test_other_links_are_not_contents(raw: str) -> None:
    assert "contents" not in kinds(raw)


@pytest.mark.parametrize(
    "raw", ['[a]: https://x.org\n[b c]: <y> "Title"\n', "[a]: x 'T'\n", "[a]: x (T)\n", "> [a]: https://x.org\n"]
)
def test_link_definitions_are_set_apart(raw: str) -> None:
    assert kinds(raw) == ["definition"]


@pytest.mark.parametrize(
    "raw", ["[^1]: A footnote.\n", "[^1]: one\n", "[Note]: several words\n", "[a]: https://x.org\nText goes on\n"]
)
def test_footnotes_and_text_in_brackets_are_kept(raw: str) -> None:
    assert kinds(raw) == ["paragraph"]


def test_rules_are_set_apart() -> None:
    assert kinds("Text\n\n---\n\n* * *\n") == ["paragraph", "rule", "rule"]


def test_what_is_too_large_to_parse_is_read_as_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.notes.markdown._MAX_PARSED", 10)
    assert blocks("# One\ntwo\n\n- three\n") == [("paragraph", "# One\ntwo"), ("paragraph", "- three")]


def test_hostile_links_take_no_time() -> None:
    for raw in ("- [#](#a) [" + "\\a" * 5000, "[[#" * 20000, "- [a](#" * 5000, "- [" * 90 + "](#"):
        assert blocks(raw)
