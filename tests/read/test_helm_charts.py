"""What the charts of other makers than bitnami make of their values, as their templates render them."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SENTINEL, Instance
from redislint.read.helm import charts
from redislint.read.helm.versions import exactly
from tests.read.test_helm import VALUES, args, chart, chosen, only, read, said, servers

REDIS_HA = "https://dandydeveloper.github.io/charts"
CLOUDPIRATES = "oci://registry-1.docker.io/cloudpirates"
GROUNDHOG = "https://groundhog2k.github.io/helm-charts/"
OT = "https://ot-container-kit.github.io/helm-charts/"


def of(text: str, repository: str, name: str, version: str) -> Reading:
    values = textwrap.indent(textwrap.dedent(text), "  ") or "  {}\n"
    return read(f"{name}:\n{values}", chart(version, repository, name))


def redis_ha(text: str, version: str = "4.38.0") -> Reading:
    return of(text, REDIS_HA, "redis-ha", version)


def cloudpirates(text: str, name: str = "redis", version: str = "") -> Reading:
    return of(text, CLOUDPIRATES, name, version or {"redis": "0.34.18", "valkey": "0.25.4"}[name])


def groundhog(text: str, name: str = "redis", version: str = "2.3.3") -> Reading:
    return of(text, GROUNDHOG, name, version)


def ot(text: str, name: str = "redis-replication", version: str = "0.16.9") -> Reading:
    return of(text, OT, name, version)


# --- redis-ha -------------------------------------------------------------------------------------------------------


def test_redis_ha_has_as_many_sentinels_as_servers_and_no_password() -> None:
    found = redis_ha("replicas: 5\nsentinel: {quorum: 3}\n")
    master, replica, sentinel = found.instances
    assert servers(found) == ["redis-ha-server", "redis-ha-server-replicas", "redis-ha-sentinel"]
    assert args(master, "requirepass") == ("",)
    assert args(sentinel, "requirepass") == ("",)
    assert args(master, "protected-mode") == ("no",)
    assert args(replica, "replicaof") == ("redis-ha-server", "6379")
    assert said(replica.replicas) == (4, "5", True)
    assert sentinel.role == SENTINEL
    assert sentinel.setting("sentinel").args == ("monitor", "mymaster", "redis-ha-server", "6379", "3")
    assert str(master.server) == "redis 8.8"


def test_redis_ha_merges_the_mapping_of_directives() -> None:
    """A partial mapping keeps the rest, other than a text of bitnami's; a list is a line for each element."""
    master = only(redis_ha("redis: {config: {maxmemory: 1gb, save: ['900 1', '60 10'], rdbchecksum: ~}}\n"))
    assert args(master, "maxmemory") == ("1gb",)
    assert master.setting("maxmemory").span.text == "maxmemory: 1gb"
    assert master.setting("maxmemory").spelling == "redis-ha.redis.config.maxmemory"
    assert [one.args for one in master.all("save")] == [("900", "1"), ("60", "10")]
    assert args(master, "maxmemory-policy") == ("volatile-lru",)
    assert args(master, "min-replicas-to-write") == ("1",)
    assert args(master, "rdbchecksum") == ("yes",)  # null: the server's own


def test_redis_ha_writes_truth_values_as_go_does() -> None:
    found = redis_ha("redis: {config: {appendonly: yes, rdbcompression: 'yes', hz: '{{ .x }}'}}\n")
    master = only(found)
    assert args(master, "appendonly") == ("true",)  # which the server refuses
    assert args(master, "rdbcompression") == ("yes",)
    assert args(master, "hz") is None
    assert [one.language for one in found.documents] == ["redis-conf"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("auth: true\nredisPassword: s3cret\n", ("s3cret",)),
        ("auth: true\nexistingSecret: x\nredisPassword: s3cret\n", None),
        ("auth: true\nredis: {customConfig: 'hz 10'}\n", ("",)),  # fact: the text replaces the password too
        ("auth: true\nredis: {customConfig: requirepass replace-default-auth}\n", None),
        ("auth: '${AUTH}'\n", None),
    ],
)
def test_passwords_of_redis_ha(text: str, expected: tuple[str, ...] | None) -> None:
    assert args(only(redis_ha(text)), "requirepass") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("redis: {tlsPort: 6380}\n", ("0",)),  # the block is gated on sentinel.tlsPort
        ("redis: {tlsPort: 6380}\nsentinel: {tlsPort: 26380}\n", ("6380",)),
    ],
)
def test_tls_of_redis_ha_hangs_on_the_sentinels(text: str, expected: tuple[str, ...]) -> None:
    master = only(redis_ha(text))
    assert args(master, "tls-port") == expected
    assert args(master, "port") == ("6379",)  # which stays open beside it


