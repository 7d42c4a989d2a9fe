"""In which order a session asks: misses come back after three others, until they were right once. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

SPACING = 3
"""Others between a miss and its return, if there are as many."""

Outcome = Literal["right", "wrong", "skipped", "gone"]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a card: it was right, wrong, put off, or its questions were taken out."""

    card: str
    outcome: Outcome


def queue_after(plan: Sequence[str], events: Iterable[Event]) -> tuple[str, ...]:
    """Return the cards that are still to be asked, the next one first.

    A card that is put off comes at the end, once; put off again, it is left for another time.
    """
    queue = list(plan)
    put_off: set[str] = set()
    for event in events:
        if event.card in queue:
            queue.remove(event.card)
        if event.outcome == "wrong":
            queue.insert(SPACING, event.card)
        elif event.outcome == "skipped" and event.card not in put_off:
            put_off.add(event.card)
            queue.append(event.card)
    return tuple(queue)
