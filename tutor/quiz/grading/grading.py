"""Whether a typed answer is right, and why not."""

import re

from tutor.notes.quantities import find_quantities
from tutor.quiz.grading.addresses import grade_address
from tutor.quiz.grading.clock import grade_clock
from tutor.quiz.grading.names import are_one
from tutor.quiz.grading.phrases import grade_phrase
from tutor.quiz.grading.polarity import asks_yes_or_no, is_plain
from tutor.quiz.grading.quantities import grade_quantity
from tutor.quiz.grading.sets import grade_set, is_list
from tutor.quiz.grading.values import EMPTY, Grade, Vocabulary, best, right, worst, wrong
from tutor.quiz.grading.wording import MOST, rewritten, squashed, tidy, words
from tutor.quiz.grading.yes_no import grade_yes_no

_GIVES_UP = re.compile(
    r"(?:i\s)?(?:do not|don'?t|dont)\s(?:know|remember|recall)\b.*|idk|dunno|no idea|pass|skip|\?+", re.IGNORECASE
)
_BIT_RATE = re.compile(r"(?<=[\d\s])[MGT]b(?:/s|ps)\b")
_OPENING = re.compile(r"[\[{]")
_BRACKETS = re.compile(r"\(([^()]+)\)")
_AGREES = re.compile(r"(?:yes|yeah|yep)[,;:]\s+(?=\w)", re.IGNORECASE)  # said to what is asked otherwise
_DENIES = re.compile(
    r"(?:(?:it|they|this|that|he|she)\s)?(?:(?:is|are|was|were|does|do|did|can|will)\s)?(?:not|never)\s+((?:(?:not|never)\s+)*)"
)
_CITED = (
    (re.compile(r"\[(\d{4})\]"), r"(\1)"),  # Donoghue v Stevenson [1932]
    (re.compile(r"(?<=\d)\((\w{1,3})\)"), r".\1"),  # section 1(1)
    (re.compile(r"(?:§§?|\b[Ss]ec\.|\b[Ss]s?\.)\s?(?=\d)|\b[Ss]\s(?=\d)"), "section "),
)
_LINKS = re.compile(r"\s*(?:→|⇒|->|=>|\bto\b|\binto\b)\s*", re.IGNORECASE)
_ERA = re.compile(r"(?<![^\W\d_])(?:(B\.?C\.?E?)|A\.?D|C\.?E)(?![^\W\d_])")
_OR = re.compile(
    r"\s(?:or|/)\s(?!(?:more|less|fewer|over|under|above|below|greater|longer|older|younger|so)\b)", re.IGNORECASE
)
_HEDGED = 8  # words of an answer that may name several; what is longer is a sentence
_RULES = (grade_yes_no, grade_clock, grade_address, grade_quantity, grade_set)


def grade(question: str, answer: str, given: str, known: Vocabulary = EMPTY) -> Grade:
    """Grade a typed answer by what kind of answer is asked for.

    Case, spaces, punctuation at the end, articles, plurals and word order never matter; a slip of the pen only where
    the word cannot be mistaken for another. A quantity is graded by its number, unit and bound alone, a list thing by
    thing, a name or a definition by the words that tell. An answer is never accepted for sounding like the right one.

    Args:
        question: as asked.
        answer: the right answer, as the notes have it.
        given: as typed; what follows the first 2,000 characters is not read.
        known: names that the notes use, which are no misspellings of one another.
    """
    answer, given = _cited(answer), _cited(" ".join(given[:MOST].split()))
    if given and not _opens_otherwise(answer, given) and is_same(answer, given):
        return right()
    if not given or not tidy(given) or _GIVES_UP.fullmatch(tidy(given)):
        return wrong("no answer")
    if reason := _refusal(question, answer, given, known):
        return wrong(reason)
    if len(names := tidy(answer).split(", ")) == 2 and are_one(names[0], names[1], known):
        return best(_grade(question, name, given, known) for name in names)  # O(1), constant time
    return worst(_grade(question, answer, guess, known) for guess in _guesses(question, answer, given))


def _refusal(question: str, answer: str, given: str, known: Vocabulary) -> str:
    """Return why an answer of any kind is wrong whatever else it says, or an empty text."""
    is_other = (
        _opens_otherwise(answer, given)
        or _eras(answer) | _eras(given) == {True, False}
        or _denies_it(question, answer, given, known)
    )
    if is_other:
        return f'it is "{tidy(answer)}"'
    return "the other way round" if _is_turned(given, answer) else ""


def _opens_otherwise(answer: str, given: str) -> bool:
    """Say whether an answer has brackets that the right one has not: [1, 2] for (1, 2)."""
    return bool({*_OPENING.findall(given)} - {*_OPENING.findall(answer)})


def _denies_it(question: str, answer: str, given: str, known: Vocabulary) -> bool:
    """Say whether an answer says that it is not the right one."""
    text = rewritten(tidy(given))
    denial = _DENIES.match(text)
    denied = {text[denial.start(1) :], text[denial.end() :]} if denial else ()
    return any(_grade(question, answer, rest, known).verdict == "right" for rest in denied)


def _cited(text: str) -> str:
    """Write what is cited in one way, so that its brackets are no asides."""
    for pattern, way in _CITED:
        text = pattern.sub(way, text)
    return text


def _eras(text: str) -> set[bool]:
    """Return whether the years of a text are before Christ, where it says so: an empty set where it does not."""
    return {bool(match[1]) for match in _ERA.finditer(text)} if any(ch.isdigit() for ch in text) else set()


def _is_turned(given: str, gold: str) -> bool:
    """Say whether an answer goes the other way: 3' to 5' for 5' to 3'."""
    meant, mine = ([squashed(part) for part in _LINKS.split(tidy(text))] for text in (gold, given))
    return len(meant) == len(mine) == 2 and meant != mine and meant == mine[::-1] and all(meant)


def _guesses(question: str, answer: str, given: str) -> list[str]:
    """Return the answers that one answer leaves the choice of: none is right unless all are."""
    is_several = _OR.search(answer) or is_list(question, answer) or find_quantities(answer)
    if len(given.split()) > _HEDGED or is_several:
        return [given]
    return [part for part in _OR.split(given) if words(part)] or [given]


def _grade(question: str, answer: str, given: str, known: Vocabulary) -> Grade:
    if _AGREES.match(given) and not (asks_yes_or_no(question, answer) or is_plain(answer)):
        given = _AGREES.sub("", given)
    if any(is_same(answer, form) for form in (given, *_BRACKETS.findall(given))):
        return right()
    for rule in _RULES:
        if (found := rule(question, answer, given, known)) is not None:
            return found
    return grade_phrase(question, answer, given, known)


def is_same(answer: str, given: str) -> bool:
    """Say whether two answers differ in nothing but case, spaces, hyphens and the like; of megabits case tells."""
    if bool(_BIT_RATE.search(given)) != bool(_BIT_RATE.search(answer)):
        return False
    mine, theirs = squashed(given), squashed(answer)
    return mine == theirs if mine or theirs else given.split() == answer[:MOST].split()
