"""What is known of charts by version, from data/charts: their keys, their defaults, and the server they bring.

A new chart is one more file there; what its values mean for a server is a table in layout.py.
"""

from __future__ import annotations

import os
from functools import cache

from redislint import servers
from redislint.model.facts import UNKNOWN, Unknown
from redislint.read.helm.keys import Keys
from redislint.read.helm.versions import Range, Version, numbers
from redislint.servers import Server
from redislint.typed import Any, Final

# The charts that are read, those first that are found more often.
CHARTS: Final = (
    "bitnami-redis",
    "bitnami-valkey",
    "bitnami-redis-cluster",
    "bitnami-valkey-cluster",
    "dandydeveloper-redis-ha",
    "stable-redis",
    "valkey-io-valkey",
    "cloudpirates-redis",
    "cloudpirates-valkey",
    "groundhog2k-redis",
    "groundhog2k-valkey",
    "ot-redis",
    "ot-redis-replication",
    "ot-redis-cluster",
    "ot-redis-sentinel",
)
OWNERS: Final = ("bitnami", "cloudpirates", "dandydeveloper", "groundhog2k", "ot", "stable", "valkey-io")
_FOLDER: Final = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "data", "charts"
)


class Chart(Keys):
    """One chart.

    The file's keys: `chart`, its name; `source` and `as_of`; `first` and `until`, the first version that is known and
    the first that is not; `listed`, the first whose values.yaml has every key that its templates read; `tag`, the
    newest known default of `image.tag`, and `tagged`, the first version that may have none; `servers`, from which chart
    version on which line of servers is the default; `telling`, keys (those that end in a dot: all below) that few other
    charts have; `common`, whether all of its other keys are those of any chart; `defaults`, from which version on a key
    that is read here has which default, null where there is no such key; `keys`, all keys that any version had, by the
    first version that has them, and the first that has them no more.
    """

    def __init__(self, name: str, data: dict[str, Any]) -> None:
        super().__init__(data["keys"])
        self.name = name
        self.title: str = data["chart"]
        self.tag: str = data["tag"]
        self._tagged = numbers(data["tagged"]) if "tagged" in data else None
        self.is_common: bool = data.get("common", False)
        self.first, self.until = numbers(data["first"]), numbers(data["until"])
        self._servers = [(numbers(version), server) for version, server in data["servers"]]
        self._defaults: dict[str, list[tuple[Version, Any]]] = {
            key: [(numbers(version), value) for version, value in events] for key, events in data["defaults"].items()
        }
        self.listed = numbers(data["listed"]) if "listed" in data else None
        self._telling = tuple(data["telling"])

    @property
    def engine(self) -> str:
        """`redis` or `valkey`."""
        return "valkey" if "valkey" in self.name else "redis"

    def is_telling(self, path: str) -> bool:
        """Is this a key that few other charts have?"""
        return self.knows(path) and any(
            path == one or (one[-1] == "." and path.startswith(one)) for one in self._telling
        )

    def default(self, path: str, versions: Range) -> Any | Unknown:
        """The default of a key in all of these versions; None if they do not have it; UNKNOWN where they differ."""
        found = self.defaults(path, versions)
        if found and not any(found):
            # No key, null and "" are all the same to a template.
            return next((one for one in found if one is not None), None)
        return found[0] if found and all(one == found[0] for one in found) else UNKNOWN

    def below(self, path: str) -> list[str]:
        """The keys right below one that defaults are known of."""
        start = f"{path}."
        return [key[len(start) :] for key in self._defaults if key.startswith(start) and "." not in key[len(start) :]]

    def defaults(self, path: str, versions: Range) -> list[Any]:
        """Every default that a key has in these versions; none if nothing is known of them."""
        return self._over(self._defaults.get(path, []), versions)

    def server(self, versions: Range) -> Server | None:
        """The server that all of these versions bring; None where they differ, or it is not known."""
        found = set(self._over(self._servers, versions))
        name = found.pop() if len(found) == 1 else None
        return servers.parse(name) if name else None

    def newest(self, versions: Range) -> Server | None:
        """The server of the newest of these versions for which it is known."""
        found = [name for name in self._over(self._servers, versions) if name]
        return servers.parse(found[-1]) if found else None

    def is_charted(self, versions: Range) -> bool:
        """Are all of these versions known here?"""
        return versions.high is not None and versions.high <= (*self.until, 0)

    def is_tagged(self, versions: Range) -> bool:
        """Is the tag of an image known, or at least its line, in all of these versions, where nobody says another?"""
        bound = self._tagged
        return self.is_charted(versions) and (bound is None or (versions.high or bound) <= bound)

    def _over(self, events: list[tuple[Version, Any]], versions: Range) -> list[Any]:
        """The values that hold somewhere in a range: None before the first event."""
        if versions.high is not None and versions.high <= self.first:
            return []
        low = max(versions.low, self.first)
        found: list[Any] = [None]
        for version, value in events:
            if version <= low:
                found = [value]
            elif versions.high is None or version < versions.high:
                found.append(value)
        return found


def chart_of(owner: str, name: str) -> str:
    """The chart of this name by somebody (one of OWNERS), as CHARTS has it; empty if it is none of them.

    redis-ha was in `stable` until 4.4.2.
    """
    owner = "dandydeveloper" if (owner, name) == ("stable", "redis-ha") else owner
    return f"{owner}-{name}" if f"{owner}-{name}" in CHARTS else ""


@cache
def load(name: str) -> Chart:
    """The chart of this name (one of CHARTS)."""
    import json

    with open(os.path.join(_FOLDER, f"{name}.json"), encoding="utf-8") as file:
        return Chart(name, json.load(file))
