"""Names, terms and definitions: whether the words that tell are there."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from tutor.notes.units import unit_at
from tutor.quiz.grading.beside import comes_before, too_much
from tutor.quiz.grading.figures import with_same_quantity
from tutor.quiz.grading.general import is_filler, is_vendor
from tutor.quiz.grading.matching import Match, is_initial, match_words, same_root
from tutor.quiz.grading.names import PERSON, are_one, asks_long_form, count_letters, echoes
from tutor.quiz.grading.opposites import opposites_of
from tutor.quiz.grading.polarity import are_crossed, exclude, find_conflict, negations
from tutor.quiz.grading.spelling import is_slip
from tutor.quiz.grading.values import Grade, Vocabulary, best, right, unsure, worst, wrong
from tutor.quiz.grading.wording import Word, all_words, core, keys, squashed, tidy, without_marks, words

_PROSE, _PROSE_TELLING = 5, 3  # words, and telling ones, from which on an answer is a definition and no name
_HALF, _LITTLE = 0.5, 0.45  # of the telling words of a definition: it is right, it may be
_ORDERED = 4  # words from which on their order tells
_PAREN = re.compile(r"(?:^|\s)\(([^()]*)\)\s*")
_SYMBOLS = re.compile(r"^\(.*[,\d].*\)$|[\^=<>{}\[\]|\\]|\w\(")
_SAME = re.compile(r"\s(?:aka|also called|i\.e\.)\s", re.IGNORECASE)
_ALSO = re.compile(r"\s(?:or|aka|also called|i\.e\.)\s|\s/\s|(?<=[A-Z]{3})/(?=[A-Z]{3})", re.IGNORECASE)
_AMOUNTS = frozenset("more less fewer all none most least both".split())
_ASIDE = re.compile(
    r"([^,;:(]{2,60})\s*(?:,|;|:|\s-)\s(?=(?:can|cannot|is|are|which|that|but|so|because|since|where|when|it|they|only|e\.?g)\b)"
)
_KIND = re.compile(
    r"\b(?:which|what)\s+((?:[\w-]+\s+){0,2}?[\w-]+)\s+(?:is|are|was|were|does|do|did|has|have|can|[a-z]+s)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d")
_FAMILY = re.compile(r"[^\W\d_]+\d+")
_SPELT = re.compile(r"^[A-Z]{2,6}s?\s*\(|\([A-Z]{2,6}s?\)$")
_SOLE, _OPEN = re.compile(r"\b(?:only|exactly|just)\b"), re.compile(r"\b(?:at least|or more|minimum|more than)\b")
_BOTH = re.compile(r"\b(?:both|either|neither)\b")
_CHOICES = re.compile(r"\b(?:and|or|vs?|versus|from|than)\b", re.IGNORECASE)


def grade_phrase(question: str, gold: str, given: str, known: Vocabulary) -> Grade:
    """Grade an answer of words. Decides always, if only that the learner should."""
    is_echo = echoes(given, question) and not echoes(gold, question)
    named = any(are_one(form, mine, known) for form in _forms(gold) for mine in _forms(given, _SAME))
    if (named and not is_echo) or _is_unit(gold, given):
        return right()
    if reason := _refusal(question, gold, given, known):
        return wrong(reason)
    given = with_same_quantity(gold, given)
    if not given:
        return wrong(f'it is "{tidy(gold)}"')
    whole = _grade_forms(question, gold, given, known)
    if whole.verdict == "right" or not _ALSO.search(tidy(gold)):
        return whole
    parts = [_grade_forms(question, gold, part, known) for part in _alternatives(tidy(given), _ALSO) if words(part)]
    return best([whole, worst(parts)]) if parts else whole


def _grade_forms(question: str, gold: str, given: str, known: Vocabulary) -> Grade:
    """Grade an answer by the form of the right one that it comes nearest to."""
    grades = [_grade_form(question, form, mine, known) for form in _forms(gold) for mine in _forms(given, _SAME)]
    return best(grades) if grades else wrong(f'it is "{tidy(gold)}"')


def _refusal(question: str, gold: str, given: str, known: Vocabulary) -> str:
    """Return why an answer is wrong whatever else it says, or an empty text."""
    mine, asked = squashed(given), squashed(question)
    if len(words(given)) > 1 and mine in asked and squashed(gold) not in asked:
        return "that is the question"
    if _SYMBOLS.search(tidy(gold)):
        return f'it is "{tidy(gold)}"'
    if pair := find_conflict(words(given), words(gold)):
        return _contradiction(*pair)
    if _is_swapped(question, gold, given) or are_crossed(words(given), words(gold)):
        return "the other way round"
    if _says_more(question, gold, given):
        return f'it is "{tidy(gold)}"'
    name = _other_brackets(question, gold, given, known) or _other_name(gold, given, known)
    return f'"{name}" is another thing' if name else ""


def _says_more(question: str, gold: str, given: str) -> bool:
    """Say whether an answer has both sides of what the right one has one of, or leaves open what that closes."""
    meant, mine = f"{gold} {question}".casefold(), given.casefold()
    if _SOLE.search(meant) and _OPEN.search(mine) and not _OPEN.search(meant):
        return True
    if all(is_filler(word.text) for word in all_words(gold)) and negations(given) > negations(gold):
        return True  # "is not" for "is"
    is_one_side = any(opposites_of(word.key) for word in words(gold))
    return is_one_side and bool(_BOTH.search(mine)) and not _BOTH.search(meant)


def _is_swapped(question: str, gold: str, given: str) -> bool:
    """Say whether an answer says of one thing in the question what the right one says of another there."""
    asked, meant, mine = keys(question), words(gold), words(given)
    mine_keys, their_keys = {word.key for word in mine}, {word.key for word in meant}
    lost = [word for word in meant if word.key in asked and word.key not in mine_keys]
    got = [word for word in mine if word.key in asked and word.key not in their_keys]
    return bool(lost and got) and _CHOICES.search(question) is not None and len(mine_keys & their_keys) > 1


def _other_brackets(question: str, gold: str, given: str, known: Vocabulary) -> str:
    """Return what stands in brackets in an answer where the right one has another thing there, or an empty text."""
    meant, mine = _PAREN.findall(tidy(gold)), _PAREN.findall(tidy(given))
    if len(meant) != 1 or len(mine) != 1 or not words(meant[0]) or not words(mine[0]):
        return ""
    is_same = any(_grade_form(question, form, mine[0], known).verdict == "right" for form in _forms(gold))
    return "" if is_same else mine[0]


def _is_unit(gold: str, given: str) -> bool:
    """Say whether both are names of one unit: newton and N."""
    if len(tidy(gold)) < 2:
        return False
    one = unit_at(tidy(gold), 0)
    other = unit_at(tidy(given), 0) or unit_at(tidy(given).upper(), 0)
    if not one or not other or one[1] < len(tidy(gold)) or other[1] < len(tidy(given)):
        return False
    return any((a.dimension, a.factor, a.offset) == (b.dimension, b.factor, b.offset) for a in one[0] for b in other[0])


def _contradiction(given: Word, meant: Word) -> str:
    if given.key == meant.key:
        return f'it is "{meant.text}"' if given.is_denied else f'it is not "{meant.text}"'
    return f'"{given.text}" is not "{meant.text}"'


def _forms(text: str, links: re.Pattern[str] = _ALSO) -> list[str]:
    """Return the ways to say an answer: without what stands in brackets, or that alone, or either side of an "or".

    One that is typed has no "or": what leaves the choice is no answer.
    """
    shape = tidy(text)
    forms = [shape, *_alternatives(shape, links)]
    if head := _ASIDE.match(shape):
        forms.append(head[1])
    if inside := _PAREN.findall(shape):
        forms += [_PAREN.sub(" ", shape), *(part for part in inside if not re.match(r"\W*\d|e\.?g", part))]
    return list(dict.fromkeys(form for form in forms if words(form)))


def _alternatives(shape: str, links: re.Pattern[str]) -> list[str]:
    """Return the answers of which each is right: "SSL/TLS", "myopathy / rhabdomyolysis"; none of "one or more"."""
    parts = links.split(shape)
    if len(parts) == 2 and "," in parts[0]:
        parts = [*(part.strip() for part in parts[0].split(",") if part.strip()), parts[1]]
    told = [word for part in parts for word in words(part)]
    return [] if any(w.text in _AMOUNTS or (w.key.isdigit() and not w.is_exact) for w in told) else parts


def _other_name(gold: str, given: str, known: Vocabulary) -> str | None:
    """Return the name in the notes that an answer is, if it has nothing in common with the right one."""
    name = _names(known).get(without_marks(tidy(given).casefold()))
    if name is None or any(are_one(form, name, known) for form in _forms(gold)):
        return None
    mine, theirs = squashed(name), squashed(gold)
    is_part = mine.startswith(theirs) or theirs.startswith(mine)
    shares = {word.key for word in words(name)} & {word.key for word in words(gold)}
    return None if shares or is_part else name


@lru_cache(maxsize=4)
def _names(known: Vocabulary) -> dict[str, str]:
    return {without_marks(name.casefold()): name for name in known.names}


def _grade_form(question: str, gold: str, given: str, known: Vocabulary) -> Grade:
    meant, mine = list(words(gold)), list(words(given))
    if all(is_filler(word.text) for word in meant):
        mine = list(all_words(given)) if len(all_words(given)) <= len(meant) + 2 else mine  # the GET of HTTP
    if any(not is_vendor(word.text) for word in meant):
        meant, mine = _without_vendors(meant), _without_vendors(mine)
    telling = _telling(meant, question, gold)
    is_strict = asks_long_form(question, gold)
    match = match_words(meant, mine, known, is_strict)
    missing = [word for word in match.missing if word in telling]
    found = [word for word, _ in match.found if word in telling]
    if not found or all(is_initial(*pair) for pair in match.found):
        return wrong(f'it is "{gold}"')
    if missing:
        if _is_family(match, gold):
            return right()
        return _grade_part(gold, match, found, missing, is_strict)
    if is_strict and sum(_is_derived(*pair) for pair in match.found) > 1:
        return wrong(f'it is "{gold}"')
    if reason := too_much(question, gold, match, given) or comes_before(gold, match):
        return wrong(reason)
    return right(_spelling(match))


def _is_derived(meant: Word, given: Word) -> bool:
    """Say whether a word is another of the same root: management for manager."""
    is_same = meant.text.rstrip("s") == given.text.rstrip("s")
    return not is_same and (meant.key == given.key or same_root(meant, given))


def _is_prose(gold: str) -> bool:
    """Say whether an answer is a definition and no name."""
    length, telling = len(tidy(gold).split()), words(gold)
    is_plain = not any(word.is_name or word.is_exact for word in telling)
    return (length >= _PROSE and len(telling) >= _PROSE_TELLING) or (is_plain and len(telling) > _PROSE_TELLING)


def _telling(meant: Sequence[Word], question: str, gold: str) -> Sequence[Word]:
    """Return the words without which an answer is not the one meant: those that the question does not say itself."""
    asked, said = words(question), keys(question)
    if _is_person(question, gold, meant):
        return meant if meant[-1].key.isdigit() else meant[-1:]
    if asks_long_form(question, gold) and count_letters(question) >= len(meant) - 1:
        return meant
    meant = [word for word in meant if word.text != "one"] or meant
    if other := _other_choice(question, gold):
        meant = [word for word in meant if word.key not in other] or meant
    for these in (meant if _is_prose(gold) else core(meant), meant):
        if fresh := [word for word in these if word.key not in said]:
            return fresh
    chosen = [word for word in meant if any(exclude(word, other) for other in asked)]
    kind = _KIND.search(question)
    narrow = [word for word in core(meant) if kind and word.key not in keys(kind[1])]
    return chosen or narrow or core(meant)


def _other_choice(question: str, gold: str) -> frozenset[str]:
    """Return the words of what else a question lets choose: "Standard or Standard-IA?"; empty if it is no choice."""
    sides = re.split(r"\bor\b", question)
    others = [side for side in sides if squashed(gold) not in squashed(side)]
    return keys(others[0]) if len(sides) == 2 and len(others) == 1 else frozenset()


def _is_person(question: str, gold: str, meant: Sequence[Word]) -> bool:
    """Say whether an answer is a person's name, of which the last word is enough and the first alone is not."""
    is_written_so = len(re.findall(r"\b[A-Z]", tidy(gold))) >= len(meant)
    return is_written_so and 2 <= len(meant) <= 3 and len(core(meant)) == len(meant) and bool(PERSON.search(question))


