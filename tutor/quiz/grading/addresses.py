"""Networks, however they are written: 172.16.0.0/12, its first and last address, a mask for its length."""

import re

from tutor.quiz.grading.values import Grade, Vocabulary, right
from tutor.quiz.grading.wording import tidy

_ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"
_CIDR = re.compile(rf"({_ADDRESS})\s?/\s?(\d{{1,2}})")
_MASKED = re.compile(rf"({_ADDRESS})\s*(?:,|with|mask|netmask|subnet mask|/|\s)+({_ADDRESS})")
_SPAN = re.compile(rf"(?:from )?({_ADDRESS})\s*(?:-|to|through)\s*({_ADDRESS})")
_LENGTH = re.compile(r"(?:a )?/\s?(\d{1,2})")
_BITS = 32


def grade_address(question: str, gold: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade an IPv4 network or mask that is written another way than the notes do; None if it is none, or another."""
    del question, known
    meant, mine = _read(gold), _read(given)
    return right() if meant is not None and meant == mine else None


def _read(text: str) -> tuple[int, int] | None:
    """Return the first and the last address of a network, of a mask those of its length; None if it is neither."""
    low = tidy(text).casefold()
    if match := _CIDR.fullmatch(low):
        return _network(_number(match[1]), int(match[2]))
    if match := _SPAN.fullmatch(low):
        first, last = _number(match[1]), _number(match[2])
        return None if first is None or last is None else (first, last)
    if match := _MASKED.fullmatch(low):
        return _network(_number(match[1]), _length(_number(match[2])))
    if match := _LENGTH.fullmatch(low):
        return _network(0, int(match[1]))
    return _network(0, _length(_number(low))) if re.fullmatch(_ADDRESS, low) else None


def _network(address: int | None, length: int | None) -> tuple[int, int] | None:
    if address is None or length is None or length > _BITS:
        return None
    size = 1 << (_BITS - length)
    return None if address % size else (address, address + size - 1)


def _length(mask: int | None) -> int | None:
    """Return how many bits of a mask are set; None if it is no mask."""
    if not mask:
        return None
    free = (1 << _BITS) - mask
    return _BITS - free.bit_length() + 1 if free & (free - 1) == 0 else None


def _number(address: str) -> int | None:
    parts = [int(part) for part in address.split(".")]
    return sum(part << (8 * at) for at, part in enumerate(reversed(parts))) if max(parts) < 256 else None
