"""Downgrades: which data is lost, and what is said of it."""

from __future__ import annotations

import pytest

from redislint.checks.transitions import downgraded
from redislint.finding import Hit, Severity
from redislint.link import compared, link
from redislint.model.change import Change
from redislint.model.facts import UNKNOWN, Fact
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.pages import Case, Files, cases, is_read, kind_of, options_of, unmarked


def change(old: str, new: str, path: str = "compose.yaml", kind: str = "compose") -> Change:
    then, now = (read(Source(path, text, kind), Files({})) for text in (old, new))
    (found,) = compared(link([now], Options()), link([then], Options())).changes
    return found


def composed(image: str, command: str = "", extra: str = "") -> str:
    said = f"    command: {command}\n" if command else ""
    return f"services:\n  store:\n    image: {image}\n{said}{extra}"


def hits(old: str, new: str, command: str = "", extra: str = "") -> list[Hit]:
    return list(downgraded(change(composed(old, command, extra), composed(new, command, extra))))


REFUSED = "redis 7.2.5 cannot load what redis 7.4.2 has written (RDB version 12; it reads up to version 11): "


def test_the_image_is_blamed() -> None:
    (hit,) = hits("redis:7.4.2", "redis:7.2.5")
    assert (hit.span.text, hit.span.position, hit.severity) == ("redis:7.2.5", (3, 12), None)
    assert hit.values["what"] == f"{REFUSED}the server refuses to start"


# What running servers did with each other's dump.rdb; lines that could not be asked are in the data as derived.
@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("redis:6.2.14", "redis:6.0.16", False),
        ("redis:7.0.15", "redis:6.2.14", True),
        ("redis:7.0.15", "redis:6.0.16", True),
        ("redis:7.0.15", "valkey/valkey:8.1.1", False),
        ("redis:8.0.6", "redis:7.0.15", True),
        ("redis:8.0.6", "valkey/valkey:8.1.1", True),
        ("redis:8.0.6", "valkey/valkey:9.1.2", True),
        ("redis:8.6.3", "redis:8.0.6", True),
        ("redis:8.6.3", "valkey/valkey:9.1.2", True),
        ("valkey/valkey:8.1.1", "redis:7.0.15", True),
        ("valkey/valkey:8.1.1", "redis:8.0.6", False),
        ("valkey/valkey:9.1.2", "valkey/valkey:8.1.1", True),
        ("valkey/valkey:9.1.2", "redis:8.6.3", True),
        ("redis:8.0.6", "redis:8.6.3", False),
        ("redis:8.10.2", "redis:8.8.1", False),  # what 8.10 writes is not known
        ("redis:7.4", "redis:7.2", True),
        ("redis:latest", "redis:7.2.5", False),
        ("redis:7.4.2", "redis:latest", False),
        ("registry.example.com/shop/redis:7.4.2", "registry.example.com/shop/redis:7.2.5", False),
    ],
)
def test_who_loads_whose_snapshots(old: str, new: str, found: bool) -> None:
    assert bool(hits(old, new)) is found


@pytest.mark.parametrize(
    ("old", "new", "command", "what"),
    [
        ("redis:7.0.15", "redis:6.2.14", "redis-server --appendonly yes", "starts empty"),
        ("redis:8.0.6", "redis:6.2.14", "redis-server --appendonly yes", "starts empty"),
        ("redis:8.0.6", "redis:7.0.15", "redis-server --appendonly yes", "refuses to start"),
        ("valkey/valkey:9.1.2", "valkey/valkey:8.1.1", "valkey-server --appendonly yes", "refuses to start"),
        # A log of commands alone is read by all that know the folder.
        ("redis:8.0.6", "redis:7.0.15", "redis-server --appendonly yes --aof-use-rdb-preamble no", ""),
        ("redis:7.0.15", "redis:6.2.14", "redis-server --appendonly yes --aof-use-rdb-preamble no", "starts empty"),
        ("redis:7.4.2", "redis:7.2.5", 'redis-server --save ""', ""),
        ("redis:7.4.2", "redis:7.2.5", 'redis-server --save "" --appendonly ${AOF}', ""),
        ("redis:7.4.2", "redis:7.2.5", "redis-server --appendonly ${AOF}", ""),
        ("redis:7.4.2", "redis:7.2.5", "redis-server /etc/redis.conf", ""),
        ("valkey/valkey:9.1.2", "valkey/valkey:8.1.1", "valkey-server --rdb-version-check relaxed", ""),
        ("valkey/valkey:9.1.2", "valkey/valkey:8.1.1", "valkey-server --rdb-version-check ${HOW}", ""),
    ],
)
def test_what_becomes_of_the_data(old: str, new: str, command: str, what: str) -> None:
    said = [str(hit.values["what"]) for hit in hits(old, new, command)]
    assert bool(said) is bool(what)
    assert all(one.endswith(what) for one in said)


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ("    volumes: ['data:/data']\n", True),
        ("    tmpfs: /data\n", False),
        ("    volumes: [{type: tmpfs, target: /data}]\n", False),
    ],
)
def test_what_does_not_outlast_the_container_is_not_lost(extra: str, found: bool) -> None:
    assert bool(hits("redis:7.4.2", "redis:7.2.5", extra=extra)) is found


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ("", False),  # its image declares no volume
        ("    volumes: ['data:/bitnami/redis/data']\n", True),
        ("    volumes: ['./redis.conf:/opt/bitnami/redis/mounted-etc/overrides.conf']\n", False),
        ("    volumes: ['${WHERE}']\n", False),
    ],
)
def test_an_image_without_a_volume_needs_a_mounted_one(extra: str, found: bool) -> None:
    extra += "    environment: [ALLOW_EMPTY_PASSWORD=yes]\n"
    assert bool(hits("bitnami/redis:7.4.2", "bitnami/redis:7.2.5", extra=extra)) is found


