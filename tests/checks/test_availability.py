"""Replicas that take writes, and Sentinels that are counted only where counting is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import availability, replication
from redislint.finding import Severity
from redislint.link import link
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.topology import Deployment
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.checks.instances import configured
from tests.pages import Files

MONITOR = "sentinel monitor shop master 6379 2\n"


def service(name: str, command: str, more: str = "") -> str:
    return f"  {name}:\n    image: redis:7.2-alpine\n    command: {command}\n{more}"


def project(*services: str, conf: str = MONITOR) -> Deployment:
    """A compose project whose Sentinels all use one `sentinel.conf`."""
    texts = {"compose.yaml": "services:\n" + "".join(services), "sentinel.conf": conf}
    kinds = {"compose.yaml": "compose", "sentinel.conf": "sentinel-conf"}
    sources = {path: Source(path, text, kinds[path]) for path, text in texts.items()}
    whole = link([read(source, Files(sources)) for source in sources.values()], Options())
    (group,) = [one for one in whole.deployments if one.kind == "compose"]
    return group


def sentinel(name: str, replicas: str = "1") -> str:
    more = f'    volumes: ["./sentinel.conf:/etc/sentinel.conf"]\n    scale: {replicas}\n'
    return service(name, "redis-sentinel /etc/sentinel.conf", more)


def alone(text: str) -> Deployment:
    """A sentinel.conf that nothing names."""
    source = Source("sentinel.conf", text, "sentinel-conf")
    (group,) = link([read(source, Files({}))], Options(), {"sentinel.conf"}).deployments
    return group


def peers(count: int, master: str = "shop") -> str:
    return "".join(
        f"sentinel known-sentinel {master} 10.0.0.{number} 26379 {number:040x}\n" for number in range(1, count + 1)
    )


MASTER = service("master", "redis-server --appendonly yes")


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("replicaof redis-0 6379\n", None),
        ("port 6379\n", Severity.WARNING),
        ("replicaof no one\n", Severity.WARNING),
        ("replicaof ${MASTER} 6379\n", Severity.WARNING),
    ],
)
@pytest.mark.parametrize("name", ["replica-read-only", "slave-read-only"])
def test_a_writable_replica(name: str, text: str, severity: Severity | None) -> None:
    conf = f"{text}{name} no\n"
    (hit,) = replication.writable_replica(configured(conf))
    assert (hit.span.text, hit.severity, hit.values["setting"]) == ("no", severity, name)


@pytest.mark.parametrize("value", ["yes", "${READ_ONLY}"])
def test_a_replica_that_refuses_writes_or_may(value: str) -> None:
    assert list(replication.writable_replica(configured(f"replica-read-only {value}\n"))) == []


@pytest.mark.parametrize(("value", "found"), [("yes", 0), ("${CLUSTER}", 0), ("no", 1)])
def test_in_cluster_mode_no_replica_takes_writes(value: str, found: int) -> None:
    conf = f"cluster-enabled {value}\nreplica-read-only no\n"
    assert len(list(replication.writable_replica(configured(conf)))) == found


@pytest.mark.parametrize(
    ("others", "severity", "said"),
    [(1, None, "2 Sentinels"), (3, Severity.INFO, "4 Sentinels"), (5, Severity.INFO, "6 Sentinels")],
)
def test_peers_that_a_sentinel_has_written_down_are_counted(others: int, severity: Severity | None, said: str) -> None:
    (hit,) = availability.too_few_sentinels(alone(MONITOR + peers(others)))
    assert (hit.span.text, hit.severity, hit.values["sentinels"]) == ("monitor shop master 6379 2", severity, said)


@pytest.mark.parametrize("others", [0, 2, 4])
def test_an_odd_number_is_fine_and_one_alone_says_nothing(others: int) -> None:
    assert list(availability.too_few_sentinels(alone(MONITOR + peers(others)))) == []


@pytest.mark.parametrize(
    "conf",
    [
        MONITOR + peers(1, "other"),
        MONITOR + "sentinel known-sentinel shop 10.0.0.1 26379\n",
        MONITOR + peers(1) + "sentinel known-sentinel shop ${HOST} 26379 abc\n",
        MONITOR + peers(1).replace("known-sentinel", "known-replica"),
    ],
)
def test_lines_that_name_no_peer_or_perhaps_one(conf: str) -> None:
    assert list(availability.too_few_sentinels(alone(conf))) == []


def test_a_peer_counts_once_whatever_its_address() -> None:
    again = peers(1).replace("10.0.0.1", "10.0.0.99")
    (hit,) = availability.too_few_sentinels(alone(MONITOR + peers(1) + again))
    assert hit.values["sentinels"] == "2 Sentinels"


@pytest.mark.parametrize(
    ("copies", "found", "said"), [("1", 1, "1 Sentinel"), ("2", 1, "2 Sentinels"), ("3", 0, ""), ("${N}", 0, "")]
)
def test_a_projects_sentinels_are_counted(copies: str, found: int, said: str) -> None:
    hits = list(availability.too_few_sentinels(project(MASTER, sentinel("watch", copies))))
    assert [hit.values["sentinels"] for hit in hits] == [said] * found


def test_services_are_counted_together_and_blamed_once() -> None:
    (hit,) = availability.too_few_sentinels(project(MASTER, sentinel("a"), sentinel("b")))
    assert hit.values["sentinels"] == "2 Sentinels"
    assert len(hit.related) == 1
    assert list(availability.too_few_sentinels(project(MASTER, *map(sentinel, "abc")))) == []


@pytest.mark.parametrize(
    "conf",
    [
        MONITOR.replace("master", "10.0.0.1"),
        MONITOR.replace("master", "redis.example.com"),
        MONITOR.replace("master", "${MASTER}"),
        MONITOR + "include more.conf\n",
    ],
    ids=["address", "elsewhere", "unknown", "more to read"],
)
def test_a_master_elsewhere_may_have_more_sentinels_elsewhere(conf: str) -> None:
    group = project(MASTER, sentinel("a"), conf=conf)
    assert list(availability.too_few_sentinels(group)) == []
    assert list(availability.unreachable_quorum(group)) == []


def test_a_service_that_nobody_knows_may_be_a_sentinel() -> None:
    other = '  other:\n    image: redis:7.2-alpine\n    entrypoint: ["/start.sh"]\n'
    assert list(availability.too_few_sentinels(project(MASTER, sentinel("a"), other))) == []


def test_in_development_one_may_do() -> None:
    group = project(MASTER, sentinel("a"))
    less = group._replace(sentinels=tuple(one._replace(environment="dev") for one in group.sentinels))
    assert list(availability.too_few_sentinels(less)) == []


@pytest.mark.parametrize(("quorum", "found"), [("2", 0), ("3", 1), ("99", 1), ("1", 0), ("many", 0), ("9" * 5000, 0)])
def test_a_quorum_is_compared_with_the_count(quorum: str, found: int) -> None:
    conf = f"sentinel monitor shop 10.0.0.1 6379 {quorum}\n{peers(1)}"
    hits = list(availability.unreachable_quorum(alone(conf)))
    assert [hit.span.text for hit in hits] == [quorum] * found


def test_each_master_has_a_quorum_of_its_own() -> None:
    conf = f"sentinel monitor a 10.0.0.1 6379 3\nsentinel monitor b 10.0.0.1 6380 3\n{peers(1, 'a')}{peers(2, 'b')}"
    (hit,) = availability.unreachable_quorum(alone(conf))
    assert (hit.values["master"], hit.span.position[0]) == ("a", 1)


@given(st.integers(0, 6), st.integers(1, 6), st.integers(0, 7))
def test_copies_and_peers_that_are_not_known_are_never_counted_as_none(others: int, copies: int, lost: int) -> None:
    """What is said where something is not known is also said where it is."""
    group = alone(MONITOR + peers(others))
    (one,) = group.sentinels
    whole = group._replace(sentinels=(one._replace(replicas=Fact(copies, one.anchor)),), complete=True)
    settings = tuple(
        setting._replace(args=None) if number == lost else setting for number, setting in enumerate(one.settings)
    )
    for less in (
        whole._replace(complete=False),
        whole._replace(sentinels=(whole.sentinels[0]._replace(complete=False),)),
        whole._replace(sentinels=(whole.sentinels[0]._replace(replicas=Fact(UNKNOWN, one.anchor)),)),
        whole._replace(sentinels=(whole.sentinels[0]._replace(settings=settings),)),
    ):
        for check in (availability.too_few_sentinels, availability.unreachable_quorum):
            assert {hit.span for hit in check(less)} <= {hit.span for hit in check(whole)}
