"""Helm values: which chart they are for, and what a chart makes of them."""

from __future__ import annotations

import json
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SENTINEL, Instance
from redislint.read.helm import charts, layout
from redislint.read.helm.block import Block
from redislint.read.helm.layers import under
from redislint.read.helm.nearby import near
from redislint.read.helm.recognise import blocks
from redislint.read.helm.said import said as said_chart
from redislint.read.helm.versions import ANY, Range, constraint, exactly, parse
from redislint.read.yaml import Yaml
from redislint.source import Source
from tests.read.reading import Files, reading
from tests.timing import SLOW

BITNAMI = "oci://registry-1.docker.io/bitnamicharts"


def chart(version: str = "20.1.0", repository: str = BITNAMI, name: str = "redis", alias: str = "") -> str:
    """A Chart.yaml that depends on a chart of Redis."""
    also = f"\n    alias: {alias}" if alias else ""
    return (
        "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n"
        f"  - name: {name}\n    version: '{version}'\n    repository: '{repository}'\n"
        f"    condition: {name}.enabled{also}\n"
    )


def read(text: str, chart_yaml: str = "", path: str = "values.yaml", **files: str) -> Reading:
    texts = {"Chart.yaml": chart_yaml} if chart_yaml else {}
    return reading(textwrap.dedent(text), "helm-values", path, Files(**texts, **files))


def block(text: str, version: str = "20.1.0", name: str = "redis") -> Reading:
    """The values of a subchart whose version is known, written as its own values."""
    values = textwrap.indent(textwrap.dedent(text), "  ")
    return read(f"{name}:\n{values}", chart(version, name=name))


def servers(found: Reading) -> list[str]:
    return [instance.name for instance in found.instances]


def only(found: Reading) -> Instance:
    return found.instances[0]


def args(instance: Instance, name: str) -> tuple[str, ...] | None:
    return instance.setting(name).args


def said(fact: Fact[Any] | None) -> tuple[object, str, bool]:
    assert fact is not None
    return fact.value, fact.span.text, fact.written


# --- which chart ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("repository", "name", "chart_name"),
    [
        (BITNAMI, "redis", "bitnami-redis"),
        ("https://charts.bitnami.com/bitnami", "redis-cluster", "bitnami-redis-cluster"),
        ("https://raw.githubusercontent.com/bitnami/charts/archive-full-index/bitnami", "redis", "bitnami-redis"),
        ("@bitnami", "valkey", "bitnami-valkey"),
        ("https://charts.helm.sh/stable", "redis", "stable-redis"),
        ("https://charts.helm.sh/stable", "redis-ha", "dandydeveloper-redis-ha"),
        ("https://dandydeveloper.github.io/charts", "redis-ha", "dandydeveloper-redis-ha"),
        ("oci://registry-1.docker.io/cloudpirates", "redis", "cloudpirates-redis"),
        ("oci://registry-1.docker.io/cloudpirates", "valkey", "cloudpirates-valkey"),
        ("https://groundhog2k.github.io/helm-charts/", "redis", "groundhog2k-redis"),
        ("https://valkey.io/valkey-helm/", "valkey", "valkey-io-valkey"),
        ("https://ot-container-kit.github.io/helm-charts", "redis-replication", "ot-redis-replication"),
        ("https://charts.example.com", "redis", ""),
        ("https://valkey.io/valkey-helm/", "redis", ""),
        ("https://charts.bitnami.com/bitnami", "postgresql", ""),
    ],
)
def test_the_repository_of_a_dependency_decides(repository: str, name: str, chart_name: str) -> None:
    text = f"{name}:\n  enabled: true\n  resources: {{}}\n"
    found = next(chosen(text, chart("1.2.3", repository, name)), None)
    assert (found.chart.name if found else "") == chart_name
    assert found is None or found.reason == "dependency"


def chosen(text: str, chart_yaml: str = "", path: str = "values.yaml", **files: str) -> Iterator[Block]:
    """The blocks of a values file, with the charts that they are of."""
    tree = Files(**({"Chart.yaml": chart_yaml} if chart_yaml else {}), **files)
    source = Source(path, textwrap.dedent(text), "helm-values")
    nearby = near(path, tree)
    for document in Yaml(source).documents:
        yield from blocks(document, path, nearby, under(path, tree, nearby), said_chart(source))


def test_the_alias_is_the_key() -> None:
    text = "cache:\n  auth:\n    enabled: false\nredis:\n  auth:\n    enabled: false\n"
    found = read(text, chart(alias="cache"))
    assert {instance.anchor.text for instance in found.instances} == {"cache"}


def test_requirements_of_helm_2() -> None:
    text = "dependencies:\n- name: redis\n  version: 10.5.7\n  repository: https://charts.helm.sh/stable\n"
    found = reading(
        "redis:\n  usePassword: false\n", "helm-values", "values.yaml", Files(**{"requirements.yaml": text})
    )
    assert args(only(found), "requirepass") == ("",)