def test_storage_and_exposure_of_redis_ha() -> None:
    assert said(only(redis_ha("persistentVolume: {enabled: false}\n")).storage) == (False, "false", True)
    assert said(only(redis_ha("persistentVolume: {enabled: false}\nhostPath: {path: /d}\n")).storage)[0] is True
    ports = only(redis_ha("haproxy: {enabled: true, service: {type: LoadBalancer}}\n")).ports
    assert [(one.host, one.container) for one in ports or ()] == [("", 6379)]
    assert only(redis_ha("haproxy: {service: {type: LoadBalancer}}\n")).ports == ()
    assert only(redis_ha("redis: {customArgs: [x]}\n")).complete is False


def test_a_mapping_of_directives_in_layers() -> None:
    over = "redis-ha:\n  redis: {config: {hz: 20}}\n"
    base = "redis-ha:\n  redis: {config: {maxmemory: 2gb, hz: 10}}\n"
    found = read(over, chart("4.38.0", REDIS_HA, "redis-ha"), "values-prod.yaml", **{"values.yaml": base})
    assert [args(only(found), name) for name in ("maxmemory", "hz")] == [("2gb",), ("20",)]


# --- CloudPirates ---------------------------------------------------------------------------------------------------


def test_cloudpirates_is_one_server_with_a_random_password() -> None:
    (instance,) = cloudpirates("").instances
    assert instance.setting("requirepass").args is None
    assert not instance.setting("requirepass").written
    assert args(instance, "port") == ("6379",)
    assert args(instance, "bind") == ("*", "-::*")
    assert said(instance.storage)[0] is True
    assert str(instance.server) == "redis 8.10"


def test_cloudpirates_reads_its_texts_in_order() -> None:
    text = """
        auth: {enabled: false}
        config:
          content: |
            maxmemory 1gb
            port 1234
        extraConfig: |
          hz 20
        extraFlags: [--hz 30]
        persistence: {enabled: false}
        """
    (instance,) = cloudpirates(text).instances
    assert args(instance, "requirepass") == ("",)
    assert args(instance, "maxmemory") == ("1gb",)
    assert args(instance, "port") == ("6379",)  # the chart's own line comes after the text
    assert args(instance, "hz") == ("30",)
    assert args(instance, "save") == ("",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("architecture: replication\n", ["redis", "redis-replicas"]),
        ("architecture: replication\nreplicaCount: 1\n", ["redis"]),
        ("architecture: replication\nsentinel: {enabled: true}\n", ["redis", "redis-replicas", "redis-sentinel"]),
        ("architecture: cluster\n", ["redis"]),
        ("architecture: standalone\nsentinel: {enabled: true}\n", ["redis"]),
    ],
)
def test_architectures_of_cloudpirates(text: str, names: list[str]) -> None:
    assert servers(cloudpirates(text)) == names


def sentinel_of(text: str, version: str = "") -> Instance:
    found = cloudpirates(f"architecture: replication\nsentinel: {{enabled: true}}\n{text}", version=version).instances
    return found[-1]


def test_sentinels_of_cloudpirates() -> None:
    found = sentinel_of("replicaCount: 5\nauth: {password: a-long-password}\n")
    assert (found.role, found.complete) == (SENTINEL, True)
    assert args(found, "sentinel") == ("monitor", "mymaster", "redis", "6379", "2")
    assert args(found, "requirepass") == ("a-long-password",)
    assert args(sentinel_of("auth: {sentinel: false}\n"), "requirepass") == ("",)
    # The first versions had no such key.
    assert args(sentinel_of("", "0.5.0"), "requirepass") is None
    assert args(sentinel_of("externalMaster: {enabled: true, host: elsewhere}\n"), "sentinel") is None
    secured = sentinel_of("tls: {enabled: true, existingSecret: x}\n")
    assert (args(secured, "port"), args(secured, "tls-port")) == (("0",), ("26379",))


