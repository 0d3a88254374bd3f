"""Who watches the servers: exporters of their metrics, what these cost them, and who is told of a failover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.counting import lines
from redislint.finding import Hit, Related, Severity
from redislint.model.document import Document
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

# An exporter's options that make it go through the keys.  Of the first two a name without a sign of a pattern is asked
# for directly (redis_exporter, exporter/keys.go).
_LOOKED_UP: Final = ("check-keys", "check-streams")
_SCANNED: Final = ("count-keys", "check-key-groups")
_GLOB: Final = r"[?*\[\]^]"
_SPARES_MASTERS: Final = "skip-checkkeys-for-role-master"
_NO: Final = ("false", "f", "0")
_LONGEST: Final = 60


def key_scan(document: Document) -> Iterator[Hit]:
    """Options of an exporter by which it goes through all keys at each scrape."""
    if document.language != "exporter":
        return
    last = {setting.name: setting for setting in document.settings}
    spares = last.get(_SPARES_MASTERS)
    if spares is not None and not spares.is_one_of(*_NO):
        return
    for name in (*_LOOKED_UP, *_SCANNED):
        setting = last.get(name)
        value = setting.value if setting is not None else None
        patterns = [one.rpartition("=")[2].strip() for one in (value or "").split(",")]
        found = [one for one in patterns if one and (name in _SCANNED or re.search(_GLOB, one))]
        if setting is not None and found:
            yield Hit(setting, what=_why(name, found))


def _why(name: str, patterns: list[str]) -> str:
    """What the keys are gone through for."""
    if name == "check-keys" and "*" in patterns:
        return "and asks for the type, size and value of each"
    what = "to put them into groups" if name == "check-key-groups" else "to count" if name == "count-keys" else "for"
    if name == "check-key-groups":
        return what
    shown = next((one for one in patterns if len(one) <= _LONGEST), "")
    return f"{what} those like `{shown}`" if shown else f"{what} some of them"


def uncollected(group: Deployment) -> Iterator[Hit]:
    """Nobody collects the metrics of a group's servers.

    Said where metrics of others are collected, or production is declared.
    """
    members = (*group.instances, *group.sentinels)
    facts = [one.workload.metrics if one.workload is not None else None for one in members]
    known = [fact for fact in facts if fact is not None and fact.value is False]
    if not known or len(known) < len(members):
        return
    monitor = next((one.workload.monitor for one in members if one.workload and one.workload.monitor), None)
    if monitor is None and any(one.environment != "prod" for one in members):
        return
    related = (Related(monitor, "this collects metrics, and finds none of Redis"),) if monitor is not None else ()
    yield Hit(known[0].span, key="metrics", related=related, names=_named(members))


def _named(members: tuple[Instance, ...]) -> str:
    names = [f"`{one.name}`" for one in members]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def unobserved(group: Deployment) -> Iterator[Hit]:
    """Sentinels whose failovers nobody is told of, and such as take the names of scripts from clients.

    Of the first is spoken where production is declared.
    """
    for sentinel in group.sentinels:
        for line, (_, value) in lines(sentinel, "deny-scripts-reconfig", 2):
            if value.lower() == "no":
                what = "a client of the Sentinel may set, with SENTINEL SET, which program it runs"
                yield Hit(line, severity=Severity.WARNING, cause=line.span, what=f"`{line.value}`: {what}")
    first = next(iter(group.sentinels), None)
    if first is None or not all(_is_mute(one) for one in group.sentinels):
        return
    monitor = next((line for line, _ in lines(first, "monitor", 5)), None)
    if monitor is not None:
        what = "these Sentinels run no script when they fail over, and no exporter is seen that would tell of it"
        yield Hit(monitor, key="sentinel notification-script", what=what)


def _is_mute(sentinel: Instance) -> bool:
    """Is it known, in declared production, to run no script and to have nothing beside it that collects metrics?"""
    said = sentinel.all("sentinel")
    if sentinel.environment != "prod" or not sentinel.complete or any(line.args is None for line in said):
        return False
    if any(line.args[0].lower() in ("notification-script", "client-reconfig-script") for line in said if line.args):
        return False
    if sentinel.kind == "sentinel-conf":
        return True
    metrics = sentinel.workload.metrics if sentinel.workload is not None else None
    return metrics is not None and metrics.value is False