def test_a_chart_in_a_folder_above() -> None:
    found = read(
        "redis:\n  auth:\n    enabled: false\n", path="shop/ci/prod.yaml", **{"shop/Chart.yaml": chart("19.0.0")}
    )
    assert args(only(found), "requirepass") == ("",)


def test_a_dependency_that_lies_beside() -> None:
    own = "name: redis\nversion: 19.0.0\nhome: https://bitnami.com\n"
    found = read(
        "redis:\n  architecture: standalone\n",
        chart(repository="file://../redis"),
        **{"../redis/Chart.yaml": own},
    )
    assert found.instances == ()  # it leads out of the tree
    found = read(
        "redis:\n  architecture: standalone\n",
        chart(repository="file://charts/redis"),
        **{"charts/redis/Chart.yaml": own},
    )
    assert said(only(found).memory_limit) == (192 << 20, "redis", False)


def test_a_copy_of_the_chart_itself() -> None:
    own = "name: redis\nversion: 20.1.0\nsources:\n  - https://github.com/bitnami/charts/tree/main/bitnami/redis\n"
    found = read("auth:\n  enabled: false\n", own)
    assert only(found).anchor.position == (1, 1)
    assert args(only(found), "requirepass") == ("",)


def test_a_home_made_chart_is_not_the_known_one() -> None:
    own = "name: redis\nversion: 1.0.0\n"
    text = "architecture: standalone\nauth:\n  enabled: false\nmaster:\n  persistence:\n    enabled: false\n"
    assert read(text, own, templates__redis="kind: Deployment").instances == ()


def test_what_no_dependency_reads_is_the_charts_own() -> None:
    text = "redis:\n  auth:\n    enabled: false\n  master:\n    persistence:\n      enabled: true\n"
    assert read(text, "name: shop\nversion: 1.0.0\n").instances == ()
    assert read(text).instances != ()


