"""Slips of the pen, told from other words that look alike."""

import re
from functools import lru_cache
from operator import ne

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4  # shorter words are one letter away from too many others
_MIDDLE = 6  # up to here another letter makes another word more often than a slip
_LONG = 8  # from here on two letters may be wrong
# Beginnings and endings by which words differ that mean different things: one letter, or two, and no slip.
_BEGINNINGS = frozenset(
    """a ab ad af ef em im in un non an anti ante post pre pro per re de dis hypo hyper inter intra infra extra endo exo
    macro micro mono poly homo hetero sub super sym syn eu""".split()
) | {""}
_STEMS = frozenset("photo electro thermo hydro cardio neuro gastro osteo cyto chromo psycho socio geo bio".split())
_ENDINGS = (
    ("ate", "ite", "ide", "ic", "ous"),
    ("ane", "ene", "yne", "one", "anol", "anal"),
    ("ol", "al", "ole", "one"),
    ("ose", "ase"),
    ("or", "ee"),
    ("er", "ee"),
    ("gen", "gon"),
    ("osis", "itis", "oma", "emia", "ectomy", "otomy", "ostomy", "oscopy"),
    ("less", "ful"),
)
_CONFUSED = """
thymine thiamine; ileum ilium; adenine adenosine; perineal peroneal; afferent efferent; abduction adduction
ureter urethra; humeral humoral; prostate prostrate; mucus mucous; alkane alkene alkyne; cation anion
ethanol methanol; principal principle; statute statue; council counsel; libel label; austria australia
slovakia slovenia; niger nigeria; guinea guiana; mitosis meiosis; glycogen glucagon; glucose glycogen; uracil urea
ligand ligament; malleus malleolus; trachea trochlea; median medial; tibia fibula; dysphagia dysphasia
palpitation palpation; systole diastole; facial fascial; getter setter; compile compiler; overload override
stationary stationery; affect effect; complement compliment; discreet discrete; radius radium; carpal tarsal
metacarpal metatarsal; cytosine cysteine; lysine leucine; insulin inulin; predictive productive; virus viral
prescription proscription; appeal repeal; emigrate immigrate; proton protein; tudor stuart; lincoln london
hindi hindu; iran iraq; assault assent; convection conduction; peptide peptidase; gills grills; meiosis miosis
"""
_BUILT = re.compile(
    r"(hypo|hyper|anti|inter|intra|pre|post|neuro|cardio|gastro|osteo|poly|mono|hemi|tachy|brady)"
    r"(.{2,})(?:a?emia|itis|osis|oma|ectomy|otomy|oscopy|ology|pathy|tension|thermia|trophy|plasia|ia|ic)"
)
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"(?<=.)y"), "i"),
    (re.compile(r"ck|c(?![ehi])|q(?!u)"), "k"),
    (re.compile(r"(?<=.)z"), "s"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[^aeiou])e$"), ""),
)


@lru_cache(maxsize=1 << 14)
def is_slip(given: str, meant: str, others: frozenset[str] = frozenset()) -> bool:
    """Say whether a word is another one misspelt.

    Never of words of fewer than four letters or with digits; nor where the word given is one that is known to mean
    something else, or differs as such words do: sulphate and sulphite, hypo- and hyper-.

    Args:
        given: a folded word, as typed.
        meant: the folded word that the notes have.
        others: words that the notes use.
    """
    if given == meant:
        return True
    is_word = min(len(given), len(meant)) >= _SHORTEST and given.isalpha() and meant.isalpha()
    if not is_word or given in others:
        return False
    if _DOUBLED.sub(r"\1", given) == _DOUBLED.sub(r"\1", meant) and (given, meant) not in _confused():
        return True
    if _is_contrast(given, meant):
        return False
    if _sound(given) == _sound(meant):
        return True
    return _begin_alike(given, meant) and _is_near(given, meant, others) and _cores_alike(given, meant)


def is_beginning(text: str) -> bool:
    """Say whether a text only begins words that mean different things: hyper, photo."""
    return text in _BEGINNINGS or text in _STEMS


def _cores_alike(given: str, meant: str) -> bool:
    """Say whether what two words of one build do not share is a slip too: hypo-kal-aemia is no hypo-calc-aemia."""
    match, other = _BUILT.fullmatch(given), _BUILT.fullmatch(meant)
    if not match or not other or match[1] != other[1]:
        return True
    mine, theirs = match[2], other[2]
    return mine == theirs or (min(len(mine), len(theirs)) >= _SHORTEST and _is_near(mine, theirs, frozenset()))


def _begin_alike(given: str, meant: str) -> bool:
    return given[0] == meant[0] or sorted(given[:2]) == sorted(meant[:2]) or _sound(given)[0] == _sound(meant)[0]


def _is_near(given: str, meant: str, others: frozenset[str]) -> bool:
    """Say whether few letters are wrong, and no other word is nearer.

    Two letters that are others make another word more often than a slip: chloroplast and chromoplast.
    """
    allowed = 2 if len(meant) >= _LONG else 1
    distance = OSA.distance(given, meant, score_cutoff=allowed)
    if len(meant) <= _MIDDLE and distance == 1 and not _is_common_slip(given, meant):
        return False
    is_other = distance == 2 and len(given) == len(meant) and sum(map(ne, given, meant)) == 2
    if distance > allowed or is_other or abs(len(given) - len(meant)) > 1:
        return False
    return process.extractOne(given, others, scorer=OSA.distance, score_cutoff=distance - 1) is None


def _is_common_slip(given: str, meant: str) -> bool:
    """Say whether one letter of a shorter word is left out, doubled, swapped, or a vowel for a vowel.

    Any other letter makes too many other words: gills and grills, stack and slack.
    """
    if len(given) < len(meant):
        return True
    if len(given) > len(meant):
        return any(given[i] == given[i - 1] and given[:i] + given[i + 1 :] == meant for i in range(1, len(given)))
    apart = [(a, b) for a, b in zip(given, meant, strict=True) if a != b]
    return len(apart) == 2 or set(apart[0]) <= set("aeiouy")


def _sound(word: str) -> str:
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def _is_contrast(given: str, meant: str) -> bool:
    """Say whether two words differ in a way that changes what they mean."""
    if (given, meant) in _confused():
        return True
    common = _common_end(given, meant)
    mine, theirs = given[: len(given) - common], meant[: len(meant) - common]
    if common >= 3 and mine in _BEGINNINGS and theirs in _BEGINNINGS:
        return True
    return any(_differ_in_ending(given.removesuffix("s"), meant.removesuffix("s"), endings) for endings in _ENDINGS)


def _differ_in_ending(given: str, meant: str, endings: tuple[str, ...]) -> bool:
    mine = max((end for end in endings if given.endswith(end)), key=len, default="")
    theirs = max((end for end in endings if meant.endswith(end)), key=len, default="")
    return bool(mine and theirs) and mine != theirs and given.removesuffix(mine) == meant.removesuffix(theirs)


def _common_end(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


@lru_cache(maxsize=1)
def _confused() -> frozenset[tuple[str, str]]:
    groups = [line.split() for line in _CONFUSED.replace("\n", ";").split(";")]
    return frozenset((a, b) for group in groups for a in group for b in group if a != b)
