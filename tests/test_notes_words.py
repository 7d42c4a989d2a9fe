"""Words: technical names whole and in parts, without case, accents and endings."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tutor.notes.words import fold_word, is_stop, terms, terms_of, tokens


def found(text: str) -> list[str]:
    return [match.group() for match in tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lambda@Edge, s3:GetObject.", ["Lambda@Edge", "s3:GetObject"]),
        ("in us-east-1 (HTTP/2)", ["in", "us-east-1", "HTTP/2"]),
        ("C++ and C# and F#!", ["C++", "and", "C#", "and", "F#"]),
        ("10.0.0.0/16 *.example.com", ["10.0.0.0/16", "example.com"]),
        ("snake_case --flag _x_", ["snake_case", "flag", "x"]),
        ("Amazon's don’t", ["Amazon", "s", "don", "t"]),
        ("R&D Q&A", ["R&D", "Q&A"]),
        ("end. Next", ["end", "Next"]),
        ("cafe\u0301s 漢字", ["cafe\u0301s", "漢字"]),
        ("", []),
        ("--- … 🙂", []),
    ],
)
def test_compounds_are_one_word(text: str, words: list[str]) -> None:
    assert found(text) == words


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("Lambda@Edge", ("lambda@edge", "lambda", "edg")),
        ("s3:GetObject", ("s3:getobject", "s3", "getobject", "object")),
        ("us-east-1", ("us-east-1", "us", "east", "1")),
        ("HTTP/2", ("http/2", "http", "2")),
        ("C++", ("c++", "c")),
        ("C#", ("c#", "c")),
        ("DynamoDB", ("dynamodb", "dynamo", "db")),
        ("Policies", ("polic",)),
        ("policy", ("polic",)),
        ("the", ()),
        ("Naïve", ("naiv",)),
        ("Müller", ("muller",)),
        ("STRASSE", ("strass",)),
        ("Straße", ("strass",)),
        ("ＶＰＣ", ("vpc",)),
        ("漢字", ("漢字",)),
    ],
)
def test_a_word_gives_itself_and_its_parts(token: str, expected: tuple[str, ...]) -> None:
    assert terms_of(token) == expected


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("lambda@edge", "Lambda@Edge"),
        ("s3:getobject", "s3:GetObject"),
        ("http/2", "HTTP/2"),
        ("c++", "C++"),
        ("cafe\u0301", "Café"),
        ("replicas", "replica"),
        ("don't", "don’t"),
        ("𝐕𝐏𝐂", "vpc"),
        ("us-east-1", "the us-east-1 region"),
    ],
)
def test_what_is_asked_is_found_as_it_is_written(asked: str, written: str) -> None:
    assert set(terms(asked)) <= set(terms(written))


def test_stop_words_give_no_term_alone_but_stay_in_compounds() -> None:
    assert terms("What is the use of it?") == []
    assert terms_of("man-in-the-middle")[0] == "man-in-the-middle"
    assert "in" not in terms_of("man-in-the-middle")


@pytest.mark.parametrize(("word", "stops"), [("the", True), ("didn", True), ("cloud", False), ("The", False)])
def test_stop_words_are_asked_for_in_small_letters(word: str, stops: bool) -> None:
    assert is_stop(word) is stops


def test_repeats_are_kept() -> None:
    assert terms("queue queues queue") == ["queue"] * 3


def test_long_runs_are_cut() -> None:
    assert terms_of("A" * 10_000) == ("a" * 64,)
    assert all(len(term) <= 64 for term in terms("x-" * 10_000 + "y"))


@given(st.text())
def test_terms_are_never_empty_nor_hold_white_space(text: str) -> None:
    for term in terms(text):
        assert term
        assert not any(ch.isspace() for ch in term)
        assert len(term) <= 64


@given(st.text())
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold_word(fold_word(word)) == fold_word(word)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
@example(" \u2024", "NFKC")  # a one dot leader, which becomes a full stop
def test_a_word_is_the_same_in_any_case_and_form(word: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert fold_word(unicodedata.normalize(form, word)) == fold_word(word)
    assert fold_word(word.casefold()) == fold_word(word)


@pytest.mark.parametrize("token", ["ﷺ", "ﾞ", "½", "İ", "ŉ", "ͺ"])
def test_odd_letters_make_sound_terms(token: str) -> None:
    assert all(term and not any(ch.isspace() for ch in term) for term in terms_of(token))
