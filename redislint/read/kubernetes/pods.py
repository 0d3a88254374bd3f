"""Objects that run pods: what they say of them, and how many there are."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.kubernetes.objects import Object, labels, scalar
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Where each kind has the template of its pods; a pod is its own.
TEMPLATES: Final = {
    "Pod": "",
    "Deployment": "spec.template",
    "StatefulSet": "spec.template",
    "DaemonSet": "spec.template",
    "ReplicaSet": "spec.template",
    "ReplicationController": "spec.template",
    "Job": "spec.template",
    "CronJob": "spec.jobTemplate.spec.template",
}
KINDS: Final = frozenset(TEMPLATES)
# Those that must say by themselves which pods are theirs, since `apps/v1`: one that does not is a patch for another.
_SELECTING: Final = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"})
_COUNTED: Final = frozenset({"Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"})
_TASKS: Final = frozenset({"Job", "CronJob"})
_STRATEGIES: Final = {"Deployment": "spec.strategy.type", "StatefulSet": "spec.updateStrategy.type"}


class Pods(NamedTuple):
    """What an object says of its pods.

    spec     the pod's own specification
    labels   None where they are not known
    overlay  it is but a part of an object, laid over another one, or another is laid over it
    """

    object: Object
    spec: Node
    labels: dict[str, str] | None
    overlay: bool

    @property
    def is_task(self) -> bool:
        """Does it end by itself?"""
        return self.object.kind in _TASKS


def pods(found: Object, *, patched: bool = False) -> Pods | None:
    """The pods of an object; None for one that runs none."""
    where = TEMPLATES.get(found.kind)
    if where is None:
        return None
    template = found.node.at(where) if where else found.node
    spec = template.get("spec") if template is not None else None
    if template is None or spec is None or spec.kind != "mapping":
        return None
    is_part = found.kind in _SELECTING and found.api == "apps/v1" and found.node.at("spec.selector") is None
    return Pods(found, spec, labels(template.at("metadata.labels")), patched or is_part or not found.name)


def replicas(found: Pods, anchor: Span, *, scaled: bool) -> Fact[int]:
    """How many pods there are; `scaled`: something else sets it."""
    kind = found.object.kind
    if kind not in _COUNTED:
        return Fact(1 if kind in ("Pod", "Job") else UNKNOWN, anchor, written=False)
    node = found.object.node.at("spec.replicas")
    if node is None or node.kind == "null":
        return Fact(UNKNOWN if found.overlay or scaled else 1, anchor, written=False)
    text = node.text
    known = not (scaled or found.overlay) and node.is_known and text.isascii() and text.isdecimal() and len(text) < 9
    return Fact(int(text) if known else UNKNOWN, node.span)


def restarts(found: Pods, anchor: Span) -> Fact[bool]:
    """Is a container started again when it has ended?"""
    node = found.spec.get("restartPolicy")
    if node is None or node.kind == "null":
        return Fact(UNKNOWN if found.overlay else not found.is_task, anchor, written=False)
    return Fact(node.text != "Never" if node.is_known else UNKNOWN, node.span)


def update(found: Pods, anchor: Span) -> Fact[str] | None:
    """How pods are replaced by those of a new version; None for what is not.

    With `maxSurge: 0` the old pod goes first, so that this is `Recreate`.
    """
    path = _STRATEGIES.get(found.object.kind)
    if path is None:
        return None
    text = scalar(found.object.node, path)
    node = found.object.node.at(path)
    surge = found.object.node.at("spec.strategy.rollingUpdate.maxSurge")
    if surge is not None and surge.kind != "null":
        is_none = surge.is_known and surge.text in ("0", "0%")
        return Fact("Recreate" if is_none else text or "RollingUpdate" if surge.is_known else UNKNOWN, surge.span)
    if node is None:
        return Fact(UNKNOWN if found.overlay else "RollingUpdate", anchor, written=False)
    return Fact(text or UNKNOWN, node.span)
