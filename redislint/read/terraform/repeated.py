"""What `count`, `for_each` and `dynamic` make more than once."""

from __future__ import annotations

from collections.abc import Mapping

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import elements, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Block, Call, For, Literal, Name, Node, Object, Tuple
from redislint.read.terraform.reals import Short
from redislint.read.terraform.scope import Origin, Placed
from redislint.read.terraform.types import Value
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.read.terraform.resource import Notes, Resource

# More than people make of one text; the rest is like them, or not known.
MAX_MADE: Final = 100


def evaluators(resource: Resource) -> list[Evaluator] | None:
    """An evaluator for each resource that is made of one; None where it is one, or like one, or not known."""
    count, for_each = resource.placed("count"), resource.placed("for_each")
    if count is not None:
        number = resource.argument("count").number
        if not isinstance(number, int) or not 0 < number <= MAX_MADE or not resource.says("count.index"):
            return None
        origins = {"count": Origin(count, None)}
        return [resource.evaluator.within({"count": {"index": Short(index)}}, origins) for index in range(number)]
    if for_each is None or not resource.says("each."):
        return None
    return _each(for_each, "each", resource.evaluator)


def _each(placed: Placed, name: str, evaluator: Evaluator) -> list[Evaluator] | None:
    """An evaluator for each element of a collection, in which a name has its `key` and `value`; None if not known."""
    value = evaluator.value(placed)
    try:
        pairs = None if value is None or value is UNKNOWN else elements.pairs(value)
    except Refused:
        return None
    if pairs is None or len(pairs) > MAX_MADE:
        return None
    origins = _origins(placed, value, evaluator)
    return [
        evaluator.within({name: {"key": key, "value": item}}, {name: Origin(placed, origins.get(index))})
        for index, (key, item) in enumerate(pairs)
    ]


def _origins(placed: Placed, value: Value, evaluator: Evaluator) -> Mapping[int, Placed]:
    """By index where the elements are written, if they are written as an object or a list."""
    written = trace.origin(placed, evaluator)
    node: Node = written.node
    if isinstance(node, Call) and node.function == "tomap" and node.arguments:
        # A set has an order of its own.
        written = trace.origin(Placed(node.arguments[0], written.source), evaluator)
        node = written.node
    if isinstance(node, For) and _is_selection(node):
        written = trace.origin(Placed(node.items, written.source), evaluator)
        node = written.node
    found: dict[int, Placed] = {}
    if isinstance(node, Object) and isinstance(value, dict):
        order = {name: index for index, name in enumerate(sorted(value))}
        for key, item in node.pairs:
            name = key.name if isinstance(key, Name) else key.value if isinstance(key, Literal) else None
            if isinstance(name, str) and name in order:
                found[order[name]] = Placed(item, written.source)
    elif isinstance(node, Tuple) and isinstance(value, list) and len(value) == len(node.items):
        found = {index: Placed(item, written.source) for index, item in enumerate(node.items)}
    return found


def _is_selection(node: For) -> bool:
    """Does it take elements as they are: `{ for k, v in var.users : k => v if v.enabled }`?"""
    name, value = node.name_of, node.value
    is_kept = isinstance(name, Name) and name.name == node.key and isinstance(value, Name) and value.name == node.name
    return is_kept and not node.groups


def collection(dynamic: tuple[Block, Source]) -> Placed | None:
    """What a `dynamic` block makes others of."""
    block, source = dynamic
    for_each = block.body.attributes.get("for_each")
    return None if for_each is None else Placed(for_each.value, source)


def made(dynamic: Block, source: Source, evaluator: Evaluator, notes: Notes | None = None) -> list[Resource] | None:
    """The blocks that a `dynamic` block makes; None where its values are not known."""
    from redislint.read.terraform.resource import Resource

    made_of = collection((dynamic, source))
    iterator: Any = dynamic.body.attributes.get("iterator")
    name = iterator.value.name if iterator is not None and isinstance(iterator.value, Name) else dynamic.labels[0]
    each = None if made_of is None else _each(made_of, name, evaluator)
    if each is None:
        return None
    return [Resource([(content, source)], one, notes) for one in each for content in dynamic.body.inner("content")]
