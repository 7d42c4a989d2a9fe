"""How many cards are still the same after an edit of the notes: `python -m tests.survival FILE...`."""

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from tests.edits import EDITS, Edit, Lines, all_at_once
from tutor.notes.reading import parse_note
from tutor.notes.windows import Budget
from tutor.quiz.cards import cards_of
from tutor.quiz.reconcile import profile_of, reconcile
from tutor.quiz.values import Card
from tutor.store.drilled import Memory, StoredCard


@dataclass(frozen=True, slots=True)
class Survival:
    """What became of the cards of a note.

    Attributes:
        there: how many stand in the edited note, as told by their lines.
        kept: how many of these were found again.
        wrong: how many cards were taken for one of another line.
        changed: how many of those kept have another answer.
    """

    there: int
    kept: int
    wrong: int
    changed: int


def survival(text: str, edit: Edit, rng: Random, file: str = "a.md") -> Survival:
    lines: Lines = list(enumerate(text.split("\n"), 1))
    edited = edit(lines, rng)
    line_now = {number: at for at, (number, _) in enumerate(edited, 1) if number}
    before, after = cards(text, "a.md"), cards("\n".join(line for _, line in edited), file)
    now, then = by_place(after), by_place(before)
    found = reconcile([as_asked(number, card) for number, card in enumerate(before)], after)
    moved = {change.number: change for change in found.changes}
    there = kept = wrong = changed = 0
    for number, card in enumerate(before):
        kind, line = place(card)
        rivals = now[kind, line_now.get(line, 0)]
        is_there = len(rivals) == len(then[kind, line])
        is_gone = number in found.archived
        is_now = moved[number].profile.identity if number in moved else card.id
        there += is_there
        kept += is_there and not is_gone
        wrong += not is_gone and is_now not in ([rivals[then[kind, line].index(card.id)]] if is_there else rivals)
        changed += number in moved and moved[number].value_before is not None
    return Survival(there, kept, wrong, changed)


def by_place(of: Sequence[Card]) -> dict[tuple[str, int], list[str]]:
    found = defaultdict(list)
    for card in of:
        found[place(card)].append(card.id)
    return found


def cards(text: str, file: str) -> list[Card]:
    return cards_of(parse_note(file, text, Budget(lambda texts: [len(text.split()) for text in texts], 256)).claims)


def place(card: Card) -> tuple[str, int]:
    return card.claim.kind, card.claim.lines.first


def as_asked(number: int, card: Card) -> StoredCard:
    return StoredCard(number, profile_of(card), Memory(reps=1), date(2026, 1, 1), False, None)


def main(files: Sequence[str]) -> None:
    for file in files:
        text = Path(file).read_text("utf-8")
        for name, edit in {**EDITS, "all_at_once": all_at_once}.items():
            found = survival(text, edit, Random(1))
            kept, wrong = found.kept / max(1, found.there), found.wrong / max(1, found.there)
            print(f"{name:18} {found.there:5} cards  kept {kept:.3f}  wrong {wrong:.4f}  changed {found.changed}")


if __name__ == "__main__":
    main(sys.argv[1:])
