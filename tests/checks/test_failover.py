"""Replicas and Sentinels that belong together: who is a member, how many there are, and what fits their number."""

from __future__ import annotations

import pytest

from redislint.checks import agreeing, counting, failover, loops, reached, replication, sentinels
from redislint.finding import Severity
from redislint.link import link
from redislint.model.topology import Deployment
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.checks.instances import configured
from tests.pages import Files

SENTINEL = "sentinel monitor shop 10.0.0.1 6379 2\n"
MASTER = "bind 10.0.0.1\nport 6379\n"
SERVICE = "  {name}:\n    image: redis:7.2-alpine\n    command: {command}\n"


def kind(path: str) -> str:
    if path.endswith(".yaml"):
        return "compose" if "compose" in path else "kubernetes" if "manifest" in path else "helm-values"
    return "sentinel-conf" if "sentinel" in path else "redis-conf"


def sources(files: dict[str, str]) -> dict[str, Source]:
    return {path: Source(path, text, kind(path)) for path, text in files.items()}


def group(files: dict[str, str]) -> Deployment:
    """The only group of these files."""
    known = sources(files)
    readings = [read(one, Files(known)) for one in known.values() if one.path != "Chart.yaml"]
    (only,) = link(readings, Options(), launched=set(files)).deployments
    return only


def replica(number: int, more: str = "") -> dict[str, str]:
    return {f"{number}.conf": f"bind 10.0.0.{number}\nport 6379\nreplicaof 10.0.0.1 6379\n{more}"}


def seen(*numbers: int) -> str:
    return "".join(f"sentinel known-replica shop 10.0.0.{number} 6379\n" for number in numbers)


def project(**commands: str) -> str:
    return "services:\n" + "".join(
        SERVICE.format(name=name.replace("_", "-"), command=command) for name, command in commands.items()
    )


@pytest.mark.parametrize(
    ("sentinel", "replicas", "least", "total"),
    [
        ("", [2, 3], 2, None),
        (seen(2), [2, 3], 2, 2),
        (seen(2, 3, 4), [2], 1, 3),
        (seen(2, 2), [2], 1, 1),
        (seen(2) + "sentinel known-replica shop {{ host }} 6379\n", [2], 1, None),
        (seen(2).replace("shop", "other"), [2], 1, None),
    ],
)
def test_replicas_that_are_there_and_those_that_a_sentinel_has_seen(
    sentinel: str, replicas: list[int], least: int, total: int | None
) -> None:
    files = {"1.conf": MASTER, "sentinel.conf": SENTINEL + sentinel}
    for number in replicas:
        files |= replica(number)
    made = group(files)
    found = counting.replicas(made, made.instances[0])
    assert (found.least, found.total) == (least, total)


@pytest.mark.parametrize(
    ("others", "total"),
    [
        ({"b": "redis-server --replicaof a 6379"}, 1),
        ({"b": "redis-server --replicaof a 6379", "c": "redis-server --replicaof a 6379"}, 2),
        ({"b": "redis-server --replicaof a 6379", "c": "redis-server --replicaof elsewhere 6379"}, None),
        ({"b": "redis-server --replicaof a 6379", "c": "redis-server --replicaof $WHO 6379"}, None),
        ({"b": "redis-server --replicaof a 6379", "c": "sh -c 'redis-server $ARGS'"}, None),
    ],
)
def test_a_project_that_is_known_whole_is_counted(others: dict[str, str], total: int | None) -> None:
    made = group({"compose.yaml": project(a="redis-server", **others)})
    assert counting.replicas(made, made.instances[0]).total == total


def test_what_sentinels_wrote_down_long_ago_does_not_count_where_the_project_is_known() -> None:
    """A replica that was once known by another port is not two."""
    files = {
        "compose.yaml": project(a="redis-server", b="redis-server --replicaof a 6379", s="redis-sentinel /s.conf")
        + "    volumes: ['./sentinel.conf:/s.conf']\n",
        "sentinel.conf": "sentinel resolve-hostnames yes\nsentinel monitor shop a 6379 1\n" + seen(2, 3, 4),
    }
    made = group(files)
    assert counting.replicas(made, made.instances[0]).total == 1


