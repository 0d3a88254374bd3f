"""One value as CONFIG GET shows it: memory in bytes, enumerations as the server spells them, numbers written anew.

The arguments are those that the server takes; what it refuses has no meaning here.  Seen on running servers of every
line that the data does not call derived.
"""

from __future__ import annotations

from collections.abc import Callable

from redislint.merged import shapes
from redislint.servers import numbers
from redislint.servers.directives import Directive, having
from redislint.servers.numbers import c_string
from redislint.typed import Final

Args = tuple[str, ...]
Show = Callable[[Directive, Args, str], str]

_INTS: Final = frozenset({"int", "uint"})


def shown(directive: Directive, args: Args, line: str) -> str:
    """What CONFIG GET says after a line with these arguments; `line` is the server's (`redis@7.2`)."""
    show = _SHAPES.get(directive.facts.get("shape", "")) or _TYPES.get(directive.type, _string)
    return show(directive, args, line)


def _bool(directive: Directive, args: Args, _: str) -> str:
    word = c_string(args[0]).lower()
    # Where nobody checks, whatever is no `no` counts as yes.
    is_yes = word != "no" if directive.facts.get("unchecked") else word == "yes"
    return "yes" if is_yes else "no"


def _enum(directive: Directive, args: Args, _: str) -> str:
    """The value as the server spells it; of several that are flags, each once and in the order of its own table."""
    chosen = {c_string(word).lower() for word in args}
    values: list[str] = directive.facts["values"]
    found = [value for value in values if value.lower() in chosen]
    if len(found) > 1 and directive.takes_several:
        # `default` is no flag set at all.
        found = [value for value in found if value != "default"]
    return " ".join(found)


def _integer(directive: Directive, args: Args, _: str) -> str:
    if not directive.facts.get("lenient"):
        return str(numbers.integer(args[0]) or 0)
    number = numbers.leading(args[0])
    return str(numbers.signed_32(number) if directive.facts.get("ctype") in _INTS else number)


def _memory(directive: Directive, args: Args, line: str) -> str:
    """Bytes.  Until 6.2 the number is shown as a signed one, whatever its type."""
    if directive.facts.get("lenient"):
        return str(numbers.signed_64(numbers.memory_or_zero(args[0])))
    if line in having("signed-memory"):
        return str(numbers.signed_64(numbers.memory(args[0], signed=True) or 0))
    if args[0] == "-1" and directive.facts.get("min") == -1:
        return "-1"
    return str(numbers.memory(args[0]) or 0)


def _memory_or_percent(_: Directive, args: Args, __: str) -> str:
    """Bytes, or a percentage, which is stored as a number below zero."""
    if args[0].endswith("%"):
        percent = numbers.integer(args[0][:-1]) or 0
        return f"{percent}%" if percent else "0"
    size = numbers.signed_64(numbers.memory(args[0]) or 0)
    return f"{-size}%" if size < 0 else str(size)


def _octal(directive: Directive, args: Args, _: str) -> str:
    lenient = directive.facts.get("lenient") or "max" not in directive.facts
    number = numbers.leading_octal(c_string(args[0])) if lenient else numbers.octal(args[0]) or 0
    return f"{number:o}"


def _string(directive: Directive, args: Args, _: str) -> str:
    """The text; up to its first NUL, but for those that hold one."""
    return args[0] if directive.is_sensitive and directive.name in _BINARY else c_string(args[0])


# Passwords may hold any byte.
_BINARY: Final = frozenset({"requirepass", "masterauth"})

_TYPES: Final[dict[str, Show]] = {
    "bool": _bool,
    "enum": _enum,
    "integer": _integer,
    "memory": _memory,
    "memory-or-percent": _memory_or_percent,
    "octal": _octal,
}

_SHAPES: Final[dict[str, Show]] = {
    "keyspace-events": shapes.keyspace_events,
    "oom-score-adj-values": shapes.oom_scores,
    "percentiles": shapes.percentiles,
    "host-port": shapes.host_and_port,
    "address-list": shapes.addresses,
    "octal": _octal,
}
