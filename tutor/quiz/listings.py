"""Questions that ask for all that a sentence, a label or a cell enumerates."""

import re
from collections.abc import Iterator

from tutor.notes.entries import is_name
from tutor.notes.generic import is_clause
from tutor.notes.values import Claim, Span
from tutor.quiz.clozes import texts_of
from tutor.quiz.likeness import folded
from tutor.quiz.making import Neighbours, ask
from tutor.quiz.recalls import META
from tutor.quiz.tables import cell_prompt
from tutor.quiz.values import Card, Point, Question
from tutor.quiz.wording import blanked, content, context_of

_MAX_LENGTH = 240
_MIN_MEMBERS, _MAX_MEMBERS, _MAX_MEMBER_WORDS = 3, 7, 4
_MIN_LEFT = 2  # terms that tell what is listed
_COMMA = re.compile(r",\s+(?:(?:and|or|&)\s+)?")
_AND = re.compile(r"\s+(?:and|or|&)\s+")
_OPEN_ENDS = {"etc", "more", "other", "others"}  # the list says itself that it is not all
_LEANS = re.compile(
    r"\w (?:with|of|for|to|by|from) \w"
)  # "integration with A, B, C": the first member is not what it says
# What a list follows in a sentence, and what the sentence ends with.
_OPENS = re.compile(
    r"(?<![-\w])(?:includ(?:es?|ing)|such as|like|via|using|into|consists? of|composed of|made (?:up )?of|contains?|"
    r"supports?|offers?|uses?|between|compris(?:es?|ing)|affects?|secretes?|releases?|produces?|are|either)\s+",
    re.IGNORECASE,
)
# The sentence goes on in it: it is no name.
_GOES_ON = re.compile(r"\w (?:for|to|that|with|as|on|by)\b|^\w+ing \w|^(?:other|others|more|various|similar)\b")
_LISTS = re.compile(r"\b(?:such as|including|like|include|e\.g\.)\s.*,", re.IGNORECASE)  # a list is open already


def enumeration_questions(card: Card, _: Neighbours) -> Iterator[Question]:
    """Yield the request to name what a label's or a cell's value enumerates: "Windows, Linux or Mac OS"."""
    claim = card.claim
    members = enumerated(claim.value)
    if not members or set(map(folded, members)) & set(map(folded, (*claim.names, claim.subject))):
        return
    label = claim.relation or claim.subject
    if META.search(label):
        return
    place = cell_prompt(claim).rstrip("?") if claim.kind == "cell" else context_of((*claim.names, label))
    points = tuple(Point(member, claim.lines) for member in members)
    yield ask(card, "list_recall", f"{place}: name all {len(members)}.", "; ".join(members), [claim.value], points)


def enumerated(text: str) -> tuple[str, ...]:
    """Return the three to seven names that a text consists of; none if it is anything else."""
    if ";" in text or ":" in text or len(text) > _MAX_LENGTH:
        return ()
    parts = [part.strip(" .") for part in _members(text)]
    is_list = _MIN_MEMBERS <= len(parts) <= _MAX_MEMBERS and len(set(map(folded, parts))) == len(parts)
    shares_object = parts[0].endswith("ing") and " " not in parts[0] and " " in parts[-1]  # deploying and managing X
    leans = bool(_LEANS.search(parts[0])) and not any(map(_LEANS.search, parts[1:]))
    return tuple(parts) if is_list and all(map(_is_member, parts)) and not shares_object and not leans else ()


def _members(text: str) -> list[str]:
    """Split at commas, and at the "and" before the last member: one further in is a part of its member."""
    *first, last = _COMMA.split(text)
    has_comma = bool(first) and text[: -len(last)].rstrip().endswith(("and", "or", "&"))
    return [*first, last] if has_comma else [*first, *_AND.split(last)]


def _is_member(part: str) -> bool:
    words = part.split()
    return (
        0 < len(words) <= _MAX_MEMBER_WORDS
        and is_name(part)
        and not is_clause(part)
        and not _OPEN_ENDS.intersection((words[0].lower(), words[-1].lower()))
        and "=" not in part
    )


def sentence_list_questions(card: Card, _: Neighbours) -> Iterator[Question]:
    """Yield a sentence without the names that it ends with, all of which are asked for."""
    for place, text in texts_of(card.claim, has_examples=True):
        for match in reversed(list(_OPENS.finditer(text))):
            hidden = Span(match.end(), len(text.rstrip(" .")))
            members = enumerated(text[hidden.start : hidden.end])
            if members and _tells(card.claim, text[: match.start()], place, members):
                prompt = f"{place}: {blanked(text, hidden).rstrip('. ')}. Name all {len(members)}.".removeprefix(": ")
                points = tuple(Point(member, card.claim.lines) for member in members)
                yield ask(card, "list_recall", prompt, "; ".join(members), [text[hidden.start : hidden.end]], points)
                return


def _tells(claim: Claim, lead: str, place: str, members: tuple[str, ...]) -> bool:
    """Say whether enough is left to know what is listed, no member stands there, and nothing goes on inside."""
    if _LISTS.search(lead) or any(map(_GOES_ON.search, members[1:])):
        return False
    said = content(f"{lead} {place}")
    label = claim.relation or claim.subject if claim.kind == "label" else ""
    is_told = len(content(f"{label} {lead}")) >= _MIN_LEFT or (bool(place) and bool(content(lead)))
    return is_told and not any(content(member) <= said for member in members) and ":" not in lead