def test_a_cluster_of_cloudpirates_keeps_its_data() -> None:
    (node,) = cloudpirates("architecture: cluster\nreplicaCount: 6\n").instances
    assert (args(node, "cluster-enabled"), args(node, "appendonly")) == (("yes",), ("yes",))
    assert said(node.replicas) == (6, "6", True)


def test_what_cloudpirates_takes_from_elsewhere_is_unknown() -> None:
    for text in ("config: {existingConfigmap: x}\n", "architecture: '${A}'\n", "auth: {acl: {enabled: true}}\n"):
        instance = only(cloudpirates(text))
        assert instance.users is None or not instance.complete


def test_tls_of_cloudpirates_closes_the_plain_port() -> None:
    instance = only(cloudpirates("tls: {enabled: true, existingSecret: x, authClients: false}\n"))
    assert [args(instance, name) for name in ("port", "tls-port", "tls-auth-clients")] == [("0",), ("6380",), ("no",)]


def test_cloudpirates_valkey_has_values_for_directives() -> None:
    text = "auth: {enabled: false}\nconfig: {maxMemory: 1gb, save: '', extraConfig: [hz 20, 'maxclients 5']}\n"
    (instance,) = cloudpirates(text, "valkey").instances
    assert args(instance, "maxmemory") == ("1gb",)
    assert instance.setting("maxmemory").spelling == "valkey.config.maxMemory"
    assert args(instance, "maxmemory-policy") == ("allkeys-lru",)
    assert args(instance, "save") == ("",)
    assert [args(instance, name) for name in ("hz", "maxclients")] == [("20",), ("5",)]
    assert args(instance, "protected-mode") == ("no",)
    bare = only(cloudpirates("", "valkey"))
    assert args(bare, "protected-mode") == ("yes",)
    assert args(bare, "maxmemory") == ("0",)
    assert args(bare, "maxmemory-policy") == ("noeviction",)


# --- groundhog2k ----------------------------------------------------------------------------------------------------


def test_groundhog_is_open_and_keeps_nothing() -> None:
    (instance,) = groundhog("redisConfig: |\n  maxmemory 1gb\n").instances
    assert [args(instance, name) for name in ("requirepass", "protected-mode", "bind")] == [
        ("",),
        ("no",),
        ("0.0.0.0",),
    ]
    assert args(instance, "maxmemory") == ("1gb",)
    assert said(instance.storage)[0] is False
    assert said(only(groundhog("storage: {requestedSize: 1Gi}\n")).storage) == (True, "1Gi", True)
    assert args(only(groundhog("redisConfig: requirepass s3cret\n")), "requirepass") == ("s3cret",)


def test_what_groundhog_takes_from_elsewhere_may_be_a_password() -> None:
    for text in ("extraSecretRedisConfigs: x\n", "args: [--requirepass, x]\n", "extraRedisConfigs: [x]\n"):
        assert args(only(groundhog(text)), "requirepass") is None


def test_sentinels_of_groundhog() -> None:
    found = groundhog("haMode: {enabled: true, replicas: 5, quorum: 3}\nsentinelConfig: 'port 26380'\n")
    assert servers(found) == ["redis", "redis-replicas", "redis-sentinel"]
    sentinel = found.instances[-1]
    assert sentinel.setting("sentinel").args == ("monitor", "redisha", "redis", "6379", "3")
    assert said(sentinel.replicas) == (5, "5", True)
    assert args(only(groundhog("valkeyConfig: hz 20\n", "valkey", "2.1.0")), "hz") == ("20",)


# --- the Valkey project ---------------------------------------------------------------------------------------------


def test_replicas_of_the_valkey_project() -> None:
    text = "replica: {enabled: true, replicas: 3, persistence: {size: 5Gi}}\nservice: {port: 7000}\n"
    master, replica = of(text, "https://valkey.io/valkey-helm/", "valkey", "0.10.0").instances
    assert args(replica, "replicaof") == (master.name, "7000")
    assert said(replica.replicas) == (3, "3", True)
    assert said(master.storage) == (True, "5Gi", True)
    (alone,) = of("replica: {enabled: false}\n", "https://valkey.io/valkey-helm/", "valkey", "0.10.0").instances
    assert said(alone.storage)[0] is False
    assert only(of("service: {port: 1}\n", "https://valkey.io/valkey-helm/", "valkey", "0.5.0")).storage is None