@pytest.mark.parametrize(
    "text",
    [
        # argo-cd's own Deployment; goharbor's; bjw-s app-template; an exporter; an application's client
        "redis:\n  enabled: true\n  resources: {limits: {memory: 128Mi}}\n  image: {repository: redis, tag: '7'}\n",
        "redis:\n  type: internal\n  internal: {image: {repository: goharbor/redis-photon}}\n  external: {addr: x}\n",
        "controllers:\n  redis:\n    containers: {app: {image: {repository: redis, tag: 7.2}, args: [--save, '']}}\n",
        "redisAddress: redis://x:6379\nauth:\n  enabled: false\nserviceMonitor:\n  enabled: true\n",
        "redis:\n  host: redis\n  port: 6379\n  auth: {enabled: false}\n",
        "externalRedis:\n  auth: {enabled: false}\n",
        "env:\n  redis:\n    auth: {enabled: false}\n",
        "redis-ha:\n  enabled: true\n  hardAntiAffinity: false\n",
        "redis:\n  enabled: false\n  auth: {enabled: false}\n  master: {persistence: {enabled: true}}\n",
        "apiVersion: v1\nkind: X\nredis:\n  auth: {enabled: false}\n  master: {count: 1}\n",
        "redis: true\n",
        "[]\n",
        "",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    found = read(text)
    assert found.instances == ()
    assert found.documents == ()


def test_telling_keys_in_a_file_of_any_name() -> None:
    found = read("# redis\nauth:\n  enabled: false\nmaster:\n  persistence:\n    size: 8Gi\n", path="a/b.yaml")
    assert servers(found) == ["redis-master", "redis-master-replicas"]
    assert only(found).complete


def test_keys_that_several_charts_have_need_a_name_and_say_only_what_is_written() -> None:
    text = "architecture: standalone\nauth:\n  enabled: false\n"
    assert read(text + "# redis\n", path="shop/values.yaml").instances == ()
    (instance,) = read(text, path="redis/values.yaml").instances
    assert not instance.complete
    assert args(instance, "requirepass") == ("",)
    assert not instance.setting("protected-mode").is_known
    assert not instance.setting("appendonly").is_known
    assert instance.ports is None


def test_switched_off_passwords_are_believed_in_any_generation() -> None:
    (instance,) = read("redis:\n  usePassword: false\n").instances
    assert not instance.complete
    assert args(instance, "requirepass") == ("",)
    assert args(instance, "aclfile") == ("",)


def test_a_mapping_far_down_is_found_and_keys_of_other_charts_are_not() -> None:
    found = read("shop:\n  my-valkey:\n    primary:\n      persistence:\n        enabled: false\n")
    assert servers(found) == ["my-valkey-primary", "my-valkey-primary-replicas"]


def test_mostly_known_keys_leave_what_is_absent_unknown() -> None:
    text = """
        redis:
          architecture: standalone
          auth: {enabled: true}
          master: {persistence: {enabled: true}, config: {maxmemory: 1gb}}
          replica: {replicaCount: 0}
        """
    (instance,) = read(text).instances
    assert not instance.complete


def test_in_a_copy_of_the_charts_file_only_what_differs_is_written() -> None:
    known = charts.load("bitnami-redis")
    values = _defaults(known, exactly((20, 1, 0)))
    values["master"]["resourcesPreset"] = "large"
    values["auth"]["enabled"] = False
    values["image"]["tag"] = "7.4.1-debian-12-r0"
    text = yaml.safe_dump(values)
    (master, _) = read(text).instances
    assert said(master.memory_limit) == (3072 << 20, "large", True)
    assert args(master, "requirepass") == ("",)
    assert said(master.image) == ("docker.io/bitnami/redis:7.4.1-debian-12-r0", "bitnami/redis", False)
    assert str(master.server) == "redis 7.4.1"
    assert [setting.name for setting in master.settings if setting.written] == ["requirepass", "protected-mode"]


def _defaults(known: charts.Chart, versions: Range) -> dict[str, Any]:
    """A values.yaml of the chart as it comes: its defaults, and null where they are not kept."""
    root: dict[str, Any] = {}
    for path in _paths(known, versions):
        node = root
        *parents, last = path.split(".")
        for key in parents:
            node = node.setdefault(key, {})
        value = known.default(path, versions)
        node[last] = "" if value is None or isinstance(value, dict) else value
    root["commonConfiguration"] = 'appendonly yes\nsave ""\n'
    return root


def _paths(known: charts.Chart, versions: Range) -> Iterator[str]:
    data = json.loads(Path(charts._FOLDER, f"{known.name}.json").read_text(encoding="utf-8"))
    for lifespan, keys in data["keys"].items():
        first, _, gone = lifespan.partition(" ")
        span = Range(tuple(map(int, first.split("."))), tuple(map(int, gone.split("."))) if gone else None)
        yield from keys.split() if span.meet(versions) else ()


# --- versions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20.1.0", exactly((20, 1, 0))),
        ("v20.1.0", exactly((20, 1, 0))),
        ("=20.1.0", exactly((20, 1, 0))),
        ("22.x.x", Range((22,), (23,))),
        ("22.X.X", Range((22,), (23,))),
        ("10.3.*", Range((10, 3), (10, 4))),
        ("17", Range((17,), (18,))),
        ("^17.1.2", Range((17, 1, 2), (18,))),
        ("^0.3.1", Range((0, 3, 1), (0, 4))),
        ("~17.1.2", Range((17, 1, 2), (17, 2))),
        ("~1", Range((1,), (2,))),
        (">=17.0.0 <20.0.0", Range((17, 0, 0), (20, 0, 0))),
        (">= 17.0.0, < 20.0.0", Range((17, 0, 0), (20, 0, 0))),
        (">17.0.0", Range((17, 0, 1))),
        ("<=17.0.0", Range((), (17, 0, 1))),
        ("*", ANY),
        (">=20.0.0 <17.0.0", ANY),
        ("17.0.0 || 18.0.0", ANY),
        ("1.2 - 2.3", ANY),
        ("latest", ANY),
        ("", ANY),
    ],
)
def test_constraint(text: str, expected: Range) -> None:
    assert constraint(text) == expected


VERSION = st.tuples(st.integers(0, 30), st.integers(0, 20), st.integers(0, 20))


