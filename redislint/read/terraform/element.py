"""Where an element of a collection is written: in an object or a list, or in one that a function or `for` hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from redislint.read.terraform import elements, operators, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.loops import Bound
from redislint.read.terraform.nodes import Call, For, Known, Name, Node, Object, Tuple
from redislint.read.terraform.scope import Origin, Placed
from redislint.read.terraform.tracing import LEVELS, traced
from redislint.read.terraform.types import Value
from redislint.typed import Final

Key = str | int


def element(placed: Placed, key: Value, evaluator: Evaluator) -> Placed | None:
    """The expression of the element of this key or index; None where it is not written as such, or not known."""
    if isinstance(key, bool) or not isinstance(key, (str, int)):
        return None
    return traced(evaluator, lambda: _element(trace.origin(placed, evaluator), key, evaluator))


def _element(placed: Placed, key: Key, evaluator: Evaluator) -> Placed | None:
    node, source = placed
    if isinstance(node, Object):
        names = [_name(name, placed, evaluator) for name, _ in node.pairs]
        found = [item for name, (_, item) in zip(names, node.pairs, strict=True) if name == str(key)]
        return Placed(found[-1], source) if found and None not in names else None
    if isinstance(node, Tuple):
        return Placed(node.items[key], source) if isinstance(key, int) and 0 <= key < len(node.items) else None
    if isinstance(node, For):
        return _collected(node, placed, key, evaluator)
    handing = _HANDING.get(node.function) if isinstance(node, Call) and not node.spread else None
    return handing(_arguments(placed), key, evaluator) if handing is not None else None


def key_of(placed: Placed, key: Value, evaluator: Evaluator) -> Placed | None:
    """Where the key of an element is written, or the element of a set; None where it is not."""
    return traced(evaluator, lambda: _key(trace.origin(placed, evaluator), key, evaluator))


def _key(placed: Placed, key: Value, evaluator: Evaluator) -> Placed | None:
    node, source = placed
    if isinstance(node, Object):
        names = [name for name, _ in node.pairs if _name(name, placed, evaluator) == key]
        return Placed(Known(names[-1].start, names[-1].end, key), source) if names else None
    if isinstance(node, For):
        is_kept = isinstance(node.name_of, Name) and node.name_of.name == node.key
        return key_of(placed._replace(node=node.items), key, evaluator) if is_kept and not node.groups else None
    if isinstance(node, Call) and node.function in ("merge", "tomap"):
        found = [key_of(one, key, evaluator) for one in _arguments(placed)]
        return next((one for one in reversed(found) if one is not None), None)
    if isinstance(node, Call) and node.function == "toset" and len(node.arguments) == 1:
        return _key(trace.origin(_arguments(placed)[0], evaluator), key, evaluator)
    items = [Placed(item, source) for item in node.items] if isinstance(node, Tuple) else []
    return next((item for item in items if evaluator.value(item) == key), None)


def _name(name: Node, placed: Placed, evaluator: Evaluator) -> str | None:
    """What a key of an object comes to; None where that is not known."""
    if isinstance(name, Name):
        return name.name
    return operators.text(evaluator.value(placed._replace(node=name)))


def _arguments(placed: Placed) -> list[Placed]:
    return [Placed(one, placed.source) for one in placed.node.arguments] if isinstance(placed.node, Call) else []


def _merged(arguments: list[Placed], key: Key, evaluator: Evaluator) -> Placed | None:
    """`merge`: the last map that has the key."""
    for argument in reversed(arguments):
        value = evaluator.value(argument)
        if value is not None and not isinstance(value, dict):
            return None
        if value is not None and key in value:
            return element(argument, key, evaluator)
    return None


def _joined(arguments: list[Placed], key: Key, evaluator: Evaluator) -> Placed | None:
    """`concat`: one list behind another."""
    for argument in arguments:
        value = evaluator.value(argument)
        if not isinstance(value, list) or not isinstance(key, int):
            return None
        if key < len(value):
            return element(argument, key, evaluator)
        key -= len(value)
    return None


def _same(arguments: list[Placed], key: Key, evaluator: Evaluator) -> Placed | None:
    """`tomap`, `tolist`: the elements are those of the one argument."""
    return element(arguments[0], key, evaluator) if len(arguments) == 1 else None


def _zipped(arguments: list[Placed], key: Key, evaluator: Evaluator) -> Placed | None:
    """`zipmap`: names and values."""
    names = evaluator.value(arguments[0]) if len(arguments) == 2 else None
    if not isinstance(names, list) or names.count(key) != 1:
        return None
    return element(arguments[1], names.index(key), evaluator)


def _collected(node: For, placed: Placed, key: Key, evaluator: Evaluator) -> Placed | None:
    """What a `for` makes of the element that gets this key."""
    from redislint.read.terraform.passing import handed

    items = Placed(node.items, placed.source)
    for made, name, bound in _kept(node, items, evaluator):
        if made == key:
            origin = Origin(items, element(items, name, evaluator), is_alone=True)
            inside = evaluator.within(bound, {node.name: origin})
            return traced(evaluator, partial(handed, items._replace(node=node.value), inside), LEVELS)
    return None


def _kept(node: For, items: Placed, evaluator: Evaluator) -> Iterator[tuple[Key, Key, Bound]]:
    """The key that each element gets, that which it had, and the names that stand for it, as far as that is known."""
    value = evaluator.value(items)
    pairs = elements.pairs(value) if isinstance(value, (dict, list)) and not node.groups else None
    index = 0
    for name, item in pairs or ():
        bound = {node.key: name, node.name: item} if node.key else {node.name: item}
        inside = evaluator.within(bound)
        test = True if node.test is None else operators.truth(inside.value(items._replace(node=node.test)))
        if test is False:
            continue
        made = index if node.name_of is None else operators.text(inside.value(items._replace(node=node.name_of)))
        if test is not True or made is None:
            return
        yield made, name, bound
        index += 1


_HANDING: Final[dict[str, Callable[[list[Placed], Key, Evaluator], Placed | None]]] = {
    "concat": _joined,
    "merge": _merged,
    "tolist": _same,
    "tomap": _same,
    "zipmap": _zipped,
}
