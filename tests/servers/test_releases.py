"""The data about releases, and the questions that are asked of it."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

import redislint
from redislint.servers import LINES, files, images, releases, schema
from redislint.servers.releases import Release, Version

DAY = "2026-11-25"


@pytest.mark.parametrize("name", files.NAMES)
def test_the_file_is_as_it_should_be(name: str) -> None:
    assert schema.faults(name, files.load(name)) == []


def test_the_day_that_the_version_tells_is_the_datas() -> None:
    assert {redislint.__data__} == {files.load(name)["as_of"] for name in ("releases", "advisories")}


def test_every_supported_line_is_there() -> None:
    known = {
        f"{line.engine}@{releases.written(line.version)}"
        for engine in ("redis", "valkey")
        for line in releases.lines(engine)
    }
    assert set(LINES) <= known


def test_the_newest_release_is_of_its_line() -> None:
    for engine in ("redis", "valkey"):
        for line in releases.lines(engine):
            assert line.latest[:2] == line.version


@pytest.mark.parametrize(
    ("line", "day", "has_ended"),
    [
        ((7, 0), "2024-07-28", True),  # what is marked as ended is so on any day
        ((6, 0), DAY, True),
        ((4, 0), DAY, True),
        ((6, 2), DAY, False),
        ((6, 2), "2027-03-31", False),
        ((6, 2), "2027-04-01", True),
        ((8, 0), "2026-11-30", False),
        ((8, 0), "2026-12-01", True),
        ((8, 4), "2030-01-01", False),  # no day is published
    ],
)
def test_the_end_of_a_line(line: Version, day: str, has_ended: bool) -> None:
    found = releases.line_of(Release("redis", line))
    assert found is not None
    assert found.has_ended(day) is has_ended


@pytest.mark.parametrize(
    ("version", "line"),
    [
        ((7, 2, 5), (7, 2)),
        ((7, 2), (7, 2)),
        ((7,), (7, 4)),
        ((6,), (6, 2)),
        ((5,), (5, 0)),
        ((9, 9), None),
        ((11,), None),
    ],
)
def test_the_line_of_a_release(version: Version, line: Version | None) -> None:
    found = releases.line_of(Release("redis", version))
    assert (found.version if found is not None else None) == line


def test_what_a_moving_tag_stands_for() -> None:
    assert releases.newest(Release("redis", (7, 2))) == (7, 2, 16)
    assert releases.newest(Release("redis", (8,))) == (8, 10, 2)
    assert releases.newest(Release("redis", (7, 2, 5))) == (7, 2, 5)


@pytest.mark.parametrize(
    ("engine", "line", "day", "name"),
    [
        ("redis", (4, 0), DAY, "redis 6.2"),
        ("redis", (4, 0), "2027-06-01", "redis 7.2"),
        ("redis", (7, 0), DAY, "redis 7.2"),
        ("valkey", (9, 1), DAY, None),
    ],
)
def test_the_next_line_with_fixes(engine: str, line: Version, day: str, name: str | None) -> None:
    found = releases.line_of(Release(engine, line))
    assert found is not None
    successor = releases.successor(found, day)
    assert (str(successor) if successor is not None else None) == name


@pytest.mark.parametrize(
    ("image", "release"),
    [
        ("redis:7.2.5-alpine3.20", "redis 7.2.5"),
        ("docker.io/library/redis:4", "redis 4"),
        ("public.ecr.aws/docker/library/redis:3.2", "redis 3.2"),
        ("valkey/valkey:8.0@sha256:00", "valkey 8.0"),
        ("registry.example.com:5000/bitnami/redis:6.2.7-debian-11-r3", "redis 6.2.7"),
        ("redis:8.0-rc1", None),
        ("redis:8.0-M01", None),
        ("redis:8.0-rc2-alpine", None),
        ("redis:alpine3.20", None),
        ("redis:latest", None),
        ("redis", None),
        ("registry.example.com/shop/redis:2.0", None),
        ("redis/redis-stack:7.4.0-v1", None),
        ("eqalpha/keydb:6.3.4", None),
        ("redis:20240101.1.2.3", None),
    ],
)
def test_the_release_in_an_image(image: str, release: str | None) -> None:
    found = images.release(image)
    assert (str(found) if found is not None else None) == release


def test_a_managed_service_has_days_of_its_own() -> None:
    support = releases.service("aws-elasticache", "redis", "5")
    assert support is not None
    assert support.ended == "2026-01-31"
    assert releases.service("aws-elasticache", "redis", "7") is None
    assert releases.service("", "redis", "5") is None


def test_days() -> None:
    assert releases.days_between("2026-11-23", "2027-02-21") == 90
    for engine in ("redis", "valkey"):
        for line in releases.lines(engine):
            assert not line.eol or date.fromisoformat(line.eol)


def test_the_files_load_in_no_time() -> None:
    texts = [(Path(files.BUNDLED) / f"{name}.json").read_text(encoding="utf-8") for name in ("releases", "advisories")]
    times = []
    for _ in range(7):
        start = time.process_time()
        for text in texts:
            json.loads(text)
        times.append(time.process_time() - start)
    assert min(times) < 0.005
