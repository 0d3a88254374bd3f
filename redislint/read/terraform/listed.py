"""The resources that a list of names has: by their attributes or texts, in a `for`, a splat or what joins lists.

What `count` and `for_each` make of a resource are several, each with its own evaluator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import composed, elements, loops, operators, repeated, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.lookup import Resources
from redislint.read.terraform.nodes import Call, For, Known, Name, Node, Splat, Traversal, Tuple
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.wrong import Refused
from redislint.typed import Final, NamedTuple

# Elements of a list; a group has 100 users at most.
MOST: Final = 200
# Lists within each other.
_DEPTH: Final = 10
# Functions whose elements are those of their arguments.
_JOINING: Final = frozenset(
    ("compact", "concat", "distinct", "flatten", "reverse", "setunion", "sort", "tolist", "toset")
)

Key = str | int | None


class Item(NamedTuple):
    """An element of a list, where the names in it mean what they do for `evaluator`; and the resource that it names."""

    placed: Placed
    evaluator: Evaluator
    resource: Resource | None = None


class Kind(NamedTuple):
    """Resources that are named: their type, and the argument that is their name."""

    type: str
    name: str
    resources: Resources


def listed(placed: Placed, evaluator: Evaluator, kind: Kind) -> Iterator[Item | None]:
    """The elements of a list, or the one thing that is no list; None stands for any that are not known."""
    yield from islice(_listed(placed, evaluator, kind, _DEPTH), MOST)


def _listed(placed: Placed, evaluator: Evaluator, kind: Kind, depth: int) -> Iterator[Item | None]:
    origin = trace.origin(placed, evaluator)
    node, source = origin
    if depth == 0:
        yield None
    elif isinstance(node, Tuple):
        for item in node.items:
            yield from _listed(Placed(item, source), evaluator, kind, depth - 1)
    elif isinstance(node, Call) and node.function in _JOINING and not node.spread:
        for argument in node.arguments:
            yield from _listed(Placed(argument, source), evaluator, kind, depth - 1)
    elif isinstance(node, For):
        yield from _collected(node, origin, evaluator, kind, depth)
    elif isinstance(node, Traversal) and (label := _splatted(node, kind.type)) is not None:
        yield from _all(label, origin, evaluator, kind)
    else:
        yield from _single(placed, origin, evaluator, kind)


def _single(placed: Placed, origin: Placed, evaluator: Evaluator, kind: Kind) -> Iterator[Item | None]:
    """One name, or a list of texts that is calculated."""
    value = evaluator.value(placed)
    if isinstance(value, list):
        for one in value:
            known = Placed(Known(origin.node.start, origin.node.end, one), origin.source)
            yield Item(known, evaluator, _by_text(one, kind)) if isinstance(one, str) else None
    elif value not in (None, ""):
        yield Item(placed, evaluator, named(placed, evaluator, kind))


def _collected(node: For, placed: Placed, evaluator: Evaluator, kind: Kind, depth: int) -> Iterator[Item | None]:
    """What a `for` makes of resources, or of a collection that is known."""
    items, value = trace.origin(placed._replace(node=node.items), evaluator).node, node.value
    label = _whole(items, kind.type)
    if label is not None and node.name_of is None and node.test is None and _is_name_of(value, node.name):
        yield from _all(label, placed, evaluator, kind)
        return
    try:
        bounds = loops.bindings(evaluator, node.items, placed.source, node.key, node.name)
    except Refused:
        bounds = None
    for bound in bounds if bounds is not None and node.name_of is None else ():
        inside = evaluator.within(bound)
        test = True if node.test is None else operators.truth(inside.value(placed._replace(node=node.test)))
        if test is True:
            yield from _listed(placed._replace(node=value), inside, kind, depth - 1)
        elif test is not False:
            yield None
    if bounds is None or node.name_of is not None:
        yield None


def _is_name_of(node: Node, name: str) -> bool:
    """Is this an attribute by which another resource is named, of what a name stands for?"""
    is_one = isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == name
    return isinstance(node, Traversal) and is_one and len(node.steps) == 1 and node.steps[0] in composed.NAMING


def _whole(node: Node, type_: str) -> str | None:
    """The label of `type.label`, or of the values of that."""
    if isinstance(node, Call) and node.function == "values" and len(node.arguments) == 1:
        node = node.arguments[0]
    is_of_type = isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == type_
    label = node.steps[0] if isinstance(node, Traversal) and is_of_type and len(node.steps) == 1 else None
    return label if isinstance(label, str) else None


def _splatted(node: Traversal, type_: str) -> str | None:
    """The label of `type.label[*].id`, or of `values(type.label)[*].id`."""
    *whole, splat, attribute = node.steps if len(node.steps) > 1 else ("", "")
    if not isinstance(splat, Splat) or attribute not in composed.NAMING:
        return None
    base = Traversal(node.start, node.end, node.base, tuple(whole)) if whole else node.base
    return _whole(base, type_)


def _all(label: str, placed: Placed, evaluator: Evaluator, kind: Kind) -> Iterator[Item | None]:
    """All that are made of a resource."""
    resource = kind.resources(kind.type).get(label)
    found = made(resource) if resource is not None else None
    if found is None:
        yield None
    for one in {id(one): one for one in found.values()}.values() if found is not None else ():
        yield Item(placed, evaluator, one)


def made(resource: Resource) -> Mapping[Key, Resource] | None:
    """What `count` and `for_each` make of a resource, by index or key (None: it is one); None where not known."""
    if resource.is_absent:
        return {}
    count, for_each = resource.placed("count"), resource.placed("for_each")
    if count is None and for_each is None:
        return {None: resource}
    evaluators = repeated.evaluators(resource)
    if evaluators is not None:
        return dict(zip(evaluators, resource.each(), strict=True))
    # All of them are alike, or it is not known how many there are.
    number = resource.argument("count").number if count is not None else 0
    value = resource.argument("for_each").value if for_each is not None else UNKNOWN
    try:
        pairs = elements.pairs(value) if value is not None else None
    except Refused:
        return None
    keys = [key for key, _ in pairs or ()] or [*range(min(number, MOST) if isinstance(number, int) else 0)]
    return dict.fromkeys(keys, resource) if keys else None


def named(placed: Placed, evaluator: Evaluator, kind: Kind) -> Resource | None:
    """The resource that an expression names, by its attribute or by the text of its name."""
    node = composed.naming(placed, kind.type, evaluator)
    if node is None:
        value = evaluator.value(placed)
        return _by_text(value, kind) if isinstance(value, str) else None
    resource = kind.resources(kind.type).get(str(node.steps[0]))
    found = made(resource) if resource is not None else {}
    if found is None:
        # Whatever there is of it is as far as that is known.
        return resource
    if len(found) == 1:
        return next(iter(found.values()))
    step = node.steps[1]
    index = evaluator.value(Placed(step, placed.source)) if isinstance(step, Node) else step
    return found.get(index) if isinstance(index, (str, int)) else None


def _by_text(text: str, kind: Kind) -> Resource | None:
    """The one resource whose name is a text."""
    same = [
        one
        for resource in kind.resources(kind.type).values()
        for one in ([] if resource.is_absent else resource.each())
        if one.argument(kind.name).value == text
    ]
    return same[0] if len(same) == 1 else None