@given(version=VERSION, other=VERSION)
def test_a_version_meets_its_own_range_alone(version: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert parse(".".join(map(str, version))) == version
    assert (exactly(version).meet(exactly(other)) is not None) == (version == other)


@given(text=st.text(st.sampled_from("0123456789.xX*^~<>=|-, v"), max_size=20))
def test_no_constraint_fails(text: str) -> None:
    found = constraint(text)
    assert found.high is None or found.low < found.high


@pytest.mark.parametrize(
    ("version", "server", "limit"),
    [
        ("23.1.1", "redis 8.2", 192 << 20),
        ("20.1.0", "redis 7.4", 192 << 20),
        ("19.0.0", "redis 7.2", 192 << 20),
        ("18.14.0", "redis 7.2", None),  # the preset is `none`
        ("17.3.0", "redis 7.0", None),
        ("17.x.x", "None", None),  # 17.15.4 had another
        ("24.1.0", "None", 192 << 20),
        (">=18.0.0 <20.0.0", "redis 7.2", UNKNOWN),
    ],
)
def test_defaults_are_those_of_all_versions_that_it_may_be(version: str, server: str, limit: object) -> None:
    instance = only(block("architecture: standalone\n", version))
    assert str(instance.server) == server
    assert (None if instance.memory_limit is None else instance.memory_limit.value) == limit


def test_keys_tell_the_generation_where_no_version_is_given() -> None:
    old = read("redis:\n  usePassword: false\n  cluster: {enabled: true, slaveCount: 1}\n  slave: {resources: {}}\n")
    assert servers(old) == ["redis-master", "redis-master-replicas"]
    assert args(only(old), "requirepass") == ("",)
    assert old.instances[1].replicas == Fact(1, old.instances[1].replicas.span)  # type: ignore[union-attr]


def test_keys_that_a_version_does_not_have_are_without_effect() -> None:
    assert args(only(block("usePassword: false\n", "20.1.0")), "requirepass") is None
    assert args(only(block("auth: {enabled: false}\n", "13.0.0")), "requirepass") is None
    assert args(only(block("usePassword: false\n", "13.0.0")), "requirepass") == ("",)


# --- passwords and TLS ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "spelling"),
    [
        ("auth: {enabled: false}", ("",), "auth.enabled"),
        ("auth: {enabled: off}", ("",), "auth.enabled"),
        ("auth: {enabled: false, password: x}", ("",), "auth.enabled"),
        ("auth: {enabled: 'false'}", None, "auth.password"),  # a text that is not empty is true
        ("auth: {enabled: ~}", None, "auth.password"),
        ("auth: {enabled: '{{ .Values.x }}'}", None, "auth.password"),
        ("auth: {}", None, "auth.password"),
        ("auth: {password: s3cret}", ("s3cret",), "auth.password"),
        ("auth: {password: 0123}", ("0123",), "auth.password"),
        ("auth: {password: ''}", None, "auth.password"),
        ("auth: {password: '${PASSWORD}'}", None, "auth.password"),
        ("auth: {password: x, existingSecret: y}", None, "auth.existingSecret"),
        ("global: {redis: {password: g}}\nauth: {password: x}", ("g",), "global.redis.password"),
    ],
)
def test_password(text: str, expected: tuple[str, ...] | None, spelling: str) -> None:
    setting = only(block(text)).setting("requirepass")
    assert setting.args == expected
    assert setting.spelling == (spelling if spelling.startswith("global.") else f"redis.{spelling}")


def test_a_value_is_called_by_its_path_in_the_file() -> None:
    text = "auth: {password: s3cret}\nmaster: {persistence: {enabled: true}}\nreplica: {replicaCount: 2}\n"
    whole = only(read(f"{text}architecture: replication\nsentinel: {{enabled: false}}\n", path="redis-values.yaml"))
    assert whole.setting("requirepass").spelling == "auth.password"
    assert only(block(text)).setting("requirepass").spelling == "redis.auth.password"
    under_another_name = only(read(f"cache:\n{textwrap.indent(text, '  ')}", chart(alias="cache")))
    assert under_another_name.setting("requirepass").spelling == "cache.auth.password"


def test_a_password_of_all_charts_counts_first() -> None:
    text = "global:\n  redis:\n    password: one\nredis:\n  auth:\n    password: two\n"
    assert args(only(read(text, chart())), "requirepass") == ("one",)


def test_switched_off_passwords_are_blamed_as_a_line_and_as_a_value() -> None:
    setting = only(block("auth:\n  enabled: false # why\n")).setting("requirepass")
    assert setting.span.text == "enabled: false"
    assert setting.value_span.text == "false"
    assert args(only(block("auth: {enabled: false}")), "protected-mode") == ("no",)
    assert args(only(block("auth: {enabled: true}")), "protected-mode") == ("yes",)


def test_tls_closes_the_plain_port() -> None:
    master, replica = block(
        "tls: {enabled: true, authClients: false}\nmaster: {containerPorts: {redis: 6380}}\n"
    ).instances
    assert [args(master, name) for name in ("port", "tls-port", "tls-auth-clients")] == [("0",), ("6380",), ("no",)]
    assert args(replica, "tls-replication") == ("yes",)
    assert args(only(block("tls: {enabled: '${TLS}'}\n")), "port") is None
    assert args(only(block("architecture: standalone\n")), "port") == ("6379",)


# --- texts ----------------------------------------------------------------------------------------------------------


def test_a_text_of_ones_own_replaces_the_charts() -> None:
    default = only(block("architecture: standalone\n"))
    assert (args(default, "appendonly"), args(default, "save")) == (("yes",), ("",))
    own = only(block("commonConfiguration: |-\n  maxmemory 1gb\n"))
    assert args(own, "appendonly") == ("no",)
    assert args(own, "save") != ("",)
    assert args(own, "maxmemory") == ("1gb",)
    empty = only(block("commonConfiguration: ''\n"))
    assert args(empty, "appendonly") == ("no",)


