"""Count what the quiz asks of some notes, and print a sample: `make quiz-report`, or `python -m tests.cards`."""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.cards.counting import Reached, choice_figures, faults, reached
from tutor.notes.disagreements import find_disagreements
from tutor.notes.folder import decode_note, list_notes, read_note, resolve_root
from tutor.notes.passages import Budget
from tutor.notes.reading import parse_note
from tutor.notes.values import Note
from tutor.quiz.deck import Deck
from tutor.quiz.values import Question

_NOTES = Path(__file__).parent.parent.parent / "corpus"


def main() -> int:
    """Print the counts and the sample; return 1 if two runs differ or something is keyed wrong."""
    options = _options()
    begun = time.process_time()
    notes = read_notes(options.notes)
    read = time.process_time()
    claims = [claim for note in notes for claim in note.claims]
    deck = Deck(claims)
    questions = list(deck)
    made = time.process_time()
    if options.digest:
        print(digest_of(questions))
        return 0
    print(f"{len(notes)} notes, {len(deck.cards)} cards, {len(questions)} questions", end="; ")
    print(f"read in {read - begun:.2f} s, asked in {made - read:.2f} s of the processor's time")
    print("  ".join(f"{kind} {count}" for kind, count in Counter(q.kind for q in questions).most_common()))
    for name, part in reached(notes, questions).items():
        print(format_reached(name, part))
    for name, value in choice_figures(questions).items():
        print(f"{name:42s} {value}")
    wrong = faults(notes, questions)
    for name, found in wrong.items():
        print(f"{name:42s} {len(found)}  {' | '.join(question.question for question in found[:3])}".rstrip())
    print(f"{'the notes disagree with themselves':42s} {len(find_disagreements(claims))}")
    is_same = len({_digest_under(seed, options.notes) for seed in ("0", "1", "77")}) == 1
    print(f"{'the same under three PYTHONHASHSEEDs':42s} {'yes' if is_same else 'NO'}")
    graded = [question for question in questions if question.is_graded]
    print_sample("choice, cloze and typed", graded, options.sample, options.seed)
    print_sample("open", [q for q in questions if not q.is_graded], options.sample // 2, options.seed)
    return 0 if is_same and not wrong["answer not on its line"] else 1


def read_notes(root: Path) -> list[Note]:
    """Return the notes of a folder, parsed without an encoder: what is claimed does not depend on it."""
    budget = Budget(lambda texts: [len(text.split()) for text in texts], 254)
    files = list_notes(resolve_root(root)).files
    return [parse_note(file.file, decode_note(read_note(file)[0]), budget) for file in files]


def digest_of(questions: Iterable[Question]) -> str:
    """Return a hash of all that is printed of questions."""
    lines = (json.dumps(question.to_json()) for question in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def format_reached(name: str, part: Reached) -> str:
    """Return how many lines of a sort some question reaches, as one line."""
    lines = max(part.lines, 1)
    return f"{name:42s} {part.any / lines:6.1%} of {part.lines}, graded by the program {part.graded / lines:6.1%}"


def print_sample(name: str, pool: Sequence[Question], size: int, seed: int) -> None:
    """Print questions at random, with their answers, for a strict reader."""
    print(f"\n{min(size, len(pool))} of {len(pool)} {name} questions, seed {seed}")
    for number, question in enumerate(random.Random(seed).sample(pool, min(size, len(pool))), 1):
        print(f"\n{number}. [{question.kind}] {question.question}")
        if question.choices:
            print(f"   {' | '.join(question.choices)}")
        print(f"   -> {' / '.join(question.accepted)}  ({question.file}:{question.lines.first}-{question.lines.last})")


def _digest_under(seed: str, notes: Path) -> str:
    command = [sys.executable, "-m", "tests.cards", "--digest", "--notes", str(notes)]
    environ = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.cards", description=__doc__)
    parser.add_argument("--notes", type=Path, default=_NOTES, help="the notes; default: corpus/")
    parser.add_argument("--sample", type=int, default=100, help="how many to print, and half as many open ones")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--digest", action="store_true", help="print only a hash of all questions")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
