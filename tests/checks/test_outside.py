"""What other machines get at: bound addresses, protected mode, the bus of a cluster, Sentinels, ciphers, sockets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from redislint import lint_text
from redislint.checks import binding, exposure, outside, sockets, tlsoptions, watchers
from redislint.finding import Hit, Severity, Undecided
from redislint.link import link
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.checks.instances import composed, configured
from tests.pages import Files


def spans(found: Iterator[Hit | Undecided]) -> list[str]:
    return [hit.span.text for hit in found if isinstance(hit, Hit)]


@pytest.mark.parametrize(
    ("ciphers", "weak"),
    [
        ("DEFAULT", ""),
        ("HIGH:!aNULL:!MD5", ""),
        ("HIGH:-RC4:+3DES", ""),
        ("ECDHE-RSA-AES128-GCM-SHA256 ECDHE+AESGCM", ""),
        ("ECDHE-DESIGN", ""),
        ("ALL:!aNULL", ""),
        ("RC4:!RC4", ""),
        ("@SECLEVEL=2", ""),
        ("ALL", ""),
        ("ALL:!aNULL@SECLEVEL=0", "`@SECLEVEL=0`"),
        ("all:@SECLEVEL=0", "`ALL` and `@SECLEVEL=0`"),
        ("all:eNULL", "`ENULL`"),
        ("HIGH:RC4,3DES", "`RC4` and `3DES`"),
        ("DEFAULT@SECLEVEL=0", "`@SECLEVEL=0`"),
        ("DEFAULT:@SECLEVEL=0", "`@SECLEVEL=0`"),
        ("DES-CBC3-SHA", "`DES-CBC3-SHA`"),
        ("ECDHE-RSA-NULL-SHA", "`ECDHE-RSA-NULL-SHA`"),
    ],
)
def test_ciphers(ciphers: str, weak: str) -> None:
    found = tlsoptions.weak_ciphers(configured(f'tls-port 1\ntls-ciphers "{ciphers}"\n'))
    assert [hit.values["weak"] for hit in found] == ([weak] if weak else [])


@pytest.mark.parametrize(
    ("mode", "found"),
    [
        ("777", 1),
        ("0777", 1),
        ("002", 1),
        ("706", 1),
        ("770", 0),
        ("775", 0),
        ("0", 0),
        ("x", 0),
        ("9", 0),
        ("{{ m }}", 0),
    ],
)
def test_modes_of_sockets(mode: str, found: int) -> None:
    assert len(list(sockets.open_to_all(configured(f"unixsocket /s\nunixsocketperm {mode}\n")))) == found


def test_a_password_makes_a_socket_for_all_less_grave() -> None:
    text = "unixsocket /s\nunixsocketperm 777\n"
    assert [hit.severity for hit in sockets.open_to_all(configured(text))] == [None]
    (hit,) = sockets.open_to_all(configured(text + "requirepass secret-word\n"))
    assert hit.severity is Severity.INFO


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bind 0.0.0.0", ["bind 0.0.0.0"]),
        ("bind * -::*", ["bind * -::*"]),
        ("bind 127.0.0.1 ::", ["bind 127.0.0.1 ::"]),
        ("port 7000", [""]),
        ("bind 10.0.0.1", []),
        ("bind 0.0.0.0\ndir /data", []),
        ("bind 0.0.0.0\ndir /bitnami/redis/data", []),
        ("bind 0.0.0.0\ndir {{ dir }}", []),
        ("bind {{ bind }}", []),
        ("bind 0.0.0.0\nport 0", []),
        ("bind 0.0.0.0\nbind 127.0.0.1", []),
    ],
)
def test_every_address(text: str, found: list[str]) -> None:
    assert spans(binding.all_addresses(configured(f"requirepass secret-word\n{text}\n"))) == found
    # Without a password it is another rule's matter.
    assert spans(binding.all_addresses(configured(f"{text}\n"))) == []


@pytest.mark.parametrize(
    ("server", "rules"),
    [("", {"RL104"}), ("redis@6.2", {"RL101"}), ("redis@7.0", {"RL201"}), ("valkey@8.0", {"RL201"})],
)
def test_one_rule_speaks_of_a_bind_line_without_a_password(server: str, rules: set[str]) -> None:
    text = "port 6379\nbind 0.0.0.0\nmaxmemory 1gb\nsave 60 1\ndir /var/lib/redis\n"
    found = lint_text(text, kind="redis-conf", server=server or None)
    said = {one.rule for one in found}
    assert said & {"RL101", "RL102", "RL103", "RL104", "RL106", "RL118", "RL201"} == rules


def test_one_rule_speaks_of_the_port_of_a_bus() -> None:
    text = """services:
  node:
    image: redis:7.2
    command: redis-server --cluster-enabled yes --requirepass secret-word
    ports: ["10.0.0.1:6379:6379", "16379:16379"]
