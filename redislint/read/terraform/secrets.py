"""Where a Terraform file holds secrets in clear, told by the names that they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from redislint.read import secret
from redislint.read.terraform import template
from redislint.read.terraform.nodes import (
    Body,
    Call,
    Conditional,
    Inset,
    Literal,
    Name,
    Node,
    Object,
    Operation,
    Quoted,
    Tuple,
)
from redislint.source import Source, Span
from redislint.typed import Final

_LIKELY: Final = re.compile(
    r"(?:.*[_-])?(?:pass|password|passwd|passphrase|pwd|secret|token|credential|(?:private|access|secret)_key|secret_string)s?",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"\s*([\w-]+)")
_SET: Final = re.compile(r"(?<![\w-])([\w-]{1,64}+)\s*+=")
# Of a longer line no more is looked at.
_LONGEST: Final = 20_000
# What is no secret, whatever it is set to.
_PUBLIC: Final = ("", "true", "false")
# What holds a variable's or an output's value, whatever the variable is.
_VALUES: Final = ("default", "value")


def is_likely(name: str) -> bool:
    """Does a thing of this name hold a secret?"""
    return _LIKELY.fullmatch(name) is not None


def of_body(body: Body, source: Source) -> Iterator[Span]:
    """The places of texts that are set to something whose name says that it is secret."""
    stack = [(body, False)]
    while stack:
        inside, likely = stack.pop()
        likely = likely or _names_one(inside)
        for attribute in inside.attributes.values():
            is_secret = is_likely(attribute.name) or (likely and attribute.name in _VALUES)
            yield from _texts(attribute.value, is_secret, source)
        stack += [(block.body, any(is_likely(label) for label in block.labels[-1:])) for block in inside.blocks]


def _names_one(body: Body) -> bool:
    """Is this the block of a parameter whose name says that it is secret?"""
    name = body.attributes.get("name")
    value = name.value if name is not None else None
    return isinstance(value, Literal) and isinstance(value.value, str) and secret.is_likely(value.value.lower())


def _texts(value: Node, likely: bool, source: Source) -> Iterator[Span]:
    """The texts in an expression, without their quotes: all of them if they are likely secrets."""
    stack = [(value, likely)]
    while stack:
        node, likely = stack.pop()
        if isinstance(node, Inset):
            yield from _texts(node.node, likely, node.source)
        elif isinstance(node, Object):
            stack += [(item, likely or is_likely(_name(key))) for key, item in node.pairs]
        elif isinstance(node, Tuple):
            stack += [(item, likely) for item in node.items]
        elif isinstance(node, Call):
            stack += [(item, likely) for item in node.arguments]
        elif isinstance(node, Operation) and not node.operators:
            stack.append((node.operands[0], likely))
        elif isinstance(node, Conditional):
            stack += [(node.yes, likely), (node.no, likely)]
        elif likely and isinstance(node, Literal) and isinstance(node.value, str) and node.value not in _PUBLIC:
            yield source.span(node.start + 1, node.end - 1)
        elif likely and isinstance(node, Quoted) and template.says(source.text, node):
            yield source.span(*template.trimmed(source.text, node))


def _name(key: Node) -> str:
    if isinstance(key, Name):
        return key.name
    return str(key.value) if isinstance(key, Literal) else ""


def of_line(source: Source, offset: int) -> Iterator[Span]:
    """What may be a secret in the line of a file that cannot be read."""
    text = source.text
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    name = _NAMED.match(text, start, end)
    if name is None:
        yield source.span(start, end)
    elif is_likely(name[1]) or name[1] in _VALUES:
        yield source.span(name.end(), end)
    else:
        inner = (match for match in _SET.finditer(text, name.end(), min(end, start + _LONGEST)) if is_likely(match[1]))
        yield from (source.span(match.end(), end) for match in islice(inner, 1))
