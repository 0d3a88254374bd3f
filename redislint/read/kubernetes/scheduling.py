"""Where the pods of an object may run, how many of them may go at a time, and what counts them."""

from __future__ import annotations

import math
import re

from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, labels, scalar, within
from redislint.read.kubernetes.pods import Pods
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

_NUMBER: Final = re.compile(r"(\d{1,6})(%?)")
_HARD: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_SOFT: Final = "preferredDuringSchedulingIgnoredDuringExecution"
# What nothing limits.
UNLIMITED: Final = -1


def spread(pods: Pods, anchor: Span) -> Fact[str] | None:
    """What keeps the pods off one machine; None where that is not known."""
    if pods.overlay:
        return None
    apart = pods.spec.at("affinity.podAntiAffinity")
    constraints = pods.spec.get("topologySpreadConstraints")
    known = (pods.spec.get("affinity"), apart, constraints)
    if any(node is not None and not node.is_known for node in known):
        return None
    hard, soft = _required(apart, constraints), _wished(apart, constraints)
    if hard is not None or pods.object.kind == "DaemonSet" or _has_ports_of_node(pods):
        return Fact("hard", anchor if hard is None else hard.span, written=hard is not None)
    return Fact("none", anchor, written=False) if soft is None else Fact("soft", soft.span)


def _required(apart: Node | None, constraints: Node | None) -> Node | None:
    terms = apart.get(_HARD) if apart is not None else None
    if terms is not None and terms.elements():
        return terms
    # Without the key, a pod that does not fit is not scheduled.
    fixed = [one for one in _elements(constraints) if scalar(one, "whenUnsatisfiable") in ("", "DoNotSchedule")]
    return fixed[0] if fixed else None


def _wished(apart: Node | None, constraints: Node | None) -> Node | None:
    terms = apart.get(_SOFT) if apart is not None else None
    if terms is not None and terms.elements():
        return terms
    return next(iter(_elements(constraints)), None)


def _elements(node: Node | None) -> list[Node]:
    return node.elements()[:100] if node is not None else []


def _has_ports_of_node(pods: Pods) -> bool:
    """Do its pods take ports of the machine, of which each has but one?"""
    shared = pods.spec.get("hostNetwork")
    declared = [port for one in _elements(pods.spec.get("containers")) for port in _elements(one.get("ports"))]
    return (shared is not None and shared.value is not False) or any(
        one.get("hostPort") is not None for one in declared
    )


def budget(pods: Pods, around: Around, copies: Fact[int], anchor: Span) -> Fact[int] | None:
    """How many of the pods budgets let go at a time; None where that is not known."""
    if pods.labels is None or pods.overlay or isinstance(copies.value, Unknown):
        return None
    found: Fact[int] | None = None
    for one in around.all("PodDisruptionBudget", ("PodDisruptionBudget",)):
        if not within(one.namespace, pods.object.namespace) or not _may_be_about(one, pods):
            continue
        allowed = _allowed(one, copies.value)
        if allowed is None:
            return None
        # More than one budget for a pod is an error, and evicts nothing.
        found = allowed if found is None else Fact(0, allowed.span)
    return Fact(UNLIMITED, anchor, written=False) if found is None else found


def _may_be_about(one: Object, pods: Pods) -> bool:
    selector = one.node.at("spec.selector")
    if selector is None or selector.get("matchExpressions") is not None:
        return selector is not None
    wanted = labels(selector.get("matchLabels"))
    return wanted is None or (pods.labels is not None and wanted.items() <= pods.labels.items())


def _allowed(one: Object, copies: int) -> Fact[int] | None:
    """How many of so many pods a budget lets go; None where that is not known."""
    if one.node.at("spec.selector.matchExpressions") is not None:
        return None
    for key in ("maxUnavailable", "minAvailable"):
        node = one.node.at(f"spec.{key}")
        match = _NUMBER.fullmatch(node.text) if node is not None and node.is_known else None
        if node is not None:
            if match is None:
                return None
            number = math.ceil(copies * int(match[1]) / 100) if match[2] else int(match[1])
            return Fact(number if key == "maxUnavailable" else max(copies - number, 0), node.span)
    return None


def scaler(pods: Pods, around: Around) -> Object | None:
    """The autoscaler that sets how many pods there are."""
    owner = pods.object
    found = around.all("HorizontalPodAutoscaler", (owner.name,)) if owner.name else ()
    for one in found:
        target = scalar(one.node, "spec.scaleTargetRef.name")
        kind = scalar(one.node, "spec.scaleTargetRef.kind") or owner.kind
        if target == owner.name and kind == owner.kind and within(one.namespace, owner.namespace):
            return one
    return None


def fewest(found: Object | None) -> Fact[int] | None:
    """The fewest pods that an autoscaler leaves: one, where it does not say; None without one."""
    if found is None:
        return None
    node = found.node.at("spec.minReplicas")
    if node is None or node.kind == "null":
        return Fact(1, found.named)
    return Fact(node.value if isinstance(node.value, int) else UNKNOWN, node.span)
