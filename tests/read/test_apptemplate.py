"""Values of `app-template`: pods in other words, read as what the chart makes of them, at the places of the values."""

from __future__ import annotations

import textwrap
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.discover.kinds import kind_of
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance
from redislint.model.workload import Workload
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.read.reading import Files, reading
from tests.timing import SLOW


def release(values: str, version: str = "3.5.1", chart: str = "app-template", name: str = "shop") -> str:
    return (
        f"apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: {name}\nspec:\n  chart:\n"
        f"    spec:\n      chart: {chart}\n      version: '{version}'\n      sourceRef:\n        kind: HelmRepository\n"
        f"        name: bjw-s\n  values:\n{textwrap.indent(values, '    ')}"
    )


def controller(container: str, more: str = "") -> str:
    """One controller with one container, `cache`, and further values."""
    inner = textwrap.indent(container, "        ")
    return (
        "controllers:\n  shop:\n    containers:\n      cache:\n"
        f"        image:\n          repository: docker.io/library/redis\n          tag: 7.2.4\n{inner}{more}"
    )


def only(text: str, tree: Files | None = None, kind: str = "kubernetes", path: str = "app.yaml") -> Instance:
    (found,) = reading(text, kind, path, tree).instances
    return found


def pod(text: str, **files: str) -> Workload:
    found = only(text, Files(**files)).workload
    assert found is not None
    return found


def value(fact: Fact[Any] | None) -> object:
    return None if fact is None else fact.value


def volumes(text: str) -> list[tuple[str, str]] | None:
    found = pod(text).volumes
    return None if found is None else [(one.path, one.source) for one in found]


def findings(text: str, kind: str = "kubernetes", path: str = "app.yaml", **files: str) -> set[tuple[str, int, str]]:
    """Rule, line and text of each finding."""
    found = lint_sources([Source(path, text, kind)], Files(**files), Options()).findings
    return {(one.rule, one.span.position[0], one.span.text) for one in found}


def test_a_container_is_an_instance() -> None:
    container = (
        "args: ['--maxmemory', '100mb', '--bogus', 'yes']\n"
        "resources:\n  requests: {memory: 64Mi}\n  limits: {memory: 128Mi, cpu: 500m}\n"
        "securityContext:\n  runAsUser: 0\n  readOnlyRootFilesystem: true\n"
    )
    text = release(controller(container))
    found = only(text)
    assert (found.name, found.kind, str(found.server), found.complete) == ("shop", "kubernetes", "redis 7.2.4", True)
    assert found.anchor.text == "cache"
    assert found.setting("maxmemory").value == "100mb"
    assert value(found.memory_limit) == 128 << 20
    assert found.image is not None
    assert (found.image.value, found.image.span.text) == ("docker.io/library/redis:7.2.4", "7.2.4")
    workload = found.workload
    assert workload is not None
    assert workload.kind == "Deployment"
    facts = (workload.cpu_limit, workload.memory_request, workload.root, workload.read_only_root, workload.update)
    assert [value(one) for one in facts] == [0.5, 64 << 20, True, True, "Recreate"]
    assert ("RL001", 21, "--bogus") in findings(text)


def test_advice_is_in_the_words_of_kubernetes() -> None:
    text = release(controller(""))
    found = lint_sources([Source("app.yaml", text, "kubernetes")], Files(), Options()).findings
    (open_to_all,) = [one for one in found if one.rule == "RL201"]
    assert open_to_all.span.source.kind == "kubernetes"
    assert "--requirepass" in open_to_all.advice
    assert "existingSecret" not in open_to_all.advice


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("repository: redis\ntag: 7.2.4\n", "redis:7.2.4"),
        ("repository: redis\ntag: '7.0'\n", "redis:7.0"),
        # A number, of which the chart makes a text again.
        ("repository: redis\ntag: 7.0\n", "redis:7"),
        ("repository: redis\ntag: 8\n", "redis:8"),
        ("repository: redis\ntag: 7.2.4@sha256:abc\n", "redis:7.2.4@sha256:abc"),
        ("repository: redis\ntag: 7.2.4\ndigest: sha256:abc\n", "redis:7.2.4@sha256:abc"),
    ],
)
def test_the_image(given: str, expected: str) -> None:
    values = f"controllers:\n  main:\n    containers:\n      main:\n        image:\n{textwrap.indent(given, ' ' * 10)}"
    assert value(only(release(values)).image) == expected


