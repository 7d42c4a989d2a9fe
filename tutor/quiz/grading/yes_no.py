"""Questions of yes or no, however the answer says it."""

import re

from tutor.quiz.grading.matching import same_meaning
from tutor.quiz.grading.phrases import grade_phrase
from tutor.quiz.grading.polarity import asks_yes_or_no, find_conflict, is_plain, negations, polarity, says_no
from tutor.quiz.grading.values import Grade, Vocabulary, right, wrong
from tutor.quiz.grading.wording import keys, squashed, tidy, words

_SHORT = 4  # words of an answer that denies and need not repeat what was asked
_LEAD = re.compile(r"^(?:yes|no|true|false|correct|incorrect)\b[\s,;:.-]*", re.IGNORECASE)


def grade_yes_no(question: str, gold: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade an answer to a question of yes or no; None if it is no such question, or the answer takes no side."""
    if not asks_yes_or_no(question, gold) and not is_plain(gold):
        return None
    expected = says_no(gold, question)
    if expected is None:
        return None
    said = polarity(given)
    if said is not None and find_conflict(words(_LEAD.sub("", tidy(given))), words(_LEAD.sub("", tidy(gold)))):
        return wrong(f'it is "{tidy(gold)}"')
    stance = not said if said is not None else _stance(question, gold, given, expected, known)
    if stance is None:
        return None
    return right() if stance == expected else wrong(f"the answer is {'no' if expected else 'yes'}")


def _stance(question: str, gold: str, given: str, expected: bool, known: Vocabulary) -> bool | None:
    """Return whether an answer without yes or no says no, from what it says; None if it does not tell."""
    if not expected and re.match(r"only\b", tidy(given).casefold()) and " only" not in f" {gold.casefold()}":
        return True  # only under a condition that the right answer does not have
    body, mine, asked = _LEAD.sub("", tidy(gold)), words(given), words(question)
    if words(body):
        if grade_phrase(question, body, given, known).verdict == "right":
            return expected
        if find_conflict(mine, words(body)):
            return not expected
    shared = [word for word in mine if any(same_meaning(word, other) for other in asked)]
    is_about = 2 * len(shared) >= len(mine) or squashed(given) in squashed(question)
    if find_conflict(mine, asked) or (negations(given) and (is_about or len(mine) <= _SHORT)):
        return True
    if any(word.key.isdigit() and word.key not in keys(question) | keys(gold) for word in mine):
        return None
    return False if is_about else None
