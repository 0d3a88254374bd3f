"""Compose files laid over each other, services that extend others, and what `.env` and `env_file` say."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.link import link
from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW


class Project(Files):
    """Files by their paths, as they are written."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self.texts = texts


def reading(path: str, **texts: str) -> Reading:
    """The file at `path`; keys of `texts` are paths with `__` for a dot."""
    files = {name.replace("__", "."): text for name, text in texts.items()}
    return read(Source(path, files[path], "compose"), Project(files))


def only(found: Reading) -> Instance:
    (instance,) = found.instances
    return instance


def said(instance: Instance) -> list[tuple[str, str | None, str, str]]:
    """Each setting: its name, value, file and text."""
    return [(one.name, one.value, one.value_span.source.path, one.value_span.text) for one in instance.settings]


BASE = """services:
  redis:
    image: redis:${TAG:-7.2}
    command: redis-server --appendonly ${AOF:-no}
    ports: ["6379:6379"]
    environment: [A=1, B=2]
    volumes: ["data:/data", "./redis.conf:/etc/redis.conf"]
    deploy: {resources: {limits: {memory: 1g}}}
"""


def test_an_override_replaces_values_and_joins_lists() -> None:
    over = """services:
  redis:
    command: redis-server --maxmemory 100mb
    ports: ["127.0.0.1:7000:6379"]
    environment: {B: 3, C: 4}
    volumes: ["./here:/data"]
    deploy: {resources: {limits: {cpus: "0.5"}}}
"""
    found = only(reading("compose.yaml", compose__yaml=BASE, compose__override__yml=over))
    assert said(found) == [("maxmemory", "100mb", "compose.override.yml", "100mb")]
    assert found.ports is not None
    assert [(port.host, port.seen, port.span.source.path) for port in found.ports] == [
        ("127.0.0.1", 7000, "compose.override.yml"),
        ("", 6379, "compose.yaml"),
    ]
    workload = found.workload
    assert workload is not None
    assert {name: value.value for name, value in workload.environment or ()} == {"A": "1", "B": "3", "C": "4"}
    assert [(volume.path, volume.source) for volume in workload.volumes or ()] == [
        ("/data", "host"),
        ("/etc/redis.conf", "host"),
    ]
    assert workload.cpu_limit is not None
    assert workload.cpu_limit.value == 0.5
    assert found.memory_limit is not None
    assert found.memory_limit.value == 1 << 30
    assert found.anchor.source.path == "compose.yaml"
    assert ("compose", "compose.override.yml") in [(one.role, one.path) for one in found.references]


@pytest.mark.parametrize(
    ("base", "over", "is_laid"),
    [
        ("docker-compose.yml", "docker-compose.override.yml", True),
        ("compose.yaml", "docker-compose.override.yaml", True),
        ("docker-compose.prod.yml", "docker-compose.override.yml", False),
        ("compose.yaml", "compose.prod.yaml", False),
    ],
)
def test_which_file_is_laid_over_which(base: str, over: str, is_laid: bool) -> None:
    tree = Project({base: BASE, over: "services:\n  redis:\n    image: redis:8.0\n"})
    found = only(read(Source(base, BASE, "compose"), tree))
    assert found.image is not None
    assert found.image.value == ("redis:8.0" if is_laid else "redis:7.2")
    assert bool(read(Source(over, tree.texts[over], "compose"), tree).instances) is not is_laid


def test_only_the_first_of_two_base_files_counts() -> None:
    over = "services:\n  redis:\n    image: redis:8.0\n"
    found = only(reading("docker-compose.yml", docker_compose=BASE, **{
        "compose__yaml": BASE, "docker-compose__yml": BASE, "compose__override__yaml": over,
    }))  # fmt: skip
    assert found.image is not None
    assert found.image.value == "redis:7.2"


def test_a_key_is_taken_away_or_replaced() -> None:
    over = 'services:\n  redis:\n    ports: !reset []\n    volumes: !override ["./x:/keys"]\n    command:\n'
    found = only(reading("compose.yaml", compose__yaml=BASE, compose__override__yaml=over))
    assert found.ports == ()
    assert found.workload is not None
    assert [volume.path for volume in found.workload.volumes or ()] == ["/keys"]
    assert said(found) == [("appendonly", "no", "compose.yaml", "no")]


def test_a_service_extends_another_one_of_the_file() -> None:
    text = """services:
  base:
    image: redis:7.2
    restart: always
    environment: {A: 1}
  redis:
    extends: base
    command: redis-server --appendonly yes
    environment: [B=2]
"""
    found = {one.name: one for one in reading("compose.yaml", compose__yaml=text).instances}["redis"]
    assert found.complete
    assert found.restarts is not None
    assert found.restarts.value is True
    assert found.workload is not None
    assert [name for name, _ in found.workload.environment or ()] == ["A", "B"]


