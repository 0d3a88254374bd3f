"""Containers of Docker and of ECS's task definitions, written as the services of a compose file that they are like.

Sources: kreuzwerker/terraform-provider-docker (docs/resources), Amazon ECS Developer Guide (task definitions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.model.document import Reading
from redislint.read.compose import read as read_compose
from redislint.read.terraform import operators, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.inner import by_file
from redislint.read.terraform.inner.writing import Writer, quoted, write
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Call, Name, Object, Traversal, Tuple
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import HIDDEN
from redislint.source import Span, Tree
from redislint.typed import Final

_DOCKER: Final = "docker_container"
_IMAGE: Final = "docker_image"
_ECS: Final = "aws_ecs_task_definition"
_KIND: Final = "compose"
_MOST: Final = 100
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
_DEFINED: Final = {
    "image": "image",
    "command": "command",
    "entryPoint": "entrypoint",
    "user": "user",
    "privileged": "privileged",
    "readonlyRootFilesystem": "read_only",
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
            for writer in _docker(resource, module) if type_ == _DOCKER else _tasks(resource):
                yield read_compose(writer.source(_KIND), tree)


def _opened(name: str, at: Span, writer: Writer) -> None:
    writer.put('{"services": {')
    writer.put_plain(quoted(name), at)
    writer.put(': {"x-": null')


def _key(writer: Writer, key: str, at: Span | None = None) -> None:
    writer.put(", ")
    if at is None:
        writer.put(quoted(key))
    else:
        writer.put_plain(quoted(key), at)
    writer.put(": ")


def _docker(resource: Resource, module: Module) -> Iterator[Writer]:
    """A `docker_container`."""
    writer = Writer(resource.anchor, lambda placed: _image(placed, module, resource.evaluator))
    _opened(resource.labels[1], resource.anchor, writer)
    for name, key in _PLAIN.items():
        placed = resource.placed(name)
        if placed is not None and not resource.argument(name).is_absent:
            _key(writer, key, resource.label(name))
            write(writer, placed, resource.evaluator)
    _memory(writer, resource.argument("memory").number, resource.argument("memory").span)
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
    _key(writer, key)
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
        _key(writer, "type")
        writer.put('"volume"' if block.argument("host_path").is_absent else '"bind"')
    for name, key in names.items():
        placed = block.placed(name)
        if placed is not None and not block.argument(name).is_absent:
            _key(writer, key, block.label(name))
            write(writer, placed, block.evaluator)
    writer.put("}")


def _memory(writer: Writer, number: object, at: Span) -> None:
    """A limit in megabytes."""
    if isinstance(number, int):
        _key(writer, "mem_limit")
        writer.put_plain(f'"{number}m"', at)


def _image(placed: Placed, module: Module, evaluator: Evaluator) -> Placed | None:
    """The name of an image that another resource pulls: `docker_image.redis.image_id`."""
    node = placed.node
    if not isinstance(node, Traversal) or not isinstance(node.base, Name) or node.base.name != _IMAGE:
        return None
    blocks = module.resources(_IMAGE).get(str(node.steps[0]))
    return Resource(blocks, evaluator).placed("name") if blocks else None


def _tasks(resource: Resource) -> Iterator[Writer]:
    """The containers of a task definition that is written out."""
    placed = resource.placed("container_definitions")
    origin = trace.origin(placed, resource.evaluator) if placed is not None else None
    if origin is not None and isinstance(origin.node, Call) and origin.node.function == "jsonencode":
        for parts in _listed(Placed(origin.node.arguments[0], origin.source), resource.evaluator):
            yield _task(parts, resource)


def _listed(placed: Placed, evaluator: Evaluator) -> Iterator[dict[str, Placed]]:
    """The objects of a list, as far as they are written out."""
    listed = trace.origin(placed, evaluator)
    for item in listed.node.items[:_MOST] if isinstance(listed.node, Tuple) else ():
        one = trace.origin(Placed(item, listed.source), evaluator)
        if isinstance(one.node, Object):
            yield {trace.key(key) or "": Placed(value, one.source) for key, value in one.node.pairs}


def _task(parts: Mapping[str, Placed], resource: Resource) -> Writer:
    writer = Writer(resource.anchor)
    evaluator = resource.evaluator
    name = operators.text(evaluator.value(parts["name"])) if "name" in parts else None
    _opened(name or resource.labels[1], parts["name"].span if "name" in parts else resource.anchor, writer)
    for key, service in _DEFINED.items():
        if key in parts and evaluator.value(parts[key]) is not None:
            _key(writer, service)
            write(writer, parts[key], evaluator)
    if "memory" in parts:
        _memory(writer, operators.number(evaluator.value(parts["memory"])), parts["memory"].span)
    _environment(writer, parts, evaluator)
    # ECS starts tasks anew as the service says, and a mount point's volume is told of elsewhere.
    _key(writer, "restart")
    writer.put(f'"{HIDDEN}"')
    if "mountPoints" in parts:
        _key(writer, "volumes")
        writer.put(f'["{HIDDEN}"]')
    writer.put("}}}")
    return writer


def _environment(writer: Writer, parts: Mapping[str, Placed], evaluator: Evaluator) -> None:
    """The variables, each a name and a value; those that come from secrets are not known."""
    _key(writer, "environment")
    writer.put('{"": ""')
    for key in ("environment", "secrets"):
        for one in _listed(parts[key], evaluator) if key in parts else ():
            name = operators.text(evaluator.value(one["name"])) if "name" in one else None
            if name is None:
                continue
            _key(writer, name, one["name"].span)
            if key == "environment" and "value" in one:
                write(writer, one["value"], evaluator)
            else:
                writer.put(f'"{HIDDEN}"')
    writer.put("}")
