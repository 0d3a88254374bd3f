"""What the server holds for its clients and replicas beside the data: limits of their buffers."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.memory import in_words
from redislint.checks.values import integer_of, memory_bytes
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import Setting
from redislint.model.instance import SERVER, Instance
from redislint.servers.directives import directive, lines_of
from redislint.typed import Final, NamedTuple

_LIMITS: Final = "client-output-buffer-limit"
_SAME: Final = {"slave": "replica"}
# Up to here a replica's hard limit holds as it is; later servers lift it, and only it, to the size of the backlog.
_AS_WRITTEN: Final = lines_of("redis@5.0..6.2")
_DEFAULT_HARD: Final = 256 << 20
# From here on a full synchronization takes longer than what smaller buffers hold.
_LARGE: Final = 1 << 30
# Of the limits of one class: its name, and three numbers.
_WORDS: Final = 4
_MANY_CLIENTS: Final = 1000


class Limit(NamedTuple):
    """What one class of clients may have waiting: bytes, bytes for so many seconds; 0 for no limit."""

    hard: int
    soft: int
    seconds: int
    line: Setting


def limits(instance: Instance) -> dict[str, Limit]:
    """The limits that are written, by class (`normal`, `replica`, `pubsub`): the last of each counts.

    None of those before a line that is not known.
    """
    found: dict[str, Limit] = {}
    for line in instance.all(_LIMITS):
        if line.args is None:
            found.clear()
            continue
        words = line.args[0].split() if len(line.args) == 1 else list(line.args)
        for start in range(0, len(words) - 3, 4):
            kind, *values = words[start : start + 4]
            hard, soft, seconds = (memory_bytes(line._replace(args=(value,))) for value in values)
            if hard is not None and soft is not None and seconds is not None:
                kind = kind.lower()
                found[_SAME.get(kind, kind)] = Limit(hard, soft, seconds, line)
    return found


# How bad it is that a class has no limit, and who then makes the server grow.
_UNBOUNDED: Final = {
    "pubsub": ("a subscriber that reads too slowly", Severity.WARNING),
    "replica": ("a replica that does not keep up", Severity.INFO),
}
# Their limits by default.
_DEFAULTS: Final = {"pubsub": "32mb 8mb 60", "replica": "256mb 64mb 60"}


def unbounded(instance: Instance) -> Iterator[Hit]:
    """Subscribers or replicas for whom any amount may wait; ordinary clients have no limit by default."""
    found = limits(instance)
    for kind, (who, severity) in _UNBOUNDED.items():
        limit = found.get(kind)
        if limit is not None and not limit.hard and not limit.soft:
            fix = writing.rewrite(limit.line, f"{(limit.line.args or ('',))[0]} {_DEFAULTS[kind]}", safe=False)
            is_alone = len(limit.line.args or ()) == _WORDS
            yield Hit(limit.line, key=f"{_LIMITS} {kind}", severity=severity, fix=fix if is_alone else None, who=who)


def too_small_for_replicas(instance: Instance) -> Iterator[Hit]:
    """A replica is dropped before it has caught up: over what the backlog holds, or while a large dataset is sent."""
    limit = limits(instance).get("replica")
    backlog, maxmemory = instance.setting("repl-backlog-size"), instance.setting("maxmemory")
    held, size = memory_bytes(backlog), memory_bytes(maxmemory)
    if instance.role != SERVER or limit is None:
        return
    what, related = "", backlog
    if held is not None:
        what = _below_backlog(limit, held, instance)
    if not what and size is not None and size >= _LARGE and 0 < limit.hard < _DEFAULT_HARD:
        what, related = f"a full synchronization of up to {in_words(size)} (`maxmemory`)", maxmemory
        what = f"{what} has to end before {in_words(limit.hard)} of writes have come in, or starts anew"
    if what:
        because = (Related(related.span, "against this"),) if related.written else ()
        yield Hit(limit.line, key=f"{_LIMITS} replica", related=because, what=what)


def _below_backlog(limit: Limit, held: int, instance: Instance) -> str:
    """What happens to a replica that catches up from a backlog larger than its limits; nothing where it fits."""
    catching_up = f"a replica that catches up from the backlog of {in_words(held)} is dropped"
    if 0 < limit.soft < held:
        return f"{catching_up} once more than {in_words(limit.soft)} have waited for {limit.seconds} s, and starts anew"
    if 0 < limit.hard < held and instance.server is not None and instance.server.key in _AS_WRITTEN:
        return f"{catching_up} at {in_words(limit.hard)}, and starts anew"
    return ""


def uncapped(instance: Instance) -> Iterator[Hit]:
    """Many clients whose buffers together have no limit, beside data that have one."""
    setting, maxmemory = instance.setting("maxmemory-clients"), instance.setting("maxmemory")
    clients, server = integer_of(instance.setting("maxclients")), instance.server
    has_none = memory_bytes(setting) == 0 or setting.is_one_of("0%")
    # Servers before 7.0 have no such limit.
    is_there = setting.written or (server is not None and directive(setting.name, server) is not None)
    if instance.role != SERVER or not has_none or not is_there or not memory_bytes(maxmemory):
        return
    if clients is not None and clients >= _MANY_CLIENTS:
        yield Hit(setting, clients=clients, maxmemory=maxmemory.value)
