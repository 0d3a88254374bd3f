"""Values in documents that install a chart: Argo CD's Application and ApplicationSet, and Flux's HelmRelease."""

from __future__ import annotations

import json
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.api import lint_text
from redislint.discover.kinds import kind_of
from redislint.model.facts import UNKNOWN
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.read.reading import Files, reading
from tests.read.test_helm_places import PLAIN
from tests.timing import SLOW

VALUES = PLAIN.partition("\n")[2]
# Rule, line and text of each finding, the line counted within the values.
BLAMED = {("RL201", 3, "enabled: false"), ("RL001", 6, "bogus"), ("RL822", 10, "persistance"), ("RL824", 9, "master")}
BITNAMI = "https://charts.bitnami.com/bitnami"


def source(helm: str, chart: str = "redis", repository: str = BITNAMI, version: str = "20.1.0") -> str:
    """A source of an Application, with what stands below `helm`."""
    below = textwrap.indent(helm, "  ")
    return f"repoURL: {repository}\nchart: {chart}\ntargetRevision: {version}\nhelm:\n{below}"


def application(helm: str, chart: str = "redis", repository: str = BITNAMI, version: str = "20.1.0") -> str:
    inner = textwrap.indent(source(helm, chart, repository, version), "    ")
    return f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: cache\nspec:\n  source:\n{inner}"


def under(key: str, values: str, style: str = "") -> str:
    return f"{key}:{style}\n{textwrap.indent(values, '  ')}"


def release(
    values: str, more: str = "", repository: str = "bitnami", chart: str = "redis", version: str = "20.1.0"
) -> str:
    return (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: cache\nspec:\n  chart:\n"
        f"    spec:\n      chart: {chart}\n      version: '{version}'\n      sourceRef:\n        kind: HelmRepository\n"
        f"        name: {repository}\n{more}  values:\n{textwrap.indent(values, '    ')}"
    )


def application_set(helm: str) -> str:
    spec = textwrap.indent(source(helm), "        ")
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: cache\nspec:\n  generators: []\n"
        f"  template:\n    metadata:\n      name: '{{{{name}}}}-cache'\n    spec:\n      source:\n{spec}"
    )


def several(helm: str) -> str:
    first, *rest = source(helm).splitlines(keepends=True)
    listed = f"    - {first}" + "".join(f"      {line}" for line in rest)
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: cache\nspec:\n  sources:\n"
        f"    - repoURL: https://git.example/shop\n      ref: shop\n{listed}"
    )


def findings(text: str, **files: str) -> list[tuple[str, int, str]]:
    """Rule, line and text of each finding, as its line and column show them."""
    lines = text.split("\n")
    found = lint_sources([Source("app.yaml", text, "kubernetes")], Files(**files), Options()).findings
    rows = []
    for one in found:
        (line, column), (last, end) = one.span.position, one.span.end_position
        rows.append((one.rule, line, lines[line - 1][column - 1 : end - 1 if last == line else None].rstrip("\r")))
    return rows


