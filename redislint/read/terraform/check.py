"""Quoted texts and heredocs of a file, parsed at once: what is wrong in them is as wrong as any other thing in it."""

from __future__ import annotations

from redislint.read.terraform import template
from redislint.read.terraform.children import children
from redislint.read.terraform.nodes import Body, Inset, Node, Quoted
from redislint.source import Source


def templates(body: Body, source: Source) -> None:
    """Parse the code in all quoted texts of a body, which keep it; raises `Wrong`, the first one in the text."""
    bodies = [body]
    values: list[Node] = []
    while bodies:
        body = bodies.pop()
        values += [attribute.value for attribute in body.attributes.values()]
        values += [attribute.value for attribute in body.repeated]
        bodies += [block.body for block in body.blocks]
    stack = [(value, source) for value in sorted(values, key=lambda value: -value.start)]
    while stack:
        node, within = stack.pop()
        if isinstance(node, Inset):
            stack.append((node.node, node.source))
        elif isinstance(node, Quoted):
            stack += [(one, within) for one in reversed(template.nodes(template.parse(within.text, node)))]
        else:
            stack += [(one, within) for one in reversed(children(node))]
