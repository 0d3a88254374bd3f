"""Containers of Docker and of ECS's task definitions, written as the services of a compose file that they are like.

Source: kreuzwerker/terraform-provider-docker (docs/resources).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.model.document import Reading
from redislint.read.compose import read as read_compose
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.inner import by_file, tasks
from redislint.read.terraform.inner.service import opened, put_key, put_memory
from redislint.read.terraform.inner.writing import Writer, write
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Name, Traversal
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import HIDDEN
from redislint.source import Tree
from redislint.typed import Final

_DOCKER: Final = "docker_container"
_IMAGE: Final = "docker_image"
_ECS: Final = "aws_ecs_task_definition"
_KIND: Final = "compose"
# Arguments of a container, and the keys of a service that they are.
_PLAIN: Final = {
    "image": "image",
    "command": "command",
    "entrypoint": "entrypoint",
    "env": "environment",
    "user": "user",
    "privileged": "privileged",
    "restart": "restart",
    "read_only": "read_only",
    "network_mode": "network_mode",
}
# Blocks of a container by the key of the list that they are elements of, and the keys of each.
_LISTS: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "ports": {"ports": {"internal": "target", "external": "published", "ip": "host_ip", "protocol": "protocol"}},
    "volumes": {
        "mounts": {"type": "type", "source": "source", "target": "target", "read_only": "read_only"},
        "volumes": {"volume_name": "source", "host_path": "source", "container_path": "target"},
    },
}


def read(module: Module, evaluator: Evaluator, tree: Tree) -> Iterator[Reading]:
    """What the containers of a module are, each by itself: they are no project."""
    for resources in by_file((_DOCKER, _ECS), module, evaluator).values():
        for type_, resource in resources:
            for writer in _docker(resource, module) if type_ == _DOCKER else tasks.services(resource):
                yield read_compose(writer.source(_KIND), tree)


def _docker(resource: Resource, module: Module) -> Iterator[Writer]:
    """A `docker_container`."""
    writer = Writer(resource.anchor, lambda placed: _image(placed, module, resource.evaluator))
    opened(resource.labels[1], resource.anchor, writer)
    for name, key in _PLAIN.items():
        placed = resource.placed(name)
        if placed is not None and not resource.argument(name).is_absent:
            put_key(writer, key, resource.label(name))
            write(writer, placed, resource.evaluator)
    put_memory(writer, resource.argument("memory").number, resource.argument("memory").span)
    for key, types in _LISTS.items():
        _list(writer, resource, key, types)
    writer.put("}}}")
    yield writer


def _list(writer: Writer, resource: Resource, key: str, types: Mapping[str, Mapping[str, str]]) -> None:
    """Write the blocks of some types as one list; what may be among them is not known."""
    elements = [(block, names) for type_, names in types.items() for block in resource.inner(type_)]
    is_open = any(map(resource.makes, types))
    if not elements and not is_open:
        return
    put_key(writer, key)
    writer.put("[")
    for index, (block, names) in enumerate(elements):
        writer.put(", " if index else "")
        _element(writer, block, names)
    writer.put((", " if elements else "") + f'"{HIDDEN}"' if is_open else "")
    writer.put("]")


def _element(writer: Writer, block: Resource, names: Mapping[str, str]) -> None:
    writer.put_plain("{", block.anchor)
    writer.put('"x-": null')
    if "host_path" in names:
        put_key(writer, "type")
        writer.put('"volume"' if block.argument("host_path").is_absent else '"bind"')
    for name, key in names.items():
        placed = block.placed(name)
        if placed is not None and not block.argument(name).is_absent:
            put_key(writer, key, block.label(name))
            write(writer, placed, block.evaluator)
    writer.put("}")


def _image(placed: Placed, module: Module, evaluator: Evaluator) -> Placed | None:
    """The name of an image that another resource pulls: `docker_image.redis.image_id`."""
    node = placed.node
    if not isinstance(node, Traversal) or not isinstance(node.base, Name) or node.base.name != _IMAGE:
        return None
    blocks = module.resources(_IMAGE).get(str(node.steps[0]))
    return Resource(blocks, evaluator).placed("name") if blocks else None
