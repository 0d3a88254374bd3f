"""Users who can make administrators of themselves, or run code on the host."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.user import Held
from redislint.checks.ordinary import hit, listed, of_instance
from redislint.checks.running import running
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final, NamedTuple

_CODE: Final = "code execution on the host"
_RIGHTS: Final = "every command"
# Whatever writes a file of data to the place and name that CONFIG SET gave.
_WRITERS: Final = ("replicaof", "slaveof", "bgsave", "save", "bgrewriteaof")
_SCRIPTS: Final = ("eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro")
_GRAVE: Final = ("critical", "high")


class _Chain(NamedTuple):
    """Commands that lead, one after the other, to a goal; `said` shows them."""

    commands: tuple[str, ...]
    said: str
    goal: str


def chain(instance: Instance) -> Iterator[Hit]:
    """The shortest chain of commands by which a user gets everything.

    Of users who have everything as it is another rule speaks, which is off where this does not matter.
    """
    for found in of_instance(instance):
        has_all = found.sum.everything and instance.environment in ("dev", "stage")
        shortest = None if has_all else next(_chains(instance, found), None)
        if shortest is not None:
            first, *others = shortest.commands
            yield hit(
                found,
                found.giver(first),
                related=_related(found, others),
                goal=shortest.goal,
                chain=shortest.said,
                command=listed([first]),
            )


def _chains(instance: Instance, found: Held) -> Iterator[_Chain]:
    """The chains that a user may run, the shortest first."""
    if found.may("acl|setuser"):
        yield _Chain(("acl|setuser",), "ACL SETUSER", _RIGHTS)
    if found.may("module|load") and _is_let(instance, "enable-module-command"):
        yield _Chain(("module|load",), "MODULE LOAD", _CODE)
    if found.may("config|set") and _is_let(instance, "enable-protected-configs"):
        for writer in found.may_any(_WRITERS):
            said = f"CONFIG SET dir and dbfilename, then {writer.upper()}"
            yield _Chain(("config|set", writer), said, _CODE)


def _is_let(instance: Instance, switch: str) -> bool:
    """Is what a switch of 7.0 keeps off surely on?  Before, there was no such switch."""
    setting = instance.setting(switch)
    if setting.written:
        return setting.is_one_of("yes", "local")
    server = instance.server
    return server is not None and server.engine == "redis" and int(server.line.partition(".")[0]) < 7


def _related(found: Held, commands: list[str]) -> tuple[Related, ...]:
    given = [(name, found.giver(name)) for name in commands]
    return tuple(Related(word.span, f"gives {listed([name])}") for name, word in given if word is not None)


def scripts(instance: Instance) -> Iterator[Hit]:
    """A user who may run scripts on a release whose Lua has a known vulnerability."""
    release = running(instance) if instance.role == SERVER and instance.users else None
    if release is None:
        return
    from redislint.servers.advisories import SEVERITIES, fixed_in, touching
    from redislint.servers.releases import Release

    known = [one for one in touching(release.release) if one.needs == ("lua",) and one.severity in _GRAVE]
    if not known:
        return
    worst = min(known, key=lambda one: (SEVERITIES.index(one.severity), [-int(part) for part in one.id[4:].split("-")]))
    version = fixed_in(known, release.release)
    upgrade = (
        f"fixed in {Release(release.release.engine, version)}" if version is not None else "not fixed in this line"
    )
    for found in of_instance(instance):
        names = found.may_any(_SCRIPTS)
        if names:
            yield hit(
                found,
                found.giver(names[0]),
                severity=Severity.ERROR,
                related=(Related(release.at, f"{release.release} ({release.said})"),),
                commands=listed(names),
                what=f"{worst.id} ({worst.severity})" + (f" and {len(known) - 1} more" if len(known) > 1 else ""),
                release=str(release.release),
                upgrade=upgrade,
            )
