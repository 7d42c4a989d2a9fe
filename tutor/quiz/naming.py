"""Questions that ask for a name, typed, from what the notes say it is."""

import re
from collections.abc import Iterator

from tutor.notes.entries import is_name
from tutor.notes.generic import is_clause, is_generic
from tutor.quiz.likeness import leaks
from tutor.quiz.making import Neighbours, ask
from tutor.quiz.matching import is_about
from tutor.quiz.values import Card, Question
from tutor.quiz.wording import BLANK, clean_name, content, context_of

_MAX_LENGTH = 280
_MIN_TERMS = 6  # that describe a thing well enough to be named
_MAX_WORDS = 4  # of a name that is typed
_ARTICLE = re.compile(r"(?:An?|The)\s+")
# A description speaks of nothing else: not of what stands beside it, nor of what it is like.
_LEANS = re.compile(
    r"\b(?:this|that|these|those|it|its|they|their|same|above|below|following|other|also|similar)\b|[?→]|:$|b/c$",
    re.IGNORECASE,
)
_PRAISE = re.compile(rf"{BLANK} (?:is|are) (?:one of|(?:an?|the) (?:\\w+est|key|most|main|challenge|problem)\\b)")
_SHORT = re.compile(r"\s*\(([^()]+)\)$")


def naming_questions(card: Card, _: Neighbours) -> Iterator[Question]:
    """Yield a definition with what it defines blanked, where that is a heading or set in bold."""
    claim = card.claim
    is_told = bool(claim.names) and is_about(claim.subject, claim.names[-1])
    if is_told or any(claim.subject in run or run in claim.subject for run in claim.marked):
        body = _ARTICLE.sub("", claim.value, count=1)
        if body.startswith(claim.subject):
            yield from _named(card, claim.subject, BLANK + body[len(claim.subject) :])


def _named(card: Card, name: str, prompt: str) -> Iterator[Question]:
    claim, answer = card.claim, clean_name(name)
    plain = _SHORT.sub("", answer)
    if len(prompt) > _MAX_LENGTH or len(plain.split()) > _MAX_WORDS or not is_name(answer):
        return
    if is_generic(answer) or is_clause(answer) or _LEANS.search(prompt) or _PRAISE.match(prompt):
        return
    if len(content(prompt)) < _MIN_TERMS or content(answer) & content(prompt) or leaks(answer, prompt, [""]):
        return
    place = context_of(tuple(crumb for crumb in claim.names if not content(crumb) & content(answer)))
    short = _SHORT.search(answer)
    yield ask(
        card, "name_it", f"{place}: {prompt}".removeprefix(": "), answer, [plain, *short.groups()] if short else []
    )