# --- OT -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "top", "names"),
    [
        ("redis", "redisStandalone", ["redis"]),
        ("redis-replication", "redisReplication", ["redis-replication", "redis-replication-replicas"]),
        ("redis-cluster", "redisCluster", ["redis-cluster"]),
    ],
)
def test_charts_of_ot(name: str, top: str, names: list[str]) -> None:
    found = ot(f"{top}: {{resources: {{limits: {{memory: 1Gi}}}}}}\n", name)
    assert servers(found) == names
    instance = only(found)
    assert [args(instance, one) for one in ("requirepass", "protected-mode")] == [("",), ("no",)]
    assert said(instance.memory_limit) == (1 << 30, "1Gi", True)
    assert said(instance.image)[0] == "quay.io/opstree/redis:7.0"
    assert said(instance.storage)[0] is True
    guarded = only(ot(f"{top}: {{redisSecret: {{secretName: x, secretKey: y}}}}\n", name))
    assert args(guarded, "requirepass") is None
    assert not guarded.setting("protected-mode").is_one_of("no")


def test_the_text_that_ot_adds() -> None:
    text = "externalConfig:\n  enabled: {}\n  data: |\n    maxmemory 1gb\n"
    assert args(only(ot(text.format("true"))), "maxmemory") == ("1gb",)
    assert args(only(ot(text.format("false"))), "maxmemory") == ("0",)
    for hidden in ("env: [{name: A, value: b}]\n", "redisReplication: {maxMemoryPercentOfLimit: 80}\n"):
        assert args(only(ot(hidden)), "maxmemory") is None


def test_what_ot_publishes() -> None:
    ports = only(ot("externalService: {enabled: true, serviceType: LoadBalancer}\n")).ports
    assert [one.host for one in ports or ()] == [""]
    assert only(ot("externalService: {serviceType: LoadBalancer}\n")).ports == ()
    assert only(ot("acl: {secret: {secretName: x}}\n")).users is None
    sentinels = ot("redisSentinel: {clusterSize: 3}\n", "redis-sentinel")
    assert sentinels.instances == ()


# --- which chart ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hardAntiAffinity: false\nreplicas: 3\nredis: {config: {maxmemory: 1gb}}\n", "dandydeveloper-redis-ha"),
        ("haMode: {enabled: true}\nstorage: {requestedSize: 1Gi}\n", "groundhog2k-redis"),
        ("clusterReplicaCount: 1\narchitecture: cluster\n", "cloudpirates-redis"),
        ("config: {maxMemory: 1gb}\nauth: {enabled: true}\n", "cloudpirates-valkey"),
        ("redisReplication: {clusterSize: 3}\nTLS: {ca: x}\n", "ot-redis-replication"),
        ("redisCluster: {clusterSize: 3}\n", "ot-redis-cluster"),
        ("auth: {aclUsers: {default: {permissions: x}}}\n", "valkey-io-valkey"),
        ("usePassword: true\ncluster: {nodes: 6}\n", "bitnami-redis-cluster"),
        ("primary: {persistence: {enabled: true}}\n", "bitnami-valkey"),
    ],
)
def test_distinctive_keys(text: str, expected: str) -> None:
    (block,) = chosen(text, path="redis/cache.yaml")
    assert (block.chart.name, block.reason, block.tied) == (expected, "keys", False)


@pytest.mark.parametrize(
    "text",
    [
        "redis:\n  redisPassword: x\n",  # old charts of others have that too
        "redis:\n  persistentVolume: {enabled: true}\n",
        "redis:\n  storage: {className: x}\n  image: {repository: redis, tag: 7-alpine}\n",
        "redis:\n  replicaCount: 1\n  service: {port: 6379}\n  persistence: {storage: 1Gi}\n",
        "redis-ha:\n  enabled: true\n  exporter: {enabled: true}\n",
    ],
)
def test_keys_that_many_have_tell_nothing(text: str) -> None:
    assert list(chosen(text)) == []