def test_later_parts_win() -> None:
    text = """
        auth: {password: chart}
        commonConfiguration: |-
          requirepass common
          maxmemory 1mb
          hz 11
        master:
          configuration: |-
            maxmemory 2mb
            hz 12
          extraFlags:
            - --hz 13
            - "--maxmemory-policy"
            - allkeys-lru
          disableCommands: [FLUSHALL, "{{ x }}"]
        """
    master = only(block(text))
    assert args(master, "requirepass") == ("common",)
    assert args(master, "maxmemory") == ("2mb",)
    assert args(master, "hz") == ("13",)
    assert args(master, "maxmemory-policy") == ("allkeys-lru",)
    assert master.setting("hz").value_span.text == "13"
    assert [setting.args for setting in master.all("rename-command")] == [("FLUSHALL", ""), None]
    replica = block(text).instances[1]
    assert args(replica, "hz") == ("11",)
    assert [setting.args for setting in replica.all("rename-command")] == [("FLUSHDB", ""), ("FLUSHALL", "")]
    assert not replica.all("rename-command")[0].written


def test_places_in_a_text_are_those_of_the_file() -> None:
    found = block("commonConfiguration: |-\n  # why\n  maxmemory   1gb\n")
    setting = only(found).setting("maxmemory")
    assert setting.span.position == (4, 5)
    assert setting.value_span.text == "1gb"
    (document,) = found.documents
    assert (document.kind, document.language) == ("helm-values", "redis-conf")
    assert str(document.server) == "redis 7.4"


def test_templates_in_a_text_are_unknown() -> None:
    text = "commonConfiguration: |-\n  maxmemory {{ .Values.x }}\n  maxmemory-policy ${POLICY}\n  hz 10\n"
    master = only(block(text))
    assert [args(master, name) for name in ("maxmemory", "maxmemory-policy", "hz")] == [None, None, ("10",)]


def test_templates_that_are_no_yaml_make_all_that_is_absent_unknown() -> None:
    text = "redis:\n  auth:\n    enabled: {{ x }}\n  architecture: standalone\n  master: {{- toYaml .y }}\n"
    (instance,) = read(text, chart()).instances
    assert not instance.complete
    assert args(instance, "requirepass") is None


@pytest.mark.parametrize(
    "text",
    [
        "existingConfigmap: other\n",
        "master: {command: [/bin/sh, -c, x]}\n",
        "master: {args: [x]}\n",
        "diagnosticMode: {enabled: true}\n",
        "commonConfiguration: {maxmemory: 1gb}\n",
        "master: {extraFlags: --maxmemory 1gb}\n",
        "master: '${MASTER}'\n",
    ],
)
def test_what_cannot_be_seen_leaves_an_instance_incomplete(text: str) -> None:
    master = only(block(text))
    assert not master.complete
    assert not master.setting("maxmemory").is_known


def test_a_text_that_another_map_replaces_is_not_looked_at() -> None:
    found = block("existingConfigmap: other\ncommonConfiguration: |-\n  bogus yes\n")
    assert found.documents == ()


def test_texts_of_other_charts_are_read_as_fragments() -> None:
    text = """
        redisConfig: |
          maxmemory 1gb
          maxmemory-policy allkeys-lru
        sentinelConfig: |
          sentinel monitor a b 6379 2
          sentinel down-after-milliseconds a 1
        """
    found = read(text)
    assert [(document.language, len(document.settings)) for document in found.documents] == [
        ("redis-conf", 2),
        ("sentinel-conf", 2),
    ] or [document.language for document in found.documents] == ["sentinel-conf", "redis-conf"]
    assert {instance.role for instance in found.instances} == {"server", SENTINEL}
    assert not any(instance.complete for instance in found.instances)


@pytest.mark.parametrize(
    "text",
    [
        "redis: 1\nhaproxy:\n  customConfig: |\n    defaults\n    timeout connect 4s\n    bind x:6379\n    mode tcp\n",
        "redis: 1\nconfig: |\n  port 1\n  bind x\n",
        "redis: 1\nnginx.conf: |\n  user www;\n  include /etc/nginx/*.conf;\n  save-it 1;\n",
        "redis: 1\nconfig: |\n  [redis]\n  port = 6379\n  tcp-keepalive = 1\n  timeout: 1\n  a: 1\n  b: 1\n",
        "redis: 1\nmessage: |\n  maxmemory 1gb\n  appendonly yes\n",
        "redis: 1\nconfig: maxmemory 1gb\n",
    ],
)
def test_texts_that_may_be_anything_are_left_alone(text: str) -> None:
    assert read(text).documents == ()


