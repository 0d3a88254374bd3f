"""Images by their names: which are known, and what each makes of what it is given."""

from __future__ import annotations

import pytest

from redislint.servers import images


@pytest.mark.parametrize(
    ("reference", "plain", "server"),
    [
        ("redis:7.2", True, "redis 7.2"),
        ("registry.example.com:5000/redis:7.2.4", True, "redis 7.2.4"),
        ("quay.io/opstree/redis:v7.0.15", False, "redis 7.0.15"),
        ("team/redis:7.2", False, "None"),
        ("registry.k8s.io/redis:v1", False, "None"),
        ("k8s.gcr.io/redis:e2e", False, "None"),
    ],
)
def test_what_is_known_of_an_image(reference: str, plain: bool, server: str) -> None:
    found = images.find(reference)
    assert found is not None
    assert found.plain == plain
    assert str(images.server(reference)) == server


def test_a_sentinel_of_opstree() -> None:
    found = images.find("quay.io/opstree/redis-sentinel:v7.0.15")
    assert found is not None
    assert found.sentinel


def test_what_is_no_redis() -> None:
    assert images.find("redis/redisinsight:2.60") is None
    assert images.find("oliver006/redis_exporter:v1.55.0") is None


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("redis:${TAG}", "redis"),
        ("redis:7-${VARIANT:-alpine}", "redis"),
        ("docker.io/valkey/valkey:$TAG", "docker.io/valkey/valkey"),
        ("localhost:5000/redis:$TAG", "localhost:5000/redis"),
        ("redis@${DIGEST}", "redis"),
        ("${REGISTRY}/redis:7", ""),
        ("${IMAGE}", ""),
        ("redis:7", ""),
        ("redis${X}:7", ""),
    ],
)
def test_a_name_whose_tag_is_open(reference: str, name: str) -> None:
    assert images.untagged(reference) == name


@pytest.mark.parametrize(
    ("reference", "data", "config", "inert", "drops"),
    [
        ("redis:7", "/data", "", True, "redis-server"),
        ("public.ecr.aws/docker/library/redis:7", "/data", "", True, "redis-server"),
        ("valkey/valkey", "/data", "", True, "valkey-server"),
        ("eqalpha/keydb", "/data", "/etc/keydb/keydb.conf", True, "keydb-server"),
        ("redis/redis-stack-server", "/data", "/redis-stack.conf", False, ""),
        ("redislabs/redismod", "/data", "", True, ""),
        ("bitnami/redis", "/bitnami/redis/data", "", False, ""),
        ("bitnamilegacy/valkey-cluster", "/bitnami/valkey/data", "", False, ""),
        ("bitnami/redis-sentinel", "", "", False, ""),
        ("example/redis", "", "", False, ""),
    ],
)
def test_where_images_keep_and_read(reference: str, data: str, config: str, inert: bool, drops: str) -> None:
    image = images.find(reference)
    assert image is not None
    assert (image.data, image.config, image.inert, image.drops) == (data, config, inert, drops)


@pytest.mark.parametrize("reference", ["oliver006/redis_exporter", "bitnami/redis-exporter", "redis/redisinsight"])
def test_what_is_no_server(reference: str) -> None:
    assert images.find(reference) is None
