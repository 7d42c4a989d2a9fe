"""Whether a typed answer is right, and why not."""

import re

from tutor.quiz.grading.phrases import grade_phrase
from tutor.quiz.grading.quantities import grade_quantity
from tutor.quiz.grading.sets import grade_set
from tutor.quiz.grading.values import EMPTY, Grade, Vocabulary, right, wrong
from tutor.quiz.grading.wording import MOST, rewritten, squashed, tidy
from tutor.quiz.grading.yes_no import grade_yes_no

_GIVES_UP = re.compile(
    r"(?:i\s)?(?:do not|don'?t|dont)\s(?:know|remember|recall)\b.*|idk|dunno|no idea|pass|skip|\?+", re.IGNORECASE
)
_BIT_RATE = re.compile(r"(?<=[\d\s])[MGT]b(?:/s|ps)\b")
_OPENING = re.compile(r"[\[{]")
_BRACKETS = re.compile(r"\(([^()]+)\)")
_DENIES = re.compile(
    r"(?:(?:it|they|this|that|he|she)\s)?(?:(?:is|are|was|were|does|do|did|can|will)\s)?(?:not|never)\s+((?:(?:not|never)\s+)*)"
)
_RULES = (grade_yes_no, grade_quantity, grade_set)


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
    given = " ".join(given[:MOST].split())
    if not given:
        return wrong("no answer")
    if {*_OPENING.findall(given)} - {*_OPENING.findall(answer)}:
        return wrong(f'it is "{tidy(answer)}"')  # [1, 2] for (1, 2)
    if is_same(answer, given):
        return right()
    if not tidy(given) or _GIVES_UP.fullmatch(tidy(given)):
        return wrong("no answer")
    text = rewritten(tidy(given))
    if denial := _DENIES.match(text):
        denied = {text[denial.start(1) :], text[denial.end() :]}
        if any(_grade(question, answer, rest, known).verdict == "right" for rest in denied):
            return wrong(f'it is "{tidy(answer)}"')
    return _grade(question, answer, given, known)


def _grade(question: str, answer: str, given: str, known: Vocabulary) -> Grade:
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