FORMS = {
    "a text": application(under("values", VALUES, " |")),
    "a text that keeps its end": application(under("values", VALUES, " |+")),
    "a mapping": application(under("valuesObject", VALUES)),
    "of an ApplicationSet": application_set(under("values", VALUES, " |")),
    "one source of several": several(under("valuesObject", VALUES)),
    "of a HelmRelease": release(VALUES),
    "CRLF": application(under("values", VALUES, " |")).replace("\n", "\r\n"),
    "behind letters of several bytes": "# äöü 漢字 \U0001f600\n" + application(under("values", VALUES, " |")),
    "the second document": f"kind: Namespace\n---\n{release(VALUES)}",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_findings_stand_at_what_they_blame(text: str) -> None:
    first = next(index for index, line in enumerate(text.split("\n")) if "architecture" in line)
    found = {(rule, line - first, blamed) for rule, line, blamed in findings(text)}
    assert found >= BLAMED


def test_a_text_in_quotes() -> None:
    text = application(f"values: {json.dumps(VALUES)}\n")
    assert {(rule, blamed) for rule, _, blamed in findings(text)} >= {
        ("RL001", "bogus"),
        ("RL822", "persistance"),
        ("RL824", "master"),
    }


def test_what_is_not_written_is_blamed_at_the_values() -> None:
    text = application("releaseName: other\nvaluesObject:\n  architecture: standalone\n")
    (instance,) = reading(text, "kubernetes").instances
    assert (instance.name, instance.kind) == ("other-master", "helm-values")
    assert instance.anchor.text == "valuesObject"
    assert str(instance.server).startswith("redis 7.4")


def test_a_message_says_what_names_the_chart() -> None:
    text = release("usePassword: false\n")
    found = lint_sources([Source("app.yaml", text, "kubernetes")], Files(), Options()).findings
    (stray,) = [one for one in found if one.rule == "RL822"]
    assert "20.1.0 (by its HelmRelease)" in stray.message


def rules(text: str, **files: str) -> set[str]:
    return {rule for rule, _, _ in findings(text, **files)}


OPEN = "auth:\n  enabled: false\n"
OLD = f"{OPEN}usePassword: false\n"


@pytest.mark.parametrize("path", ["auth.enabled", "auth", "auth.enabled[0]", "auth.enabled.x"])
def test_a_parameter_counts_more_than_values(path: str) -> None:
    helm = under("valuesObject", OPEN)
    assert "RL201" in rules(application(f"{helm}parameters:\n- name: image.tag\n  value: '7.4'\n"))
    assert "RL201" not in rules(application(f"{helm}parameters:\n- name: '{path}'\n  value: 'true'\n"))


def test_parameters_that_are_not_known_may_set_anything() -> None:
    helm = under("valuesObject", OPEN)
    assert "RL201" not in rules(application(f"{helm}parameters:\n- name: '{{{{path}}}}'\n  value: 'true'\n"))


def test_valuesObject_replaces_values() -> None:  # noqa: N802 (the key's name)
    helm = under("values", OPEN, " |") + "valuesObject:\n  auth:\n    enabled: true\n"
    assert "RL201" not in rules(application(helm))


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (application(under("valuesObject", OLD)), application(under("valuesObject", OLD) + "valueFiles: [a.yaml]\n")),
        (release(OLD), release(OLD, "  valuesFrom:\n    - kind: ConfigMap\n      name: more\n")),
    ],
    ids=["valueFiles", "valuesFrom"],
)
def test_other_values_make_unknown_what_is_not_written(given: str, more: str) -> None:
    assert rules(given) >= {"RL201", "RL418", "RL822"}
    assert rules(more) == {"RL822"}
    (instance,) = reading(more, "kubernetes").instances
    assert not instance.complete
    assert instance.memory_limit is None or instance.memory_limit.value is UNKNOWN


def test_a_repository_is_looked_up_by_its_name() -> None:
    text = release("usePassword: false\n", repository="main")
    assert "RL822" not in rules(text)
    repository = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: main\nspec:\n"
        "  url: oci://registry-1.docker.io/bitnamicharts\n"
    )
    assert "RL822" in rules(f"{repository}---\n{text}")
    assert "RL822" in rules(text, **{"repository.yaml": repository})


def test_a_chart_by_reference() -> None:
    text = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata:\n  name: main\nspec:\n"
        "  url: oci://registry-1.docker.io/bitnamicharts/redis\n  ref:\n    tag: 20.1.0\n---\n"
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: cache\nspec:\n  chartRef:\n"
        "    kind: OCIRepository\n    name: main\n  values:\n    usePassword: false\n"
    )
    assert ("RL822", 19, "usePassword") in findings(text)


def test_flux_of_the_first_version() -> None:
    text = (
        "apiVersion: helm.fluxcd.io/v1\nkind: HelmRelease\nmetadata:\n  name: cache\nspec:\n  chart:\n"
        f"    repository: {BITNAMI}\n    name: redis\n    version: 20.1.0\n  values:\n    usePassword: false\n"
    )
    assert ("RL822", 11, "usePassword") in findings(text)


@pytest.mark.parametrize(
    "values",
    [
        "redis:\n  host: cache\n  port: 6379\n",
        "controllers:\n  redis:\n    containers:\n      redis:\n        image:\n          repository: redis\n",
        "redis:\n  enabled: false\n  architecture: standalone\n  auth:\n    enabled: false\n",
    ],
)
def test_look_alikes_in_other_charts_are_left_alone(values: str) -> None:
    assert not reading(release(values, chart="shop", repository="shop"), "kubernetes").instances
    assert not findings(release(values, chart="shop", repository="shop"))


