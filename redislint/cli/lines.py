"""Which line of servers rules about users are for."""

from __future__ import annotations

from redislint import servers
from redislint.access.sums import HAS_ACLS
from redislint.cli import UsageError
from redislint.cli.settings import configuration, here


def line(given: servers.Server | None) -> str:
    """The line that is given, else the one that the configuration declares, such as `redis@7.2`."""
    server = given if given is not None else _declared()
    if server is None:
        raise UsageError("for which version? Say it: --server redis@7.2")
    if server.key not in HAS_ACLS:
        raise UsageError(f"{server} has no ACLs: they came with redis 6.0")
    return server.key


def _declared() -> servers.Server | None:
    config = configuration(here())
    return config.default.server if config is not None else None
