"""The project's own scorer, and a small regression of what it measures."""

import json
from pathlib import Path

import pytest

from tests.eval.scorer import figures, misplaced_parts, score
from tutor.answer.answering import Wish, answer
from tutor.encoder import Encoder
from tutor.library.opening import open_library, place_of
from tutor.paths import Paths

QUESTIONS = Path(__file__).parent / "eval" / "questions.jsonl"
CORPUS = Path(__file__).parent.parent / "corpus" / "aws-solutions-architect-associate.md"
# A stretch of the notes with bullets, prose and tables, and the questions that it answers.
FIRST, LAST = 600, 1250


def found(*texts: str, answered: bool = True) -> dict[str, object]:
    return {"answered": answered, "quotes": [{"text": text, "file": "a.md"} for text in texts]}


def test_any_one_piece_of_evidence_is_enough_unless_all_are_needed() -> None:
    gold = [{"lines": [1, 1], "text": "one"}, {"lines": [2, 2], "text": "two"}]
    either = {"kind": "lookup", "gold": gold, "need": "any"}
    assert score(either, found("it is two")).rank == 1
    assert score({**either, "need": "all"}, found("it is two")).rank is None
    assert score({**either, "need": "all"}, found("it is two", "and one")).rank == 2


def test_an_alternative_meets_its_own_group_only() -> None:
    gold = [{"anyof": [{"text": "a"}, {"text": "b"}]}, {"text": "c"}]
    item = {"kind": "compare", "gold": gold, "need": "all"}
    assert score(item, found("a b")).rank is None
    assert score(item, found("b", "c")).rank == 2


def test_emphasis_cells_and_white_space_do_not_hide_evidence() -> None:
    item = {"kind": "lookup", "gold": [{"text": "layer 7 (application)"}], "need": "any"}
    assert score(item, found("| **Layer   7** | (Application)  |")).rank == 1


def test_evidence_of_another_file_does_not_count() -> None:
    item = {"kind": "lookup", "gold": [{"text": "x", "file": "b.md"}], "need": "any"}
    assert score(item, found("x")).rank is None


def test_what_stands_after_the_budget_is_not_read() -> None:
    item = {"kind": "lookup", "gold": [{"text": "late"}], "need": "any"}
    assert score(item, found("x " * 740, "late")).is_within_budget
    assert not score(item, found("x " * 760, "late")).is_within_budget
    assert not score(item, found("x " * 760 + "late")).is_within_budget


def test_figures_count_refusals_apart() -> None:
    asked = score({"kind": "lookup", "gold": [{"text": "x"}], "need": "any"}, found("y", "x"))
    absent = score({"kind": "absent", "gold": []}, found(answered=False))
    values = {name: value for name, (value, _, _) in figures([asked, absent]).items()}
    assert values == {
        "hit@1": 0,
        "hit@3": 1,
        "hit@5": 1,
        "mrr@10": 0.5,
        "hit@1500c": 1,
        "false_abstain": 0,
        "abstain": 1,
    }


def test_a_part_that_does_not_stand_at_its_lines_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one\ntwo\n", "utf-8")
    part = {"lines": [2, 2], "text": "two"}
    good = {"quotes": [{"file": "a.md", "text": "two", "parts": [part]}]}
    bad = {"quotes": [{"file": "a.md", "text": "one", "parts": [{**part, "text": "one"}]}]}
    assert misplaced_parts(good, tmp_path) == []
    assert misplaced_parts(bad, tmp_path) == ["a.md:2-2"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_real_model_finds_what_the_notes_say(tmp_path: Path, real_encoder: Encoder) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    lines = CORPUS.read_text("utf-8").split("\n")[FIRST - 1 : LAST]
    (notes / "slice.md").write_text("\n".join(lines), "utf-8")
    items = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    inside = [item for item in items if item["gold"] and all(_is_inside(entry) for entry in item["gold"])]
    paths = Paths(tmp_path, tmp_path, tmp_path / "cache")
    place = place_of(notes.resolve(), paths, {"TUTOR_HOME": str(tmp_path)})
    outcomes = []
    with open_library(place, real_encoder, lambda _: None, lambda *_: None) as library:
        for item in inside:
            given = answer(library, real_encoder, item["q"], item["history"], Wish(10)).to_json()
            assert misplaced_parts(given, notes) == []
            outcomes.append(score(item, given))
    values = {name: value for name, (value, _, _) in figures(outcomes).items()}
    assert len(inside) >= 20
    assert values["hit@5"] >= 0.85
    assert values["hit@1500c"] >= 0.85
    assert values["hit@1"] >= 0.7


def _is_inside(entry: dict[str, object]) -> bool:
    pieces = entry.get("anyof", [entry])
    assert isinstance(pieces, list)
    return all(piece["lines"][0] >= FIRST and piece["lines"][1] <= LAST for piece in pieces)