def test_a_block_in_the_values_of_another_chart() -> None:
    values = "redis:\n  architecture: standalone\n  commonConfiguration: |-\n    appendonly yes\n    bogus yes\n"
    found = findings(release(values, chart="shop", repository="shop"))
    # The chart's own values are not at hand, and may say anything else.
    assert found == [("RL001", 18, "bogus")]


def test_a_chart_in_a_folder_of_the_tree() -> None:
    text = application(under("valuesObject", "redis:\n  usePassword: false\n")).replace(
        "chart: redis", "path: charts/shop"
    )
    chart = f"apiVersion: v2\nname: shop\ndependencies:\n- name: redis\n  version: 20.1.0\n  repository: {BITNAMI}\n"
    assert "RL822" not in rules(text)
    assert "RL822" in rules(text, **{"charts/shop/Chart.yaml": chart})


def test_secrets_in_values_are_masked() -> None:
    for text in (
        application(under("values", "auth:\n  password: hunter2-of-mine\n", " |")),
        release("auth:\n  password: hunter2-of-mine\n"),
    ):
        spans = reading(text, "kubernetes").secrets
        assert "hunter2-of-mine" in {span.text for span in spans}


def test_a_comment_in_the_values_silences() -> None:
    values = "usePassword: false # redislint: ignore[RL822] we know\n"
    for text in (application(under("values", values, " |")), release(values)):
        assert "RL822" not in rules(text)


def test_values_that_are_no_yaml() -> None:
    text = application(under("values", "auth: [\n", " |"))
    (problem,) = reading(text, "kubernetes").problems
    assert problem.kind == "unreadable"
    assert problem.span.position[0] in (12, 13)


def test_what_a_file_is() -> None:
    assert kind_of("apps/cache.yaml", application(under("values", VALUES, " |")).encode()) == "kubernetes"
    assert kind_of("apps/cache.yaml", release(VALUES).encode()) == "kubernetes"
    without = application("releaseName: redis\n")
    assert kind_of("apps/cache.yaml", without.encode()) == "kubernetes"
    assert kind_of("apps/cache.yaml", without.replace("chart: redis", "chart: postgresql").encode()) is None


def test_values_that_many_releases_repeat_are_read_in_time() -> None:
    values = "".join(f"  k{index}: {{a: 1, a: 2}}\n" for index in range(3_900))
    one = (
        "- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n  metadata: {name: redis}\n  spec: {source: {"
        "chart: shop, repoURL: shop, targetRevision: 1.0.0, helm: {valuesObject: *values}}}\n"
    )
    text = f"kind: List\nvalues: &values\n{values}items:\n{one * 300}"
    start = time.process_time()
    reading(text, "kubernetes")
    assert time.process_time() - start < 2 * SLOW


@given(st.text(alphabet="{}[]:|-\n '\"&*!#ab", max_size=60))
def test_any_values_are_read(values: str) -> None:
    reading(application(under("values", values, " |")), "kubernetes")
    reading(application(under("valuesObject", values)), "kubernetes")
    reading(release(values), "kubernetes")


# --- values files that a release names -------------------------------------------------------------------------------


def whole(text: str, **files: str) -> set[tuple[str, str, int]]:
    """Rule, file and line of each finding, with the files that the document names."""
    given = {path.replace("__", "/"): said for path, said in files.items()}
    return {(one.rule, one.path, one.line) for one in lint_text(text, kind="kubernetes", files=given, name="app.yaml")}


def multiple(files: str, more: str = "", ref: str = "shop") -> str:
    """An Application with a chart of a repository, and values files out of a git repository."""
    helm = textwrap.indent(f"valueFiles: {files}\n{more}", "        ")
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: cache\nspec:\n  sources:\n"
        f"    - repoURL: https://git.example/shop\n      ref: {ref}\n"
        f"    - repoURL: {BITNAMI}\n      chart: redis\n      targetRevision: 20.1.0\n      helm:\n{helm}"
    )


SHUT = "auth:\n  enabled: true\n"


def test_files_of_another_source_are_those_of_the_tree() -> None:
    text = multiple("[$shop/envs/a.yaml, $shop/envs/b.yaml]")
    assert ("RL201", "envs/b.yaml", 2) in whole(text, **{"envs/a.yaml": SHUT, "envs/b.yaml": OPEN})
    assert not {row for row in whole(text, **{"envs/a.yaml": OPEN, "envs/b.yaml": SHUT}) if row[0] == "RL201"}
    strays = whole(text, **{"envs/a.yaml": "foo: 1\n", "envs/b.yaml": "bar: 1\n"})
    assert {("RL822", "envs/a.yaml", 1), ("RL822", "envs/b.yaml", 1)} <= strays


