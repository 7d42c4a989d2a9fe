"""Questions that lean on the one before."""

import re
from collections.abc import Sequence

from tutor.notes.words import terms

# A pronoun for what was spoken of, or an opening that continues.
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|this|those|these|there|he|she|him|her|one|ones)\b"
    r"|^\s*(?:and|or|but|so|then|also|what about|how about|why|how come|what else|which one)\b",
    re.IGNORECASE,
)


def resolve(question: str, history: Sequence[str]) -> str:
    """Return the question with the one before put in front of it, if it leans on that; else the question itself."""
    if history and (_LEANS.search(question) or not terms(question)):
        return f"{history[-1]} {question}"
    return question
