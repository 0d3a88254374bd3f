"""What keeps a server from starting beyond a single line: users, renamed commands, Sentinel's lines, files, listeners.

`redislint.startup` finds it for one line of servers.  Where the version is not known all lines are asked, and one
finding says which of them refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from redislint import writing
from redislint.checks.refusals import ALL, MOST, NONE, weigh
from redislint.finding import Fix, Hit, Related
from redislint.model.instance import SENTINEL, Instance
from redislint.servers.directives import data, lines_of
from redislint.servers.verdicts import knowing
from redislint.source import Span
from redislint.startup.refusal import Refusal, Topic
from redislint.startup.words import as_read_by

_FIRST = "it is named here, too"
# What may leave a server nothing to listen on.
_LISTENING = ("port", "tls-port", "unixsocket", "bind")


@cache
def _asked(server: str, needs: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """The lines to ask, in order: all if the server (``) is not known; those that decide; those that lack a need."""
    lines = frozenset({server}) if server else ALL
    lacking = NONE if server else NONE.union(*(ALL - knowing(name) for name in needs))
    deciding = lines - lacking - lines_of(data()["ended"])
    return tuple(sorted(lines, key=lambda line: (line not in deciding, line))), deciding, lacking


def _found(instance: Instance, topic: Topic, *needs: str) -> Iterator[tuple[Refusal, frozenset[str]]]:
    """What the lines in question find, each reason once; lines that do not know a directive of `needs` refuse it.

    Where the version is not known, only what every line with support finds is worth a word.
    """
    asked, deciding, lacking = _asked(instance.server.key if instance.server is not None else "", needs)
    found: dict[Refusal, set[str]] = {}
    # Those that decide come first: what one of them does not find, the others need not be asked for.
    for line in asked:
        for one in topic(instance._replace(settings=as_read_by(instance.settings, line)), line):
            found.setdefault(one._replace(stage=0, order=0, named=True), set()).add(line)
        if not found and line in deciding:
            return
    for one, refusing in found.items():
        if deciding <= refusing:
            yield one, frozenset(refusing) | lacking


def _hits(instance: Instance, topic: Topic, *needs: str) -> Iterator[Hit]:
    for one, refusing in islice(_found(instance, topic, *needs), MOST):
        weight = weigh(instance.server, instance.kind, refusing)
        yield Hit(
            one.span,
            key=one.key,
            related=() if one.also is None else (Related(one.also, _FIRST),),
            severity=weight.severity,
            refused=weight.refused,
            detail=one.detail,
            effect=weight.effect,
        )


def _sets(instance: Instance, start: str) -> bool:
    """Is any directive set whose name begins so?  Else there is nothing to look for."""
    return any(name.startswith(start) for names in (instance.directives, instance.defaults) for name in names)


def _watches(instance: Instance) -> bool:
    """Is it a Sentinel with lines of its own?"""
    return instance.role == SENTINEL and "sentinel" in instance.directives


def acl_rule(instance: Instance) -> Iterator[Hit]:
    """A rule of an ACL user, or a user's name, that is refused."""
    for hit in acl_rules(instance):
        from redislint.checks.subcommands import is_denial

        if not is_denial(instance, hit):
            yield hit


def acl_rules(instance: Instance) -> Iterator[Hit]:
    """Every rule of a user, or user's name, that is refused."""
    if instance.users or "user" in instance.directives:
        from redislint.startup import users

        yield from _hits(instance, users.rules, "user")


def acl_duplicate(instance: Instance) -> Iterator[Hit]:
    """A user who is declared twice."""
    if instance.users or "user" in instance.directives:
        from redislint.startup import users

        yield from _hits(instance, users.duplicates, "user")


def acl_in_two_places(instance: Instance) -> Iterator[Hit]:
    """Users in the configuration beside an ACL file."""
    if "aclfile" in instance.directives:
        from redislint.startup import users

        yield from _hits(instance, users.both, "user")


