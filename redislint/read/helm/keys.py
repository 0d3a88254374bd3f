"""The keys of a chart's values, and which of its versions have them."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.read.helm.versions import Range, numbers


class Keys:
    """Every key that any version had.

    `lifespans` has them, with spaces between, by the first version that has them, and the first that has them no more.
    """

    def __init__(self, lifespans: dict[str, str]) -> None:
        self._keys = {key: lifespan for lifespan, keys in lifespans.items() for key in keys.split()}
        self._families: dict[str, list[str]] | None = None
        self._parents = {key[:index] for key in self._keys for index in range(len(key)) if key[index] == "."}

    def knows(self, path: str) -> bool:
        """Did any version have this key, above it a key whose value is any mapping, or keys below it?"""
        if path in self._keys or path in self._parents:
            return True
        index = path.rfind(".")
        while index > 0:
            if path[:index] in self._keys:
                return True
            index = path.rfind(".", 0, index)
        return False

    def span(self, path: str) -> Range | None:
        """The versions that have this key or keys below it; None if no version has."""
        if path in self._keys:
            first, _, gone = self._keys[path].partition(" ")
            return Range(numbers(first), numbers(gone) if gone else None)
        below = list(self.lifespans(self._below(path)))
        highs = [one.high for one in below]
        if not below:
            return None
        return Range(min(one.low for one in below), None if None in highs else max(high for high in highs if high))

    def has(self, path: str, versions: Range) -> bool:
        """May one of these versions have this key, keys below it, or above it a key whose value is any mapping?"""
        span = self.span(path)
        if span is not None:
            return (path in self._keys and span.meet(versions) is not None) or self._has_below(path, versions)
        while span is None and path:
            path = path.rpartition(".")[0]
            span = self.span(path)
        return path in self._keys and span is not None and span.meet(versions) is not None

    def _has_below(self, path: str, versions: Range) -> bool:
        return any(one.meet(versions) is not None for one in self.lifespans(self._below(path)))

    def _below(self, path: str) -> list[str]:
        """All keys below one."""
        if self._families is None:
            self._families = {}
            for key in self._keys:
                index = key.find(".")
                while index >= 0:
                    self._families.setdefault(key[:index], []).append(key)
                    index = key.find(".", index + 1)
        return self._families.get(path, [])

    def children(self, path: str, versions: Range) -> set[str]:
        """The names right below a key, or of the topmost keys, in these versions."""
        start = f"{path}." if path else ""
        keys = self._below(path) if path else list(self._keys)
        return {
            key[len(start) :].partition(".")[0]
            for key in keys
            if next(iter(self.lifespans([key]))).meet(versions) is not None
        }

    def count(self, versions: Range) -> int:
        """How many keys these versions have."""
        return sum(lifespan.meet(versions) is not None for lifespan in self.lifespans(self._keys))

    def lifespans(self, paths: Iterable[str]) -> Iterable[Range]:
        """For each key that is one of the chart's own: the versions that have it."""
        for path in paths:
            lifespan = self._keys.get(path)
            if lifespan is not None:
                first, _, gone = lifespan.partition(" ")
                yield Range(numbers(first), numbers(gone) if gone else None)
