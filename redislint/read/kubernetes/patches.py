"""What a kustomization changes of the objects that it takes in: patches, images and numbers of replicas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from redislint.read.kubernetes.generators import path_of
from redislint.read.kubernetes.laid import document, part
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.kubernetes.patch import Unsure, changed, merged, operated
from redislint.read.kubernetes.pods import TEMPLATES
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.servers.images import split
from redislint.source import Source
from redislint.typed import Final, NamedTuple

_MOST: Final = 300
_LONGEST: Final = 200
# The groups whose lists merge by keys; those of operators are none.
_TYPED: Final = re.compile(r"v1|(?:apps|batch|autoscaling|policy|networking\.k8s\.io|extensions)/.*")
_PLAIN: Final = re.compile(r"[\w.-]+")

Read = Callable[[str], Source | None]
Key = tuple[str, str]


class _Patch(NamedTuple):
    """A patch: its documents, None where they are not known, and its target; None for the object that it names."""

    documents: tuple[Node, ...] | None
    target: Node | None


def patched(found: Sequence[Object], node: Node, folder: str, read: Read) -> tuple[list[Object], list[Key]]:
    """The objects after the patches of a kustomization; and the kinds and names of those that are not known."""
    objects, unsure = list(found), []
    for patch in _patches(node, folder, read):
        if patch.documents is None:
            target = patch.target
            unsure.append((scalar(target, "kind"), scalar(target, "name")) if target is not None else ("", ""))
            continue
        for one in patch.documents:
            objects, failed = _applied(objects, one, patch.target)
            unsure += failed
    return objects, unsure


def _patches(node: Node, folder: str, read: Read) -> Iterator[_Patch]:
    for key in ("patchesStrategicMerge", "patches", "patchesJson6902"):
        listed = node.get(key)
        for one in listed.elements()[:_MOST] if listed is not None else ():
            if one.kind == "mapping":
                inline = one.get("patch")
                path = one.get("path")
                documents = document(inline) if inline is not None else _file(path, folder, read)
                yield _Patch(documents, one.get("target"))
            else:
                is_inline = "\n" in one.text.strip() or one.text.lstrip().startswith("{")
                yield _Patch(document(one) if is_inline else _file(one, folder, read), None)


def _file(named: Node | None, folder: str, read: Read) -> tuple[Node, ...] | None:
    path = path_of(folder, named.text) if named is not None and named.is_known else None
    source = read(path) if path is not None else None
    file = Yaml(source) if source is not None else None
    return None if file is None or file.problems or file.templates else file.documents


def _applied(objects: list[Object], patch: Node, target: Node | None) -> tuple[list[Object], list[Key]]:
    after: list[Object] = []
    unsure: list[Key] = []
    for one in objects:
        fits = _fits(one, patch) if target is None else _is_target(one, target)
        if fits is False:
            after.append(one)
            continue
        try:
            if fits is None:
                raise Unsure
            found = operated(one.node, patch.elements()) if patch.kind == "sequence" else _merged(one, patch)
        except Unsure:
            unsure.append((one.kind, one.name))
            found = one.node
        if found is not None:
            after.append(one._replace(node=found))
    return after, unsure


def _merged(one: Object, patch: Node) -> Node | None:
    return merged(one.node, patch, typed=_TYPED.fullmatch(one.api) is not None)


def _fits(one: Object, patch: Node) -> bool | None:
    """Is this the object that a patch names?"""
    name = scalar(patch, "metadata.name")
    if not name or not scalar(patch, "kind"):
        return None
    return (scalar(patch, "kind"), name) == (one.kind, one.name)


def _is_target(one: Object, target: Node) -> bool | None:
    """Is this an object that a target is about?  None where that is not known."""
    group, _, version = one.api.rpartition("/")
    said = {"kind": one.kind, "name": one.name, "group": group, "version": version, "namespace": one.namespace}
    # An empty pattern is none.
    given = {key: node for key in said if (node := target.get(key)) is not None and node.text}
    fitting = [_matches(scalar(target, key), said[key]) for key in given]
    if False in fitting:
        return False
    is_open = any(target.get(key) is not None for key in ("labelSelector", "annotationSelector"))
    return None if is_open or None in fitting else True


def _matches(pattern: str, value: str) -> bool | None:
    """Does a whole value fit a pattern?  Only plain ones, with `.*` in them, are told."""
    if not pattern or len(pattern) > _LONGEST:
        return None
    pieces = [re.escape(piece) for piece in pattern.strip("^$").split(".*")]
    if any(_PLAIN.fullmatch(piece) is None for piece in pattern.strip("^$").split(".*") if piece):
        return None
    return re.fullmatch(".*".join(pieces), value) is not None


def images(one: Object, node: Node) -> Object:
    """The object with the images that a kustomization names instead."""
    listed = node.get("images")
    where = TEMPLATES.get(one.kind)
    for image in listed.elements()[:_MOST] if listed is not None and where is not None else ():
        for steps, container in _containers(one, where or ""):
            reference = scalar(container, "image")
            if reference and split(reference)[0] == scalar(image, "name"):
                said = _reference(reference, image)
                if said is not None:
                    one = one._replace(node=changed(one.node, [*steps, "image"], said))
    return one


def _containers(one: Object, where: str) -> Iterator[tuple[list[str], Node]]:
    above = [*where.split("."), "spec"] if where else ["spec"]
    for key in ("containers", "initContainers"):
        listed = one.node.at(".".join([*above, key]))
        for index, container in enumerate(listed.elements()[:_MOST] if listed is not None else ()):
            yield [*above, key, str(index)], container


def _reference(reference: str, image: Node) -> Node | None:
    """The image that stands there then, at the place that says what is new of it."""
    name, tag, digest = split(reference)
    new_name, new_tag, new_digest = (image.get(key) for key in ("newName", "newTag", "digest"))
    place = next((one for one in (new_tag, new_digest, new_name) if one is not None and one.kind == "scalar"), None)
    if place is None:
        return None
    name = new_name.text if new_name is not None else name
    if new_digest is not None:
        text = f"{name}@{new_digest.text}"
    elif new_tag is not None:
        text = f"{name}:{new_tag.text}"
    else:
        text = name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    whole = place.inner("kubernetes").text
    return part(place, text, 0, len(whole))


def replicas(one: Object, node: Node) -> Object:
    """The object with the number of replicas that a kustomization sets."""
    listed = node.get("replicas")
    for each in listed.elements()[:_MOST] if listed is not None else ():
        count = each.get("count")
        if count is not None and scalar(each, "name") == one.name and one.node.get("spec") is not None:
            one = one._replace(node=changed(one.node, ["spec", "replicas"], count, insert=True))
    return one
