"""What a service mounts, where, and what of the tree is among it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from redislint.model.facts import UNKNOWN, Fact
from redislint.model.mounts import mounted
from redislint.model.paths import within
from redislint.model.workload import Volume
from redislint.read.compose.interpolate import value_of
from redislint.read.yaml import Node
from redislint.source import Span, Tree
from redislint.typed import Final, NamedTuple

_SHORT: Final = re.compile(r"(?P<source>(?:[A-Za-z]:[\\/])?[^:]+):(?P<target>/[^:]*)(?::(?P<mode>[\w,]*))?")
# File systems on the network, by what the local driver calls them.
_NETWORK: Final = re.compile(r"nfs|cifs|smb|sshfs|glusterfs|ceph|efs", re.IGNORECASE)
_SECTIONS: Final = (("configs", "/", "config"), ("secrets", "/run/secrets/", "secret"))


class Mount(NamedTuple):
    """One entry of `volumes:`, `tmpfs:`, `configs:` or `secrets:`.

    target  where it is in the container; None if unknown
    source  what is mounted, as it is written; empty for nothing, None if unknown
    kind    `volume`, `bind`, `tmpfs`, `config` or `secret`
    node    the element, for its place and its file's folder
    """

    target: str | None
    source: str | None
    kind: str
    node: Node
    read_only: bool = False

    def path(self) -> str | None:
        """The path in the tree of what is mounted; None for a volume, or a path that leads out of the tree."""
        if self.source is None or not self.source.startswith("."):
            return None
        path = within(self.node.file.folder, self.source)
        return path or ("." if path == "" else None)


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


def entries(service: Node, document: Node) -> list[Mount]:
    """All that a service mounts; of two at one place, the first, which is that of the file laid over the other."""
    found: dict[object, Mount] = {}
    for one in (*_volumes(service), *_memory(service), *_configs(service, document)):
        found.setdefault(one.target if one.target is not None else id(one), one)
    return list(found.values())


def mounts(found: Iterable[Mount], copied: Iterable[tuple[str, str]] = ()) -> Mounts:
    """The bind mounts and configs of a service; below them, what is `copied` into its image."""
    own = [(one.target, one.path()) for one in found if one.target is not None and one.source is not None]
    return Mounts((*own, *copied))


def workload_volumes(found: Iterable[Mount], document: Node, tree: Tree) -> tuple[Volume, ...] | None:
    """The mounts as rules see them; None where the place of one is not known."""
    volumes = []
    for one in found:
        if one.target is None:
            return None
        span = one.node.inner("compose").span(0, len(one.node.text)) if one.node.kind == "scalar" else one.node.span
        path = posixpath.normpath(one.target)
        volumes.append(
            Volume(path, _source(one, document), span, one.read_only, _is_file(one, tree), _inside(one, path, tree))
        )
    return tuple(volumes)


def _inside(one: Mount, path: str, tree: Tree) -> tuple[str, ...]:
    """The configuration files in a folder of the tree that is mounted, by their paths in the container."""
    own = one.path() if one.kind == "bind" else None
    names = tree.names(own) if own is not None else ()
    return tuple(posixpath.join(path, name) for name in names if name.endswith(".conf"))


def _source(one: Mount, document: Node) -> str:
    """What is mounted, by the words of `VOLUMES`."""
    if one.kind != "volume":
        return {"bind": "host", "tmpfs": "memory"}.get(one.kind, one.kind)
    if one.source is None:
        return "unknown"
    if not one.source:
        # Nobody knows its name, so that nothing mounts it again when the container is made anew.
        return "empty"
    options = document.at(f"volumes.{one.source}.driver_opts") if "." not in one.source else None
    kind = options.get("type") if options is not None else None
    text = value_of(kind) if kind is not None else None
    if text == "tmpfs":
        return "memory"
    return "network" if text is not None and _NETWORK.match(text) else "claim"


def _is_file(one: Mount, tree: Tree) -> bool:
    """Is a single file mounted?  Where the tree does not tell, a name with an extension is taken for a file's."""
    if one.kind in ("config", "secret"):
        return True
    path = one.path()
    if one.kind != "bind" or path is None:
        return one.kind == "bind" and bool(posixpath.splitext(one.target or "")[1])
    if tree.read(path) is not None:
        return True
    return not tree.names(path) and bool(posixpath.splitext(one.target or "")[1])


def storage(service: Node, found: Iterable[Mount], has_volume: bool, anchor: Span) -> Fact[bool]:
    """Does what the service writes outlast its container?  `has_volume`: its image declares a volume by itself.

    A folder that is mounted is taken for the one that it writes to.
    """
    targets = [one.target for one in found if one.kind in ("volume", "bind")]
    is_open = None in targets or (service.get("extends") is not None and not has_volume)
    if is_open or any(one.kind == "tmpfs" for one in found):
        return Fact(UNKNOWN, anchor, written=False)
    return Fact(has_volume or any(not posixpath.splitext(one or "")[1] for one in targets), anchor, written=False)


def _volumes(service: Node) -> Iterator[Mount]:
    volumes = service.get("volumes")
    for element in volumes.elements() if volumes is not None else ():
        yield _long(element) if element.kind == "mapping" else _short(element)


def _long(element: Node) -> Mount:
    target, source, kind = element.get("target"), element.get("source"), element.get("type")
    read_only = element.get("read_only")
    return Mount(
        value_of(target) if target is not None else None,
        value_of(source) if source is not None else "",
        kind.text if kind is not None and kind.text in ("bind", "tmpfs") else "volume",
        element,
        read_only is not None and read_only.text == "true",
    )


def _short(element: Node) -> Mount:
    """`SOURCE:TARGET:MODE`, or the target alone."""
    text = value_of(element)
    if text is None:
        # What is mounted may be open where its place is not: `${DATA}:/data`.
        _, _, rest = element.text.rpartition("}:")
        target, _, mode = rest.partition(":")
        is_plain = target.startswith("/") and "$" not in rest
        return Mount(target if is_plain else None, None, "volume", element, "ro" in mode.split(","))
    match = _SHORT.fullmatch(text)
    if match is None:
        return Mount(text, "", "volume", element)
    is_bind = match["source"][0] in "./~\\" or match["source"][1:2] == ":"
    read_only = "ro" in (match["mode"] or "").split(",")
    return Mount(match["target"], match["source"], "bind" if is_bind else "volume", element, read_only)


def _memory(service: Node) -> Iterator[Mount]:
    """The paths of `tmpfs:`, each with options behind a colon."""
    node = service.get("tmpfs")
    for element in (node.elements() or [node]) if node is not None and node.kind != "null" else ():
        text = value_of(element)
        yield Mount(text.partition(":")[0] if text is not None else None, "", "tmpfs", element)


def _configs(service: Node, document: Node) -> Iterator[Mount]:
    """The project's `configs:` and `secrets:` that the service names."""
    for section, where, kind in _SECTIONS:
        used, declared = service.get(section), document.get(section)
        for element in used.elements() if used is not None else ():
            name = element.get("source") if element.kind == "mapping" else element
            target = element.get("target") if element.kind == "mapping" else None
            one = declared.get(name.text) if declared is not None and name is not None else None
            file = one.get("file") if one is not None else None
            if name is not None:
                inside = target.text if target is not None else name.text
                source = _relative(value_of(file) or "") if file is not None else None
                yield Mount(posixpath.join(where, inside), source, kind, element, read_only=True)


def _relative(path: str) -> str:
    return path if path.startswith((".", "/")) else f"./{path}"