@pytest.mark.parametrize(
    "given",
    [
        "repository: redis\n",
        "repository: redis\ntag: '{{ .Values.tag }}'\n",
        "repository: redis\ntag: ${TAG}\n",
        "repository: ghcr.io/shop/redis-commander\ntag: 1.0.0\n",
        "tag: 7.2.4\n",
    ],
)
def test_what_is_no_redis_for_sure(given: str) -> None:
    values = f"controllers:\n  main:\n    containers:\n      main:\n        image:\n{textwrap.indent(given, ' ' * 10)}"
    assert not reading(release(values), "kubernetes").instances


def test_the_name_is_blamed_for_what_its_repository_is() -> None:
    values = (
        controller("")
        .replace("docker.io/library/redis", "docker.io/bitnami/redis")
        .replace("7.2.4", "7.2.4-debian-12-r9")
    )
    assert "docker.io/bitnami/redis" in {text for rule, _, text in findings(release(values)) if rule == "RL715"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("command: redis-server\n", ("redis-server",)),
        ("command: [redis-server]\nargs: ['--port', '7000']\n", ("redis-server", "--port", "7000")),
        ("args: --appendonly\n", ("--appendonly",)),
        ("command: []\nargs: []\n", ()),
        ("command:\n", ()),
    ],
)
def test_commands_are_lists_or_texts(given: str, expected: tuple[str, ...]) -> None:
    assert pod(release(controller(given))).command == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("env:\n  A: x\n  B: 1\n  C:\n    value: y\n", {"A": "x", "B": "1", "C": "y"}),
        ("env:\n  - name: A\n    value: x\n", {"A": "x"}),
        ("env:\n  A:\n    secretKeyRef:\n      name: s\n      key: k\n", {"A": UNKNOWN}),
        ("env:\n  A:\n    valueFrom:\n      secretKeyRef:\n        name: s\n        key: k\n", {"A": UNKNOWN}),
        ("env: '{{ .Values.all }}'\n", None),
        ("envFrom:\n  - secretRef:\n      name: shop\n", None),
        ("envFrom:\n  - secret: shop\n", None),
    ],
)
def test_the_environment(given: str, expected: dict[str, object] | None) -> None:
    found = pod(release(controller(given))).environment
    assert (None if found is None else {name: fact.value for name, fact in found}) == expected


def test_a_variable_is_blamed_where_it_stands() -> None:
    text = release(controller("env:\n  REDIS_PASSWORD: hunter2-of-mine\n"))
    assert any(rule == "RL819" and line == 22 for rule, line, _ in findings(text))
    assert "hunter2-of-mine" in {span.text for span in reading(text, "kubernetes").secrets}


CONFIG = (
    "configMaps:\n  conf:\n    data:\n      redis.conf: |\n"
    "        maxmemory 100mb\n        appendonly yes\n        bogus yes\n"
)


def test_a_config_among_the_values_is_read_once() -> None:
    mounted = "persistence:\n  conf: {type: configMap, identifier: conf, globalMounts: [{path: /etc/redis}]}\n"
    more = f"{CONFIG}{mounted}"
    text = release(controller("args: [/etc/redis/redis.conf]\n", more))
    found = only(text)
    assert (found.setting("maxmemory").value, found.setting("maxmemory").span.text) == ("100mb", "maxmemory 100mb")
    assert [found for found in findings(text) if found[0] == "RL001"] == [("RL001", 28, "bogus")]


