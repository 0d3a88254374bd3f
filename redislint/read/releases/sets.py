"""Values that are set one by one, by dotted paths (`--set auth.enabled=false`), as a mapping that is laid over others.

Each key has the place of the path, and each value its own.  Source: helm.sh/helm/pkg/strvals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from redislint.read.node import Node, empty, mapping
from redislint.typed import Any, Final, NamedTuple

_TAG: Final = "tag:yaml.org,2002:"
# A tag that no reader takes for a value.
_UNKNOWN: Final = "!unknown"
_NUMBER: Final = r"-?[1-9][0-9]{0,17}|0"
# What a key may be: one that ends in an index is one of a list, and the list as a whole is not known.
_KEY: Final = r"(?P<name>[^\[\]{},=]+)(?P<index>\[[0-9]+\].*)?"
_LEVELS: Final = 20


class Set(NamedTuple):
    """One value: the dotted path, and the value, None where it is not known; `text`: whatever it looks like."""

    name: Node
    value: Node | None
    text: bool = False


def mapped(sets: Iterable[Set], owner: Node) -> Node | None:
    """The mapping that they make, at the place of `owner`; None where one of the paths is not known."""
    found = empty(owner)
    for one in sets:
        keys = _keys(one.name)
        if not keys:
            return None
        _put(found.yaml, keys, one)
    return found


def _keys(name: Node) -> list[tuple[str, bool]]:
    """The keys of a path, each with whether it is a list; none where the path is not known."""
    if name.kind != "scalar" or not name.is_known:
        return []
    found: list[tuple[str, bool]] = []
    for part in re.split(r"(?<!\\)\.", name.text):
        match = re.fullmatch(_KEY, part)
        if match is None or len(found) > _LEVELS:
            return []
        found.append((match["name"].replace("\\.", "."), match["index"] is not None))
        if match["index"] is not None:
            break
    return found


def _put(node: Any, keys: list[tuple[str, bool]], one: Set) -> None:
    """Put a value where its keys lead; what is no mapping on the way is replaced by one."""
    from yaml.nodes import ScalarNode

    place = one.name.yaml
    is_list = False
    for index, (name, is_list) in enumerate(keys):
        old = next((pair for pair in node.value if pair[0].value == name), None)
        is_last = index + 1 == len(keys)
        if old is not None and old[1].id == "mapping" and not is_last:
            node = old[1]
            continue
        new = _scalar(one, is_list=is_list) if is_last else mapping(place)
        node.value = [pair for pair in node.value if pair is not old]
        node.value.append((ScalarNode(f"{_TAG}str", name, place.start_mark, place.end_mark, style=place.style), new))
        node = new


def _scalar(one: Set, *, is_list: bool) -> Any:
    from yaml.nodes import ScalarNode

    value = one.value.yaml if one.value is not None and one.value.yaml.id == "scalar" else one.name.yaml
    is_known = value is not one.name.yaml and one.value is not None and one.value.is_known and not is_list
    tag = _tag(value.value, one.text) if is_known else _UNKNOWN
    return ScalarNode(tag, value.value, value.start_mark, value.end_mark, style=value.style)


def _tag(text: str, is_text: bool) -> str:
    """What Helm takes a text for; a list, or what has an escape in it, is not looked into."""
    if "\\" in text or text.startswith("{") or "$" in text:
        return _UNKNOWN
    lower = text.lower()
    if is_text or (lower not in ("true", "false", "null") and re.fullmatch(_NUMBER, text) is None):
        return f"{_TAG}str"
    return f"{_TAG}{'null' if lower == 'null' else 'bool' if lower in ('true', 'false') else 'int'}"
