"""Times of the day, however the clock is read: 18:00, 6 pm, half past five in the evening."""

import re

from tutor.quiz.grading.stems import stem
from tutor.quiz.grading.values import Grade, Vocabulary, right, wrong
from tutor.quiz.grading.wording import tidy

_ASKS = re.compile(r"\b(?:when|time|o'?clock|open\w*|clos\w*|start\w*|end\w*|begin\w*|hour|at)\b", re.IGNORECASE)
_HALF = re.compile(
    r"\s?(?:(?P<am>a\.?m\.?|in the morning)|(?P<pm>p\.?m\.?|in the (?:afternoon|evening)|at night))(?!\w)"
)
_FIGURES = re.compile(r"(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d))?")
_MILITARY = re.compile(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?: ?(?:hours|hrs|h))?")
_SPOKEN = re.compile(
    r"(?:(?P<part>half|quarter|a quarter|\w+)(?: minutes)? (?P<side>past|to) )?(?P<hour>\w+)(?: o'?clock)?"
)
_NAMED = {"noon": (12, True), "midday": (12, True), "midnight": (0, True)}
_PARTS = {"half": 30, "quarter": 15, "a quarter": 15}
_DAY = 24 * 60  # minutes


def grade_clock(question: str, gold: str, given: str, known: Vocabulary) -> Grade | None:
    """Grade a time of the day, by 24 hours where it has no am or pm; None if the right answer is none."""
    del known
    meant = _read(gold)
    if meant is None or not _is_clock(question, gold):
        return None
    mine = _read(given) or _read(given, figures=_MILITARY)
    return right() if mine == meant else wrong(f"it is {tidy(gold)}")


def _is_clock(question: str, gold: str) -> bool:
    """Say whether a right answer can be nothing but a time of the day: 3:10 may be a ratio, six a number."""
    low = tidy(gold).casefold()
    if _HALF.search(low) or low in _NAMED or "o'clock" in low or re.match(r"half past|quarter (?:past|to)", low):
        return True
    return bool(re.fullmatch(r"\d\d?:\d\d", low) and (low.startswith("0") or _ASKS.search(question)))


def _read(text: str, figures: re.Pattern[str] = _FIGURES) -> int | None:
    """Return a time as minutes since midnight; None if the text says anything else."""
    low = re.sub(r"^(?:at|by|around|about)\s", "", tidy(text).casefold())
    half = _HALF.search(low)
    rest = (low[: half.start()] + low[half.end() :]).strip(" .,") if half else low
    if rest in _NAMED:
        return _NAMED[rest][0] * 60
    if match := figures.fullmatch(re.sub(r"\s?o'?clock$", "", rest)):
        if not (half or match["minute"] or "clock" in rest):
            return None  # a number alone
        return _on_the_day(int(match["hour"]) * 60 + int(match["minute"] or 0), half)
    match = _SPOKEN.fullmatch(rest)
    if match is None or not (half or match["side"] or "clock" in rest):
        return None
    hour, part = stem(match["hour"]), match["part"] or "0"
    minutes = _PARTS[part] if part in _PARTS else int(stem(part)) if stem(part).isdigit() else None
    if not hour.isdigit() or minutes is None:
        return None
    return _on_the_day(int(hour) * 60 + (-minutes if match["side"] == "to" else minutes), half)


def _on_the_day(minutes: int, half: re.Match[str] | None) -> int:
    if half and minutes < 13 * 60:
        minutes = minutes % (_DAY // 2) + (_DAY // 2 if half["pm"] else 0)
    return minutes % _DAY
