"""What of the tree a service mounts, and where."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from redislint.model.facts import UNKNOWN, Fact
from redislint.model.mounts import mounted
from redislint.read.compose.interpolate import interpolated
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

_SHORT: Final = re.compile(r"(?P<source>[^:]+):(?P<target>/[^:]*)(?::(?P<mode>[\w,]*))?")


class Mounts:
    """Paths in the container and the paths in the tree that are mounted there.

    `elsewhere` are the paths in the container where something is mounted that is not in the tree.
    """

    def __init__(self, found: Iterable[tuple[str, str | None]]) -> None:
        known = [(posixpath.normpath(target), path) for target, path in found]
        pairs = [(target, path) for target, path in known if path is not None]
        # The longest first: a file mounted into a folder that is mounted too.
        self.pairs = tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
        self.elsewhere = [target for target, path in known if path is None]

    def path(self, inside: str) -> str | None:
        """The path in the tree of a file in the container; None where it does not come from the tree."""
        return mounted(self.pairs, inside)


def mounts(service: Node, document: Node, folder: str) -> Mounts:
    """The bind mounts and configs of a service whose file lies in `folder`."""
    found = (*_volumes(service), *_configs(service, document))
    return Mounts((target, _in_tree(folder, source)) for target, source in found)


def storage(service: Node, has_volume: bool, anchor: Span) -> Fact[bool]:
    """Does what the service writes outlast its container?  `has_volume`: its image declares a volume by itself.

    A folder that is mounted is taken for the one that it writes to.
    """
    volumes = service.get("volumes")
    elements = list(volumes.elements()) if volumes is not None else []
    kinds = [one.get("type") for one in elements if one.kind == "mapping"]
    if service.get("tmpfs") is not None or any(kind is not None and kind.text == "tmpfs" for kind in kinds):
        return Fact(UNKNOWN, anchor, written=False)
    targets = [_target(one) for one in elements]
    if None in targets or (service.get("extends") is not None and not has_volume):
        return Fact(UNKNOWN, anchor, written=False)
    return Fact(has_volume or any(not posixpath.splitext(one or "")[1] for one in targets), anchor, written=False)


def _target(element: Node) -> str | None:
    """The path in the container that a volume is for; None if unknown."""
    node = element.get("target") if element.kind == "mapping" else element
    text = interpolated(node.text) if node is not None else None
    if text is None or element.kind == "mapping":
        return text
    match = _SHORT.fullmatch(text)
    return match["target"] if match is not None else text


def _volumes(service: Node) -> Iterator[tuple[str, str]]:
    volumes = service.get("volumes")
    for element in volumes.elements() if volumes is not None else ():
        if element.kind == "mapping":
            source, target = element.get("source"), element.get("target")
            if source is not None and target is not None:
                yield target.text, interpolated(source.text) or ""
        else:
            match = _SHORT.fullmatch(interpolated(element.text) or "")
            if match is not None:
                yield match["target"], match["source"]


def _configs(service: Node, document: Node) -> Iterator[tuple[str, str]]:
    """The files of the project's `configs:` and `secrets:` that the service names."""
    for section, where in (("configs", "/"), ("secrets", "/run/secrets/")):
        used, declared = service.get(section), document.get(section)
        for element in used.elements() if used is not None else ():
            name = element.get("source") if element.kind == "mapping" else element
            target = element.get("target") if element.kind == "mapping" else None
            one = declared.get(name.text) if declared is not None and name is not None else None
            file = one.get("file") if one is not None else None
            if file is not None and name is not None:
                inside = target.text if target is not None else name.text
                yield posixpath.join(where, inside), _relative(interpolated(file.text) or "")


def _relative(path: str) -> str:
    return path if path.startswith((".", "/")) else f"./{path}"


def _in_tree(folder: str, source: str) -> str | None:
    """The path in the tree of what a mount names; None for a named volume, or a path that leads out of the tree."""
    if not source.startswith("."):
        return None
    path = posixpath.normpath(posixpath.join(folder, source))
    return None if path == ".." or path.startswith("../") else path
