"""Exporters of Redis: how images are told, and which options of theirs are read, each at its place."""

from __future__ import annotations

import pytest

from redislint.model.facts import UNKNOWN
from redislint.model.workload import Workload
from redislint.read import exporter, read
from redislint.source import Source
from tests.pages import Files


def options(text: str, kind: str, path: str) -> list[tuple[str, tuple[str, ...] | None, str]]:
    documents = read(Source(path, text, kind), Files({})).documents
    found = [one for document in documents if document.language == exporter.LANGUAGE for one in document.settings]
    return [(one.name, one.args, one.value_span.text) for one in found]


def composed(lines: str) -> list[tuple[str, tuple[str, ...] | None, str]]:
    head = "services:\n  redis:\n    image: redis:7\n  e:\n    image: oliver006/redis_exporter\n"
    return options(head + lines, "compose", "compose.yaml")


def container(*services: str) -> Workload:
    """The first service's container, among others of these images."""
    images = ["redis:7", *services]
    text = "services:\n" + "".join(f"  s{number}:\n    image: {image}\n" for number, image in enumerate(images))
    workload = read(Source("compose.yaml", text, "compose"), Files({})).instances[0].workload
    assert workload is not None
    return workload


@pytest.mark.parametrize(
    ("reference", "is_one"),
    [
        ("oliver006/redis_exporter", True),
        ("oliver006/redis_exporter:v1.66.0-alpine", True),
        ("quay.io:443/Oliver006/redis_exporter@sha256:00", True),
        ("docker.io/bitnami/redis-exporter:1", True),
        ("redis_exporter:${TAG}", True),
        ("redis:7", False),
        ("example/my-redis-exporter-ui", False),
        ("prom/node-exporter", False),
        ("", False),
    ],
)
def test_an_exporter_is_told_by_its_name(reference: str, is_one: bool) -> None:
    assert exporter.is_one(exporter.name_of(reference)) is is_one


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("    command: --check-keys=a*\n", [("check-keys", ("a*",), "a*")]),
        ("    command: -check-keys a* -debug\n", [("check-keys", ("a*",), "a*")]),
        ("    command: [--check-keys, 'db0=a*']\n", [("check-keys", ("db0=a*",), "db0=a*")]),
        ("    command: [--count-keys=]\n", [("count-keys", ("",), "")]),
        ("    command: [--check-keys=$KEYS]\n", [("check-keys", None, "$KEYS")]),
        ("    command: [--skip-checkkeys-for-role-master]\n", [("skip-checkkeys-for-role-master", ("true",), "")]),
        ("    command: [--web.listen-address=:9121, --check-single-keys=a]\n", []),
        ("    environment:\n      REDIS_EXPORTER_CHECK_STREAMS: s*\n", [("check-streams", ("s*",), "s*")]),
        ("    environment: [REDIS_EXPORTER_COUNT_KEYS=a=b*]\n", [("count-keys", ("a=b*",), "a=b*")]),
        ("    environment: [REDIS_EXPORTER_COUNT_KEYS]\n", [("count-keys", None, "REDIS_EXPORTER_COUNT_KEYS")]),
        ("    environment: {CHECK_KEYS: 'a*', REDIS_EXPORTER_DEBUG: 'true'}\n", []),
    ],
)
def test_options_are_read_as_go_reads_them(lines: str, expected: list[tuple[str, tuple[str, ...], str]]) -> None:
    found = composed(lines)
    assert [one[:2] for one in found] == [one[:2] for one in expected]
    assert all(
        given[2] in (said[2], "--skip-checkkeys-for-role-master") for given, said in zip(found, expected, strict=True)
    )


def test_two_exporters_of_one_manifest_are_two_texts() -> None:
    pod = "  - name: {0}\n    image: bitnami/redis-exporter\n    args: ['--check-keys={0}*']\n"
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n" + pod.format("a") + pod.format("b")
    assert [one[1] for one in options(text, "kubernetes", "pod.yaml")] == [("a*",), ("b*",)]


@pytest.mark.parametrize(
    ("others", "has", "monitor"),
    [
        ((), False, None),
        (("nginx", "postgres:16"), False, None),
        (("prom/prometheus:v2",), False, "s1"),
        (("nginx", "prom/mysqld-exporter", "prom/prometheus"), False, "s2"),
        (("prom/prometheus", "oliver006/redis_exporter:v1"), True, None),
        (("telegraf:1.32",), True, None),
        (("gcr.io/datadoghq/agent:7",), True, None),
        (("$SOMETHING", "prom/prometheus"), UNKNOWN, "s2"),
        (("example/prometheus-client-demo",), False, None),
    ],
)
def test_who_collects_is_told_by_images(others: tuple[str, ...], has: bool, monitor: str | None) -> None:
    found = container(*others)
    assert found.metrics is not None
    assert found.metrics.value is has
    assert (found.monitor.text if found.monitor is not None else None) == monitor


def test_a_part_of_a_project_says_nothing_of_who_collects() -> None:
    text = "services:\n  redis:\n    image: redis:7\n  app:\n    environment: {A: b}\n"
    workload = read(Source("compose.yaml", text, "compose"), Files({})).instances[0].workload
    assert workload is not None
    assert (workload.metrics, workload.monitor) == (None, None)
