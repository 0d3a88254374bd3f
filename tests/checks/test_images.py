"""Images by their names: versions that are none, and registries that are gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import images
from redislint.finding import Hit, Severity
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance
from redislint.source import Source, Span
from tests.checks.instances import configured

DIGEST = "@sha256:" + "0123456789abcdef" * 4


def running(image: object, written: bool = True) -> Instance:
    text = str(image)
    place = Span(Source("compose.yaml", text, "compose"), 0, len(text))
    fact: Fact[str] = Fact(image, place, written)  # type: ignore[arg-type]
    return configured("port 6379\n")._replace(image=fact)


@pytest.mark.parametrize(
    "image",
    [
        "redis",
        "redis:latest",
        "redis:alpine",
        "redis:alpine3.20",
        "redis:bookworm",
        "redis:latest-debian-12",
        "docker.io/library/redis",
        "registry.example.com:5000/redis",
        "localhost:5000/redis",
        "valkey/valkey:unstable",
        "redis/redis-stack-server:edge",
        "redis:",
    ],
)
def test_names_without_a_version(image: str) -> None:
    (hit,) = images.unpinned(running(image))
    assert hit.values["image"] == image


@pytest.mark.parametrize(
    "image",
    [
        "redis:7",
        "redis:7-alpine",
        "redis:7.4.2-alpine3.21",
        "redis:v7.0.15",
        "redis:8.0-M02",
        "bitnami/redis:7.2.5-debian-12-r0",
        "registry.example.com:5000/redis:7.2",
        "ghcr.io/shop/redis:sha-1f2e3d4",
        "redis" + DIGEST,
        "redis:latest" + DIGEST,
    ],
)
def test_names_with_a_version_or_digest(image: str) -> None:
    assert list(images.unpinned(running(image))) == []


def test_what_is_not_known_or_not_written_is_not_blamed() -> None:
    assert list(images.unpinned(configured("port 6379\n"))) == []
    assert list(images.unpinned(running(UNKNOWN))) == []
    assert list(images.unpinned(running("redis:latest", written=False))) == []
    assert list(images.discontinued(running(UNKNOWN))) == []


@given(st.sampled_from(["redis", "shop/redis", "r.example.com:5000/a/b/redis"]), st.integers(1, 99), st.integers(0, 9))
def test_a_number_in_the_tag_is_a_version_wherever_the_image_is_from(name: str, major: int, minor: int) -> None:
    assert list(images.unpinned(running(f"{name}:{major}.{minor}-alpine3.20"))) == []
    assert len(list(images.unpinned(running(f"{name}:alpine{major}.{minor}")))) == 1


@pytest.mark.parametrize(
    ("image", "severity"),
    [
        ("bitnami/redis:7.0.11-debian-11-r12", None),
        ("docker.io/bitnami/redis-cluster:7.2", None),
        ("index.docker.io/bitnami/valkey:8", None),
        ("public.ecr.aws/bitnami/redis:7.4", None),
        ("public.ecr.aws/bitnami/redis", None),
        ("bitnamilegacy/redis:7.4", Severity.WARNING),
        ("docker.io/bitnamilegacy/redis" + DIGEST, Severity.WARNING),
        ("bitnami/redis", Severity.WARNING),
        ("bitnami/redis:latest", Severity.WARNING),
        ("bitnamisecure/redis:latest", Severity.INFO),
    ],
)
def test_images_that_are_gone_or_frozen(image: str, severity: Severity | None) -> None:
    (hit,) = images.discontinued(running(image))
    assert (hit.values["image"], hit.severity) == (f"`{image}`", severity)


@pytest.mark.parametrize(
    "image",
    [
        "redis:7.2",
        "bitnami/redis" + DIGEST,
        "bitnamisecure/redis:latest" + DIGEST,
        "bitnamisecure/redis:8.2.1",
        "registry.example.com/bitnami/redis:7.2",
        "localhost:5000/bitnami/redis:7.2",
        "public.ecr.aws/docker/library/redis:7.2",
        "ghcr.io/bitnamilegacy/redis:7.2",
    ],
)
def test_images_that_can_be_pulled(image: str) -> None:
    assert list(images.discontinued(running(image))) == []


@pytest.mark.parametrize(
    ("tag", "called"),
    [
        ("8.2.1-debian-12-r0", "the chart's default image `docker.io/bitnami/redis:8.2.1-debian-12-r0`"),
        ("8.2", "the chart's default image, a version of `docker.io/bitnami/redis`,"),
    ],
)
def test_a_charts_default_is_a_warning_and_says_so_without_a_tag_that_is_but_a_version(tag: str, called: str) -> None:
    (hit,) = images.discontinued(running(f"docker.io/bitnami/redis:{tag}", written=False))
    assert isinstance(hit, Hit)
    assert hit.severity is Severity.WARNING
    assert hit.values["image"] == called


@pytest.mark.parametrize(
    ("image", "place", "called"),
    [
        ("docker.io/bitnamilegacy/redis:8.2.1", "bitnamilegacy/redis", "docker.io/bitnamilegacy/redis"),
        ("docker.io/bitnami/redis:8.2.1", "bitnami/redis", "docker.io/bitnami/redis:8.2.1"),
        ("public.ecr.aws/bitnami/redis:7.4", "public.ecr.aws", "public.ecr.aws/bitnami/redis"),
    ],
)
def test_a_tag_that_the_chart_brings_is_left_out_where_it_does_not_matter(image: str, place: str, called: str) -> None:
    instance = running(image)
    assert instance.image is not None
    span = Span(Source("values.yaml", place, "helm-values"), 0, len(place))
    (hit,) = images.discontinued(instance._replace(image=instance.image._replace(span=span)))
    assert hit.values["image"] == f"`{called}`"
