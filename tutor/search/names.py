"""What the notes call things, as runs of terms: the names of a thing, and which labels name it."""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from tutor.library.library import Library, Name
from tutor.library.stored import StoredSection
from tutor.notes.words import terms, tokens

Run = tuple[str, ...]
"""A name as the terms of its words, in order."""

_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[ivxIVX]+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Names:
    """What the notes call things: runs of terms, from aliases, headings, and the parts of a heading that joins some."""

    runs: Container[tuple[str, ...]]

    @classmethod
    def of(cls, library: Library) -> "Names":
        """Return the names of a library."""
        return cls(library.known_names)

    def first_in(self, text: str) -> tuple[int, int] | None:
        """Return where the first name stands in a text, the longest that begins there: (start, end) in characters.

        What is written like a name, with capitals or digits, is one too, whether the notes have it or not.
        """
        words = [(match, terms(match.group())) for match in tokens(text)]
        for i, (first, found) in enumerate(words):
            if not found:
                continue
            for j in range(min(len(words), i + 6), i, -1):
                run = tuple(term for _, parts in words[i:j] for term in parts[:1])
                if words[j - 1][1] and run in self.runs:
                    return first.start(), words[j - 1][0].end()
            if i and first.group() != first.group().lower():
                return first.span()
        return None


def runs_of(name: str, known: Callable[[list[Run]], Iterable[Name]]) -> list[Run]:
    """Return the runs that name a thing: as asked, and by each of its aliases, two steps far.

    Two steps, so that a misspelt acronym is tied to the right one by the long form that they share.

    Args:
        name: the thing.
        known: returns the aliases of which one form is any of some runs.
    """
    runs: list[Run] = [tuple(terms(name))]
    for _ in range(2):
        for alias in known(runs):
            if not alias.alias.is_initials:
                runs += [run for run in (alias.short, alias.long) if run not in runs]
    return [run for run in runs if run]


def names_it(label: str, runs: Iterable[Run]) -> bool:
    """Say whether a label (a heading, a table's cell) names a thing: holds one of its runs, whole."""
    found = _spaced(label)
    return any(f" {' '.join(run)} " in found for run in runs)


def is_its_name(label: str, runs: Iterable[Run]) -> bool:
    """Say whether a label is a thing's name and nothing more, what it has in parentheses left out."""
    bare, whole = _runs_of_label(label)
    return bare in runs or whole in runs


# Headings, and what facts begin with, are looked at by each question about a thing.
@lru_cache(maxsize=4096)
def _spaced(label: str) -> str:
    return f" {' '.join(terms(label))} "


@lru_cache(maxsize=4096)
def _runs_of_label(label: str) -> tuple[Run, Run]:
    return tuple(terms(_ASIDE.sub(" ", _NUMBERED.sub("", label)))), tuple(terms(label))


def titles_of(stored: StoredSection) -> list[str]:
    """Return what a section goes by: its heading, and the file's name where it is the first of its note."""
    path = stored.section.path
    if path and stored.section.lines.first > 1:
        return [path[-1]]
    stem = PurePosixPath(stored.file.encode("utf-8", "replace").decode()).stem
    return [*path[-1:], re.sub(r"[_-]+", " ", stem)]
