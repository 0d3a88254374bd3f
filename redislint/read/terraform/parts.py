"""What a quoted text or template consists of."""

from __future__ import annotations

from redislint.read.terraform.nodes import Node
from redislint.typed import NamedTuple


class Text(NamedTuple):
    """Text as it stands at `first` to `last`, of whose characters `left` are cut off before and `right` after."""

    text: str
    first: int
    last: int
    left: int = 0
    right: int = 0


class Code(NamedTuple):
    """`${node}`, and its place."""

    node: Node
    first: int
    last: int


class Choice(NamedTuple):
    """`%{if test}yes%{else}no%{endif}`."""

    test: Node
    yes: Parts
    no: Parts


class Loop(NamedTuple):
    """`%{for key, name in items}body%{endfor}`; `key` is empty if it is not bound."""

    key: str
    name: str
    items: Node
    body: Parts


Part = Text | Code | Choice | Loop
Parts = tuple[Part, ...]