def test_values_in_the_document_count_more_than_files() -> None:
    text = multiple("[$shop/a.yaml]", under("valuesObject", SHUT))
    assert not {row for row in whole(text, **{"a.yaml": OPEN}) if row[0] == "RL201"}


def test_a_file_that_is_not_there_is_passed_over_where_the_document_says_so() -> None:
    given = under("valuesObject", "architecture: standalone\n")
    text = multiple("[$shop/gone.yaml]", f"ignoreMissingValueFiles: true\n{given}")
    (instance,) = reading(text, "kubernetes").instances
    assert instance.complete
    (instance,) = reading(multiple("[$shop/gone.yaml]", given), "kubernetes").instances
    assert not instance.complete


@pytest.mark.parametrize("name", ["$other/a.yaml", "a.yaml", "$shop/../a.yaml", "'{{path}}/a.yaml'", "$shop"])
def test_files_that_lie_elsewhere(name: str) -> None:
    text = multiple(f"[{name}]", under("valuesObject", "architecture: standalone\n"))
    (instance,) = reading(text, "kubernetes", "app.yaml", Files(**{"a.yaml": OPEN})).instances
    assert not instance.complete


def test_parameters_are_values_with_a_place_of_their_own() -> None:
    text = application(
        f"{under('valuesObject', SHUT)}parameters:\n- name: auth.enabled\n  value: 'false'\n"
        "- name: commonConfiguration\n  value: bogus 1\n- {name: foo.bar, value: x}\n"
    )
    rows = findings(text)
    assert ("RL201", 15, "auth.enabled") in [(rule, line, said.strip()) for rule, line, said in rows]
    assert ("RL001", 18, "bogus") in rows
    assert ("RL822", 19, "foo.bar") in rows


def test_a_parameter_that_is_text_by_force_is_true() -> None:
    helm = under("valuesObject", SHUT)
    parameter = "parameters:\n- name: auth.enabled\n  value: 'false'\n"
    assert "RL201" in rules(application(helm + parameter))
    assert "RL201" not in rules(application(f"{helm}{parameter}  forceString: true\n"))


def test_parameters_out_of_files_are_unknown() -> None:
    helm = under("valuesObject", OPEN)
    assert "RL201" not in rules(application(f"{helm}fileParameters:\n- name: auth.enabled\n  path: files/x\n"))
    assert "RL201" in rules(application(f"{helm}fileParameters:\n- name: auth.password\n  path: files/x\n"))


@pytest.mark.parametrize(
    "generators",
    ["[{list: {elements: [], template: {spec: {project: x}}}}]", "[]\n  templatePatch: |\n    spec: {}"],
)
def test_a_template_that_may_be_another(generators: str) -> None:
    text = application_set(under("valuesObject", OPEN))
    assert "RL201" in rules(text)
    assert rules(text.replace("generators: []", f"generators: {generators}")) == set()


def test_what_a_generator_fills_in_is_unknown() -> None:
    text = application_set(under("valuesObject", "auth:\n  enabled: '{{auth}}'\nfoo: '{{foo}}'\n"))
    assert rules(text) >= {"RL822"}
    assert "RL201" not in rules(text)


def test_a_chart_in_the_tree_with_files_beside_it() -> None:
    chart = f"apiVersion: v2\nname: shop\ndependencies:\n- name: redis\n  version: 20.1.0\n  repository: {BITNAMI}\n"
    helm = "valueFiles: [values.yaml, ../prod.yaml, /live.yaml]\n"
    text = f"# redis\n{application(helm)}".replace("chart: redis", "path: charts/shop")
    files = {"charts/shop/Chart.yaml": chart, "charts/shop/values.yaml": f"redis:\n{textwrap.indent(OPEN, '  ')}"}
    others = {"charts/prod.yaml": "a: 1\n", "live.yaml": "a: 1\n"}
    assert ("RL201", "charts/shop/values.yaml", 3) in whole(text, **files, **others)
    shut = f"redis:\n{textwrap.indent(SHUT, '  ')}"
    for path in ("charts/prod.yaml", "live.yaml"):
        both = whole(text, **files, **others | {path: shut})
        assert not {row for row in both if row[0] == "RL201"}


