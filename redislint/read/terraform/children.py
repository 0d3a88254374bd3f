"""What expressions are made of."""

from __future__ import annotations

from redislint.read.terraform.nodes import (
    Call,
    Conditional,
    For,
    Node,
    Object,
    Operation,
    Traversal,
    Tuple,
    Unary,
)


def children(node: Node) -> list[Node]:
    """The expressions that an expression is made of, in order, without those in a quoted text."""
    found: tuple[object, ...] = ()
    match node:
        case Unary():
            found = (node.operand,)
        case Operation():
            found = node.operands
        case Conditional():
            found = (node.test, node.yes, node.no)
        case Call():
            found = node.arguments
        case Tuple():
            found = node.items
        case Object():
            found = tuple([item for pair in node.pairs for item in pair])
        case For():
            found = (node.items, node.name_of, node.value, node.test)
        case Traversal():
            found = (node.base, *node.steps)
    return [one for one in found if isinstance(one, Node)]
