"""What managed services have and lack."""

from __future__ import annotations

import pytest

from redislint.servers import files
from redislint.servers.managed import Standing, standing

DATA = files.bundled("managed")["parameters"]
SERVICE = "aws-elasticache"


@pytest.mark.parametrize(
    ("family", "name", "found"),
    [
        ("redis2.6", "appendonly", Standing("")),
        ("redis7", "appendonly", Standing("fixed", "redis3.2")),
        ("valkey7", "activerehashing", Standing("fixed", "redis7")),
        ("redis6.x", "activerehashing", Standing("")),
        ("redis4.0", "repl-timeout", Standing("fixed", "redis3.2")),
        ("redis6.x", "repl-timeout", Standing("gone", "redis5.0")),
        ("redis2.6", "repl-timeout", Standing("new", "redis2.8")),
        ("redis7", "hash-max-ziplist-value", Standing("gone", "redis7", "hash-max-listpack-value")),
        ("redis6.x", "hash-max-ziplist-value", Standing("")),
        ("redis6.x", "latency-tracking", Standing("new", "redis7")),
        ("redis5.0", "min-slaves-to-write", Standing("gone", "redis5.0", "min-replicas-to-write")),
        ("redis7", "maxmemory-policy", None),
        ("valkey8", "appendonly", None),
        ("memcached1.6", "appendonly", None),
    ],
)
def test_parameters(family: str, name: str, found: Standing | None) -> None:
    assert standing(SERVICE, family, name) == found


@pytest.mark.parametrize("service", DATA)
def test_rows_name_families(service: str) -> None:
    data = DATA[service]
    assert data["source"]
    assert set(data["same"].values()) <= set(data["families"])
    for name, row in data["parameters"].items():
        assert set(row) <= {"since", "fixed", "gone", "now"}, name
        assert {row[key] for key in ("since", "fixed", "gone") if key in row} <= set(data["families"]), name
        assert row.get("now", name) in {*data["parameters"]}, name
