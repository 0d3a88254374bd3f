"""Redis Enterprise: RedisEnterpriseDatabase.  The service manages its servers, and none reads a redis.conf."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.instance import Managed
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object
from redislint.read.kubernetes.operators.resource import Resource
from redislint.typed import Final

_DATABASE: Final = "RedisEnterpriseDatabase"
_LOGS: Final = ("aofEverySecond", "aofAlways")
_NAMES: Final = {"noEviction": "noeviction"}


def resources(found: Object, around: Around) -> Iterator[Resource]:
    """A database."""
    if found.kind != _DATABASE:
        return
    one = Resource(found, around)
    one.managed = Managed(_DATABASE, {})
    policy, kept = one.spec.get("evictionPolicy"), one.spec.get("persistence")
    if policy is not None:
        value = _NAMES.get(policy.text, policy.text) if policy.is_known else None
        one.set("maxmemory-policy", value, policy, "evictionPolicy")
    if kept is not None:
        one.set("appendonly", ("yes" if kept.text in _LOGS else "no") if kept.is_known else None, kept, "persistence")
    yield one
