"""Sentinel's own lines: masters that nobody monitors, hosts that are no addresses, and what is said twice.

Up to 6.0 the lines are run as they are read.  From 6.2 on they are put aside and run in three phases when all has been
read, so that their order hardly matters and any other mistake in the file comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.servers.addresses import is_address, is_no_host
from redislint.servers.numbers import atoi, c_string
from redislint.servers.sentinel import Option, options
from redislint.startup.refusal import PHASES, QUEUES_SENTINEL, READING, Refusal, is_whole, known_until, word_span
from redislint.typed import Final

Line = tuple[int, int, Setting, Option]

# The options that name a host behind the master, and how many words they have then.
_HOSTS: Final = {"monitor": 5, "known-replica": 4, "known-sentinel": 5}


def misplaced(instance: Instance, _: str) -> Iterator[Refusal]:
    """Sentinel's lines in a server's configuration."""
    if instance.role == SENTINEL:
        return
    for order, setting in enumerate(instance.settings):
        if setting.name == "sentinel" and setting.args is None:
            return
        if setting.name == "sentinel" and setting.args:
            yield Refusal(READING, order, "misplaced", setting.span, "sentinel", "")


def masters(instance: Instance, line: str) -> Iterator[Refusal]:
    """Lines about a master that no `sentinel monitor` names, or names too late."""
    monitored: set[str] = set()
    known = known_until(instance, "sentinel", "monitor")
    if line in QUEUES_SENTINEL and known < len(instance.settings):
        return
    # A line `monitor` with too few words or too many is what stops the server, and says which master was meant.
    broken = {other.args[1] for other in monitors(instance) if other.args and len(other.args) not in (1, 5)}
    somewhere = {other.args[1] for other in monitors(instance) if other.args and len(other.args) > 1}
    for stage, order, setting, option in _run(instance, line):
        args = setting.args or ()
        if option.name == "monitor":
            monitored.add(args[1])
        elif order < known and _is_about_master(option, args) and args[1] not in monitored | broken:
            late = args[1] in somewhere
            detail = f"no `sentinel monitor` line {'above this one ' if late else ''}names the master `{args[1]}`"
            yield Refusal(stage, order, "master", word_span(setting, 1), "sentinel", detail)


def hosts(instance: Instance, line: str) -> Iterator[Refusal]:
    """Hosts that are no addresses, where Sentinel does not look up names."""
    resolves = not is_whole(instance, "sentinel", "monitor", "resolve-hostnames")
    if line in QUEUES_SENTINEL:
        for *_, setting, option in _run(instance, line):
            if option.name == "resolve-hostnames" and setting.args is not None and len(setting.args) == 2:
                resolves = resolves or setting.args[1].lower() == "yes"
    for stage, order, setting, option in _run(instance, line):
        args = setting.args or ()
        if len(args) != _HOSTS.get(option.name) or resolves:
            continue
        host = c_string(args[2])
        if is_no_host(host) if line not in QUEUES_SENTINEL else not is_address(host):
            yield Refusal(stage, order, "host", word_span(setting, 2), "sentinel", host)


def repeats(instance: Instance, line: str) -> Iterator[Refusal]:
    """Masters, replicas, Sentinels and renamed commands that are named twice."""
    seen: dict[tuple[str, ...], Setting] = {}
    for stage, order, setting, option in _run(instance, line):
        identity = _identity(option, setting.args or ())
        if identity is None:
            continue
        first = seen.setdefault(identity, setting)
        if first is not setting:
            what = _WHAT[option.name]
            yield Refusal(stage, order, "repeat", setting.value_span, "sentinel", what, also=first.span)


_WHAT: Final = {
    "monitor": "this master is monitored already",
    "known-replica": "this replica is known already",
    "known-sentinel": "a Sentinel with this id is known already",
    "rename-command": "this command of the master is renamed already",
}


def _identity(option: Option, args: tuple[str, ...]) -> tuple[str, ...] | None:
    """What may be named once only."""
    if option.name == "monitor" and len(args) == 5:
        return ("monitor", args[1])
    if option.name == "known-replica" and len(args) == 4:
        return ("known-replica", args[1], args[2], str(atoi(args[3])))
    if option.name == "known-sentinel" and len(args) == 5:
        return ("known-sentinel", args[1], args[4])
    if option.name == "rename-command" and len(args) == 4:
        return ("rename-command", args[1], args[2].lower())
    return None


def _is_about_master(option: Option, args: tuple[str, ...]) -> bool:
    """Does the line name a master that has to be there?  `known-sentinel` without an id is passed over."""
    takes = option.takes
    least = sum(not one.get("optional") for one in takes)
    if not takes or takes[0]["name"] != "master-name" or not least < len(args) <= len(takes) + 1:
        return False
    return not (option.name == "known-sentinel" and len(args) < 5)


def monitors(instance: Instance) -> Iterator[Setting]:
    """The lines that name a master, as far as they are known."""
    for setting in instance.settings:
        if setting.name == "sentinel" and setting.args and setting.args[0].lower() == "monitor":
            yield setting


def _run(instance: Instance, line: str) -> list[Line]:
    """The lines that this server line knows, in the order in which it runs them."""
    found: list[Line] = []
    if instance.role != SENTINEL:
        return found
    for order, setting in enumerate(instance.settings):
        if setting.name != "sentinel" or not setting.args:
            continue
        option = options().get(c_string(setting.args[0]).lower())
        if option is not None and line in option.lines and (option.name != "monitor" or len(setting.args) == 5):
            stage = PHASES[option.phase] if line in QUEUES_SENTINEL else READING
            found.append((stage, order, setting, option))
    return sorted(found, key=lambda one: one[:2])
