"""The save points of an instance, one by one."""

from __future__ import annotations

import re

from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers.directives import having
from redislint.typed import NamedTuple


class Point(NamedTuple):
    """A save point: after `seconds`, if there were `changes`; and the line that sets it."""

    seconds: int
    changes: int
    line: Setting


def points(instance: Instance) -> tuple[Point, ...]:
    """The save points that are written and in force: an empty line takes back those before it, and an unknown may."""
    found: list[Point] = []
    server = instance.server
    takes_several = server is not None and server.key in having("checks-save")
    for line in instance.all("save"):
        if line.args is None or line.args == ("",):
            found.clear()
            continue
        words = line.args[0].split() if len(line.args) == 1 else list(line.args)
        if len(line.args) == 2 or (takes_several and len(words) % 2 == 0):
            pairs = zip(words[::2], words[1::2], strict=True)
            found += [Point(int(a), int(b), line) for a, b in pairs if _is_number(a) and _is_number(b)]
    return tuple(found)


def _is_number(word: str) -> bool:
    return re.fullmatch(r"[0-9]{1,18}", word) is not None
