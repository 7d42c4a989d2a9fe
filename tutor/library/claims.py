"""The claims of a note as one JSON text, and back."""

import json
from collections.abc import Iterable, Iterator
from operator import attrgetter

from tutor.notes.values import Claim, Lines

_place = attrgetter("heading_path", "names")
_rest = attrgetter(
    "kind", "subject", "relation", "value", "lines", "is_labelled", "marked", "parts", "part_lines", "group", "aliases"
)
_JOINED = frozenset({"list", "points"})  # their value is their parts
_SEPARATOR = "; "


def claims_to_json(claims: Iterable[Claim]) -> str:
    """Return the claims of a note as JSON, without the note's name.

    It is a list of places (heading path, names), many claims having the same, and a list of claims with the number of
    their place.
    """
    places: dict[tuple[tuple[str, ...], ...], int] = {}
    rows = []
    for claim in claims:
        row = list(_rest(claim))
        if claim.kind in _JOINED and claim.value == _SEPARATOR.join(claim.parts):
            row[3] = None
        rows.append([places.setdefault(_place(claim), len(places)), *row])
    return json.dumps([list(places), rows], ensure_ascii=False, separators=(",", ":"))


def claims_from_json(file: str, body: str) -> Iterator[Claim]:
    """Yield the claims that `claims_to_json` wrote of a note."""
    places, rows = json.loads(body)
    shared = [(tuple(path), tuple(names)) for path, names in places]
    for place, kind, subject, relation, value, lines, is_labelled, *lists, group, aliases in rows:
        path, names = shared[place]
        marked, parts, part_lines = map(tuple, lists)
        said = _SEPARATOR.join(parts) if value is None else value
        yield Claim(
            kind, subject, relation, said, file, Lines(*lines), path, names, is_labelled, marked, parts, part_lines,
            group, tuple(aliases),
        )  # fmt: skip
