"""A note's YAML header: title, aliases and tags, read safely and within bounds."""

from typing import Any

import yaml

from tutor.notes.values import FrontMatter

_MAX_CHARACTERS = 16_384
_MAX_NAMES = 64
_MAX_NAME = 200


class _Loader(yaml.SafeLoader):
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
    except (yaml.YAMLError, ValueError, RecursionError):
        return FrontMatter()
    if not isinstance(loaded, dict):
        return FrontMatter()
    title = loaded.get("title")
    aliases = _names(loaded.get("aliases")) or _names(loaded.get("alias"))
    tags = tuple(tag.lstrip("#") for name in _names(loaded.get("tags")) for tag in name.split() if tag.lstrip("#"))
    return FrontMatter(str(title).strip()[:_MAX_NAME] if isinstance(title, str | int | float) else "", aliases, tags)


def _names(value: object) -> tuple[str, ...]:
    """Return a value as names: a string, a number, a comma-separated string, or a list of them."""
    if isinstance(value, str):
        listed: list[object] = list(value.split(",")) if "," in value else [value]
    else:
        listed = value[:_MAX_NAMES] if isinstance(value, list) else [value]
    names = (str(item).strip() for item in listed if isinstance(item, str | int | float))
    return tuple(name[:_MAX_NAME] for name in names if name)
