"""Values files that a release names: a run on one of them finds what the whole tree says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.discover.subsets import agrees, planted, report
from tests.discover.trees import kinds, make

BITNAMI = "https://charts.bitnami.com/bitnami"
HELMFILE = (
    f"repositories:\n- name: main\n  url: {BITNAMI}\nreleases:\n- name: cache\n  chart: main/redis\n  version: 20.1.0\n"
    "  values:\n  - values/a.yaml\n  - values/cache.yaml\n  set:\n  - {name: foo, value: x}\n"
)
APPLICATION = (
    "kind: Application\napiVersion: argoproj.io/v1alpha1\nmetadata:\n  name: cache\nspec:\n  sources:\n"
    f"  - repoURL: {BITNAMI}\n    chart: redis\n    targetRevision: 20.1.0\n    helm:\n      valueFiles:\n"
    "      - $here/values/cache.yaml\n      - $here/values/b.yaml\n  - repoURL: https://git.example/x\n    ref: here\n"
)
SHOP = (
    "kind: Application\napiVersion: argoproj.io/v1alpha1\nmetadata:\n  name: shop\nspec:\n  source:\n"
    "    path: charts/shop\n    helm:\n      valueFiles:\n      - ../../values/shop.yaml\n      values: |\n"
    "        redis:\n          commonConfiguration: maxmemory 1gb\n"
)
CHART = f"apiVersion: v2\nname: shop\ndependencies:\n- name: redis\n  version: 20.1.0\n  repository: {BITNAMI}\n"
RELEASE = (
    "kind: HelmRelease\napiVersion: helm.toolkit.fluxcd.io/v2\nmetadata:\n  name: cache\nspec:\n  chart:\n    spec:\n"
    "      chart: redis\n      version: 20.1.0\n      sourceRef: {kind: HelmRepository, name: main}\n  valuesFrom:\n"
    "  - {kind: ConfigMap, name: more}\n  - {kind: ConfigMap, name: made}\n  values:\n    foo: 1\n"
)
REPOSITORY = f"kind: HelmRepository\nmetadata:\n  name: main\nspec:\n  url: {BITNAMI}\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: more\ndata:\n  values.yaml: |\n    auth: {enabled: false}\n"
KUSTOMIZATION = (
    "configMapGenerator:\n- name: made\n  files: [values.yaml=made.yaml]\nhelmCharts:\n- name: redis\n"
    f"  repo: {BITNAMI}\n  version: 20.1.0\n  valuesFile: ../values/cache.yaml\n"
)
INSTALLERS = {
    "helmfile.yaml": HELMFILE,
    "argo/cache.yaml": APPLICATION,
    "argo/shop.yaml": SHOP,
    "flux/cache.yaml": RELEASE,
    "flux/sources/main.yaml": REPOSITORY,
    "flux/map.yaml": MAP,
    "flux/kustomization.yaml": KUSTOMIZATION,
    "charts/shop/Chart.yaml": CHART,
}
VALUES = (
    "values/a.yaml",
    "values/b.yaml",
    "values/cache.yaml",
    "values/shop.yaml",
    "charts/shop/values.yaml",
    "flux/made.yaml",
)
SAID = (
    "auth:\n  enabled: false\n",
    "auth:\n  enabled: true\nfoo: 1\n",
    "commonConfiguration: |-\n  maxmemory 1gb\n  bogus 1\n",
    "master:\n  service: {type: NodePort}\n# redislint: ignore[RL201] ours\nauth: {enabled: false}\n",
    "redis:\n  auth: {enabled: false}\n  nonsense: 1\n",
    "redis:\n  enabled: true\n  master: {resources: {limits: {memory: 512Mi}}}\n",
    "{{ toYaml .Values.redis }}\n",
    "auth: [\n",
    "",
)


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    files = {path: text for path, text in INSTALLERS.items() if draw(st.integers(0, 3))}
    return files | {path: draw(st.sampled_from(SAID)) for path in VALUES if draw(st.integers(0, 4))}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=projects(), data=st.data())
def test_a_subset_finds_what_the_whole_tree_finds_there(
    tmp_path: Path, files: dict[str, str], data: st.DataObject
) -> None:
    root = planted(tmp_path, files | {"README.md": ""})
    paths = data.draw(st.sets(st.sampled_from(sorted({*files, "README.md"})), min_size=1, max_size=3))
    agrees(root, *paths)


@pytest.mark.parametrize(
    ("installer", "named"),
    [
        ("helmfile.yaml", "values/cache.yaml"),
        ("argo/cache.yaml", "values/b.yaml"),
        ("flux/cache.yaml", "flux/made.yaml"),
    ],
)
def test_a_file_of_any_name_is_read_where_a_release_names_it(installer: str, named: str, tmp_path: Path) -> None:
    files = {path: text for path, text in INSTALLERS.items() if path.startswith("flux/")} if "flux" in installer else {}
    said = "auth:\n  enabled: false\nnonsense: 1\n"
    make(
        tmp_path, files | {installer: INSTALLERS[installer], "values/cache.yaml": "{}\n", named: said, ".git/HEAD": ""}
    )
    found = {(one.rule, one.path, one.span.position[0]) for one in report(tmp_path, named).findings}
    assert ("RL822", named, 3) in found
    assert kinds(tmp_path, installer)[named] == "helm-values"
    (tmp_path / installer).unlink()
    assert ("RL822", named, 3) not in {(one.rule, one.path, 3) for one in report(tmp_path, named).findings}


def test_what_a_file_says_of_itself_counts_more(tmp_path: Path) -> None:
    said = "# redislint: chart=groundhog2k/redis@2.4.0\nhaMode:\n  enabled: false\nnonsense: 1\n"
    files = {"helmfile.yaml": HELMFILE, "values/a.yaml": "{}\n", "values/cache.yaml": said, ".git/HEAD": ""}
    make(tmp_path, files)
    (stray,) = [one for one in report(tmp_path).findings if one.rule == "RL822" and one.path == "values/cache.yaml"]
    assert "groundhog2k/redis 2.4.0 (as declared)" in stray.message
