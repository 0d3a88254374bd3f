"""helmfile: the charts that it installs, and the values that it gives them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.api import lint_text
from redislint.discover.kinds import kind_of
from redislint.finding import Finding
from redislint.model.facts import UNKNOWN
from tests.read.reading import Files, reading
from tests.timing import SLOW

REPOSITORIES = "repositories:\n- name: main\n  url: https://charts.bitnami.com/bitnami\n"
RELEASE = "releases:\n- name: cache\n  chart: main/redis\n  version: 20.1.0\n"
HEAD = REPOSITORIES + RELEASE


def found(text: str, **files: str) -> list[Finding]:
    given = {path.replace("__", "/") + ".yaml": said for path, said in files.items()}
    return lint_text(text, kind="helm-values", files=given, name="helmfile.yaml")


def rows(text: str, **files: str) -> set[tuple[str, str, int]]:
    """Rule, file and line of each finding."""
    return {(one.rule, one.path, one.line) for one in found(text, **files)}


def only(text: str, **files: str) -> list[str]:
    return sorted({one.rule for one in found(text, **files)})


def test_values_in_the_helmfile() -> None:
    text = f"{HEAD}  values:\n  - auth:\n      enabled: false\n  - persistance: {{size: 1Gi}}\n"
    assert {("RL201", "helmfile.yaml", 10), ("RL822", "helmfile.yaml", 11)} <= rows(text)
    (stray,) = [one for one in found(text) if one.rule == "RL822"]
    assert "bitnami/redis 20.1.0 (by its helmfile)" in stray.message


def test_values_in_files_are_read_as_the_charts() -> None:
    text = f"{HEAD}  values:\n  - values/cache.yaml\n"
    said = "auth:\n  enabled: false\nnonsense: 1\ncommonConfiguration: |-\n  bogus 1\n"
    assert {
        ("RL201", "values/cache.yaml", 2),
        ("RL822", "values/cache.yaml", 3),
        ("RL001", "values/cache.yaml", 5),
    } <= rows(text, values__cache=said)
    # What no file says is told at the topmost file.
    assert ("RL418", "values/cache.yaml", 1) in rows(text, values__cache="auth:\n  enabled: true\n")


def test_the_last_values_count_most() -> None:
    shut, opened = "auth:\n  enabled: true\n", "auth:\n  enabled: false\n"
    text = f"{HEAD}  values:\n  - a.yaml\n  - b.yaml\n"
    assert ("RL201", "b.yaml", 2) in rows(text, a=shut, b=opened)
    assert "RL201" not in only(text, a=opened, b=shut)
    inline = f"{HEAD}  values:\n  - auth: {{enabled: false}}\n  - a.yaml\n"
    assert "RL201" not in only(inline, a=shut)
    assert ("RL201", "helmfile.yaml", 10) in rows(
        f"{HEAD}  values:\n  - a.yaml\n  - auth: {{enabled: false}}\n", a=shut
    )


def test_each_file_says_what_nobody_reads() -> None:
    text = f"{HEAD}  values:\n  - a.yaml\n  - b.yaml\n"
    strays = {row for row in rows(text, a="usePassword: true\n", b="foo: 1\n") if row[0] == "RL822"}
    assert strays == {("RL822", "a.yaml", 1), ("RL822", "b.yaml", 1)}


def test_single_values_count_more_than_all_files() -> None:
    single = "  set:\n  - name: auth.enabled\n    value: false\n  - name: foo.bar\n    value: 1\n"
    text = f"{HEAD}  values:\n  - a.yaml\n{single}"
    assert {("RL201", "helmfile.yaml", 11), ("RL822", "helmfile.yaml", 13)} <= rows(text, a="auth: {enabled: true}\n")


def test_secrets_may_say_anything() -> None:
    text = f"{HEAD}  values:\n  - auth: {{enabled: false}}\n  secrets:\n  - secrets.yaml\n"
    assert only(text) == []


def test_a_file_below_what_is_not_known_is_read_by_itself() -> None:
    text = f"{HEAD}  values:\n  - a.yaml\n  - '{{{{ .Environment.Name }}}}.yaml'\n"
    assert {("RL201", "a.yaml", 1), ("RL822", "a.yaml", 2)} <= rows(text, a="auth: {enabled: false}\nfoo: 1\n")
    # What stands in the release itself is nothing without what counts more.
    assert only(text.replace("- a.yaml", "- auth: {enabled: false}")) == []


@pytest.mark.parametrize("name", ["../a.yaml", "/a.yaml", "https://example.org/a.yaml", "'*.yaml'", "gone.yaml", "[]"])
def test_files_that_are_not_in_the_tree(name: str) -> None:
    text = f"{HEAD}  values:\n  - {name}\n  - architecture: standalone\n"
    (instance,) = reading(
        text, "helm-values", "helmfile.yaml", Files(**{"a.yaml": "auth: {enabled: false}\n"})
    ).instances
    assert not instance.complete
    assert instance.memory_limit is None or instance.memory_limit.value is UNKNOWN


def test_templates_leave_unknown_what_they_touch() -> None:
    text = (
        "{{ range .Values.teams }}\n{{ end }}\n" + REPOSITORIES + "---\n" + RELEASE.replace("20.1.0", "{{ .v }}") +
        "  installed: {{ .Values.on }}\n  values:\n  - cache.yaml\n"
    )  # fmt: skip
    said = "auth:\n  enabled: {{ .Values.auth }}\nnonsense: 1\n"
    assert ("RL822", "cache.yaml", 3) in rows(text, cache=said)
    assert "RL201" not in only(text, cache=said)
    assert only(text, cache="{{ toYaml .Values.redis }}\n") == []


def test_a_release_that_is_not_installed() -> None:
    assert only(f"{HEAD}  installed: false\n  values:\n  - auth: {{enabled: false}}\n") == []


@pytest.mark.parametrize(
    ("chart", "is_known"),
    [
        ("main/redis", True),
        ("bitnami/redis", True),
        ("oci://registry-1.docker.io/bitnamicharts/redis", True),
        ("shop/redis", False),
        ("main/kafka", False),
        ("./charts/redis", False),
        ("{{ .chart }}", False),
    ],
)
def test_whose_chart_it_is(chart: str, is_known: bool) -> None:
    text = f"{HEAD}  values:\n  - nonsense: 1\n".replace("main/redis", f"'{chart}'")
    assert ("RL822" in only(text)) is is_known


def test_a_chart_in_the_tree() -> None:
    chart = "apiVersion: v2\nname: shop\ndependencies:\n- name: redis\n  version: 20.1.0\n  repository: https://charts.bitnami.com/bitnami\n"
    files = {"deploy__shop__Chart": chart, "deploy__shop__values": "redis:\n  auth: {enabled: true}\n"}
    text = f"{RELEASE}  values:\n  - prod.yaml\n# with a redis\n".replace("main/redis", "./deploy/shop")
    prod = "replicas: 2\nredis:\n  auth:\n    enabled: false\n  nonsense: 1\n"
    assert {("RL201", "prod.yaml", 4), ("RL822", "prod.yaml", 5)} <= rows(text, prod=prod, **files)
    # What the templates of the chart read is no stray, wherever the values stand.
    files["deploy__shop__templates__x"] = "x: {{ .Values.redis.nonsense }}\n"
    assert ("RL822", "prod.yaml", 5) not in rows(text, prod=prod, **files)
    single = text.replace("values:\n  - prod.yaml", "set:\n  - {name: redis.auth.enabled, value: false}")
    assert ("RL201", "helmfile.yaml", 6) in rows(single, **files)


def test_values_of_environments_are_for_no_chart() -> None:
    environments = "environments:\n  default:\n    values:\n    - env.yaml\n    - auth: {enabled: false}\n"
    text = f"{environments}---\n{HEAD}  values:\n  - master: {{count: 1}}\n"
    assert not {row for row in rows(text, env="auth: {enabled: false}\n") if row[0] == "RL201"}


def test_a_comment_in_a_file_silences() -> None:
    text = f"{HEAD}  values:\n  - cache.yaml\n"
    assert "RL822" in only(text, cache="nonsense: 1\n")
    assert "RL822" not in only(text, cache="nonsense: 1 # redislint: ignore[RL822] ours\n")
    said = "commonConfiguration: |\n  {}bogus 1\n"
    assert "RL001" in only(text, cache=said.format(""))
    assert "RL001" not in only(text, cache=said.format("# redislint: ignore[RL001] ours\n  "))


def test_secrets_in_files_are_masked() -> None:
    text = f"{HEAD}  values:\n  - cache.yaml\n"
    tree = Files(**{"cache.yaml": "auth: {password: hunter2-of-mine}\n"})
    assert "hunter2-of-mine" in {one.text for one in reading(text, "helm-values", "helmfile.yaml", tree).secrets}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("helmfile.yaml", "helm-values"),
        ("apps/helmfile.yaml.gotmpl", "helm-values"),
        ("redis.helmfile.yml", "helm-values"),
        ("helmfile.d/10-cache.yaml", "helm-values"),
        ("releases.yaml", None),
    ],
)
def test_what_a_file_is(path: str, expected: str | None) -> None:
    assert kind_of(path, f"{HEAD}  values:\n  - redis.yaml\n".encode()) == expected
    assert kind_of(path, HEAD.encode()) == expected
    assert kind_of(path, HEAD.replace("/redis", "/postgresql").encode()) is None
    assert kind_of("values/cache.yaml.gotmpl", b"redis:\n  auth: {{ .x }}\n") == "helm-values"


def test_a_chart_s_values_that_have_releases_are_no_helmfile() -> None:
    said = "redis:\n  auth:\n    enabled: false\n  architecture: standalone\nreleases: [a, b]\n"
    (master,) = reading(said, "helm-values", "values.yaml").instances
    assert master.name == "redis-master"


LAYERS = (
    "auth: {enabled: false}",
    "auth: {enabled: true}",
    "master: {service: {type: LoadBalancer}}",
    "commonConfiguration: appendonly yes",
    "commonConfiguration: bogus 1",
    "nonsense: 1",
    "architecture: standalone",
    "master: {resources: {limits: {memory: 1Gi}}}",
)


@given(layers=st.lists(st.sampled_from(LAYERS), min_size=1, max_size=5), data=st.data())
def test_what_becomes_unknown_makes_nothing_speak(layers: list[str], data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.integers(0, len(layers) - 1)))
    whole = "".join(f"  - {one}\n" for one in layers)
    less = "".join("  - '{{ x }}.yaml'\n" if index in lost else f"  - {one}\n" for index, one in enumerate(layers))
    assert rows(f"{HEAD}  values:\n{less}") <= rows(f"{HEAD}  values:\n{whole}")


@given(st.text(alphabet="{}[]:|-\n '\"&*!#ab", max_size=60))
def test_any_helmfile_is_read(text: str) -> None:
    reading(f"{HEAD}  values:\n{text}", "helm-values", "helmfile.yaml")
    reading(f"{HEAD}  values: [a.yaml]\n", "helm-values", "helmfile.yaml", Files(**{"a.yaml": text}))


def test_many_layers_are_read_in_time() -> None:
    said = "".join(f"k{index}: {{a: 1, b: 2}}\n" for index in range(1_900))
    one = "- name: cache\n  chart: bitnami/redis\n  version: 20.1.0\n  values: &values [{}]\n"
    names = ", ".join(f"v{index}.yaml" for index in range(8))
    text = "releases:\n" + one.format(names) + one.replace("&values [{}]", "*values") * 150
    tree = Files(**{f"v{index}.yaml": said for index in range(8)})
    start = time.process_time()
    reading(text, "helm-values", "helmfile.yaml", tree)
    assert time.process_time() - start < 5 * SLOW
