"""Score answers against gold evidence: what a reader finds, and how far down.

A quote holds a piece of evidence when it contains its text, white space and Markdown emphasis folded. Over the
questions that the notes answer: hit@k, all evidence needed stands in the first k quotes; mrr@10, the reciprocal rank
of the quote that completes it; hit@1500c, it stands in the first 1,500 characters that a reader has to read. Over the
others: abstain, the share refused.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUDGET = 1500
_TOP = (1, 3, 5)
_Z = 1.96  # of a 95 % interval


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question; `rank` is None where the evidence is not complete in ten quotes."""

    kind: str
    is_answerable: bool
    answered: bool
    rank: int | None
    is_within_budget: bool


def score(item: Mapping[str, Any], answer: Mapping[str, Any]) -> Outcome:
    """Return what became of a question of the development set, given an answer's JSON."""
    quotes = [(quote["text"], quote["file"]) for quote in answer["quotes"]]
    return Outcome(
        item["kind"],
        bool(item["gold"]),
        answer["answered"],
        _completed_rank(item, quotes[:10]),
        _completed_rank(item, _within(quotes, BUDGET)) is not None,
    )


def figures(outcomes: Iterable[Outcome]) -> dict[str, tuple[float, float, float]]:
    """Return each figure with its 95 % interval (Wilson's for shares): name to (value, low, high)."""
    outcomes = list(outcomes)
    asked = [outcome for outcome in outcomes if outcome.is_answerable]
    absent = [outcome for outcome in outcomes if not outcome.is_answerable]
    found: dict[str, tuple[float, float, float]] = {}
    if asked:
        for top in _TOP:
            found[f"hit@{top}"] = _share([o.rank is not None and o.rank <= top for o in asked])
        found["mrr@10"] = _mean([1 / o.rank if o.rank else 0.0 for o in asked])
        found[f"hit@{BUDGET}c"] = _share([o.is_within_budget for o in asked])
        found["false_abstain"] = _share([not o.answered for o in asked])
    if absent:
        found["abstain"] = _share([not o.answered for o in absent])
    return found


def misplaced_parts(answer: Mapping[str, Any], root: Path) -> list[str]:
    """Return the places of quoted parts that do not stand at their lines of their file, word for word."""
    wrong = []
    for quote in answer["quotes"]:
        file = root / quote["file"] if root.is_dir() else root
        lines = file.read_bytes().decode("utf-8-sig").split("\n")
        for part in quote["parts"]:
            first, last = part["lines"]
            if part["text"] not in "\n".join(lines[first - 1 : last]):
                wrong.append(f"{quote['file']}:{first}-{last}")
        if quote["text"] != "\n".join(part["text"] for part in quote["parts"]):
            wrong.append(f"{quote['file']}: the text is not its parts")
    return wrong


def fold(text: str) -> str:
    """Return a text as it is compared: no emphasis, code marks or cell borders, single spaces, lower case."""
    return re.sub(r"\s+", " ", re.sub(r"[*_`|]+", " ", text)).strip().lower()


def _completed_rank(item: Mapping[str, Any], quotes: Sequence[tuple[str, str]]) -> int | None:
    wanted = _groups(item)
    met = [False] * len(wanted)
    for rank, quote in enumerate(quotes, 1):
        met = [done or any(_holds(quote, piece) for piece in group) for done, group in zip(met, wanted, strict=True)]
        if all(met):
            return rank
    return None


def _groups(item: Mapping[str, Any]) -> list[list[Mapping[str, Any]]]:
    """Return the evidence as groups, of each of which one piece must be found."""
    gold = [entry.get("anyof", [entry]) for entry in item["gold"]]
    return [[piece for group in gold for piece in group]] if item.get("need", "any") == "any" else gold


def _holds(quote: tuple[str, str], piece: Mapping[str, Any]) -> bool:
    text, file = quote
    return file.endswith(piece.get("file") or "") and fold(piece["text"]) in fold(text)


def _within(quotes: Sequence[tuple[str, str]], budget: int) -> list[tuple[str, str]]:
    """Return what a reader sees of the quotes in a number of characters; the last is cut where it ends."""
    kept = []
    for text, file in quotes:
        if budget <= 0:
            break
        kept.append((fold(text)[:budget], file))
        budget -= len(fold(text))
    return kept


def _share(hits: Sequence[bool]) -> tuple[float, float, float]:
    n, p = len(hits), sum(hits) / len(hits)
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    return p, max(0.0, middle - half), min(1.0, middle + half)


def _mean(values: Sequence[float]) -> tuple[float, float, float]:
    n, mean = len(values), sum(values) / len(values)
    half = _Z * math.sqrt(sum((v - mean) ** 2 for v in values) / max(n - 1, 1) / n)
    return mean, max(0.0, mean - half), min(1.0, mean + half)
