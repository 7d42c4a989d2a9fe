"""What kind of answer a question asks for."""

import re

_LIST_WORDS = (
    "types|kinds|categories|classes|tiers|modes|levels|stages|steps|phases|elements|components|parts|options|examples|"
    "features|benefits|advantages|disadvantages|drawbacks|limitations|causes|symptoms|signs|criteria|requirements|"
    "principles|methods|ways|reasons|factors|functions|properties|forms|policies|rules"
)
_AUX = "is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must|exist|happens?"
_LIST = re.compile(
    rf"^\s*(?:list|enumerate|name)\s|^\s*show\s+(?:me\s+)?(?:all|the|every)\b"
    rf"|\b(?:{_LIST_WORDS})\s+(?:of|for|in|are|does|do|there|that|can|has|have)\b"
    rf"|\b(?:what|which)\s+are\s+(?:all|the|its|their)\s+(?![^?]*\b(?:for|between)\W*$)(?!differences?\b)"
    rf"|\b(?:what|which)\s+(?!(?:{_AUX})\b)(?:[\w@/-]+\s+){{0,3}}?[\w/-]*[a-z]{{3}}[^su\W]s\s+(?:{_AUX})\b"
    rf"|\ball\s+(?:the\s+|of\s+)?(?:[\w@/-]+\s+){{0,2}}[\w-]*[a-z]{{3}}s\b",
    re.IGNORECASE,
)
_BARE_PLURAL = re.compile(r"\s*(?:[\w@/&-]+\s+){0,4}[\w@/-]*[a-z]{3}[^su\W]s\s*\??\s*")
_ASKS = re.compile(rf"\b(?:{_AUX}|how|why|when|who|where|what|which|vs|versus|or)\b", re.IGNORECASE)


def asks_for_list(question: str) -> bool:
    """Say whether a question wants all of something: "types of X", "which X can Y", "list the X", or "EFS classes"."""
    if _LIST.search(question):
        return True
    return bool(_BARE_PLURAL.fullmatch(question)) and not _ASKS.search(question)
