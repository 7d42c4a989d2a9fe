"""The claims of a note as one JSON text, and back."""

import json
from collections.abc import Iterable, Iterator
from operator import attrgetter

from tutor.notes.values import Claim, Lines

_FIELDS = (
    "kind",
    "subject",
    "relation",
    "value",
    "lines",
    "heading_path",
    "names",
    "is_labelled",
    "marked",
    "parts",
    "part_lines",
    "group",
    "aliases",
)
_row = attrgetter(*_FIELDS)


def claims_to_json(claims: Iterable[Claim]) -> str:
    """Return the claims of a note as JSON, without the note's name: a list of lists."""
    return json.dumps([_row(claim) for claim in claims], ensure_ascii=False, separators=(",", ":"))


def claims_from_json(file: str, body: str) -> Iterator[Claim]:
    """Yield the claims that `claims_to_json` wrote of a note."""
    for kind, subject, relation, value, lines, path, names, is_labelled, *lists, group, aliases in json.loads(body):
        marked, parts, part_lines = map(tuple, lists)
        yield Claim(
            kind, subject, relation, value, file, Lines(*lines), tuple(path), tuple(names), is_labelled, marked, parts,
            part_lines, group, tuple(aliases),
        )  # fmt: skip
