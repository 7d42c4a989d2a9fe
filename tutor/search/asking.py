"""How a question is put: the words that only ask, what kind of answer they ask for, and about what."""

import re
from typing import Literal, NamedTuple

from tutor.notes.words import terms, terms_of

# Words that say how something is asked for, not what about. A passage that holds one is the likelier answer, one that
# does not is none the less.
_ASKING = """
    abbreviation acronym actually advantage already answer anybody anyone anything basic brief briefly call called
    compare comparison cons contrast decide decided define definition describe description detail differ difference
    different disadvantage distinction distinguish ever everybody everyone everything exact exactly example explain
    explanation find full general get give given good happen happens held help hold important key know known learn
    list long main make many mean meaning means much name need nobody note notes nothing number often overview point
    pros purpose quick really remember remind role say show simple simply somebody someone something stand stands
    still summarize summary tell terms thing understand versus vs want way whats word work works yet
    """
_ASKING_TERMS = frozenset(term for word in _ASKING.split() for term in terms_of(word))
# "What is X", "what does X mean", "define X": the whole question is about what X is.
_ARTICLE = r"(?:(?:an?|the)\s+)?"
_DEFINITION = re.compile(
    rf"^\s*(?:(?:so|and|ok|please)\s+)?(?:"
    rf"what(?:['’]?s|\s+(?:is|are|was|were))\s+(?:meant\s+by\s+)?{_ARTICLE}(?P<is>.+?)"
    rf"|(?:define|explain|describe)\s+(?:to\s+me\s+)?(?:what\s+)?{_ARTICLE}(?P<told>.+?)(?:\s+(?:is|are|means?))?"
    rf"|tell\s+me\s+(?:more\s+)?about\s+{_ARTICLE}(?P<about>.+?)"
    rf"|what\s+do(?:es)?\s+{_ARTICLE}(?P<does>.+?)\s+(?:mean|do|stand\s+for)"
    rf"|(?:definition|meaning|(?:full|long)\s+form)\s+of\s+{_ARTICLE}(?P<of>.+?)|{_ARTICLE}(?P<then>.+?)\s+(?:definition|meaning|defined|explained|(?:full|long)\s+form|stands?\s+for)"
    rf"|who\s+(?:is|was|are|were)\s+(?P<who>.+?))\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_MAX_SUBJECT = 6  # words of what a definition is asked of

_LIST_WORDS = (
    "types|kinds|categories|classes|tiers|modes|levels|stages|steps|phases|elements|components|parts|options|examples|"
    "features|benefits|advantages|disadvantages|drawbacks|limitations|causes|symptoms|signs|criteria|requirements|"
    "pros|cons|principles|methods|ways|reasons|factors|functions|properties|forms|policies|rules"
)
# What is asked of a thing rather than a thing: alone, it leaves open of what.
_ASPECT = """
    alternatives case cause consequences cost deadline default diagnosis dose drawback duration effect facts goal
    holding impact limit maximum minimum origin outcome place port price procedure range result risk rule size speed
    symptom treatment use year
    """
_ASPECT_TERMS = _ASKING_TERMS | {
    term for word in (*_LIST_WORDS.split("|"), *_ASPECT.split()) for term in terms_of(word)
}
_AUX = "is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must|exist|happens?"
_LIST = re.compile(
    rf"^\s*(?:list|enumerate|name)\s|^\s*show\s+(?:me\s+)?(?:all|the|every)\b"
    rf"|\b(?:{_LIST_WORDS})\s+(?:of|for|in|are|does|do|there|that|can|has|have)\b"
    rf"|\b(?:what|which)\s+are\s+(?:all|the|its|their)\s+(?![^?]*\b(?:for|between)\W*$)(?!differences?\b)"
    rf"|\b(?:what|which)\s+(?!(?:{_AUX})\b)(?:[\w@/-]+\s+){{0,3}}?[\w/-]*[a-z]{{3}}[^su\W]s\s+(?:{_AUX})\b"
    rf"|\ball\s+(?:the\s+|of\s+)?(?:[\w@/-]+\s+){{0,2}}[\w-]*[a-z]{{3}}s\b",
    re.IGNORECASE,
)
_COUNTED = (
    "age|capacity|cost|count|days|delay|dose|duration|expiration|hours|interval|iops|latency|length|lifetime|limit|minutes|"
    "number|percentage|period|port|price|rate|retention|seconds|size|speed|threshold|throughput|time|timeout|ttl|year"
)
_QUANTITY = re.compile(
    r"\bhow (?:many|much|long|often|big|large|far|fast|old|high|low|small)\b"
    r"|(?:^|\b(?:the|its|their|what|which) )(?:maximum|minimum|max|min)\b"
    rf"|\b(?:default|maximum|minimum|max|min) (?:[\w/-]+ ){{0,3}}(?:{_COUNTED})\b"
    rf"|\b(?:what|which) (?:{_COUNTED})\b|\bwhat(?:'s| is) (?:the|its) (?:\w+ ){{0,3}}(?:{_COUNTED})\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(?:what|which) (?:year|date|day|month|decade|century)|since when|how long ago|when (?:was|were|did|will))\b",
    re.IGNORECASE,
)
# One who did something once has a name; whoever does something, or may, is often told by what he is.
_PERSON = re.compile(
    r"\b(?:who(?:se| (?:was|were|is) (?:the )?(?:first|author|founder|inventor|creator|painter|composer)| "
    r"(?:wrote|won|built|made|led|drew|\w{3,}ed))|after whom)\b",
    re.IGNORECASE,
)
_BARE_PLURAL = re.compile(r"\s*(?:[\w@/&-]+\s+){0,4}[\w@/-]*[a-z]{3}[^su\W]s\s*\??\s*")
_ASKS = re.compile(rf"\b(?:{_AUX}|how|why|when|who|where|what|which|vs|versus|or)\b", re.IGNORECASE)


_KINDS: tuple[tuple[Literal["date", "person", "quantity"], re.Pattern[str]], ...] = (
    ("date", _DATE),
    ("person", _PERSON),
    ("quantity", _QUANTITY),
)


def asks_for_list(question: str) -> bool:
    """Say whether a question wants all of something: "types of X", "which X can Y", "list the X", or "EFS classes"."""
    if _LIST.search(question):
        return True
    return bool(_BARE_PLURAL.fullmatch(question)) and not _ASKS.search(question)


def only_asks(term: str) -> bool:
    """Say whether a term says how a question is put rather than what it is about."""
    return term in _ASKING_TERMS


def asks_of_something(question: str) -> bool:
    """Say whether a question has words for what is asked, but none for of what: "what are the drawbacks?"."""
    return all(term in _ASPECT_TERMS for term in terms(question))


def subject_of(question: str) -> str | None:
    """Return what a question wants to be told about as a whole ("what is X", "X meaning", "X"), or None."""
    match = _DEFINITION.match(question)
    subject = next((group for group in match.groups() if group), "") if match else question.strip(" ?!.")
    return subject if 0 < len(subject.split()) <= _MAX_SUBJECT and terms(subject) else None


class Asked(NamedTuple):
    """The kind of answer that a question wants, and the words that say so, in lower case."""

    kind: Literal["date", "person", "quantity"]
    words: str


def kind_asked(question: str) -> Asked | None:
    """Return what kind of answer a question asks for, if it is one that can be told by its looks."""
    for kind, pattern in _KINDS:
        if match := pattern.search(question):
            return Asked(kind, match[0].lower())
    return None
