"""Ranges of addresses in allow lists and firewalls, and those that let the whole internet in."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Unknown
from redislint.read.terraform import operators, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.lookup import MOST, Found
from redislint.read.terraform.nodes import Tuple
from redislint.read.terraform.scope import Placed
from redislint.typed import Final

# The words of Azure's firewalls; and of Redis Cloud and others, which write no prefix.
_WORDS: Final = frozenset(("*", "internet", "any"))
# The first and the last addresses that are anybody's: 1.0.0.0 and 223.255.255.255.
_FIRST: Final = 1 << 24
_LAST: Final = (224 << 24) - 1
_LONGEST_ADDRESS: Final = 15


def is_world(text: str) -> bool:
    """Does a range hold every address there is, of IPv4 or of IPv6?"""
    text = text.strip().lower()
    if text in _WORDS:
        return True
    address, _, bits = text.partition("/")
    return bits == "0" and (":" in address or _number(address) is not None)


def span(first: str | Unknown, last: str | Unknown) -> str | bool | Unknown:
    """A range by its first and last address, as a text where it lets the whole internet in; else False."""
    if not isinstance(first, str) or not isinstance(last, str):
        return UNKNOWN
    start, end = _number(first), _number(last)
    if start is None or end is None or start == end == 0:
        # From 0.0.0.0 to 0.0.0.0 is what Azure's own services are, with some of its databases.
        return UNKNOWN
    return f"{first}-{last}" if start <= _FIRST and end >= _LAST else False


def _number(address: str) -> int | None:
    """An IPv4 address as a number."""
    parts = address.split(".") if len(address) <= _LONGEST_ADDRESS else []
    if len(parts) != 4 or not all(part.isdecimal() and part.isascii() and int(part) < 256 for part in parts):
        return None
    numbers = [int(part) for part in parts]
    return (numbers[0] << 24) + (numbers[1] << 16) + (numbers[2] << 8) + numbers[3]


def items(found: Found, evaluator: Evaluator) -> Iterator[tuple[str | Unknown, Found]]:
    """The texts of an argument that is one or a list of them, each at its own place; none where it is absent."""
    value = found.argument.value
    if value is None:
        return
    if not isinstance(value, list):
        text = operators.text(value)
        yield (UNKNOWN if text is None else text), found
        return
    for index, item in enumerate(value[:MOST]):
        text = operators.text(item)
        yield (UNKNOWN if text is None else text), _item(found, index, len(value), evaluator)


def _item(found: Found, index: int, size: int, evaluator: Evaluator) -> Found:
    """The element of a list, at its own place where the list is written out."""
    listed = trace.origin(found.placed, evaluator) if found.placed is not None else None
    if listed is None or not isinstance(listed.node, Tuple) or len(listed.node.items) != size:
        return found
    item = Placed(listed.node.items[index], listed.source)
    return found._replace(argument=found.argument._replace(span=item.span), placed=item)
