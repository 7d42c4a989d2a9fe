"""Sure, doubtful, or not in the notes, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.answer.confidence import has_names, holds, load_fit, measure, unseen_names
from tutor.answer.values import Verdict
from tutor.encoder import Encoder
from tutor.library.library import Library
from tutor.search.asking import kind_asked
from tutor.search.hits import Hit
from tutor.search.query import Query

# For an encoder without a fit: below this similarity a passage has no more to do with a question than any other.
_UNRELATED = 0.25
_BROUGHT_TOGETHER = 0.6  # of a question's weight, in one fact
_NAMED = 3  # words named in a reason
_SAID = re.compile(r"how .+|who|when|(?:what|which) (?:year|date|day|month|century)")  # what a clause may begin with
_SMALL = 4  # letters of a word too small to be named in one


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, one clause that says why if it is not sure, and the probability that the notes answer."""

    verdict: Verdict
    why: str | None
    confidence: float


def judge(library: Library, encoder: Encoder, query: Query, hits: Sequence[Hit]) -> Judgement:
    """Return whether what a search found answers the question."""
    if not hits:
        return Judgement("absent", None, 0.0)
    fit = load_fit()
    if fit.fingerprint != encoder.identity.fingerprint:
        return _careful(library, query, hits)
    signals = measure(library, encoder, query, hits)
    confidence = round(fit.confidence(signals), 4)
    if confidence >= fit.doubtful:
        return Judgement("sure", None, confidence)
    # What the notes call by the name that was asked is theirs, however strange the name is to the encoder.
    is_named = has_names(query) and not signals.unseen_name and not signals.lacks_name
    is_absent = confidence < fit.absent and not (is_named and signals.fact_cover >= _BROUGHT_TOGETHER)
    verdict: Verdict = "absent" if is_absent else "doubtful"
    return Judgement(verdict, _reason(library, query, hits), confidence)


def _careful(library: Library, query: Query, hits: Sequence[Hit]) -> Judgement:
    """Judge without a fit: refuse only what nothing ties to the notes, neither a word nor its meaning."""
    closest = max((fact.similarity for hit in hits for fact in hit.facts), default=0.0)
    confidence = round(min(max(closest, 0.0), 1.0), 4)
    if any(word.is_known for word in query.words) or closest >= _UNRELATED:
        return Judgement("sure", None, confidence)
    return Judgement("absent", _reason(library, query, hits), confidence)


def _reason(library: Library, query: Query, hits: Sequence[Hit]) -> str:
    strange = list(dict.fromkeys([*unseen_names(query), *(w.source for w in query.words if not w.is_known)]))
    if unseen_names(query):
        return f"they never mention {_listed(strange)}"
    asked = kind_asked(query.text)
    said = _SAID.match(asked.words) if asked else None
    if asked and said and not holds(library, query, hits, asked):
        return f"nothing here says {said[0]}"
    if strange:
        return f"they never mention {_listed(strange)}"
    words = sorted(query.words, key=lambda word: -word.weight)
    apart = [word.source for word in words if not word.is_in(hits[0].passage.terms) and _is_telling(word.source)]
    if apart:
        return f"nothing here on {_listed(list(dict.fromkeys(apart)))} together with the rest"
    return "no passage in them brings all of it together"


def _is_telling(source: str) -> bool:
    """Say whether a word is worth naming: no small word of asking ("many", "per"), unless it is written like a name."""
    return len(source) > _SMALL or source != source.lower()


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words[:_NAMED])
