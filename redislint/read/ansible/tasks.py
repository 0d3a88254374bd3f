"""Tasks of Ansible's module `sysctl`: the kernel's settings that they make, where these are literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

MODULES: Final = ("sysctl", "ansible.posix.sysctl", "ansible.builtin.sysctl")
_LOOPS: Final = ("loop", "with_items")
_ITEM: Final = r"\{\{[ \t]*+item\.(\w+)[ \t]*+\}\}"
# `sysctl: name=vm.swappiness value=1`, all in one text.
_PAIR: Final = r"(?P<key>\w+)=(?P<quote>[\"']?)(?P<value>[^\"'\s]*)(?P=quote)"
_MOST: Final = 200


def sysctls(task: Node) -> Iterator[tuple[str, Fact[str]]]:
    """The settings of a task, by their names, each at the place of its value; none if it is no such task."""
    module = next((found for name in MODULES if (found := task.get(name)) is not None), None)
    if module is None:
        return
    if module.kind == "scalar":
        yield from _in_words(module)
        return
    name, value, state = (module.get(key) for key in ("name", "value", "state"))
    name = name if name is not None else module.get("key")
    value = value if value is not None else module.get("val")
    if name is None or value is None or (state is not None and state.text != "present"):
        return
    if name.is_known:
        yield name.text, _fact(value)
    elif (named := re.fullmatch(_ITEM, name.text.strip())) is not None:
        given = re.fullmatch(_ITEM, value.text.strip())
        for item in _items(task):
            key = item.get(named[1])
            own = value if given is None else item.get(given[1])
            if key is not None and key.is_known and own is not None:
                yield key.text, _fact(own)


def _items(task: Node) -> list[Node]:
    loop = next((found for key in _LOOPS if (found := task.get(key)) is not None), None)
    return loop.elements()[:_MOST] if loop is not None else []


def _fact(value: Node) -> Fact[str]:
    known = value.kind == "scalar" and value.is_known
    return Fact(value.text.strip() if known else UNKNOWN, place(value))


def place(value: Node) -> Span:
    """Where a value's own text stands, without quotes around it."""
    return value.inner("ansible").span(0, len(value.text)) if value.text else value.span


def _in_words(module: Node) -> Iterator[tuple[str, Fact[str]]]:
    text = module.text
    pairs = {match["key"]: match for match in re.finditer(_PAIR, text)}
    name, value = pairs.get("name"), pairs.get("value")
    state = pairs["state"]["value"] if "state" in pairs else "present"
    if name is not None and value is not None and state == "present" and "{{" not in text:
        yield name["value"], Fact(value["value"], module.inner("ansible").span(*value.span("value")))