def test_a_config_of_a_kustomization_is_read() -> None:
    more = (
        "persistence:\n  conf:\n    type: configMap\n    name: shop-conf\n    globalMounts:\n      - path: /etc/redis\n"
    )
    tree = Files(
        **{
            "kustomization.yaml": "configMapGenerator:\n- name: shop-conf\n  files: [redis.conf]\n",
            "redis.conf": "maxmemory 100mb\nport 6379\n",
        }
    )
    found = only(release(controller("args: [/etc/redis/redis.conf]\n", more)), tree)
    assert ("config", "redis.conf") in {(one.role, one.path) for one in found.references}


def test_a_config_that_nobody_mounts_is_a_fragment() -> None:
    text = release(controller("", CONFIG))
    assert ("RL001", 27, "bogus") in findings(text)
    assert len(reading(text, "kubernetes").instances) == 2


def item(text: str) -> str:
    return f"persistence:\n  data:\n{textwrap.indent(text, '    ')}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("existingClaim: shop\n", [("/data", "claim")]),
        ("storageClass: nfs-client\nsize: 1Gi\n", [("/data", "network")]),
        ("size: 1Gi\nglobalMounts:\n  - path: /var\n  - subPath: x\n", [("/var", "claim"), ("/var", "claim")]),
        ("type: emptyDir\n", [("/data", "empty")]),
        ("type: emptyDir\nmedium: Memory\n", [("/data", "memory")]),
        ("type: hostPath\nhostPath: /srv/redis\n", [("/srv/redis", "host")]),
        ("type: nfs\nserver: nas\npath: /x\n", [("/data", "network")]),
        ("type: secret\nname: s\n", [("/data", "secret")]),
        ("type: custom\nvolumeSpec:\n  csi: {driver: x}\n", [("/data", "claim")]),
        ("type: '{{ .Values.type }}'\n", [("/data", "unknown")]),
        ("type: emptyDir\nadvancedMounts:\n  shop:\n    cache:\n      - path: /data\n", [("/data", "empty")]),
        ("type: emptyDir\nadvancedMounts:\n  shop:\n    other:\n      - path: /data\n", []),
        ("type: emptyDir\nenabled: false\n", []),
        ("type: emptyDir\nglobalMounts: '{{ .Values.mounts }}'\n", None),
    ],
)
def test_storage(given: str, expected: list[tuple[str, str]] | None) -> None:
    assert volumes(release(controller("", item(given)))) == expected


def test_data_that_is_lost_is_told_at_the_mount() -> None:
    more = item("type: emptyDir\nglobalMounts:\n  - path: /data\n")
    text = release(controller("args: ['--appendonly', 'yes']\n", more))
    assert ("RL414", 26, "path: /data") in findings(text)
    assert "RL414" not in {rule for rule, _, _ in findings(text.replace("type: emptyDir", "size: 1Gi"))}


def test_each_pod_of_a_statefulset_has_a_claim() -> None:
    own = (
        "    type: statefulset\n    statefulset:\n      volumeClaimTemplates:\n"
        "        - name: data\n          size: 1Gi\n          storageClass: nfs-client\n          globalMounts:\n"
        "            - path: /data\n"
        "        - name: more\n          size: 1Gi\n          advancedMounts:\n            cache: [{path: /more}]\n"
    )
    text = release(controller("").replace("  shop:\n", f"  shop:\n{own}", 1))
    assert volumes(text) == [("/data", "network"), ("/more", "claim")]
    assert pod(text).kind == "StatefulSet"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("startup:\n  enabled: false\n", []),
        ("liveness:\n  enabled: true\n  spec:\n    periodSeconds: 3\n", [("liveness", None, 3.0)]),
        (
            "readiness:\n  enabled: true\n  custom: true\n  spec:\n    exec:\n      command: [redis-cli, ping]\n",
            [("readiness", ("redis-cli", "ping"), 10.0)],
        ),
        (
            "liveness:\n  enabled: true\n  type: EXEC\n  command: [redis-cli, ping]\n",
            [("liveness", ("redis-cli", "ping"), 10.0)],
        ),
    ],
)
def test_probes(given: str, expected: list[tuple[str, tuple[str, ...] | None, float]]) -> None:
    found = pod(release(controller(f"probes:\n{textwrap.indent(given, '  ')}"))).probes
    assert found is not None
    assert [(one.kind, one.words, one.period) for one in found] == expected