# --- what surrounds it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "image", "blamed", "written", "server"),
    [
        ("architecture: standalone", "docker.io/bitnami/redis:7.4", "redis", False, "redis 7.4"),
        (
            "image: {repository: bitnamilegacy/redis}",
            "docker.io/bitnamilegacy/redis:7.4",
            "bitnamilegacy/redis",
            True,
            "redis 7.4",
        ),
        (
            "image: {tag: 7.2.5-debian-12-r0}",
            "docker.io/bitnami/redis:7.2.5-debian-12-r0",
            "7.2.5-debian-12-r0",
            True,
            "redis 7.2.5",
        ),
        ("image: {repository: a/redis, tag: latest}", "docker.io/a/redis:latest", "latest", True, "None"),
        ("image: {registry: r.io, repository: a/cache}", "r.io/a/cache:7.4", "a/cache", True, "None"),
        ("image: {registry: r.io}", "r.io/bitnami/redis:7.4", "r.io", True, "redis 7.4"),
        (
            "image: {tag: '7.2', digest: 'sha256:ab'}",
            "docker.io/bitnami/redis:7.2@sha256:ab",
            "'7.2'",
            True,
            "redis 7.2",
        ),
        ("image: {tag: '{{ x }}'}", UNKNOWN, "'{{ x }}'", True, "None"),
        ("global: {imageRegistry: r.io}", "r.io/bitnami/redis:7.4", "r.io", True, "redis 7.4"),
    ],
)
def test_image(text: str, image: object, blamed: str, written: bool, server: str) -> None:
    instance = only(block(text))
    assert said(instance.image) == (image, blamed, written)
    assert str(instance.server) == server


@pytest.mark.parametrize(
    ("quantity", "size"),
    [
        ("512Mi", 512 << 20),
        ("1.5Gi", 3 << 29),
        ("1G", 10**9),
        ("500M", 5 * 10**8),
        ("1000000", 10**6),
        ("128974848000m", 128974848),
        ("129e6", 129 * 10**6),
        ("2Ti", 2 << 40),
        ("64Ki", 1 << 16),
        ("'{{ x }}'", UNKNOWN),
        ("lots", UNKNOWN),
        ("[1]", UNKNOWN),
        ("true", UNKNOWN),
    ],
)
def test_memory_limit(quantity: str, size: object) -> None:
    instance = only(block(f"master: {{resources: {{limits: {{memory: {quantity}}}}}}}\n"))
    assert instance.memory_limit is not None
    assert instance.memory_limit.value == size
    assert instance.memory_limit.written


def test_resources_put_the_preset_out_of_force() -> None:
    assert only(block("master: {resources: {requests: {memory: 1Gi}}}\n")).memory_limit is None
    assert only(block("master: {resourcesPreset: none}\n")).memory_limit is None
    preset = only(block("master: {resourcesPreset: small}\n")).memory_limit
    assert said(preset) == (768 << 20, "small", True)
    assert said(only(block("master: {resources: {}}\n")).memory_limit) == (192 << 20, "redis", False)


@pytest.mark.parametrize(
    ("service", "hosts"),
    [
        ("{}", []),
        ("{type: ClusterIP}", []),
        ("{type: NodePort}", [""]),
        ("{type: LoadBalancer}", [""]),
        ("{type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]}", [None]),
        ("{type: LoadBalancer, annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: 'true'}}", [None]),
        ("{externalIPs: [192.0.2.1]}", [""]),
    ],
)
def test_ports(service: str, hosts: list[str | None]) -> None:
    ports = only(block(f"master: {{service: {service}}}\n")).ports
    assert ports is not None
    assert [(port.host, port.container) for port in ports] == [(host, 6379) for host in hosts]


def test_unknown_ports_are_not_none_at_all() -> None:
    assert only(block("master: {service: {type: '${TYPE}'}}\n")).ports is None


# --- several servers ------------------------------------------------------------------------------------------------


def test_a_master_and_its_replicas() -> None:
    master, replica = block("replica: {replicaCount: 2}\n").instances
    assert said(replica.replicas) == (2, "2", True)
    assert args(replica, "replicaof") == (master.name, "6379")
    assert replica.setting("replicaof").value_span.text == "2"
    assert not master.setting("replicaof").written
    assert master.group == replica.group == "redis"
    assert said(master.restarts) == (True, "redis", False)


@pytest.mark.parametrize(
    "text",
    ["architecture: standalone\n", "replica: {replicaCount: 0}\n", "architecture: '${ARCH}'\n"],
)
def test_no_replicas(text: str) -> None:
    assert servers(block(text)) == ["redis-master"]


def test_replicas_that_something_else_counts() -> None:
    replica = block("replica: {autoscaling: {enabled: true}}\n").instances[1]
    assert replica.replicas is not None
    assert replica.replicas.value is UNKNOWN


def test_replicas_of_a_master_elsewhere() -> None:
    replica = block("replica: {externalMaster: {enabled: true, host: x}}\n").instances[1]
    assert args(replica, "replicaof") is None


