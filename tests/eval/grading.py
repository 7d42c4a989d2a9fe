"""Measure the grading of typed answers: `make grade-eval`, or `python -m tests.eval.grading --misses`."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.quiz.grading import grade

ANSWERS = Path(__file__).parent / "grading.jsonl"
_LEAST, _MOST_FALSE = 0.92, 0.01


@dataclass(frozen=True, slots=True)
class Tally:
    """How a set of answers was graded.

    Attributes:
        count: the answers.
        agreed: as a teacher grades them; what is left open is not.
        accepted: wrong ones that were taken for right.
        rejected: right ones that were not taken for right.
        unsure: those left to the learner.
    """

    count: int
    agreed: int
    accepted: int
    rejected: int
    unsure: int

    @property
    def share(self) -> float:
        """The share that is graded as a teacher grades it."""
        return self.agreed / self.count if self.count else 0.0


def tally(items: Iterable[Mapping[str, Any]], misses: list[str] | None = None) -> Tally:
    """Grade answers and count; add a line for each that a teacher grades otherwise."""
    counts: Counter[str] = Counter()
    for item in items:
        found = grade(item["prompt"], item["gold"], item["given"])
        said = found.verdict == "right"
        agreed = said == item["correct"] and found.verdict != "unsure"
        counts.update(count=1, agreed=agreed, unsure=found.verdict == "unsure")
        counts.update(accepted=said and not item["correct"], rejected=not said and item["correct"])
        if not agreed and misses is not None:
            misses.append(f"{item['id']} {found.verdict:7s} | {item['prompt']} | {item['gold']} | {item['given']}")
    return Tally(**{name: counts[name] for name in Tally.__dataclass_fields__})


def read_answers(path: Path) -> list[dict[str, Any]]:
    """Return the answers of a file: `{"id", "part", "subject", "prompt", "gold", "given", "correct"}` a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main() -> int:
    """Print the figures by part and subject; return 1 if fewer than 92 % agree or more than 1 % are false accepts."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.grading", description=__doc__)
    parser.add_argument("--answers", type=Path, default=ANSWERS, help="answers with what a teacher says of them")
    parser.add_argument("--misses", action="store_true", help="print the answers that a teacher grades otherwise")
    options = parser.parse_args()
    items = read_answers(options.answers)
    misses: list[str] | None = [] if options.misses else None
    whole = tally(items, misses)
    _print("all", whole)
    for field in ("part", "subject"):
        for value in sorted({item.get(field, "") for item in items} - {""}):
            _print(value, tally(item for item in items if item.get(field) == value))
    print(*(misses or ()), sep="\n")
    return 0 if whole.share >= _LEAST and whole.accepted <= _MOST_FALSE * whole.count else 1


def _print(name: str, found: Tally) -> None:
    print(
        f"{name:12s} n={found.count:3d}  as a teacher {found.share:.3f}  false accepts {found.accepted}  "
        f"false rejects {found.rejected}  unsure {found.unsure}"
    )


if __name__ == "__main__":
    sys.exit(main())