@pytest.mark.parametrize(
    ("needed", "found"),
    [("0", []), ("1", []), ("2", [Severity.WARNING]), ("3", [None]), ("{{ some }}", [])],
)
def test_as_many_as_there_are_is_less_grave_than_more(needed: str, found: list[Severity | None]) -> None:
    files = {"1.conf": f"{MASTER}min-replicas-to-write {needed}\n", "sentinel.conf": SENTINEL + seen(2, 3)}
    assert [hit.severity for hit in failover.unsatisfiable(group({**files, **replica(2), **replica(3)}))] == found


def test_a_guard_that_is_off_asks_for_nothing() -> None:
    off = f"{MASTER}min-replicas-to-write 9\nmin-replicas-max-lag 0\n"
    files = {"1.conf": off, "sentinel.conf": SENTINEL + seen(2), **replica(2)}
    assert list(failover.unsatisfiable(group(files))) == []


@pytest.mark.parametrize(
    ("profile", "severity"), [("store", ["warning"]), ("queue", ["warning"]), ("cache", []), ("", [])]
)
def test_a_group_is_for_what_its_servers_are_for(profile: str, severity: list[str]) -> None:
    files = sources({"1.conf": MASTER, "sentinel.conf": SENTINEL, **replica(2), **replica(3)})
    options = Options(declared=lambda _: Declared(profile=profile))
    report = lint_sources(files.values(), Files(files), options, launched=set(files))
    assert [str(one.severity) for one in report.findings if one.rule == "RL601"] == severity


def test_servers_of_different_purposes_are_for_nothing_together() -> None:
    files = sources({"1.conf": MASTER, "sentinel.conf": SENTINEL, **replica(2), **replica(3)})
    options = Options(declared=lambda path: Declared(profile="store" if path == "1.conf" else "cache"))
    report = lint_sources(files.values(), Files(files), options, launched=set(files))
    assert "RL601" not in {one.rule for one in report.findings}


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ("sentinel monitor shop 10.0.0.1 6379 1\n", ["its quorum: 2 here and 1 there"]),
        (SENTINEL, []),
        (SENTINEL + "sentinel down-after-milliseconds shop 30000\n", []),
        (SENTINEL + "sentinel parallel-syncs shop 2\n", ["`parallel-syncs`: 1 here and 2 there"]),
        (SENTINEL + "sentinel auth-user shop watcher\n", ["`auth-user`"]),
        (SENTINEL + "sentinel parallel-syncs {{ name }} 2\n", []),
        (SENTINEL + "sentinel myid 1d3a1f0c6b5e4a7f8c9d0e1f2a3b4c5d6e7f8091\n", []),
    ],
)
def test_sentinels_of_one_address_are_compared(second: str, what: list[str]) -> None:
    made = group({"sentinel-1.conf": SENTINEL, "sentinel-2.conf": second})
    assert [hit.values["what"] for hit in agreeing.disagreeing(made)] == what


@pytest.mark.parametrize("host", ["redis-1", "127.0.0.1", "{{ host }}"])
def test_a_name_joins_no_sentinels_for_it_may_mean_two_hosts(host: str) -> None:
    line = SENTINEL.replace("10.0.0.1", host)
    known = sources({"sentinel-1.conf": line, "sentinel-2.conf": line})
    readings = [read(one, Files(known)) for one in known.values()]
    assert len(link(readings, Options(), launched=set(known)).deployments) == 2


NETWORK = """\
services:
  a:
    image: redis:7.2-alpine
    container_name: primary
    networks: {data: {ipv4_address: 10.9.0.2, aliases: [leader]}}
  b:
    image: redis:7.2-alpine
    command: redis-server --replicaof HOST 6379
    ports: ["6380:6379"]
"""


@pytest.mark.parametrize(("host", "members"), [("a", 1), ("primary", 1), ("leader", 1), ("10.9.0.2", 1), ("b2", 0)])
def test_a_container_is_called_by_all_of_its_names(host: str, members: int) -> None:
    made = group({"compose.yaml": NETWORK.replace("HOST", host)})
    assert len(counting.replicas(made, made.instances[0]).known) == members


@pytest.mark.parametrize(("host", "found"), [("10.9.0.3", 0), ("10.9.0.2", 0), ("a", 0)])
def test_an_address_may_be_one_of_the_projects_network(host: str, found: int) -> None:
    assert len(list(reached.unannounced(group({"compose.yaml": NETWORK.replace("HOST", host)})))) == found


