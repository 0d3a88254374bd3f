"""Keys that a chart does not have, what was meant by them, and values that do not go together."""

from __future__ import annotations

import textwrap

import pytest

from redislint.read.helm import charts
from redislint.read.helm.meant import meant
from redislint.read.helm.versions import ANY, exactly
from tests.read.test_helm import chart, read

KIND = ("unknown-value", "unknown-value-likely")


def strays(text: str, named: str = "bitnami/redis@20.1.0", **files: str) -> list[str]:
    """What is said of a file's keys."""
    head = f"# redislint: chart={named}\n" if named else ""
    found = read(head + textwrap.dedent(text), **files)
    return [one.detail for document in found.documents for one in document.problems if one.kind in KIND]


def conflicts(text: str, named: str = "bitnami/redis@20.1.0") -> list[tuple[str, str]]:
    found = read(f"# redislint: chart={named}\n{textwrap.dedent(text)}")
    problems = [one for document in found.documents for one in document.problems if one.kind.startswith("chart-")]
    return [(one.kind, one.span.text) for one in problems]


@pytest.mark.parametrize(
    ("text", "named", "said"),
    [
        ("master: {config: {maxmemory: 1gb}}", "bitnami/redis@19.0.0", "`master.config.maxmemory` is no key of"),
        ("master: {config: {maxmemory: 1gb}}", "bitnami/redis@19.0.0", "did you mean `commonConfiguration`?"),
        ("usePassword: false", "bitnami/redis@20.1.0", "has it no more since 14.0.0"),
        ("usePassword: false", "bitnami/redis@20.1.0", "did you mean `auth.enabled`?"),
        ("slave: {extraFlags: [x]}", "bitnami/redis@20.1.0", "did you mean `replica.extraFlags`?"),
        ("cluster: {enabled: false}", "bitnami/redis@20.1.0", "did you mean `architecture`?"),
        ("master: {resourcesPreset: small}", "bitnami/redis@17.3.0", "has it from 18.14.0 on"),
        ("master: {persistance: {size: 1Gi}}", "bitnami/redis@20.1.0", "did you mean `master.persistence.size`?"),
        ("persistence: {size: 1Gi}", "bitnami/redis@20.1.0", "did you mean `master.persistence.size`?"),
        ("master: {image: {repository: x}}", "bitnami/redis@20.1.0", "did you mean `image.repository`?"),
        ("sentinel: {replicas: 3}", "bitnami/redis@20.1.0", "did you mean `replica.replicaCount`?"),
        ("auth: {enabled: false}", "bitnami/redis-cluster@11.0.5", "did you mean `usePassword`?"),
        ("master: {resources: {limits: {}}, count: 2}", "bitnami/valkey@3.0.0", "did you mean `primary"),
        (
            "master: {persistence: {size: 1Gi}}",
            "dandydeveloper/redis-ha@4.38.0",
            "did you mean `persistentVolume.size`?",
        ),
        ("auth: {enabled: true}", "dandydeveloper/redis-ha@4.38.0", "did you mean `auth`?"),
        ("master: {configuration: x}", "cloudpirates/redis@0.34.18", "is no key of"),
        ("commonConfiguration: hz 10", "cloudpirates/redis@0.34.18", "did you mean `config.content`?"),
        ("config: {maxmemory: 1gb}", "groundhog2k/redis@2.4.0", "did you mean `redisConfig`?"),
        ("redisReplication: {maxmemory: 1gb}", "ot/redis-replication@0.16.9", "did you mean `externalConfig.data`?"),
        ("persistence: {enabled: true}", "valkey/valkey@0.10.0", "did you mean `dataStorage.enabled`?"),
    ],
)
def test_a_key_that_is_ignored(text: str, named: str, said: str) -> None:
    if named == "dandydeveloper/redis-ha@4.38.0" and text.startswith("auth"):
        # There `auth` is a truth value, and whatever stands below it is lost with it.
        assert strays(text, named) == []
        return
    (detail,) = [one for one in strays(text, named) if said in one] or [str(strays(text, named))]
    assert said in detail


