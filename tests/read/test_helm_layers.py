"""Values files in layers, and the chart that somebody names: what is laid over what, and how mappings merge."""

from __future__ import annotations

import pytest

from redislint.api import lint
from redislint.declares import declarations
from redislint.model.facts import UNKNOWN
from redislint.read.helm.layers import is_variant
from redislint.read.helm.said import Said, parse
from redislint.read.helm.versions import ANY, Range, exactly
from tests.read.reading import Files, reading
from tests.read.test_helm import args, chart, chosen, only, read, said, servers

BASE = """\
redis:
  architecture: standalone
  auth:
    enabled: false
  master:
    disableCommands: [FLUSHALL, KEYS]
    resources:
      limits: {memory: 512Mi, cpu: 1}
  commonConfiguration: |-
    appendonly yes
    maxmemory 1gb
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("values-prod.yaml", True),
        ("values.prod.yaml", True),
        ("values_prod.yml", True),
        ("prod-values.yaml", True),
        ("values.yaml", False),
        ("redis-values.yaml", False),
        ("values-redis.yaml", False),
        ("values-prod.txt", False),
    ],
)
def test_variants(name: str, expected: bool) -> None:
    assert is_variant(name) is expected


def test_what_is_absent_is_what_the_file_below_says() -> None:
    found = read("redis:\n  master: {count: 1}\n", chart("20.1.0"), "values-prod.yaml", **{"values.yaml": BASE})
    master = only(found)
    assert master.complete
    assert args(master, "requirepass") == ("",)
    assert master.setting("requirepass").span.source.path == "values.yaml"
    assert args(master, "maxmemory") == ("1gb",)
    assert servers(found) == ["redis-master"]


def test_mappings_merge_and_lists_and_texts_replace() -> None:
    text = """\
        redis:
          master:
            disableCommands: [CONFIG]
            resources: {limits: {memory: 2Gi}}
          commonConfiguration: |-
            maxmemory 1536mb
        """
    master = only(read(text, chart("20.1.0"), "values-prod.yaml", **{"values.yaml": BASE}))
    assert said(master.memory_limit) == (2 << 30, "2Gi", True)
    assert master.workload is not None
    assert said(master.workload.cpu_limit) == (1.0, "1", True)
    assert [one.args for one in master.all("rename-command")] == [("CONFIG", "")]
    assert args(master, "maxmemory") == ("1536mb",)
    assert args(master, "appendonly") == ("no",)  # the text that had it is replaced as a whole


def test_null_takes_away_what_is_below() -> None:
    text = "redis:\n  master: {count: 1, resources: ~}\n  auth: ~\n"
    master = only(read(text, chart("20.1.0"), "values-prod.yaml", **{"values.yaml": BASE}))
    assert args(master, "requirepass") is None
    assert master.memory_limit is None or master.memory_limit.value != 512 << 20


def test_a_scalar_replaces_a_mapping_whole() -> None:
    text = "redis:\n  master: none\n"
    master = only(read(text, chart("20.1.0"), "values-prod.yaml", **{"values.yaml": BASE}))
    assert [one.args for one in master.all("rename-command") if one.written] == []


def test_a_charts_own_values_lie_under_every_file() -> None:
    files = {"shop/Chart.yaml": chart("20.1.0"), "shop/values.yaml": BASE}
    master = only(read("redis:\n  replica: {replicaCount: 1}\n", "", "shop/envs/live.yaml", **files))
    assert args(master, "maxmemory") == ("1gb",)


def test_a_global_password_of_either_layer_counts_first() -> None:
    base = f"global: {{redis: {{password: below}}}}\n{BASE.replace('enabled: false', 'password: own')}"
    master = only(read("redis:\n  master: {count: 1}\n", chart("20.1.0"), "values-prod.yaml", **{"values.yaml": base}))
    assert args(master, "requirepass") == ("below",)


def test_a_file_below_that_cannot_be_read_leaves_what_is_absent_unknown() -> None:
    for base in ("redis: [\n", "- redis\n", "redis:\n{{ if .x }}\n  auth: {}\n{{ end }}\n"):
        text = "redis:\n  master: {count: 1}\n"
        (instance, *_) = read(text, chart("20.1.0"), "values-prod.yaml", **{"values.yaml": base}).instances
        assert not instance.complete
    (instance, *_) = read(text, chart("20.1.0"), "values-prod.yaml", **{"values.yaml": ""}).instances
    assert instance.complete
    base = "redis:\n  auth: {{ .x }}\n"
    assert args(only(read(text, chart("20.1.0"), "values-prod.yaml", **{"values.yaml": base})), "requirepass") is None


def test_the_keys_of_both_layers_tell_the_chart() -> None:
    text, base = "auth:\n  enabled: false\n", "master:\n  persistence: {size: 8Gi}\n"
    (block,) = chosen(text, "", "redis/values-dev.yaml", **{"redis/values.yaml": base})
    assert (block.chart.name, block.tied) == ("bitnami-redis", False)
    (alone,) = chosen(text, "", "redis/values-dev.yaml")
    assert alone.tied


def test_a_switch_in_the_file_below_counts() -> None:
    text = "redis:\n  master: {count: 1}\n"
    off = {"values.yaml": "redis:\n  enabled: false\n"}
    assert read(text, chart("20.1.0"), "values-prod.yaml", **off).instances == ()


def test_secrets_of_the_file_below_are_masked_too() -> None:
    base = "redis:\n  auth: {password: s3cr3t-below}\n"
    found = read("redis:\n  master: {count: 1}\n", chart("20.1.0"), "values-prod.yaml", **{"values.yaml": base})
    assert [(one.text, one.source.path) for one in found.secrets] == [("s3cr3t-below", "values.yaml")]
    assert found.documents == ()


# --- the chart that somebody names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bitnami/redis@19.0.0", Said("bitnami-redis", exactly((19, 0, 0)))),
        ("bitnami/redis", Said("bitnami-redis")),
        ("bitnami/redis@^19.1", Said("bitnami-redis", Range((19, 1), (20,)))),
        ("dandydeveloper/redis-ha@4.38.0", Said("dandydeveloper-redis-ha", exactly((4, 38, 0)))),
        ("stable/redis-ha", Said("dandydeveloper-redis-ha")),
        ("valkey/valkey@0.10.0", Said("valkey-io-valkey", exactly((0, 10, 0)))),
        ("ot-container-kit/redis-cluster", Said("ot-redis-cluster")),
        ("cloudpirates/valkey", Said("cloudpirates-valkey")),
        ("bitnami/postgresql", None),
        ("bitnami/redis@latest", None),
        ("redis", None),
        ("", None),
    ],
)
def test_a_named_chart(text: str, expected: Said | None) -> None:
    assert parse(text) == expected


def test_a_comment_names_the_chart_whatever_the_keys_say() -> None:
    text = "auth:\n  enabled: false\nfoo: 1\n"
    (block,) = chosen(f"# redislint: chart=bitnami/valkey@3.0.0\n{text}", path="x.yaml")
    assert (block.chart.name, block.versions, block.reason) == ("bitnami-valkey", exactly((3, 0, 0)), "said")
    assert block.said == "bitnami/valkey 3.0.0 (as declared)"
    assert not list(chosen(f"a: 1\n# redislint: chart=bitnami/valkey\n{text}", path="x.yaml"))


def test_a_comment_names_the_key_that_the_values_stand_under() -> None:
    text = "# redislint: chart=bitnami/redis key=cache\ncache:\n  auth: {enabled: false}\nredis:\n  x: 1\n"
    (block,) = chosen(text)
    assert block.key is not None
    assert (block.key.text, block.chart.name, block.versions) == ("cache", "bitnami-redis", Range((14, 0, 0)))


def test_a_comment_wins_over_a_dependency() -> None:
    text = "# redislint: chart=groundhog2k/redis@2.4.0 key=redis\nredis:\n  redisConfig: maxmemory 1gb\n"
    (block,) = chosen(text, chart("20.1.0"))
    assert block.chart.name == "groundhog2k-redis"


@pytest.mark.parametrize(
    ("comment", "kind", "problem"),
    [
        ("# redislint: chart=bitnami/redis@19.0.0", "helm-values", ""),
        ("# redislint: chart=bitnami/kafka", "helm-values", "names no chart that redislint knows"),
        ("# redislint: chart", "helm-values", "names no chart that redislint knows"),
        ("# redislint: chart=bitnami/redis", "redis-conf", "says nothing here"),
    ],
)
def test_a_comment_that_names_no_chart_is_no_use(comment: str, kind: str, problem: str) -> None:
    found = reading(f"{comment}\nredis: 1\n" if kind == "helm-values" else f"{comment}\nport 1\n", kind, "redis.yaml")
    (declaration,) = declarations(found)
    assert declaration.server is None
    assert problem in declaration.problem
    assert bool(problem) == bool(declaration.problem)


def test_the_configuration_names_the_chart(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path
    monkeypatch.chdir(str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    with open("cache.yaml", "w", encoding="utf-8") as file:
        file.write("# redis\nauth:\n  enabled: false\npersistance:\n  size: 1Gi\n")
    assert [one.rule for one in lint("cache.yaml", config=False).findings] == []
    with open(".redislint.yaml", "w", encoding="utf-8") as file:
        file.write("paths:\n  cache.yaml:\n    kind: helm-values\n    chart: cloudpirates/redis@0.34.18\n")
    # The second time from what was kept of the configuration.
    for _ in range(2):
        found = {one.rule: one.message for one in lint("cache.yaml").findings}
        expected = "`persistance.size` is no key of cloudpirates/redis 0.34.18 (as declared), and is ignored"
        assert found["RL822"] == f"{expected}; did you mean `persistence.size`?"
        assert "RL201" in found


def test_versions_of_a_named_chart_settle_defaults() -> None:
    text = "# redislint: chart=bitnami/redis@{}\narchitecture: standalone\n"
    assert said(only(read(text.format("19.0.0"))).memory_limit) == (192 << 20, "", False)
    assert only(read(text.format("17.3.0"))).memory_limit is None
    assert parse("bitnami/redis") == Said("bitnami-redis", ANY)
    limit = only(read("# redislint: chart=bitnami/redis\narchitecture: standalone\n")).memory_limit
    assert limit is not None
    assert limit.value is UNKNOWN


def test_a_tree_without_other_files_has_no_layers() -> None:
    assert Files().names("") == ()
    assert only(read("redis:\n  master: {count: 1}\n", chart("20.1.0"), "values-prod.yaml")).complete


def test_a_chart_whose_own_values_are_not_at_hand_may_say_anything() -> None:
    text = "redis:\n  master: {count: 1}\n"
    assert not only(read(text, "", "shop/ci/prod.yaml", **{"shop/Chart.yaml": chart("20.1.0")})).complete
    files = {"shop/Chart.yaml": chart("20.1.0"), "shop/values.yaml": "redis: {}\n"}
    assert only(read(text, "", "shop/ci/prod.yaml", **files)).complete
