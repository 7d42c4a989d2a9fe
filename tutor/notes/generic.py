"""Headings and labels that name no thing of their own, in notes of any field: "Use cases", "Overview", "Notes"."""

import re

_GENERIC = frozenset(
    """about abstract additional advanced advantage answer application ask aspect background basic basics benefit best
    bonus case cases caution caveat characteristic characteristics check checklist class comment common comparison
    component con conclusion configuration consider consideration considerations content context core cost custom
    data date day default definition description detail diagram difference disadvantage discussion drawback effect
    etc ex exam example exercise explanation extra fact faq feature figure formula function further general goal
    good hint holding how idea important info information intro introduction item key kind lecture limit limitation
    link list main meaning method misc miscellaneous mnemonic more name note number objective operation option
    other overview parameter pitfall point practice prerequisite price pricing principle pro problem process
    property purpose question quick quote reading reason recap recommendation reference related remark remember
    requirement resource result review role rule scenario section see seminar session short solution source special
    step strategy structure summary supported syntax table takeaway term terminology theory thing tip todo topic
    type typical usage use useful value warning way week what when where why works""".split()
)
# What a bullet begins with that says something rather than names a thing.
_STARTS = frozenset(
    """about across after against all allow also although always an any apply as ask assign at attach automatically
    avoid aware based be because become before begin being better between both bring build but by call can cannot
    cause change check choose combine come common compare configure connect consider contain control convert could
    create decrease define delete deliver depend describe designed detect determine develop did disable distribute
    divide do don't during each either eliminate emerge enable encrypt ensure even every exclude expand explain
    find first fix focus follow for from generate get give go good handle harder has have he help her hide higher
    his how i identify if ignore implement improve in include increase inhibit install integrate involve is isolate
    it its just keep know launch lead learn less let limit listen load look lower maintain make manage maximize may
    measure migrate minimise minimize modify monitor more move must need never no not nothing occur offer often on
    once only open opposite optimize or our out over perform permit place possible prefer prepare prevent produce
    promote protect provide put query raise read receive recommend reduce reject release remember remove replace
    replicate require respond restore result return run same save scale see select send serve set share should show
    simplify since so some specify speed start stay stop store study such suitable supply support surround take
    test that the their them then there these they this those through to track transfer treat try turn typically
    under understand until up update use used useful usually vary verify very via want was watch we what when where
    whether which while who why will with within without work would write you your""".split()
)
_SMALL = frozenset("a an the of for to in on and or & its it is are with vs your my not some".split())
_WORD = re.compile(r"[^\W\d_]+")


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
