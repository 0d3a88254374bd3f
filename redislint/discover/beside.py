"""Which files of a tree are read together because of where they lie: one folder, or a chart."""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterable, Iterator

from redislint.typed import Final

# Files that a reader looks at from others beside them, and the kind of those; and how far below their own folder.
_BESIDE: Final = (
    (r"(?i:(?:chart|requirements|values)\.ya?ml|(?:chart|requirements)\.lock)", "helm-values", 2),
    (r"(?s:.*\.(?:tf|tofu|tfvars)(?:\.json)?)", "terraform", 0),
    (r"(?s:.*\.hcl)", "terraform", 32),
    (r"(?:docker-)?compose(?:\.override)?\.ya?ml|\.env", "compose", 0),
    (r"(?s:.*\.ya?ml)", "kubernetes", 0),
)
# How many folders above a values file its chart's own may be.
_ABOVE: Final = 2


class Neighbours:
    """The files of a tree by their folders, and the kinds of them."""

    def __init__(self, kinds: dict[str, str | None]) -> None:
        self._kinds = kinds
        self._folders: dict[str, list[str]] = {}

    def add(self, path: str) -> None:
        """Take in a file."""
        self._folders.setdefault(posixpath.dirname(path), []).append(path)

    def beside(self, paths: Iterable[str]) -> set[str]:
        """The files that are read together with one of these because of where it is."""
        found: set[str] = set()
        for path in paths:
            folder, name = posixpath.split(path)
            for pattern, kind, reach in _BESIDE:
                if re.fullmatch(pattern, name):
                    found.update(self._below(folder, kind, reach))
            if self._kinds.get(path) == "helm-values":
                found.update(self._under(folder))
        return found

    def _under(self, folder: str) -> Iterator[str]:
        """The values files that a chart's other values are laid over: in a folder, and up to two above."""
        for _ in range(_ABOVE + 1):
            paths = (posixpath.join(folder, f"values{extension}") for extension in (".yaml", ".yml"))
            yield from (path for path in paths if self._kinds.get(path) == "helm-values")
            folder = posixpath.dirname(folder)

    def _below(self, folder: str, kind: str, reach: int) -> Iterator[str]:
        """The files of a kind in a folder, or up to `reach` folders deeper."""
        for other, files in self._folders.items():
            if other == folder or _depth(folder, other) <= reach:
                yield from (file for file in files if self._kinds[file] == kind)


def _depth(outer: str, inner: str) -> float:
    """How many folders deep one folder lies in another; infinitely many if it does not."""
    prefix = f"{outer}/" if outer else ""
    return inner[len(prefix) :].count("/") + 1 if inner.startswith(prefix) else math.inf