def test_a_service_extends_one_of_another_file() -> None:
    common = "services:\n  cache:\n    image: redis:6.2\n    volumes: ['./redis.conf:/etc/redis.conf']\n"
    text = "services:\n  redis:\n    extends: {file: ./common/base.yml, service: cache}\n    command: /etc/redis.conf\n"
    tree = Project({"compose.yaml": text, "common/base.yml": common, "common/redis.conf": "port 7000\n"})
    found = only(read(Source("compose.yaml", text, "compose"), tree))
    assert found.server is not None
    assert str(found.server) == "redis 6.2"
    # A path counts from the file that it is written in.
    assert [(one.role, one.path) for one in found.references] == [
        ("config", "common/redis.conf"),
        ("compose", "common/base.yml"),
        ("mount", "common/redis.conf"),
    ]
    conf = read(Source("common/redis.conf", "port 7000\n", "redis-conf"), tree)
    (whole,) = link([read(Source("compose.yaml", text, "compose"), tree), conf], Options()).instances
    assert whole.setting("port").value == "7000"


@pytest.mark.parametrize(
    "extends",
    ["{file: missing.yml, service: x}", "nowhere", "{file: ../out.yml, service: x}", "redis", "{file: $F, service: x}"],
)
def test_what_is_extended_and_not_there_leaves_all_unknown(extends: str) -> None:
    text = f"services:\n  redis:\n    image: redis:7.2\n    extends: {extends}\n"
    found = only(reading("compose.yaml", compose__yaml=text))
    assert not found.complete
    assert found.workload is not None
    assert found.workload.volumes is None


def test_services_that_extend_each_other_end() -> None:
    text = "services:\n  redis:\n    image: redis\n    extends: b\n  b:\n    extends: redis\n"
    found = {one.name: one for one in reading("compose.yaml", compose__yaml=text).instances}
    assert not found["redis"].complete


def test_env_gives_values_but_no_secrets() -> None:
    text = """services:
  redis:
    image: redis:${TAG}
    command: redis-server --appendonly ${AOF:-no} --requirepass ${REDIS_PASSWORD}
    ports: ["${PORT}:6379"]
"""
    env = "# of the project\nTAG=6.2-alpine # a comment\nexport AOF='yes'\nPORT=\"7000\"\nREDIS_PASSWORD=hunter2\n"
    tree = Project({"compose.yaml": text, ".env": env})
    found = only(read(Source("compose.yaml", text, "compose"), tree))
    assert found.image is not None
    assert (found.image.value, found.image.span.text) == ("redis:6.2-alpine", "redis:${TAG}")
    assert said(found) == [
        ("appendonly", "yes", "compose.yaml", "${AOF:-no}"),
        ("requirepass", None, "compose.yaml", "${REDIS_PASSWORD}"),
    ]
    assert found.ports is not None
    assert [port.seen for port in found.ports] == [7000]


def test_an_ignored_env_says_nothing() -> None:
    class Ignoring(Project):
        def keeps(self, path: str) -> bool:
            return path != ".env" and super().keeps(path)

    text = "services:\n  redis:\n    image: redis:${TAG}\n"
    found = only(read(Source("compose.yaml", text, "compose"), Ignoring({"compose.yaml": text, ".env": "TAG=6.2\n"})))
    assert found.image is not None
    assert found.image.value is UNKNOWN


def test_files_of_variables_count_at_their_own_places() -> None:
    text = "services:\n  redis:\n    image: bitnami/redis:7.2\n    env_file: [a.env, {path: ./b.env}]\n"
    tree = Project({
        "compose.yaml": text,
        "a.env": "REDIS_AOF_ENABLED=yes\nREDIS_PASSWORD=first\n",
        "b.env": "REDIS_AOF_ENABLED=no\n",
    })  # fmt: skip
    found = read(Source("compose.yaml", text, "compose"), tree)
    assert sorted(said(only(found))) == [
        ("appendonly", "no", "b.env", "no"),
        ("requirepass", "first", "a.env", "first"),
    ]
    assert [(span.source.path, span.text) for span in found.secrets] == [("a.env", "first")]
    assert only(found).complete
    del tree.texts["b.env"]
    assert not only(read(Source("compose.yaml", text, "compose"), tree)).complete


def test_aliases_that_lead_back_are_merged_in_time() -> None:
    text = "services: &x\n  redis: &y\n    image: redis\n    a: *x\n    b: *y\n    c: *y\n    d: *y\n"
    start = time.process_time()
    assert only(reading("compose.yaml", compose__yaml=text, compose__override__yaml=text))
    deep = "services:\n  redis:\n    image: redis\n    x: " + "{a: " * 900 + "1" + "}" * 900 + "\n"
    assert only(reading("compose.yaml", compose__yaml=deep, compose__override__yaml=deep))
    assert time.process_time() - start < 2 * SLOW


LINES = st.sampled_from(
    ["image: redis:7", "command: x", "command: [a, b]", "environment: {A: 1}", "environment: [A=2]", "ports: ['1:1']",
     "ports: !reset null", "volumes: [a:/data]", "volumes: {}", "extends: redis", "tmpfs: /data", "deploy: 3",
     "healthcheck: {test: [CMD, x]}", "healthcheck: {disable: true}", "build: .", "user: 0", "<<: {image: redis}"]
)  # fmt: skip


@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=6))
def test_any_two_services_can_be_merged(base: list[str], over: list[str]) -> None:
    texts = [
        "services:\n  redis:\n" + "".join(f"    {line}\n" for line in ["init: true", *lines]) for lines in (base, over)
    ]
    found = reading("compose.yaml", compose__yaml=texts[0], compose__override__yaml=texts[1])
    for one in found.instances:
        assert one.anchor.text == "redis"
        for setting in one.settings:
            assert setting.value_span.source.path in ("compose.yaml", "compose.override.yaml")
