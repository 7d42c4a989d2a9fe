"""Numbers as people write them: digits, words, fractions, powers, scales ("1.5 million", "64k", "11 nines")."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {**{word: i for i, word in enumerate(_ONES)}, **{word: 10 * i for i, word in enumerate(_TENS, 2)}}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT_SCALES = {"mn": 1e6, "mio": 1e6, "bn": 1e9, "k": 1e3, "m": 1e6}
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8}
_PARTS |= {"tenth": 10, "hundredth": 100, "thousandth": 1000}
_TIMES = ("once", "twice", "thrice")
_SIGNS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−", "0123456789-+-")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# No part of these can match in two ways, and every repetition has an end: the text may be hostile.
_GROUPED = r"\d{1,3}(?:[,'’\u00a0\u202f\u2009 ]\d{3}){1,8}(?!\d)(?:\.\d{1,20})?"
_EUROPEAN = r"\d{1,3}(?:\.\d{3}){2,8}(?![.\d])(?:,\d{1,20})?|\d{1,3}\.\d{3},\d{1,20}"
_DIGITS = rf"(?:{_GROUPED}|{_EUROPEAN}|\d{{1,30}}(?:[.,·]\d{{1,20}})?|\.\d{{1,20}})"
_TEN = r"\s?[x×*·]\s?10(?:\s?(?:\^|\*\*)\s?\(?(?P<ten>[-−+]?\d{1,3})\)?|(?P<tens>[⁻⁺]?[⁰¹²³⁴-⁹]{1,3}))"
_E = r"e(?P<e>[-+]?\d{1,3})(?!\w)"
_POWER = r"(?:\^|\*\*)(?P<power>[-−+]?\d{1,3})|(?P<powers>[⁻⁺]?[⁰¹²³⁴-⁹]{1,3})"
_SCALE = rf"[\s-]?(?P<scale>{_any(_SCALES)}|mn|mio|bn)s?(?!\w)|(?P<short>k|(?-i:M))(?![\w/])"
_SIMPLE = _any(_SMALL)
_SCALED = _any(_SCALES)
_WORDS = rf"(?:(?:{_SIMPLE})|an?[ ](?:{_SCALED}))(?:(?:[ -]|[ ]and[ ])(?:{_SIMPLE}|{_SCALED})){{0,12}}(?!\w)"
_FRACTION = (
    rf"(?:(?:\d{{1,4}}[ ])?\d{{1,4}}[ ]?[/⁄][ ]?\d{{1,4}}(?![\d/.])|\d{{0,6}}[½⅓⅔¼¾⅕⅛⅜⅝])"
    rf"|(?:(?:(?:{_SIMPLE})[ -](?:and[ ]an?[ ])?|an?[ ])(?:{_any(_PARTS)})s?|half)(?:[ ](?:of[ ])?an?(?=[ ]))?(?!\w)"
    r"|\d{1,4}:\d{1,6}(?![\w:.])"
    rf"|(?:\d{{1,4}}|{_SIMPLE})[ ](?:in|out[ ]of)[ ](?:\d{{1,6}}|{_SIMPLE}|{_SCALED})(?!\w)"
)
# What stands before a number may not make it a part of a name, a version, an address or a path.
_BEFORE = r"(?<![\w#^\\])(?<!\w[-‐/.])(?<!\d[:,·])(?<!/)"
_NUMBER = (
    rf"(?:(?P<fraction>{_FRACTION})"
    rf"|(?P<sign>[-−+](?=[\d.]))?(?P<digits>{_DIGITS})(?:{_TEN}|{_E}|{_POWER})?(?:{_SCALE})?"
    rf"|(?P<times>(?:once|twice|thrice)(?!\w))|(?P<words>{_WORDS}))(?P<nines>[ ]?(?:nines|9s|9['’]s)(?!\w))?"
)
# A cheap look at the first character spares most of the work.
NUMBER = re.compile(rf"(?=[\d.+−½⅓⅔¼¾⅕⅛⅜⅝aefhnostz-]){_BEFORE}{_NUMBER}", re.IGNORECASE)
NUMBER_AFTER = re.compile(_NUMBER, re.IGNORECASE)  # where what stands before is known: of 1-35 the 35
_SLASHED = re.compile(r"(?:(\d+) )?(\d+) ?[/⁄] ?(\d+)")
_OUT_OF = re.compile(r"([\w-]+) (?:in|out of) ([\w-]+)")
_OF_A = re.compile(r" (?:of )?an?$")  # half an hour
_MOST = 1e300


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        start, end: character offsets, end exclusive.
        value: what it stands for; of "11 nines" the share that it names.
        is_fraction: it is written as one, and a decimal can only come near it.
        is_word: it is written in words.
        is_share: it is written as a count of nines, and takes no unit.
        is_times: it is once, twice or thrice.
        is_ratio: it is written with a colon.
        pair: of "120/80" and "3:1" its two numbers: it may be no fraction; else None.
    """

    start: int
    end: int
    value: float
    is_fraction: bool = False
    is_word: bool = False
    is_share: bool = False
    is_times: bool = False
    is_ratio: bool = False
    pair: tuple[float, float] | None = None


