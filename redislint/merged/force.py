"""Which lines of a directive are in force in the end, and which are replaced by later ones."""

from __future__ import annotations

from collections.abc import Sequence

from redislint.servers.directives import Directive
from redislint.servers.numbers import c_string
from redislint.servers.values import words
from redislint.typed import Final

Args = tuple[str, ...]
Lines = Sequence[Args | None]


def in_force(directive: Directive, lines: Lines, line: str) -> list[bool]:
    """For each line, whether anything of it is left when all have been read."""
    rule = _RULES.get(directive.facts.get("shape", ""))
    if rule is None:
        return [index == len(lines) - 1 for index in range(len(lines))]
    return rule([None if args is None else words(directive, args, line) for args in lines])


def _after_reset(lines: Lines) -> list[bool]:
    last = max((index for index, args in enumerate(lines) if args == ("",)), default=0)
    return [index >= last for index in range(len(lines))]


def _after_absolute(lines: Lines) -> list[bool]:
    last = max((index for index, args in enumerate(lines) if args and args[0].startswith("/")), default=0)
    return [index >= last for index in range(len(lines))]


def _of_a_class(lines: Lines) -> list[bool]:
    seen: set[str] = set()
    found: list[bool] = []
    for args in reversed(lines):
        classes = {c_string(word).lower().replace("replica", "slave") for word in (args or ())[::4]}
        found.append(args is None or not classes <= seen)
        seen |= classes
    return found[::-1]


_RULES: Final = {
    "save": _after_reset,
    "directory": _after_absolute,
    "client-output-buffer-limit": _of_a_class,
}
