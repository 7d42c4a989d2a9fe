"""Plausible notes of any size, made of the bundled ones: `python -m tests.scale.corpus MB FOLDER`."""

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus"
NOTE_BYTES = 20_000
_NAME = re.compile(r"\b[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*\b")
_SYLLABLES = (
    "ba be bo da de do fa fe ga ka ke ko la le lo ma me mo na ne no pa pe ra re ro sa se so ta te va ve za zo".split()
)
_KINDS = "Service Store Gateway Queue Engine Protocol Cluster Syndrome Doctrine Reaction Index Theorem".split()


def make_notes(folder: Path, size: int, seed: int = 0) -> None:
    """Write about `size` bytes of notes below a folder, of 20 kB each, a hundred in a subfolder."""
    rng = random.Random(seed)
    blocks = _blocks()
    for number in range(max(1, round(size / NOTE_BYTES))):
        file = folder / f"part-{number // 100:04d}" / f"note-{number:06d}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(_note(rng, blocks)), "utf-8")


def _blocks() -> list[str]:
    """Return the bullets, sentences and tables of the bundled notes, without their contents list."""
    text = next(CORPUS.glob("*.md")).read_text("utf-8")
    parts = re.split(r"\n{2,}|\n(?=#)", text)
    return [part for part in parts if len(part) > 40 and not part.startswith("#") and "](#" not in part]


def _note(rng: random.Random, blocks: list[str]) -> Iterator[str]:
    topics = [_name(rng) for _ in range(12)]
    yield f"# {topics[0]}\n"
    length = 0
    while length < NOTE_BYTES:
        topic = rng.choice(topics)
        initials = "".join(word[0] for word in topic.split())
        yield f"## {topic} ({initials})\n" if rng.random() < 0.3 else f"### {rng.choice(topics)} and {topic}\n"
        for block in rng.sample(blocks, rng.randint(1, 3)):
            text = _renamed(block, rng, topics)
            length += len(text.encode())
            yield f"{text}\n"


def _name(rng: random.Random) -> str:
    word = "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).capitalize()
    return f"{word} {rng.choice(_KINDS)}" if rng.random() < 0.5 else f"{word} {rng.choice(_KINDS)} {rng.choice(_KINDS)}"


def _renamed(block: str, rng: random.Random, topics: list[str]) -> str:
    """Return a block with half of its names replaced, and its numbers changed."""
    text = _NAME.sub(lambda match: rng.choice(topics) if rng.random() < 0.5 else match[0], block)
    return re.sub(r"\b\d+\b", lambda match: str(int(match[0][:6]) + rng.randint(0, 9)), text)


if __name__ == "__main__":
    make_notes(Path(sys.argv[2]), int(float(sys.argv[1]) * 1_000_000))
