"""Passages and facts: what is quoted, what it cannot be read without, and what the encoder is given."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.notes_laws import (
    MARKDOWN,
    TEXTS,
    Counter,
    check_laws,
    count_pieces,
    fact_texts,
    facts_of,
    leads_of,
    parse,
    passage_texts,
)
from tutor.notes.passages import Budget
from tutor.notes.reading import parse_note

LONG = 250  # word pieces: what a real encoder reads


def inputs(raw: str, limit: int = LONG) -> list[tuple[str, ...]]:
    return [passage.inputs for passage in parse(raw, limit).passages]


# Laws


@given(TEXTS, st.sampled_from([8, 16, 40, LONG]))
@example("#a a.\n", 8)
@example("#exam #aws/saa\n\nA fact.\n", 8)
def test_the_laws_hold_of_any_text(raw: str, limit: int) -> None:
    check_laws(parse(raw, limit), limit)


@given(MARKDOWN, MARKDOWN)
def test_the_laws_hold_of_notes_that_are_put_together(one: str, other: str) -> None:
    check_laws(parse(f"# One\n\n{one}\n\n## Two\n\n{other}\n"))


@given(MARKDOWN)
def test_the_same_text_gives_the_same_note(raw: str) -> None:
    assert parse(raw) == parse(raw)


# What is a fact


def test_a_bullet_is_a_fact() -> None:
    assert fact_texts(parse("- One\n* Two\n1. Three\n- [ ] Four\n  goes on\n")) == [
        "- One",
        "* Two",
        "1. Three",
        "- [ ] Four\n  goes on",
    ]


def test_a_long_bullet_is_as_many_facts_as_it_has_sentences() -> None:
    sentences = [f"Sentence {number} says something about the balancer at hand." for number in range(6)]
    assert fact_texts(parse("1. " + " ".join(sentences), LONG)) == ["1. " + sentences[0], *sentences[1:]]


def test_a_sentence_is_a_fact() -> None:
    assert fact_texts(parse("One is here. Two is,\ne.g. there.\n")) == ["One is here.", "Two is,\ne.g. there."]


def test_a_row_is_a_fact_and_says_its_header() -> None:
    note = parse("# Layers\n\n| Name | Layer |\n|---|---|\n| ALB | 7 |\n| NLB | 4 |\n", LONG)
    assert fact_texts(note) == ["| ALB | 7 |", "| NLB | 4 |"]
    assert [fact.inputs for fact in facts_of(note)] == [
        ("Layers: Name: ALB; Layer: 7",),
        ("Layers: Name: NLB; Layer: 4",),
    ]


def test_a_table_without_rows_is_a_fact_itself() -> None:
    assert fact_texts(parse("| Name | Layer |\n|---|---|\n")) == ["| Name | Layer |"]


def test_a_table_keeps_its_header_where_its_first_row_says_nothing() -> None:
    raw = "| Name | Layer |\n|---|---|\n| | |\n| ALB | 7 |"
    assert passage_texts(parse(raw)) == [raw]
    assert fact_texts(parse(raw)) == ["| ALB | 7 |"]


@pytest.mark.parametrize(
    "raw",
    [
        "```py\nx = 1\n\ny = 2\n```",
        "    indented = 1",
        "$$\nE = mc^2\n$$",
        "$$ E = mc^2 $$",
        "<table><tr><td>cell</td></tr></table>",
        "[^1]: The source of it all",
        "> Quoted text",
        "> [!IMPORTANT]\n> Mind this",
        "```kubectl get pods``` lists pods",
        "<https://example.org/page>",
        "[Note]: this is no link but text",
    ],
)
def test_it_is_quoted_as_one_fact(raw: str) -> None:
    assert fact_texts(parse(f"Before\n\n{raw}\n", LONG)) == ["Before", raw]


@pytest.mark.parametrize(
    "raw",
    [
        "---",
        "***",
        "<!-- a comment\n\nof several lines -->",
        "[a]: https://example.org",
        "...",
        "![](picture.png)",
        "- [One](#one)\n- [Two](#two)",
        "[[#One]]",
        "![[Pasted image 20240511.png]]",
        "#exam #aws/saa",
        "<br>",
        "|   |   |\n|---|---|",
        "- \n- ",
        "```\n```",
    ],
)
def test_it_is_not_quoted(raw: str) -> None:
    (section,) = parse(f"# Heading\n\n{raw}\n").sections
    assert section.is_empty
    assert fact_texts(parse(f"# Heading\n\n{raw}\n")) == []


def test_details_are_quoted_with_what_they_hide() -> None:
    raw = "<details>\n<summary>Question</summary>\n\nThe answer.\n\n</details>\n"
    assert fact_texts(parse(raw)) == ["<details>\n<summary>Question</summary>", "The answer."]


def test_front_matter_is_not_quoted() -> None:
    assert fact_texts(parse("---\ntitle: Title\n---\n\nText.\n")) == ["Text."]


def test_a_contents_list_is_in_no_passage() -> None:
    note = parse("# A\n\nBefore.\n\n- [B](#b)\n- [C](#c)\n\nAfter.\n", LONG)
    assert passage_texts(note) == ["Before.", "After."]


# What it cannot be read without


def test_a_bullet_is_led_by_those_above_it() -> None:
    leads = leads_of(parse("- **Risks**: many\n  - of loss\n    - of data\n- Gains\n", LONG))
    assert leads["- of data"] == ["- **Risks**: many", "- of loss"]
    assert leads["- Gains"] == []


def test_the_encoder_is_told_the_labels_of_those_above() -> None:
    note = parse("# Storage\n\n- **Risks**: many\n  - of loss\n    - of data\n", LONG)
    assert facts_of(note)[2].inputs == ("Storage: Risks: of loss: of data",)


def test_a_list_is_led_by_the_sentence_that_introduces_it() -> None:
    raw = "It is long.\nIt consists of:\n\n- one\n\n  More of one.\n\n- two\n  - three\n\nText.\n\n- four\n"
    leads = leads_of(parse(raw, LONG))
    assert leads["- one"] == ["It consists of:"]
    assert leads["More of one."] == ["- one"]
    assert leads["- two"] == ["It consists of:"]
    assert leads["- three"] == ["It consists of:", "- two"]
    assert leads["- four"] == []


@pytest.mark.parametrize("intro", ["**Consists of:**", "**Consists of**:", "Consists of:  ", "> Consists of:"])
def test_an_introduction_ends_in_a_colon_whatever_its_marks(intro: str) -> None:
    assert leads_of(parse(f"{intro}\n\n- one\n", LONG))["- one"] == [intro.rstrip()]


def test_a_fence_in_a_bullet_is_led_by_it() -> None:
    leads = leads_of(parse("- Run this\n\n  ```\n  make\n  ```\n", LONG))
    assert leads["```\n  make\n  ```"] == ["- Run this"]


def test_a_row_is_led_by_its_header() -> None:
    leads = leads_of(parse("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"))
    assert leads == {"| 1 | 2 |": ["| A | B |"], "| 3 | 4 |": ["| A | B |"]}


def test_a_lead_that_is_a_paragraph_of_its_own_is_left_out() -> None:
    leads = leads_of(parse(f"- {'word ' * 80}\n  - small\n", LONG))
    assert leads["- small"] == []


@pytest.mark.parametrize("depth", [12, 30])
def test_deep_bullets_are_kept_with_all_that_leads_to_them(depth: int) -> None:
    raw = "".join(f"{'  ' * level}- level {level}\n" for level in range(depth))
    leads = leads_of(parse(raw, LONG))
    assert leads[f"- level {depth - 1}"] == [f"- level {level}" for level in range(depth - 1)]


# What the encoder is given


def test_a_passage_is_encoded_with_title_and_headings_and_quoted_without() -> None:
    note = parse("# Load *balancing*\n\n## Types\n\n- **ALB** is [one](x.md)\n", LONG, "cloud/aws_notes.md")
    (passage,) = note.passages
    assert passage.inputs == ("aws notes > Load balancing > Types\nALB is one",)
    assert note.text.slice(passage.span) == "- **ALB** is [one](x.md)"


def test_each_piece_of_a_table_carries_its_header_for_the_encoder() -> None:
    rows = [f"| item {number} | some words on it |" for number in range(40)]
    note = parse("\n".join(["| Name | Remark |", "|---|---|", *rows]), 60)
    assert len(note.passages) > 2
    assert all("Name | Remark\n" in passage.inputs[0] for passage in note.passages)
    assert passage_texts(note)[0].startswith("| Name | Remark |\n|---|---|\n| item 0")
    assert [note.text.slice(span) for span in note.passages[1].lead] == ["| Name | Remark |"]
    assert len(fact_texts(note)) == 40


def test_code_is_encoded_without_its_fence() -> None:
    raw = "> ```sh\n> aws s3 ls\n>\n> echo $$\n> ```\n\n$$ a = b $$\n\n```\r\nx\r\n```\n"
    assert inputs(raw) == [("a note\naws s3 ls\necho\na = b\nx",)]


def test_a_section_that_fits_is_one_passage() -> None:
    assert passage_texts(parse("# A\n\nOne.\n\n- two\n- three\n", LONG)) == ["One.\n\n- two\n- three"]


def test_no_passage_crosses_a_heading() -> None:
    assert passage_texts(parse("One.\n# A\nTwo.\n## B\nThree.\n", LONG)) == ["One.", "Two.", "Three."]


def test_a_passage_is_rather_cut_before_an_outer_bullet() -> None:
    group = "- outer {0} bullet\n  - inner one of it\n  - inner two of it\n  - inner three of it\n"
    texts = passage_texts(parse("".join(group.format(number) for number in range(6)), 50))
    assert len(texts) > 1
    assert all(text.startswith("- outer") for text in texts)


def test_an_oversized_paragraph_is_cut_at_its_sentences() -> None:
    sentences = [f"Sentence {number} says that it is one of many." for number in range(12)]
    texts = passage_texts(parse(" ".join(sentences)))
    assert len(texts) > 1
    assert " ".join(texts) == " ".join(sentences)
    assert all(text.endswith(".") for text in texts)


def test_an_oversized_sentence_is_cut_at_white_space() -> None:
    raw = " ".join(f"word{number}" for number in range(200))
    note = parse(raw)
    assert " ".join(passage_texts(note)) == raw
    assert all(len(passage.inputs) == 1 for passage in note.passages)


@pytest.mark.parametrize("space", ["\n", "\t", "   ", "\r\n"])
def test_white_space_of_any_kind_will_do(space: str) -> None:
    words = [f"word{number}" for number in range(200)]
    assert " ".join(passage_texts(parse("x " + space.join(words), 40))).split() == ["x", *words]


def test_an_oversized_bullet_is_cut_and_keeps_its_lead() -> None:
    raw = "- parent\n  - " + " ".join(f"word{number}" for number in range(200))
    leads = leads_of(parse(raw))
    assert len(leads) > 4
    assert all(lead == ["- parent"] for text, lead in leads.items() if text != "- parent")


@pytest.mark.parametrize(
    "raw",
    [
        "```\n" + "some code = on_a_line\n" * 60 + "```",
        "- bullet\n  ```\n" + "  some code = on_a_line\n" * 60 + "  ```",
        "| A |\n|---|\n| " + "word " * 300 + "|",
        "| A | B |\n|---|---|\n| " + "word " * 300 + "| x |",
        "<div>\n" + "some words of it\n" * 60 + "</div>",
        "x" * 2_000,
    ],
)
def test_an_oversized_row_or_fence_is_one_quote_and_encoded_in_windows(raw: str) -> None:
    note = parse(raw)
    longest = max(note.passages, key=lambda passage: len(passage.inputs))
    assert longest.span.end == len(raw)
    assert len(longest.inputs) > 2
    assert len(longest.facts[-1].inputs) > 2
    check_laws(note)


def test_windows_hold_all_words_in_order() -> None:
    words = [f"word{number}" for number in range(500)]
    (passage,) = parse("```\n" + "\n".join(words) + "\n```", 60).passages
    assert [word for text in passage.inputs for word in text.split("\n")[1:]] == words


def test_labels_that_leave_no_room_are_cut_at_their_front() -> None:
    raw = "# " + "漢 " * 120 + "\n\n" + "Some words. " * 40
    note = parse(raw, 60)
    check_laws(note, 60)
    assert all("漢\nSome words." in text for passage in note.passages for text in passage.inputs)


def test_a_heading_of_300_characters_leaves_room_for_the_text() -> None:
    note = parse("# " + "heading " * 40 + "\n\n" + "Some words. " * 40, LONG)
    assert len(note.passages) == 1
    assert note.passages[0].inputs[0].startswith("…")


# Cost


def test_what_is_counted_is_counted_in_few_batches() -> None:
    counter = Counter()
    parse_note("a.md", "- a bullet of a long list\n" * 20_000, Budget(counter, LONG))
    assert counter.calls < 100


def test_what_plainly_fits_is_counted_once_for_its_size_and_not_for_each_thing_that_is_encoded() -> None:
    counter, raw = Counter(), "".join(f"## Part {i}\n\n" + "- a bullet of some words\n" * 20 for i in range(50))
    note = parse_note("a.md", raw, Budget(counter, LONG, is_of_words=True))
    inputs = [text for passage in note.passages for text in passage.inputs]
    inputs += [text for fact in facts_of(note) for text in fact.inputs]
    assert sum(map(len, inputs)) > 2 * len(raw)
    assert counter.characters < 1.2 * len(raw)


def test_a_text_that_is_far_too_long_is_not_counted() -> None:
    counter = Counter()
    parse_note("a.md", "word " * 40_000 + "\n\n```\n" + "x = y\n" * 40_000 + "```\n", Budget(counter, LONG))
    assert counter.longest < 50 * LONG


def _nested(lines: int) -> str:
    return "".join(f"{'  ' * (number % 30)}- level {number % 30}\n" for number in range(lines))


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "word " * size * 20,
        lambda size: "abcdefghij" * size * 10,
        lambda size: "A sentence is here. " * size * 5,
        lambda size: "x " + "y" * size * 50 + " z" * size * 20,
        lambda size: "Has:\n\n" + "- a bullet of it\n" * size * 5,
        _nested,
        lambda size: "- " + "long parent " * size + "\n" + "  - child\n" * size,
        lambda size: "| A | B |\n|---|---|\n" + "| one | two |\n" * size * 2,
        lambda size: "|" + " A |" * size + "\n|" + "---|" * size + "\n|" + " x |" * size + "\n",
        lambda size: "```\n" + "x = f(y)\n" * size * 3 + "```\n",
        lambda size: ("# " + "h" * 300 + "\n\ntext\n\n") * (size // 10),
        lambda size: ("# " + "漢" * 300 + "\n\n" + "text " * 100 + "\n\n") * (size // 10),
        lambda size: "> " * 40 + "text\n" + "> text\n" * size,
        lambda size: "a <!-- " * size * 5,
        lambda size: "word word\r" * size * 5,
        lambda size: "word\u2028" * size * 10,
    ],
)
def test_twice_the_text_costs_about_twice_the_counting(make: Callable[[int], str]) -> None:
    once, twice = Counter(), Counter()
    parse_note("a.md", make(500), Budget(once, LONG))
    parse_note("a.md", make(1_000), Budget(twice, LONG))
    assert twice.characters <= 2.5 * once.characters + 10_000
    assert twice.calls <= 2.5 * once.calls + 10


@pytest.mark.parametrize("length", [1, 10, 255, 256, 257])
def test_what_just_fits_is_not_cut(length: int) -> None:
    words = " ".join(["word"] * length)
    (size,) = count_pieces([words])
    (passage,) = parse(words, size + 20).passages
    assert len(passage.inputs) == 1
