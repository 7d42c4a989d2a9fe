"""Every action that there is, as the bindings tell it: for the palette and for the help."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

GROUPS = {
    "app": "Everywhere",
    "ask": "In the question box",
    "chat": "In the chat",
    "quote": "On a quote",
    "quiz": "In the quiz",
    "progress": "In the progress",
    "chip": "On what was understood",
    "note": "In the note",
    "sections": "In the sections",
    "find": "While finding",
    "history": "In the conversations",
    "notes": "On the first run",
    "help": "In the help",
}
"""Where a binding works, by the first part of its id."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done, and where.

    Attributes:
        node: in whose name it is run.
        binding: its keys, its name, and in its tooltip what it does.
    """

    node: DOMNode
    binding: Binding

    @property
    def group(self) -> str:
        """Where it works, as in GROUPS."""
        return GROUPS[str(self.binding.id).partition(".")[0]]

    @property
    def keys(self) -> str:
        """Its keys, as they are written on a keyboard."""
        return " ".join(format_key(key) for key in self.binding.key.split(","))


def actions_of(screen: Screen[object]) -> list[Action]:
    """Return what can be done on a screen, each once: by what has the focus, else by the last that can."""
    found: dict[str, Action] = {}
    widgets = [widget for widget in screen.query("*") if widget.display]
    for node in (screen.app, screen, *widgets, *([screen.focused] if screen.focused else [])):
        for binding in _bindings(node):
            found[str(binding.id)] = Action(node, binding)
    return list(found.values())


def _bindings(node: DOMNode) -> Iterator[Binding]:
    for declared in type(node).BINDINGS:
        if isinstance(declared, Binding) and declared.id:
            yield declared
