"""Which versions of charts and modules float, where that is blamed, and how bad it is in production."""

from __future__ import annotations

import pytest

from redislint.discover.kinds import kind_of
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.read.reading import Files

BITNAMI = "https://charts.bitnami.com/bitnami"
CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n"
RELEASE = 'resource "helm_release" "cache" {\n  name = "cache"\n'
LOCK = "dependencies:\n- name: redis\n  version: 20.6.3\n"


def floats(
    path: str, text: str, files: dict[str, str] | None = None, rule: str = "RL718"
) -> list[tuple[str, str, str]]:
    """Of each finding the text that is blamed, its file, and how bad it is."""
    tree = Files()
    tree.texts = {path: text, **(files or {})}
    kinds = {name: kind_of(name, of.encode()) for name, of in tree.texts.items()}
    sources = [Source(name, of, kinds[name] or "") for name, of in tree.texts.items() if kinds[name]]
    options = Options(declared=lambda path: Declared(environment="prod"))
    report = lint_sources(sources, tree, options)
    assert not report.errors
    return [(one.span.text, one.path, one.severity.value) for one in report.findings if one.rule == rule]


def depends(version: str, name: str = "redis", repository: str = BITNAMI) -> str:
    said = f"  version: {version}\n" if version else ""
    return f"{CHART}- name: {name}\n{said}  repository: {repository}\n"


@pytest.mark.parametrize(
    ("version", "severity"),
    [
        ("20.6.3", None),
        ("v20.6.3", None),
        ('"=20.6.3"', None),
        ("20.6.3-rc.1", None),
        ("20", "info"),
        ("20.6", "info"),
        ("20.x.x", "info"),
        ("~20.6.0", "info"),
        ('"~> 20.6"', "info"),
        ("^20", "info"),
        ("^0.4.1", "info"),
        ('">=19.0.0 <20.0.0"', "info"),
        ('">=19.0.0, <20.1.0"', "warning"),
        ('">=19.0.0"', "warning"),
        ('"<20"', "warning"),
        ('"*"', "warning"),
        ("x", "warning"),
        ('">=0.0.0-0"', "warning"),
        ('"19.x || 20.x"', None),
        ("latest", None),
        ("{{ version }}", None),
        ("${VERSION}", None),
    ],
)
def test_how_far_a_version_reaches(version: str, severity: str | None) -> None:
    expected = [] if severity is None else [(version, "Chart.yaml", severity)]
    assert floats("Chart.yaml", depends(version)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (depends(""), [("redis", "Chart.yaml", "warning")]),
        (depends("~"), [("redis", "Chart.yaml", "warning")]),
        (depends("'*'", "valkey", "https://charts.example.com"), [("'*'", "Chart.yaml", "warning")]),
        (depends("'*'", "common"), []),
        (depends("'*'", "redis-exporter"), []),
        (depends("'*'", repository="file://../redis"), []),
        (f"{CHART}- name: redis\n  version: '*'\n", []),
        ("dependencies: [\n- name: redis", []),
        ("name: redis\nversion: 1.0.0\ndependencies: {name: redis}\n", []),
    ],
)
def test_which_charts_are_meant(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert floats("Chart.yaml", text) == expected


@pytest.mark.parametrize(
    ("version", "files", "severity"),
    [
        ("'*'", {"shop/Chart.lock": LOCK}, "info"),
        ("^20", {"shop/Chart.lock": LOCK}, None),
        ("^20", {"shop/Chart.lock": LOCK.replace("redis", "common")}, "info"),
        ("^20", {"Chart.lock": LOCK}, "info"),
        ("'*'", {"shop/charts/redis-20.6.3.tgz": ""}, None),
        ("'*'", {"shop/charts/redis/Chart.yaml": "name: redis\nversion: 20.6.3\n"}, None),
        ("'*'", {"shop/charts/common-2.1.0.tgz": ""}, "warning"),
    ],
)
def test_what_lies_beside_a_chart_may_hold_its_versions(
    version: str, files: dict[str, str], severity: str | None
) -> None:
    expected = [] if severity is None else [(version, "shop/Chart.yaml", severity)]
    assert floats("shop/Chart.yaml", depends(version), files) == expected


def test_the_requirements_of_helm_2_have_a_lock_file_of_their_own() -> None:
    text = depends("'*'").removeprefix("apiVersion: v2\nname: shop\nversion: 1.0.0\n")
    assert floats("requirements.yaml", text, {"requirements.lock": LOCK}) == [("'*'", "requirements.yaml", "info")]
    assert floats("requirements.yaml", text, {"Chart.lock": LOCK}) == [("'*'", "requirements.yaml", "warning")]


def test_a_comment_keeps_a_chart_s_version_from_being_told() -> None:
    text = depends("'*'").replace("  version: '*'", "  # redislint: ignore[RL718] ours\n  version: '*'")
    assert floats("Chart.yaml", text) == []


def helmfile(release: str) -> str:
    listed = f"repositories:\n- name: main\n  url: {BITNAMI}\n- name: own\n  url: https://charts.example.com\n"
    return f"{listed}releases:\n- name: cache\n  values: [{{architecture: standalone}}]\n{release}"


@pytest.mark.parametrize(
    ("release", "files", "expected"),
    [
        ("  chart: main/redis\n", {}, ("main/redis", "warning")),
        ("  chart: own/redis\n", {}, ("own/redis", "warning")),
        ("  chart: main/redis\n  version: ~20\n", {}, ("~20", "info")),
        ("  chart: main/redis\n  version: ~20\n", {"helmfile.lock": LOCK}, None),
        ("  chart: main/redis\n", {"helmfile.lock": LOCK}, ("main/redis", "info")),
        ("  chart: oci://registry-1.docker.io/bitnamicharts/redis\n  version: 20.6.3\n", {}, None),
        ("  chart: ./redis\n", {}, None),
        ("  chart: main/redis\n  installed: false\n", {}, None),
        ("  chart: main/redis\n  inherit: [{template: default}]\n", {}, None),
        ("  chart: main/redis\n  <<: *default\n", {}, None),
        ("  chart: main/redis\n  {{- if .Values.x }}\n  version: 20.6.3\n  {{- end }}\n", {}, None),
    ],
)
def test_releases_of_helmfile(release: str, files: dict[str, str], expected: tuple[str, str] | None) -> None:
    text = helmfile(release)
    if "*default" in release:
        text = f"templates:\n  default: &default\n    version: 20.6.3\n{text}"
    found = [] if expected is None else [(expected[0], "helmfile.yaml", expected[1])]
    assert floats("helmfile.yaml", text, files) == found


def application(revision: str) -> str:
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: cache\nspec:\n  source:\n"
        f"    repoURL: {BITNAMI}\n    chart: redis\n{revision}"
    )