# --- Flux ------------------------------------------------------------------------------------------------------------

FROM = "  valuesFrom:\n    - kind: ConfigMap\n      name: more\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: more\ndata:\n  values.yaml: |\n"


def test_values_from_a_map_of_the_tree() -> None:
    text = release("architecture: standalone\n", FROM)
    said = MAP + textwrap.indent(OPEN + "foo: 1\n", "    ")
    assert {("RL201", "map.yaml", 8), ("RL822", "map.yaml", 9)} <= whole(text, **{"map.yaml": said})
    assert ("RL201", "app.yaml", 8) in whole(f"{said}---\n{text}")
    shut = release(SHUT, FROM)
    assert not {row for row in whole(shut, **{"map.yaml": said}) if row[0] == "RL201"}
    # Another key of it.
    other = text.replace("name: more", "name: more\n      valuesKey: prod.yaml")
    assert not {row for row in whole(other, **{"map.yaml": said}) if row[1] == "map.yaml"}


def test_a_map_that_kustomize_makes_of_a_file() -> None:
    text = release("architecture: standalone\n", FROM)
    files = {"kustomization.yaml": "configMapGenerator:\n- name: more\n  files: [values.yaml=cache.yaml]\n"}
    assert ("RL201", "cache.yaml", 2) in whole(text, **files, **{"cache.yaml": OPEN})


@pytest.mark.parametrize(
    "said",
    [
        FROM.replace("ConfigMap", "Secret"),
        FROM.replace("name: more", "name: other"),
        FROM.replace("name: more", "name: more\n      valuesKey: x"),
    ],
)
def test_values_that_are_not_in_the_tree(said: str) -> None:
    tree = Files(**{"map.yaml": MAP + textwrap.indent(OPEN, "    ")})
    (instance,) = reading(release("architecture: standalone\n", said), "kubernetes", "app.yaml", tree).instances
    assert not instance.complete


def test_a_value_that_a_secret_gives_is_unknown_and_no_other() -> None:
    said = "  valuesFrom:\n    - kind: Secret\n      name: more\n      targetPath: auth.password\n"
    assert rules(release(OPEN, said)) >= {"RL201", "RL418"}
    assert "RL207" not in rules(release("auth:\n  enabled: true\n", said))
    (instance, *_) = reading(release("master: {count: 1}\n", said), "kubernetes").instances
    assert instance.complete
    assert instance.setting("requirepass").args is None


def test_a_repository_in_a_folder_above() -> None:
    repository = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: main\nspec:\n"
        f"  url: {BITNAMI}\n"
    )
    text = release("usePassword: false\n", repository="main")
    for folder in ("", "apps", "sources", "apps/cache/sources", "flux/repositories/helm"):
        tree = Files(**{f"{folder}/main.yaml".lstrip("/"): repository})
        found = lint_sources([Source("apps/cache/app.yaml", text, "kubernetes")], tree, Options()).findings
        assert "RL822" in {one.rule for one in found}, folder


def test_a_chart_of_a_git_repository_that_is_here() -> None:
    text = release("replicas: 1\n", chart="./charts/shop", repository="shop").replace("HelmRepository", "GitRepository")
    text = text.replace(
        "      sourceRef", "      valuesFiles: [charts/shop/values.yaml, envs/prod.yaml]\n      sourceRef"
    )
    chart = f"apiVersion: v2\nname: shop\ndependencies:\n- name: redis\n  version: 20.1.0\n  repository: {BITNAMI}\n"
    files = {
        "charts/shop/Chart.yaml": chart,
        "charts/shop/values.yaml": "a: 1\n",
        "envs/prod.yaml": f"redis:\n{textwrap.indent(OPEN, '  ')}",
    }
    assert ("RL201", "envs/prod.yaml", 3) in whole(f"# redis\n{text}", **files)


def test_a_chart_that_another_object_names() -> None:
    text = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmChart\nmetadata:\n  name: main\nspec:\n  chart: redis\n"
        "  version: 20.1.0\n  sourceRef:\n    kind: HelmRepository\n    name: bitnami\n---\n"
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: cache\nspec:\n  chartRef:\n"
        "    kind: HelmChart\n    name: main\n  values:\n    usePassword: false\n"
    )
    assert ("RL822", 21, "usePassword") in findings(text)


