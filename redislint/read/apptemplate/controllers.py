"""Controllers of the template as the objects that run their pods."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.apptemplate import storage
from redislint.read.apptemplate.containers import beside, chosen, container
from redislint.read.apptemplate.nodes import Laying, listing, mapping, text
from redislint.read.apptemplate.values import Values, is_filled, there
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.node import Node
from redislint.typed import Final

_KINDS: Final = {
    "deployment": "Deployment",
    "statefulset": "StatefulSet",
    "daemonset": "DaemonSet",
    "cronjob": "CronJob",
    "job": "Job",
}
# What a pod has in the same words, and where versions before 2 have it.
_OPTIONS: Final = {
    "securityContext": "podSecurityContext",
    "hostNetwork": "hostNetwork",
    "terminationGracePeriodSeconds": "termination.gracePeriodSeconds",
    "restartPolicy": "controller.restartPolicy",
    "affinity": "affinity",
    "topologySpreadConstraints": "topologySpreadConstraints",
}
_MAIN: Final = "main"
# Controllers, and containers of each, that are looked at.
_MOST: Final = 20
_MOST_CONTAINERS: Final = 10
_NAME: Final = "app.kubernetes.io/name"
_INSTANCE: Final = "app.kubernetes.io/instance"
# By which its services find the pods of a controller: today's label, and the one before version 4.
_OF: Final = ("app.kubernetes.io/controller", "app.kubernetes.io/component")


def labels(values: Values, controller: str, at: Node) -> dict[str, Node | None]:
    """The labels that the chart gives to the pods of a controller."""
    own: dict[str, Node | None] = {_NAME: text(at, values.release), _INSTANCE: text(at, values.release)}
    return own | dict.fromkeys(() if values.is_first else _OF, text(at, controller))


def controllers(values: Values) -> list[tuple[Node, Node]]:
    """Those that are there, each with its key; before version 2 the one whose container has its keys at the top."""
    if not values.is_first:
        return there(values.root, "controllers")[:_MOST]
    key = values.root.key("image")
    own = values.root.get("controller")
    node = own if own is not None and own.kind == "mapping" else None
    return [] if key is None else [(text(key, _MAIN), mapping(key, {}) if node is None else node)]


def objects(values: Values) -> Iterator[Object]:
    """The objects that run pods."""
    found = controllers(values)
    shared = storage.items(values)
    for key, node in found:
        kind = _KINDS.get(scalar(node, "type") if is_filled(node.get("type")) else "deployment")
        if kind is not None:
            name = values.release if len(found) == 1 else values.named(key.text)
            at = values.root.key("image") or key if values.is_first else key
            yield Object("apps/v1", kind, name, "", _Controller(values, at, key.text, node, kind).node(name, shared))


class _Controller:
    """One controller; `at` is the scalar that says what it is called."""

    def __init__(self, values: Values, at: Node, name: str, node: Node, kind: str) -> None:
        self.values, self.at, self.name, self.said, self.kind = values, at, name, node, kind

    def node(self, name: str, shared: list[storage.Item]) -> Node:
        """The object."""
        at, kind = self.at, self.kind
        claims = self.values.root if self.values.is_first else self.said
        own = storage.own(claims, self.name, first=self.values.is_first) if kind == "StatefulSet" else []
        found = [*shared, *own]
        pod = mapping(at, {"metadata": mapping(at, {"labels": self._labels()}), "spec": self._pod(shared, found)})
        spec: dict[str, Node | None] = {"template": pod, "selector": mapping(at, {}), **self._counted()}
        if own:
            spec["volumeClaimTemplates"] = listing(at, [storage.template(one) for one in own])
        if kind == "CronJob":
            spec = {"jobTemplate": mapping(at, {"spec": mapping(at, spec)})}
        return mapping(at, {"metadata": mapping(at, {"name": text(at, name)}), "spec": mapping(at, spec)})

    def _counted(self) -> dict[str, Node | None]:
        """How many pods there are, and how they are replaced: the old one first, where nobody says it."""
        count, at = self.said.get("replicas"), self.at
        found: dict[str, Node | None] = {"replicas": count}
        if count is not None and count.kind == "null":
            # An autoscaler sets it.
            found["replicas"] = text(at, "", known=False)
        strategy = self.said.get("strategy")
        if self.kind == "Deployment":
            given = strategy if strategy is not None and is_filled(strategy) else text(at, "Recreate")
            surge = self.said.at("rollingUpdate.surge") if given.text == "RollingUpdate" else None
            rolling = None if surge is None else mapping(at, {"maxSurge": surge})
            found["strategy"] = mapping(at, {"type": given, "rollingUpdate": rolling})
        elif self.kind == "StatefulSet" and strategy is not None and is_filled(strategy):
            found["updateStrategy"] = mapping(at, {"type": strategy})
        return found

    def _option(self, name: str) -> Node | None:
        """What is said of this pod, else of all."""
        if self.values.is_first:
            return self.values.root.at(_OPTIONS.get(name, name))
        usual, own = self.values.root.at(f"defaultPodOptions.{name}"), self.said.at(f"pod.{name}")
        if own is None or not is_filled(own):
            return usual if is_filled(usual) else None
        is_merged = scalar(self.values.root, "defaultPodOptionsStrategy") == "merge"
        return Laying().over(own, usual) if is_merged and usual is not None else own

    def _labels(self) -> Node:
        """All labels of the pod."""
        root = self.values.root
        shared = root.get("podLabels") if self.values.is_first else root.at("defaultPodOptions.labels")
        found = labels(self.values, self.name, self.at)
        for node in (shared, None if self.values.is_first else self.said.at("pod.labels")):
            found |= {key: value for key, (_, value) in node.items().items()} if node is not None else {}
        return mapping(self.at, found)

    def _pod(self, shared: list[storage.Item], found: list[storage.Item]) -> Node:
        spec = {name: self._option(name) for name in _OPTIONS}
        spec["containers"] = listing(self.at, self._containers("containers", found))
        spec["initContainers"] = listing(self.at, self._containers("initContainers", found))
        spec["volumes"] = listing(self.at, [storage.volume(one, self.values) for one in shared])
        return mapping(self.at, spec)

    def _containers(self, key: str, found: list[storage.Item]) -> Iterator[Node]:
        values, name = self.values, self.name
        if values.is_first:
            yield from self._first(key, found)
            return
        for at, node in there(self.said, key)[:_MOST_CONTAINERS]:
            probed = values.has_main and name == at.text == _MAIN
            mounts = storage.mounts(found, values, name, at)
            yield container(values, at, chosen(self.said, node), mounts, probed=probed)

    def _first(self, key: str, found: list[storage.Item]) -> Iterator[Node]:
        """The one container of versions before 2, and those beside it."""
        values, at = self.values, self.at
        if key == "containers":
            mounts = storage.mounts(found, values, self.name, at)
            yield container(values, at, values.root, mounts, probed=True)
        for name, node in there(values.root, "sidecars" if key == "containers" else key)[:_MOST_CONTAINERS]:
            yield beside(name, node)
