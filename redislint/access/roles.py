"""Who a user is meant to be, told by its name: an administrator, or one of the parts that every installation has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from redislint.acl.globs import matches
from redislint.typed import Final

ADMIN: Final = "admin"
REPLICA: Final = "replica"
SENTINEL: Final = "sentinel"
EXPORTER: Final = "exporter"
BACKUP: Final = "backup"
HEALTH: Final = "health"

# Short words count where no letter stands beside them: `ops-ro`, not `shops`.
_NAMES: Final = {
    ADMIN: r"admin|superuser|operator|maintenance|(?<![a-z])(?:root|(?:dev|sys)?ops|dba)(?![a-z])",
    SENTINEL: r"sentinel",
    REPLICA: r"replica|replicat|(?<![a-z])(?:repl|slave)(?![a-z])|masteruser|master_user|master-user",
    EXPORTER: r"exporter|prometheus|datadog|newrelic|telegraf|monitor|(?<![a-z])metrics(?![a-z])",
    BACKUP: r"backup",
    HEALTH: r"health|(?<![a-z])(?:probe|liveness|readiness)(?![a-z])",
}


def role(name: str, admins: Iterable[str] = ()) -> str:
    """The role of a user of this name, empty if it has none; `admins` are declared, as names or patterns (`ops-*`)."""
    if any(matches(one, name) for one in admins):
        return ADMIN
    return next((one for one, pattern in _NAMES.items() if re.search(pattern, name, re.IGNORECASE)), "")


def is_admin(name: str, admins: Iterable[str] = ()) -> bool:
    """Is a user of this name meant to administer?"""
    return role(name, admins) == ADMIN
