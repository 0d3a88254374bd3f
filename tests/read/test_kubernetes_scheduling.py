"""Where pods may run, how many may go at a time, what counts them, who leads to them, and which ports are let in."""

from __future__ import annotations

import pytest

from redislint.model.workload import Workload
from tests.read.test_kubernetes import deployment, manifest

IMAGE = "image: redis:7.2"
SELECTOR = "{matchLabels: {app: redis}}"


def workload(text: str, **files: str) -> Workload:
    (found,) = manifest(text, **files).instances
    assert found.workload is not None
    return found.workload


def apart(key: str) -> str:
    return f"affinity: {{podAntiAffinity: {{{key}: [{{topologyKey: kubernetes.io/hostname}}]}}}}"


@pytest.mark.parametrize(
    ("pod", "expected"),
    [
        ("", ("none", False)),
        (apart("requiredDuringSchedulingIgnoredDuringExecution"), ("hard", True)),
        (apart("preferredDuringSchedulingIgnoredDuringExecution"), ("soft", True)),
        ("affinity: {nodeAffinity: {}}", ("none", False)),
        ("topologySpreadConstraints: [{maxSkew: 1, whenUnsatisfiable: DoNotSchedule}]", ("hard", True)),
        ("topologySpreadConstraints: [{maxSkew: 1}]", ("hard", True)),
        ("topologySpreadConstraints: [{whenUnsatisfiable: ScheduleAnyway}]", ("soft", True)),
        ("topologySpreadConstraints: []", ("none", False)),
        ("hostNetwork: true", ("hard", False)),
        ("affinity: '${AFFINITY}'", None),
    ],
)
def test_what_keeps_pods_apart(pod: str, expected: tuple[str, bool] | None) -> None:
    found = workload(deployment(IMAGE, pod)).spread
    assert (None if found is None else (found.value, found.written)) == expected


def test_one_pod_a_node_is_apart() -> None:
    assert workload(deployment(IMAGE, kind="DaemonSet")).spread is not None
    found = workload(deployment(f"{IMAGE}\nports: [{{containerPort: 6379, hostPort: 6379}}]")).spread
    assert found is not None
    assert found.value == "hard"


def budget(spec: str, selector: str = SELECTOR, namespace: str = "") -> str:
    space = f", namespace: {namespace}" if namespace else ""
    return f"---\nkind: PodDisruptionBudget\nmetadata: {{name: redis{space}}}\nspec: {{{spec}, selector: {selector}}}\n"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        ("", (-1, False)),
        (budget("maxUnavailable: 1"), (1, True)),
        (budget("minAvailable: 3"), (2, True)),
        (budget("minAvailable: 9"), (0, True)),
        # Kubernetes rounds both up.
        (budget("maxUnavailable: 30%"), (2, True)),
        (budget("minAvailable: 50%"), (2, True)),
        (budget("maxUnavailable: 1", "{matchLabels: {app: other}}"), (-1, False)),
        (budget("maxUnavailable: 1", "{}"), (1, True)),
        (budget("maxUnavailable: 1", "{matchExpressions: [{key: app, operator: Exists}]}"), None),
        (budget("maxUnavailable: '${MOST}'"), None),
        # More than one for a pod evicts none.
        (budget("maxUnavailable: 1") + budget("maxUnavailable: 2"), (0, True)),
    ],
)
def test_budgets(objects: str, expected: tuple[int, bool] | None) -> None:
    found = workload(deployment(IMAGE, spec="replicas: 5") + objects).budget
    assert (None if found is None else (found.value, found.written)) == expected


def test_a_budget_in_a_file_beside_it() -> None:
    text = budget("maxUnavailable: 2").removeprefix("---\n")
    found = workload(deployment(IMAGE, spec="replicas: 3"), **{"budget.yaml": text}).budget
    assert found is not None
    assert (found.value, found.span.source.path) == (2, "budget.yaml")
    # Of another namespace, or where nobody knows how many there are.
    found = workload(
        deployment(IMAGE, spec="replicas: 3").replace("name: redis\n", "name: redis\n  namespace: a\n", 1)
        + budget("maxUnavailable: 2", namespace="b")
    ).budget
    assert found is not None
    assert found.value == -1
    assert workload(deployment(IMAGE, spec="replicas: ${N}") + budget("maxUnavailable: 2")).budget is None


def scaler(spec: str) -> str:
    return f"---\nkind: HorizontalPodAutoscaler\nmetadata: {{name: scaler}}\nspec: {{{spec}}}\n"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("scaleTargetRef: {kind: Deployment, name: redis}, minReplicas: 2", (2, "2")),
        ("scaleTargetRef: {kind: Deployment, name: redis}", (1, "scaler")),
        ("scaleTargetRef: {kind: StatefulSet, name: redis}, minReplicas: 2", None),
        ("scaleTargetRef: {kind: Deployment, name: other}, minReplicas: 2", None),
    ],
)
def test_autoscalers(spec: str, expected: tuple[int, str] | None) -> None:
    found = workload(deployment(IMAGE) + scaler(spec)).scaled
    assert (None if found is None else (found.value, found.span.text)) == expected


def test_services_that_lead_to_pods() -> None:
    service = "---\nkind: Service\nmetadata: {name: %s}\nspec: {selector: {app: %s}, %s}\n"
    text = (
        deployment(IMAGE)
        + service % ("one", "redis", "ports: []")
        + service % ("two", "redis", "clusterIP: None")
        + service % ("three", "other", "ports: []")
        + service % ("four", "redis", "type: ExternalName")
    )
    found = workload(text).services
    assert found is not None
    assert [(one.name, one.span.text, one.plain) for one in found] == [
        ("one", "one", True),
        ("two", "two", False),
        ("four", "four", False),
    ]


POLICY = "---\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: %s, ingress: %s}\n"


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ("", None),
        (POLICY % (SELECTOR, "[{ports: [{port: 6379}, {port: 16379}]}]"), [6379, 16379]),
        (POLICY % (SELECTOR, "[]"), []),
        (POLICY % (SELECTOR, "[{from: []}]"), None),
        (POLICY % (SELECTOR, "[{ports: [{port: redis}]}]"), None),
        (POLICY % (SELECTOR, "[{ports: [{port: 6379, endPort: 20000}]}]"), None),
        (POLICY % ("{matchLabels: {app: other}}", "[{ports: [{port: 6379}]}]"), None),
        (POLICY % ("{matchExpressions: [{key: app, operator: Exists}]}", "[{ports: [{port: 6379}]}]"), None),
    ],
)
def test_ports_that_are_let_in(policies: str, expected: list[int] | None) -> None:
    found = workload(deployment(IMAGE) + policies).admits
    assert (None if found is None else [one.value for one in found]) == expected


def test_of_a_part_nothing_is_known() -> None:
    text = deployment(IMAGE).replace("  selector:\n    matchLabels: {app: redis, tier: data}\n", "")
    found = workload(text + budget("maxUnavailable: 1"))
    assert (found.spread, found.budget, found.services, found.admits) == (None,) * 4


def test_a_class_of_storage_on_the_network() -> None:
    claim = "---\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {storageClassName: %s}\n"
    pod = "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]"
    text = deployment(f"{IMAGE}\nvolumeMounts: [{{name: data, mountPath: /data}}]", pod)
    for name, source in (
        ("efs-sc", "network"),
        ("managed-nfs-storage", "network"),
        ("gp3", "claim"),
        ("unfs", "claim"),
    ):
        volumes = workload(text + claim % name).volumes
        assert volumes is not None
        assert [one.source for one in volumes] == [source], name
