"""One declared instance in several environments: what differs between them, and was not said to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from redislint.checks.comparing import Difference, differing, is_any, users_differing
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import Instance
from redislint.model.project import Declaration, Project
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# From what is tried to what counts.
ORDER: Final = ("dev", "stage", "prod")
# What belongs to the machine, or is a secret of the environment: it differs by its nature.
MAY_DIFFER: Final = (
    *("maxmemory", "bind", "bind-source-addr", "port", "tls-port", "unixsocket", "dir", "logfile", "pidfile", "save"),
    *("*announce*", "*auth", "*pass", "*user", "tls-*-file", "tls-*-dir", "dbfilename", "appendfilename"),
    *(
        "syslog-*",
        "loglevel",
        "replicaof",
        "cluster-config-file",
        "aclfile",
        "locale-collate",
        "io-threads",
        "*cpulist",
    ),
)
_SECURITY: Final = ("protected-mode", "tls-*", "enable-*", "user *", "acl-pubsub-default")
_MEANING: Final = (
    *("maxmemory-policy", "appendonly", "appendfsync", "notify-keyspace-events", "cluster-enabled", "databases"),
    *("timeout", "maxmemory-*", "lazyfree-*", "min-replicas-*", "hash-max-*", "list-max-*", "set-max-*", "zset-max-*"),
)


class Row(NamedTuple):
    """A name of one instance, with its value in each environment that was compared.

    values    in words, by environment; empty where it is as in the last one
    at        the place to blame, and `others` where the other environments have it
    allowed   it may differ
    severity  what a difference is worth between the last two environments
    """

    instance: str
    name: str
    values: dict[str, str]
    at: Span
    others: tuple[tuple[str, Span], ...]
    allowed: bool
    severity: Severity


def diverging(project: Project) -> Iterator[Hit]:
    """What differs and may not, each name once for an instance; and environments without a file."""
    for row in rows(project):
        if not row.allowed:
            values = ", ".join(f"{said} in {environment}" for environment, said in row.values.items() if said)
            related = tuple(Related(span, f"as {environment} has it") for environment, span in row.others)
            yield Hit(
                row.at,
                key=f"{row.instance} {row.name}",
                related=related,
                severity=row.severity,
                name=row.name,
                instance=row.instance,
                what=values,
            )


def rows(project: Project, environments: Sequence[str] = ORDER) -> Iterator[Row]:
    """All that differs between the environments of each instance, the last of them being what counts."""
    allowed = tuple(one.value for one in project.may_differ)
    for name, declared in project.environments().items():
        known = {one.environment: one for one in declared if one.members and one.environment in environments}
        names = [one for one in environments if one in known]
        if len(names) > 1:
            for key in _keys(known[names[-1]]):
                members = {one: _member(known[one], key) for one in names}
                yield from _rows(name, {env: found for env, found in members.items() if found is not None}, allowed)


def _keys(declaration: Declaration) -> list[tuple[str, str]]:
    """The members of an environment, each by what it is called in every one: its role, and its file's or own name."""
    return list(dict.fromkeys(_key(one) for one in declaration.members))


def _key(one: Instance) -> tuple[str, str]:
    path = one.anchor.source.path
    return one.role, posixpath.basename(path) if one.name == path else one.name


def _member(declaration: Declaration, key: tuple[str, str]) -> Instance | None:
    """The member that is called so, or the only one of its role."""
    found = [one for one in declaration.members if _key(one) == key]
    found = found or [one for one in declaration.members if one.role == key[0]]
    return found[0] if len(found) == 1 else None


def _rows(name: str, members: dict[str, Instance], allowed: tuple[str, ...]) -> Iterator[Row]:
    last = next(reversed(members), "")
    found: dict[str, dict[str, Difference]] = {}
    for environment, member in members.items():
        if environment != last:
            both = members[last], member
            for one in (*differing(*both, lambda _: True), *users_differing(*both)):
                found.setdefault(one.name, {})[environment] = one
    for key, by_environment in sorted(found.items()):
        yield _row(name, key, by_environment, members, last, allowed)


def _row(
    name: str,
    key: str,
    found: dict[str, Difference],
    members: dict[str, Instance],
    last: str,
    allowed: tuple[str, ...],
) -> Row:
    nearest = found[next(one for one in reversed(members) if one in found)]
    place, other = nearest.at, nearest.other
    is_written = place != members[next(one for one in reversed(members) if one in found)].anchor
    values = {one: found[one].there if one in found else "" for one in members}
    values[last] = nearest.here
    others = ((last, other),) if is_written else ()
    is_rehearsed = set(found) == {"dev"}
    return Row(
        name,
        key,
        values,
        place if is_written else other,
        others,
        is_any(key, MAY_DIFFER) or is_any(key, allowed) or nearest.there == "has another password",
        Severity.INFO if is_rehearsed else _severity(key),
    )


def _severity(name: str) -> Severity:
    if is_any(name, _SECURITY):
        return Severity.ERROR
    return Severity.WARNING if is_any(name, _MEANING) else Severity.INFO
