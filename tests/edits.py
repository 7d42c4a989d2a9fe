"""Edits of a note as a student makes them, each with the line that every old line has become."""

import re
from collections.abc import Callable
from random import Random

Lines = list[tuple[int, str]]
"""The lines of the edited note, each with its number before, from 1, or 0 for a new one."""

Edit = Callable[[Lines, Random], Lines]

_WORD = re.compile(r"[a-z]{5,}")
_NUMBER = re.compile(r"(?<![\w.])\d{1,4}(?![\w.])")
_HEADING = re.compile(r"#{2,6} ")
WORDS = "usually quickly instead provider customer backup service region monthly several".split()


def some(lines: Lines, rng: Random, share: float, has: re.Pattern[str], but: re.Pattern[str] = _HEADING) -> list[int]:
    """Return the places of a share of the lines that have something, headings not among them."""
    fit = [i for i, (_, text) in enumerate(lines) if has.search(text) and not but.match(text)]
    return rng.sample(fit, min(len(fit), max(1, round(share * len(fit)))))


def on_a_match(lines: Lines, rng: Random, share: float, has: re.Pattern[str], change: Callable[[str], str]) -> Lines:
    edited = list(lines)
    for i in some(lines, rng, share, has):
        number, text = lines[i]
        match = rng.choice(list(has.finditer(text)))
        edited[i] = (number, text[: match.start()] + change(match.group()) + text[match.end() :])
    return edited


def typos(lines: Lines, rng: Random) -> Lines:
    def swap(word: str) -> str:
        at = rng.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return on_a_match(lines, rng, 0.1, _WORD, swap)


def words_replaced(lines: Lines, rng: Random) -> Lines:
    return on_a_match(lines, rng, 0.1, _WORD, lambda _: rng.choice(WORDS))


def numbers_changed(lines: Lines, rng: Random) -> Lines:
    return on_a_match(lines, rng, 0.15, _NUMBER, lambda number: str(int(number) + rng.randint(1, 9)))


def lines_inserted(lines: Lines, rng: Random) -> Lines:
    """Add bullets after bullets that have none below them."""
    edited = []
    bullet = re.compile(r"(\s*)[-*] ")
    for (number, text), (_, after) in zip(lines, [*lines[1:], (0, "")], strict=True):
        edited.append((number, text))
        match, below = bullet.match(text), bullet.match(after)
        if match and not (below and len(below[1]) > len(match[1])) and rng.random() < 0.06:
            said = " ".join(rng.sample(WORDS, 4))
            edited.append((0, f"{match[1]}- A point {rng.randrange(10**6)} of {said}"))
    return edited


def lines_deleted(lines: Lines, rng: Random) -> Lines:
    gone = set(some(lines, rng, 0.04, re.compile(r"^\s*[-*] ")))
    return [line for i, line in enumerate(lines) if i not in gone]


def headings_renamed(lines: Lines, rng: Random) -> Lines:
    edited = list(lines)
    headings = [i for i, (_, text) in enumerate(lines) if _HEADING.match(text)]
    for i in rng.sample(headings, min(len(headings), max(1, len(headings) // 10))):
        number, text = lines[i]
        edited[i] = (number, f"{text} {rng.choice(WORDS)}" if rng.random() < 0.5 else f"{text[:-1]}ing")
    return edited


def sections_moved(lines: Lines, rng: Random) -> Lines:
    """Put ten sections after others of their own level."""
    edited = list(lines)
    for _ in range(10):
        starts = [i for i, (_, text) in enumerate(edited) if _HEADING.match(text)]
        if len(starts) < 2:
            return edited
        at = rng.randrange(len(starts) - 1)
        start, end = starts[at], starts[at + 1]
        level = edited[start][1].split(" ")[0]
        section = edited[start:end]
        rest = edited[:start] + edited[end:]
        places = [i for i, (_, text) in enumerate(rest) if text.startswith(f"{level} ")]
        place = rng.choice(places) if places else len(rest)
        edited = rest[:place] + section + rest[place:]
    return edited


def lines_reworded(lines: Lines, rng: Random) -> Lines:
    """Say it another way: several words of a line replaced, one put in front."""

    def reword(text: str) -> str:
        words = text.split(" ")
        for at in rng.sample(range(len(words)), max(1, len(words) // 4)):
            words[at] = rng.choice(WORDS)
        return " ".join([rng.choice(WORDS), *words])

    return on_a_match(lines, rng, 0.05, re.compile(r"(?<=[-*] )[A-Z][^*|:`\[]{30,}$"), reword)


def bullets_reordered(lines: Lines, rng: Random) -> Lines:
    """Swap neighbours in a list that have nothing below them."""
    edited = list(lines)
    bullet = re.compile(r"(\s*)[-*] ")
    indents = [len(match[1]) if (match := bullet.match(text)) else -1 for _, text in lines]
    for i in range(1, len(lines) - 1):
        if indents[i - 1] == indents[i] >= indents[i + 1] and indents[i] >= 0 and rng.random() < 0.05:
            edited[i - 1], edited[i] = edited[i], edited[i - 1]
    return edited


def rows_reordered(lines: Lines, rng: Random) -> Lines:
    """Turn the rows of tables round, below their heads."""
    edited = list(lines)
    row = re.compile(r"\s*\|")
    start = 0
    for i, (_, text) in enumerate([*lines, (0, "")]):
        if not row.match(text):
            if i - start > 3 and rng.random() < 0.5:
                edited[start + 2 : i] = edited[start + 2 : i][::-1]
            start = i + 1
    return edited


def marks_changed(lines: Lines, rng: Random) -> Lines:
    """Write the same Markdown another way: stars for dashes, bold taken away, cells padded."""
    edited = []
    for number, text in lines:
        changed = re.sub(r"^(\s*)- ", r"\1* ", text) if rng.random() < 0.5 else text
        if rng.random() < 0.2:
            changed = re.sub(r"\*\*([^*]+)\*\*", r"\1", changed)
        if text.lstrip().startswith("|") and rng.random() < 0.5:
            changed = changed.replace(" |", "   |")
        edited.append((number, changed))
    return edited


def levels_deepened(lines: Lines, rng: Random) -> Lines:
    """Put all below a new title."""
    deeper = [(number, f"#{text}" if re.match(r"#{1,5} ", text) else text) for number, text in lines]
    return [(0, f"# Notes of {rng.choice(WORDS)}"), (0, ""), *deeper]


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        typos,
        words_replaced,
        numbers_changed,
        lines_inserted,
        lines_deleted,
        headings_renamed,
        sections_moved,
        lines_reworded,
        bullets_reordered,
        rows_reordered,
        marks_changed,
        levels_deepened,
    )
}


def all_at_once(lines: Lines, rng: Random) -> Lines:
    for edit in EDITS.values():
        lines = edit(lines, rng)
    return lines
