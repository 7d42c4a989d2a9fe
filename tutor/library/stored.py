"""The parsed notes as they come back from the database."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from tutor.notes.values import Section, Span

FILE = "library.db"
# Its vector tables, and what the names of the files begin with that hold the vectors themselves.
PASSAGE_VECTORS, FACT_VECTORS = "passage_vector", "fact_vector"
VECTOR_FILES = {PASSAGE_VECTORS: "passages", FACT_VECTORS: "facts"}
# A figure: the sum of the facts' embeddings, (dim,) little-endian float64.
FACT_SUM = "sum of fact_vector"


def count_of(table: str) -> str:
    """Return the name of a figure: how many rows a vector table has, in 8 bytes; counting them reads them all."""
    return f"rows of {table}"


class StoredPassage(NamedTuple):
    """A passage as it is stored.

    Attributes:
        number: its id; ascending within a note.
        note: its note's id.
        section: its section's id.
        span, lead: as `tutor.notes.values.Passage`.
        terms: what can be looked up in it, its headings and its note's title included.
    """

    number: int
    note: int
    section: int
    span: Span
    lead: tuple[Span, ...]
    terms: frozenset[str]


class StoredFact(NamedTuple):
    """A fact as it is stored; `passage` is its passage's id."""

    number: int
    passage: int
    span: Span
    lead: tuple[Span, ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class StoredSection:
    """A section as it is stored; `note` is its note's id."""

    number: int
    note: int
    file: str
    section: Section


@dataclass(frozen=True, slots=True)
class StoredNote:
    """What is stored about a note as a whole, its text apart."""

    number: int
    file: str
    title: str
    tags: tuple[str, ...]


def input_hash(text: str) -> bytes:
    """Return the hash by which an encoder input's vector is found again."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