def test_a_cache_is_filled_again() -> None:
    found = change(composed("redis:7.4.2"), composed("redis:7.2.5"))
    (hit,) = downgraded(found._replace(after=found.after._replace(profile="cache")))
    assert hit.severity is Severity.INFO


def test_an_image_that_is_built_here_is_only_called_so() -> None:
    assert hits("redis:7.4.2", "redis:7.2.5", extra="    build: .\n") == []


def test_storage_that_is_not_known() -> None:
    found = change(composed("redis:7.4.2"), composed("redis:7.2.5"))
    unknown = found.before._replace(storage=Fact(UNKNOWN, found.anchor))
    assert list(downgraded(found._replace(before=unknown))) == []


def test_a_name_that_several_have_is_nobodys() -> None:
    then, now = (
        read(Source("compose.yaml", composed(f"redis:{tag}"), "compose"), Files({})) for tag in ("7.4.2", "7.2.5")
    )
    twice = now._replace(instances=now.instances * 2)
    assert compared(link([twice], Options()), link([then], Options())).changes == ()


def replicated(engine: str, version: str, type_: str = "replication_group") -> str:
    name = "cluster_id" if type_ == "cluster" else "replication_group_id"
    said = f'resource "aws_elasticache_{type_}" "a" {{\n  {name} = "a"\n  engine = "{engine}"\n'
    return f'{said}  engine_version = "{version}"\n}}\n'


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (("redis", "7.1"), ("redis", "6.2"), True),
        (("redis", "7.1"), ("redis", "7.0"), True),
        (("redis", "5.0.6"), ("redis", "5.0.5"), True),
        (("valkey", "8.0"), ("valkey", "7.2"), True),
        (("valkey", "7.2"), ("redis", "7.1"), True),
        (("redis", "7.1"), ("valkey", "7.2"), False),
        (("redis", "6.2"), ("redis", "7.1"), False),
        (("redis", "7.1"), ("redis", "7.1"), False),
        (("redis", "6.x"), ("redis", "6.0"), False),
        (("redis", "7.1"), ("redis", "${var.version}"), False),
    ],
)
@pytest.mark.parametrize("type_", ["replication_group", "cluster"])
def test_a_service_goes_back_to_no_lower_version(
    old: tuple[str, str], new: tuple[str, str], found: bool, type_: str
) -> None:
    texts = replicated(*old, type_), replicated(*new, type_)
    found_hits = list(downgraded(change(*texts, "main.tf", "terraform")))
    assert bool(found_hits) is found
    assert all(hit.span.text == f'"{new[1]}"' for hit in found_hits)


def test_a_version_that_is_a_variables_default_may_be_another_one() -> None:
    text = replicated("redis", "X").replace('"X"', "var.v") + 'variable "v" {\n  default = "X"\n}\n'
    (hit,) = downgraded(change(text.replace("X", "7.1"), text.replace("X", "6.2"), "main.tf", "terraform"))
    assert hit.severity is Severity.WARNING
    assert [one.message for one in hit.related] == ["`var.v` has its default"]


@pytest.mark.parametrize("case", [case for case in cases() if len(case.example.files) == 1], ids=lambda case: case.id)
def test_where_nothing_changes_nothing_is_said(case: Case) -> None:
    (file,) = case.example.files
    text, _ = unmarked(file.text)
    source = Source(file.path, text, kind_of(file) or "")
    readings = [read(source, Files({}))] if is_read(source) else []
    options = options_of(case)
    whole = compared(link(readings, options), link(readings, options))
    assert [hit for one in whole.changes for hit in downgraded(one)] == []
