"""The container of a service, as rules see it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.model.workload import Volume, Workload
from redislint.read.argv import Word
from redislint.read.compose import kernel, limits
from redislint.read.compose.interpolate import value_of
from redislint.read.compose.network import shares_host
from redislint.read.compose.probe import probes, seconds
from redislint.read.dockerfile.stages import Built
from redislint.read.environment import Environment
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

# Docker waits so long between SIGTERM and SIGKILL.
_GRACE: Final = 10.0
_MOST_NAMES: Final = 100
_ROOT: Final = re.compile(r"(?:root|0)(?::.*)?")


def workload(
    service: Node,
    anchor: Span,
    words: Sequence[Word],
    environment: Environment,
    volumes: tuple[Volume, ...] | None,
    is_whole: bool,
    keeps: bool,
) -> Workload:
    """What a service says of its container; `is_whole`: no other file says more of it.

    `keeps`: the project has named volumes.
    """
    variables = tuple(environment.facts()) if environment.known and is_whole else None
    return Workload(
        kind="service",
        anchor=anchor,
        command=tuple(word.text for word in words) if words or is_whole else None,
        environment=variables,
        volumes=volumes if is_whole else None,
        probes=probes(service) if is_whole else None,
        cpu_limit=_cores(service, anchor, is_whole),
        memory_request=_request(service, anchor, is_whole),
        privileged=_switch(service, "privileged", anchor, is_whole),
        root=_root(service),
        read_only_root=_switch(service, "read_only", anchor, is_whole),
        host_network=shares_host(service, anchor, is_whole),
        grace=_grace(service, anchor, is_whole),
        keeps=keeps,
        names=_names(service) if is_whole else None,
        sysctls=kernel.sysctls(service) if is_whole else None,
        nofile=kernel.nofile(service),
        swap=kernel.swap(service),
        swappiness=kernel.swappiness(service),
        spread=Fact("none", anchor, written=False) if is_whole and service.get("deploy") is None else None,
    )


def _names(service: Node) -> tuple[str, ...] | None:
    """The names and addresses that a service has on its networks; None where one of them is filled in later."""
    found = [service.get("container_name"), service.get("hostname")]
    networks = service.get("networks")
    for _, network in networks.items().values() if networks is not None and networks.kind == "mapping" else ():
        aliases = network.get("aliases")
        found += [network.get("ipv4_address"), network.get("ipv6_address")]
        found += aliases.elements()[:_MOST_NAMES] if aliases is not None else ()
    texts = [value_of(one) for one in found if one is not None]
    return None if None in texts else tuple(text for text in texts if text)


def _switch(service: Node, key: str, anchor: Span, is_whole: bool) -> Fact[bool]:
    """A key that is true or false, and false without it."""
    node = service.get(key)
    if node is None or node.kind == "null":
        return Fact(False if is_whole else UNKNOWN, anchor, written=False)
    text = value_of(node)
    return Fact(UNKNOWN if text is None else text.lower() in ("true", "yes", "on"), node.span)


def _root(service: Node) -> Fact[bool] | None:
    """Does `user:` make it root?  None without one: the image decides."""
    node = service.get("user")
    if node is None or node.kind == "null":
        return None
    text = value_of(node)
    return Fact(UNKNOWN if text is None else bool(_ROOT.fullmatch(text)), node.span)


def _grace(service: Node, anchor: Span, is_whole: bool) -> Fact[float]:
    node = service.get("stop_grace_period")
    if node is None:
        return Fact(_GRACE if is_whole else UNKNOWN, anchor, written=False)
    found = seconds(node)
    return Fact(UNKNOWN if found is None else found, node.span)


def _cores(service: Node, anchor: Span, is_whole: bool) -> Fact[float]:
    """The limit in cores: of `deploy`, else `cpus`; 0 for none."""
    node = service.at("deploy.resources.limits.cpus") or service.get("cpus")
    if node is None or node.kind == "null":
        return Fact(0.0 if is_whole else UNKNOWN, anchor, written=False)
    return Fact(_number(value_of(node)), node.span)


def _number(text: str | None) -> float | Unknown:
    match = re.fullmatch(r"\d{1,6}(?:\.\d{1,9})?", text) if text is not None else None
    return float(match[0]) if match is not None else UNKNOWN


def _request(service: Node, anchor: Span, is_whole: bool) -> Fact[int]:
    """The memory that is kept for it, in bytes: of `deploy`, else `mem_reservation`; 0 for none."""
    node = service.at("deploy.resources.reservations.memory") or service.get("mem_reservation")
    found = limits.size(node)
    return found if found is not None else Fact(0 if is_whole else UNKNOWN, anchor, written=False)


def completed(found: Workload, image: Built, copied: tuple[Volume, ...]) -> Workload:
    """The container with what its image says where the service says nothing."""
    user = image.user
    found = found._replace(copied=copied)
    if found.root is None and user is not None:
        is_root = user.text.partition(":")[0] in ("root", "0")
        found = found._replace(root=Fact(is_root if user.known else UNKNOWN, user.span))
    if found.probes == () and image.probe is not None:
        found = found._replace(probes=(image.probe,))
    return found
