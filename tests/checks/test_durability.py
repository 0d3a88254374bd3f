"""What is left after a restart, as servers of each version read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint import servers
from redislint.checks import durability
from redislint.checks.values import is_persistent, is_rdb_on, is_replica
from redislint.finding import Severity
from redislint.link import link
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance, Reference
from redislint.model.topology import Deployment
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.checks.instances import configured
from tests.pages import Files
from tests.read.reading import rows

OLD = ("redis@5.0", "redis@6.0", "redis@6.2")
NEW = ("redis@7.0", "redis@8.0", "valkey@7.2", "valkey@9.1")


# What CONFIG GET save said on servers of these versions; None where the server refuses the line, or nobody knows it.
@pytest.mark.parametrize(
    ("text", "before_7", "from_7", "any_version"),
    [
        ("save 900 1", True, True, True),
        ('save ""', False, False, False),
        ("save ''", False, False, False),
        ("save", False, False, False),
        ('save " "', False, False, False),
        ('save ""\nsave 900 1', True, True, True),
        ('save 900 1\nsave ""', False, False, False),
        ('save 900 1\nsave ""\nsave 60 1', True, True, True),
        ("save 900 1\nsave", True, True, True),
        ("save 900 1 300 10 60 10000", False, True, None),
        ('save "900 1"', False, True, None),
        ('save "900 1 300 10"', False, True, None),
        ("save 900 1 300 10\nsave 60 9", True, True, True),
        ('save 900 1 300 10\nsave ""', False, False, False),
        ("save 900", False, None, None),
        ("save never", False, None, None),
        ("save $SAVE_POINTS_", None, None, None),
        ("save $SAVE_POINTS_\nsave 60 1", True, True, True),
        ('save $SAVE_POINTS_\nsave ""', False, False, False),
        ('save ""\nsave $SAVE_POINTS_', None, None, None),
    ],
)
def test_snapshots_as_each_version_reads_the_lines(
    text: str, before_7: bool | None, from_7: bool | None, any_version: bool | None
) -> None:
    assert [is_rdb_on(configured(text + "\n", server)) for server in OLD] == [before_7] * len(OLD)
    assert [is_rdb_on(configured(text + "\n", server)) for server in NEW] == [from_7] * len(NEW)
    assert is_rdb_on(configured(text + "\n")) is any_version


@pytest.mark.parametrize(
    ("server", "saves"),
    [
        ("redis@5.0", False),
        ("redis@6.0", False),
        ("redis@6.2", True),
        ("redis@7.4", True),
        ("valkey@8.0", True),
        ("", None),
    ],
)
def test_snapshots_without_any_line(server: str, saves: bool | None) -> None:
    assert is_rdb_on(configured("port 6379\n", server)) is saves


def test_redis_6_has_its_usual_snapshots_only_without_any_configuration() -> None:
    bare = configured("", "redis@6.0")._replace(references=())
    assert is_rdb_on(bare) is True
    assert is_rdb_on(bare._replace(references=(Reference("config", "redis.conf", bare.anchor),))) is False
    assert is_rdb_on(bare._replace(complete=False)) is None


LINES = st.lists(st.sampled_from(['save ""', "save 60 1", "save 900 1", "save"]), max_size=6)


@given(LINES, st.sampled_from((*OLD, *NEW, "")))
def test_snapshots_are_on_if_a_point_follows_the_last_clearing(lines: list[str], server: str) -> None:
    text = "".join(f"{line}\n" for line in ("save", *lines))
    after = text.rpartition('save ""\n')[2]
    assert is_rdb_on(configured(text, server)) is ("1\n" in after)


@given(LINES, st.integers(0, 6), st.sampled_from((*OLD, *NEW, "")))
def test_an_unknown_line_takes_certainty_away_and_never_turns_it(lines: list[str], index: int, server: str) -> None:
    whole = configured("".join(f"{line}\n" for line in ("save", *lines)), server)
    less = whole._replace(
        settings=tuple(
            setting._replace(args=None) if number == index else setting for number, setting in enumerate(whole.settings)
        ),
    )
    assert is_rdb_on(less) in (None, is_rdb_on(whole))


def test_snapshots_as_real_servers_said() -> None:
    """Where their answers are at hand."""
    for row in rows("effective.jsonl"):
        if "save" not in row["text"] or row.get("args") or row.get("files") or len(row["text"]) > 2000:
            continue
        for binary, values in row["results"].items():
            server = servers.parse(f"{'valkey' if 'valkey' in binary else 'redis'}@{binary.rpartition('-')[2]}")
            instance = configured(row["text"])._replace(server=server)
            if instance.all("save"):
                usual = servers.default("save", server) != ("",)
                expected = bool(values["save"]) if "save" in values else usual
                assert is_rdb_on(instance) in (expected, None), (row["id"], binary, row["text"])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('save ""\nappendonly no\n', False),
        ('save ""\nappendonly yes\n', True),
        ("save 60 1\nappendonly no\n", True),
        ('save ""\nappendonly $APPEND_ONLY\n', None),
        ("save 60 1\nappendonly $APPEND_ONLY\n", True),
        ("appendonly yes\n", True),
        ("appendonly no\n", None),
    ],
)
def test_what_survives_a_restart(text: str, kept: bool | None) -> None:
    assert is_persistent(configured(text)) is kept


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("replicaof 10.0.0.1 6379\n", True),
        ("slaveof redis-0 6379\n", True),
        ("replicaof 10.0.0.1 6379\nreplicaof NO ONE\n", False),
        ("replicaof ${MASTER} 6379\n", None),
        ("port 6379\n", False),
    ],
)
def test_a_replica_is_who_follows_a_master(text: str, follows: bool | None) -> None:
    assert is_replica(configured(text)) is follows


def test_part_of_a_configuration_may_be_a_replicas() -> None:
    assert is_replica(configured("port 6379\n")._replace(complete=False)) is None


EMPTY = 'save ""\nappendonly no\n'


@pytest.mark.parametrize("profile", ["store", "queue"])
def test_a_store_that_keeps_nothing_is_blamed_at_what_turns_snapshots_off(profile: str) -> None:
    (hit,) = durability.nothing_kept(configured(EMPTY)._replace(profile=profile))
    assert (hit.span.text, hit.span.position) == ('""', (1, 6))
    assert hit.values["profile"] == profile


@pytest.mark.parametrize("profile", ["cache", "session"])
def test_what_may_be_lost_need_not_be_kept(profile: str) -> None:
    assert list(durability.nothing_kept(configured(EMPTY)._replace(profile=profile))) == []


@pytest.mark.parametrize("line", ["replicaof redis-0 6379", "replicaof ${MASTER} 6379"])
def test_a_replica_gets_everything_back(line: str) -> None:
    assert list(durability.nothing_kept(configured(f"{EMPTY}{line}\n")._replace(profile="store"))) == []


def test_where_nothing_is_written_the_configuration_as_a_whole_is_blamed() -> None:
    (hit,) = durability.nothing_kept(configured("port 6379\n", "redis@6.0")._replace(profile="store"))
    assert (hit.span.position, hit.span.text) == ((1, 1), "")
    assert hit.key == "save"


GROUP = """\
services:
  master:
    image: redis:7.2-alpine
    restart: always
    command: ["redis-server", "--save", "", "--appendonly", "no"]
  replica:
    image: redis:7.2-alpine
    command: redis-server --replicaof master 6379
