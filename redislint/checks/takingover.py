"""Servers of which one takes over for another, and that are configured in different ways."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.comparing import Difference, differing, is_any, users_differing
from redislint.checks.peers import followers
from redislint.finding import Hit, Related
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

# What decides how a server behaves to its clients; whoever takes over is to behave alike.
# Persistence is left out: to save on a replica alone is a way to spare the master.
_ALIKE: Final = (
    "maxmemory",
    "maxmemory-policy",
    "requirepass",
    "tls-port",
    "tls-auth-clients",
    "tls-protocols",
    "tls-replication",
    "client-output-buffer-limit",
    "notify-keyspace-events",
    "databases",
    "timeout",
    "hash-max-*",
    "list-max-*",
    "set-max-*",
    "zset-max-*",
    "proto-max-bulk-len",
)

# A replica that dials in clear what its master has encrypted is another rule's matter.
_IN_CLEAR: Final = ("tls-replication", "no")


def skewed(group: Deployment) -> Iterator[Hit]:
    """What differs between a master and its replicas, each matter once."""
    seen: set[str] = set()
    for master, other in _pairs(group):
        for one in (*differing(master, other, _is_alike), *users_differing(master, other), *_renamed(master, other)):
            if one.name not in seen and (one.name, one.there) != _IN_CLEAR:
                seen.add(one.name)
                related = (Related(one.other, f"as `{master.name}` has it"),)
                what = _said(one, master.name, other.name)
                yield Hit(one.at, key=one.name, related=related, cause=one.at, name=one.name, what=what)


def _pairs(group: Deployment) -> Iterator[tuple[Instance, Instance]]:
    for one in followers(group):
        yield one.master, one.replica
    nodes = [one for one in group.instances if one.setting("cluster-enabled").is_one_of("yes")]
    if nodes and not group.instances[0].group:
        # What is declared to be one instance, and not merely started together.
        yield from ((nodes[0], other) for other in nodes[1:] if other.member and other.member == nodes[0].member)


def _is_alike(name: str) -> bool:
    return is_any(name, _ALIKE)


def _renamed(one: Instance, other: Instance) -> Iterator[Difference]:
    """Commands that only one of them renames."""
    if not (one.complete and other.complete) or one.role != SERVER:
        return
    first, second = (
        {line.args[0].lower(): line for line in instance.all("rename-command") if line.args and len(line.args) == 2}
        for instance in (one, other)
    )
    if any(line.args is None for instance in (one, other) for line in instance.all("rename-command")):
        return
    for name in sorted(first.keys() ^ second.keys()):
        here, there = first.get(name), second.get(name)
        at = there.span if there is not None else other.anchor
        before = here.span if here is not None else one.anchor
        said = ("renamed", "not renamed") if there is None else ("not renamed", "renamed")
        yield Difference(f"rename-command {name}", *said, at, before)


def _said(one: Difference, master: str, replica: str) -> str:
    if one.name.startswith("user ") and not one.here:
        return f"{one.there} on `{replica}`"
    return f"{one.here} on `{master}`, {one.there} on `{replica}`"
