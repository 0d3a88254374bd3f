"""Values files that lie under another one, as Helm lays them: mappings merge, all else replaces, null deletes.

A chart's own values.yaml lies under every file that is given to it.  A `values-prod.yaml` lies over the `values.yaml`
beside it; in which order several of those are given nobody can tell, so each is read over that one alone.
"""

from __future__ import annotations

import posixpath
import re

from redislint.read.helm.nearby import Nearby
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.source import Tree
from redislint.typed import Final, NamedTuple

_PROGRAMS: Final = ("redis", "valkey", "sentinel")
_EXTENSIONS: Final = (".yaml", ".yml")

# What stands at a path in each of the files below, with that file's own mapping.
Below = tuple[tuple[Node | None, Node], ...]


class Layers(NamedTuple):
    """The mappings of the files under a values file.

    beside  of the `values.yaml` in its folder, of which it is a variant
    chart   of the chart's own `values.yaml`, further up
    hidden  there is such a file, and it cannot be read
    whole   those of `beside` are given with this one alone, and what only they say is said here
    """

    beside: tuple[Node, ...] = ()
    chart: tuple[Node, ...] = ()
    hidden: bool = False
    whole: bool = False

    @property
    def roots(self) -> tuple[Node, ...]:
        """The mappings of all of them, the nearest first."""
        return (*self.beside, *self.chart)

    def at(self, path: str, *, of_chart: bool = True) -> Below:
        """What stands under a path in each file, with that file's own mapping; an empty path is the whole file."""
        roots = self.roots if of_chart else self.beside
        return tuple((root.at(path) if path else root, root) for root in roots)


NONE: Final = Layers()


def under(path: str, tree: Tree, nearby: Nearby | None) -> Layers:
    """The files that lie under the values file at a path."""
    folder, name = posixpath.split(path)
    paths = [_default(folder, tree) if is_variant(name) else None, None]
    if nearby is not None:
        above = folder
        for _ in range(nearby.above):
            above = posixpath.dirname(above)
        paths[1] = _default(above, tree)
    # The chart's own file may hold anything, and where it is not in the tree nobody knows.
    is_missing = nearby is not None and nearby.above > 0 and bool(nearby.dependencies) and paths[1] is None
    if paths[1] in (path, paths[0]):
        paths[1] = None
    found = [_mapping(one, tree) if one not in (None, path) else () for one in paths]
    beside, chart = found
    return Layers(beside or (), chart or (), hidden=None in found or is_missing)


def is_variant(name: str) -> bool:
    """Is this the name of a file that is laid over a `values.yaml`: `values-prod.yaml`, `prod.values.yaml`?

    `redis-values.yaml` is rather the values of another chart.
    """
    head, extension = posixpath.splitext(name)
    is_named = re.fullmatch(r"values[._-].+|.+[._-]values", head) is not None
    return is_named and extension in _EXTENSIONS and not any(word in head.lower() for word in _PROGRAMS)


def _default(folder: str, tree: Tree) -> str | None:
    """The path of a folder's `values.yaml`; None if there is none."""
    names = (posixpath.join(folder, f"values{extension}") for extension in _EXTENSIONS)
    return next((one for one in names if tree.read(one) is not None), None)


def _mapping(path: str | None, tree: Tree) -> tuple[Node, ...] | None:
    """The mapping that a file is; empty for an empty file, None where it cannot be read as a whole."""
    source = tree.read(path) if path is not None else None
    if source is None:
        return ()
    file = Yaml(source)
    if file.problems or file.templates or any(one.kind not in ("mapping", "null") for one in file.documents):
        return None
    return file.documents[:1] if file.documents and file.documents[0].kind == "mapping" else ()
