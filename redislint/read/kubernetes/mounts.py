"""The volumes of a pod that a container mounts, and the texts that lie in them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.workload import Volume, on_network
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Text, contents, scalar
from redislint.read.kubernetes.pods import Pods
from redislint.read.yaml import Node
from redislint.typed import Final, NamedTuple

_MOST: Final = 200
# What each source of a volume is, in the words of `Volume`.
_SOURCES: Final = {
    "persistentVolumeClaim": "claim",
    "ephemeral": "empty",
    "hostPath": "host",
    "local": "host",
    "emptyDir": "empty",
    "configMap": "config",
    "secret": "secret",
    "downwardAPI": "config",
    "projected": "config",
    "nfs": "network",
    "cephfs": "network",
    "glusterfs": "network",
    "azureFile": "network",
}
_DISKS: Final = frozenset({"csi", "awsElasticBlockStore", "gcePersistentDisk", "azureDisk", "rbd", "iscsi", "fc"})


# The texts of a volume by the names of their files; None where they are not known.
Texts = dict[str, Text] | None


class Mount(NamedTuple):
    """One volume that is mounted; `texts` None where what lies in it is not known."""

    volume: Volume
    texts: Texts


class Mounts:
    """All that a container mounts; `known`: there is no more."""

    def __init__(self, container: Node, pods: Pods, around: Around) -> None:
        self._around = around
        self._pods = pods
        self._volumes = {scalar(one, "name"): one for one in _elements(pods.spec, "volumes")}
        self._claims = {scalar(one, "metadata.name"): one for one in _elements(pods.object.node.get("spec"), _CLAIMS)}
        self.all = tuple(self._mounts(container))
        listed = container.get("volumeMounts")
        is_listed = listed is None or listed.kind == "null" or (listed.kind == "sequence" and listed.is_known)
        self.known = is_listed and not pods.overlay and all(mount.volume.path for mount in self.all)

    def _mounts(self, container: Node) -> Iterator[Mount]:
        for one in _elements(container, "volumeMounts"):
            path = posixpath.normpath(scalar(one, "mountPath") or ".")
            name, part = scalar(one, "name"), one.get("subPath")
            source, volume = self._source(name)
            texts = self._texts(volume) if volume is not None and source in ("config", "secret") else None
            key = posixpath.normpath(scalar(one, "subPath")) if part is not None else ""
            is_file = part is not None and source in ("config", "secret")
            if is_file:
                texts = {path: texts[key]} if texts is not None and key in texts else None
            elif texts is not None:
                texts = {posixpath.join(path, file): text for file, text in texts.items()}
            only = scalar(one, "readOnly") == "true" or source in ("config", "secret")
            inside = () if is_file or texts is None else tuple(texts)
            yield Mount(Volume(path if path != "." else "", source, one.span, only, is_file, inside), texts)

    def _source(self, name: str) -> tuple[str, Node | None]:
        """What the volume of a name is, by the words of `Volume`; and its declaration."""
        volume = self._volumes.get(name) if name else None
        if volume is None:
            return (_claimed(self._claims[name]) if name in self._claims else "unknown"), None
        medium = scalar(volume, "emptyDir.medium")
        if medium == "Memory":
            return "memory", volume
        claim = scalar(volume, "persistentVolumeClaim.claimName")
        if claim:
            declared = self._around.named("PersistentVolumeClaim", claim, self._pods.object.namespace)
            return ("claim" if declared is None else _claimed(declared.node)), volume
        found = [_SOURCES[key] for key in volume.items() if key in _SOURCES]
        if not found and any(key in _DISKS for key in volume.items()):
            return "claim", volume
        return (found[0] if len(found) == 1 else "unknown"), volume

    def _texts(self, volume: Node) -> Texts:
        """The files of a volume of texts; of a projected one, those of all its parts."""
        projected = volume.at("projected.sources")
        parts = projected.elements()[:_MOST] if projected is not None else [volume]
        found: dict[str, Text] = {}
        for part in parts:
            for key, kind, name in (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName")):
                node = part.get(key)
                if node is not None:
                    one = self.texts(kind, scalar(node, name) or scalar(node, "name"))
                    if one is None:
                        return None
                    found |= _chosen(node, one)
        return found

    def texts(self, kind: str, name: str) -> Texts:
        """The texts of the ConfigMap or Secret of a name."""
        around, namespace = self._around, self._pods.object.namespace
        made = around.kustomization.made
        if (kind, name) in made:
            texts = made[kind, name]
            return None if texts is None else dict(texts)
        found = around.named(kind, name, namespace) if name else None
        return None if found is None or around.kustomization.changes(found) else contents(found)

    def mount(self, path: str) -> Mount | None:
        """The mount that a path in the container lies in, the most special one."""
        fitting = [one for one in self.all if path == one.volume.path or path.startswith(_folder(one.volume.path))]
        return max(fitting, key=lambda one: len(one.volume.path), default=None)

    def text(self, path: str) -> Text | None:
        """The text at a path in the container; None where it is not known."""
        found = self.mount(path)
        return found.texts.get(path) if found is not None and found.texts is not None else None

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Paths in the container, and the files of the tree that are mounted there."""
        texts = [pair for mount in self.all for pair in (mount.texts or {}).items()]
        return tuple((target, text.path) for target, text in texts if text.path is not None)


_CLAIMS: Final = "volumeClaimTemplates"


def _claimed(claim: Node) -> str:
    """What a claim is: of a class that is on the network by its name, or any other."""
    return "network" if on_network(scalar(claim, "spec.storageClassName")) else "claim"


def _chosen(node: Node, texts: dict[str, Text]) -> dict[str, Text]:
    """The texts under the names that `items` gives them."""
    items = node.get("items")
    if items is None:
        return texts
    pairs = [(scalar(one, "key"), scalar(one, "path")) for one in items.elements()[:_MOST]]
    return {posixpath.normpath(path): texts[key] for key, path in pairs if key in texts and path}


def _elements(node: Node | None, key: str) -> list[Node]:
    found = node.get(key) if node is not None else None
    return found.elements()[:_MOST] if found is not None else []


def _folder(path: str) -> str:
    return path.rstrip("/") + "/" if path else "\0"
