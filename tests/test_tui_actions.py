"""Keys: each can be found in the palette and in the help, and none is one that terminals eat."""

import importlib
import pkgutil

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tutor.tui
from tutor.tui.actions import GROUPS

EATEN = {"ctrl+m", "ctrl+i", "ctrl+h", "ctrl+b", "ctrl+z", "ctrl+s"}


def nodes() -> list[type[DOMNode]]:
    modules = [importlib.import_module(found.name) for found in pkgutil.walk_packages(tutor.tui.__path__, "tutor.tui.")]
    values = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return [*dict.fromkeys(v for v in values if issubclass(v, DOMNode) and v.__module__.startswith("tutor.tui."))]


BINDINGS = [(node, binding) for node in nodes() for binding in node.__dict__.get("BINDINGS", ())]


@pytest.mark.parametrize(("node", "binding"), BINDINGS, ids=[f"{n.__name__}-{b.action}" for n, b in BINDINGS])
def test_every_binding_has_an_id_a_tooltip_and_an_action(node: type[DOMNode], binding: object) -> None:
    assert isinstance(binding, Binding)
    assert binding.id
    assert binding.id.partition(".")[0] in GROUPS
    assert binding.tooltip
    assert binding.description
    assert hasattr(node, f"action_{binding.action.partition('(')[0]}")
    assert not EATEN & set(binding.key.split(","))


def test_no_two_bindings_share_an_id() -> None:
    ids = [binding.id for _, binding in BINDINGS]
    assert len(ids) == len(set(ids))