@pytest.mark.parametrize(("version", "count"), [("2.6.0", 3), ("2.x", 3), ("3.0.0", 0), ("4.1.1", 0)])
def test_the_chart_has_probes_of_its_own_before_version_3(version: str, count: int) -> None:
    values = controller("").replace("shop:", "main:").replace("cache:", "main:")
    assert len(pod(release(values, version)).probes or ()) == count


SERVICE = "service:\n  outer:\n    controller: shop\n    type: {}\n    ports:\n      redis:\n        port: 6379\n"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (SERVICE.format("LoadBalancer"), [(6379, "LoadBalancer")]),
        (SERVICE.format("NodePort"), [(6379, "NodePort")]),
        (SERVICE.format("ClusterIP"), []),
        (SERVICE.format("LoadBalancer").replace("    controller: shop\n", ""), [(6379, "LoadBalancer")]),
        (SERVICE.format("LoadBalancer").replace("controller: shop", "controller: other"), []),
        (SERVICE.format("LoadBalancer").replace("outer:\n", "outer:\n    enabled: false\n"), []),
        (SERVICE.format("LoadBalancer\n    loadBalancerSourceRanges: [10.0.0.0/8]"), []),
        (
            SERVICE.format("LoadBalancer").replace(
                "outer:\n", "outer:\n    annotations:\n      metallb.universe.tf/address-pool: x\n"
            ),
            [(6379, "LoadBalancer")],
        ),
        (
            SERVICE.format("LoadBalancer").replace(
                "outer:\n",
                "outer:\n    annotations:\n      service.beta.kubernetes.io/aws-load-balancer-internal: 'true'\n",
            ),
            [(6379, "internal")],
        ),
        (
            SERVICE.format("LoadBalancer").replace("port: 6379", "port: 80\n        targetPort: 6379"),
            [(6379, "LoadBalancer")],
        ),
        (SERVICE.format("LoadBalancer").replace("port: 6379", "port: 6379\n        protocol: UDP"), []),
    ],
)
def test_services(given: str, expected: list[tuple[int, str]]) -> None:
    ports = only(release(controller("", given))).ports
    assert ports is not None
    assert [(one.container, one.by) for one in ports] == expected


def test_a_public_service_is_told_at_its_type() -> None:
    text = release(controller("", SERVICE.format("LoadBalancer")))
    assert any(blamed == "LoadBalancer" and line == 24 for _, line, blamed in findings(text))


def test_network_policies() -> None:
    given = (
        "networkpolicies:\n  shop:\n    controller: shop\n    policyTypes: [Ingress]\n"
        "    rules:\n      ingress:\n        - {}\n"
    )
    assert value(pod(release(controller("", given))).policy) == "open"
    closed = given.replace("- {}", "- from:\n            - podSelector: {}")
    assert value(pod(release(controller("", closed))).policy) == "closed"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ("Recreate", 1)),
        ("strategy: RollingUpdate\nreplicas: 2\n", ("RollingUpdate", 2)),
        ("replicas: null\n", ("Recreate", UNKNOWN)),
        ("enabled: true\ntype: deployment\n", ("Recreate", 1)),
        ("type: daemonset\n", (None, UNKNOWN)),
    ],
)
def test_how_pods_are_run(given: str, expected: tuple[object, object]) -> None:
    values = controller("").replace("  shop:\n", f"  shop:\n{textwrap.indent(given, '    ')}", 1)
    found = only(release(values))
    assert found.workload is not None
    assert (value(found.workload.update), value(found.replicas)) == expected


@pytest.mark.parametrize("given", ["enabled: false\n", "type: magic\n"])
def test_a_controller_that_is_not_there(given: str) -> None:
    values = controller("").replace("  shop:\n", f"  shop:\n{textwrap.indent(given, '    ')}", 1)
    assert not reading(release(values), "kubernetes").instances


