"""Spotahome's operator: RedisFailover.

Sources: its CRD and generator.go: without `auth.secretPath` the servers ask for no password; the official images,
which it runs by default, have protected mode off.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.model.instance import SENTINEL
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.kubernetes.operators.resource import Resource, count, elements


def resources(found: Object, around: Around) -> Iterator[Resource]:
    """The servers and the Sentinels of a failover."""
    if found.kind != "RedisFailover":
        return
    yield _servers(found, around)
    sentinels = Resource(found, around, f"{found.name}/sentinel", SENTINEL)
    sentinels.image = sentinels.spec.at("sentinel.image")
    sentinels.limits = sentinels.spec.at("sentinel.resources.limits")
    sentinels.replicas = count(sentinels.spec, "sentinel.replicas", 3, sentinels.anchor)
    yield sentinels


def _servers(found: Object, around: Around) -> Resource:
    one = Resource(found, around)
    spec = one.spec
    one.image, one.limits = spec.at("redis.image"), spec.at("redis.resources.limits")
    one.replicas = count(spec, "redis.replicas", 3, one.anchor)
    secret = spec.at("auth.secretPath")
    if secret is None:
        one.open(None, "auth.secretPath")
    else:
        one.password(secret.text if secret.is_known else "", "password", secret, "auth.secretPath")
    one.lines(elements(spec.at("redis.customConfig")))
    for rename in elements(spec.at("redis.customCommandRenames")):
        names = (scalar(rename, "from"), scalar(rename, "to"))
        one.settings.append(Setting("rename-command", names, rename.span, rename.span, "redis.customCommandRenames"))
    storage = spec.at("redis.storage")
    kept = storage is not None and storage.get("persistentVolumeClaim") is not None
    known = storage is None or kept or storage.get("emptyDir") is not None
    one.storage = Fact(kept if known else UNKNOWN, one.anchor, written=False)
    return one
