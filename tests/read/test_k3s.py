"""Values in a HelmChart, which the Helm controller of K3s and RKE2 installs."""

from __future__ import annotations

import textwrap

import pytest

from redislint.discover.kinds import kind_of
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.read.reading import Files, reading

VALUES = "architecture: standalone\nauth:\n  enabled: false\nusePassword: false\n"


def chart(values: str, chart: str = "redis", more: str = "  repo: https://charts.bitnami.com/bitnami\n") -> str:
    inner = f"  valuesContent: |-\n{textwrap.indent(values, '    ')}" if values else ""
    return (
        "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata:\n  name: cache\n  namespace: kube-system\nspec:\n"
        f"  chart: {chart}\n  version: 20.1.0\n{more}{inner}"
    )


def findings(text: str, **files: str) -> set[tuple[str, int, str]]:
    """Rule, line and text of each finding."""
    found = lint_sources([Source("chart.yaml", text, "kubernetes")], Files(**files), Options()).findings
    return {(one.rule, one.span.position[0], one.span.text) for one in found}


def rules(text: str, **files: str) -> set[str]:
    return {rule for rule, _, _ in findings(text, **files)}


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("redis", "  repo: https://charts.bitnami.com/bitnami\n"),
        ("oci://registry-1.docker.io/bitnamicharts/redis", "  targetNamespace: shop\n"),
        ("bitnami/redis", "  targetNamespace: shop\n"),
        ("redis", "  repo: https://charts.bitnami.com/bitnami\n  set:\n"),
    ],
)
def test_findings_stand_at_what_they_blame(name: str, more: str) -> None:
    text = chart(VALUES, name, more)
    first = text.split("\n").index("    architecture: standalone") + 1
    assert {("RL201", first + 2, "enabled: false"), ("RL822", first + 3, "usePassword")} <= findings(text)


def test_a_message_says_what_names_the_chart() -> None:
    found = lint_sources([Source("chart.yaml", chart(VALUES), "kubernetes")], Files(), Options()).findings
    (stray,) = [one for one in found if one.rule == "RL822"]
    assert "20.1.0 (by its HelmChart)" in stray.message


def test_the_release_is_called_like_the_object() -> None:
    (instance,) = reading(chart(VALUES), "kubernetes").instances
    assert (instance.name, str(instance.server)) == ("cache-master", "redis 7.4")


REPO = "  repo: https://charts.bitnami.com/bitnami\n"


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ('auth.enabled: "true"', False),
        ("auth.enabled: true", False),
        ('auth.enabled: "false"', True),
        ("auth.enabled: 0", True),
        # A text is true, whatever it looks like.
        ("auth.enabled: '0'", False),
        ("auth: x", False),
        ("'{{ name }}': 'true'", False),
        ("image.tag: 7.4.1", True),
    ],
)
def test_what_is_set_counts_more(given: str, is_open: bool) -> None:
    assert ("RL201" in rules(chart(VALUES, more=f"{REPO}  set:\n    {given}\n"))) == is_open


@pytest.mark.parametrize("key", ["  valuesSecrets:\n  - name: more\n", "  set: '{{ .Values }}'\n"])
def test_what_is_not_known_may_say_anything(key: str) -> None:
    assert "RL201" not in rules(chart(VALUES, more=f"{REPO}{key}"))


def test_a_patch_may_say_anything() -> None:
    patch = "patches:\n- target:\n    kind: HelmChart\n  patch: |\n    - op: add\n"
    assert "RL418" in rules(chart("auth: {enabled: false}\nmaster: {resources: {limits: {memory: 1Gi}}}\n"))
    assert "RL504" not in rules(chart(VALUES), **{"kustomization.yaml": patch})
    (instance,) = reading(chart(VALUES), "kubernetes", tree=Files(**{"kustomization.yaml": patch})).instances
    assert not instance.complete


def test_other_charts_are_left_alone() -> None:
    assert not findings(chart("redis:\n  host: cache\n", "shop"))
    assert not reading(
        chart(VALUES).replace("helm.cattle.io/v1", "source.toolkit.fluxcd.io/v1"), "kubernetes"
    ).instances
    assert not reading(chart("", more=REPO), "kubernetes").instances


def test_pods_of_a_template() -> None:
    values = "controllers:\n  a:\n    containers:\n      b:\n        image: {repository: redis, tag: 7.2.4}\n"
    (instance,) = reading(chart(values, "oci://ghcr.io/bjw-s-labs/helm/app-template", ""), "kubernetes").instances
    assert (instance.name, instance.anchor.text, instance.anchor.position) == ("cache", "b", (13, 11))


def test_what_a_file_is() -> None:
    assert kind_of("charts/cache.yaml", chart(VALUES).encode()) == "kubernetes"
    assert kind_of("charts/cache.yaml", chart("", more=REPO).encode()) == "kubernetes"
    assert kind_of("charts/cache.yaml", chart("", "postgresql", REPO).encode()) is None
