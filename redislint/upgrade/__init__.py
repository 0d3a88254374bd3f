"""What another version would make of servers as declared: what breaks, and what changes."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence

from redislint.link import link
from redislint.model.document import Reading
from redislint.model.instance import SENTINEL, Instance
from redislint.options import Options
from redislint.outcome.chosen import meant
from redislint.servers import Server
from redislint.startup import rights
from redislint.startup.rights import UserChange
from redislint.typed import Final, NamedTuple
from redislint.upgrade import behaviours, names, starts, storage, users, values, vulnerable
from redislint.upgrade.model import Difference, Known, Note, Upgrade, Vulnerabilities
from redislint.upgrade.starts import Said

__all__ = ["Difference", "Known", "Note", "Upgrade", "Upgrades", "UserChange", "Vulnerabilities", "upgrades"]


_UNCOMPARED: Final = "values, defaults and users' rights"


class Upgrades(NamedTuple):
    """The servers, in the order of their files, and what could not be done, a sentence each."""

    servers: tuple[Upgrade, ...]
    errors: tuple[str, ...]


def upgrades(
    readings: Sequence[Reading], options: Options, target: Server, *, launched: Collection[str], scope: Container[str]
) -> Upgrades:
    """What the target would make of the servers that are declared in the scope.

    options   `server` is the present version, where the files do not say it or are wrong about it
    launched  the files that a server is known to be started with
    """
    now = starts.said(readings, options, launched)
    then = starts.said(readings, options._replace(server=target), launched)
    instances = meant(link(readings, options, launched).instances, scope)
    found = tuple(_upgrade(one, target, now, then) for one in instances)
    return Upgrades(found, tuple(dict.fromkeys((*now.errors, *then.errors))))


def _upgrade(instance: Instance, target: Server, now: Said, then: Said) -> Upgrade:
    start = starts.start(instance, now, then)
    is_compared = instance.server is not None and instance.role != SENTINEL and instance.managed is None
    written, defaults = values.differences(instance, target) if is_compared else ([], [])
    return Upgrade(
        instance=instance,
        present=vulnerable.running_release(instance),
        target=target,
        refused=start.refused,
        already=start.already,
        solved=start.solved,
        warned=start.warned,
        ignored=tuple(names.ignored(instance, target)),
        renamed=tuple(names.renamed(instance, target)),
        notes=tuple(one for matter in (storage, behaviours, users) for one in matter.notes(instance, target)),
        values=tuple(written),
        defaults=tuple(defaults),
        users=tuple(rights.changes(instance, target)),
        vulnerabilities=vulnerable.vulnerabilities(instance, target),
        unsaid=tuple(_unsaid(instance, target)),
    )


def _unsaid(instance: Instance, target: Server) -> Sequence[str]:
    """What could not be looked at, and why."""
    if instance.server is None:
        release = vulnerable.running_release(instance)
        if release is None:
            return (f"{_UNCOMPARED}, and known vulnerabilities: say the present version with --from redis@6.2",)
        return (f"{_UNCOMPARED}, of which nothing is known of {release}",)
    if instance.managed is not None:
        return ("defaults and known vulnerabilities: the service has its own",)
    found = []
    if instance.role != SENTINEL and not instance.complete and instance.kind != "users-acl":
        found.append("what is not written: not all of the configuration is here")
    if instance.users is None:
        found.append("users' rights: not all that declares them is here")
    if rights.is_open(instance, target):
        found.append("channels of users who are given none: `acl-pubsub-default` decides, and is not known here")
    return found
