"""Values in documents that install a chart: Argo CD's Application and ApplicationSet, and Flux's HelmRelease."""

from __future__ import annotations

import json
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert kind_of("apps/cache.yaml", application("releaseName: redis\n").encode()) is None


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
