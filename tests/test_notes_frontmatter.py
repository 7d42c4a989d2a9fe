"""Front matter: read where it is sound, and empty where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.notes.frontmatter import parse_front_matter
from tutor.notes.values import FrontMatter


def front(yaml: str) -> FrontMatter:
    return parse_front_matter(f"---\n{yaml}\n---")


def test_title_aliases_and_tags_are_read() -> None:
    yaml = "title: Load balancing\naliases:\n  - ELB\n  - Balancers\ntags: [aws, '#network/layer7']\nother: {a: [b]}"
    assert front(yaml) == FrontMatter("Load balancing", ("ELB", "Balancers"), ("aws", "network/layer7"))


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_it_is_read_in_notes_of_any_line_end(newline: str) -> None:
    assert parse_front_matter(newline.join(["---", "title: T", "tags: a", "---"])) == FrontMatter("T", (), ("a",))


@pytest.mark.parametrize(
    ("yaml", "aliases"),
    [
        ("aliases: ELB", ("ELB",)),
        ("aliases: ELB, Balancers ,", ("ELB", "Balancers")),
        ("alias: ELB", ("ELB",)),
        ("aliases: [ELB, [nested], {a: b}, 3, '']", ("ELB", "3")),
        ("aliases: {a: b}", ()),
        ("aliases:", ()),
        ("aliases: null", ()),
        ("aliases: [~, Null]", ()),
    ],
)
def test_aliases_are_a_list_or_a_string_with_commas(yaml: str, aliases: tuple[str, ...]) -> None:
    assert front(yaml).aliases == aliases


@pytest.mark.parametrize(
    ("yaml", "tags"),
    [("tags: '#a #b'", ("a", "b")), ("tags: a, b", ("a", "b")), ("tags: ['#']", ()), ("tags: 7", ("7",))],
)
def test_tags_are_read_with_or_without_their_hash(yaml: str, tags: tuple[str, ...]) -> None:
    assert front(yaml).tags == tags


@pytest.mark.parametrize(
    ("yaml", "title"),
    [
        ("title: 1.10", "1.10"),
        ("title: 2024-05-01", "2024-05-01"),
        ("title: yes", "yes"),
        ("title: 007", "007"),
        ("title: |\n  two\n  lines", "two lines"),
        ("title: [a]", ""),
        ("title:", ""),
        ("title: ~", ""),
        ("title: ends in dashes--", "ends in dashes--"),
    ],
)
def test_a_title_is_what_is_written(yaml: str, title: str) -> None:
    assert front(yaml).title == title


@pytest.mark.parametrize(
    "yaml",
    [
        "- a\n- list",
        "just text",
        "42",
        "",
        "title: [unclosed",
        "title: a: b",
        "\ttitle: T",
        "title: T\n---\ntitle: second document",
        "title: '\\U99999999'\nother: \"\\UFFFFFFFF\"",
        "? [a]\n: b",
        "title: \x07",
        "title: " + "x" * 20_000,
        "title: " + "[" * 5_000,
        "title: " + "{a: " * 2_000,
        "- " * 5_000,
        "title: &a x\naliases: [*a]",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: T",
        "a: &a [*a]",
    ],
)
def test_broken_hostile_and_other_yaml_says_nothing(yaml: str) -> None:
    assert front(yaml) == FrontMatter()


@pytest.mark.parametrize(
    "title",
    [
        "!!timestamp x",
        "!!int ''",
        "!!bool maybe",
        "!!binary '*'",
        "!!python/object/apply:os.system [echo]",
        "!!float ''",
        "0x" + "f" * 10_000,
        "9" * 10_000,
        "2024-99-99",
        "190:20:30:99999999999",
        ".inf",
    ],
)
def test_no_kind_of_scalar_makes_it_fail(title: str) -> None:
    assert len(front(f"title: {title}\ntags: a").title) <= 200


def test_half_a_character_becomes_a_mark_that_can_be_written() -> None:
    assert front('title: "a\\ud800b"').title == "a?b"


def test_names_are_bounded_in_number_and_length() -> None:
    many = front(
        "tags: " + ",".join(f"t{i}" for i in range(500)) + "\naliases: [" + "a," * 500 + "]\ntitle: " + "x" * 500
    )
    assert (len(many.tags), len(many.aliases), len(many.title)) == (64, 64, 200)


@given(st.one_of(st.text(max_size=100), st.text("abc:-[]{}&*!|>'\"#%@`~?,\n \t", max_size=60)))
def test_no_text_makes_it_fail(yaml: str) -> None:
    for found in (parse_front_matter(yaml), front(f"title: {yaml}"), front(f"aliases: [{yaml}]")):
        assert len(found.title) <= 200
        assert max(len(found.aliases), len(found.tags)) <= 64
