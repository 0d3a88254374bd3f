"""What a directive takes, in words: `a whole number from 0 to 65535`."""

from __future__ import annotations

from collections.abc import Callable

from redislint.servers.directives import Directive, having
from redislint.typed import Any, Final

# From here on a bound is the end of a type of C's, and none that a person would ever meet.
_HUGE: Final = (1 << 31) - 1
_UNITS: Final = (("gb", 1 << 30), ("mb", 1 << 20), ("kb", 1 << 10))
_MEMORY: Final = "an amount of memory, in bytes or with a unit such as `mb`"
_NAMED: Final = "letters, digits and a few other signs"

_SIMPLE: Final = {
    "bool": "`yes` or `no`",
    "octal": "an octal number from 0 to 777",
    "ignored": "anything, which is ignored",
    "command": "the name of a command, and its new name or an empty text",
    "module": "the path of a module, and its arguments",
    "acl": "the name of a user, and ACL rules",
    "sentinel": "one of Sentinel's options, and its arguments",
    "directory": "the path of a folder",
    "oom-score-adj-values": "three whole numbers from -2000 to 2000",
    "percentiles": "numbers from 0 to 100, or an empty text",
    "host-port": "a host and a port, or `no one`",
}

# What the words under `demands` in the data ask of a text.
_TEXTS: Final = {
    "non-empty": "that is not empty",
    "basename": "without `/`",
    "hostname": "that is a host name",
    "empty-or-ipv4": "that is an IPv4 address, or empty",
    "empty-or-ipv6": "that is an IPv6 address, or empty",
    "empty-or-ip": "that is an IP address, or empty",
    "aux-string": f"of {_NAMED}",
    "proc-title-template": "with placeholders such as `{title}`",
}


def value(directive: Directive, line: str) -> str:
    """What the directive takes in a line of servers."""
    kind = directive.facts.get("shape", directive.type)
    return _WORDS[kind](directive, line) if kind in _WORDS else _SIMPLE[kind]


def amount(directive: Directive) -> str:
    """` (100mb)` for a default of 104857600 bytes; nothing for what is no even amount of memory."""
    text = directive.default or ""
    short = sized(int(text)) if "memory" in directive.type and text.isdecimal() else text
    return f" ({short})" if short != text else ""


def argument(takes: dict[str, Any]) -> str:
    """One argument of an option of Sentinel's: `<port>` from 0 to 65535."""
    least, most = takes.get("min"), takes.get("max")
    name = f"`<{takes['name']}>`"
    if takes["type"] == "bool":
        return "`yes` or `no`"
    if most is not None:
        name = f"{name} from {least} to {most}"
    elif least is not None:
        name = f"{name} of at least {least}"
    elif "length" in takes:
        name = f"{name} of {takes['length']} characters"
    return f"{name}, which may be left out" if takes.get("optional") else name


def sized(size: int) -> str:
    """A number of bytes with the largest unit that divides it."""
    for unit, factor in _UNITS:
        if size and size % factor == 0:
            return f"{size // factor}{unit}"
    return str(size)


def _enum(directive: Directive, _: str) -> str:
    quoted = [f"`{one}`" for one in directive.facts["values"]]
    several = directive.most != 1
    listed = f"{', '.join(quoted[:-1])} {'and' if several else 'or'} {quoted[-1]}"
    return f"one or more of {listed}" if several else listed


def _integer(directive: Directive, _: str) -> str:
    least, most = directive.facts.get("min"), directive.facts.get("max")
    if most is not None and most < _HUGE:
        return f"a whole number from {least or 0} to {most}"
    return f"a whole number of at least {least}" if least is not None and least > -_HUGE else "a whole number"


def _memory(directive: Directive, _: str) -> str:
    least = directive.facts.get("min") or 0
    also = f", or a percentage up to {directive.facts['max_percent']}%" if "max_percent" in directive.facts else ""
    if least < 0:
        also = f", or `{least}`"
    return f"{_MEMORY}{f', of at least {sized(least)}' if least > 1 else ''}{also}"


def _string(directive: Directive, _: str) -> str:
    demands = directive.facts.get("demands", ())
    found = [_TEXTS[one] for one in demands if one in _TEXTS]
    found += [f"of at most {one.split('-')[1]} bytes" for one in demands if one.startswith("max-")]
    return f"a text {' and '.join(found)}" if found else "a text"


def _save(directive: Directive, _: str) -> str:
    pairs = "seconds and changes, once or several times" if directive.multiple > 1 else "seconds and changes"
    return f'{pairs}, or `""`'


def _limits(directive: Directive, _: str) -> str:
    once = "a class (`normal`, `replica` or `pubsub`), a hard limit, a soft limit and seconds"
    return once if directive.most == 4 else f"{once}, once or several times"


def _addresses(directive: Directive, line: str) -> str:
    text = f"up to {directive.most} addresses"
    if line in having("optional-addresses"):
        return f"{text}; `-` before one makes it optional, and `*` stands for all"
    return text


def _letters(directive: Directive, _: str) -> str:
    return f"letters out of `{directive.facts['letters']}`, or an empty text"


def _file(_: Directive, line: str) -> str:
    return (
        "the path of a file, or a pattern such as `*.conf`"
        if line in having("globs-includes")
        else "the path of a file"
    )


_WORDS: Final[dict[str, Callable[[Directive, str], str]]] = {
    "enum": _enum,
    "integer": _integer,
    "memory": _memory,
    "memory-or-percent": _memory,
    "string": _string,
    "save": _save,
    "client-output-buffer-limit": _limits,
    "address-list": _addresses,
    "keyspace-events": _letters,
    "file": _file,
}
