"""What managed services take away from every user, from data/managed.json."""

from __future__ import annotations

from functools import cache

from redislint.servers.files import bundled


@cache
def withheld(service: str) -> frozenset[str]:
    """The commands and subcommands (`config`, `acl|setuser`) that nobody may run in a service (`elasticache`)."""
    return frozenset(bundled("managed")["withheld"][service].split())