"""


def project(text: str) -> Deployment:
    (group,) = link([read(Source("compose.yaml", text, "compose"), Files({}))], Options()).deployments
    return group


def changed(group: Deployment, name: str, **facts: object) -> Deployment:
    members = tuple(one._replace(**facts) if one.name == name else one for one in group.instances)  # type: ignore[arg-type]
    return group._replace(instances=members)


def test_an_empty_master_is_blamed_where_it_turns_snapshots_off() -> None:
    (hit,) = durability.empty_master(project(GROUP))
    assert (hit.span.text, hit.values["master"], hit.severity) == ("--save", "master", None)
    assert [one.span.text for one in hit.related] == ["master 6379"]


def test_an_empty_cache_is_filled_again() -> None:
    (hit,) = durability.empty_master(changed(project(GROUP), "master", profile="cache"))
    assert hit.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("restart: always", 'restart: "no"'),
        ("restart: always", "restart: ${RESTART}"),
        ("--replicaof master", "--replicaof ${MASTER}"),
        ("--replicaof master", "--replicaof 10.0.0.9"),
        ("--replicaof master 6379", "--replicaof no one"),
        ('"--appendonly", "no"', '"--appendonly", "yes"'),
        ('"--appendonly", "no"', '"--appendonly", "${APPENDONLY}"'),
        ('"--appendonly", "no"', '"--appendonly", "no", "--replicaof", "other", "6379"'),
    ],
)
def test_a_master_is_not_blamed_where_one_part_is_missing_or_not_known(old: str, new: str) -> None:
    assert old in GROUP
    assert list(durability.empty_master(project(GROUP.replace(old, new)))) == []


@pytest.mark.parametrize(("copies", "found"), [(2, 1), (1, 1), (0, 0), (UNKNOWN, 0)])
def test_a_replica_must_be_there(copies: object, found: int) -> None:
    group = project(GROUP)
    fact = Fact(copies, group.anchor)
    assert len(list(durability.empty_master(changed(group, "replica", replicas=fact)))) == found


@pytest.mark.parametrize(
    ("text", "profile", "severity"),
    [
        ("appendonly yes\nappendfsync no\n", "", None),
        ("appendonly yes\nappendfsync NO\n", "store", None),
        ("appendonly yes\nappendfsync no\n", "cache", Severity.INFO),
    ],
)
def test_an_append_only_file_that_is_not_synced(text: str, profile: str, severity: Severity | None) -> None:
    (hit,) = durability.unsynced_log(configured(text)._replace(profile=profile))
    assert (hit.span.text.lower(), hit.severity) == ("no", severity)


@pytest.mark.parametrize(
    ("text", "profile", "severity"),
    [
        ("save 60 1\n", "", None),
        ("save 60 1\nappendonly yes\n", "", Severity.INFO),
        ("save 60 1\n", "cache", Severity.INFO),
    ],
)
def test_snapshots_that_fail_unseen(text: str, profile: str, severity: Severity | None) -> None:
    instance: Instance = configured(f"{text}stop-writes-on-bgsave-error no\n")._replace(profile=profile)
    (hit,) = durability.silent_snapshot_failure(instance)
    assert (hit.span.text, hit.severity) == ("no", severity)


@pytest.mark.parametrize(("server", "found"), [("redis@6.2", 0), ("redis@7.0", 1), ("", 0)])
def test_a_line_of_many_points_is_none_before_7(server: str, found: int) -> None:
    text = "save 3600 1 300 100\nstop-writes-on-bgsave-error no\n"
    assert len(list(durability.silent_snapshot_failure(configured(text, server)))) == found
