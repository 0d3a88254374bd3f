"""OT-CONTAINER-KIT's operator: Redis, RedisReplication, RedisCluster and RedisSentinel, `v1beta1` and `v1beta2`.

Sources: its CRDs, and the entrypoint of its images (quay.io/opstree/redis): without `redisSecret` it writes
`protected-mode no` and no password.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SENTINEL, SERVER
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.kubernetes.operators.resource import Resource, count, elements, is_on
from redislint.typed import Final

_SINGLE: Final = "Redis"
_CLUSTER: Final = "RedisCluster"
_PARTS: Final = ("redisLeader", "redisFollower")
_KINDS: Final = frozenset({_SINGLE, "RedisReplication", _CLUSTER, "RedisSentinel"})
_KEY: Final = "redis-additional.conf"


def resources(found: Object, around: Around) -> Iterator[Resource]:
    """A cluster is two sets of servers; everything else is one."""
    if found.kind == _CLUSTER:
        for part in _PARTS:
            yield _resource(found, around, part)
    elif found.kind in _KINDS:
        yield _resource(found, around, "")


def _resource(found: Object, around: Around, part: str) -> Resource:
    role = SENTINEL if found.kind == "RedisSentinel" else SERVER
    one = Resource(found, around, f"{found.name}/{part}" if part else "", role)
    spec = one.spec
    one.image = spec.at("kubernetesConfig.image")
    own = spec.at(f"{part}.resources.limits") if part else None
    one.limits = own if own is not None else spec.at("kubernetesConfig.resources.limits")
    single = found.kind == _SINGLE
    one.replicas = Fact(1, one.anchor, written=False) if single else count(spec, "clusterSize", 3, one.anchor)
    if part and spec.at(f"{part}.replicas") is not None:
        one.replicas = count(spec, f"{part}.replicas", 3, one.anchor)
    if part == _PARTS[0]:
        followers = count(spec, f"{_PARTS[1]}.replicas", 1, one.anchor)
        one.cluster(_CLUSTER, one.replicas, followers if followers.value == 0 else None)
    if role == SERVER:
        _settings(one, part)
    kind = spec.at("kubernetesConfig.service.serviceType")
    one.outward(kind, 26379 if role == SENTINEL else 6379)
    return one


def _settings(one: Resource, part: str) -> None:
    spec = one.spec
    secret = spec.at("kubernetesConfig.redisSecret")
    if secret is None:
        one.open(None, "kubernetesConfig.redisSecret")
    else:
        one.password(scalar(secret, "name"), scalar(secret, "key"), secret, "kubernetesConfig.redisSecret")
    if spec.get("TLS") is not None:
        for directive in ("port", "tls-port"):
            one.set(directive, None, spec.get("TLS"), "TLS")
    for path in ("redisConfig", f"{part}.redisConfig") if part else ("redisConfig",):
        config = spec.at(path)
        if config is not None and config.get("maxMemoryPercentOfLimit") is not None:
            one.set("maxmemory", None, config.get("maxMemoryPercentOfLimit"), "maxMemoryPercentOfLimit")
        name = scalar(spec, f"{path}.additionalRedisConfig")
        if name:
            one.config_map(name, _KEY)
        one.lines(elements(spec.at(f"{path}.dynamicConfig")))
    if spec.get("acl") is not None:
        one.set("aclfile", None, spec.get("acl"), "acl")
        one.users = None
    if is_on(spec, "hostNetwork"):
        one.partial = True
    claimed = spec.at("storage.volumeClaimTemplate") is not None
    other = spec.get("storage") is not None and not claimed
    one.storage = Fact(UNKNOWN if other else claimed, one.anchor, written=False)
