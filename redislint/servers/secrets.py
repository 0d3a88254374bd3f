"""Directives whose values are secrets."""

from __future__ import annotations

from redislint.servers.directives import spans


def is_sensitive(name: str, args: tuple[str, ...] | None) -> bool:
    """Is the value of a directive a secret, or may it be one?"""
    if name == "sentinel":
        from redislint.servers.sentinel import is_secret

        return not args or is_secret(args[0])
    return any(one.is_sensitive for one in spans(name))