@pytest.mark.parametrize(
    ("revision", "expected"),
    [
        ("    targetRevision: '*'\n", [("'*'", "app.yaml", "warning")]),
        ("    targetRevision: 20.6.3\n", []),
        # Argo CD refuses an application whose chart has none.
        ("", []),
        ("    targetRevision: '{{ version }}'\n", []),
    ],
)
def test_applications_of_argo(revision: str, expected: list[tuple[str, str, str]]) -> None:
    assert floats("app.yaml", application(revision)) == expected


def test_a_patch_may_bring_the_version() -> None:
    release = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: cache\nspec:\n  chart:\n"
        "    spec:\n      chart: redis\n      sourceRef: {kind: HelmRepository, name: main}\n"
    )
    assert floats("cache.yaml", release) == [("redis", "cache.yaml", "warning")]
    patch = "resources: [cache.yaml]\npatches:\n- target: {kind: HelmRelease}\n  path: version.yaml\n"
    assert floats("cache.yaml", release, {"kustomization.yaml": patch}) == []


def test_a_chart_of_flux_out_of_git_has_no_version() -> None:
    release = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: cache\nspec:\n  chart:\n"
        "    spec:\n      chart: charts/redis\n      sourceRef: {kind: GitRepository, name: main}\n"
    )
    assert floats("cache.yaml", release) == []


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (f"  name: redis\n  repo: {BITNAMI}\n", [("redis", "kustomization.yaml", "warning")]),
        (f"  name: redis\n  repo: {BITNAMI}\n  version: 20.6.3\n", []),
        # It lies in the folder `charts`, or nobody knows where.
        ("  name: redis\n", []),
    ],
)
def test_charts_of_a_kustomization(chart: str, expected: list[tuple[str, str, str]]) -> None:
    assert floats("kustomization.yaml", f"helmCharts:\n- releaseName: cache\n{chart}") == expected


