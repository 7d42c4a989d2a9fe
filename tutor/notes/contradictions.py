"""Where notes say of the same thing that something holds, and that it does not."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tutor.notes.generic import is_generic
from tutor.notes.values import Claim
from tutor.notes.words import terms

# Alone, or with a remark: "Supported by most" says more than yes.
_REMARK = r"(?:\W*$|\s*[(,;:–—-])"
_YES = re.compile(rf"(?:yes|true|supported|✓|✔|✅|☑|\[x\]){_REMARK}", re.IGNORECASE)
_NO = re.compile(
    rf"(?:no|false|(?:is |are )?not (?:\w+ly )?(?:supported|available)|unsupported|✗|✘|❌|☒|\[ \]){_REMARK}",
    re.IGNORECASE,
)
# "Support for dead-letter queues to …", "SNS does not support X": the whole sentence, so that no condition is lost.
_SUPPORTS = re.compile(
    r"(?:(?P<subject>[^.,:;]{2,60}?)\s)?"
    r"(?P<no>(?:does not|do not|doesn['’]?t|don['’]?t|no|cannot|not)\s)?(?:natively\s)?"
    r"(?:supports?|supported)\s(?:for\s)?(?P<what>[^.,:;()]{2,60}?)(?P<aim>\s(?:to|for)\s[^.;]*)?\.?",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:only|except|unless|if|when|where|but|without|until|some|most|may|might|also|both|either|or|and|than|via|using|"
    r"through|with)\b",
    re.IGNORECASE,
)
_COMMON, _FEW = 0.03, 5  # a term of more of the names than this share, and than this many, tells none of them apart
_BRACKETED = re.compile(r"(.*?)\s*\(([^()]+)\)\s*")


@dataclass(frozen=True, slots=True)
class Held:
    """What a claim says to hold of a thing, or not to.

    Attributes:
        claim: what says so.
        is_so: whether it holds.
        things: the ways to name what it is said of, each as terms.
        attributes: the ways to name what holds of it, each as terms.
    """

    claim: Claim
    is_so: bool
    things: frozenset[frozenset[str]]
    attributes: frozenset[frozenset[str]]


def polarity(text: str) -> bool | None:
    """Return whether a cell says yes or no; None if it says something else."""
    bare = text.strip()
    if _NO.match(bare):
        return False
    return True if _YES.match(bare) else None


def contradictions(claims: Sequence[Claim]) -> list[tuple[str, Held, Held]]:
    """Return what holds in one place and not in another, with what it is, in the order of the first places.

    Both speak of one thing by one of its names, and of the same attribute; what has a condition is left out.
    """
    held = list(_held(claims))
    counts = Counter(term for name in {claim.subject for claim in claims} for term in set(terms(name)))
    common = frozenset(term for term, count in counts.items() if count > max(_COMMON * len(counts), _FEW))
    by_attribute: dict[frozenset[str], list[Held]] = defaultdict(list)
    for one in held:
        for attribute in one.attributes:
            by_attribute[attribute].append(one)
    places = {id(one): place for place, one in enumerate(held)}
    found = {
        (places[id(first)], places[id(second)])
        for group in by_attribute.values()
        for first, second in combinations(group, 2)
        if first.is_so != second.is_so and _is_one_thing(first, second, common)
    }
    return [(_attribute(held[a], held[b]), held[a], held[b]) for a, b in sorted(found)]


def _held(claims: Sequence[Claim]) -> Iterator[Held]:
    for claim in claims:
        if claim.kind == "cell" and (is_so := polarity(claim.value)) is not None:
            yield Held(claim, is_so, _forms(claim.subject), _forms(claim.relation))
        elif claim.kind == "label" and (is_so := polarity(claim.value)) is not None:
            label = claim.relation or claim.subject
            yield Held(claim, is_so, _things(claim, ""), _forms(label))
        elif claim.kind in {"statement", "definition"} and (match := _SUPPORTS.fullmatch(claim.value)):
            subject = match["subject"] or ""
            if not _CONDITION.search(f"{subject} {match['what']}"):
                yield Held(claim, not match["no"], _things(claim, subject), _forms(match["what"]))


def _things(claim: Claim, subject: str) -> frozenset[frozenset[str]]:
    """Return what a sentence speaks of: its subject, else what it stands below; none if that only sorts remarks."""
    if subject:
        return _forms(subject)
    names = [name for name in claim.names if not is_generic(name)]
    return frozenset(form for name in names for form in _forms(name))


def _forms(name: str) -> frozenset[frozenset[str]]:
    """Return the ways to say a name, as terms: "Dead Letter Queue (DLQ)" without its brackets, and what is in them."""
    match = _BRACKETED.fullmatch(name)
    return frozenset(found for part in (match.groups() if match else (name,)) if (found := _plain(part)))


def _plain(text: str) -> frozenset[str]:
    return frozenset(term for word in re.findall(r"[^\W_]+", text) for term in terms(word))


def _is_one_thing(first: Held, second: Held, common: frozenset[str]) -> bool:
    """Say whether both speak of one thing, by a name that tells it from others, and stand apart."""
    one, other = first.claim, second.claim
    if one.file == other.file and (one.lines == other.lines or (one.kind == other.kind and one.group == other.group)):
        return False
    mine, theirs = ({form - common for form in held.things} - {frozenset()} for held in (first, second))
    return not mine.isdisjoint(theirs)


def _attribute(first: Held, second: Held) -> str:
    return " ".join(sorted(min(first.attributes & second.attributes, key=sorted)))
