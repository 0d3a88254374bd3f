"""What a change does to an instance that was there before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.values import is_rdb_on
from redislint.finding import Hit, Related, Severity
from redislint.model.change import Change
from redislint.model.facts import Fact
from redislint.model.instance import SERVER, Instance, Managed
from redislint.servers import Server
from redislint.servers.directives import directive, spans
from redislint.typed import Final

_CACHE: Final = "cache"
# A Valkey that is told to be relaxed tries foreign versions too.
_STRICT: Final = "rdb-version-check"
_NUMBER: Final = r"\d{1,6}(?:\.\d{1,6}){0,3}"
# Resources whose provider makes them anew for a lower version (internal/service/elasticache/engine_version.go).
_MADE_ANEW: Final = ("aws_elasticache_replication_group", "aws_elasticache_cluster")


def downgraded(change: Change) -> Iterator[Hit]:
    """A server that cannot load what the one before it has written; of a managed service, one that is made anew."""
    before, after = change
    severity = Severity.INFO if after.profile == _CACHE else None
    if before.managed is not None and after.managed is not None:
        yield from _made_anew(before.managed, after.managed, severity)
        return
    old, new = before.server, after.server
    if old is None or new is None or after.role != SERVER or not (_is_kept(before) and _is_kept(after)):
        return
    # An image that is built here has any name.
    if before.image is None or after.image is None:
        return
    what = _loss(before, after, old, new)
    if what:
        place = after.origin.span if after.origin is not None else None
        yield Hit(place or after.image.span, key="version", severity=severity, what=what)


def _is_kept(instance: Instance) -> bool:
    """Is what it writes there for the container that comes after it?  Taken to be so where its format does not say."""
    return instance.storage is None or instance.storage.value is True


def _loss(before: Instance, after: Instance, old: Server, new: Server) -> str:
    """What becomes of the data, in words; nothing where it is loaded, or that is not known."""
    is_log = after.setting("appendonly")
    if is_log.is_one_of("yes") and before.setting("appendonly").is_one_of("yes"):
        if _has_folder(old) and not _has_folder(new):
            return f"{new} does not look for the append-only files of {old}, which are in a folder, and starts empty"
        if before.setting("aof-use-rdb-preamble").is_one_of("yes"):
            return _refusal(after, old, new)
    elif is_log.is_one_of("no") and is_rdb_on(before) is True:
        return _refusal(after, old, new)
    return ""


def _has_folder(server: Server) -> bool:
    """Does it keep its append-only files in a folder of their own?"""
    return any(server.key in one.lines for one in spans("appenddirname"))


def _refusal(after: Instance, old: Server, new: Server) -> str:
    from redislint.servers import releases

    version = releases.rdb(old.key)
    is_strict = directive(_STRICT, new) is None or after.setting(_STRICT).is_one_of("strict")
    if version is None or not is_strict or releases.reads(new.key, version) is not False:
        return ""
    written = f"{old} has written (RDB version {version}; it reads {releases.readable(new.key)})"
    return f"{new} cannot load what {written}: the server refuses to start"


def _made_anew(before: Managed, after: Managed, severity: Severity | None) -> Iterator[Hit]:
    """A lower `engine_version`, to which no cluster goes back."""
    old, new = before.facts.get("engine-version"), after.facts.get("engine-version")
    if before.resource != after.resource or after.resource not in _MADE_ANEW or old is None or new is None:
        return
    numbers = _number(old), _number(new)
    if numbers[0] is None or numbers[1] is None or numbers[1] >= numbers[0]:
        return
    variables = after.defaults.get("engine-version", {})
    related = tuple(Related(span, f"`var.{variable}` has its default") for variable, span in variables.items())
    yield Hit(
        new.span,
        key="engine-version",
        severity=severity or (Severity.WARNING if related else None),
        related=related,
        what=f"no cluster goes back from {old.value} to {new.value}: Terraform destroys it with its data, "
        "and makes a new one",
    )


def _number(fact: Fact[str | bool | int]) -> tuple[int, ...] | None:
    """The service's own number, as one that can be compared; None for such as `6.x`."""
    number = fact.value.rpartition(" ")[2] if isinstance(fact.value, str) else ""
    parts = [int(part) for part in number.split(".")] if re.fullmatch(_NUMBER, number) else []
    return (*parts, 0, 0, 0)[:4] if parts else None