@pytest.mark.parametrize(("host", "found"), [("10.9.0.3", 1), ("172.18.0.2", 0), ("127.0.0.1", 0), ("elsewhere", 0)])
def test_a_replica_of_a_master_elsewhere_says_its_port(host: str, found: int) -> None:
    text = project(b=f"redis-server --replicaof {host} 6379") + '    ports: ["6380:6379"]\n'
    assert len(list(reached.unannounced(group({"compose.yaml": text})))) == found


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (project(a="redis-server --replicaof a 6379"), ["`a` follows itself"]),
        (project(a="redis-server --replicaof a 6380"), []),
        (project(a="redis-server --replicaof 127.0.0.1 6379"), ["`a` follows itself"]),
        (
            project(
                a="redis-server --replicaof b 6379",
                b="redis-server --replicaof c 6379",
                c="redis-server --replicaof a 6379",
            ),
            ["`a` and `b` and `c` follow each other"],
        ),
        (
            project(
                a="redis-server --replicaof b 6379",
                b="redis-server --replicaof c 6379",
                c="redis-server --replicaof b 6379",
            ),
            ["`b` and `c` follow each other"],
        ),
        (project(a="redis-server --replicaof b 6379", b="redis-server"), []),
    ],
)
def test_circles_are_told_of_once(text: str, how: list[str]) -> None:
    assert [hit.values["how"] for hit in loops.no_master(group({"compose.yaml": text}))] == how


PODS = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: {name}}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - {{name: redis, image: "redis:7.2", command: [redis-server{more}]}}
---
"""


@pytest.mark.parametrize(
    ("host", "members"),
    [
        ("a", 1),
        ("a.default", 1),
        ("a.default.svc.cluster.local", 1),
        ("a-0.a", 1),
        ("a-0.headless.default.svc", 1),
        ("a.other", 0),
        ("a-0.a.other", 0),
        ("a-1.a", 0),
        ("b-0.b", 0),
    ],
)
def test_a_pod_is_called_as_the_cluster_calls_it(host: str, members: int) -> None:
    follows = PODS.format(name="b", replicas=2, more=f", --replicaof, {host}, '6379'")
    made = group({"manifest.yaml": PODS.format(name="a", replicas=1, more="") + follows})
    assert len(counting.replicas(made, made.instances[0]).known) == members


CHART = """\
apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - {{name: {name}, version: {version}, repository: '{at}'}}
"""
BITNAMI = CHART.format(name="redis", version="20.1.0", at="https://charts.bitnami.com/bitnami")
HA = CHART.format(name="redis-ha", version="4.27.0", at="https://dandydeveloper.github.io/charts")
GROUNDHOG = CHART.format(name="redis", version="2.1.0", at="https://groundhog2k.github.io/helm-charts/")
CLOUD = CHART.format(name="redis", version="0.10.0", at="oci://registry-1.docker.io/cloudpirates")


@pytest.mark.parametrize(
    ("chart", "values"),
    [
        (BITNAMI, "redis:\n  sentinel:\n    enabled: true\n    downAfterMilliseconds: VALUE\n"),
        (HA, "redis-ha:\n  sentinel:\n    config:\n      down-after-milliseconds: VALUE\n"),
        (GROUNDHOG, "redis:\n  haMode:\n    enabled: true\n    downAfterMilliseconds: VALUE\n"),
        (
            CLOUD,
            "redis:\n  architecture: replication\n  sentinel:\n    enabled: true\n    downAfterMilliseconds: VALUE\n",
        ),
    ],
    ids=["bitnami", "dandydeveloper", "groundhog2k", "cloudpirates"],
)
@pytest.mark.parametrize(("value", "found"), [("400", ["400"]), ("'400'", ["400"]), ("10000", []), ("soon", [])])
def test_timers_of_charts_reach_their_sentinels(chart: str, values: str, value: str, found: list[str]) -> None:
    made = group({"Chart.yaml": chart, "values.yaml": values.replace("VALUE", value)})
    (sentinel,) = made.sentinels
    hits = list(sentinels.down_after(sentinel))
    assert [hit.span.text.strip("'") for hit in hits] == found
    assert all(hit.severity is Severity.ERROR for hit in hits)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("repl-timeout 10\n", 1),
        ("repl-timeout 29\n", 1),
        ("repl-timeout 30\n", 0),
        ("repl-ping-replica-period 20\n", 0),
        ("repl-ping-replica-period 21\n", 1),
        ("repl-timeout 10\nrepl-ping-replica-period 3\n", 0),
        ("", 0),
    ],
)
def test_three_pings_fit(lines: str, found: int) -> None:
    assert len(list(replication.timeout_and_ping(configured(lines)))) == found
