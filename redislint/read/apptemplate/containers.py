"""A container of the template as one of a pod: its image, environment and probes are written in other words there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read.apptemplate.nodes import Laying, extended, listing, mapping, text
from redislint.read.apptemplate.values import MOST, Values, is_filled
from redislint.read.kubernetes.laid import Laid
from redislint.read.kubernetes.objects import scalar
from redislint.read.node import Node
from redislint.typed import Final

# What a container has in the words of a pod.
_SAME: Final = ("workingDir", "ports", "securityContext", "resources", "restartPolicy")
_PROBES: Final = ("startup", "liveness", "readiness")
_NUMBERS: Final = ("initialDelaySeconds", "periodSeconds", "failureThreshold", "timeoutSeconds")
# Images that are gone, or will be, whatever their tag.
_MOVED: Final = ("bitnami",)
# How others of the values, or other objects, are named for an environment.
_SOURCES: Final = (("configMap", "configMapRef"), ("config", "configMapRef"), ("secret", "secretRef"))
_MOST: Final = 1_000
_DECIMAL: Final = r"[0-9]{1,9}[.][0-9]{1,9}"


def container(values: Values, key: Node, node: Node, mounts: Node | None, *, probed: bool) -> Node:
    """The container with what it mounts; `probed`: the chart gives it probes where nothing is said of them."""
    own = node.get("nameOverride")
    return mapping(
        key,
        {
            "name": own if own is not None and is_filled(own) else key,
            "image": _image(node.get("image")),
            "command": _words(node, "command"),
            "args": _words(node, "args"),
            "env": _environment(node, key),
            "envFrom": _taken(node, values),
            "volumeMounts": mounts,
            **dict(_probes(node.get("probes"), key, probed)),
            **{name: node.get(name) for name in _SAME},
        },
    )


def beside(key: Node, node: Node) -> Node:
    """A container of versions before 2 that stands beside their own, in a pod's words but for its variables."""
    return extended(node, {"name": node.get("name") or key, "env": _environment(node, key)}, key)


def chosen(controller: Node, node: Node) -> Node:
    """The container with what its controller says of all of them, where it says nothing itself."""
    usual = controller.get("defaultContainerOptions")
    if usual is None or usual.kind != "mapping":
        return node
    if scalar(controller, "defaultContainerOptionsStrategy") == "merge":
        return Laying().over(node, usual)
    given = {key: pair for key, pair in node.items().items() if is_filled(pair[1])}
    return Laid(node, {**usual.items(), **given})


def _image(node: Node | None) -> Node | None:
    """The image in one: blamed is its tag, unless its fate hangs on the name."""
    if node is None or node.kind != "mapping":
        return node
    repository, tag, digest = node.get("repository"), node.get("tag"), node.get("digest")
    if repository is None or repository.kind != "scalar":
        return None
    parts = [one for one in (repository, tag) if one is not None]
    known = tag is not None and all(one.kind == "scalar" and one.is_known and one.text for one in parts)
    said = f"{repository.text}:{_tag(tag)}" if known and tag is not None else ""
    if known and digest is not None and is_filled(digest):
        known, said = digest.is_known, f"{said}@{digest.text.removeprefix('@')}"
    by_name = tag is None or tag.kind != "scalar" or any(name in repository.text for name in _MOVED)
    return text(repository if tag is None or by_name else tag, said, known=known)


def _tag(node: Node) -> str:
    """A tag as the chart writes it: of `7.0` without quotes, which is a number, nothing is left but `7`."""
    is_number = node.yaml.tag.endswith(":float") and re.fullmatch(_DECIMAL, node.text) is not None
    return node.text.rstrip("0").removesuffix(".") if is_number else node.text


def _words(node: Node, name: str) -> Node | None:
    """A list of words, or the one word that a text is."""
    found, key = node.get(name), node.key(name)
    if found is None or key is None or not is_filled(found):
        return None
    return listing(key, [found]) if found.kind == "scalar" else found


def _environment(node: Node, key: Node) -> Node | None:
    found = node.get("env")
    if found is None or found.kind in ("sequence", "null"):
        return found
    if found.kind != "mapping" or not found.is_known:
        # There may be any variable.
        return listing(key, [mapping(key, {})])
    return listing(key, [_variable(name, value) for name, value in list(found.items().values())[:_MOST]])


def _variable(name: Node, value: Node) -> Node:
    if value.kind != "mapping":
        return mapping(name, {"name": name, "value": value})
    if value.get("value") is not None or value.get("valueFrom") is not None:
        return extended(value, {"name": name}, name)
    return mapping(name, {"name": name, "valueFrom": value})


def _taken(node: Node, values: Values) -> Node | None:
    """What the environment takes from ConfigMaps and Secrets as a whole."""
    listed, key = node.get("envFrom"), node.key("envFrom")
    if listed is None or key is None or not is_filled(listed):
        return None
    return listing(key, [_source(one, key, values) for one in listed.elements()[:MOST] or [listed]])


def _source(one: Node, key: Node, values: Values) -> Node:
    for short, long in _SOURCES:
        named, inner = scalar(one, short), scalar(one, f"{long}.identifier")
        if inner or named:
            is_own = bool(inner) or values.root.at(f"{short}s.{named}") is not None
            name = values.named(inner or named) if is_own else named
            return extended(one, {long: mapping(key, {"name": text(key, name)})}, key)
    return one


def _probes(node: Node | None, key: Node, probed: bool) -> Iterator[tuple[str, Node]]:
    """The probes that are switched on: as they are written, or the chart's own, which connect."""
    for kind in _PROBES:
        one = node.get(kind) if node is not None and node.kind == "mapping" else None
        switch = one.get("enabled") if one is not None else None
        is_on = probed if switch is None or switch.kind == "null" else switch.value is not False
        if not is_on:
            continue
        spec = one.get("spec") if one is not None else None
        is_whole = one is not None and one.at("custom") is not None and scalar(one, "custom") not in ("", "false")
        if spec is not None and spec.kind == "mapping" and is_whole:
            yield f"{kind}Probe", spec
            continue
        said = {name: spec.get(name) for name in _NUMBERS} if spec is not None else {}
        yield f"{kind}Probe", mapping(key, {"tcpSocket": mapping(key, {}), **said, "exec": _command(one)})


def _command(probe: Node | None) -> Node | None:
    """What a probe of the type `EXEC` runs."""
    command = probe.key("command") if probe is not None and scalar(probe, "type") == "EXEC" else None
    return None if command is None or probe is None else mapping(command, {"command": _words(probe, "command")})
