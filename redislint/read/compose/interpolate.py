"""What a scalar of a compose file says with its variables filled in, and where that stands."""

from __future__ import annotations

from redislint.read.filled import Filled, interpolated
from redislint.read.node import Node
from redislint.read.shell import SpanOf

__all__ = ["interpolated", "spans", "value_of"]


def value_of(node: Node) -> str | None:
    """What a scalar says with its variables replaced; None where that is not known."""
    return interpolated(node.text, node.file.variables)


def spans(node: Node, text: Filled) -> SpanOf:
    """What gives the place of a stretch of what a scalar says with its variables filled in."""
    inner = node.inner("compose")
    return lambda start, end: inner.span(*text.written(start, end))