def number_at(match: re.Match[str]) -> Number | None:
    """Return the number that a match of `NUMBER` stands for, or None if it stands for none."""
    start, end = match.span()
    if match["fraction"]:
        return _fraction(match["fraction"].lower(), start, end)
    if match["times"]:
        value = float(_TIMES.index(match["times"].lower()) + 1)
        return Number(start, end, value, is_word=True, is_times=True)
    try:
        value = _words(match["words"].lower()) if match["words"] else _digits(match)
    except (OverflowError, ZeroDivisionError):
        return None
    if abs(value) > _MOST:
        return None
    if match["nines"]:
        return Number(start, end, 1 - 10**-value, is_share=True) if 1 <= value <= 15 else None
    return Number(start, end, value, is_word=bool(match["words"]))


def _digits(match: re.Match[str]) -> float:
    value = _decimal(match["digits"])
    if raised := match["ten"] or match["tens"] or match["e"]:
        value *= 10.0 ** int(raised.translate(_RAISED))
    elif raised := match["power"] or match["powers"]:
        value **= int(raised.translate(_RAISED))
    if match["scale"]:
        value *= _SCALES.get(match["scale"].lower()) or _SHORT_SCALES[match["scale"].lower()]
    elif match["short"]:
        value *= _SHORT_SCALES[match["short"].lower()]
    return -value if match["sign"] in ("-", "−") else value


def _decimal(digits: str) -> float:
    """Read digits with separators. A comma or a point before three digits groups thousands where it can only do so."""
    plain = re.sub(r"['’\u00a0\u202f\u2009 ]", "", digits).replace("·", ".")
    commas, points = plain.count(","), plain.count(".")
    if points > 1 or (points and commas and plain.index(",") > plain.index(".")):
        plain = plain.replace(".", "").replace(",", ".")
    elif commas == 1 and not points and not re.fullmatch(r"[1-9]\d{0,2},\d{3}", plain):
        plain = plain.replace(",", ".")
    return float(plain.replace(",", ""))


def _words(text: str) -> float:
    """Read number words: "two hundred and fifty thousand"; "nineteen eighty-four" and the like as a year."""
    words = [word for word in re.split(r"[ -]", text) if word != "and"]
    if len(words) in (2, 3) and all(word in _SMALL for word in words):
        values = [_SMALL[word] for word in words]
        if 10 <= values[0] < 100 and values[0] != 10 and sum(values[1:]) >= 10 and (values[0] < 20 or values[1] >= 10):
            return float(100 * values[0] + sum(values[1:]))
    whole = part = 0.0
    for word in words:
        if word in ("a", "an"):
            part = 1.0
        elif word in _SMALL:
            part += _SMALL[word]
        elif word in ("hundred", "dozen"):
            part = (part or 1.0) * _SCALES[word]
        else:
            whole, part = whole + (part or 1.0) * _SCALES[word], 0.0
    return whole + part


def _fraction(text: str, start: int, end: int) -> Number | None:
    if text[-1] in _SIGNS:
        return Number(start, end, float(text[:-1] or 0) + _SIGNS[text[-1]], is_fraction=True)
    if ":" in text:
        over, under = map(float, text.split(":"))
        return Number(start, end, over, is_ratio=True, pair=(over, under))
    if match := _SLASHED.fullmatch(text):
        over, under = float(match[2]), float(match[3])
        pair = None if match[1] else (over, under)
        return Number(start, end, float(match[1] or 0) + over / under, is_fraction=True, pair=pair) if under else None
    if match := _OUT_OF.fullmatch(text):
        under = _count(match[2])
        return Number(start, end, _count(match[1]) / under, is_fraction=True) if under else None
    words = re.split(r"[ -]", _OF_A.sub("", text))
    part = 1 / (_PARTS.get(words[-1]) or _PARTS[words[-1].removesuffix("s")])
    whole = _SMALL.get(words[0], 1)
    return Number(start, end, whole + part if "and" in words else whole * part, is_fraction=True, is_word=True)


def _count(word: str) -> float:
    return float(word) if word.isdigit() else float(_SMALL.get(word) or _SCALES.get(word) or 0)
