"""Containers of ECS's task definitions: an expression, or a text of JSON, here or in another file.

Source: Amazon ECS Developer Guide (task definitions).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from redislint.read.terraform import operators, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.inner.service import opened, put_key, put_memory
from redislint.read.terraform.inner.writing import MAX_TEXT, Writer, write
from redislint.read.terraform.jsontext import Reader
from redislint.read.terraform.nodes import Call, Object, Tuple
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import HIDDEN, Told, told
from redislint.read.terraform.wrong import Wrong
from redislint.source import Span
from redislint.typed import Final

_MOST: Final = 100
_DEFINED: Final = {
    "image": "image",
    "command": "command",
    "entryPoint": "entrypoint",
    "user": "user",
    "privileged": "privileged",
    "readonlyRootFilesystem": "read_only",
}
# A string of JSON, what stands for a value that is not known, and what is between those.
_PIECE: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|\$\{\}|[^"$]++|\$', re.DOTALL)


def services(resource: Resource) -> Iterator[Writer]:
    """The containers of a task definition that is written out, as an expression or as a text of JSON."""
    placed = resource.placed("container_definitions")
    if placed is None:
        return
    evaluator, anchor = resource.evaluator, resource.anchor
    origin = trace.origin(placed, evaluator)
    if isinstance(origin.node, Call) and origin.node.function == "jsonencode" and origin.node.arguments:
        listed: Placed | None = origin._replace(node=origin.node.arguments[0])
    else:
        listed, anchor = _of_text(placed, resource)
    for parts in _listed(listed, evaluator) if listed is not None else ():
        yield _task(parts, resource.labels[1], anchor, evaluator)


def _of_text(placed: Placed, resource: Resource) -> tuple[Placed | None, Span]:
    """The value that a text of JSON is, in the file that the text is in, with the place there of the whole."""
    text = told(placed, resource.evaluator, MAX_TEXT)
    if not text.text.lstrip().startswith("["):
        return None, resource.anchor
    first = text.characters[0][1]
    anchor = resource.anchor if first.source.path == resource.anchor.source.path else first
    writer = Writer(anchor)
    for one in _PIECE.finditer(text.text):
        # What is not known may stand where a number would.
        characters = text.characters[one.start() : one.end()]
        if one.group() == HIDDEN:
            characters = [('"', characters[0][1]), *characters, ('"', characters[-1][1])]
        writer.put_text(Told(characters), anchor)
    inner = writer.source("terraform")
    try:
        return Placed(Reader(inner, templates=False).value(), inner), anchor
    except Wrong:
        return None, anchor


def _listed(placed: Placed, evaluator: Evaluator) -> Iterator[dict[str, Placed]]:
    """The objects of a list, as far as they are written out."""
    listed = trace.origin(placed, evaluator)
    for item in listed.node.items[:_MOST] if isinstance(listed.node, Tuple) else ():
        one = trace.origin(Placed(item, listed.source), evaluator)
        if isinstance(one.node, Object):
            yield {trace.key(key) or "": Placed(value, one.source) for key, value in one.node.pairs}


def _task(parts: Mapping[str, Placed], label: str, anchor: Span, evaluator: Evaluator) -> Writer:
    writer = Writer(anchor)
    name = operators.text(evaluator.value(parts["name"])) if "name" in parts else None
    opened(label if not name or HIDDEN in name else name, parts["name"].span if "name" in parts else anchor, writer)
    for key, service in _DEFINED.items():
        if key in parts and evaluator.value(parts[key]) is not None:
            put_key(writer, service)
            write(writer, parts[key], evaluator)
    if "memory" in parts:
        put_memory(writer, operators.number(evaluator.value(parts["memory"])), parts["memory"].span)
    _environment(writer, parts, evaluator)
    # ECS starts tasks anew as the service says, and a mount point's volume is told of elsewhere.
    put_key(writer, "restart")
    writer.put(f'"{HIDDEN}"')
    if "mountPoints" in parts:
        put_key(writer, "volumes")
        writer.put(f'["{HIDDEN}"]')
    writer.put("}}}")
    return writer


def _environment(writer: Writer, parts: Mapping[str, Placed], evaluator: Evaluator) -> None:
    """The variables, each a name and a value; those that come from secrets are not known."""
    put_key(writer, "environment")
    writer.put('{"": ""')
    for key in ("environment", "secrets"):
        for one in _listed(parts[key], evaluator) if key in parts else ():
            name = operators.text(evaluator.value(one["name"])) if "name" in one else None
            if name is None:
                continue
            put_key(writer, name, one["name"].span)
            if key == "environment" and "value" in one:
                write(writer, one["value"], evaluator)
            else:
                writer.put(f'"{HIDDEN}"')
    writer.put("}")
