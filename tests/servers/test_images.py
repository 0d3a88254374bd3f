"""Images: which are known, by their names alone."""

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
