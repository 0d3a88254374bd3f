"""What resources hold that other readers read: charts, manifests, containers.  They are handed on as such."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from redislint.model.document import Reading
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.resource import Resource
from redislint.source import Source, Tree
from redislint.typed import Final

# By what a file names, the module that reads such resources.
_READERS: Final = {
    "helm_release": "redislint.read.terraform.inner.helm",
    "kubernetes_": "redislint.read.terraform.inner.kubernetes",
    "kubectl_manifest": "redislint.read.terraform.inner.kubernetes",
    "docker_container": "redislint.read.terraform.inner.containers",
    "aws_ecs_task_definition": "redislint.read.terraform.inner.containers",
}
# Of one module.
_MOST: Final = 200


def readings(module: Module, evaluator: Evaluator, tree: Tree) -> Iterator[Reading]:
    """What the resources of a module hold, file by file."""
    for reader in dict.fromkeys(reader for word, reader in _READERS.items() if module.mentions(word)):
        yield from import_module(reader).read(module, evaluator, tree)


def by_file(types: tuple[str, ...], module: Module, evaluator: Evaluator) -> dict[Source, list[tuple[str, Resource]]]:
    """The resources of some types that are ours to say, by the file that they stand in."""
    found: dict[Source, list[tuple[str, Resource]]] = {}
    for type_ in types:
        for blocks in module.resources(type_).values() if module.mentions(type_) else ():
            resource = Resource(blocks, evaluator)
            source = resource.anchor.source
            made = resource.each() if module.owns(source) and not resource.is_absent else []
            listed = found.setdefault(source, [])
            listed += [(type_, one) for one in made[: _MOST - len(listed)]]
    return found
