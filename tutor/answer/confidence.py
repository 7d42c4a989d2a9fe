"""How sure it is that the notes answer: signals of a search, and the fit that weighs them.

Similarity alone separates poorly what the notes answer from what only sounds like them. Words that the notes never use,
words that no single fact brings together, and a number, date or name asked for where none is found tell more. Every
signal is a share or a similarity, so that a fit made on some notes carries to others.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.encoder import Encoder
from tutor.library.library import Library
from tutor.notes.words import terms
from tutor.search.asking import Asked, kind_asked
from tutor.search.hits import Hit
from tutor.search.query import Query
from tutor.search.searching import closeness

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

FIT_FILE = "confidence.json"
_HITS = 15  # whose facts are looked at
_ANSWERING = 3  # hits, and facts of them, that are taken to answer
_TYPO = 0.5  # of a word's weight counts as unseen if it was corrected
_QUANTITY = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|hundreds?|thousands?|millions?|zero|once|twice|"
    r"half|double|single|unlimited)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1\d{3}|20\d\d)\b")
_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:[A-Z]\.|de|van|von|of))* [A-Z][a-z][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against the notes answering.

    Attributes:
        closeness: of the nearest of the facts found, what all of the notes have in common included: is it of their
            field at all?
        similarity: of the nearest fact, without that.
        unseen: the share of the question's weight that the notes never use; a corrected typo counts half.
        cover: the largest share of its weight in one of the ten best passages.
        fact_cover: the same in one fact with the headings above it.
        known_cover: the largest share in a passage of what the notes do use.
        lacks_kind: 1 where a number, a date or a person's name is asked for and the best facts have none.
        asks_kind: 1 where one is asked for.
        unseen_name: 1 where a name (capitals, digits) in the question is never used.
        lacks_name: the share of the names in the question that the notes use and none of the best passages brings
            together.
        length: logarithm of the words in the question.
        topics: logarithm of its terms.
    """

    closeness: float
    similarity: float
    unseen: float
    cover: float
    fact_cover: float
    known_cover: float
    lacks_kind: float
    asks_kind: float
    unseen_name: float
    lacks_name: float
    length: float
    topics: float


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A kernel machine over signals, made by `make calibrate`.

    Attributes:
        fingerprint: of the encoder that it was made with.
        mean, scale: of each signal.
        gamma: the kernel's width: exp(-gamma |x - v|^2) over scaled signals.
        vectors, weights, intercept: the machine's; of the vectors, (n, signals), each has its weight, (n,).
        slope, offset: of the logistic that makes a probability of its value (Platt 1999).
        absent, doubtful: below these probabilities an answer is not shown, or not without a word of doubt.
    """

    fingerprint: str
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    gamma: float
    vectors: "NDArray[float64]"
    weights: "NDArray[float64]"
    intercept: float
    slope: float
    offset: float
    absent: float
    doubtful: float

    def confidence(self, signals: Signals) -> float:
        """Return the probability that the notes answer, 0 to 1."""
        import numpy as np

        scaled = [(x - m) / s for x, m, s in zip(astuple(signals), self.mean, self.scale, strict=True)]
        distances = ((self.vectors - scaled) ** 2).sum(axis=1)
        value = self.intercept + float(self.weights @ np.exp(-self.gamma * distances))
        return 1 / (1 + math.exp(self.slope * value + self.offset))


@lru_cache(maxsize=1)
def load_fit() -> Fit:
    """Return the fit that comes with the program."""
    import numpy as np

    stored = json.loads(Path(__file__).with_name(FIT_FILE).read_text("utf-8"))
    return Fit(**{**stored, **{name: np.array(stored[name], np.float64) for name in ("vectors", "weights")}})


def measure(library: Library, encoder: Encoder, query: Query, hits: Sequence[Hit]) -> Signals:
    """Return the signals of a question's search; it found something."""
    whole = sum(word.weight for word in query.words) or 1.0
    typos = dict(query.typos)
    unseen = [word for word in query.words if not word.is_known]
    corrected = [word for word in query.words if word.is_known and word.source in typos]
    asked = kind_asked(query.text)
    return Signals(
        closeness=closeness(library, encoder, query, hits),
        similarity=max((fact.similarity for hit in hits for fact in hit.facts), default=hits[0].similarity),
        unseen=(sum(w.weight for w in unseen) + _TYPO * sum(w.weight for w in corrected)) / whole,
        cover=max(hit.cover for hit in hits[:10]),
        fact_cover=_fact_cover(library, query, hits[:_HITS]),
        known_cover=max(query.known_cover(hit.passage.terms) for hit in hits[:10]),
        lacks_kind=float(bool(asked and not holds(library, query, hits, asked))),
        asks_kind=float(bool(asked)),
        unseen_name=float(bool(unseen_names(query))),
        lacks_name=_lacks_name(query, hits[:_ANSWERING]),
        length=math.log(1 + len(query.text.split())),
        topics=math.log(1 + len(query.words)),
    )


def holds(library: Library, query: Query, hits: Sequence[Hit], asked: Asked) -> bool:
    """Say whether the facts that are taken to answer hold an answer of the kind that is asked for."""
    scored = [(fact.score, hit, fact) for hit in hits[:_ANSWERING] for fact in hit.facts]
    best = sorted(scored, key=lambda s: -s[0])[:_ANSWERING]
    texts = [library.stored.text(hit.passage.note)[slice(*fact.fact.span)] for _, hit, fact in best]
    if asked.kind == "quantity":
        return any(map(_QUANTITY.search, texts))
    if asked.kind == "date":
        from tutor.notes.dates import find_dates  # a hundredth of the time of an answer, for few questions

        return any(_YEAR.search(text) or find_dates(text) for text in texts)
    known = {word.source for word in query.words}
    return any(known.isdisjoint(match[0].split()) for text in texts for match in _FULL_NAME.finditer(text))


def has_names(query: Query) -> bool:
    """Say whether a question has a name in it."""
    return any(word.is_name for word in query.words)


def unseen_names(query: Query) -> list[str]:
    """Return the names in a question that the notes never use."""
    return list(dict.fromkeys(word.source for word in query.words if word.is_name and not word.is_known))


def _lacks_name(query: Query, hits: Sequence[Hit]) -> float:
    names = [word for word in query.words if word.is_name and word.is_known]
    held = max(sum(word.is_in(hit.passage.terms) for word in names) for hit in hits)
    return 1 - held / len(names) if names else 0.0


def _fact_cover(library: Library, query: Query, hits: Sequence[Hit]) -> float:
    sections = library.stored.sections([hit.passage.section for hit in hits])
    best = 0.0
    for hit in hits:
        headings = frozenset(terms(" ".join(sections[hit.passage.section].section.path)))
        best = max([best, *(query.cover(fact.fact.terms | headings) for fact in hit.facts)])
    return best
