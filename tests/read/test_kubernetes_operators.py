"""Resources of operators: what each makes of the keys that are there, and of those that are not."""

from __future__ import annotations

import pytest

from redislint.checks.auth import default_user_open
from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SENTINEL
from tests.read.reading import Files, reading

OT = "redis.redis.opstreelabs.in/v1beta2"


def resource(api: str, kind: str, spec: str, more: str = "", **files: str) -> Reading:
    body = "".join(f"  {line}\n" for line in spec.strip("\n").split("\n"))
    text = f"apiVersion: {api}\nkind: {kind}\nmetadata:\n  name: cache\nspec:\n{body}{more}"
    return reading(text, "kubernetes", "redis.yaml", Files(**files))


@pytest.mark.parametrize(
    ("api", "kind", "spec", "is_open"),
    [
        (OT, "Redis", "kubernetesConfig: {image: x}", True),
        ("redis.redis.opstreelabs.in/v1beta1", "Redis", "kubernetesConfig: {image: x}", True),
        (OT, "RedisReplication", "clusterSize: 3\nkubernetesConfig: {image: x}", True),
        (OT, "Redis", "kubernetesConfig: {redisSecret: {name: a, key: b}}", None),
        (OT, "Redis", "kubernetesConfig: {}\nacl: {secret: {secretName: users}}", None),
        (OT, "Redis", "kubernetesConfig: {}\nredisConfig: {additionalRedisConfig: away}", None),
        ("databases.spotahome.com/v1", "RedisFailover", "redis: {replicas: 3}", True),
        ("databases.spotahome.com/v1", "RedisFailover", "auth: {secretPath: a}", None),
        ("databases.spotahome.com/v1", "RedisFailover", "redis: {customConfig: [requirepass a-long-password]}", False),
        ("hyperspike.io/v1", "Valkey", "anonymousAuth: true", True),
        ("hyperspike.io/v1", "Valkey", "nodes: 3", None),
        ("app.redislabs.com/v1alpha1", "RedisEnterpriseDatabase", "memorySize: 1GB", None),
    ],
)
def test_who_gets_in(api: str, kind: str, spec: str, is_open: bool | None) -> None:
    assert default_user_open(resource(api, kind, spec).instances[0]) is is_open


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        ("example.com/v1", "Redis"),
        ("databases.spotahome.com/v1", "Other"),
        ("app.redislabs.com/v1", "RedisEnterpriseRemoteCluster"),
        (OT, "Other"),
    ],
)
def test_what_is_none_of_them(api: str, kind: str) -> None:
    assert resource(api, kind, "image: redis:7.2").instances == ()


def test_a_cluster_is_leaders_and_followers() -> None:
    spec = """
clusterSize: 3
kubernetesConfig:
  image: quay.io/opstree/redis:v7.0.15
  resources: {limits: {memory: 1Gi}}
redisLeader: {redisConfig: {additionalRedisConfig: conf}}
redisFollower: {replicas: 6}
storage: {volumeClaimTemplate: {}}
"""
    conf = "---\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  redis-additional.conf: |\n    maxmemory 700mb\n"
    leader, follower = resource(OT, "RedisCluster", spec, conf).instances
    assert (leader.name, follower.name) == ("cache/redisLeader", "cache/redisFollower")
    assert (leader.setting("maxmemory").value, follower.setting("maxmemory").value) == ("700mb", None)
    assert leader.setting("maxmemory").span.text == "maxmemory 700mb"
    assert leader.replicas is not None
    assert follower.replicas is not None
    assert (leader.replicas.value, follower.replicas.value) == (3, 6)
    assert leader.memory_limit is not None
    assert (leader.memory_limit.value, leader.memory_limit.span.text) == (1 << 30, "1Gi")
    assert str(leader.server) == "redis 7.0.15"
    assert leader.storage is not None
    assert leader.storage.value is True


def test_a_sentinel_of_opstree() -> None:
    (one,) = resource(OT, "RedisSentinel", "clusterSize: 3\nkubernetesConfig: {image: x}").instances
    assert one.role == SENTINEL
    assert one.replicas is not None
    assert one.replicas.value == 3


