"""Does a value fit its directive?

`fault` is a pure function of a directive, the words behind its name, and a server line.  The conversions of numbers
and texts are those of the servers, checked against running ones of every line that the data does not call derived.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from redislint.servers import numbers, shapes
from redislint.servers.counts import counts, is_right
from redislint.servers.directives import Directive, having
from redislint.servers.faults import Fault
from redislint.servers.numbers import LONG_MAX, c_string
from redislint.servers.split import split
from redislint.servers.texts import unmet
from redislint.typed import Final

Args = tuple[str, ...]
Check = Callable[[Directive, Args, str], Fault | None]

_UNSIGNED: Final = frozenset({"uint", "ulong", "size_t", "ulonglong"})
_UNITS: Final = "digits and one of the units b, k, kb, m, mb, g and gb"


def fault(directive: Directive, args: Args, line: str) -> Fault | None:
    """Why the server line refuses these arguments of a directive that it knows; None if it takes them."""
    args = words(directive, args, line)
    if not is_right(directive, args):
        return Fault("count", counts(directive), None, _is_kept(directive, args, line))
    check = _CHECKS.get(directive.facts.get("shape", directive.type))
    return check(directive, args, line) if check is not None else None


def words(directive: Directive, args: Args, line: str) -> Args:
    """The arguments as the directive gets them: a lone one may be split into words once more."""
    if len(args) == 1 and args[0] and directive.takes_several and line in having("splits-lone-argument"):
        return split(args[0], joins=line in having("text-after-quote"))
    return args


@cache
def parts(directive: Directive) -> tuple[tuple[str, frozenset[str]], ...]:
    """The directive's lines in groups that read its arguments in the same way, each with one line to ask."""
    traits = [having(name) for name in _TRAITS.get(directive.facts.get("shape", directive.type), ())]
    if directive.takes_several:
        traits += [having("splits-lone-argument"), having("text-after-quote")]
    if "aux-string" in directive.facts.get("demands", ()):
        return tuple((line, frozenset({line})) for line in sorted(directive.lines))
    groups: dict[tuple[bool, ...], set[str]] = {}
    for line in directive.lines:
        groups.setdefault(tuple(line in trait for trait in traits), set()).add(line)
    return tuple((min(lines), frozenset(lines)) for lines in groups.values())


def _is_kept(directive: Directive, args: Args, line: str) -> bool:
    """Is the line kept for modules, and refused when all has been read, rather than at once?"""
    odd = directive.type in ("ignored", "file", "command")
    return odd and bool(args) and line in having("keeps-unknown")


def _bool(directive: Directive, args: Args, _: str) -> Fault | None:
    if directive.facts.get("unchecked") or c_string(args[0]).lower() in ("yes", "no"):
        return None
    return Fault("bool", "`yes` or `no`")


def _enum(directive: Directive, args: Args, _: str) -> Fault | None:
    allowed = [value.lower() for value in directive.facts["values"]]
    chosen = [c_string(word).lower() for word in args]
    for index, word in enumerate(chosen):
        if word not in allowed:
            return Fault("enum", _either(directive.facts["values"]), index)
    if "not-both-save-and-nosave" in directive.facts.get("demands", ()) and {"save", "nosave"} <= set(chosen):
        return Fault("enum", "`save` or `nosave`, not both", None)
    return None


def _integer(directive: Directive, args: Args, _: str) -> Fault | None:
    if directive.facts.get("lenient"):
        wide = numbers.leading(args[0])
        number = numbers.signed_32(wide) if directive.facts.get("ctype") in ("int", "uint") else wide
        return _bounds(directive, _as_stored(directive, number), "a whole number")
    exact = numbers.integer(args[0])
    if exact is None:
        return Fault("integer", _ranged(directive, "a whole number"))
    return _bounds(directive, exact, "a whole number")


def _octal(directive: Directive, args: Args, _: str) -> Fault | None:
    lenient = directive.facts.get("lenient") or "max" not in directive.facts
    number = numbers.leading_octal(c_string(args[0])) if lenient else numbers.octal(args[0])
    if number is None or not 0 <= number <= directive.facts.get("max", 0o777):
        return Fault("octal", "an octal number from 0 to 777, such as 770")
    return None


