"""The container of a service: what is mounted, how its health is asked, and what it may use and do."""

from __future__ import annotations

import pytest

from redislint.model.facts import UNKNOWN
from redislint.model.workload import Workload
from redislint.read.compose.probe import seconds
from redislint.read.yaml import Yaml
from redislint.source import Source
from tests.read.test_compose import project, service


def container(body: str, **files: str) -> Workload:
    workload = service(body, **files).workload
    assert workload is not None
    return workload


@pytest.mark.parametrize(
    ("volumes", "expected"),
    [
        ("['data:/data']", [("/data", "claim", False, False, "data:/data")]),
        ("['./data:/data:ro']", [("/data", "host", True, False, "./data:/data:ro")]),
        ("['/data']", [("/data", "empty", False, False, "/data")]),
        (
            "['./redis__conf:/etc/redis.conf']",
            [("/etc/redis.conf", "host", False, True, "./redis__conf:/etc/redis.conf")],
        ),
        ("['${DIR}:/data']", [("/data", "unknown", False, False, "${DIR}:/data")]),
        ("['${DIR:-./x}:/data/']", [("/data", "host", False, False, "${DIR:-./x}:/data/")]),
        ("[{type: tmpfs, target: /data}]", [("/data", "memory", False, False, "{type: tmpfs, target: /data}")]),
        (
            "[{type: volume, source: d, target: /data, read_only: true}]",
            [("/data", "claim", True, False, "{type: volume, source: d, target: /data, read_only: true}")],
        ),
        ("[]", []),
        ("['${MOUNT}']", None),
    ],
)
def test_volumes(volumes: str, expected: list[tuple[object, ...]] | None) -> None:
    found = container(f"image: redis\nvolumes: {volumes}").volumes
    said = None if found is None else [(one.path, one.source, one.read_only, one.file, one.span.text) for one in found]
    assert said == expected


def test_volumes_of_the_project() -> None:
    text = """services:
  redis:
    image: redis
    volumes: [fast:/fast, far:/far, plain:/plain]
    tmpfs: [/run, "/tmp:size=1m"]
    secrets: [password]
    configs: [{source: main, target: /etc/redis.conf}]
volumes:
  fast: {driver_opts: {type: tmpfs, device: tmpfs}}
  far: {driver_opts: {type: nfs4}}
  plain:
secrets: {password: {file: ./p.txt}}
configs: {main: {file: ./redis.conf}}
"""
    (instance,) = project(text).instances
    assert instance.workload is not None
    assert [(one.path, one.source, one.file) for one in instance.workload.volumes or ()] == [
        ("/fast", "memory", False),
        ("/far", "network", False),
        ("/plain", "claim", False),
        ("/run", "memory", False),
        ("/tmp", "memory", False),
        ("/etc/redis.conf", "config", True),
        ("/run/secrets/password", "secret", True),
    ]
    assert instance.workload.keeps is True


@pytest.mark.parametrize(
    ("check", "words", "place"),
    [
        ("{test: redis-cli ping}", ("/bin/sh", "-c", "redis-cli ping"), "redis-cli ping"),
        ("{test: [CMD, redis-cli, ping]}", ("redis-cli", "ping"), "[CMD, redis-cli, ping]"),
        ("{test: [CMD-SHELL, 'a $$B ${C:-c}']}", ("/bin/sh", "-c", "a $B c"), "[CMD-SHELL, 'a $$B ${C:-c}']"),
        ("{test: [CMD, a, '${X}']}", ("a", "${X}"), "[CMD, a, '${X}']"),
        ("{test: [ODD, a]}", None, "[ODD, a]"),
    ],
)
def test_health(check: str, words: tuple[str, ...] | None, place: str) -> None:
    (probe,) = container(f"image: redis\nhealthcheck: {check}").probes or ()
    assert (probe.kind, probe.words, probe.span.text) == ("health", words, place)


@pytest.mark.parametrize("check", ["{test: [NONE]}", "{test: x, disable: true}", "{interval: 5s}"])
def test_no_health(check: str) -> None:
    assert container(f"image: redis\nhealthcheck: {check}").probes == ()


def test_times_of_a_check() -> None:
    body = "image: redis\nhealthcheck: {test: x, interval: 1m30s, timeout: 500ms, retries: 4, start_period: '${P:-5s}'}"
    (probe,) = container(body).probes or ()
    assert (probe.period, probe.timeout, probe.failures, probe.delay) == (90.0, 0.5, 4, 5.0)
    (probe,) = container("image: redis\nhealthcheck: {test: x, retries: $N, interval: soon}").probes or ()
    assert (probe.period, probe.timeout, probe.failures, probe.delay) == (None, 30.0, None, 0.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10s", 10.0), ("1h2m", 3720.0), ("1.5s", 1.5), ("5", None), ("", None), ("9" * 99 + "s", None)],
)
def test_durations(text: str, expected: float | None) -> None:
    node = Yaml(Source("x.yaml", f"'{text}'\n", "compose")).documents[0]
    assert seconds(node) == expected


def test_limits_and_rights() -> None:
    body = """image: redis
privileged: true
user: "0:0"
read_only: ${RO}
network_mode: host
stop_grace_period: 1m
cpus: 0.25
mem_reservation: 64m"""
    found = container(body)
    assert [found.privileged, found.root, found.host_network].count(None) == 0
    facts = (found.privileged, found.root, found.read_only_root, found.host_network, found.grace, found.cpu_limit)
    assert [fact.value for fact in facts if fact is not None] == [True, True, UNKNOWN, True, 60.0, 0.25]
    assert found.memory_request is not None
    assert (found.memory_request.value, found.memory_request.span.text) == (64 << 20, "64m")


def test_what_is_not_said_has_its_default() -> None:
    found = container("image: redis")
    assert (found.kind, found.command, found.environment, found.volumes, found.probes) == ("service", (), (), (), ())
    facts = (found.privileged, found.read_only_root, found.host_network, found.grace, found.cpu_limit)
    assert [(fact.value, fact.written) for fact in facts if fact is not None] == [
        (False, False),
        (False, False),
        (False, False),
        (10.0, False),
        (0.0, False),
    ]
    assert found.root is None
    assert found.keeps is False


def test_a_file_for_another_one_leaves_the_rest_open() -> None:
    (instance,) = project("services:\n  redis:\n    command: redis-server --port 1\n").instances
    found = instance.workload
    assert found is not None
    assert (found.environment, found.volumes, found.probes) == (None, None, None)
    assert found.privileged is not None
    assert found.privileged.value is UNKNOWN


def test_the_words_of_the_command() -> None:
    assert container("image: redis\ncommand: sh -c 'redis-server --requirepass $$PW'").command == (
        "sh",
        "-c",
        "redis-server --requirepass $PW",
    )
    assert container("image: redis\nentrypoint: [docker-entrypoint.sh]\ncommand: ['--port', '${P:-1}']").command == (
        "--port",
        "1",
    )
