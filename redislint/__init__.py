"""redislint: a linter for everything that declares a Redis or Valkey.

The public names are `lint`, `lint_text`, `effective`, `acl_user`, `AclUser`, `Finding`, `Refused`, `Report`, `Severity`
and `__version__`; each is imported when it is first used, so that `import redislint` costs nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"
# The day that the data about releases and vulnerabilities is of; a test compares it with the data.
__data__ = "2026-11-23"

TYPE_CHECKING = False  # as in `typing`, whose import would be half the time of `redislint --version`
if TYPE_CHECKING:
    from typing import Any

    from redislint.acl.api import AclUser, acl_user
    from redislint.api import lint, lint_text
    from redislint.finding import Finding, Severity
    from redislint.outcome.api import Refused, effective
    from redislint.pipeline import Report

_HOMES = {
    "lint": "redislint.api",
    "lint_text": "redislint.api",
    "effective": "redislint.outcome.api",
    "acl_user": "redislint.acl.api",
    "AclUser": "redislint.acl.api",
    "Refused": "redislint.outcome.api",
    "Finding": "redislint.finding",
    "Severity": "redislint.finding",
    "Report": "redislint.pipeline",
}

__all__ = [
    "AclUser",
    "Finding",
    "Refused",
    "Report",
    "Severity",
    "__version__",
    "acl_user",
    "effective",
    "lint",
    "lint_text",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'redislint' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(home), name)
    return value