def _memory(directive: Directive, args: Args, line: str) -> Fault | None:
    if directive.facts.get("lenient"):
        return _bounds(directive, _as_stored(directive, numbers.memory_or_zero(args[0])), _UNITS)
    if args[0] == "-1" and directive.facts.get("min") == -1:
        return None
    signed = line in having("signed-memory")
    size = numbers.memory(args[0], signed=signed, strict=line in having("digits-within-64-bits"))
    if size is None or (signed and size < 0):
        return Fault("memory", _UNITS)
    if directive.facts.get("ctype") not in _UNSIGNED:
        size = numbers.signed_64(size)
    return _bounds(directive, size, _UNITS)


def _memory_or_percent(directive: Directive, args: Args, line: str) -> Fault | None:
    """A percentage is stored as a number below zero: a memory value that wraps around to one of these is taken, too."""
    most = directive.facts["max_percent"]
    if args[0].endswith("%"):
        percent = numbers.integer(args[0][:-1])
        if percent is not None and 0 <= percent <= most:
            return None
    else:
        size = numbers.memory(args[0], strict=line in having("digits-within-64-bits"))
        if size is not None and -most <= numbers.signed_64(size) <= directive.facts["max"]:
            return None
    return Fault("memory", f"{_UNITS}, or a percentage from 0% to {most}%")


def _string(directive: Directive, args: Args, line: str) -> Fault | None:
    for demand in directive.facts.get("demands", ()):
        expected = unmet(demand, args[0], line)
        if expected is not None:
            return Fault(demand, expected)
    return None


def _as_stored(directive: Directive, number: int) -> int:
    """A number that nobody checks before it is stored: below zero it is a huge one where the type has no sign."""
    unsigned = directive.facts.get("ctype") in _UNSIGNED
    return number & numbers.UNSIGNED_MAX if unsigned else number


def _bounds(directive: Directive, number: int, what: str) -> Fault | None:
    least, most = directive.facts.get("min"), directive.facts.get("max")
    if (least is None or number >= least) and (most is None or number <= most):
        return None
    return Fault("range", _ranged(directive, what))


def _ranged(directive: Directive, what: str) -> str:
    """What a number is, with the bounds that a person would ever meet."""
    least, most = directive.facts.get("min"), directive.facts.get("max")
    if most is not None and most < (1 << 31) - 1:
        return f"{what} from {least or 0} to {most}"
    return f"{what} of at least {least}" if least is not None and least > -LONG_MAX else what


def _either(values: list[str]) -> str:
    quoted = [f"`{value}`" for value in values]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}" if len(quoted) > 1 else quoted[0]


_CHECKS: Final[dict[str, Check]] = {
    "bool": _bool,
    "enum": _enum,
    "integer": _integer,
    "memory": _memory,
    "memory-or-percent": _memory_or_percent,
    "octal": _octal,
    "string": _string,
    "save": shapes.save,
    "client-output-buffer-limit": shapes.buffer_limits,
    "keyspace-events": shapes.keyspace_events,
    "oom-score-adj-values": shapes.oom_scores,
    "percentiles": shapes.percentiles,
    "host-port": shapes.host_and_port,
    "address-list": shapes.addresses,
    "directory": shapes.directory,
}

# The traits, by type or shape, in which lines that share a directive's facts may still read it differently.
_TRAITS: Final[dict[str, tuple[str, ...]]] = {
    "memory": ("signed-memory", "digits-within-64-bits"),
    "memory-or-percent": ("digits-within-64-bits",),
    "client-output-buffer-limit": ("checks-buffer-limits", "digits-within-64-bits"),
    "save": ("checks-save",),
    "percentiles": ("decimal-percentiles",),
    "host-port": ("checks-replica-port",),
    "address-list": ("optional-addresses",),
    "ignored": ("keeps-unknown",),
    "file": ("keeps-unknown",),
    "command": ("keeps-unknown",),
}
