"""Plain text: what a reader sees of Markdown."""

import pytest
from hypothesis import given

from tests.notes_laws import TEXTS
from tutor.notes.plain import label_of, plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("- **Bold** and *italic* and ~~gone~~ and ==marked==", "Bold and italic and gone and marked"),
        ("__Bold__ and _italic_ but snake_case and 2 * 3", "Bold and italic but snake_case and 2 * 3"),
        ("`code` and ``a `b` c``", "code and a b c"),
        ("12. [ ] Do it", "Do it"),
        ("* [x] Done", "Done"),
        ("> > Quoted\n> > text", "Quoted text"),
        ("> [!IMPORTANT]\n> Mind this", "Important: Mind this"),
        ("> [!note]- Title", "Note: Title"),
        ("### Heading", "Heading"),
        ("[text](https://x.org) and [b](<x y> 'T')", "text and b"),
        ("[text](https://x.org/a_(b))", "text"),
        ("![alt](pic.png) ![](pic.png)", "alt"),
        ("[[Note]] [[Note|label]] [[#Heading]] ![[pic.png]]", "Note label Heading"),
        ("![[Pasted image 7.png|300]] ![[talk.MP3]] ![[Note]]", "Note"),
        ("[[a\\|b]]", "b"),
        ("A fact.[^1] [^note]: Its source", "A fact. Its source"),
        ("a<br>b <b>c</b> <span style='x'>d</span>", "a b c d"),
        ("a <!-- hidden\nlines --> b", "a b"),
        ("a <!-- never closed", "a <!-- never closed"),
        ("See <https://x.org/y> or <me@x.org>", "See https://x.org/y or me@x.org"),
        ("impl From<io::Error> for X", "impl From for X"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("\\*not italic\\* \\[x\\]", "*not italic* [x]"),
        ("```py\nx = 1\n```", "x = 1"),
        ("```inline``` code begins a line", "inline code begins a line"),
        ("tabs\tand\u00a0spaces\r\nand lines", "tabs and spaces and lines"),
        ("- one\r- two", "one two"),
        ("##", ""),
        ("", ""),
    ],
)
def test_marks_are_left_out_and_words_are_kept(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@given(TEXTS)
def test_plain_text_is_one_line_without_white_space_at_its_ends(raw: str) -> None:
    text = plain(raw)
    assert text == " ".join(text.split())


@pytest.mark.parametrize(
    "raw",
    [
        "<!--" * 20000,
        "-->" + "<!--" * 20000,
        "[[" + "#" * 50000,
        "[[#" * 20000,
        "[a](" * 20000,
        "<a " * 20000,
        "*" * 50000,
    ],
)
def test_hostile_text_takes_no_time(raw: str) -> None:
    text = plain(raw)
    assert len(text) <= len(raw)
    assert text == " ".join(text.split())


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("- **Risks**: it may fail", "Risks"),
        ("- Risks:", "Risks"),
        ("- It may fail", "It may fail"),
        ("1. " + "long " * 20 + ": rest", ("long " * 20 + ": rest")),
    ],
)
def test_a_label_is_a_bullets_term_or_its_text(line: str, label: str) -> None:
    assert label_of(line) == label
