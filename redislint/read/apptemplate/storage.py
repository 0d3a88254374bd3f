"""`persistence`: what becomes volumes of a pod, mounts of a container, and claims."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from redislint.read.apptemplate.nodes import extended, listing, mapping, text
from redislint.read.apptemplate.values import MOST, Values, enabled, is_filled
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.node import Node
from redislint.typed import Final, NamedTuple

_CLAIM: Final = "persistentVolumeClaim"
_MOST_MOUNTS: Final = 60


class Item(NamedTuple):
    """One item: its key, what is said of it, and whether it is a claim that each pod of a StatefulSet has of its own.

    `controller` is the key of the StatefulSet of such a claim.
    """

    key: Node
    node: Node
    controller: str | None = None


def items(values: Values) -> list[Item]:
    """The items that are there: each must be switched on before version 2, as `config` must before 3."""
    found = values.root.get("persistence")
    pairs = list(found.items().values())[:MOST] if found is not None else []
    return [
        Item(key, node)
        for key, node in pairs
        if key.kind == "scalar" and node.kind == "mapping" and enabled(node, not _is_off(values, key.text))
    ]


def _is_off(values: Values, key: str) -> bool:
    return values.is_first or (values.is_before_third and key == "config")


def own(controller: Node, key: str, *, first: bool) -> list[Item]:
    """The claims that each pod of a StatefulSet has of its own."""
    listed = controller.get("volumeClaimTemplates") if first else controller.at("statefulset.volumeClaimTemplates")
    found: list[Item] = []
    for one in listed.elements()[:MOST] if listed is not None else ():
        name = one.get("name")
        if name is not None and name.kind == "scalar" and enabled(one):
            found.append(Item(name, one, key))
    return found


def volume(item: Item, values: Values) -> Node:
    """The volume that an item is."""
    key, node = item.key, item.node
    kind = scalar(node, "type") if is_filled(node.get("type")) else _CLAIM
    source: Node | None = None
    match kind:
        case "persistentVolumeClaim" | "pvc":
            kind = _CLAIM
            given = node.get("existingClaim")
            claim = given if is_filled(given) else text(key, values.named(key.text))
            source = mapping(key, {"claimName": claim})
        case "configMap":
            source = mapping(key, {"name": _named(item, values), "items": node.get("items")})
        case "secret":
            source = mapping(key, {"secretName": _named(item, values), "items": node.get("items")})
        case "custom":
            spec = node.get("volumeSpec")
            if spec is not None and spec.kind == "mapping":
                return extended(spec, {"name": key}, key)
        case "emptyDir" | "hostPath" | "nfs":
            source = node
    return mapping(key, {"name": key, kind: source} if kind else {"name": key})


def _named(item: Item, values: Values) -> Node | None:
    """The name of the ConfigMap or Secret: its own, or that of one among the values."""
    name, inner = item.node.get("name"), scalar(item.node, "identifier")
    return text(item.key, values.named(inner)) if not is_filled(name) and inner else name


def claim(item: Item, values: Values) -> Object:
    """The claim that the chart makes for an item which names none."""
    return Object("v1", "PersistentVolumeClaim", values.named(item.key.text), "", template(item))


def template(item: Item) -> Node:
    """A claim; each pod of a StatefulSet has its own."""
    spec = mapping(item.key, {"storageClassName": item.node.get("storageClass")})
    return mapping(item.key, {"metadata": mapping(item.key, {"name": item.key}), "spec": spec})


def mounts(found: list[Item], values: Values, controller: str, container: Node) -> Node | None:
    """What a container mounts of the items, by the key of its controller and its own; None for nothing."""
    every = (mount for item in found for mount in _mounts(item, values, controller, container.text))
    each = list(islice(every, _MOST_MOUNTS))
    # One without a path says that there may be any.
    more = [mapping(container, {"name": container})] if len(each) == _MOST_MOUNTS else []
    return listing(container, [*each, *more]) if each else None


def _mounts(item: Item, values: Values, controller: str, container: str) -> Iterator[Node]:
    if values.is_first:
        yield from _first(item)
        return
    everywhere, chosen = item.node.get("globalMounts"), item.node.get("advancedMounts")
    path: Node = _usual(item)
    if not is_filled(everywhere) and not is_filled(chosen):
        yield mapping(item.key, {"name": item.key, "mountPath": path})
        return
    # A list that is not known may be any.
    if any(one is not None and one.kind == "scalar" for one in (everywhere, chosen)):
        yield mapping(item.key, {"name": item.key})
    mine = chosen if item.controller == controller else chosen.get(controller) if chosen is not None else None
    listed = [everywhere, mine.get(container) if mine is not None else None]
    for one in [each for part in listed if part is not None for each in part.elements()][:_MOST_MOUNTS]:
        said = one.get("path")
        # The chart keeps the path of the one before.
        path = said if said is not None and is_filled(said) else path
        yield extended(one, {"name": item.key, "mountPath": path}, item.key)


def _usual(item: Item) -> Node:
    """Where an item is mounted for which nobody says it."""
    folder = item.node.get("hostPath") if scalar(item.node, "type") == "hostPath" else None
    return folder if folder is not None else text(item.key, f"/{item.key.text}")


def _first(item: Item) -> Iterator[Node]:
    """The mounts of versions before 2: one, or one for each part of the volume."""
    parts, path = item.node.get("subPath"), item.node.get("mountPath")
    if parts is not None and parts.kind == "sequence":
        for one in parts.elements()[:_MOST_MOUNTS]:
            yield extended(one, {"name": item.key, "subPath": one.get("path")}, item.key)
    elif path is None or path.text != "-":
        where = path if path is not None and is_filled(path) else _usual(item)
        yield extended(_at(item, path), {"name": item.key, "mountPath": where, "subPath": parts}, item.key)


def _at(item: Item, path: Node | None) -> Node:
    """What a mount of the first versions is at: its path, where there is one."""
    only = item.node.get("readOnly")
    return mapping(item.key if path is None or path.kind != "scalar" else path, {"readOnly": only})
