"""Nothing that came from outside may steer the terminal or hide from the reader."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.clean import clean, clean_line

BIDI_CLASSES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
BIDI_MARKS = "\u200e\u200f\u061c"
INVISIBLE = "\u200b\u2060\u2064\ufeff\U000e0041"
NASTY = "\x1b\x9b\x7f\r\n\t\u202e\u2028\u200b\ufeff\ud800\U000e0020a\u200d"

ANY_TEXT = st.text(st.characters(categories=None)) | st.text(st.sampled_from(NASTY))
PLAIN_TEXT = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")))
CLEANERS = pytest.mark.parametrize("cleaner", [clean, clean_line])


def is_harmful(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(char) in BIDI_CLASSES
        or char in BIDI_MARKS + INVISIBLE
    )


@CLEANERS
@settings(deadline=None)
@given(text=ANY_TEXT)
def test_nothing_harmful_is_left(cleaner: Callable[[str], str], text: str) -> None:
    assert not [c for c in cleaner(text) if is_harmful(c) and c not in "\n\t"]


@CLEANERS
@settings(deadline=None)
@given(text=ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(cleaner: Callable[[str], str], text: str) -> None:
    assert cleaner(cleaner(text)) == cleaner(text)


@CLEANERS
@settings(deadline=None)
@given(text=ANY_TEXT)
def test_clean_text_can_be_encoded(cleaner: Callable[[str], str], text: str) -> None:
    assert cleaner(text).encode().decode() == cleaner(text)


@CLEANERS
@settings(deadline=None)
@given(text=PLAIN_TEXT)
def test_letters_digits_marks_and_symbols_stay(cleaner: Callable[[str], str], text: str) -> None:
    assert cleaner(text) == text


@settings(deadline=None)
@given(text=ANY_TEXT)
def test_a_cleaned_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert line.splitlines() in ([], [line])
    assert "\t" not in line


@pytest.mark.parametrize(
    "text",
    [
        "plain ASCII [markup] \\ `code` {braces} 100 %",
        "👩\u200d💻 and 🏴\u200d☠\ufe0f",
        "می\u200cخواهم",
        "שלום עולם",
        "e\u0301 and n\u0303",
        "co\u00adoperate",
        "a\u00a0b",
        "日本語",
        "two\nlines\tand a tab",
    ],
)
def test_honest_text_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x00b\x08c\x0bd\x0ce", "a␀b␈c␋d␌e"),
        ("a\x7fb", "a␡b"),
        ("a\x9b31mb\x9dc", "a\ufffd31mb\ufffdc"),
        ("one\r\ntwo\rthree", "one\ntwo␍three"),
        ("\r\r\n", "␍\n"),
        ("user\u202egpj.exe", "user\ufffdgpj.exe"),
        ("a\u2066b\u2069\u200e\u200f\u061c", "a\ufffdb\ufffd\ufffd\ufffd\ufffd"),
        ("a\u2028b\u2029c\x85d", "a\ufffdb\ufffdc\ufffdd"),
        ("a\u200bb\u2060c\ufeffd", "a\ufffdb\ufffdc\ufffdd"),
        ("\U000e0001\U000e007f", "\ufffd\ufffd"),
        ("caf\udce9.md", "caf\ufffd.md"),
    ],
)
def test_harmful_characters_become_visible(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_newlines_and_tabs_are_drawn_where_one_line_is_wanted() -> None:
    assert clean_line("a\nb\tc\r\nd\x1b") == "a␤b c␤d␛"
