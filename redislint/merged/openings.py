"""Which reading of which file each setting belongs to, and what that does to save points."""

from __future__ import annotations

from collections.abc import Sequence

from redislint.model.facts import Setting
from redislint.servers.directives import having


def openings(settings: Sequence[Setting]) -> list[int]:
    """For each setting, in the server's order, the number of the reading of a file that it stands in, from 0.

    A file that is included twice is read twice.  What follows an include in the same file, and the command line
    behind the file, belong to that file's reading.
    """
    found: list[int] = []
    stack: list[tuple[str, int]] = []
    count = 0
    for setting in settings:
        path = setting.span.source.path
        while stack and path != stack[-1][0] and any(path == one for one, _ in stack):
            stack.pop()
        if not stack or stack[-1][0] != path:
            stack.append((path, count))
            count += 1
        found.append(stack[-1][1])
    return found


def resets(settings: Sequence[Setting], line: str) -> frozenset[int]:
    """The indices of the `save` lines that drop all save points before them, but for the first line of all.

    6.2 drops them at the first `save` line of each file.  From 7.0 on a file that has included another is not a file
    that is being read any more, and each of its `save` lines acts as CONFIG SET does (seen in 7.0).
    """
    in_each_file = line in having("resets-save-in-each-file")
    if not in_each_file and line not in having("checks-save"):
        return frozenset()
    found: set[int] = set()
    seen: set[int] = set()
    for index, (setting, reading) in enumerate(zip(settings, openings(settings), strict=True)):
        if setting.name == "save" and (reading not in seen) == in_each_file:
            found.add(index)
        if setting.name == ("save" if in_each_file else "include"):
            seen.add(reading)
    return frozenset(found)
