"""Arguments of a resource by a path, as the tables of providers name them.

`port`, `redis_configuration.maxmemory_policy`     an argument or a block, and what is in a block or an object
`cluster_id>some_cluster.zones`                    of the resource that an argument names
`some_ssl[instance_id].ssl_config`                 of the resource whose argument names this one

What is not in the text is absent, at the place where it could stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import composed, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Name, Node, Traversal
from redislint.read.terraform.resource import Argument, Resource
from redislint.read.terraform.scope import Placed
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Names that stand for something else than a resource.
_NO_TYPES: Final = frozenset(("count", "each", "local", "module", "path", "self", "terraform", "var"))
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
        label = composed.resource(naming.placed, type_, self.resource.evaluator)
        named = self._resources(type_).get(label) if label is not None else None
        if named is None:
            return [_unknown(naming.argument.span)]
        if not inner:
            return [Found(Argument(True, named.anchor, written=True))]
        return Lookup(named, type_, self._resources).all(inner)

    def _of_naming(self, type_: str, by: str, inner: str) -> list[Found]:
        """What is in the resources of a type whose argument names this one; unknown where one may or may not."""
        naming = self._resources.naming(type_, by, self._type)
        if naming.unsure is not None:
            return [_unknown(naming.unsure)]
        found: list[Found] = []
        for other in naming.by_label.get(self.resource.labels[1], []):
            there = Lookup(other, type_, self._resources).all(inner) if inner else []
            found += there or [Found(Argument(True, other.anchor, written=True))]
        return found or [_absent(self.resource)]


class Naming(NamedTuple):
    """The resources that name others, by the label of the one that each names.

    `unsure` is the place of the first name of which it is not known whose it is.
    """

    by_label: Mapping[str, list[Resource]]
    unsure: Span | None


class Resources:
    """The resources of a module by type, and which of them name which others; each is worked out once."""

    def __init__(self, of_type: Callable[[str], Mapping[str, Resource]]) -> None:
        self._of_type = of_type
        self._naming: dict[tuple[str, str, str], Naming] = {}

    def __call__(self, type_: str) -> Mapping[str, Resource]:
        """The resources of a type by label."""
        return self._of_type(type_)

    def naming(self, type_: str, by: str, named: str) -> Naming:
        """The resources of a type that name one of another type by an argument."""
        key = (type_, by, named)
        if key not in self._naming:
            self._naming[key] = self._named(type_, by, named)
        return self._naming[key]

    def _named(self, type_: str, by: str, named: str) -> Naming:
        found: dict[str, list[Resource]] = {}
        unsure: Span | None = None
        for other in self(type_).values():
            placed = Lookup(other, type_, self).find(by).placed
            if placed is None or other.is_absent:
                continue
            label = composed.resource(placed, named, other.evaluator)
            if label is not None:
                found.setdefault(label, []).append(other)
            elif unsure is None and not _is_of_another(placed, named, other.evaluator):
                unsure = placed.span
        return Naming(found, unsure)


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
        from redislint.read.terraform import inside

        found = inside.find(placed, resource.line(head), rest, resource.evaluator)
        # What an object does not say is blamed on the resource, not on all that it says.
        is_said = found.value is not None
        argument = Argument(found.value, found.placed.span if is_said else resource.anchor, is_said)
        yield Found(argument, found.placed, found.line) if is_said else Found(argument)
        return
    blocks = resource.inner(head)[:MOST]
    if blocks and not rest:
        yield Found(Argument([{} for _ in blocks], blocks[0].anchor, written=True))
    for block in blocks if rest else ():
        yield from [*_inside(block, rest)] or [_absent(block)]
    if resource.makes(head):
        yield _unknown(resource.anchor)
