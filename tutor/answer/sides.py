"""Questions that set things against each other: which things, and what else is asked of them."""

import re
from dataclasses import dataclass, replace

from tutor.library.library import Library
from tutor.notes.words import is_stop, terms
from tutor.search.names import Names

_BETWEEN = re.compile(
    r"\b(?:differen\w+|distinction|distinguish|compar\w+|contrast)\b[^,;:?]*?\b(?:between|of|compare|comparing|contrast"
    r"|distinguish|comparison)?\s*(?:between|of)?\s+(?P<left>[^?;:]+?)\s+(?:and|with|to|from|against)\s+(?P<right>[^?;:]+)",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"(?P<left>.+?)\s+(?:vs\.?|versus|against|compared\s+(?:to|with)|as opposed to|instead of|rather than|or"
    r"|differs?\s+from|different\s+from)\s+(?P<right>.+)",
    re.IGNORECASE,
)
# Between two names and nothing else; within a question "Hadley v Baxendale" is the name of a case.
_ONLY = re.compile(r"(?P<left>\S+(?:\s\S+)?)\s+v\.?\s+(?P<right>\S+(?:\s\S+)?)", re.IGNORECASE)
_DIFFER = re.compile(r"(?P<left>.+?)\s+(?:and|or)\s+(?P<right>.+?),?\s+(?:how\s+do\s+they\s+)?differ\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:vs\.?|versus|or|and|against)\s+", re.IGNORECASE)
# After a side, these begin what is asked of it.
_ASPECT = re.compile(
    r"[,;:?!()]|\s+(?:for|in|on|when|which|who|what|how|if|regarding|with respect to|as to|by|at|where|why|do|does|is"
    r"|are|in terms of)\s+",
    re.IGNORECASE,
)
_CHOOSING = frozenset(
    "better best prefer choose pick take recommend recommended faster cheaper compare difference differences different "
    "between explain tell show give versus advantage advantages exactly main key".split()
)
_COUNTS = frozenset({"one"})  # that begin a name: "One Zone-IA"
_MAX_SIDES, _MAX_WORDS = 4, 6


Run = tuple[str, ...]
"""Terms that stand one after the other."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What is set against each other.

    Attributes:
        names: as asked, two to four.
        rest: what is asked of them beyond that, perhaps empty.
        is_weak: only an "or" stands between them, which may mean something else.
    """

    names: tuple[str, ...]
    rest: str
    is_weak: bool


def find_sides(question: str) -> Sides | None:
    """Return what a question compares, or None if it compares nothing.

    "NLB vs ALB", "difference between X and Y", "when X instead of Y", "X or Y for Z", "X, Y or Z".
    """
    text = " ".join(question.split()).strip(" ?!.")
    match = _ONLY.fullmatch(text) or _BETWEEN.search(text) or _DIFFER.search(text) or _AGAINST.search(text)
    if not match:
        return None
    left, before = _left(match["left"])
    right, after = _right(match["right"])
    names = tuple(dict.fromkeys(name for part in (left, right) for name in _parts(part)))
    if not 2 <= len(names) <= _MAX_SIDES or any(len(name.split()) > _MAX_WORDS for name in names):
        return None
    is_weak = match.re is _AGAINST and bool(re.fullmatch(r"(?i).*\sor\s.*", text)) and not _strong(text)
    return Sides(names, f"{before} {after}".strip(), is_weak)


def completed(sides: Sides, library: Library) -> Sides:
    """Return the sides with the word that the last one says for all: "cold vs hot site" is of a cold site too."""
    *_, tail = sides.names[-1].split()
    names = Names.of(library)
    full = [
        f"{name} {tail}"
        if tuple(terms(f"{name} {tail}")) in names.runs and tuple(terms(name)) not in names.runs
        else name
        for name in sides.names[:-1]
    ]
    return replace(sides, names=(*full, sides.names[-1]))


def _strong(text: str) -> bool:
    return bool(re.search(r"(?i)\b(?:vs\.?|versus|compared|instead of|rather than|opposed|differs?|different)\b", text))


def _left(part: str) -> tuple[str, str]:
    """Return the side at the end of a phrase, and what stands before it."""
    pieces = re.split(r"[,;:?!()]\s*", part)
    # "SQS, SNS or Kinesis": short pieces are sides of their own.
    keep = len(pieces) - 1
    while keep and len(_content(pieces[keep - 1])) in (1, 2) and len(_content(pieces[keep])) <= 2:
        keep -= 1
    return ", ".join(_content_text(piece) for piece in pieces[keep:]), " ".join(pieces[:keep])


def _right(part: str) -> tuple[str, str]:
    """Return the side at the beginning of a phrase, and what stands after it."""
    match = _ASPECT.search(part)
    while match and match[0].strip() == "," and len(_content(part[match.end() :].split(",", maxsplit=1)[0])) <= 2:
        following = _ASPECT.search(part, match.end())
        if following is None or re.match(r"\s*(?:which|when|how|what|who|why)\b", part[match.end() :], re.IGNORECASE):
            break
        match = following
    return (part[: match.start()], part[match.end() :]) if match else (part, "")


def _parts(side: str) -> list[str]:
    return [text for piece in _SPLIT.split(side) if (text := _content_text(piece)) and terms(text)]


def _content(text: str) -> list[str]:
    return [word for word in text.split() if not _is_filler(word)]


def _content_text(text: str) -> str:
    """Return a phrase without the stop words and words of choosing around it."""
    words = text.strip(" .,;:?!'\"").split()
    while words and _is_filler(words[0]):
        words.pop(0)
    while words and _is_filler(words[-1]):
        words.pop()
    return " ".join(words)


def _is_filler(word: str) -> bool:
    bare = word.lower().strip(".,;:?!'\"")
    return (is_stop(bare) and bare not in _COUNTS) or bare in _CHOOSING
