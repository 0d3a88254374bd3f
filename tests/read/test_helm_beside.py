"""The images of the containers that bitnami's charts start beside a server."""

from __future__ import annotations

import pytest

from redislint.model.facts import UNKNOWN
from tests.read.reading import Files, reading

CHART = """apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - name: {name}
    version: {version}
    repository: oci://registry-1.docker.io/bitnamicharts
"""
TAG = "8.2.1-debian-12-r0"
SHELL = f"docker.io/bitnami/os-shell:{TAG}"


def images(body: str, name: str = "redis", version: str = "22.0.7") -> dict[str, object]:
    text = f"{name}:\n  auth: {{existingSecret: x}}\n  architecture: standalone\n{body}"
    found = reading(
        text, "helm-values", "values.yaml", Files(**{"Chart.yaml": CHART.format(name=name, version=version)})
    )
    (server,) = found.instances
    return {name: (image.value, image.span.text, image.written) for name, image in server.beside}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", {}),
        ("  metrics: {enabled: false, image: {repository: x}}\n", {}),
        (
            "  metrics: {enabled: true}\n",
            {"`redis.metrics.image`": (f"docker.io/bitnami/redis-exporter:{TAG}", "true", False)},
        ),
        ("  sysctl: {enabled: yes}\n", {"`redis.sysctl.image`": (SHELL, "yes", False)}),
        (
            "  volumePermissions: {enabled: true, image: {registry: r.example.com, tag: 12}}\n",
            {"`redis.volumePermissions.image`": ("r.example.com/bitnami/os-shell:12", "12", True)},
        ),
        (
            "  metrics: {enabled: true, image: {repository: a/b, digest: sha256:ff}}\n",
            {"`redis.metrics.image`": (f"docker.io/a/b:{TAG}@sha256:ff", "a/b", True)},
        ),
        (
            "  metrics: {enabled: true}\nglobal: {imageRegistry: r.example.com}\n",
            {"`redis.metrics.image`": (f"r.example.com/bitnami/redis-exporter:{TAG}", "true", False)},
        ),
        (
            "  metrics: {enabled: true, image: {repository: '{{ .x }}'}}\n",
            {"`redis.metrics.image`": (UNKNOWN, "true", False)},
        ),
    ],
)
def test_images_beside_a_server(body: str, expected: dict[str, object]) -> None:
    assert images(body) == expected


def test_nothing_is_said_of_a_version_that_is_not_known() -> None:
    assert images("  metrics: {enabled: true}\n", version="99.0.0") == {}


def test_a_cluster_names_its_helper_otherwise() -> None:
    text = "redis-cluster:\n  existingSecret: x\n  sysctlImage: {enabled: true}\n"
    chart = CHART.format(name="redis-cluster", version="12.0.0")
    (server,) = reading(text, "helm-values", "values.yaml", Files(**{"Chart.yaml": chart})).instances
    assert [name for name, _ in server.beside] == ["`redis-cluster.sysctlImage`"]


def test_an_image_of_which_a_template_gives_a_part_is_unknown() -> None:
    # An image is told of where all of it is known, and nothing asks whether an unknown part is true.
    found = images("  metrics: {enabled: true, image: {tag: '{{ .Values.tag }}'}}\n")
    assert found["`redis.metrics.image`"] == (UNKNOWN, "true", False)