def test_ties_say_only_what_holds_in_all() -> None:
    (block,) = chosen("architecture: standalone\nauth: {enabled: false}\n", path="redis/values.yaml")
    assert block.tied
    instance: Instance = only(read("architecture: standalone\nauth: {enabled: false}\n", path="redis/values.yaml"))
    assert args(instance, "requirepass") == ("",)
    assert instance.memory_limit is None or instance.memory_limit.value is UNKNOWN


# --- any values -----------------------------------------------------------------------------------------------------


def _defaults(name: str) -> list[str]:
    data = json.loads(Path(charts._FOLDER, f"{name}.json").read_text(encoding="utf-8"))
    return sorted({*data["defaults"], *(path.rpartition(".")[0] or path for path in data["defaults"])})


@given(
    data=st.data(), name=st.sampled_from(charts.CHARTS), version=st.sampled_from(["", "@0.5.0", "@4.4.2", "@20.1.0"])
)
def test_no_values_of_any_chart_fail(data: st.DataObject, name: str, version: str) -> None:
    values = data.draw(st.dictionaries(st.sampled_from(_defaults(name)), VALUES, max_size=8))
    base = data.draw(st.dictionaries(st.sampled_from(_defaults(name)), VALUES, max_size=4))
    owner = next(one for one in charts.OWNERS if name.startswith(f"{one}-"))
    head = f"# redislint: chart={owner}/{name.removeprefix(f'{owner}-')}{version}\n"
    text = head + yaml.safe_dump(nested(values))
    below = yaml.safe_dump(nested(base))
    found = read(text, path="values-prod.yaml", **{"values.yaml": below})
    lengths = {"values-prod.yaml": len(text), "values.yaml": len(below)}
    for instance in found.instances:
        for setting in instance.settings:
            assert 0 <= setting.span.start <= setting.span.end <= lengths[setting.span.source.path]
            assert setting.args is None or all(isinstance(word, str) for word in setting.args)
        assert instance.workload is not None or instance.role == SENTINEL
    for document in found.documents:
        for problem in document.problems:
            assert "\n" not in problem.detail
            assert problem.span.end <= lengths[problem.span.source.path]


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Values by their paths as the mapping that they are; of two that exclude each other, the later one."""
    root: dict[str, Any] = {}
    for path, value in values.items():
        node = root
        *parents, last = path.split(".")
        for key in parents:
            inner = node.get(key)
            node[key] = inner if isinstance(inner, dict) else {}
            node = node[key]
        node[last] = value
    return root


@pytest.mark.parametrize(
    ("text", "name", "secrets"),
    [
        ("redis: {config: {requirepass: one, masterauth: two}}\n", "redis-ha", {"one", "two"}),
        ("config: {extraConfig: [requirepass one, hz 10]}\n", "valkey", {"one"}),
        ("config:\n  content: |\n    requirepass one\n", "redis", {"one"}),
    ],
)
def test_secrets_in_directives_are_known(text: str, name: str, secrets: set[str]) -> None:
    found = redis_ha(text) if name == "redis-ha" else cloudpirates(text, name)
    assert {span.text for span in found.secrets} == secrets


def test_in_a_copy_of_a_small_chart_its_defaults_are_nobodys_choice() -> None:
    known = charts.load("dandydeveloper-redis-ha")
    versions = exactly((4, 38, 0))
    values = {path: known.default(path, versions) for path in known._defaults if known.has(path, versions)}
    values |= {path: "" for path in known._keys if path not in values and known.has(path, versions)}
    # A key that others stand below is told by them.
    leaves = {path: value for path, value in values.items() if not any(one.startswith(f"{path}.") for one in values)}
    leaves["redis.config.maxmemory"] = "1gb"
    master = only(read(yaml.safe_dump(nested(leaves)), path="redis-ha/values.yaml"))
    # The tag is nobody's choice either, but it stands there, with the whole release.
    assert master.server is not None
    assert master.origin is not None
    assert master.origin.span is not None
    assert (master.server.patch, master.origin.span.text) == ("8.8.0", "8.8.0-alpine")
    assert master.image is not None
    assert (master.image.value, master.image.written) == ("public.ecr.aws/docker/library/redis:8.8.0-alpine", False)
    assert master.setting("maxmemory").written
    assert not master.setting("maxmemory-policy").written
    assert args(master, "maxmemory-policy") == ("volatile-lru",)
