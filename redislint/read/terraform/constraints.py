"""The types that variables ask for, as they are written."""

from __future__ import annotations

from collections.abc import Callable

from redislint.read.terraform.nodes import Call, Literal, Name, Node, Object, Tuple
from redislint.read.terraform.types import ANY, PRIMITIVE, UNSURE, Type, Value
from redislint.typed import Final

_COLLECTIONS: Final = ("list", "set", "map")


def constraint(node: Node, evaluate: Callable[[Node], Value]) -> Type:
    """The type that an expression such as `map(object({ a = optional(string, "x") }))` asks for.

    UNSURE for what is no type; `evaluate` gives the value of a default.
    """
    if isinstance(node, Name):
        return PRIMITIVE.get(node.name, ANY if node.name == "any" else UNSURE)
    if not isinstance(node, Call) or len(node.arguments) != 1:
        return UNSURE
    argument = node.arguments[0]
    if node.function in _COLLECTIONS:
        return Type(node.function, constraint(argument, evaluate))
    if node.function == "tuple" and isinstance(argument, Tuple):
        return Type("tuple", tuple([constraint(item, evaluate) for item in argument.items]))
    if node.function == "object" and isinstance(argument, Object):
        return _asked(argument, evaluate)
    return UNSURE


def _asked(node: Object, evaluate: Callable[[Node], Value]) -> Type:
    pairs: list[tuple[str, Type]] = []
    optional: list[tuple[str, Value]] = []
    for key, item in node.pairs:
        name = key.name if isinstance(key, Name) else key.value if isinstance(key, Literal) else None
        if not isinstance(name, str):
            return UNSURE
        if isinstance(item, Call) and item.function == "optional" and item.arguments:
            inner = constraint(item.arguments[0], evaluate)
            default = evaluate(item.arguments[1]) if len(item.arguments) > 1 else None
            optional.append((name, default))
        else:
            inner = constraint(item, evaluate)
        pairs.append((name, inner))
    return Type("object", tuple(sorted(pairs, key=lambda pair: pair[0])), tuple(optional))
