"""The commands of every supported server, from data/commands.json."""

from __future__ import annotations

import os
from functools import cache

from redislint.servers.directives import lines_of
from redislint.typed import Any, Final

_PATH: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "commands.json")


@cache
def _data() -> dict[str, Any]:
    import json

    with open(_PATH, encoding="utf-8") as file:
        whole: dict[str, Any] = json.load(file)
    return whole


@cache
def commands(line: str, *, sentinel: bool = False) -> frozenset[str]:
    """The commands of a line of servers in lower case, subcommands as `parent|sub`; those of its Sentinel."""
    groups: dict[str, str] = _data()["sentinel" if sentinel else "server"]
    return frozenset(name for lines, names in groups.items() if line in lines_of(lines) for name in names.split())


@cache
def containers(line: str, *, sentinel: bool = False) -> frozenset[str]:
    """Those of them that have subcommands."""
    return frozenset(name.partition("|")[0] for name in commands(line, sentinel=sentinel) if "|" in name)


@cache
def categories() -> frozenset[str]:
    """The ACL categories, without `@`."""
    return frozenset(_data()["categories"].split())


@cache
def members(category: str) -> frozenset[str]:
    """The commands of an ACL category in redis 6.0."""
    return frozenset(_data()["members"].get(category, "").split())