@pytest.mark.parametrize(
    "text",
    [
        "global: {anything: 1}",
        "enabled: true",
        "x-anchors: {a: 1}",
        "master: {podAnnotations: {example.com/team: shop}}",
        "master: {nodeSelector: {disk: ssd}, affinity: {nodeAffinity: {x: 1}}}",
        "master: {resources: {limits: {memory: 1Gi, ephemeral-storage: 1Gi}}}",
        "master: {livenessProbe: {exec: {command: [a]}, terminationGracePeriodSeconds: 1}}",
        "master: {containerSecurityContext: {capabilities: {add: [X]}}}",
        "nothing: {}",
        "nothing: ''",
        "nothing:",
        "nothing: []",
        "shared: &anchor {a: 1}",
        "auth: {acl: {enabled: true, users: [{username: a, password: b, commands: +@all}]}}",
        "'{{ .x }}': 1",
    ],
)
def test_what_is_no_stray(text: str) -> None:
    assert strays(text, "bitnami/redis@20.12.0") == []


def test_what_an_alias_repeats_is_said_there() -> None:
    """A key is no stray where an anchor keeps something for later, and is one where an alias repeats it."""
    said = strays("kept: &size {size: 1Gi}\nmaster: {persistance: *size}")
    assert len(said) == 1
    assert said[0].startswith("`master.persistance")


def test_a_templates_key_of_the_parent_chart_is_read() -> None:
    text = "redis:\n  host: cache\n  auth: {user: app}\n  port: 6379\n"
    files = {"Chart.yaml": chart("20.1.0"), "templates/deployment.yaml": "{{ .Values.redis.host }}"}
    found = strays(text, "", **files)
    assert not any("redis.host" in one for one in found)
    assert any("redis.auth.user" in one for one in found)


def test_a_condition_is_the_parents_key() -> None:
    conditioned = chart("20.1.0").replace("redis.enabled", "redis.install")
    assert strays("redis:\n  install: true\n", "", **{"Chart.yaml": conditioned}) == []
    assert strays("redis:\n  deploy: true\n", "", **{"Chart.yaml": conditioned}) != []


def test_the_reason_is_said() -> None:
    (detail,) = strays("redis:\n  wrong: 1\n", "", **{"Chart.yaml": chart("20.1.0")})
    assert "bitnami/redis 20.1.0 (by Chart.yaml)" in detail
    assert "(as declared)" in strays("wrong: 1\n")[0]
    assert "bitnami/redis (as declared)" in strays("wrong: 1\n", "bitnami/redis")[0]


def test_keys_alone_must_be_plainly_a_charts() -> None:
    known = "".join(f"  {name}: {{enabled: true}}\n" for name in ("livenessProbe", "readinessProbe", "startupProbe"))
    text = f"# redis\narchitecture: standalone\nauth: {{enabled: true}}\nmaster:\n{known}  persistance: {{size: 1Gi}}\n"
    more = "replica: {replicaCount: 1}\nmetrics: {enabled: true}\ntls: {enabled: false}\nsentinel: {enabled: false}\n"
    assert "(by its keys)" in strays(f"{text}{more}commonConfiguration: hz 10\n", "")[0]
    tied = "# redis\narchitecture: standalone\nauth: {enabled: true, wrong: 1}\n"
    assert strays(tied, "") == []
    # Under a key of somebody's own chart its templates may read what they like.
    assert strays("redis:\n  master: {persistence: {size: 1Gi}}\n  host: x\n", "") == []


def test_a_probable_chart_makes_a_note() -> None:
    text = """
        # redis
        architecture: replication
        auth: {enabled: true}
        master: {persistence: {enabled: true}, config: {maxmemory: 1gb}}
        replica: {replicaCount: 2, config: {maxmemory: 1gb}}
        """
    found = read(textwrap.dedent(text), path="values/redis.yaml")
    kinds = {one.kind for document in found.documents for one in document.problems}
    assert kinds == {"unknown-value-likely"}
    beside = read(textwrap.dedent(text), "name: redis\nversion: 1.0.0\n", "values/redis.yaml")
    assert not any(document.problems for document in beside.documents)


