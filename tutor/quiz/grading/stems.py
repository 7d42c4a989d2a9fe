"""One word reduced to what is compared: case, accents, endings, number words and British spelling away."""

import re
from functools import lru_cache

from tutor.notes.words import fold_word, stem_word

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_NUMERALS = "ii iii vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_ROMAN = dict(zip(_NUMERALS, (2, 3, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), strict=True))
_NUMBERS = {
    **{word: str(i) for i, word in enumerate(_CARDINALS)},
    **{word: str(i) for i, word in enumerate(_ORDINALS, 1)},
    **{word: str(i) for word, i in _ROMAN.items()},
}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_GREEK = dict(
    zip(
        "αβγδεθκλμπσφψω",
        "alpha beta gamma delta epsilon theta kappa lambda mu pi sigma phi psi omega".split(),
        strict=True,
    )
)
# Plurals, past forms and nouns that no rule of endings takes back to their word.
_IRREGULAR = dict(
    pair.split("/")
    for pair in """
    people/person men/man women/woman children/child mice/mouse feet/foot teeth/tooth mitochondria/mitochondrion
    bacteria/bacterium nuclei/nucleus criteria/criterion phenomena/phenomenon alveoli/alveolus fungi/fungus axes/axis
    indices/index indexes/index vertices/vertex matrices/matrix genera/genus ova/ovum septa/septum thrombi/thrombus
    emboli/embolus vertebrae/vertebra larvae/larva diagnoses/diagnosis analyses/analysis hypotheses/hypothesis
    lives/life wives/wife halves/half queuing/queue queueing/queue written/write wrote/write paid/pay bought/buy
    sent/send kept/keep held/hold lost/lose loss/lose won/win broken/break said/say built/build spent/spend led/lead
    fought/fight taught/teach caught/catch sold/sell sale/sell stood/stand grew/grow grown/grow growth/grow fell/fall
    fallen/fall began/begin begun/begin chosen/choose choice/choose stolen/steal storage/store division/divide
    decision/decide conclusion/conclude invasion/invade expansion/expand extension/extend permission/permit
    admission/admit transmission/transmit destruction/destroy reduction/reduce retention/retain defence/defend
    defense/defend description/describe proof/prove belief/believe speech/speak flight/fly death/die birth/bear
    failure/fail departure/depart maintenance/maintain
    """.split()
)
# British spelling to American, at its safest: what is left is a spelling slip of one letter.
_BRITISH = (
    (re.compile(r"ae|oe(?!$)"), "e"),
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed|ing|al|it|ful)"), "or"),
    (re.compile(r"is(?=e[ds]?$|ing$|ation)"), "iz"),
    (re.compile(r"ys(?=e[ds]?$|ing$)"), "yz"),
    (re.compile(r"(?<=[a-z][tb])re(?=s?$)"), "er"),
    (re.compile(r"(?<=en)ce(?=s?$)"), "se"),
    (re.compile(r"(?<=[a-z]{2})ll(?=ed$|ing$|er$)"), "l"),
)


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return the word as it is compared. It has no spaces; what has no letter or digit gives an empty text."""
    folded = "".join(_GREEK.get(ch, ch) for ch in fold_word(word).replace("’", "'").replace("'", ""))
    if folded in _NUMBERS:
        return _NUMBERS[folded]
    if ordinal := _ORDINAL.fullmatch(folded):
        return ordinal[1]
    if not folded.isalpha():
        return folded
    folded = _IRREGULAR.get(folded, folded)
    for pattern, american in _BRITISH:
        folded = pattern.sub(american, folded)
    return stem_word(folded)