"""
    found = [one for one in lint_text(text, kind="compose") if one.line == 5]
    assert [(one.rule, one.column) for one in found if one.rule in ("RL114", "RL118")] == [("RL118", 36)]
    plain = lint_text(text.replace("--cluster-enabled yes ", ""), kind="compose")
    assert [one.rule for one in plain if one.rule in ("RL114", "RL118")] == ["RL114"]


def test_the_bus_of_a_node_that_is_bound_everywhere() -> None:
    node = "cluster-enabled yes\ndir /var/lib/redis\n"
    assert [hit.values["port"] for hit in outside.cluster_bus(configured(node + "port 7000\n"))] == [17000]
    assert [hit.values["port"] for hit in outside.cluster_bus(configured(node + "cluster-port 7777\n"))] == [7777]
    assert [hit.values["port"] for hit in outside.cluster_bus(configured(node + "cluster-port 0\n"))] == [16379]
    assert list(outside.cluster_bus(configured(node + "tls-cluster yes\ntls-port 1\n"))) == []
    assert list(outside.cluster_bus(configured(node + "bind 10.0.0.1\n"))) == []


def test_a_container_in_its_hosts_network_is_reached_by_what_it_binds() -> None:
    text = "services:\n  cache:\n    image: redis:7.2\n    network_mode: host\n    command: redis-server {}\n"
    assert spans(exposure.without_auth(composed(text.format("--port 6379")))) == ["host"]
    assert spans(exposure.without_auth(composed(text.format("--bind 127.0.0.1")))) == []
    assert spans(outside.host_network(composed(text.format("--bind 127.0.0.1")))) == []
    guarded = composed(text.format("--requirepass secret-word"))
    assert spans(exposure.without_auth(guarded)) == []
    (hit,) = outside.host_network(guarded)
    assert hit.severity is Severity.INFO
    assert "RL121" not in {one.rule for one in lint_text(text.format("--port 6379"), kind="compose")}


def sentinel(text: str) -> Instance:
    source = Source("sentinel.conf", text, "sentinel-conf")
    (instance,) = link([read(source, Files({}))], Options(), {"sentinel.conf"}).instances
    return instance


@pytest.mark.parametrize(
    ("text", "found", "severity"),
    [
        ("", [""], None),
        ("port 26379\n", ["port 26379"], None),
        ("bind 127.0.0.1\n", [], None),
        ("bind 10.0.0.1\n", ["bind 10.0.0.1"], None),
        ("port 0\n", [], None),
        ("requirepass secret-word\n", [], None),
        ("requirepass {{ password }}\n", [], None),
        ("user default off\n", [], None),
        ("aclfile users.acl\n", [], None),
        ("protected-mode yes\n", [], None),
    ],
)
def test_open_sentinels(text: str, found: list[str], severity: Severity | None) -> None:
    hits = list(watchers.open_sentinel(sentinel(f"{text}sentinel monitor main 10.0.0.5 6379 2\n")))
    assert [hit.span.text for hit in hits] == found
    assert [hit.severity for hit in hits] == [severity] * len(found)


@pytest.mark.parametrize(
    ("host", "severity"),
    [
        ("127.0.0.1", Severity.INFO),
        ("localhost", Severity.INFO),
        ("redis-master", Severity.INFO),
        ("redis-0.redis", Severity.INFO),
        ("redis-0.redis.default.svc.cluster.local", Severity.INFO),
        ("10.0.0.5", None),
        ("fd00::5", None),
        ("db1.prod.example", None),
    ],
)
def test_how_grave_an_open_sentinel_is_follows_from_what_it_watches(host: str, severity: Severity | None) -> None:
    (hit,) = watchers.open_sentinel(sentinel(f"sentinel monitor main {host} 6379 2\n"))
    assert hit.severity is severity
