"""Hyperspike's operator: Valkey.

Source: its CRD: `anonymousAuth` (false by default) lets in whoever connects; and its controller: every pod has a claim,
of 8Gi where `storage` does not say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Fact
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.kubernetes.operators.resource import Resource, count, is_on


def resources(found: Object, around: Around) -> Iterator[Resource]:
    """The shards of a cluster, all alike."""
    if found.kind != "Valkey":
        return
    one = Resource(found, around)
    spec = one.spec
    one.image, one.limits = spec.get("image"), spec.at("resources.limits")
    one.replicas = count(spec, "nodes", 3, one.anchor)
    one.cluster("nodes", one.replicas, count(spec, "replicas", 0, one.anchor))
    anonymous = spec.get("anonymousAuth")
    if is_on(spec, "anonymousAuth"):
        one.open(anonymous, "anonymousAuth")
    else:
        _password(one)
    if is_on(spec, "tls"):
        for directive in ("port", "tls-port"):
            one.set(directive, None, spec.get("tls"), "tls")
    if is_on(spec, "externalAccess.enabled"):
        one.outward(spec.at("externalAccess.type"))
    one.storage = Fact(True, one.anchor, written=False)
    yield one


def _password(one: Resource) -> None:
    secret = one.spec.get("servicePassword")
    if secret is None:
        one.set("requirepass", None, one.spec.get("anonymousAuth"), "anonymousAuth")
    else:
        one.password(scalar(secret, "name"), scalar(secret, "key"), secret, "servicePassword")
