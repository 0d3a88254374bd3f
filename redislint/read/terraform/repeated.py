"""What `count`, `for_each` and `dynamic` make more than once."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import elements
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Block, Name
from redislint.read.terraform.reals import Short
from redislint.read.terraform.scope import Origin, Placed
from redislint.read.terraform.types import Set
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.read.terraform.resource import Notes, Resource

# More than people make of one text; the rest is like them, or not known.
MAX_MADE: Final = 100

Key = str | int


def evaluators(resource: Resource) -> dict[Key, Evaluator] | None:
    """An evaluator for each resource that is made of one; None where it is one, or like one, or not known."""
    count, for_each = resource.placed("count"), resource.placed("for_each")
    if count is not None:
        number = resource.argument("count").number
        if not isinstance(number, int) or not 0 < number <= MAX_MADE or not resource.says("count.index"):
            return None
        origins = {"count": Origin(count, None)}
        return {
            index: resource.evaluator.within({"count": {"index": Short(index)}}, origins) for index in range(number)
        }
    if for_each is None or not resource.says("each."):
        return None
    return _each(for_each, "each", resource.evaluator)


def _each(placed: Placed, name: str, evaluator: Evaluator) -> dict[Key, Evaluator] | None:
    """An evaluator for each element of a collection, in which a name has its `key` and `value`; None if not known."""
    value = evaluator.value(placed)
    try:
        pairs = None if value is None or value is UNKNOWN else elements.pairs(value)
    except Refused:
        return None
    if pairs is None or len(pairs) > MAX_MADE:
        return None
    from redislint.read.terraform.element import element, key_of

    origins = [Origin(placed, element(placed, key, evaluator), key_of(placed, key, evaluator)) for key, _ in pairs]
    if isinstance(value, Set):
        # What it consists of are its keys, in an order of its own.
        origins = [one._replace(element=one.key) for one in origins]
    return {
        key: evaluator.within({name: {"key": key, "value": item}}, {name: origin})
        for (key, item), origin in zip(pairs, origins, strict=True)
    }


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
    return [
        Resource([(content, source)], one, notes) for one in each.values() for content in dynamic.body.inner("content")
    ]