def test_tls_leaves_the_ports_open() -> None:
    (one,) = resource(OT, "Redis", "kubernetesConfig: {}\nTLS: {secret: {secretName: x}}").instances
    assert [(line.name, line.args) for line in one.settings if line.name.endswith("port")] == [
        ("port", None),
        ("tls-port", None),
    ]


def test_a_service_beyond_the_cluster() -> None:
    (one,) = resource(OT, "Redis", "kubernetesConfig: {service: {serviceType: LoadBalancer}}").instances
    assert [(port.container, port.span.text) for port in one.ports or ()] == [(6379, "LoadBalancer")]


def test_a_password_in_a_secret_is_read_and_masked() -> None:
    secret = "---\nkind: Secret\nmetadata: {name: keys}\ndata: {password: aHVudGVyMg==}\n"
    found = resource("databases.spotahome.com/v1", "RedisFailover", "auth: {secretPath: keys}", secret)
    setting = found.instances[0].setting("requirepass")
    assert (setting.value, setting.value_span.text) == ("hunter2", "aHVudGVyMg==")
    assert "aHVudGVyMg==" in [span.text for span in found.secrets]


def test_a_failover() -> None:
    spec = """
sentinel: {replicas: 5}
redis:
  image: redis:7.2.4
  customConfig: ["maxmemory 100mb", 'save ""']
  customCommandRenames: [{from: flushall, to: ""}]
  storage: {persistentVolumeClaim: {}}
"""
    server, sentinel = resource("databases.spotahome.com/v1", "RedisFailover", spec).instances
    found = [(one.name, one.args, one.span.text) for one in server.settings if one.written]
    assert found == [
        ("maxmemory", ("100mb",), "maxmemory 100mb"),
        ("save", ("",), 'save ""'),
        ("rename-command", ("flushall", ""), '{from: flushall, to: ""}'),
    ]
    assert server.storage is not None
    assert server.storage.value is True
    assert sentinel.replicas is not None
    assert (sentinel.role, sentinel.replicas.value) == (SENTINEL, 5)


def test_a_database_of_redis_enterprise_is_managed() -> None:
    spec = "evictionPolicy: noEviction\npersistence: aofEverySecond"
    (one,) = resource("app.redislabs.com/v1alpha1", "RedisEnterpriseDatabase", spec).instances
    assert one.managed is not None
    assert one.setting("maxmemory-policy").value == "noeviction"
    assert one.setting("maxmemory-policy").span.text == "noEviction"
    assert one.setting("appendonly").value == "yes"


@pytest.mark.parametrize("version", ["v1", "v1alpha1"])
def test_a_cluster_of_redis_enterprise(version: str) -> None:
    spec = "nodes: 4\npersistentSpec: {enabled: false}\nlicense: very-secret"
    reading = resource(f"app.redislabs.com/{version}", "RedisEnterpriseCluster", spec)
    (one,) = reading.instances
    assert one.managed is not None
    assert one.replicas is not None
    assert one.storage is not None
    assert (one.replicas.value, one.replicas.span.text, one.storage.value) == (4, "4", False)
    # Nothing is known of what redis.conf would say.
    assert one.setting("maxmemory").value is None
    assert default_user_open(one) is None
    assert [span.text for span in reading.secrets] == ["very-secret"]


def test_what_is_not_known() -> None:
    spec = """
clusterSize: ${SIZE}
kubernetesConfig: {image: '${IMAGE}', resources: {limits: {memory: lots}}}
storage: {keepAfterDelete: true}
"""
    (one,) = resource(OT, "RedisReplication", spec).instances
    facts = (one.replicas, one.image, one.memory_limit, one.storage)
    assert [None if fact is None else fact.value for fact in facts] == [UNKNOWN] * 4


def test_a_patched_resource_is_not_known() -> None:
    files = {"kustomization.yaml": "patches:\n- path: more.yaml\n"}
    assert resource(OT, "Redis", "kubernetesConfig: {image: x}", **files).instances == ()