def test_sentinels_watch_equal_nodes() -> None:
    text = """
        master: {extraFlags: [--hz 11]}
        replica: {replicaCount: 4, configuration: "hz 12\\nmaxclients 5", resourcesPreset: small}
        commonConfiguration: hz 13
        sentinel: {enabled: true, quorum: 3, masterSet: shop, configuration: "sentinel parallel-syncs shop 2"}
        """
    node, follower, sentinel = block(text).instances
    assert (node.name, follower.name, sentinel.name) == ("redis-node", "redis-node-replicas", "redis-sentinel")
    assert args(node, "hz") == ("13",)  # the common text comes last here, and the master's is not read
    assert args(node, "maxclients") == ("5",)
    assert said(node.memory_limit) == (768 << 20, "small", True)
    assert said(follower.replicas) == (3, "4", True)
    assert sentinel.role == SENTINEL
    assert said(sentinel.replicas) == (4, "4", True)
    monitor = sentinel.all("sentinel")[-1]
    assert monitor.args == ("monitor", "shop", "redis-node", "6379", "3")
    assert monitor.value_span.text == "3"
    assert args(sentinel, "port") == ("26379",)
    assert said(sentinel.image) == ("docker.io/bitnami/redis-sentinel:7.4", "redis", False)
    assert args(sentinel, "requirepass") is None


def test_an_absent_quorum_is_blamed_on_the_count() -> None:
    sentinel = block("replica: {replicaCount: 2}\nsentinel: {enabled: true}\n").instances[-1]
    assert sentinel.all("sentinel")[0].args == ("monitor", "mymaster", "redis-node", "6379", "2")
    assert sentinel.all("sentinel")[0].value_span.text == "2"


def test_sentinels_without_a_password() -> None:
    sentinel = block("sentinel: {enabled: true}\nauth: {sentinel: false}\n").instances[-1]
    assert args(sentinel, "requirepass") == ("",)


def test_before_11_sentinels_stood_beside_a_master_and_its_replicas() -> None:
    found = block("sentinel: {enabled: true}\ncluster: {slaveCount: 2}\n", "10.5.7")
    assert servers(found) == ["redis-master", "redis-master-replicas", "redis-sentinel"]
    assert found.instances[-1].replicas is not None
    assert found.instances[-1].replicas.value is UNKNOWN


def test_valkey_has_a_primary() -> None:
    text = "primary: {configuration: hz 11}\nauth: {password: x}\nsentinel: {primarySet: a}\n"
    found = block(text, "3.0.10", "valkey")
    assert servers(found) == ["valkey-primary", "valkey-primary-replicas"]
    assert args(only(found), "hz") == ("11",)
    assert str(only(found).server) == "valkey 8.1"
    old = block("master: {configuration: hz 11}\nprimary: {configuration: hz 12}\n", "1.0.0", "valkey")
    assert args(only(old), "hz") == ("11",)


def test_a_cluster() -> None:
    text = """
        usePassword: false
        cluster: {nodes: 9}
        redis: {configmap: "maxmemory 1gb", resourcesPreset: medium}
        service: {type: LoadBalancer}
        """
    (node,) = block(text, "11.0.5", "redis-cluster").instances
    assert node.name == "redis-cluster-node"
    assert said(node.replicas) == (9, "9", True)
    assert args(node, "requirepass") == ("",)
    assert args(node, "maxmemory") == ("1gb",)
    assert args(node, "appendonly") == ("yes",)
    assert args(node, "cluster-enabled") == ("yes",)
    assert args(node, "save") is None  # it differs by version
    assert said(node.memory_limit) == (1536 << 20, "medium", True)
    assert [port.host for port in node.ports or ()] == [""]


@pytest.mark.parametrize(
    ("value", "expected"), [("'no'", ("no",)), ("false", ("no",)), ("'yes'", ("yes",)), ("[]", None)]
)
def test_the_append_only_file_of_a_cluster(value: str, expected: tuple[str, ...] | None) -> None:
    (node,) = block(f"redis: {{useAOFPersistence: {value}}}\n", "11.0.5", "redis-cluster").instances
    assert args(node, "appendonly") == expected


# --- the file -------------------------------------------------------------------------------------------------------


def test_secrets_are_known_wherever_they_stand() -> None:
    text = """
        postgresql: {password: one}
        env:
          - {name: REDIS_PASSWORD, value: two}
          - {name: LEVEL, value: info}
        redis:
          auth: {password: three, existingSecretPasswordKey: key}
          usePassword: true
          commonConfiguration: |
            masterauth four
          master:
            extraFlags: [--requirepass five]
        """
    found = read(text, chart())
    assert {span.text for span in found.secrets} == {"one", "two", "three", "four", "five"}


def test_comments_of_the_file_and_its_texts() -> None:
    found = block("# redislint: ignore[RL1] a\ncommonConfiguration: |\n  # redislint: ignore[RL2] b\n  hz 10\n")
    assert [span.text for span in found.comments] == ["# redislint: ignore[RL1] a", "# redislint: ignore[RL2] b"]


def test_duplicate_keys_only_where_they_concern_redis() -> None:
    text = (
        "shop: {a: 1, a: 2}\nredis:\n  master: {count: 1}\nredis:\n  auth: {enabled: true}\n  auth: {enabled: false}\n"
    )
    found = read(text, chart())
    assert [(problem.kind, problem.span.position) for problem in found.problems] == [
        ("duplicate-key", (2, 1)),
        ("duplicate-key", (5, 3)),
    ] or {problem.span.position for problem in found.problems} == {(2, 1), (5, 3)}
    assert read("# redis\nshop: {a: 1, a: 2}\n").problems == ()


