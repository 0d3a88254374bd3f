"""Versions: which line of releases runs, whether it still gets fixes, and what fits together."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.running import running, today
from redislint.checks.services import said_of
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.model.origin import IMAGE
from redislint.model.topology import Deployment
from redislint.typed import Final

# After so many days much may have happened that the data does not know.
_OLD: Final = 90
# So many days ahead an end of support is to be planned for.
_SOON: Final = 180
_STACK: Final = ("redis/redis-stack", "redis/redis-stack-server")


def floating(instance: Instance) -> Iterator[Hit]:
    """An image whose tag names a version but no release, so that nodes may run different ones."""
    from redislint.servers import images

    image, origin = instance.image, instance.origin
    if image is None or image.value is UNKNOWN or origin is None or origin.kind != IMAGE:
        return
    release = images.release(image.value)
    if release is not None and len(release.version) < 3 and not images.split(image.value)[2]:
        moves = "release of its line" if len(release.version) == 2 else "line and release of its major version"
        yield Hit(origin.span or image.span, key="image", image=image.value, moves=moves)


def ended(instance: Instance) -> Iterator[Hit]:
    """A line of releases that gets no more fixes; of a managed service, a version whose standard support is over."""
    found = running(instance)
    if found is None:
        yield from _unsupported(instance)
        return
    from redislint.servers import releases

    line = releases.line_of(found.release)
    if line is None:
        yield from _unsupported(instance)
        return
    day = today(instance)
    if not line.has_ended(day):
        return
    since = f" since {line.eol}" if line.eol else " any more"
    next_line = releases.successor(line, day)
    better = f"; the next line that does is {next_line}" if next_line is not None else ""
    yield Hit(found.at, key="version", what=f"{line} ({found.said}) gets no fixes{since}{better}")


def _unsupported(instance: Instance) -> Iterator[Hit]:
    """A managed service is measured by its own days, never by upstream's."""
    managed, version = instance.managed, said_of(instance, "engine-version")
    if managed is None or version is None or not isinstance(version.value, str):
        return
    from redislint.servers import releases

    engine, _, number = version.value.partition(" ")
    support = releases.service(managed.service, engine, number.partition(".")[0])
    if support is None:
        return
    day, what, severity = today(instance), "", version.level(Severity.WARNING)
    if support.ended <= day:
        paid = f", and is billed as extended support until {support.extended}" if support.extended else ""
        what = f"{version.value} is out of standard support since {support.ended}{paid}"
    elif releases.days_between(day, support.ended) <= _SOON:
        paid = ", and is billed as extended support from then on" if support.extended else ""
        what, severity = f"{version.value} gets out of standard support on {support.ended}{paid}", Severity.INFO
    if what:
        unless = "unless a variable is set, " if version.related else ""
        yield Hit(version.span, key="version", severity=severity, related=version.related, what=unless + what)


def stale(group: Deployment) -> Iterator[Hit]:
    """Data that is too old to know of the newest vulnerabilities; one finding for a group."""
    from redislint.servers import advisories, releases

    judged = next((instance for instance in group.instances if running(instance) is not None), None)
    if judged is None:
        return
    of, day = min(releases.as_of(), advisories.as_of()), today(judged)
    days = releases.days_between(of, day) if day > of else 0
    if days > _OLD:
        yield Hit(group.anchor, key="data", date=of, days=days)


def undeclared(instance: Instance) -> Iterator[Hit]:
    """A server of which the configuration of redislint says something, but not its version."""
    if instance.server is None and (instance.environment or instance.profile):
        yield Hit(instance.anchor, key="version")


def stack(instance: Instance) -> Iterator[Hit]:
    """An image of Redis Stack, which ended with the line 7.4."""
    from redislint.servers import images

    image = instance.image
    if image is None or image.value is UNKNOWN or not image.written:
        return
    name = images.split(image.value)[0].removeprefix("docker.io/")
    if name in _STACK:
        yield Hit(image.span, key="image", image=image.value)


def skewed(group: Deployment) -> Iterator[Hit]:
    """A replica that cannot read the RDB files of its master's newer line."""
    from redislint.servers import releases

    members = {instance.name: instance for instance in group.instances}
    for replica in group.instances:
        follows = replica.setting("replicaof")
        master = members.get(follows.args[0]) if follows.args and len(follows.args) == 2 else None
        if replica.role != SERVER or master is None or replica.server is None or master.server is None:
            continue
        writes = releases.rdb_sent(master.server.key)
        if writes is None or releases.reads(replica.server.key, writes) is not False or replica.image is None:
            continue
        place = master.image.span if master.image is not None else master.anchor
        yield Hit(
            replica.image.span,
            key="version",
            related=(Related(place, f"the master runs {master.server}"),),
            replica=replica.server,
            reads=releases.readable(replica.server.key),
            master=master.server,
            writes=writes,
        )
