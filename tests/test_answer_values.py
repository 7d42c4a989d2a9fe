"""An Answer and its JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.answer.values import Answer, Cell, Comparison, Nearest, Part, Quote, Row, Understood
from tutor.notes.values import Lines

TEXT = st.text() | st.just("a\udcff.md")
LINES = st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)).map(lambda pair: Lines(*sorted(pair)))
PATHS = st.lists(TEXT, max_size=4).map(tuple)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
QUOTES = st.builds(
    Quote,
    file=TEXT,
    heading_path=PATHS,
    parts=st.lists(st.builds(Part, LINES, TEXT), min_size=1, max_size=4).map(tuple),
    best_lines=st.lists(st.integers(1, 10**9), max_size=4).map(tuple),
    score=NUMBERS,
    more=st.integers(0),
)
CELLS = st.lists(st.builds(Cell, TEXT, TEXT, st.integers(1)), max_size=3).map(tuple)
COMPARISONS = st.builds(Comparison, PATHS, st.lists(st.builds(Row, aspect=TEXT, cells=CELLS), max_size=3).map(tuple))
ANSWERS = st.builds(
    Answer,
    question=TEXT,
    understood=st.lists(
        st.builds(Understood, st.sampled_from(["follow-up", "typo", "alias", "topic"]), TEXT, TEXT), max_size=3
    ).map(tuple),
    verdict=st.sampled_from(["sure", "doubtful", "absent"]),
    why=st.none() | TEXT,
    confidence=st.floats(0, 1),
    quotes=st.lists(QUOTES, max_size=3).map(tuple),
    comparison=st.none() | COMPARISONS,
    nearest=st.lists(st.builds(Nearest, TEXT, LINES, PATHS), max_size=3).map(tuple),
)

PARTS = (Part(Lines(3, 4), "three\nfour"), Part(Lines(7, 7), "seven"))
ANSWER = Answer(
    question="q",
    understood=(Understood("typo", "qq", "q"),),
    verdict="sure",
    why=None,
    confidence=0.5,
    quotes=(Quote("a/b.md", ("A", "B"), PARTS, (4,), 1.25),),
    comparison=Comparison(("x", "y"), (Row("size", (Cell("1", "a.md", 2), Cell("2", "a.md", 3))),)),
    nearest=(Nearest("c.md", Lines(1, 9), ("C",)),),
)


@settings(max_examples=200)
@given(ANSWERS)
def test_an_answer_survives_its_json(answer: Answer) -> None:
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_the_json_is_the_documented_schema() -> None:
    part, other = {"lines": [3, 4], "text": "three\nfour"}, {"lines": [7, 7], "text": "seven"}
    cells = [{"text": "1", "file": "a.md", "line": 2}, {"text": "2", "file": "a.md", "line": 3}]
    assert json.loads(json.dumps(ANSWER.to_json())) == {
        "version": 1,
        "question": "q",
        "understood": [{"kind": "typo", "from": "qq", "to": "q"}],
        "verdict": "sure",
        "why": None,
        "answered": True,
        "confidence": 0.5,
        "quotes": [
            {
                "file": "a/b.md",
                "heading_path": ["A", "B"],
                "lines": [3, 7],
                "parts": [part, other],
                "text": "three\nfour\nseven",
                "best_lines": [4],
                "score": 1.25,
                "more": 0,
            }
        ],
        "comparison": {"sides": ["x", "y"], "rows": [{"aspect": "size", "cells": cells}]},
        "nearest": [{"file": "c.md", "lines": [1, 9], "heading_path": ["C"]}],
    }


@pytest.mark.parametrize(("verdict", "answered"), [("sure", True), ("doubtful", True), ("absent", False)])
def test_only_an_absent_answer_is_none(verdict: str, answered: bool) -> None:
    found = Answer.from_json({**ANSWER.to_json(), "verdict": verdict})
    assert found.answered is answered


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_version_is_refused(version: object) -> None:
    with pytest.raises(ValueError, match=f"answer schema {version}, expected 1"):
        Answer.from_json({**ANSWER.to_json(), "version": version})
    with pytest.raises(ValueError, match="answer schema None, expected 1"):
        Answer.from_json({})
