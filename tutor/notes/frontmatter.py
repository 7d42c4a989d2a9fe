"""A note's YAML header: title, aliases and tags, read safely and within bounds."""

from typing import Any

import yaml

from tutor.notes.values import FrontMatter

_MAX_CHARACTERS = 16_384
_MAX_NAMES = 64
_MAX_NAME = 200
_NOTHING = frozenset({"~", "null", "Null", "NULL"})


class _Loader(yaml.BaseLoader):
    # Its scalars are all text: a date or a number is named as it is written, and nothing can be made of a hostile one.

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def parse_front_matter(block: str) -> FrontMatter:
    """Return what a YAML header says; empty where it is broken, too long, or not a mapping.

    YAML's own aliases are refused, so nothing in a header can unfold to more than is written there.
    """
    body = block.strip().strip("-").strip("\n")
    if len(body) > _MAX_CHARACTERS:
        return FrontMatter()
    try:
        loaded: Any = yaml.load(body, Loader=_Loader)
    except (yaml.YAMLError, ArithmeticError, ValueError, RecursionError):
        return FrontMatter()
    if not isinstance(loaded, dict):
        return FrontMatter()
    title = loaded.get("title")
    aliases = _names(loaded.get("aliases")) or _names(loaded.get("alias"))
    tags = [tag.lstrip("#") for name in _names(loaded.get("tags")) for tag in name.split()]
    return FrontMatter(
        title=_name(title) if isinstance(title, str) else "",
        aliases=aliases,
        tags=tuple(tag for tag in tags if tag)[:_MAX_NAMES],
    )


def _name(value: str) -> str:
    """Return a name on one line, or "" for YAML's words for nothing."""
    # YAML's escapes can write half a character, which no file and no database takes.
    name = " ".join(value.encode("utf-8", "replace").decode().split())[:_MAX_NAME]
    return "" if name in _NOTHING else name


def _names(value: object) -> tuple[str, ...]:
    """Return a value as names: a string, with commas between several, or a list of them."""
    listed = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    names = (_name(item) for item in listed if isinstance(item, str))
    return tuple(name for name in names if name)[:_MAX_NAMES]
