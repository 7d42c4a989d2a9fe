"""Which FAISS index a table's vectors are kept in: the one place that decides, by their number."""

from dataclasses import dataclass

EXACT = 1 << 16
"""Up to here an IndexFlatIP: every vector is compared, and nothing is lost. 65,536 of 384 numbers take about 4 ms."""

_HALF = 1 << 20
"""Up to here 16 bits for each number, which change no ranking; from here on 8, so that millions fit into memory."""

TAIL = 1 << 14
"""Vectors that may come, and as many go, before all are put together anew. They are compared one by one, in 1 ms, and
written at each update, 25 MB."""

_PROBED = {16: 320, 8: 640}
"""Lists that a search reads, by bits. Of 605,000 vectors drawn like real ones, the nearest 256 of 2,048 lists held
97.8 % of the ten nearest, 320 hold 98.2 %; 256 of 1,024 held 99.0 % and took half as long again. Of 5.9 million in 8
bits, 640 of 8,192 hold 97.2 %. `make bench-scale` prints it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """An IndexIVFScalarQuantizer: how many lists, and 8 or 16 bits for each number."""

    lists: int
    bits: int


def kind_for(count: int) -> Kind | None:
    """Return the index for so many vectors; None is an IndexFlatIP, which compares all.

    Lists number about three times the square root of the vectors, as a power of two: fewer are longer and take longer
    to read, more take longer to learn.
    """
    if count <= EXACT:
        return None
    return Kind(1 << (count.bit_length() + 3) // 2, _bits(count))


def probed_for(kind: Kind) -> int:
    """Return how many lists a search reads."""
    return min(kind.lists, _PROBED[kind.bits])


def _bits(count: int) -> int:
    return 16 if count <= _HALF else 8
