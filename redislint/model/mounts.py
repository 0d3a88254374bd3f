"""Files of the tree that are mounted where a server runs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable


def mounted(mounts: Iterable[tuple[str, str]], inside: str) -> str | None:
    """The path in the tree of a path where the server runs; None where nothing of the tree is mounted there."""
    inside = posixpath.normpath(inside) if inside else ""
    for target, source in mounts:
        if inside == target:
            return source
        folder = target.rstrip("/") + "/"
        if inside.startswith(folder):
            return posixpath.normpath(posixpath.join(source, inside[len(folder) :]))
    return None
