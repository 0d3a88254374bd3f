"""What the server itself makes of values when all has been read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from redislint.servers.directives import having
from redislint.typed import Final, NamedTuple


class Change(NamedTuple):
    """A value that the server replaces by another, and why, in words."""

    name: str
    value: str
    why: str


# What is known of the other values, by our names for them; one that is not known is not there.
Values = Mapping[str, str]

_LEAST_BACKLOG: Final = 16 * 1024


def changes(values: Values, line: str) -> tuple[Change, ...]:
    """The values that a server line replaces, given all of them."""
    now = dict(values)
    found: list[Change] = []
    for rule in _RULES:
        change = rule(now, line)
        if change is not None and now.get(change.name) != change.value:
            now[change.name] = change.value
            found.append(change)
    return tuple(found)


def _hz(values: Values, line: str) -> Change | None:
    if "hz" not in values or line not in having("clamps-hz"):
        return None
    return Change("hz", str(min(max(int(values["hz"]), 1), 500)), "it is kept within 1 and 500")


def _databases(values: Values, line: str) -> Change | None:
    if values.get("cluster-enabled") != "yes" or line not in having("one-database-in-a-cluster"):
        return None
    return Change("databases", "1", "a cluster has but one database")


def _io_threads(values: Values, line: str) -> Change | None:
    if "io-threads" not in values or line not in having("limits-io-threads"):
        return None
    return Change("io-threads", str(min(int(values["io-threads"]), 16)), "there are at most 16 of them")


def _backlog(values: Values, line: str) -> Change | None:
    if "repl-backlog-size" not in values or line not in having("widens-repl-backlog"):
        return None
    size = max(int(values["repl-backlog-size"]), _LEAST_BACKLOG)
    return Change("repl-backlog-size", str(size), "it is at least 16 kB")


def _watchdog(values: Values, _: str) -> Change | None:
    period = int(values.get("watchdog-period", "0"))
    if period <= 0 or "hz" not in values:
        return None
    least = 1000 // max(int(values["hz"]), 1) * 2
    return Change("watchdog-period", str(max(period, least)), "it is at least as long as two turns of the clock (`hz`)")


_RULES: Final[tuple[Callable[[Values, str], Change | None], ...]] = (_hz, _databases, _io_threads, _backlog, _watchdog)
