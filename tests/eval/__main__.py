"""Measure the answers: `make eval`, or `python -m tests.eval --misses`."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tests.eval.scorer import Outcome, figures, misplaced_parts, score
from tutor.answer.answering import Wish, answer
from tutor.encoder.opening import open_encoder
from tutor.library.opening import open_library, place_of
from tutor.notes.folder import resolve_root
from tutor.paths import Paths

_HERE = Path(__file__).parent
_NOTES = _HERE.parent.parent / "corpus"
_QUOTES = 10


def main() -> int:
    """Print the figures, and return 1 if a quoted part does not stand where it says."""
    options = _options()
    items = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines() if line.strip()]
    root = resolve_root(options.notes)
    outcomes: list[Outcome] = []
    wrong: list[str] = []
    results: list[str] = []
    seconds: list[float] = []
    for item, found, took in _answers(root, items):
        seconds.append(took)
        outcomes.append(score(item, found))
        wrong += misplaced_parts(found, root)
        results.append(json.dumps({"id": item["id"], **found}))
        if options.misses and item["gold"] and not outcomes[-1].is_within_budget:
            print(f"miss {item['id']} {item['kind']:10s} rank {outcomes[-1].rank} | {item['q']}")
    if options.results:
        options.results.write_text("\n".join(results) + "\n", "utf-8")
    _print("all", outcomes)
    for kind in sorted({outcome.kind for outcome in outcomes}):
        _print(kind, [outcome for outcome in outcomes if outcome.kind == kind])
    print(f"time of an answer once the model is loaded: median {1000 * median(seconds[1:]):.0f} ms")
    print(f"parts that do not stand at their lines: {len(wrong)} {' '.join(wrong[:5])}".rstrip())
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("--notes", type=Path, default=_NOTES, help="the notes; default: corpus/")
    parser.add_argument("--questions", type=Path, default=_HERE / "questions.jsonl", help="questions with evidence")
    parser.add_argument("--results", type=Path, help="write every answer there as JSON, one a line")
    parser.add_argument("--misses", action="store_true", help="print the questions whose evidence is not found")
    return parser.parse_args()


def _answers(root: Path, items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Mapping[str, Any], float]]:
    paths = Paths.from_environ(os.environ)
    encoder = open_encoder("", paths, _say, lambda *_: None, is_for_many=True)
    place = place_of(root, paths, os.environ)
    with open_library(place, encoder, _say, lambda *_: None) as library:
        for item in items:
            begun = time.perf_counter()
            found = answer(library, encoder, item["q"], item["history"], Wish(_QUOTES))
            yield item, found.to_json(), time.perf_counter() - begun


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _print(name: str, outcomes: list[Outcome]) -> None:
    shown = (f"{figure} {value:.3f} [{low:.2f}-{high:.2f}]" for figure, (value, low, high) in figures(outcomes).items())
    print(f"{name:10s} n={len(outcomes):3d}  {'  '.join(shown)}")


if __name__ == "__main__":
    sys.exit(main())
