"""Renamed commands: who is kept from them that should not be, and who is not."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.sums import lines_in_question
from redislint.acl.table import family, table
from redislint.checks.peers import Watching, followers, watched
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.typed import Final, NamedTuple

# What Sentinel sends, by the names that `sentinel rename-command` knows (sentinel.c).
_SENTINELS: Final = frozenset(
    {"config", "slaveof", "multi", "exec", "info", "ping", "publish", "subscribe", "client", "script"}
)
# What charts take away by themselves.
_CHARTS: Final = (("FLUSHDB", ""), ("FLUSHALL", ""))
# A name of so many letters is guessed by nobody who tries words.
_LONG: Final = 12


class Renamed(NamedTuple):
    """A line `rename-command`: the command in lower case, and its new name, empty where it is taken away."""

    line: Setting
    command: str
    new: str


def _renamed(instance: Instance) -> Iterator[Renamed]:
    for line in instance.all("rename-command"):
        if line.args is not None and len(line.args) == 2 and line.args[0].lower() != line.args[1].lower():
            yield Renamed(line, line.args[0].lower(), line.args[1])


def instead_of_acl(instance: Instance) -> Iterator[Hit]:
    """Commands that are renamed where ACLs would do; the first line speaks for all.

    A chart's own list, written down again, is the chart's matter.
    """
    written = [line for line in instance.all("rename-command") if line.written]
    if instance.kind == "helm-values" and all(line.args is None or line.args in _CHARTS for line in written):
        return
    if instance.role == SERVER and written and written[0].args:
        more = f" and {len(written) - 1} more" if len(written) > 1 else ""
        verb = "are" if more else "is"
        yield Hit(written[0], key="rename-command", what=f"{written[0].args[0].upper()}{more} {verb}")


def guessable(instance: Instance) -> Iterator[Hit]:
    """A new name that is short, but for the old one in it."""
    for one in _renamed(instance) if instance.role == SERVER else ():
        rest = one.new.lower().replace(one.command, "", 1)
        if one.new and len(rest) < _LONG:
            why = "is the old one with little besides" if rest != one.new.lower() else f"has fewer than {_LONG} letters"
            yield Hit(one.line, key=f"rename-command {one.command}", command=one.command.upper(), why=why)


def replicated(instance: Instance) -> Iterator[Hit]:
    """A command that writes, under a name that replicas and the append-only file have to know.

    Less grave where one text makes several servers: all of them know the name.
    """
    if instance.role != SERVER:
        return
    copies = instance.replicas.value if instance.replicas is not None else UNKNOWN
    severity = Severity.INFO if copies is not UNKNOWN and copies > 1 else None
    lines = lines_in_question(instance.server)
    for one in _renamed(instance):
        bits = family(one.command)
        if one.new and bits and all(bits & table(line).category("write") for line in lines if bits & table(line).every):
            key = f"rename-command {one.command}"
            yield Hit(one.line, key=key, severity=severity, command=one.command.upper())


def breaks_sentinel(group: Deployment) -> Iterator[Hit]:
    """A command that Sentinel sends, under another name on a server that it watches."""
    follows = [(one.replica, one.master) for one in followers(group)]
    for watch in watched(group):
        for instance in (watch.master, *(replica for replica, master in follows if master is watch.master)):
            for one in _renamed(instance):
                if one.command in _SENTINELS and _is_lost(watch, one):
                    yield Hit(
                        one.line,
                        key=f"rename-command {one.command}",
                        related=(Related(watch.line.span, "this Sentinel watches it"),),
                        command=one.command.upper(),
                        what="calls it by another name" if one.new else "does not have it",
                    )


def _is_lost(watch: Watching, one: Renamed) -> bool:
    """Does the Sentinel certainly not know the new name?  A command that is gone has none to know."""
    return not one.new or (watch.is_told("rename-command") and not _is_told(watch, one))


def _is_told(watch: Watching, one: Renamed) -> bool:
    """Does the Sentinel know the new name?"""
    return any(
        line.args is not None
        and len(line.args) == 4
        and line.args[0].lower() == "rename-command"
        and line.args[1] == watch.name
        and line.args[2].lower() == one.command
        and line.args[3].lower() == one.new.lower()
        for line in watch.sentinel.all("sentinel")
    )
