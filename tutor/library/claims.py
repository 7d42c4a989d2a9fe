"""The claims of a note as compressed JSON, and back: plain, they would be a third of the database."""

import json
import zlib
from collections.abc import Iterable, Iterator
from operator import attrgetter

from tutor.notes.values import Claim, Lines

_place = attrgetter("heading_path", "names")
_rest = attrgetter(
    "kind", "subject", "relation", "value", "lines", "is_labelled", "marked", "parts", "part_lines", "group", "aliases"
)
_JOINED = frozenset({"list", "points"})  # their value is their parts
_SEPARATOR = "; "


_FASTEST = 1  # of zlib's levels; the usual one takes three times as long for a seventh less


def pack_claims(claims: Iterable[Claim]) -> bytes:
    """Return the claims of a note, without the note's name, as compressed JSON.

    That is a list of places (heading path, names), many claims having the same, and a list of claims with the number of
    their place.
    """
    places: dict[tuple[tuple[str, ...], ...], int] = {}
    rows = []
    for claim in claims:
        row = list(_rest(claim))
        if claim.kind in _JOINED and claim.value == _SEPARATOR.join(claim.parts):
            row[3] = None
        rows.append([places.setdefault(_place(claim), len(places)), *row])
    body = json.dumps([list(places), rows], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(body.encode("utf-8", "surrogatepass"), _FASTEST)


def unpack_claims(file: str, packed: bytes) -> Iterator[Claim]:
    """Yield the claims that `pack_claims` packed of a note."""
    places, rows = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    shared = [(tuple(path), tuple(names)) for path, names in places]
    for place, kind, subject, relation, value, lines, is_labelled, *lists, group, aliases in rows:
        path, names = shared[place]
        marked, parts, part_lines = map(tuple, lists)
        said = _SEPARATOR.join(parts) if value is None else value
        yield Claim(
            kind, subject, relation, said, file, Lines(*lines), path, names, is_labelled, marked, parts, part_lines,
            group, tuple(aliases),
        )  # fmt: skip
