"""Patches of objects, as kustomize applies them: strategic merges, and lists of operations (RFC 6902).

Source: kubernetes/api, the tags `patchStrategy` and `patchMergeKey` of its types.
"""

from __future__ import annotations

from collections.abc import Sequence

from redislint.read.kubernetes.laid import Items, Laid
from redislint.read.kubernetes.objects import scalar
from redislint.read.node import Node
from redislint.typed import Final

_DEEPEST: Final = 64
_MOST: Final = 1_000
_MOST_NODES: Final = 20_000
# The lists whose elements are told from each other by a key; of any other, the patch's takes the place.
_BY: Final = {
    "containers": ("name",),
    "initContainers": ("name",),
    "volumes": ("name",),
    "env": ("name",),
    "volumeMounts": ("mountPath",),
    "ports": ("containerPort", "port"),
    "imagePullSecrets": ("name",),
    "topologySpreadConstraints": ("topologyKey",),
}
_REPLACE: Final = "replace"
_DELETE: Final = "delete"


class Unsure(Exception):
    """What a patch makes of an object is not known."""


def merged(base: Node, patch: Node, *, typed: bool) -> Node | None:
    """The object with a patch laid over it; None where the patch deletes it.

    `typed`: it is of a kind that Kubernetes knows, so that lists may merge.  Raises `Unsure`.
    """
    return _Merge(typed).node(base, patch)


class _Merge:
    """One merge; it ends as unsure where aliases make more of a patch than anybody has written."""

    def __init__(self, typed: bool) -> None:
        self._typed = typed
        self._left = _MOST_NODES

    def node(self, base: Node, patch: Node, key: str = "", depth: int = 0) -> Node | None:
        """A node with a patch laid over it; None where the patch deletes it."""
        self._left -= 1
        if depth > _DEEPEST or self._left < 0 or patch.is_template or not patch.is_known:
            raise Unsure
        if patch.kind == "mapping" and base.kind == "mapping":
            directive = scalar(patch, "$patch")
            if directive == _DELETE:
                return None
            return _without(patch) if directive == _REPLACE else self._mapping(base, patch, depth)
        by = next((one for one in _BY.get(key, ()) if _has(patch, one)), "") if self._typed else ""
        if by and patch.kind == "sequence" and base.kind == "sequence":
            return self._list(base, patch, by, depth)
        # What says the same stays where it is said first.
        is_same = patch.kind == base.kind == "scalar" and base.is_known and patch.text == base.text
        return base if is_same else patch

    def _mapping(self, base: Node, patch: Node, depth: int) -> Node:
        items: Items = dict(base.items())
        for key, (name, value) in patch.items().items():
            if key.startswith(("$setElementOrder/", "$retainKeys")) or not name.is_known:
                raise Unsure
            if value.kind == "null":
                items.pop(key, None)
                continue
            found = self.node(items[key][1], value, key, depth + 1) if key in items else value
            if found is None:
                items.pop(key, None)
            elif key not in items or found is not items[key][1]:
                items[key] = (name, found)
        return Laid(base, items)

    def _list(self, base: Node, patch: Node, by: str, depth: int) -> Node:
        elements = base.elements()[:_MOST]
        for one in patch.elements()[:_MOST]:
            name = scalar(one, by)
            at = next((index for index, other in enumerate(elements) if name and scalar(other, by) == name), None)
            if not name:
                raise Unsure
            if at is None:
                # As kustomize does, what is new comes first.
                elements = elements if scalar(one, "$patch") == _DELETE else [one, *elements]
                continue
            found = self.node(elements[at], one, depth=depth + 1)
            elements = [*elements[:at], *([] if found is None else [found]), *elements[at + 1 :]]
        return Laid(base, elements=elements)


def _without(patch: Node) -> Node:
    return Laid(patch, {key: pair for key, pair in patch.items().items() if key != "$patch"})


def _has(patch: Node, key: str) -> bool:
    elements = patch.elements()
    return bool(elements) and all(one.get(key) is not None for one in elements)


def operated(base: Node, operations: Sequence[Node]) -> Node:
    """The object after a list of operations.  Raises `Unsure`."""
    for one in operations[:_MOST]:
        action, pointer, value = scalar(one, "op"), scalar(one, "path"), one.get("value")
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        if action == "test":
            continue
        if action not in ("add", "replace", "remove") or not steps or (value is None and action != "remove"):
            raise Unsure
        base = changed(base, steps, None if action == "remove" else value, insert=action == "add")
    return base


def changed(node: Node, steps: Sequence[str], value: Node | None, *, insert: bool = False) -> Node:
    """A node with another value at a path of keys and positions; None takes it away.  Raises `Unsure`."""
    if len(steps) > _DEEPEST:
        raise Unsure
    step, further = steps[0], steps[1:]
    if node.kind == "mapping":
        return _changed_mapping(node, step, further, value, insert)
    if node.kind == "sequence":
        return _changed_list(node, step, further, value, insert)
    raise Unsure


def _changed_mapping(node: Node, step: str, further: Sequence[str], value: Node | None, insert: bool) -> Node:
    items: Items = dict(node.items())
    if further:
        if step not in items:
            raise Unsure
        key, below = items[step]
        items[step] = (key, changed(below, further, value, insert=insert))
    elif value is None:
        if items.pop(step, None) is None:
            raise Unsure
    elif step not in items and not insert:
        raise Unsure
    else:
        items[step] = (items[step][0] if step in items else value, value)
    return Laid(node, items)


def _changed_list(node: Node, step: str, further: Sequence[str], value: Node | None, insert: bool) -> Node:
    elements = list(node.elements())
    if step == "-" and insert and not further and value is not None:
        return Laid(node, elements=[*elements, value])
    at = int(step) if step.isascii() and step.isdecimal() and len(step) < 6 else len(elements) + 1
    if at > len(elements) or (at == len(elements) and (not insert or further)):
        raise Unsure
    if further:
        elements[at] = changed(elements[at], further, value, insert=insert)
    elif value is None:
        del elements[at]
    elif insert:
        elements.insert(at, value)
    else:
        elements[at] = value
    return Laid(node, elements=elements)
