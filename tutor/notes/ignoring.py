"""What a `.tutorignore` leaves out: gitignore's patterns, matched in time linear in the path."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tutor.notes.values import Skipped

IGNORE_FILE = ".tutorignore"
_MOST_BYTES = 1 << 20
_MOST_PATTERNS = 1000
"""Each is tried on each file: a hundred thousand files take half a minute."""

_STAR = "[^/]*"
_FOLDERS = "(?:/.+)?"
_ANYWHERE = "^(?:.+/)?"
"""How pathspec writes `*`, `/**` and a pattern that may begin in any folder."""


def ignore_rules(root: Path, skipped: list[Skipped]) -> Callable[[str], bool]:
    """Return what says of a path below the root, a folder's with a slash at its end, whether it is left out.

    Args:
        root: the folder of notes.
        skipped: takes what was too much of the ignore file.
    """
    try:
        descriptor = os.open(root / IGNORE_FILE, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with open(descriptor, "rb") as stream:
            lines = stream.read(_MOST_BYTES).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return lambda _: False
    patterns = [line for line in lines if line.strip() and not line.startswith("#")]
    if len(patterns) > _MOST_PATTERNS:
        skipped.append(Skipped(IGNORE_FILE, f"only its first {_MOST_PATTERNS} patterns are used"))
    return _matcher(patterns[:_MOST_PATTERNS])


def _matcher(lines: list[str]) -> Callable[[str], bool]:
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(filter(_is_pattern, lines))
    for pattern in spec.patterns:
        if isinstance(regex := getattr(pattern, "regex", None), re.Pattern):
            pattern.regex = re.compile(bounded(regex.pattern))
    return lambda file: bool(spec.match_file(file))


def _is_pattern(line: str) -> bool:
    """Say whether a line of an ignore file can be understood; git passes over one that cannot."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def bounded(regex: str) -> str:
    """Return a pattern's regular expression in a form that matches the same and never goes back far.

    What stands between two wildcards is best matched as early as it can be: more is left for the rest. So each wildcard
    with what follows it is tried from short to long, once; `*a*a*a*a*b` would else take minutes for a name of sixty
    letters.
    """
    start = _ANYWHERE if regex.startswith(_ANYWHERE) else "^" if regex.startswith("^") else ""
    *before, last = regex.removeprefix(start).split(_FOLDERS)
    lead = "^" + "(?:.+?/)??" if start == _ANYWHERE else start
    return "".join(_bounded_folders(lead, before)) + ("(?:/.+?)??" if before else lead) + _bounded_names(last)


def _bounded_folders(lead: str, parts: list[str]) -> Iterator[str]:
    for part in parts:
        yield f"(?>{lead}{_bounded_names(part)}(?=/))"
        lead = "(?:/.+?)??"


def _bounded_names(part: str) -> str:
    first, *rest = part.split(_STAR)
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(f"(?>[^/]*?{name})" for name in middle) + _STAR + last
