"""Commands that a server does not have because its configuration takes them away."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.model.instance import Instance


def gone(instance: Instance) -> frozenset[str] | None:
    """The commands that `rename-command` takes away, in lower case; None where one of its lines is not known."""
    found = set()
    for line in instance.all("rename-command"):
        if line.args is None:
            return None
        if len(line.args) == 2 and not line.args[1]:
            found.add(line.args[0].lower())
    return frozenset(found)


def by_path(instances: Iterable[Instance]) -> dict[str, frozenset[str] | None]:
    """By file, the commands that no server has which reads it; None where that is not known of one of them."""
    found: dict[str, frozenset[str] | None] = {}
    for instance in instances:
        own = gone(instance)
        paths = {one.path for one in instance.references if one.path is not None} | {instance.anchor.source.path}
        for path in paths:
            before = found.get(path, own)
            found[path] = before & own if before is not None and own is not None else None
    return found
