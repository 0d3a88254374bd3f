"""What a pod says of a container beside Redis: probes, limits, rights."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact
from redislint.model.workload import Probe, Workload
from redislint.read.argv import Word
from redislint.read.environment import Environment
from redislint.read.kubernetes.container import Container
from redislint.read.kubernetes.inlets import inlets
from redislint.read.kubernetes.mounts import Mounts
from redislint.read.kubernetes.objects import Object
from redislint.read.kubernetes.pods import Pods, update
from redislint.read.kubernetes.quantities import amount, quantity, whole
from redislint.read.kubernetes.scheduling import budget, fewest, spread
from redislint.read.kubernetes.services import admitted, leading
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final, TypeVar

T = TypeVar("T")

_PROBES: Final = {"startupProbe": "startup", "livenessProbe": "liveness", "readinessProbe": "readiness"}
# What the API server puts in for what is not written.
_DEFAULTS: Final = {"initialDelaySeconds": 0.0, "periodSeconds": 10.0, "failureThreshold": 3.0, "timeoutSeconds": 1.0}
_GRACE: Final = 30.0
_ALL: Final = 500


def workload(
    pods: Pods, container: Node, anchor: Span, words: list[Word], variables: Environment, mounts: Mounts
) -> Workload:
    """The container as a workload; `words` start it, none where its image decides."""
    rights = _Rights(pods, container, anchor)
    return Workload(
        kind=pods.object.kind,
        anchor=anchor,
        command=_command(pods, words),
        environment=tuple(variables.facts()) if variables.known else None,
        volumes=tuple(mount.volume for mount in mounts.all) if mounts.known else None,
        probes=None if pods.overlay else tuple(_probes(container)),
        cpu_limit=_or(amount(container.at("resources.limits.cpu")), _absent(pods, anchor, 0.0)),
        memory_request=_or(whole(amount(container.at("resources.requests.memory"))), _absent(pods, anchor, 0)),
        privileged=rights.flag("privileged", False),
        root=rights.root(),
        read_only_root=rights.flag("readOnlyRootFilesystem", False),
        host_network=rights.host_network(),
        grace=_grace(pods, anchor),
        update=update(pods, anchor),
    )


def placed(found: Workload, container: Container, copies: Fact[int], scaled: Object | None) -> Workload:
    """The workload with what other objects say of its pods; `scaled` is the autoscaler of them."""
    pods, around, anchor = container.pods, container.around, container.anchor
    return found._replace(
        spread=spread(pods, anchor),
        budget=budget(pods, around, copies, anchor),
        scaled=fewest(scaled),
        services=leading(pods, around),
        admits=admitted(pods, around),
        inlets=inlets(pods, container.node, around),
    )


def _command(pods: Pods, words: list[Word]) -> tuple[str, ...] | None:
    """The words that start it; none where the image decides.

    A variable that the kubelet fills in stays one word, whatever is in it; a shell may make anything of it.
    """
    is_shell = any(word.text == "-c" for word in words)
    known = all(word.known or (order and not is_shell and _is_filled(word.text)) for order, word in enumerate(words))
    return tuple(word.text for word in words) if known and (bool(words) or not pods.overlay) else None


def _is_filled(text: str) -> bool:
    """Is a word unknown for variables alone that the kubelet fills in: `$(REDIS_PASSWORD)`?"""
    import re

    return re.fullmatch(r"(?:[\w./:@=,+-]|\$\([A-Za-z_][\w.-]*\))+", text) is not None


def _absent(pods: Pods, anchor: Span, value: T) -> Fact[T]:
    """What is not written: its default, unless it may be written elsewhere."""
    return Fact(UNKNOWN if pods.overlay else value, anchor, written=False)


def _or(fact: Fact[T] | None, otherwise: Fact[T]) -> Fact[T]:
    return otherwise if fact is None else fact


class _Rights:
    """What a security context allows; the container's own counts before the pod's."""

    def __init__(self, pods: Pods, container: Node, anchor: Span) -> None:
        self._pods = pods
        self._own = container.get("securityContext")
        self._shared = pods.spec.get("securityContext")
        self._anchor = anchor

    def flag(self, key: str, default: bool) -> Fact[bool]:
        """A switch of the container's own."""
        return self._switch(self._own.get(key) if self._own is not None else None, default)

    def _switch(self, node: Node | None, default: bool) -> Fact[bool]:
        if node is None or node.kind == "null":
            return _absent(self._pods, self._anchor, default)
        value = node.value
        return Fact(value if isinstance(value, bool) else UNKNOWN, node.span)

    def host_network(self) -> Fact[bool]:
        """Does the pod share the machine's network?"""
        return self._switch(self._pods.spec.get("hostNetwork"), False)

    def root(self) -> Fact[bool] | None:
        """Does it run as user 0?  Not known where nobody says: the image decides."""
        for context in (self._own, self._shared):
            user = context.get("runAsUser") if context is not None else None
            if user is not None and user.kind == "scalar":
                return Fact(user.text == "0" if user.is_known else UNKNOWN, user.span)
        for context in (self._own, self._shared):
            switch = context.get("runAsNonRoot") if context is not None else None
            if switch is not None and switch.value is True:
                return Fact(False, switch.span)
        return None


def _probes(container: Node) -> Iterator[Probe]:
    for key, kind in _PROBES.items():
        node = container.get(key)
        if node is None or node.kind != "mapping":
            continue
        command = node.at("exec.command")
        elements = command.elements()[:_ALL] if command is not None else []
        known = bool(elements) and all(one.kind == "scalar" for one in elements)
        numbers = {name: _seconds(node.get(name), usual) for name, usual in _DEFAULTS.items()}
        failures = numbers["failureThreshold"]
        yield Probe(
            kind,
            command.span if command is not None else node.span,
            tuple(one.text for one in elements) if known else None,
            numbers["initialDelaySeconds"],
            numbers["periodSeconds"],
            None if failures is None else int(failures),
            numbers["timeoutSeconds"],
        )


def _seconds(node: Node | None, usual: float) -> float | None:
    if node is None or node.kind == "null":
        return usual
    return quantity(node.text) if node.is_known else None


def _grace(pods: Pods, anchor: Span) -> Fact[float]:
    node = pods.spec.get("terminationGracePeriodSeconds")
    if node is None or node.kind == "null":
        return _absent(pods, anchor, _GRACE)
    found = _seconds(node, _GRACE)
    return Fact(UNKNOWN if found is None else found, node.span)
