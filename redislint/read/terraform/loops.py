"""`for` expressions, and what goes through collections as they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import elements
from redislint.read.terraform.convert import asked
from redislint.read.terraform.nodes import For, Node
from redislint.read.terraform.types import BOOL, STRING, Value
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redislint.read.terraform.evaluate import Evaluator

Bound = dict[str, Value]


def bindings(evaluator: Evaluator, items: Node, source: Source, key: str, name: str) -> Iterator[Bound] | None:
    """What names stand for, for each element of a collection; None where it is not known.  Raises `Refused`."""
    value = evaluator.inner(items, source)
    if value is None:
        raise Refused
    pairs = elements.pairs(value)
    if pairs is None:
        return None
    outer = evaluator.bound
    return ({**outer, key: index, name: item} if key else {**outer, name: item} for index, item in pairs)


def collection(evaluator: Evaluator, node: For, source: Source) -> Value:
    """`[for x in y : z]` or `{for x in y : k => v}`."""
    bounds = bindings(evaluator, node.items, source, node.key, node.name)
    if bounds is None:
        return UNKNOWN
    found: list[tuple[Value, Value]] = []
    for bound in bounds:
        # One element is a list of its name and value; one that is left out, an empty list.
        pair = evaluator.named(bound, lambda: _element(evaluator, node, source))
        if not isinstance(pair, list):
            return UNKNOWN
        found += [(pair[0], pair[1])] if pair else []
    return [value for _, value in found] if node.name_of is None else _object(found, node.groups)


def _element(evaluator: Evaluator, node: For, source: Source) -> Value:
    """The name and the value of an element; nothing if it is left out; UNKNOWN where that is not known."""
    test = True if node.test is None else asked(evaluator.inner(node.test, source), BOOL)
    if test is not True:
        return UNKNOWN if test is UNKNOWN else []
    name = "" if node.name_of is None else asked(evaluator.inner(node.name_of, source), STRING)
    return UNKNOWN if name is UNKNOWN else [name, evaluator.inner(node.value, source)]


def _object(found: Iterable[tuple[Value, Value]], groups: bool) -> Value:
    made: dict[str, Any] = {}
    for name, value in found:
        if groups:
            made.setdefault(str(name), []).append(value)
        elif name in made:
            raise Refused
        else:
            made[str(name)] = value
    return made
