"""Arguments of a resource by a path, as the tables of providers name them.

`port`, `redis_configuration.maxmemory_policy`     an argument or a block, and what is in a block or an object
`cluster_id>some_cluster.zones`                    of the resource that an argument names
`some_ssl[instance_id].ssl_config`                 of the resource whose argument names this one

What is not in the text is absent, at the place where it could stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Call, Name, Node, Object, Traversal, Tuple
from redislint.read.terraform.operators import Value
from redislint.read.terraform.resource import Argument, Resource
from redislint.read.terraform.scope import Placed
from redislint.source import Span
from redislint.typed import Final, NamedTuple

Resources = Callable[[str], Mapping[str, Resource]]

# Names that stand for something else than a resource.
_NO_TYPES: Final = frozenset(("count", "each", "local", "module", "path", "self", "terraform", "var"))
# JSON in a text; longer than any real one.
_LONGEST: Final = 100_000
# Elements of a list, and blocks of one name, that are looked at.
MOST: Final = 200


class Found(NamedTuple):
    """An argument; `placed` is its expression and `line` the place of name and value, None where it is not written."""

    argument: Argument
    placed: Placed | None = None
    line: Span | None = None


class Lookup:
    """The arguments of one resource, each looked up once."""

    def __init__(self, resource: Resource, type_: str, resources: Resources) -> None:
        self.resource = resource
        self._type = type_
        self._resources = resources
        self._found: dict[str, Found] = {}

    def find(self, path: str) -> Found:
        """What a path leads to: the one, or all where they say the same; UNKNOWN where they differ."""
        if path not in self._found:
            found = self.all(path)
            first = found[0]
            if any(one.argument.value != first.argument.value for one in found[1:]):
                first = Found(first.argument._replace(value=UNKNOWN), first.placed, first.line)
            self._found[path] = first
        return self._found[path]

    def all(self, path: str) -> list[Found]:
        """What a path leads to, in every block of a name; at least one, which may be absent or unknown."""
        if ">" in path:
            name, _, rest = path.partition(">")
            return self._of_named(name, *_split(rest))
        if "[" in path:
            type_, _, rest = path.partition("[")
            by, _, inner = rest.partition("]")
            return self._of_naming(type_, by, inner.removeprefix("."))
        return [*_inside(self.resource, path.split("."))] or [_absent(self.resource)]

    def _of_named(self, name: str, type_: str, inner: str) -> list[Found]:
        """What is in the resource of a type that an argument names."""
        naming = self.find(name)
        if naming.placed is None or naming.argument.is_absent:
            return [_absent(self.resource)]
        label = trace.resource(naming.placed, type_, self.resource.evaluator)
        named = self._resources(type_).get(label) if label is not None else None
        if named is None:
            return [_unknown(naming.argument.span)]
        if not inner:
            return [Found(Argument(True, named.anchor, written=True))]
        return Lookup(named, type_, self._resources).all(inner)

    def _of_naming(self, type_: str, by: str, inner: str) -> list[Found]:
        """What is in the resources of a type whose argument names this one; unknown where one may or may not."""
        found: list[Found] = []
        for other in self._resources(type_).values():
            placed = Lookup(other, type_, self._resources).find(by).placed
            if placed is None or other.is_absent:
                continue
            label = trace.resource(placed, self._type, other.evaluator)
            if label is None and not _is_of_another(placed, self._type, other.evaluator):
                return [_unknown(placed.span)]
            if label == self.resource.labels[1]:
                inside = Lookup(other, type_, self._resources).all(inner) if inner else []
                found += inside or [Found(Argument(True, other.anchor, True))]
        return found or [_absent(self.resource)]


def _split(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(".")
    return first, rest


def _absent(resource: Resource) -> Found:
    return Found(Argument(None, resource.anchor, written=False))


def _unknown(span: Span) -> Found:
    return Found(Argument(UNKNOWN, span, written=False))


def _is_of_another(placed: Placed, type_: str, evaluator: Evaluator) -> bool:
    """Is this plainly an attribute of a resource of another type?"""
    origin = trace.origin(placed, evaluator)
    return is_attribute(origin) and _base(origin.node) != type_


def is_attribute(placed: Placed) -> bool:
    """Is an expression an attribute of a resource, or of one that is looked up?"""
    name = _base(placed.node)
    return name == "data" or ("_" in name and name not in _NO_TYPES)


def _base(node: Node) -> str:
    """The name that a value is taken out of; empty where it is none."""
    return node.base.name if isinstance(node, Traversal) and isinstance(node.base, Name) else ""


def _inside(resource: Resource, names: list[str]) -> Iterator[Found]:
    """What a path leads to in a resource or a block."""
    head, rest = names[0], names[1:]
    placed = resource.placed(head)
    if placed is not None and not rest:
        yield Found(resource.argument(head), placed, resource.line(head))
        return
    if placed is not None:
        found = _at(placed, resource.line(head), rest, resource.evaluator)
        # What an object does not say is blamed on the resource, not on all that it says.
        yield found if found.argument.written else Found(found.argument._replace(span=resource.anchor))
        return
    blocks = resource.inner(head)[:MOST]
    if blocks and not rest:
        yield Found(Argument([{} for _ in blocks], blocks[0].anchor, written=True))
    for block in blocks if rest else ():
        yield from [*_inside(block, rest)] or [_absent(block)]
    if resource.makes(head):
        yield _unknown(resource.anchor)


def _at(placed: Placed, line: Span, names: list[str], evaluator: Evaluator) -> Found:
    """What is at a path in the value of an expression, at its own place where that is written out."""
    value = evaluator.value(placed)
    for name in names:
        value, placed = _unwrapped(value, placed, evaluator)
        value = value.get(name) if isinstance(value, dict) else None if value is None else UNKNOWN
        pair = _pair(placed.node, name)
        if pair is not None:
            line = placed.source.span(pair[0].start, pair[1].end)
            placed = Placed(pair[1], placed.source)
    return Found(Argument(value, placed.span, value is not None), placed, line)


def _unwrapped(value: Value, placed: Placed, evaluator: Evaluator) -> tuple[Value, Placed]:
    """A value out of a list of one or a text of JSON, and its expression."""
    placed = trace.origin(placed, evaluator)
    if isinstance(value, str):
        value = _decoded(value)
    if isinstance(placed.node, Call) and placed.node.function == "jsonencode" and placed.node.arguments:
        placed = trace.origin(Placed(placed.node.arguments[0], placed.source), evaluator)
        value = evaluator.value(placed)
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None if not value else UNKNOWN
        if isinstance(placed.node, Tuple) and len(placed.node.items) == 1:
            placed = trace.origin(Placed(placed.node.items[0], placed.source), evaluator)
    return value, placed


def _decoded(text: str) -> Value:
    if len(text) > _LONGEST or not text.lstrip().startswith("{"):
        return UNKNOWN
    import json

    try:
        found: Value = json.loads(text)
    except (ValueError, RecursionError):
        return UNKNOWN
    return found


def _pair(node: Node, name: str) -> tuple[Node, Node] | None:
    """The key and the value of this name in an object as written, the last one that has it."""
    pairs = node.pairs if isinstance(node, Object) else ()
    found = [pair for pair in pairs if trace.key(pair[0]) == name]
    return found[-1] if found else None