def test_broken_files_are_said_to_be_so_and_the_rest_is_read() -> None:
    found = read("redis:\n  auth: {enabled: false}\n  master: {count: 1}\n---\na: [\n")
    assert [problem.kind for problem in found.problems] == ["unreadable"]
    assert servers(found) != []


def test_a_file_that_names_no_redis_is_not_even_parsed() -> None:
    assert read("a: [\n", path="shop/values.yaml").problems == ()


HOSTILE = {
    "brackets": "redis: " + "[" * 100_000,
    "aliases": "redis0: &a0 {master: 1}\n"
    + "".join(f"redis{i}: &a{i} {{{', '.join(f'b{j}: *a{i - 1}' for j in range(9))}}}\n" for i in range(1, 30)),
    "a cycle": "redis: &a\n  <<: *a\n  auth: *a\n  master: *a\n",
    "many keys": "redis:\n" + "".join(f"  k{i}: {i}\n" for i in range(100_000)),
    "many blocks": "".join(f"redis{i}:\n  master: {{count: 1}}\n" for i in range(20_000)),
    "many texts": "".join(f"redis{i}Config: |\n  maxmemory 1\n  save ''\n" for i in range(30_000)),
    "many flags": "redis:\n  master:\n    extraFlags:\n" + "    - --hz 10\n" * 100_000,
    "many duplicates": "redis:\n  master: {count: 1}\n" + "  auth: {enabled: false}\n" * 20_000,
    "unclosed templates": "redis: {{{{\n" + "{{" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_soon(name: str) -> None:
    start = time.process_time()
    found = read(HOSTILE[name])
    assert time.process_time() - start < 2 * SLOW
    assert len(found.instances) < 500
    assert len(found.problems) < 500


# --- any values -----------------------------------------------------------------------------------------------------

SCALARS = st.sampled_from(
    [
        True,
        False,
        None,
        0,
        1,
        3,
        -1,
        "",
        "yes",
        "replication",
        "x",
        "{{ y }}",
        "${Z}",
        "LoadBalancer",
        "1Gi",
        1.5,
        "a b\nc",
    ]
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.sampled_from("ab"), SCALARS, max_size=2))
PATHS = st.sampled_from(
    sorted(
        {
            path
            for name in charts.CHARTS
            for path in json.loads(Path(charts._FOLDER, f"{name}.json").read_text(encoding="utf-8"))["defaults"]
        }
        | {"image.tag", "master.resources.limits.memory", "auth", "master", "sentinel", "tls", "image", "redis"}
    )
)


@given(
    values=st.dictionaries(PATHS, VALUES, max_size=12),
    name=st.sampled_from(["redis", "valkey", "redis-cluster", "valkey-cluster"]),
    version=st.sampled_from(["", "3.0.0", "13.0.0", "20.1.0", "99.0.0", "*"]),
)
def test_no_values_fail(values: dict[str, Any], name: str, version: str) -> None:
    root: dict[str, Any] = {}
    for path, value in values.items():
        node = root
        *parents, last = path.split(".")
        for key in parents:
            inner = node.get(key)
            node = node.setdefault(key, {}) if isinstance(inner, dict) or inner is None else {}
            if not isinstance(node, dict):
                node = {}
        if isinstance(node, dict):
            node[last] = value
    text = yaml.safe_dump({name: root})
    found = read(text, chart(version, name=name) if version else "")
    for instance in found.instances:
        for setting in instance.settings:
            assert 0 <= setting.span.start <= setting.span.end <= len(text)
            assert setting.args is None or all(isinstance(word, str) for word in setting.args)
        for fact in (instance.image, instance.memory_limit, instance.replicas):
            assert fact is None or fact.value is UNKNOWN or isinstance(fact.value, str | int)


# --- the data -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", charts.CHARTS)
def test_charts_know_the_keys_that_are_read_of_them(name: str) -> None:
    known = charts.load(name)
    for one in layout.LAYOUTS:
        if one.chart != name:
            continue
        later = one.versions.meet(Range((7, 1, 0))) if name == "stable-redis" else one.versions
        assert later is not None
        for path in (one.switch, one.size, one.common, one.replicated, one.monitor, one.aof):
            assert not path or (known.knows(path) and None not in known.defaults(path, later)), path
        for path in (*one.passwords, one.secret):
            assert known.knows(path), path


@pytest.mark.parametrize("name", charts.CHARTS)
def test_chart_data_has_its_source_and_reads_quickly(name: str) -> None:
    path = Path(charts._FOLDER, f"{name}.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["source"]
    assert data["as_of"] >= "2026-01-01"
    assert path.stat().st_size < 40_000
    assert set(data["defaults"]) <= {key for keys in data["keys"].values() for key in keys.split()}
    assert charts.load(name).server(ANY) is None
