"""Firewalls and security groups that let the whole internet at the ports of Redis."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.terraform import ranges, tables
from redislint.read.terraform.lookup import Found, Lookup, Resources
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.rows import Reader
from redislint.read.terraform.services import Facts, Service
from redislint.source import Span
from redislint.typed import Final

# Those of Redis, of its TLS with Azure, of the bus of a cluster and of Sentinel.
PORTS: Final = (6379, 6380, 16379, 26379)
# A range of more ports is not about Redis, unless the firewall is that of a Redis.
_FEW: Final = 1_000
_EVERY: Final = (0, 65_535)
# More rules than real ones have.
_MOST: Final = 200


def read(shape: tables.Firewall, resource: Resource, type_: str, resources: Resources, guards: bool) -> Service | None:
    """What a firewall opens to everybody, where that is a port of Redis; `guards` says that it is a Redis's own.

    Its facts are `open-ranges`, the range that is everybody, and `ports`, as written (`6379`, `6379-6380`, `all`).
    """
    outer = Lookup(resource, type_, resources)
    for rule in (resource.inner(shape.rules) if shape.rules else [resource])[:_MOST]:
        inner = Lookup(rule, type_, resources)
        world = _world(shape, outer, inner)
        ports = _ports(shape, inner, guards)
        if world is not None and ports is not None and _lets_in(shape, outer, inner):
            facts: Facts = {"open-ranges": world, "ports": ports}
            return Service(facts=facts, defaults={"open-ranges": _defaults(shape, resource, rule)})
    return None


def _defaults(shape: tables.Firewall, resource: Resource, rule: Resource) -> dict[str, Span]:
    """The variables on whose own defaults it rests that a rule lets everybody in."""
    paths = (*shape.ranges, *shape.ports, *shape.first, *shape.last, shape.protocol, *shape.when)
    outer = [path.removeprefix("^") for path in paths if path.startswith("^")]
    inner = [path for path in paths if not path.startswith("^")]
    return resource.defaults(*outer) | resource.defaults_in(rule, *inner)


def _lets_in(shape: tables.Firewall, outer: Lookup, inner: Lookup) -> bool:
    """Is it known to be a rule that lets TCP in?"""
    protocol = inner.find(shape.protocol).argument
    if protocol.text is UNKNOWN or protocol.text.lower() not in shape.tcp:
        return False
    for path, test in shape.when.items():
        lookup = outer if path.startswith("^") else inner
        if Reader(lookup, frozenset, {}, frozenset()).holds({path.removeprefix("^"): test}) is not True:
            return False
    return True


def _world(shape: tables.Firewall, outer: Lookup, inner: Lookup) -> Fact[str | bool | int] | None:
    """The first range that is everybody."""
    for path in shape.ranges:
        lookup = outer if path.startswith("^") else inner
        for found in lookup.all(path.removeprefix("^")):
            for text, one in ranges.items(found, lookup.resource.evaluator):
                if isinstance(text, str) and ranges.is_world(text):
                    return Fact(text, one.argument.span)
    return None


def _ports(shape: tables.Firewall, inner: Lookup, guards: bool) -> Fact[str | bool | int] | None:
    """The first range of ports in which Redis has one; `all` where there is no limit."""
    for (low, high), found in _openings(shape, inner):
        is_redis = any(low <= port <= high for port in PORTS)
        if is_redis and (guards or high - low < _FEW):
            written = "all" if (low, high) == _EVERY else str(low) if low == high else f"{low}-{high}"
            return Fact(written, found.argument.span, found.argument.written)
    return None


def _openings(shape: tables.Firewall, inner: Lookup) -> Iterator[tuple[tuple[int, int], Found]]:
    """The ranges of ports that a rule is about, as far as they are known."""
    protocol = inner.find(shape.protocol)
    text = protocol.argument.text
    if isinstance(text, str) and text.lower() in shape.every:
        yield _EVERY, protocol
        return
    if shape.first:
        for first, last in zip(shape.first, shape.last, strict=True):
            one, other = inner.find(first), inner.find(last)
            low, high = one.argument.number, other.argument.number
            if low is not UNKNOWN and high is not UNKNOWN:
                yield (low, high), one
        return
    listed = [inner.find(path) for path in shape.ports]
    if all(found.argument.is_absent for found in listed):
        yield _EVERY, protocol
    for found in listed:
        for text, one in ranges.items(found, inner.resource.evaluator):
            span = _span(text) if isinstance(text, str) else None
            if span is not None:
                yield span, one


def _span(text: str) -> tuple[int, int] | None:
    """The ports of `6379`, `6379-6380` or `*`."""
    if text == "*":
        return _EVERY
    low, _, high = text.partition("-")
    words = (low.strip(), (high or low).strip())
    if not all(word.isdecimal() and word.isascii() and len(word) < 6 for word in words):
        return None
    return int(words[0]), int(words[1])
