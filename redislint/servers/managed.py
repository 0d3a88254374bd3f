"""What managed services take away from every user, and which parameters they have, from data/managed.json."""

from __future__ import annotations

from functools import cache

from redislint.servers.files import bundled
from redislint.typed import Any, NamedTuple


@cache
def withheld(service: str) -> frozenset[str]:
    """The commands and subcommands (`config`, `acl|setuser`) that nobody may run in a service (`elasticache`)."""
    return frozenset(bundled("managed")["withheld"][service].split())


class Standing(NamedTuple):
    """Where a parameter stands in a family of them.

    `state` is `new` (only later families have it), `gone` (only earlier ones), `fixed` (nobody may set it), or empty
    where it may be set; `family` is the first one that has it, lacks it, or keeps it; `now` is its name since then.
    """

    state: str
    family: str = ""
    now: str = ""


def standing(service: str, family: str, name: str) -> Standing | None:
    """Where a parameter stands in a family (`redis7`) of a service (`aws-elasticache`); None if that is not known."""
    data = _parameters(service)
    families: list[str] = data["families"]
    family = data["same"].get(family, family)
    row = data["parameters"].get(name)
    if row is None or family not in families:
        return None
    at = families.index(family)
    if "since" in row and at < families.index(row["since"]):
        return Standing("new", row["since"])
    for state in ("gone", "fixed"):
        if state in row and at >= families.index(row[state]):
            return Standing(state, row[state], row.get("now", ""))
    return Standing("")


@cache
def _parameters(service: str) -> dict[str, Any]:
    found: dict[str, Any] = bundled("managed")["parameters"][service]
    return found