def _grade_part(gold: str, match: Match, found: Sequence[Word], missing: Sequence[Word], is_strict: bool) -> Grade:
    """Grade an answer that has some of the telling words."""
    listed, whole = ", ".join(word.text for word in missing), len(found) + len(missing)
    if any(_NUMBERED.search(word.text) for word in missing) and any(_NUMBERED.search(w.text) for w in match.extra):
        return wrong(f"missing: {listed}")
    is_other = bool(match.extra) and any(word.is_name for word in missing)  # Spartan for Athenian
    is_strict = is_strict or bool(_SPELT.search(gold))
    if _is_prose(gold) and whole >= _PROSE_TELLING and not (is_strict or is_other):
        share = len(found) / whole
        instead = [word for word in match.extra if word.is_denied == missing[0].is_denied]
        if len(missing) == 1 and whole <= _PROSE_TELLING + 1 and instead:
            return wrong(f"missing: {listed}")
        if share > _HALF or (share == _HALF and whole > _PROSE_TELLING + 1):
            return wrong("the other way round") if _is_reversed(match) else right()
        if share >= _LITTLE:
            return unsure(f"not said: {listed}")
    return wrong(f"missing: {listed}")


def _is_reversed(match: Match) -> bool:
    """Say whether an answer has the words of a definition in the opposite order: who does what to whom."""
    places = [place for place in match.order if place >= 0]
    pairs = list(combinations(places, 2))
    return len(places) >= _ORDERED and all(a > b for a, b in pairs)


def _is_family(match: Match, gold: str) -> bool:
    """Say whether only the family before a name is missing: the S3 of "S3 Glacier Deep Archive"."""
    first = words(gold)[: len(match.missing)]
    if any(_NUMBERED.search(word.text) for word in match.extra):
        return False
    return match.missing == first and _FAMILY.fullmatch(first[0].text) is not None and len(match.found) > 1


def _without_vendors(found: Sequence[Word]) -> list[Word]:
    return [word for word in found if not is_vendor(word.text)] or list(found)


def _spelling(match: Match) -> str:
    slips = [meant.text for meant, given in match.slips if is_slip(given.text, meant.text)]
    return f'spelt "{slips[0]}"' if slips else ""