def test_options_for_all_pods_and_for_one() -> None:
    shared = (
        "defaultPodOptions:\n  hostNetwork: true\n  terminationGracePeriodSeconds: 5\n"
        "  securityContext: {runAsUser: 0}\n"
    )
    own = controller("").replace(
        "  shop:\n", "  shop:\n    pod:\n      securityContext: {fsGroup: 1}\n      hostNetwork: false\n", 1
    )
    found = pod(release(own + shared))
    assert [value(one) for one in (found.host_network, found.grace, found.root)] == [False, 5.0, None]
    merged = pod(release(f"{own}{shared}defaultPodOptionsStrategy: merge\n"))
    assert value(merged.root) is True


def test_options_for_all_containers_and_for_one() -> None:
    shared = "    defaultContainerOptions:\n      resources: {limits: {memory: 1Gi}}\n      args: ['--port', '7000']\n"
    values = controller("resources: {limits: {cpu: 1}}\n").replace("  shop:\n", f"  shop:\n{shared}", 1)
    found = only(release(values))
    assert (found.setting("port").value, found.memory_limit) == ("7000", None)
    merged = values.replace(shared, f"{shared}    defaultContainerOptionsStrategy: merge\n")
    assert value(only(release(merged)).memory_limit) == 1 << 30


FIRST = "image:\n  repository: redis\n  tag: 6.2.6\nargs: ['--appendonly', 'yes']\nresources: {limits: {memory: 1Gi}}\n"


def test_versions_before_2() -> None:
    more = (
        "controller: {strategy: RollingUpdate}\npodSecurityContext: {runAsUser: 0}\n"
        "persistence:\n  data: {enabled: true, mountPath: /data, size: 1Gi}\n  off: {mountPath: /off}\n"
        "service:\n  main:\n    type: LoadBalancer\n    ports: {redis: {port: 6379}}\n"
        "sidecars:\n  second: {image: 'redis:7.2', args: ['--port', '7000']}\n"
    )
    found, second = reading(release(FIRST + more, "1.5.1"), "kubernetes").instances
    assert (found.anchor.text, found.setting("appendonly").value, value(found.memory_limit)) == (
        "image",
        "yes",
        1 << 30,
    )
    assert [(one.container, one.by) for one in found.ports or ()] == [(6379, "LoadBalancer")]
    workload = found.workload
    assert workload is not None
    assert [(one.path, one.source) for one in workload.volumes or ()] == [("/data", "claim")]
    assert (value(workload.update), value(workload.root)) == ("RollingUpdate", True)
    assert len(workload.probes or ()) == 3
    assert (second.anchor.text, second.setting("port").value) == ("second", "7000")


def test_a_claim_that_two_pods_share_is_told_at_its_mount() -> None:
    more = "controller: {strategy: RollingUpdate}\npersistence:\n  data: {enabled: true, mountPath: /data, size: 1Gi}\n"
    assert any(blamed == "/data" for _, _, blamed in findings(release(FIRST + more, "1.5.1")))


ALONE = f"defaultPodOptions: {{}}\n{controller('')}"


@pytest.mark.parametrize(
    ("values", "chart", "count"),
    [
        (controller(""), "app-template", 1),
        (controller(""), "shop", 0),
        (ALONE, "shop", 0),
        (controller("").replace("containers:", "pods:"), "app-template", 0),
        (FIRST, "shop", 0),
        ("redis:\n  image:\n    repository: redis\n    tag: 7.2.4\n", "app-template", 0),
        ("containers:\n  - name: redis\n    image: redis:7.2.4\n", "app-template", 0),
    ],
)
def test_it_is_known_by_its_name_and_keys(values: str, chart: str, count: int) -> None:
    assert len(reading(release(values, chart=chart), "kubernetes").instances) == count


@pytest.mark.parametrize(
    ("name", "values", "count"),
    [("app-template", controller(""), 1), ("shop", controller(""), 0), ("shop", ALONE, 1)],
)
def test_a_chart_by_reference_that_is_nowhere(name: str, values: str, count: int) -> None:
    text = (
        f"apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: shop\nspec:\n  chartRef:\n"
        f"    kind: OCIRepository\n    name: {name}\n  values:\n{textwrap.indent(values, '    ')}"
    )
    assert len(reading(text, "kubernetes").instances) == count


