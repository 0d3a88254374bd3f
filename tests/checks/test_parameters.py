"""Parameters of ElastiCache: which family has which, and what it takes."""

from __future__ import annotations

import pytest

from redislint.checks import parameters
from redislint.read import read
from redislint.servers import directives
from redislint.servers import parameters as known
from redislint.source import Source
from tests.read.reading import Files


def said(family: str, name: str, value: str) -> str:
    text = (
        f'resource "aws_elasticache_parameter_group" "x" {{\n  name = "x"\n  family = "{family}"\n'
        f'  parameter {{\n    name = "{name}"\n    value = "{value}"\n  }}\n}}\n'
    )
    (found,) = read(Source("main.tf", text, "terraform"), Files()).instances
    return "; ".join(str(hit.values["what"]) for hit in parameters.invalid(found))


@pytest.mark.parametrize(
    ("family", "name", "value", "what"),
    [
        ("redis7", "maxmemory-policy", "allkeys-lru", ""),
        ("redis7", "maxmemory_policy", "x", "is no parameter of ElastiCache; did you mean `maxmemory-policy`?"),
        ("redis7", "no-such-thing-at-all", "x", "is no parameter of ElastiCache"),
        ("redis7", "requirepass", "x", "is no parameter of ElastiCache, which sets it itself"),
        # A directive of servers that the data does not have may be a new parameter.
        ("redis7", "list-max-listpack-size", "-2", ""),
        ("redis2.8", "appendonly", "yes", ""),
        ("redis3.2", "appendonly", "yes", "cannot be changed in `redis3.2`"),
        ("redis6.x", "maxclients", "100", "cannot be changed in `redis6.x`"),
        ("redis4.0", "min-slaves-to-write", "2", ""),
        (
            "redis5.0",
            "min-slaves-to-write",
            "2",
            "is gone in `redis5.0`: `redis4.0` was the last family with it; `min-replicas-to-write` has its place",
        ),
        ("redis6.x", "activerehashing", "no", ""),
        ("redis7", "activerehashing", "no", "cannot be changed in `redis7`"),
        ("valkey7", "activerehashing", "no", "cannot be changed in `valkey7`"),
        ("redis2.6", "repl-timeout", "1", "comes with `redis2.8`; `redis2.6` does not have it"),
        ("redis4.0", "repl-timeout", "1", "cannot be changed in `redis4.0`"),
        ("redis6.x", "repl-timeout", "1", "is gone in `redis6.x`: `redis4.0` was the last family with it"),
        ("valkey9", "appendonly", "yes", "cannot be changed in `valkey9`"),
        ("valkey7", "lazyfree-lazy-expire", "yes", ""),
        ("valkey8", "lazyfree-lazy-expire", "yes", "is gone in `valkey8`: `valkey7` was the last family with it"),
        ("valkey7", "commandlog-reply-larger-than", "1", "comes with `valkey8`; `valkey7` does not have it"),
        ("redis6.x", "latency-tracking", "yes", "comes with `redis7`; `redis6.x` does not have it"),
        ("redis7", "repl-backlog-size", "1048576", ""),
        ("redis7", "repl-backlog-size", "10mb", "takes a number of bytes without a unit, and not `10mb`"),
        ("redis7", "close-on-replica-write", "true", "takes `yes` or `no`, and not `true`"),
        ("redis7", "timeout", "0", ""),
        ("redis7", "timeout", "20", ""),
        ("redis7", "timeout", "19", "takes 0, or 20 and more, and not `19`"),
        ("redis99", "appendonly", "yes", ""),
    ],
)
def test_what_a_family_takes(family: str, name: str, value: str, what: str) -> None:
    assert said(family, name, value) == (f"`{name}` {what}" if what else "")


def test_the_families_of_a_parameter_are_in_order() -> None:
    for name in known.names():
        found = known.parameter(name)
        assert found is not None
        assert found.first <= found.last, name
        assert not found.instead or known.parameter(found.instead) is not None, name


def test_what_the_service_sets_itself_is_a_directive_and_no_parameter() -> None:
    for name in ("bind", "requirepass", "save", "tls-port", "user"):
        assert known.is_own(name)
        assert directives.spans(name) or name == "user"
        assert known.parameter(name) is None
    assert not known.is_own("timeout")
