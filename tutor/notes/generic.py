"""Headings and labels that name no thing of their own, in notes of any field: "Use cases", "Overview", "Notes"."""

import re

_GENERIC = frozenset(
    """about abstract additional advanced advantage answer application aspect background basic basics benefit best
    bonus caution caveat characteristic characteristics check checklist comment common comparison component con
    conclusion configuration considerations consideration content context core cost custom data default definition
    description detail diagram difference disadvantage discussion drawback effect etc example exam exercise explanation
    extra fact faq feature figure formula function further general goal good how idea important info information intro
    introduction item key kind lecture limit limitation link list main meaning method misc miscellaneous mnemonic more
    name note number objective operation option other overview parameter pitfall point practice prerequisite price
    pricing principle pro problem process property purpose question quick quote reading reason recap recommendation
    reference related remark remember requirement resource result review role rule scenario section see short solution
    source special step strategy structure summary supported syntax table takeaway term terminology theory thing tip
    todo topic type typical usage use useful value warning way what when where why works
    case cases""".split()
)
_SMALL = frozenset("a an the of for to in on and or & its it is are with vs your my not some".split())
_WORD = re.compile(r"[^\W\d_]+")


def is_generic(name: str) -> bool:
    """Say whether a heading or label says only what sort of remark follows, not what it is about."""
    words = [word for word in _WORD.findall(name.lower()) if word not in _SMALL]
    return all(_singular(word) in _GENERIC or word in _GENERIC for word in words)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
