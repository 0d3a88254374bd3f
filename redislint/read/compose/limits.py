"""What a service is given: memory, restarts, replicas."""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.compose.interpolate import value_of
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

_SIZE: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[bkmgt]?)(?:i?b)?", re.IGNORECASE)
_FACTORS: Final = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def memory(service: Node) -> Fact[int] | None:
    """The memory limit in bytes: of `deploy`, else `mem_limit`; None where there is none."""
    return size(service.at("deploy.resources.limits.memory") or service.get("mem_limit"))


def size(node: Node | None) -> Fact[int] | None:
    """The bytes of a size such as `512m`; None where there is none, or it is zero, which stands for none."""
    if node is None or node.kind == "null":
        return None
    text = value_of(node)
    match = _SIZE.fullmatch(text) if text is not None else None
    place = node.inner("compose").span(0, len(node.text))
    if match is None:
        return Fact(UNKNOWN, place)
    found = int(float(match["number"]) * _FACTORS[match["unit"].lower()])
    return Fact(found, place) if found else None


def restarts(service: Node, anchor: Span) -> Fact[bool]:
    """Is the container started again when it has ended?  By default it is not."""
    policy = service.at("deploy.restart_policy")
    node = service.get("restart")
    if policy is not None:
        condition = policy.get("condition")
        return Fact(condition is None or condition.text != "none", policy.span)
    if node is None:
        unknown = service.get("extends") is not None
        return Fact(UNKNOWN if unknown else False, anchor, written=False)
    text = value_of(node)
    value = UNKNOWN if text is None else text.partition(":")[0] in ("always", "unless-stopped", "on-failure")
    return Fact(value, node.span)


def replicas(service: Node, anchor: Span) -> Fact[int]:
    """How many containers of the service run: one unless it says otherwise."""
    node = service.at("deploy.replicas") or service.get("scale")
    if node is None:
        unknown = service.get("extends") is not None
        return Fact(UNKNOWN if unknown else 1, anchor, written=False)
    text = value_of(node)
    return Fact(int(text) if text is not None and text.isdecimal() else UNKNOWN, node.span)