def sentinel_line(instance: Instance) -> Iterator[Hit]:
    """A line of Sentinel's in a server's configuration; the first one speaks for all."""
    if "sentinel" in instance.directives:
        from redislint.startup import watching

        yield from islice(_hits(instance, watching.misplaced), 1)


def sentinel_master(instance: Instance) -> Iterator[Hit]:
    """A line about a master that is not monitored; what monitors none at all may be added to before it is read."""
    if _watches(instance):
        from redislint.startup import watching

        if instance.complete or next(watching.monitors(instance), None) is not None:
            yield from _hits(instance, watching.masters)


def sentinel_host(instance: Instance) -> Iterator[Hit]:
    """A host that is no address, where Sentinel looks up none."""
    if _watches(instance):
        from redislint.startup import watching

        for hit in _hits(instance, watching.hosts):
            hit.fix = _resolving(instance, hit.span)
            yield hit


def _resolving(instance: Instance, host: Span) -> Fix | None:
    """A fix that has Sentinel look up names, where it is known to be able to, and the host may be one."""
    from redislint.startup.refusal import QUEUES_SENTINEL

    line = next((one for one in instance.all("sentinel") if one.span.start <= host.start < one.span.end), None)
    is_name = any(letter.isalpha() for letter in host.text)
    if line is None or not is_name or instance.server is None or instance.server.key not in QUEUES_SENTINEL:
        return None
    return writing.line_above(line, "sentinel resolve-hostnames yes", safe=False)


def sentinel_repeat(instance: Instance) -> Iterator[Hit]:
    """Something that Sentinel is told twice."""
    if _watches(instance):
        from redislint.startup import watching

        yield from _hits(instance, watching.repeats)


def replica_in_cluster(instance: Instance) -> Iterator[Hit]:
    """`replicaof` in a cluster."""
    is_in_cluster = "cluster-enabled" in instance.directives or "cluster-enabled" in instance.defaults
    if is_in_cluster and "replicaof" in instance.directives:
        from redislint.startup import clusters

        yield from _hits(instance, clusters.replica_in_cluster)


def no_listener(instance: Instance) -> Iterator[Hit]:
    """Nothing to listen on."""
    if any(name in names for names in (instance.directives, instance.defaults) for name in _LISTENING):
        from redislint.startup import network

        yield from _hits(instance, network.nowhere)


def listener_conflict(instance: Instance) -> Iterator[Hit]:
    """One address or port for two things."""
    if not instance.directives.isdisjoint(("bind", "tls-port", "cluster-port")):
        from redislint.startup import network

        yield from _hits(instance, network.conflicts)


def bus_port(instance: Instance) -> Iterator[Hit]:
    """A cluster bus without a port or an address."""
    if _sets(instance, "cluster-"):
        from redislint.startup import network

        yield from _hits(instance, network.bus_port)


def tls(instance: Instance) -> Iterator[Hit]:
    """TLS without what it needs."""
    if _sets(instance, "tls-"):
        from redislint.startup import network

        yield from _hits(instance, network.tls, "tls-port")


def rename(instance: Instance) -> Iterator[Hit]:
    """A command that cannot be renamed so."""
    if "rename-command" in instance.directives:
        from redislint.startup import renames

        yield from _hits(instance, renames.renames)


def module_setting(instance: Instance) -> Iterator[Hit]:
    """A module's setting where no module is loaded."""
    if any("." in name for name in instance.directives):
        from redislint.startup import modules

        yield from _hits(instance, modules.unloaded)


def missing_file(instance: Instance) -> Iterator[Hit]:
    """A file or folder that is not there, or has no name."""
    from redislint.startup import files, modules

    if not instance.directives.isdisjoint(files.NAMING):
        yield from _hits(instance, files.missing)
    if "appendfilename" in instance.directives:
        yield from _hits(instance, modules.without_name)


def crash(instance: Instance) -> Iterator[Hit]:
    """What a server crashes over."""
    from redislint.startup import files, modules

    if "include" in instance.directives:
        yield from _hits(instance, files.cycles)
    if "hz" in instance.directives or "hz" in instance.defaults:
        yield from _hits(instance, modules.crashes)
