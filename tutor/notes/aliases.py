"""The names that notes give to one thing, mined from how the notes introduce them."""

import re
from collections.abc import Iterable, Iterator

from tutor.notes.plain import plain
from tutor.notes.values import Alias, NoteText

# No part of these can match in two ways, and none runs on: the text may be hostile.
_SHORT = r"[a-z]?[A-Z][A-Za-z0-9&/+-]{0,9}[A-Z0-9][a-z]?|[A-Z]{2,10}s?"
_WORD = r"[^\W_]\w{0,40}+(?:['’/+&.]\w{1,40}+){0,8}+"
_PHRASE = rf"{_WORD}(?:[ -]{_WORD}){{1,7}}"
# Application Load Balancer (ALB), and the other way round: ALB (Application Load Balancer).
_LONG_SHORT = re.compile(rf"(?<!\w)({_PHRASE})\s*\(({_SHORT})\)")
_SHORT_LONG = re.compile(rf"(?<![\w-])({_SHORT})\s*\(({_PHRASE})\)")
# "ALB: Application Load Balancer", "EBS Elastic Block Store" as a whole bullet, "DNS stands for Domain Name System"
_DEFINED = re.compile(rf"^({_SHORT})\s*(?:[:=–—-]+|stands for|means|is short for)?\s+({_PHRASE})(?=[.,;:(]|$)")
_NAME = re.compile(rf"{_WORD}(?:[ -]{_WORD}){{1,5}}")
_SMALL = frozenset("a an and as at by de for from in of on or per the to und von with et al".split())
_HINT = re.compile(r"[A-Z][A-Za-z0-9&/+-]{0,9}[A-Z0-9]")  # what has none of these has no short form
_NUMBER = re.compile(r"(?:\d+[.)]|\d+(?:\.\d+)+[.)]?)\s+")  # of a heading
_MIN_INITIALS, _MAX_INITIALS = 3, 6  # two letters stand for too many things


def mine_aliases(text: NoteText, headings: Iterable[str], cells: Iterable[str]) -> tuple[Alias, ...]:
    """Return the aliases that a note introduces, sorted.

    In running text the short form must be spelt by the long form's words; a heading or a table's header that is
    "Long Form (SHORT)" and nothing else is believed with one letter wrong, for it is a title and not a remark.
    """
    found: set[Alias] = set()
    for line in text.text.split(text.newline):
        if _HINT.search(line):
            found.update(aliases_in(plain(line)))
    for title in (*headings, *cells):
        if (match := _LONG_SHORT.fullmatch(_unnumbered(title))) and _spells(match[2], match[1].split(), slack=1):
            found.add(Alias(_singular(match[2]), match[1]))
    return tuple(sorted(found, key=lambda alias: (alias.short, alias.long)))


def mine_initials(names: Iterable[str]) -> tuple[Alias, ...]:
    """Return what the initials of headings and labels spell, sorted: ("EIP", "Elastic IP").

    A learner who knows the acronym asks for it though the notes only have the words.
    """
    found: set[Alias] = set()
    for name in (_unnumbered(full).partition(" (")[0] for full in names):
        if _NAME.fullmatch(name):
            words = [word for word in re.split(r"[ -]", name) if word.lower() not in _SMALL]
            letters = "".join(word if word.isupper() or word.isdigit() else word[0].upper() for word in words)
            if _MIN_INITIALS <= len(letters) <= _MAX_INITIALS:
                found.add(Alias(letters, name, is_initials=True))
    return tuple(sorted(found, key=lambda alias: (alias.short, alias.long)))


def _unnumbered(title: str) -> str:
    number = _NUMBER.match(title)
    return title[number.end() :] if number else title


def aliases_in(line: str) -> Iterator[Alias]:
    """Yield the aliases that a line of plain text introduces."""
    if "(" in line:
        for match in _LONG_SHORT.finditer(line):
            yield from _checked(match[2], match[1])
        for match in _SHORT_LONG.finditer(line):
            if _spells(match[1], match[2].split()):
                yield Alias(_singular(match[1]), match[2])
    if (defined := _DEFINED.match(line)) and _spells(defined[1], defined[2].split()):
        yield Alias(_singular(defined[1]), defined[2])


def _checked(short: str, phrase: str) -> Iterator[Alias]:
    """Yield the shortest run of words before the parenthesis that spells the short form."""
    words = phrase.split()
    for start in range(len(words) - 1, -1, -1):
        if words[start].lower() not in _SMALL and _spells(short, words[start:]):
            yield Alias(_singular(short), " ".join(words[start:]))
            return


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short


def _spells(short: str, words: list[str], slack: int = 0) -> bool:
    """Say whether the words' letters spell the short form: each word's first letter in turn, or letters inside it.

    Small words may be left out; at most `slack` letters of the short form may be missing, never the first.
    """
    letters = "".join(ch for ch in _singular(short).lower() if ch.isalnum())
    parts = [part for word in words for part in re.split(r"[-/]", word.lower()) if part]
    if len(letters) < 2 or len(parts) < 2 or not parts[0].startswith(letters[0]):
        return False
    return _matches(letters, parts, slack, set())


def _matches(letters: str, parts: list[str], slack: int, failed: set[tuple[int, int, int]]) -> bool:
    """Say whether the parts spell the letters. What failed once is not tried again, or the time is exponential."""
    place = (len(letters), len(parts), slack)
    if place in failed:
        return False
    if not letters or not parts:
        return len(letters) <= slack and all(part in _SMALL for part in parts)
    head, rest = parts[0], parts[1:]
    is_small = head in _SMALL and _matches(letters, rest, slack, failed)
    if is_small or any(_matches(letters[taken:], rest, slack, failed) for taken in _given(letters, head)):
        return True
    if slack and _matches(letters[1:], rest, slack - 1, failed):
        return True
    failed.add(place)
    return False


def _given(letters: str, word: str) -> Iterator[int]:
    """Yield how many of the letters a word may give: its first, and more of its letters in order.

    GateWay Load Balancer and DynamoDB give more than one.
    """
    at = 0 if word.startswith(letters[0]) else -1
    taken = 0
    while at >= 0:
        taken += 1
        yield taken
        at = word.find(letters[taken], at + 1) if taken < len(letters) else -1