def test_what_floats_is_told_once_for_a_chart_that_is_given_values() -> None:
    text = (
        "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata:\n  name: cache\nspec:\n  chart: redis\n"
        f"  repo: {BITNAMI}\n  version: ^20\n  valuesContent: |\n    auth:\n      enabled: false\n"
    )
    assert floats("chart.yaml", text) == []
    assert floats("cache.yaml", text) == [("^20", "cache.yaml", "info")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f'chart = "redis"\n  repository = "{BITNAMI}"', ('"redis"', "warning")),
        (f'chart = "redis"\n  repository = "{BITNAMI}"\n  version = null', ('"redis"', "warning")),
        (f'chart = "redis"\n  repository = "{BITNAMI}"\n  version = "20.6.3"', None),
        (f'chart = "redis"\n  repository = "{BITNAMI}"\n  version = "^20"', ('"^20"', "info")),
        (f'chart = "redis"\n  repository = "{BITNAMI}"\n  version = var.unset', None),
        (f'chart = "redis"\n  repository = "{BITNAMI}"\n  version = var.nothing', None),
        (f'chart = "redis"\n  repository = "{BITNAMI}"\n  count = 0', None),
        ('chart = "redis"\n  repository = var.unset', ('"redis"', "warning")),
        ('chart = "bitnami/redis"', ('"bitnami/redis"', "warning")),
        ('chart = "charts/redis"', None),
        ('chart = "${path.module}/redis"', None),
        ('chart = "oci://registry-1.docker.io/bitnamicharts/redis"', None),
        ('chart = "postgresql"\n  repository = "https://charts.bitnami.com/bitnami"', None),
    ],
)
def test_releases_of_terraform(body: str, expected: tuple[str, str] | None) -> None:
    variables = 'variable "unset" {}\nvariable "nothing" {\n  default = null\n}\n'
    found = floats("main.tf", f"{variables}{RELEASE}  {body}\n}}\n")
    if "oci://" in body:
        expected = ('"oci://registry-1.docker.io/bitnamicharts/redis"', "warning")
    assert found == ([] if expected is None else [(expected[0], "main.tf", expected[1])])


REGISTRY = "terraform-aws-modules/elasticache/aws"
GIT = "git::https://github.com/cloudposse/terraform-aws-elasticache-redis.git"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f'source = "{REGISTRY}"', (f'"{REGISTRY}"', "warning")),
        (f'source = "{REGISTRY}"\n  version = "1.10.3"', None),
        (f'source = "{REGISTRY}"\n  version = "= 1.10.3"', None),
        (f'source = "{REGISTRY}"\n  version = "~> 1.10.0"', ('"~> 1.10.0"', "info")),
        (f'source = "{REGISTRY}"\n  version = "~> 1.2"', ('"~> 1.2"', "info")),
        (f'source = "{REGISTRY}"\n  version = ">= 1.2"', ('">= 1.2"', "warning")),
        (f'source = "{REGISTRY}"\n  version = ">= 1.2, < 2.0"', ('">= 1.2, < 2.0"', "info")),
        (f'source = "{GIT}"', (f'"{GIT}"', "warning")),
        (f'source = "{GIT}?ref=master"', (f'"{GIT}?ref=master"', "warning")),
        (f'source = "{GIT}?ref=1.9.0"', None),
        (f'source = "{GIT}?depth=1&ref=v2.1.0"', None),
        (f'source = "{GIT}?ref=0f3b1c2"', None),
        # None of it is made, it is no Redis, or nothing is known of the module.
        (f'source = "{REGISTRY}"\n  create = false', None),
        (f'source = "{REGISTRY}"\n  engine = "memcached"', None),
        ('source = "someone/elasticache/aws"', None),
    ],
)
def test_modules(body: str, expected: tuple[str, str] | None) -> None:
    found = floats("main.tf", f'module "cache" {{\n  {body}\n}}\n')
    assert found == ([] if expected is None else [(expected[0], "main.tf", expected[1])])


def test_an_example_of_a_module_may_allow_a_range() -> None:
    text = 'module "cache" {\n  source = "%s"\n  version = "%s"\n}\n'
    assert floats("examples/basic/main.tf", text % (REGISTRY, "~> 1.2")) == []
    (found,) = floats("examples/basic/main.tf", text % (REGISTRY, ">= 1.2"))
    assert found[0] == '">= 1.2"'


def test_a_module_that_a_module_of_the_tree_calls() -> None:
    inner = f'module "redis" {{\n  source = "{REGISTRY}"\n}}\n'
    found = floats("main.tf", 'module "cache" {\n  source = "./cache"\n}\n', {"cache/main.tf": inner})
    assert found == [(f'"{REGISTRY}"', "cache/main.tf", "warning")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ('  set {\n    name = "auth.enabled"\n    value = "true"\n  }\n', '"17.3.0"'),
        ('  values = [yamlencode({ image = { repository = "mine/redis" } })]\n', '"17.3.0"'),
        ('  set {\n    name = "image.tag"\n    value = "6.0.5"\n  }\n', '"6.0.5"'),
    ],
)
def test_an_old_server_is_blamed_where_it_is_decided(values: str, expected: str) -> None:
    text = f'{RELEASE}  chart = "redis"\n  repository = "{BITNAMI}"\n  version = "17.3.0"\n{values}}}\n'
    assert floats("main.tf", text, rule="RL703") == [(expected, "main.tf", "warning")]


def test_an_engine_that_decides_nothing_is_not_told() -> None:
    text = (
        'variable "engine" {\n  default = "redis"\n}\nresource "aws_elasticache_replication_group" "cache" {\n'
        '  replication_group_id = "x"\n  description = "x"\n  engine = var.engine\n  engine_version = "%s"\n}\n'
    )
    assert floats("main.tf", text % "5.0.6", rule="RL703") == [('"5.0.6"', "main.tf", "warning")]
