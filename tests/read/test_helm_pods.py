"""The containers that charts make: limits, probes, rights and volumes, from values and from defaults."""

from __future__ import annotations

import pytest

from redislint.model.facts import UNKNOWN
from redislint.model.instance import SENTINEL, Instance
from redislint.model.workload import Workload
from tests.read.test_helm import block, only, said
from tests.read.test_helm_charts import cloudpirates, groundhog, ot, redis_ha


def pod(instance: Instance) -> Workload:
    assert instance.workload is not None
    return instance.workload


@pytest.mark.parametrize(
    ("text", "cores", "asked"),
    [
        ("architecture: standalone", (0.15, "redis", False), (128 << 20, "redis", False)),
        ("master: {resourcesPreset: small}", (0.75, "small", True), (512 << 20, "small", True)),
        ("master: {resources: {limits: {cpu: 500m}}}", (0.5, "500m", True), (0.0, "{limits: {cpu: 500m}}", True)),
        ("master: {resources: {limits: {cpu: 2}, requests: {memory: 1Gi}}}", (2.0, "2", True), (1 << 30, "1Gi", True)),
        ("master: {resourcesPreset: none}", (0.0, "redis", False), (0.0, "redis", False)),
    ],
)
def test_limits(text: str, cores: tuple[object, str, bool], asked: tuple[object, str, bool]) -> None:
    found = pod(only(block(text)))
    assert said(found.cpu_limit) == cores
    assert said(found.memory_request) == asked


def test_limits_that_a_template_makes_are_unknown() -> None:
    found = pod(only(block("master: {resources: '{{ .x }}', resourcesPreset: small}\n")))
    assert found.cpu_limit is None
    assert found.memory_request is None


def test_probes_as_written_and_by_default() -> None:
    text = "master: {livenessProbe: {initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 3}}\n"
    probes = pod(only(block(text))).probes
    assert probes is not None
    liveness, readiness = probes
    assert (liveness.kind, liveness.delay, liveness.period, liveness.failures, liveness.timeout) == (
        "liveness",
        5.0,
        10.0,
        3,
        5.0,
    )
    assert (readiness.kind, readiness.delay, readiness.words) == ("readiness", 20.0, None)


def test_a_probe_of_ones_own() -> None:
    text = """
        master:
          customLivenessProbe:
            exec:
              command: [redis-cli, ping]
          readinessProbe: {enabled: false}
          startupProbe: {enabled: "{{ .x }}"}
        """
    assert pod(only(block(text))).probes is None  # one of them is not known
    probes = pod(only(block(text.replace('{enabled: "{{ .x }}"}', "{enabled: false}")))).probes
    assert probes is not None
    (liveness,) = probes
    assert (liveness.words, liveness.span.text) == (("redis-cli", "ping"), "[redis-cli, ping]")


def test_rights() -> None:
    default = pod(only(block("architecture: standalone\n")))
    assert said(default.root)[0] is False
    assert said(default.read_only_root)[0] is True
    text = "master: {containerSecurityContext: {runAsUser: 0, privileged: true, readOnlyRootFilesystem: false}}\n"
    found = pod(only(block(text)))
    assert said(found.root) == (True, "0", True)
    assert said(found.privileged) == (True, "true", True)
    assert said(found.read_only_root) == (False, "false", True)
    assert pod(only(block("master: {containerSecurityContext: {enabled: false}}\n"))).root is None


@pytest.mark.parametrize(
    ("text", "source", "path"),
    [
        ("architecture: standalone", "claim", "/data"),
        ("master: {persistence: {enabled: false}}", "empty", "/data"),
        ("master: {persistence: {enabled: false, medium: Memory}}", "memory", "/data"),
        ("master: {persistence: {path: /bitnami}}", "claim", "/bitnami"),
    ],
)
def test_volumes(text: str, source: str, path: str) -> None:
    volumes = pod(only(block(text))).volumes
    assert volumes is not None
    assert [(one.source, one.path) for one in volumes] == [(source, path)]


def test_volumes_that_are_not_known() -> None:
    assert pod(only(block("master: {persistence: {enabled: '${P}'}}\n"))).volumes is None
    (sentinel,) = [one for one in block("sentinel: {enabled: true}\n").instances if one.role == SENTINEL]
    assert pod(sentinel).volumes is None


def test_kind_grace_and_update() -> None:
    found = pod(only(block("master: {kind: Deployment, terminationGracePeriodSeconds: 10}\n")))
    assert (found.kind, said(found.grace)) == ("Deployment", (10.0, "10", True))
    assert said(pod(only(block("architecture: standalone\n"))).update)[0] == "RollingUpdate"


def test_other_charts_have_containers_too() -> None:
    ha = pod(only(redis_ha("redis: {resources: {limits: {cpu: 1}}}\n")))
    assert said(ha.cpu_limit) == (1.0, "1", True)
    assert said(ha.root)[0] is False
    assert ha.probes is not None
    assert {one.kind for one in ha.probes} == {"liveness", "readiness", "startup"}
    pirates = pod(only(cloudpirates("livenessProbe: {enabled: false}\nreadinessProbe: {enabled: false}\n")))
    assert pirates.probes == ()
    assert said(pod(only(groundhog("securityContext: {runAsUser: 0}\n"))).root) == (True, "0", True)
    assert said(pod(only(ot("redisReplication: {resources: {limits: {cpu: 101m}}}\n"))).cpu_limit)[0] == 0.101


SENTINELS = "sentinel: {enabled: true}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("replica: {podAntiAffinityPreset: hard}", ("hard", "hard", True)),
        ("replica: {podAntiAffinityPreset: ''}", ("none", "''", True)),
        # The chart's own, and what may take its place.
        ("replica: {podAntiAffinityPreset: soft, affinity: {nodeAffinity: {}}}", None),
        ("replica: {podAntiAffinityPreset: '${P}'}", (UNKNOWN, "'${P}'", True)),
    ],
)
def test_what_keeps_pods_of_a_chart_apart(text: str, expected: tuple[object, str, bool] | None) -> None:
    found = pod(block(SENTINELS + text).instances[-1]).spread
    assert (None if found is None else said(found)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("replica: {pdb: {create: false}}", -1),
        ("replica: {replicaCount: 5, pdb: {maxUnavailable: 2}}", 2),
        ("replica: {replicaCount: 5, pdb: {minAvailable: 60%}}", 2),
        ("replica: {replicaCount: 5}", None),
        ("pdb: {create: false}", None),
    ],
)
def test_budgets_of_a_chart(text: str, expected: int | None) -> None:
    found = pod(block(SENTINELS + text).instances[-1]).budget
    assert (None if found is None else found.value) == expected


def test_redis_ha_keeps_apart_by_a_switch() -> None:
    found = pod(redis_ha("hardAntiAffinity: false\npodDisruptionBudget: {maxUnavailable: 2}\n").instances[-1])
    assert found.spread is not None
    assert found.budget is not None
    assert (found.spread.value, found.budget.value) == ("soft", 2)
    assert pod(redis_ha("").instances[-1]).spread is None


def test_variables_beside_the_charts_own() -> None:
    found = pod(only(block("architecture: standalone\nmaster: {extraEnvVars: [{name: A, value: b}, {name: C}]}")))
    assert [(name, one.value) for name, one in found.environment or ()] == [("A", "b"), ("C", UNKNOWN)]
    assert pod(only(block("architecture: standalone"))).environment == ()
    assert pod(only(block("architecture: standalone\nmaster: {extraEnvVarsCM: x}"))).environment is None
