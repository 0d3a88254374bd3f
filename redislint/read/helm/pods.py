"""The container that a chart runs a server in: its limits, probes, rights and volumes.

Charts spell these alike; where they differ is a table.
"""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.model.workload import Probe, Volume, Workload, on_network
from redislint.read.helm import parts
from redislint.read.helm.extravars import environment
from redislint.read.helm.values import Values, truth
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Any, Final, NamedTuple

_KINDS: Final = ("liveness", "readiness", "startup")
_NUMBER: Final = re.compile(r"\d{1,6}")
_MOST_WORDS: Final = 100
# The cores and the memory that `resourcesPreset` limits to and asks for (bitnami/common, templates/_resources.tpl).
_CORES: Final = {
    "nano": 0.15,
    "micro": 0.375,
    "small": 0.75,
    "medium": 0.75,
    "large": 1.5,
    "xlarge": 3.0,
    "2xlarge": 6.0,
}
_ASKED: Final = {
    "nano": 128,
    "micro": 256,
    "small": 512,
    "medium": 1024,
    "large": 2048,
    "xlarge": 3072,
    "2xlarge": 3072,
}


class Keys(NamedTuple):
    """Where a chart has what is said of a container: paths, empty for what it has no key for.

    probes   what the probes' keys begin with, such as `master.`
    path     the folder of the data in the container, and `claim` the key of the volume for it
    storage  the class of that volume
    variables  those that are set beside the chart's own, and `elsewhere` what may bring others
    """

    resources: str
    preset: str = ""
    probes: str | None = None
    security: str = ""
    grace: str = ""
    update: str = ""
    kind: str = ""
    claim: str = ""
    medium: str = ""
    path: str = "/data"
    storage: str = ""
    variables: str = ""
    elsewhere: tuple[str, ...] = ()


def workload(values: Values, keys: Keys, storage: Fact[bool] | None) -> Workload:
    """The container of a server whose chart has these keys; `storage` says whether its data has a volume."""
    security = keys.security
    return Workload(
        kind=_text(values, keys.kind) or "StatefulSet",
        anchor=values.anchor,
        environment=environment(values, keys.variables, keys.elsewhere),
        volumes=_volumes(values, keys, storage),
        probes=_probes(values, keys.probes) if keys.probes is not None else None,
        cpu_limit=_cores(values, keys),
        memory_request=_asked(values, keys),
        privileged=_flag(values, f"{security}.privileged") if security else None,
        root=_root(values, security) if security else None,
        read_only_root=_flag(values, f"{security}.readOnlyRootFilesystem") if security else None,
        grace=_seconds(values, keys.grace) if keys.grace else None,
        update=_update(values, keys.update) if keys.update else None,
    )


def _text(values: Values, path: str) -> str:
    found = values.fact(path).value if path else ""
    return found if isinstance(found, str) else ""


def _flag(values: Values, path: str) -> Fact[bool] | None:
    """A truth value that is written, or a default that is known; None where the chart says nothing."""
    fact = values.fact(path)
    known = truth(fact)
    return None if fact.value is None else Fact(UNKNOWN if known is None else known, fact.span, written=fact.written)


def _root(values: Values, security: str) -> Fact[bool] | None:
    """Is the user 0, as far as the values name one?"""
    switch, user = values.is_true(f"{security}.enabled"), values.fact(f"{security}.runAsUser")
    is_switched = values.fact(f"{security}.enabled").value is not None
    if user.value is None or (is_switched and switch is not True):
        return None
    known = isinstance(user.value, int) and not isinstance(user.value, bool)
    return Fact(user.value == 0 if known else UNKNOWN, user.span, written=user.written)


def _seconds(values: Values, path: str) -> Fact[float] | None:
    fact = values.fact(path)
    number = _number(fact.value)
    return None if number is None else Fact(number, fact.span, written=fact.written)


def _update(values: Values, path: str) -> Fact[str] | None:
    fact = values.fact(path)
    return Fact(fact.value, fact.span, written=fact.written) if isinstance(fact.value, str) and fact.value else None


def _number(value: Any) -> float | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _cores(values: Values, keys: Keys) -> Fact[float] | None:
    limit = values.fact(f"{keys.resources}.limits.cpu")
    if limit.written:
        size = parts.quantity(limit.value)
        return Fact(size if isinstance(size, Unknown) else parts.exact(limit.value), limit.span)
    return _preset(values, keys, _CORES, 1.0)


def _asked(values: Values, keys: Keys) -> Fact[int] | None:
    request = values.fact(f"{keys.resources}.requests.memory")
    if request.written:
        return Fact(parts.quantity(request.value), request.span)
    found = _preset(values, keys, _ASKED, float(1 << 20))
    return None if found is None else Fact(_whole(found.value), found.span, written=found.written)


def _whole(value: float | Unknown) -> int | Unknown:
    return value if isinstance(value, Unknown) else int(value)


def _preset(values: Values, keys: Keys, sizes: dict[str, Any], unit: float) -> Fact[float] | None:
    """What a preset says, where `resources` do not put it out of force; 0 where neither says anything."""
    resources = values.fact(keys.resources)
    if truth(resources) is not False:
        is_known = truth(resources) is True and resources.written
        return Fact(0.0, resources.span) if is_known else None
    preset = values.fact(keys.preset) if keys.preset else resources
    if not keys.preset or preset.value in (None, "", "none"):
        return Fact(0.0, resources.span, written=False)
    if isinstance(preset.value, str) and preset.value in sizes:
        return Fact(sizes[preset.value] * unit, preset.span, written=preset.written)
    return None


def _volumes(values: Values, keys: Keys, storage: Fact[bool] | None) -> tuple[Volume, ...] | None:
    """The volume of the data, where that is all that may be mounted there."""
    if storage is None or isinstance(storage.value, Unknown):
        return None
    named = values.fact(keys.storage) if keys.storage else None
    if storage.value and named is not None and isinstance(named.value, str) and on_network(named.value):
        return (Volume(keys.path, "network", named.span),)
    medium = values.fact(keys.medium).value if keys.medium else ""
    source = "claim" if storage.value else "memory" if medium == "Memory" else "empty"
    return (Volume(keys.path, source, storage.span),)


def _probes(values: Values, start: str) -> tuple[Probe, ...] | None:
    """The probes; None where one of them is not known."""
    found: list[Probe] = []
    for kind in _KINDS:
        custom = f"{start}custom{kind.capitalize()}Probe"
        path = custom if values.is_given(custom) else f"{start}{kind}Probe"
        is_on = True if path == custom else values.is_true(f"{path}.enabled")
        if is_on is None or (values.fact(f"{path}.enabled").value is None and path != custom):
            return None
        if is_on:
            found.append(_probe(values, kind, path))
    return tuple(found)


def _probe(values: Values, kind: str, path: str) -> Probe:
    names = ("initialDelaySeconds", "periodSeconds", "failureThreshold", "timeoutSeconds")
    delay, period, failures, timeout = (_number(values.fact(f"{path}.{name}").value) for name in names)
    command = values.node(f"{path}.exec.command")
    place: Span = command.span if isinstance(command, Node) else values.fact(path).span
    limit = None if failures is None else int(failures)
    return Probe(kind, place, _words(command), delay, period, limit, timeout)


def _words(command: Node | Unknown | None) -> tuple[str, ...] | None:
    if not isinstance(command, Node):
        return None
    elements = command.elements()[:_MOST_WORDS]
    known = all(one.kind == "scalar" and one.is_known for one in elements)
    return tuple(one.text for one in elements) if elements and known else None
