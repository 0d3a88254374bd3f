"""What the kernel lets a server have, in containers and on machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from redislint.checks import kernel
from redislint.finding import Hit
from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.model.instance import Instance
from redislint.model.workload import Workload
from redislint.source import Source, Span
from tests.checks.instances import configured

PLACE = Span(Source("x", "limit", "x"), 0, 5)


def boxed(text: str, **facts: Any) -> Instance:
    """A server with a configuration, in something of which these facts are known."""
    given: dict[str, Any] = {
        name: Fact(value, PLACE) if name not in ("kind", "sysctls") else value for name, value in facts.items()
    }
    workload = Workload(str(given.pop("kind", "service")), PLACE)._replace(**given)
    return configured(text)._replace(workload=workload)


def said(check: Callable[[Instance], Iterator[Hit]], instance: Instance) -> list[str]:
    return [hit.span.text for hit in check(instance)]


def somaxconn(value: str | Unknown) -> tuple[tuple[str, Fact[str]], ...]:
    return (("net.core.somaxconn", Fact(value, PLACE)),)


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("tcp-backlog 512", {"sysctls": somaxconn("511")}, ["512"]),
        ("tcp-backlog 511", {"sysctls": somaxconn("511")}, []),
        ("port 1", {"sysctls": somaxconn("128")}, ["limit"]),
        ("port 1", {"sysctls": somaxconn("511")}, []),
        ("tcp-backlog 512", {"sysctls": somaxconn(UNKNOWN)}, []),
        ("tcp-backlog 512", {"sysctls": None}, []),
        # A network of its own starts with the kernel's default.
        ("tcp-backlog 4097", {"sysctls": (), "host_network": False, "privileged": False}, ["4097"]),
        ("tcp-backlog 4096", {"sysctls": (), "host_network": False, "privileged": False}, []),
        ("tcp-backlog 4097", {"sysctls": (), "host_network": True, "privileged": False}, []),
        ("tcp-backlog 4097", {"sysctls": (), "host_network": False, "privileged": True}, []),
        ("tcp-backlog 4097", {"sysctls": ()}, []),
        ("tcp-backlog 4097", {"sysctls": (), "host_network": False, "privileged": False, "kind": "Pod"}, []),
        ("include x\ntcp-backlog {{ x }}", {"sysctls": somaxconn("1")}, []),
    ],
)
def test_connections_that_wait(text: str, facts: dict[str, object], found: list[str]) -> None:
    assert said(kernel.short_queue, boxed(text, **facts)) == found


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        ("port 1", {"nofile": 10_031}, True),
        ("port 1", {"nofile": 10_032}, False),
        ("maxclients 100", {"nofile": 131}, True),
        ("maxclients 100", {"nofile": 132}, False),
        ("port 1", {"nofile": -1}, False),
        ("port 1", {"nofile": UNKNOWN}, False),
        ("maxclients {{ x }}", {"nofile": 1}, False),
        # In a container root may not raise the limit; with all rights it may, and so may root on a machine.
        ("port 1", {"nofile": 1024, "root": True}, True),
        ("port 1", {"nofile": 1024, "privileged": True}, False),
        ("port 1", {"nofile": 1024, "root": True, "kind": "unit"}, False),
        ("port 1", {"nofile": 1024, "root": UNKNOWN, "kind": "unit"}, False),
        ("port 1", {"nofile": 1024, "root": False, "kind": "unit"}, True),
    ],
)
def test_open_files(text: str, facts: dict[str, object], found: bool) -> None:
    assert said(kernel.few_files, boxed(text, **facts)) == (["limit"] if found else [])


@pytest.mark.parametrize(("limit", "effect"), [(4096, "lowers it to 4,064"), (32, "does not start")])
def test_what_the_server_does_with_too_few(limit: int, effect: str) -> None:
    (hit,) = kernel.few_files(boxed("port 1", nofile=limit))
    assert hit.values["effect"] == effect


@pytest.mark.parametrize(("value", "found"), [("0", True), ("2", True), ("1", False), ("01", False), (UNKNOWN, False)])
def test_promised_memory(value: str | Unknown, found: bool) -> None:
    sysctls = (("vm.overcommit_memory", Fact(value, PLACE)),)
    assert bool(said(kernel.overcommit, boxed("port 1", sysctls=sysctls))) is found


@pytest.mark.parametrize(
    ("facts", "limit", "found"),
    [
        ({"sysctls": (("vm.swappiness", Fact("60", PLACE)),)}, None, True),
        ({"sysctls": (("vm.swappiness", Fact("59", PLACE)),)}, None, False),
        ({"sysctls": (("vm.swappiness", Fact(UNKNOWN, PLACE)),)}, None, False),
        ({"swap": -1}, 100, True),
        ({"swap": 101}, 100, True),
        ({"swap": 100}, 100, False),
        ({"swap": 101}, None, False),
        ({"swap": UNKNOWN}, 100, False),
        ({}, 100, False),
    ],
)
def test_swap(facts: dict[str, object], limit: int | None, found: bool) -> None:
    memory = None if limit is None else Fact(limit, PLACE)
    assert bool(said(kernel.swapping, boxed("port 1", **facts)._replace(memory_limit=memory))) is found
