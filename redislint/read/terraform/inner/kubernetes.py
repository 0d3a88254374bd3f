"""Objects of Kubernetes that resources declare, written as the manifests that they become.

`kubernetes_manifest` has an object as it is, `kubectl_manifest` a text of YAML; the others have blocks and arguments
with the object's own names in another spelling.  Source: hashicorp/terraform-provider-kubernetes (docs/resources).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.model.document import Reading
from redislint.read.kubernetes import read as read_manifest
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.inner import by_file
from redislint.read.terraform.inner.writing import Writer, write
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Name, Traversal
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import told
from redislint.source import Source, Tree
from redislint.typed import Final

_KIND: Final = "kubernetes"
_TEXT: Final = "kubectl_manifest"
_OBJECT: Final = "kubernetes_manifest"
# By type, without its version at the end, what the object is.
_TYPES: Final = {
    "kubernetes_config_map": ("v1", "ConfigMap"),
    "kubernetes_secret": ("v1", "Secret"),
    "kubernetes_service": ("v1", "Service"),
    "kubernetes_pod": ("v1", "Pod"),
    "kubernetes_deployment": ("apps/v1", "Deployment"),
    "kubernetes_stateful_set": ("apps/v1", "StatefulSet"),
    "kubernetes_daemonset": ("apps/v1", "DaemonSet"),
    "kubernetes_daemon_set": ("apps/v1", "DaemonSet"),
}
_ALL: Final = tuple(f"{type_}{version}" for type_ in _TYPES for version in ("", "_v1"))
# Blocks that are elements of a list.
_LISTS: Final = {
    "container": "containers",
    "env": "env",
    "env_from": "envFrom",
    "image_pull_secrets": "imagePullSecrets",
    "init_container": "initContainers",
    "items": "items",
    "match_expressions": "matchExpressions",
    "port": "ports",
    "toleration": "tolerations",
    "topology_spread_constraint": "topologySpreadConstraints",
    "volume": "volumes",
    "volume_claim_template": "volumeClaimTemplates",
    "volume_mount": "volumeMounts",
}
# What only Terraform asks for.
_OWN: Final = frozenset(
    (
        *("count", "for_each", "depends_on", "provider", "lifecycle", "timeouts", "connection", "provisioner"),
        *("wait_for_rollout", "wait_for_load_balancer", "wait_for_completion"),
    )
)
_LONGEST: Final = 300_000
_DEPTH: Final = 20


def read(module: Module, evaluator: Evaluator, tree: Tree) -> Iterator[Reading]:
    """What the objects of a module say, file by file."""
    for source, resources in by_file((_TEXT, _OBJECT, *_ALL), module, evaluator).items():
        texts = [text for type_, one in resources if (text := _text(type_, one)) is not None]
        writers = [writer for type_, one in resources if (writer := _written(type_, one, module)) is not None]
        for text in (*texts, *_together(writers, source)):
            yield read_manifest(text, tree)


def _text(type_: str, resource: Resource) -> Source | None:
    """The manifest that is written as a text."""
    placed = resource.placed("yaml_body") if type_ == _TEXT else None
    if placed is None:
        return None
    writer = Writer(resource.anchor)
    writer.put_text(told(placed, resource.evaluator, _LONGEST), placed.span)
    return writer.source(_KIND)


def _written(type_: str, resource: Resource, module: Module) -> Writer | None:
    """The object that a resource is; None where what it holds is not known."""
    writer = Writer(resource.anchor, lambda placed: _named(placed, module, resource.evaluator))
    placed = resource.placed("manifest") if type_ == _OBJECT else None
    if placed is not None:
        write(writer, placed, resource.evaluator)
    elif type_.removesuffix("_v1") in _TYPES:
        api, kind = _TYPES[type_.removesuffix("_v1")]
        writer.put(f'{{"apiVersion": "{api}", "kind": "{kind}"')
        # What Terraform is given of a secret is not encoded yet.
        renamed = {"data": "stringData"} if kind == "Secret" else {}
        if not _body(writer, resource, renamed, _DEPTH):
            return None
        writer.put("}")
    return writer if writer.has_text else None


def _body(writer: Writer, resource: Resource, renamed: Mapping[str, str], depth: int) -> bool:
    """Write what a block holds, each part behind a comma; False where a part of it is not known to be there."""
    if depth == 0 or writer.is_full:
        return False
    for name in resource.names:
        if name not in _OWN and not resource.argument(name).is_absent:
            placed = resource.placed(name)
            writer.put(", ")
            writer.put_plain(f'"{renamed.get(name, _spelled(name))}"', resource.label(name))
            writer.put(": ")
            if placed is not None:
                write(writer, placed, resource.evaluator)
    for type_ in resource.types:
        if resource.makes(type_):
            return False
        inner = resource.inner(type_) if type_ not in _OWN else []
        if inner and not _blocks(writer, type_, inner, depth):
            return False
    return not resource.makes_more


def _blocks(writer: Writer, type_: str, blocks: list[Resource], depth: int) -> bool:
    is_list = type_ in _LISTS
    writer.put(", ")
    writer.put_plain(f'"{_LISTS.get(type_, _spelled(type_))}"', blocks[0].anchor)
    writer.put(": [" if is_list else ": ")
    for index, block in enumerate(blocks if is_list else blocks[-1:]):
        writer.put(", " if index else "")
        # Each part follows a comma.
        writer.put_plain("{", block.anchor)
        writer.put('"": null')
        if not _body(writer, block, {}, depth - 1):
            return False
        writer.put("}")
    writer.put("]" if is_list else "")
    return True


def _spelled(name: str) -> str:
    """A name as Kubernetes spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.upper() if part in ("ip", "ips") else part.capitalize() for part in rest)


def _named(placed: Placed, module: Module, evaluator: Evaluator) -> Placed | None:
    """The name that an object is given where another one names it: `kubernetes_config_map.redis.metadata[0].name`."""
    node = placed.node
    if not isinstance(node, Traversal) or not isinstance(node.base, Name) or node.base.name not in _ALL:
        return None
    label, *path = node.steps
    if not isinstance(label, str) or path[:1] != ["metadata"] or path[-1:] != ["name"]:
        return None
    blocks = module.resources(node.base.name).get(label)
    metadata = Resource(blocks, evaluator).inner("metadata") if blocks else []
    return metadata[0].placed("name") if metadata else None


def _together(writers: list[Writer], source: Source) -> Iterator[Source]:
    """The objects of a file as the documents of one manifest."""
    if writers:
        whole = Writer(source.anchor)
        for writer in writers:
            whole.put("\n---\n")
            whole.put_all(writer)
        yield whole.source(_KIND)
