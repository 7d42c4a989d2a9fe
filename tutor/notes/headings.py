"""What a heading names: itself, and the things that it joins."""

import re

from tutor.notes.words import terms

_JOINED = re.compile(r"\s+(?:vs\.?|versus|and|&|or|-|–|—|with|for)\s+|\s*[()\[\]/:,]\s*", re.IGNORECASE)


def named_in(heading: str) -> set[tuple[str, ...]]:
    """Return the names in a heading as runs of terms: all of "EBS vs EFS", and EBS, and EFS."""
    runs = {tuple(terms(part)) for part in (heading, *_JOINED.split(heading))}
    return {run for run in runs if run}