def test_a_chart_by_reference() -> None:
    source = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata:\n  name: shop\nspec:\n"
        "  url: oci://ghcr.io/bjw-s-labs/helm/app-template\n  ref:\n    tag: 2.6.0\n"
    )
    text = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: shop\nspec:\n  chartRef:\n"
        f"    kind: OCIRepository\n    name: shop\n  values:\n{textwrap.indent(controller(''), '    ')}"
    )
    assert only(text, Files(**{"oci.yaml": source})).name == "shop"


def test_other_values_may_say_anything() -> None:
    text = release(controller("")).replace("  values:\n", "  valuesFrom: [{kind: Secret, name: x}]\n  values:\n")
    assert not only(text).complete
    above = release(controller(""))
    patched = "patches:\n- target: {kind: HelmRelease}\n  patch: |\n    - op: add\n"
    found = only(above, Files(**{"kustomization.yaml": patched}))
    assert (found.complete, found.ports, found.memory_limit) == (False, None, Fact(UNKNOWN, found.anchor))


ARGO = (
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: shop\nspec:\n  source:\n"
    "    repoURL: ghcr.io/bjw-s-labs/helm\n    chart: app-template\n    targetRevision: 3.5.1\n    helm:\n"
)
FORMS = {
    "a text": f"{ARGO}      values: |\n{textwrap.indent(controller('args: [--bogus, x]') + chr(10), ' ' * 8)}",
    "a mapping": f"{ARGO}      valuesObject:\n{textwrap.indent(controller('args: [--bogus, x]') + chr(10), ' ' * 8)}",
    "CRLF": release(controller("args: [--bogus, x]\n")).replace("\n", "\r\n"),
    "kustomize": (
        "helmCharts:\n- name: app-template\n  releaseName: shop\n  version: 3.5.1\n  valuesInline:\n"
        + textwrap.indent(controller("args: [--bogus, x]\n"), "    ")
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_findings_stand_at_what_they_blame(form: str) -> None:
    text = FORMS[form]
    path = "kustomization.yaml" if form == "kustomize" else "app.yaml"
    line = next(index for index, one in enumerate(text.split("\n"), 1) if "--bogus" in one)
    at = next(index for index, one in enumerate(text.split("\n"), 1) if "cache:" in one)
    # A kustomization is read with what is in the tree.
    found = findings(text, path=path, **{path: text})
    assert {("RL001", line, "--bogus"), ("RL201", at, "cache")} <= found


def test_helmfile() -> None:
    text = "releases:\n- name: shop\n  chart: bjw-s/app-template\n  version: 3.5.1\n  values:\n  -\n" + textwrap.indent(
        controller(""), "    "
    )
    assert only(text, kind="helm-values", path="helmfile.yaml").anchor.text == "cache"


def test_a_kustomization_inflates_it_with_a_file() -> None:
    chart = "helmCharts:\n- name: app-template\n  releaseName: shop\n  valuesFile: values.yaml\n"
    tree = {"kustomization.yaml": chart, "values.yaml": controller("args: [--bogus, x]\n")}
    found = lint_sources([Source("kustomization.yaml", chart, "kubernetes")], Files(**tree), Options()).findings
    assert ("RL001", "values.yaml") in {(one.rule, one.span.source.path) for one in found}
    # What it patches may have more arguments.
    patched = f"{chart}patches:\n- target: {{kind: Deployment}}\n  path: more.yaml\n"
    found = lint_sources([Source("kustomization.yaml", patched, "kubernetes")], Files(**tree), Options()).findings
    assert {one.rule for one in found} >= {"RL001"}
    assert "RL201" not in {one.rule for one in found}


def test_a_values_file_by_itself() -> None:
    assert kind_of("shop/values.yaml", ALONE.encode()) == "helm-values"
    found = only(ALONE, kind="helm-values", path="shop/values.yaml")
    assert (found.name, found.kind, found.complete) == ("shop", "kubernetes", True)
    schema = (
        f"# yaml-language-server: $schema=https://x.example/charts/library/common/values.schema.json\n{controller('')}"
    )
    assert only(schema, kind="helm-values", path="values.yaml").name == "app-template"
    assert not reading(controller(""), "helm-values", "shop/values.yaml").instances


def test_a_variant_is_laid_over_another_file() -> None:
    tree = Files(**{"shop/values.yaml": ALONE})
    assert not only(ALONE, tree, "helm-values", "shop/values-prod.yaml").complete


def test_layers_are_one() -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: base\ndata:\n  values.yaml: |\n" + textwrap.indent(
        controller("args: ['--port', '7000']\nresources: {limits: {memory: 1Gi}}\n"), "    "
    )
    top = (
        "controllers:\n  shop:\n    containers:\n      cache:\n        args:\n"
        "        resources: {limits: {memory: 2Gi}}\n"
    )
    text = release(top).replace("  values:\n", "  valuesFrom: [{kind: ConfigMap, name: base}]\n  values:\n")
    found = only(f"{config}---\n{text}")
    assert (found.setting("port").value, value(found.memory_limit)) == ("6379", 2 << 30)


def test_comments_silence() -> None:
    text = release(controller("").replace("cache:", "cache: # redislint: ignore[RL201] we know"))
    assert "RL201" not in {rule for rule, _, _ in findings(text)}


def test_aliases_do_not_multiply() -> None:
    laughs = "".join(
        f"a{depth}: &a{depth} {{{', '.join(f'k{one}: *a{depth - 1}' for one in range(10))}}}\n"
        for depth in range(1, 15)
    )
    own = controller("").replace("  shop:\n", "  shop:\n    pod: {affinity: *a14}\n", 1)
    text = release(
        f"a0: &a0 {{x: y}}\n{laughs}{own}defaultPodOptionsStrategy: merge\ndefaultPodOptions: {{affinity: *a14}}\n"
    )
    begin = time.process_time()
    assert not reading(text, "kubernetes").instances
    assert time.process_time() - begin < 2 * SLOW


def test_many_containers_take_bounded_time() -> None:
    mounts = ", ".join(f"{{path: /m{one}}}" for one in range(200))
    items = "".join(f"  p{one}: {{type: emptyDir, globalMounts: [{mounts}]}}\n" for one in range(40))
    containers = ", ".join(f"c{one}: &c{one} {{image: {{repository: redis, tag: 7.2.4}}}}" for one in range(40))
    more = "".join(f"  d{one}: {{containers: *all}}\n" for one in range(40))
    text = release(f"controllers:\n  d: {{containers: &all {{{containers}}}}}\n{more}persistence:\n{items}")
    begin = time.process_time()
    assert len(reading(text, "kubernetes").instances) == 200
    assert time.process_time() - begin < 4 * SLOW


JUNK = st.recursive(
    st.sampled_from(["", "null", "x", "'{{ .Values.x }}'", "${X}", "true", "7.0", "[]", "{}"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(one or 'x' for one in each)}]"),
        st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "image",
                    "repository",
                    "path",
                    "shop",
                    "cache",
                    "enabled",
                    "type",
                    "controller",
                    "ports",
                    "spec",
                ]
            ),
            inner,
            max_size=3,
        ).map(lambda pairs: "{" + ", ".join(f"{key}: {one or 'x'}" for key, one in pairs.items()) + "}"),
    ),
    max_leaves=8,
)
KEYS = ("image", "command", "args", "env", "envFrom", "probes", "resources", "securityContext", "ports", "nameOverride")
TOPS = ("persistence", "service", "configMaps", "secrets", "networkpolicies", "defaultPodOptions", "sidecars")


@given(
    st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=3), st.dictionaries(st.sampled_from(TOPS), JUNK, max_size=3)
)
def test_anything_may_stand_anywhere(inner: dict[str, str], tops: dict[str, str]) -> None:
    container = "".join(f"{key}: {one}\n" for key, one in inner.items())
    more = "".join(f"{key}: {one}\n" for key, one in tops.items())
    for text in (controller(container, more), f"{FIRST}{container}{more}"):
        reading(release(text), "kubernetes")
