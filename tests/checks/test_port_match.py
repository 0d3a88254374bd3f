"""RL903: what counts on a port, in the many ways of saying so."""

from __future__ import annotations

import pytest

from redislint.api import lint_text
from redislint.checks.probeport import asked

COMPOSE = """\
services:
  cache:
    image: redis:7.4
    command: redis-server --port 6380
{cache}
  web:
    image: example/web:1.0
{web}
"""


def found(text: str, kind: str = "compose", **files: str) -> list[tuple[int, str]]:
    name = {"compose": "compose.yaml", "kubernetes": "pod.yaml"}[kind]
    findings = lint_text(text, kind=kind, name=name, files=files)
    return [(one.line, one.message) for one in findings if one.rule == "RL903"]


@pytest.mark.parametrize(
    ("variable", "port"),
    [
        ("URL: redis://cache", 6379),
        ("URL: redis://:p6380@cache:6379/0", 6379),
        ("URL: rediss://u:p@cache:6379?a=b", 6379),
        ("URL: 'redis://${HOST}:6379'", None),
        ("URL: redis://cache.example:6379", None),
        ("URL: redis://cache:6380", None),
        ("URL: http://cache:6379", None),
        ("ADDRS: cache:6379,other:1234", 6379),
        ("ADDRS: 'cache:6379, a thing'", None),
        ("CACHE_IMAGE: cache:6379", None),
        ("{REDIS_HOST: cache, REDIS_PORT: 6379}", 6379),
        ("{REDIS_HOSTNAME: cache, REDIS_PORT: '6380'}", None),
        ("{DB_HOST: cache, DB_PORT: 6379}", None),
        ("{REDIS_HOST: cache, REDIS_PORT: '${P}'}", None),
    ],
)
def test_where_clients_are_sent(variable: str, port: int | None) -> None:
    said = found(COMPOSE.format(cache="", web=f"    environment:\n      {variable}"))
    assert [message for _, message in said] == (
        []
        if port is None
        else [f"`cache` listens on 6380, but `web` is told to reach it at {port} ({_named(variable)})"]
    )


def _named(variable: str) -> str:
    return "`REDIS_PORT`" if "REDIS_HOST" in variable else f"`{variable.partition(':')[0]}`"


def test_no_word_of_a_command_is_told_but_an_option() -> None:
    web = "    command: sh -c 'SECRET=hunter2-long redis://cache:6379'\n"
    said = found(COMPOSE.format(cache="", web=web))
    assert [message for _, message in said] == ["`cache` listens on 6380, but `web` is told to reach it at 6379"]


@pytest.mark.parametrize(
    ("words", "port"),
    [
        ("redis-cli ping", 6379),
        ("redis-cli -p 6380 ping", 6380),
        ("redis-cli -h localhost -p 6380 ping", 6380),
        ("redis-cli -h 127.0.0.1 ping | grep PONG", 6379),
        ("redis-cli -h other ping", None),
        ("redis-cli -p $PORT ping", None),
        ("redis-cli -p ${PORT:-6379} ping", None),
        ("redis-cli $OPTIONS ping", None),
        ("redis-cli -s /run/redis.sock ping", None),
        ("redis-cli -u redis://localhost:6380 ping", None),
        ("redis-cli ping && redis-cli -p 6380 ping", None),
        ("my-redis-cli ping", None),
        ("/usr/local/bin/valkey-cli ping", 6379),
        ("nc -z localhost 6379", None),
    ],
)
def test_what_a_probe_asks(words: str, port: int | None) -> None:
    assert asked(("/bin/sh", "-c", words)) == port
    if "|" not in words and "&" not in words:
        assert asked(tuple(words.split())) == port


@pytest.mark.parametrize(
    ("ports", "lines"),
    [
        ("['6379:6379']", [5]),
        ("['6379:6380']", []),
        ("['6379:6380', '6381:6379']", []),  # another server may well be in the container
        ("['9121:9121']", []),
        ("['16380:16380']", []),
        ("['${P:-6379}:6379']", [5]),
        ("['6379:${P}']", []),
    ],
)
def test_published_ports(ports: str, lines: list[int]) -> None:
    text = COMPOSE.format(cache=f"    ports: {ports}", web="")
    assert [line for line, _ in found(text)] == lines


def test_no_port_at_all() -> None:
    text = "services:\n  cache:\n    image: redis:7.4\n    command: redis-server --port 0 --unixsocket /s\n"
    assert found(text + "    ports: ['6379:6379']\n") == [
        (5, "`cache` listens on no port, but the published port leads to 6379")
    ]


def test_what_shares_a_network_is_not_known_by_its_own_ports() -> None:
    text = COMPOSE.format(
        cache="    network_mode: service:web\n    healthcheck: {test: redis-cli ping}", web="    ports: ['6379:6379']"
    )
    assert found(text) == []


def test_two_servers_of_one_script() -> None:
    command = "sh -c 'redis-server --port 6380 & redis-server --port 6379'"
    text = f'services:\n  cache:\n    image: redis:7.4\n    command: "{command}"\n    ports: ["6379:6379"]\n'
    assert found(text) == []


POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: shop, labels: {{app: shop}}}}
spec:
  containers:
    - name: redis
      image: redis:7.4
      args: [redis-server, --port, "6380"]
{redis}
{other}
"""
SERVICE = """\
---
apiVersion: v1
kind: Service
metadata: {{name: shop}}
spec:
  selector: {{app: shop}}
  ports:
    - {port}
"""


@pytest.mark.parametrize(
    ("redis", "port", "lines"),
    [
        ("", "{port: 6379}", [18]),
        ("", "{port: 6379, targetPort: 6380}", []),
        ("", "{name: redis, port: 7000}", [18]),
        ("", "{name: metrics, port: 9121}", []),
        ("", "{port: 6379, protocol: UDP}", []),
        ("      ports: [{name: r, containerPort: 6379}]", "{port: 1, targetPort: r}", [9]),
        ("      ports: [{name: r, containerPort: 6380}]", "{port: 6379, targetPort: r}", []),
        ("      livenessProbe: {tcpSocket: {port: 6379}}", "{port: 6380}", [9]),
        ("      livenessProbe: {tcpSocket: {port: 6380}}", "{port: 6380}", []),
        ("      livenessProbe: {exec: {command: [redis-cli, ping]}}", "{port: 6380}", [9]),
    ],
)
def test_what_leads_to_a_pod(redis: str, port: str, lines: list[int]) -> None:
    text = POD.format(redis=redis, other="") + SERVICE.format(port=port)
    assert [line for line, _ in found(text, "kubernetes")] == lines


def test_containers_of_a_pod_have_one_network() -> None:
    other = "    - {name: other, image: 'redis:7.4'}"
    probe = "      livenessProbe: {exec: {command: [redis-cli, ping]}}"
    text = POD.format(redis=probe, other=other) + SERVICE.format(port="{port: 6379}")
    assert found(text, "kubernetes") == []
    beside = "    - {name: exporter, image: 'example/exporter:1.0', ports: [{containerPort: 6379}]}"
    text = POD.format(redis="", other=beside) + SERVICE.format(port="{port: 6379}")
    assert found(text, "kubernetes") == []


def test_a_container_port_alone_is_a_warning() -> None:
    text = POD.format(redis="      ports: [{containerPort: 6379}]", other="")
    findings = lint_text(text, kind="kubernetes", name="pod.yaml")
    assert [one.severity for one in findings if one.rule == "RL903"] == ["warning"]
