"""Sentinels of one master that are told different things."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.counting import lines
from redislint.checks.peers import is_told
from redislint.finding import Hit, Related
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.typed import Final, NamedTuple

# What Sentinels have of a master, with what counts where nothing is said (sentinel.c).
_USUAL: Final = {
    "down-after-milliseconds": "30000",
    "failover-timeout": "180000",
    "parallel-syncs": "1",
    "auth-user": "",
}


class _Said(NamedTuple):
    """What one Sentinel has of a master, and where that is said, or where the master is named."""

    value: str
    line: Setting


def disagreeing(group: Deployment) -> Iterator[Hit]:
    """Sentinels that differ in what they have of a master, or in its name; each matter once."""
    if not all(is_told(one, "monitor", *_USUAL) for one in group.sentinels):
        return
    yield from _names(group.sentinels)
    said: dict[str, dict[str, list[_Said]]] = {}
    for sentinel in group.sentinels:
        for line, (_, name, host, port, quorum) in lines(sentinel, "monitor", 5):
            about = said.setdefault(name, {})
            about.setdefault("quorum", []).append(_Said(quorum, line))
            if group.complete:
                about.setdefault("address", []).append(_Said(f"{host} {port}", line))
            for kind, usual in _USUAL.items():
                about.setdefault(kind, []).extend(_value(sentinel, kind, name, _Said(usual, line)))
    for name, about in said.items():
        for kind, values in about.items():
            yield from _differing(name, kind, values)


def _value(sentinel: Instance, kind: str, name: str, otherwise: _Said) -> list[_Said]:
    """What counts for a Sentinel; nothing where a line has too few words or too many, so that it does not start."""
    if any(line.head[:2] == (kind, name) and len(line.head) != 3 for line in sentinel.all("sentinel")):
        return []
    found = [_Said(args[2], line) for line, args in lines(sentinel, kind, 3) if args[1] == name]
    return found[-1:] or [otherwise]


def _differing(name: str, kind: str, values: list[_Said]) -> Iterator[Hit]:
    first = next(iter(values), None)
    other = next((one for one in values if first is not None and one.value != first.value), None)
    if first is None or other is None:
        return
    said = "" if kind == "auth-user" else f": {first.value} here and {other.value} there"
    what = f"`{kind}`" if kind in _USUAL else f"its {kind}"
    related = (Related(first.line.span, "another of its Sentinels"),)
    yield Hit(other.line, key=f"sentinel {kind} {name}", related=related, master=name, what=f"{what}{said}")


def _names(sentinels: tuple[Instance, ...]) -> Iterator[Hit]:
    """One address under several names: Sentinels find each other by the name that they have for a master."""
    first: dict[tuple[str, str], tuple[Instance, _Said]] = {}
    told: set[tuple[str, str]] = set()
    for sentinel in sentinels:
        for line, (_, name, host, port, _) in lines(sentinel, "monitor", 5):
            address = (host.lower(), port)
            owner, before = first.setdefault(address, (sentinel, _Said(name, line)))
            if owner is not sentinel and before.value != name and address not in told:
                told.add(address)
                related = (Related(before.line.span, "another of its Sentinels"),)
                what = f"its name, here `{name}` and there `{before.value}`, so that they do not find each other"
                yield Hit(line, key=f"sentinel monitor {name}", related=related, master=name, what=what)