def test_a_patched_release_may_have_more_values() -> None:
    tree = {"kustomization.yaml": "resources: [app.yaml]\npatches:\n- path: patch.yaml\n"}
    assert "RL418" in rules(release("master: {count: 1}\n"))
    assert "RL418" not in rules(release("master: {count: 1}\n"), **tree)


def test_objects_around_many_releases_are_found_in_time() -> None:
    texts = {f"r{index}.yaml": release(OPEN, repository="main") for index in range(150)}
    repository = f"kind: HelmRepository\nmetadata:\n  name: main\nspec:\n  url: {BITNAMI}\n"
    tree = Files(**texts, **{"z.yaml": repository})
    start = time.process_time()
    found = [reading(text, "kubernetes", path, tree) for path, text in texts.items()]
    assert time.process_time() - start < 5 * SLOW
    assert all(one.instances for one in found)


# --- kustomize -------------------------------------------------------------------------------------------------------


def inflated(more: str, head: str = "helmCharts:\n- name: redis\n") -> str:
    return f"{head}  repo: {BITNAMI}\n  version: 20.1.0\n  releaseName: cache\n{textwrap.indent(more, '  ')}"


def kustomized(text: str, **files: str) -> set[tuple[str, str, int]]:
    found = lint_text(text, kind="kubernetes", files=files, name="k/kustomization.yaml")
    return {(one.rule, one.path, one.line) for one in found}


def test_a_chart_that_a_kustomization_inflates() -> None:
    text = inflated(under("valuesInline", f"{OPEN}foo: 1\n"))
    assert {("RL201", "k/kustomization.yaml", 8), ("RL822", "k/kustomization.yaml", 9)} <= kustomized(text)
    (stray,) = [one for one in lint_text(text, kind="kubernetes", name="kustomization.yaml") if one.rule == "RL822"]
    assert "(by its kustomization)" in stray.message
    older = "helmChartInflationGenerator:\n- chartName: redis\n"
    text = inflated("values: v.yaml\n", older).replace("repo:", "chartRepoUrl:").replace("version:", "chartVersion:")
    assert ("RL822", "k/v.yaml", 1) in kustomized(text, **{"k/v.yaml": "foo: 1\n"})


@pytest.mark.parametrize(("merge", "expected"), [("", False), ("override", False), ("merge", True), ("replace", False)])
def test_which_values_of_a_kustomization_count_most(merge: str, expected: bool) -> None:
    said = f"valuesMerge: {merge}\n" if merge else ""
    text = inflated(f"valuesFile: v.yaml\n{said}{under('valuesInline', SHUT)}")
    assert (("RL201", "k/v.yaml", 2) in kustomized(text, **{"k/v.yaml": OPEN})) is expected
    last = f"{text}  additionalValuesFiles: [w.yaml]\n"
    assert ("RL201", "k/w.yaml", 2) in kustomized(last, **{"k/v.yaml": SHUT, "k/w.yaml": OPEN})


def test_a_file_that_is_replaced_says_nothing() -> None:
    text = inflated(f"valuesFile: v.yaml\nvaluesMerge: replace\n{under('valuesInline', SHUT)}")
    assert not {row for row in kustomized(text, **{"k/v.yaml": "foo: 1\n"}) if row[1] == "k/v.yaml"}


def test_a_generator_in_a_file_of_its_own() -> None:
    text = inflated("valuesFile: v.yaml\n", "apiVersion: builtin\nkind: HelmChartInflationGenerator\n")
    text = textwrap.dedent(text.partition("Generator\n")[2])
    text = f"apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata:\n  name: x\nname: redis\n{text}"
    assert ("RL201", "v.yaml", 2) in whole(text, **{"v.yaml": OPEN})


def test_what_a_kustomization_is() -> None:
    assert kind_of("k/kustomization.yaml", inflated("valuesFile: v.yaml\n").encode()) == "kubernetes"
    assert kind_of("k/kustomization.yaml", b"resources: [redis.yaml]\n") == "kubernetes"
    assert kind_of("k/kustomization.yaml", b"patches: [redis.yaml]\n") is None
    assert kind_of("app.yaml", multiple("[$shop/redis.yaml]").encode()) == "kubernetes"
