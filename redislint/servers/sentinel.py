"""What may follow the word `sentinel` in sentinel.conf, from data/sentinel.json."""

from __future__ import annotations

import os
from functools import cache

from redislint.servers.counts import number_of_values
from redislint.servers.directives import LINES, lines_of
from redislint.servers.faults import UNKNOWN, Fault
from redislint.servers.numbers import atoi, c_string
from redislint.typed import Any, Final

_PATH: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "sentinel.json")


class Option:
    """One of these directives: its names, the lines that have it, and its arguments as the data file has them."""

    __slots__ = ("lines", "name", "phase", "takes")

    def __init__(self, name: str, lines: frozenset[str], row: dict[str, Any]) -> None:
        self.name = name
        self.lines = lines
        self.takes: list[dict[str, Any]] = row["takes"]
        self.phase: str = row["phase"]

    def fault(self, args: tuple[str, ...]) -> Fault | None:
        """What is wrong with the words behind the option's name, in every line that has it."""
        least = sum(not one.get("optional") for one in self.takes)
        if not least <= len(args) <= len(self.takes):
            names = " ".join(f"<{one['name']}>" for one in self.takes[:least])
            return Fault("count", f"{number_of_values(least)}: {names}", None)
        for index, (word, one) in enumerate(zip(args, self.takes, strict=False)):
            expected = _expected(word, one)
            if expected is not None:
                return Fault(one["type"], expected, index + 1)
        return None


def _expected(word: str, takes: dict[str, Any]) -> str | None:
    """What the word had to be, if it is no value of this argument."""
    if takes["type"] == "bool" and c_string(word).lower() not in ("yes", "no"):
        return "`yes` or `no`"
    if takes["type"] == "string" and len(word.encode("utf-8", "surrogateescape")) != takes.get("length", len(word)):
        return f"an id of {takes['length']} characters" if "length" in takes else None
    if takes["type"] != "number":
        return None
    least, most = takes.get("min"), takes.get("max")
    number = atoi(word)
    if (least is None or number >= least) and (most is None or number <= most):
        return None
    name = takes["name"]
    return f"a {name} from {least} to {most}" if most is not None else f"a {name} of {least} or more"


@cache
def options() -> dict[str, Option]:
    """Every option by each of its names."""
    import json

    with open(_PATH, encoding="utf-8") as file:
        table: dict[str, Any] = json.load(file)["directives"]
    found = {}
    for name, row in table.items():
        lines = lines_of(row["in"])
        found[name] = Option(name, lines, row)
        for alias in row.get("aliases", ()):
            found[alias] = Option(name, lines_of(row.get("aliases_in", row["in"])), row)
    return found


def is_secret(option: str) -> bool:
    """Is one of the option's arguments a password?"""
    found = options().get(option.lower())
    return found is not None and any(one.get("secret") for one in found.takes)


def knowing_option(name: str) -> frozenset[str]:
    """The lines whose Sentinel knows an option, in any case of its letters."""
    option = options().get(c_string(name).lower())
    return frozenset() if option is None else option.lines


def faults(args: tuple[str, ...]) -> dict[Fault, frozenset[str]]:
    """What is wrong with the words behind `sentinel`, with the lines that find it.  The word alone is taken by all."""
    if not args:
        return {}
    option = options().get(c_string(args[0]).lower())
    if option is None:
        return {UNKNOWN: frozenset(LINES)}
    found = {}
    unknown = frozenset(LINES) - option.lines
    if unknown:
        found[UNKNOWN] = unknown
    wrong = option.fault(args[1:])
    if wrong is not None:
        found[wrong] = option.lines
    return found