def test_versions_that_are_not_known_have_keys_that_are_not_known() -> None:
    assert strays("brandNew: 1\n", "bitnami/redis@99.0.0") == []
    assert strays("brandNew: 1\n", "bitnami/redis@23.1.0") != []


@pytest.mark.parametrize("name", charts.CHARTS)
def test_no_key_of_a_chart_is_a_stray_of_it(name: str) -> None:
    known = charts.load(name)
    for path in known._keys:
        span = known.span(path)
        assert span is not None
        assert known.has(path, exactly(span.low)), path
        assert known.has(f"{path}.below", exactly(span.low)), path
        assert known.has(path, ANY)
    assert not known.has("certainly.not", ANY)


@pytest.mark.parametrize("name", charts.CHARTS)
def test_what_is_meant_is_a_key_of_the_chart(name: str) -> None:
    known = charts.load(name)
    versions = exactly(tuple(part - (index == 0 and part > 0) for index, part in enumerate(known.until)))
    for path in ("usePassword", "slave.resources", "persistence.enabled", "master.config", "metrics.enabeld", "x"):
        better = meant(known, path, [path, f"{path}.maxmemory"], ANY)
        assert not better or known.has(better, ANY) or better.startswith("redis.config."), (path, better, versions)


# --- values that do not go together ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        (
            "architecture: standalone\nsentinel: {enabled: true}",
            "bitnami/redis@20.1.0",
            ("chart-refuses", "standalone"),
        ),
        ("tls: {enabled: true}", "bitnami/redis@20.1.0", ("chart-refuses", "true")),
        ("tls: {enabled: true, existingSecret: x}", "bitnami/redis@20.1.0", ("chart-refuses", "x")),
        ("tls: {enabled: true, existingSecret: x}", "bitnami/valkey@2.2.0", ("chart-refuses", "x")),
        ("tls: {enabled: true, existingSecret: x, certFilename: c, certKeyFilename: k}", "", None),
        (
            "tls: {enabled: true, existingSecret: x, certFilename: c, certKeyFilename: k}",
            "bitnami/redis-cluster@11.0.5",
            ("chart-refuses", "x"),
        ),
        ("tls: {enabled: false, existingSecret: x}", "bitnami/redis@20.1.0", None),
        ("tls: {enabled: true, autoGenerated: true}", "bitnami/redis@20.1.0", None),
        ("image: {repository: me/redis}", "bitnami/redis@20.5.0", ("chart-refuses", "me/redis")),
        ("image: {repository: me/redis}", "bitnami/redis@20.4.0", None),
        ("image: {registry: r.example.com}", "bitnami/valkey@2.2.0", ("chart-refuses", "r.example.com")),
        ("global: {imageRegistry: r.example.com}", "bitnami/redis@20.5.0", ("chart-refuses", "r.example.com")),
        ("image: {repository: library/redis}", "bitnami/redis@20.5.0", ("chart-refuses", "library/redis")),
        # The text that lists the chart's images contains these.
        ("image: {repository: redis}", "bitnami/redis@20.5.0", None),
        ("image: {registry: '', repository: bitnami/redis}", "bitnami/redis@20.5.0", None),
        ("image: {registry: registry-1.docker.io}", "bitnami/redis@20.5.0", None),
        ("image: {repository: bitnami/redis-sentinel}", "bitnami/redis@20.5.0", None),
        ("image: {repository: '${IMAGE}'}", "bitnami/redis@20.5.0", None),
        # Of those that nothing uses it asks as well.
        ("metrics: {image: {repository: me/exporter}}", "bitnami/redis@20.5.0", ("chart-refuses", "me/exporter")),
        (
            "image: {registry: quay.io, repository: bitnamilegacy/redis}",
            "bitnami/redis@22.0.2",
            ("chart-refuses", "bitnamilegacy/redis"),
        ),
        ("image: {repository: bitnamilegacy/redis}", "bitnami/redis@21.0.0", ("chart-refuses", "bitnamilegacy/redis")),
        ("image: {repository: bitnamilegacy/redis}", "bitnami/redis@22.0.1", ("chart-refuses", "bitnamilegacy/redis")),
        ("image: {repository: bitnamilegacy/redis}", "bitnami/redis@22.0.2", None),
        # `auth.acl` came with 20.7.0; up to which version this is, nothing says.
        ("image: {repository: bitnamilegacy/redis}\nauth: {acl: {enabled: false}}", "bitnami/redis", None),
        (
            "image: {repository: me/redis}\nauth: {acl: {enabled: false}}",
            "bitnami/redis",
            ("chart-refuses", "me/redis"),
        ),
        (
            "image: {repository: me/redis}\nglobal: {security: {allowInsecureImages: true}}",
            "bitnami/redis@21.0.0",
            None,
        ),
        ("sentinel: {enabled: true}\nmaster: {resources: {limits: {memory: 1Gi}}}", "", ("chart-conflict", "master")),
        ("sentinel: {enabled: true}\nmaster: {podLabels: {a: b}}", "", None),
        ("sentinel: {enabled: true}\nmaster: {service: {type: ClusterIP}}", "", None),
        ("sentinel: {enabled: true}\nmaster: {count: 1, resources: {}}", "", None),
        ("master: {resources: {limits: {memory: 1Gi}}}", "", None),
        ("sentinel: {enabled: true}\nmaster: {resources: {a: 1}}\nreplica: {resources: {a: 1}}", "", None),
        ("sentinel: {enabled: true}\nauth: {sentinel: false}", "", ("chart-conflict", "false")),
        ("sentinel: {enabled: true}\nauth: {enabled: false, sentinel: false}", "", None),
        ("cluster: {nodes: 5}", "bitnami/redis-cluster@11.0.5", None),
        ("cluster: {nodes: 7}", "bitnami/redis-cluster@11.0.5", ("chart-conflict", "7")),
        ("cluster: {nodes: 3, replicas: 0}", "bitnami/redis-cluster@11.0.5", None),
        ("cluster: {nodes: 9, replicas: 2}", "bitnami/redis-cluster@11.0.5", None),
        ("cluster: {nodes: '${N}'}", "bitnami/redis-cluster@11.0.5", None),
        ("auth: true", "dandydeveloper/redis-ha@4.38.0", ("chart-refuses", "true")),
        ("auth: true\nexistingSecret: x", "dandydeveloper/redis-ha@4.38.0", None),
        ("redis: {tlsPort: 6380}", "dandydeveloper/redis-ha@4.38.0", ("chart-refuses", "6380")),
        ("redis: {config: {min-replicas-to-write: 3}}", "dandydeveloper/redis-ha@4.38.0", None),
        ("redis: {config: {min-replicas-to-write: 2}}", "dandydeveloper/redis-ha@4.38.0", None),
        ("replicas: 1", "dandydeveloper/redis-ha@4.38.0", ("chart-refuses", "1")),
        ("auth: {enabled: true, aclUsers: {app: {permissions: x}}}", "valkey/valkey@0.10.0", ("chart-refuses", "true")),
        ("auth: {enabled: true, aclUsers: {default: {permissions: x}}}", "valkey/valkey@0.10.0", None),
        ("auth: {enabled: true, aclConfig: user default on >x}", "valkey/valkey@0.10.0", None),
        ("replica: {enabled: true}", "valkey/valkey@0.10.0", ("chart-refuses", "true")),
        ("replica: {enabled: true, persistence: {size: 5Gi}}", "valkey/valkey@0.10.0", None),
    ],
)
def test_values_that_do_not_go_together(text: str, named: str, expected: tuple[str, str] | None) -> None:
    assert conflicts(text, named or "bitnami/redis@20.1.0") == ([] if expected is None else [expected])
