"""Names, terms and definitions: whether the words that tell are there."""

import re
from collections.abc import Sequence

from tutor.quiz.grading.lexicon import generic_words, is_vendor
from tutor.quiz.grading.matching import Match, match_words, same_meaning
from tutor.quiz.grading.names import are_one, asks_long_form, count_letters, echoes
from tutor.quiz.grading.polarity import exclude, find_conflict
from tutor.quiz.grading.values import Grade, Vocabulary, best, right, unsure, wrong
from tutor.quiz.grading.wording import Word, keys, squashed, tidy, words

_PROSE = 6  # words from which on an answer is a definition and no name
_ENOUGH, _LITTLE = 0.5, 0.3  # of the telling words of a definition: it is right, it may be
_MOST_EXTRA = 3  # words that a name may stand beside
_PAREN = re.compile(r"(?:^|\s)\(([^()]*)\)\s*")
_SYMBOLS = re.compile(r"[\^=<>{}\[\]|\\]|\w\(")
_ALSO = re.compile(r"\s(?:or|aka|also called|i\.e\.)\s", re.IGNORECASE)
_COORDINATED = re.compile(r"\b(?:and|or)\b|[,;/&+]")
_KIND = re.compile(
    r"\b(?:which|what)\s+((?:[\w-]+\s+){0,2}?[\w-]+)\s+(?:is|are|was|were|does|do|did|has|have|can|[a-z]+s)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:who|whom|whose)\b|\b(?:king|queen|emperor|empress|president|minister|author|inventor|philosopher|scientist|"
    r"leader|physicist|chemist|general|painter|composer|poet|economist|psychologist|physician|judge|explorer)\b",
    re.IGNORECASE,
)


def grade_phrase(question: str, gold: str, given: str, known: Vocabulary) -> Grade:
    """Grade an answer of words. Decides always, if only that the learner should."""
    is_echo = asks_long_form(question) and echoes(given, question)
    if not is_echo and any(are_one(form, mine, known) for form in _forms(gold) for mine in _forms(given)):
        return right()
    if _SYMBOLS.search(gold):
        return wrong(f'it is "{tidy(gold)}"')
    if pair := find_conflict(words(given), words(gold)):
        return wrong(_contradiction(*pair))
    if name := _other_name(gold, given, known):
        return wrong(f'"{name}" is another thing')
    grades = [_grade_form(question, form, mine, known) for form in _forms(gold) for mine in _forms(given)]
    return best(grades) if grades else wrong(f'it is "{tidy(gold)}"')


def _contradiction(given: Word, meant: Word) -> str:
    if given.key == meant.key:
        return f'it is "{meant.text}"' if given.is_denied else f'it is not "{meant.text}"'
    return f'"{given.text}" is not "{meant.text}"'


def _forms(text: str) -> list[str]:
    """Return the ways to say an answer: without what stands in brackets, or that alone, or either side of an "or"."""
    shape = tidy(text)
    forms = [shape, *_ALSO.split(shape)]
    if inside := _PAREN.findall(shape):
        forms += [_PAREN.sub(" ", shape), *(part for part in inside if not re.match(r"\W*\d|e\.?g", part))]
    return list(dict.fromkeys(form for form in forms if words(form)))


def _other_name(gold: str, given: str, known: Vocabulary) -> str | None:
    mine, theirs = squashed(given), {squashed(form) for form in _forms(gold)}
    for name in known.names:
        if squashed(name) == mine and mine not in theirs and not any(are_one(g, name, known) for g in _forms(gold)):
            return name
    return None


def _grade_form(question: str, gold: str, given: str, known: Vocabulary) -> Grade:
    asked = words(question)
    meant, mine = _without_vendors(words(gold)), _without_vendors(words(given))
    telling = _telling(meant, asked, question)
    match = match_words(meant, mine, known, asks_long_form(question))
    missing = [word for word in match.missing if word in telling]
    found = [word for word, _ in match.found if word in telling]
    if not found:
        return wrong(f'it is "{gold}"')
    if missing:
        if _is_family(match, gold):
            return right()
        return _grade_part(gold, found, missing)
    if reason := _too_much(question, gold, match, given):
        return wrong(reason)
    return right(_spelling(match))


def _telling(meant: Sequence[Word], asked: Sequence[Word], question: str) -> list[Word]:
    """Return the words without which an answer is not the one meant."""
    specific = [word for word in meant if word.key not in generic_words()]
    if _is_person(question, meant):
        return [meant[-1]]
    if asks_long_form(question) and count_letters(question) >= len(meant) - 1:
        return list(meant)
    fresh = [word for word in specific if not any(same_meaning(word, other) for other in asked)]
    if fresh:
        return fresh
    chosen = [word for word in specific if any(exclude(word, other) for other in asked)]
    kind = _KIND.search(question)
    narrow = [word for word in specific if kind and word.key not in keys(kind[1])]
    return chosen or narrow or specific or list(meant)


def _is_person(question: str, meant: Sequence[Word]) -> bool:
    """Say whether an answer is a person's name, of which the last word is enough and the first alone is not."""
    return 2 <= len(meant) <= 3 and bool(_PERSON.search(question)) and not any(w.key in generic_words() for w in meant)


def _grade_part(gold: str, found: Sequence[Word], missing: Sequence[Word]) -> Grade:
    """Grade an answer that has some of the telling words."""
    listed = ", ".join(word.text for word in missing)
    if len(tidy(gold).split()) >= _PROSE:
        share = len(found) / (len(found) + len(missing))
        if share >= _ENOUGH:
            return right()
        if share >= _LITTLE:
            return unsure(f"not said: {listed}")
    return wrong(f"missing: {listed}")


def _is_family(match: Match, gold: str) -> bool:
    """Say whether only the family before a name is missing: the S3 of "S3 Glacier Deep Archive"."""
    first = words(gold)[: len(match.missing)]
    return match.missing == first and first[0].text[-1].isdigit() and len(match.found) > 1


def _too_much(question: str, gold: str, match: Match, given: str) -> str:
    """Return why an answer says more than is right, or an empty text."""
    generic = generic_words()
    listed = bool(_COORDINATED.search(tidy(given)))
    excused = () if listed and " or " in question.lower() else words(question)
    extra = [
        word for word in match.extra if word.key not in generic and not any(same_meaning(word, o) for o in excused)
    ]
    if not extra:
        return ""
    names = ", ".join(word.text for word in extra)
    instead = [word.text for word in match.missing if not any(same_meaning(word, other) for other in excused)]
    if instead:
        return f"{names} instead of {', '.join(instead)}"
    if listed and len(words(given)) <= _PROSE and len(match.found) <= 2:
        return f"more than was asked for: {names}"
    is_name = gold != gold.lower()  # what stands behind a name makes another: a VPC endpoint is no VPC
    if (is_name and any(word in extra for word in match.after)) or len(extra) > max(_MOST_EXTRA, 2 * len(match.found)):
        return f"another thing: {names}"
    return ""


def _without_vendors(found: Sequence[Word]) -> list[Word]:
    return [word for word in found if not is_vendor(word.text)] or list(found)


def _spelling(match: Match) -> str:
    from tutor.quiz.grading.spelling import is_slip

    slips = [meant.text for meant, given in match.slips if is_slip(given.text, meant.text)]
    return f'spelt "{slips[0]}"' if slips else ""
