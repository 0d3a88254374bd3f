"""What a cloud resource leaves open of a managed Redis or Valkey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from redislint.finding import Hit, Severity
from redislint.model.facts import Fact
from redislint.model.instance import Instance

# How a resource comes to ask for no password.
_WITHOUT: Final = {
    "aws_elasticache_replication_group": "it has neither an `auth_token` nor `user_group_ids`",
    "aws_elasticache_cluster": "it cannot ask for a password; a replication group can",
}


def _fact(instance: Instance, name: str) -> Fact[str | bool | int] | None:
    return None if instance.managed is None else instance.managed.facts.get(name)


def cleartext(instance: Instance) -> Iterator[Hit]:
    """A managed service that takes connections without TLS: only such, or besides those with TLS."""
    fact = _fact(instance, "transit-encryption")
    if fact is None or instance.managed is None or fact.value not in ("off", "preferred"):
        return
    is_optional = fact.value == "preferred"
    yield Hit(
        fact.span,
        key="transit-encryption",
        severity=Severity.INFO if is_optional else None,
        resource=instance.managed.resource,
        what="still takes connections without TLS" if is_optional else "has no encryption in transit",
    )


def without_auth(instance: Instance) -> Iterator[Hit]:
    """A managed service that lets everybody in."""
    fact = _fact(instance, "auth")
    if fact is None or instance.managed is None or fact.value is not False:
        return
    resource = instance.managed.resource
    what = _WITHOUT.get(resource, "it asks for no password")
    yield Hit(fact.span, key="auth", resource=resource, what=what)
