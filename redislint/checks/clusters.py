"""Nodes of a cluster: when they are taken for gone, who takes their place, and who else would like to say."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.peers import watched
from redislint.checks.values import whole
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

# Milliseconds within which a server may well be busy: with a fork, a slow command, a full disk.
_BUSY: Final = 3_000
_BLINK: Final = 1_000
_MINUTE: Final = 60_000
# With the usual timeout of 15 s, this is more than twelve minutes of lost writes.
_STALE: Final = 50


def is_node(instance: Instance) -> bool:
    """Is it known to be a node of a cluster?"""
    enabled = instance.setting("cluster-enabled")
    return instance.role == SERVER and enabled.is_one_of("yes")


def node_timeout(instance: Instance) -> Iterator[Hit]:
    """A `cluster-node-timeout` within which a server may be busy, or after which everybody has noticed."""
    setting = instance.setting("cluster-node-timeout")
    most = whole(setting)
    if not is_node(instance) or most is None or _BUSY <= most <= _MINUTE:
        return
    if most < _BUSY:
        severity = Severity.ERROR if most < _BLINK else None
        yield Hit(setting, severity=severity, why="a node that is merely busy for that long is failed over")
    else:
        yield Hit(setting, why="for that long nobody takes the place of a master that is gone")


def replica_validity(instance: Instance) -> Iterator[Hit]:
    """A `cluster-replica-validity-factor` that lets replicas with old data become masters."""
    setting = instance.setting("cluster-replica-validity-factor")
    factor = whole(setting)
    if not is_node(instance) or factor is None or not setting.written:
        return
    if factor == 0 and instance.profile in ("store", "queue"):
        yield Hit(setting, why="a replica becomes master however old its data are")
    elif factor > _STALE:
        yield Hit(setting, why=f"a replica becomes master with data as old as {factor} times the node timeout")


def coverage_left_open(instance: Instance) -> Iterator[Hit]:
    """`cluster-require-full-coverage` that stops the whole of a cache, or that nobody decided for production."""
    setting, enabled = instance.setting("cluster-require-full-coverage"), instance.setting("cluster-enabled")
    if not is_node(instance) or not setting.is_one_of("yes"):
        return
    at = setting.span if setting.written else enabled.span if enabled.written else instance.anchor
    if instance.profile == "cache":
        yield Hit(at, key=setting.name, why="a cache can do without some of its keys")
    elif not setting.written and instance.environment == "prod":
        yield Hit(at, key=setting.name, why="no line says that this is wanted")


def watched_node(group: Deployment) -> Iterator[Hit]:
    """A Sentinel that watches a node of a cluster."""
    for watch in watched(group):
        enabled = watch.master.setting("cluster-enabled")
        if is_node(watch.master):
            at = enabled.span if enabled.written else watch.master.anchor
            related = (Related(at, "it is a node of a cluster"),)
            yield Hit(watch.line, key=f"sentinel monitor {watch.name}", related=related, master=watch.name)
