"""Headings and labels that name no thing of their own, in notes of any field: "Use cases", "Overview", "Notes"."""

import re
from collections.abc import Iterable
from functools import lru_cache

_GENERIC = frozenset(
    """about abstract additional advanced advantage answer application ask aspect background basic basics benefit best
    bonus case cases caution caveat characteristic characteristics check checklist class comment common comparison
    component con conclusion configuration consider consideration considerations content context core cost custom
    data date day default definition description detail diagram difference disadvantage discussion drawback effect
    etc ex exam example exercise explanation extra fact faq feature figure finally first formula function further
    general goal good hint holding how idea important info information intro introduction item key kind last
    lecture limit limitation link list main maybe meaning method misc miscellaneous mnemonic more name next no none
    note number objective operation option other others overview parameter pitfall point practice prerequisite
    price pricing principle pro problem process property purpose question quick quote reading reason recap
    recommendation reference related remark remember requirement resource result review role rule scenario second
    section see seminar session short solution source special step strategy structure summary supported syntax
    table takeaway term terminology then theory thing third tip todo topic type typical usage use useful value
    warning way week what when where why works yes
    aetiology cause clue complication contraindication diagnosis epidemiology etiology factor indication investigation
    management mechanism onset pathogenesis pathology presentation prognosis risk side sign site spectrum symptom
    treatment""".split()
)
# What a bullet begins with that says something rather than names a thing.
_STARTS = frozenset(
    """about absorb across activate after against all allow also although always an any apply as ask assign at attach
    automatically avoid aware based be because become before begin being better between bind both break bring build
    but by call can cannot cause change check choose combine come common compare configure connect consider contain
    control convert could create decrease define delete deliver depend describe designed detect determine develop
    did digest dilate disable distribute divide do don't during each either eliminate emerge enable encrypt ensure
    even every exclude expand explain find first fix focus follow for from generate get give go good handle harder
    has have he help her hide higher his how i identify if ignore implement improve in include increase inhibit
    inject install integrate involve is isolate it its just keep know launch learn less let limit listen load look
    lower maintain make manage maximize may measure mediate meet migrate minimise minimize modify monitor more move
    must need never no not nothing occur offer often on once only open oppose opposite optimize or our out over
    overcome parallelize perform permit place possible prefer prepare prevent produce promote protect prove provide
    put query raise reabsorb reach read receive recommend reduce reflect regulate reject relate relax remain
    remember remove replace replicate represent require resist respond restore result rise run same save secrete
    see select serve set share should show simplify since so some specify speed start stay stimulate stop store
    study such suitable supply support suppress surround sustain take tend test that the their them then there
    these they this those through to track transport treat trigger try turn typically under undergo understand
    unlike until up update use used useful usually vary verify very via want generally was watch we what when where
    whether which while who why widen will with within without work would write you your""".split()
)
_SMALL = frozenset("a an the of for to in on and or & its it is are with vs your my not some".split())
_WORD = re.compile(r"[^\W\d_]+")


# What stands below it is about the course, not the subject.
_COURSE = re.compile(
    r"\b(?:(?:learning|lecture) (?:outcomes?|objectives?|goals?)|objectives|outcomes|agenda|table of contents|"
    r"^(?:course |lecture )?outline$|"
    r"references|bibliography|further reading|see also|logistics|study plan|to-?do|timetable|schedule|"
    r"need to know|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:describe|explain|outline|discuss|identify|recogni[sz]e|compare|understand(?:ing)?|know(?:ing)?|learn|revise|"
    r"remember|study|be (?:familiar|aware|able|prepared)|make sure|see|todo|ask|click|"
    r"(?:list|define|state|review|note|read|watch|check)"
    r"(?= (?:the|that|this|these|your|all|about|up|how|why|what|which|if)\b))\b",
    re.IGNORECASE,
)


def is_about_course(names: Iterable[str]) -> bool:
    """Say whether what stands below these names is about a course or the notes themselves: outcomes, links, plans."""
    return any(map(_COURSE.search, names))


def is_order(text: str) -> bool:
    """Say whether a text tells the learner what to do or to know, instead of saying it."""
    return bool(_ORDER.match(text))


@lru_cache(maxsize=1 << 14)
def is_generic(name: str) -> bool:
    """Say whether a heading or label says only what sort of remark follows, not what it is about."""
    words = [word for word in _WORD.findall(name.lower()) if word not in _SMALL]
    return all(_singular(word) in _GENERIC or word in _GENERIC for word in words)


def is_clause(text: str) -> bool:
    """Say whether a short text says something ("reduces latency", "for debugging") rather than names a thing."""
    first = re.split(r"[\s,;]", text.lower().strip("\"'“‘(*"), maxsplit=1)[0]
    stems = {first, first.removesuffix("s"), first.removesuffix("es")}
    return " " in text.strip() and any(stem in _STARTS for stem in stems)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
