"""Servers and their volumes: files that they write anew, data that pods share, lose or load too late."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from redislint.checks import announcing, lasting, passwords, probing, rewritten
from redislint.finding import Hit, Severity
from redislint.link import link
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.checks.instances import composed
from tests.pages import Files

Check = Callable[[Instance], Iterator[Hit]]

CLAIM = "persistentVolumeClaim: {claimName: some}"
AOF = '[redis-server, --appendonly, "yes"]'


def service(body: str) -> Instance:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return composed(f"services:\n  cache:\n{lines}")


def pods(container: str, spec: str = "", volume: str = CLAIM, kind: str = "Deployment") -> Instance:
    """Pods whose container has these keys, and a volume at /data unless it is empty."""
    lines = [*container.split("\n"), *(["volumeMounts: [{name: data, mountPath: /data}]"] if volume else [])]
    text = (
        f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: cache}}\nspec:\n"
        + "".join(f"  {line}\n" for line in spec.split("\n") if line)
        + "  selector: {matchLabels: {app: cache}}\n  template:\n    metadata: {labels: {app: cache}}\n    spec:\n"
        + (f"      volumes: [{{name: data, {volume}}}]\n" if volume else "")
        + "      containers:\n        - name: server\n"
        + "".join(f"          {line}\n" for line in lines)
    )
    (instance,) = link([read(Source("cache.yaml", text, "kubernetes"), Files({}))], Options()).instances
    return instance


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("image: redis:7.4\ncommand: redis-sentinel /s.conf\nvolumes: ['./s.conf:/s.conf:ro']", [None]),
        ("image: redis:6.0\ncommand: redis-sentinel /s.conf\nvolumes: ['./s.conf:/s.conf:ro']", [None]),
        ("image: redis\ncommand: redis-sentinel /c/s.conf\nvolumes: ['./c:/c:ro']", [None]),
        ("image: redis\ncommand: redis-sentinel /c/s.conf\nread_only: true", [None]),
        ("image: redis:7.4\ncommand: redis-sentinel /s.conf\nvolumes: ['./s.conf:/s.conf']", [Severity.WARNING]),
        ("image: redis\ncommand: redis-server /s.conf --sentinel\nvolumes: ['./s.conf:/s.conf']", [Severity.WARNING]),
        ("image: redis:7\ncommand: redis-sentinel s.conf\nvolumes: ['./s.conf:/data/s.conf']", [Severity.WARNING]),
        ("image: redis:6.0\ncommand: redis-sentinel /s.conf\nvolumes: ['./s.conf:/s.conf']", []),
        ("image: redis:${TAG}\ncommand: redis-sentinel /s.conf\nvolumes: ['./s.conf:/s.conf']", []),
        ("image: redis\ncommand: redis-sentinel /c/s.conf\nvolumes: ['./c:/c']", []),
        ("image: redis\ncommand: redis-sentinel /c/s.conf\nvolumes: ['./c:/c']\nread_only: true", []),
        ("image: redis\ncommand: redis-sentinel /c/s.conf\nread_only: ${READ_ONLY}", []),
        ("image: redis\ncommand: redis-sentinel ${FILE}\nvolumes: ['./s.conf:/s.conf:ro']", []),
        ("image: redis\ncommand: sh -c 'cp /s.conf /t.conf && redis-sentinel /t.conf'\nvolumes: ['./s.conf:/s.conf']",
         []),
        ("image: redis:7.4\ncommand: redis-server /r.conf\nvolumes: ['./r.conf:/r.conf:ro']", []),
    ],
)  # fmt: skip
def test_sentinels_own_files(body: str, found: list[Severity | None]) -> None:
    assert [hit.severity for hit in rewritten.sentinel_readonly(service(body))] == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("command: --cluster-enabled yes\nports: ['7001:6379']", [("7001:6379", 6379, 7001)]),
        (
            "command: --cluster-enabled yes --port 7000\nports: ['7001:7000', '17001:17000']",
            [("7001:7000", 7000, 7001)],
        ),
        ("command: --cluster-enabled yes\nports: ['6379:6379']", []),
        ("command: --cluster-enabled yes\nports: ['8080:80']", []),
        ("command: --cluster-enabled yes\nports: ['127.0.0.1:7001:6379']", []),
        ("command: --cluster-enabled yes\nports: ['${HOST}:7001:6379']", []),
        ("command: --cluster-enabled yes\nports: ['${PORT}:6379']", []),
        ("command: --cluster-enabled yes --port ${PORT}\nports: ['7001:6379']", []),
        ("command: --cluster-enabled yes --cluster-announce-ip ${IP}\nports: ['7001:6379']", []),
        ("command: redis-server /etc/redis.conf --cluster-enabled yes\nports: ['7001:6379']", []),
        ("command: --cluster-enabled yes\nnetwork_mode: host\nports: ['7001:6379']", []),
        ("ports: ['7001:6379']", []),
    ],
)
def test_nodes_that_do_not_say_where_they_are_reached(body: str, found: list[tuple[str, int, int]]) -> None:
    hits = announcing.cluster_unannounced(service(f"image: redis:7.4\n{body}"))
    assert [(hit.span.text, hit.values["inside"], hit.values["outside"]) for hit in hits] == found


def test_an_acl_file_is_not_blamed_where_users_are_not_known() -> None:
    body = "image: redis:7.4\ncommand: redis-server --aclfile /u.acl\nvolumes: ['./u.acl:/u.acl']"
    assert list(rewritten.acl_file_mounted(service(body))) == []


@pytest.mark.parametrize(
    ("instance", "found"),
    [
        (pods("image: redis:7", "replicas: 3", ""), ["3"]),
        (pods(f"image: redis:7\ncommand: {AOF}", "replicas: 2"), ["2"]),
        (pods("image: redis:7\ncommand: [redis-server, --cluster-enabled, 'yes']", "replicas: 3", ""), []),
        (pods("image: redis:7\ncommand: [redis-server, --replicaof, a, '1']", "replicas: 3", ""), []),
        (pods("image: redis:7\ncommand: [redis-server, /etc/redis.conf]", "replicas: 3", ""), []),
        (pods("image: redis:7", "replicas: 3", "", "StatefulSet"), []),
        (pods("image: redis:7"), ["{name: data, mountPath: /data}"]),
        (pods("image: redis"), ["{name: data, mountPath: /data}"]),
        (pods("image: redis:7", "strategy: {rollingUpdate: {maxSurge: 1}}"), ["{name: data, mountPath: /data}"]),
        (pods("image: redis:7", "strategy: {rollingUpdate: {maxSurge: 0%}}"), []),
        (pods("image: redis:7", "strategy: {type: Recreate}"), []),
        (pods("image: redis:7", "replicas: 0"), []),
        (pods("image: redis:7", "", "emptyDir: {}"), []),
        (pods("image: redis:7\ncommand: [redis-server, --save, '']"), []),
        (pods("image: redis:7\ncommand: [redis-server, /etc/redis.conf]"), []),
        (pods("image: example/redis"), []),
    ],
)
def test_deployments(instance: Instance, found: list[str]) -> None:
    assert [hit.span.text for hit in lasting.deployment(instance)] == found


@pytest.mark.parametrize(
    ("volume", "command", "is_found"),
    [
        ("emptyDir: {}", "[redis-server, --cluster-enabled, 'yes']", True),
        ("", "[redis-server, --cluster-enabled, 'yes']", True),
        ("hostPath: {path: /x}", "[redis-server, --cluster-enabled, 'yes']", False),
        (CLAIM, "[redis-server, --cluster-enabled, 'yes']", False),
        ("emptyDir: {}", "[redis-server, --cluster-enabled, $(C)]", False),
        ("emptyDir: {}", "[redis-server]", False),
    ],
)
def test_nodes_that_forget_who_they_are(volume: str, command: str, is_found: bool) -> None:
    instance = pods(f"image: redis:7\ncommand: {command}", "", volume, "StatefulSet")
    assert bool(list(lasting.cluster_volatile(instance))) is is_found


@pytest.mark.parametrize(
    ("volume", "command", "is_found"),
    [
        ("nfs: {server: a, path: /}", AOF, True),
        ("azureFile: {shareName: a}", AOF, True),
        ("nfs: {server: a, path: /}", "[redis-server]", False),
        ("csi: {driver: a}", AOF, False),
        (CLAIM, AOF, False),
    ],
)
def test_append_only_files_on_a_network(volume: str, command: str, is_found: bool) -> None:
    instance = pods(f"image: redis:7\ncommand: {command}", "", volume)
    assert bool(list(lasting.on_network(instance))) is is_found


@pytest.mark.parametrize(
    ("size", "probe", "found"),
    [
        # 10 GiB at 150 MB a second; three probes, ten seconds apart.
        ("10gb", "livenessProbe: {exec: {command: [redis-cli, -e, ping]}}", [(71, 30)]),
        ("10gb", "livenessProbe: {exec: {command: [sh, -c, 'redis-cli ping | grep PONG']}}", [(71, 30)]),
        ("10gb", "livenessProbe: {initialDelaySeconds: 41, exec: {command: [redis-cli, -e, ping]}}", []),
        ("10gb", "livenessProbe: {initialDelaySeconds: 40, exec: {command: [redis-cli, -e, ping]}}", [(71, 70)]),
        ("4gb", "livenessProbe: {exec: {command: [redis-cli, -e, ping]}}", []),
        ("10gb", "livenessProbe: {exec: {command: [redis-cli, ping]}}", []),
        ("10gb", "livenessProbe: {exec: {command: [sh, -c, 'redis-cli ping | grep -E \"PONG|LOADING\"']}}", []),
        ("10gb", "livenessProbe: {tcpSocket: {port: 6379}}", []),
        ("10gb", "readinessProbe: {exec: {command: [redis-cli, -e, ping]}}", []),
        ("10gb", "livenessProbe: &a {exec: {command: [redis-cli, -e, ping]}}\nstartupProbe: *a", []),
        ("$(SIZE)", "livenessProbe: {exec: {command: [redis-cli, -e, ping]}}", []),
    ],
)
def test_probes_that_kill_a_server_that_loads(size: str, probe: str, found: list[tuple[int, int]]) -> None:
    command = f"[redis-server, --appendonly, 'yes', --maxmemory, {size}]"
    hits = probing.loading_killed(pods(f"image: redis:7\ncommand: {command}\n{probe}"))
    assert [(hit.values["needed"], hit.values["budget"]) for hit in hits] == found
    lost = pods(f"image: redis:7\ncommand: {command}\n{probe}", "", "emptyDir: {}")
    assert list(probing.loading_killed(lost)) == []


@pytest.mark.parametrize(
    ("kind", "data", "source", "is_found"),
    [
        ("ConfigMap", "data: {P: correct-horse-battery}", "configMapRef: {name: c}", True),
        ("ConfigMap", "data: {P: <password>}", "configMapRef: {name: c}", False),
        ("Secret", "stringData: {P: correct-horse-battery}", "secretRef: {name: c}", False),
    ],
)
def test_variables_from_a_configmap(kind: str, data: str, source: str, is_found: bool) -> None:
    text = (
        f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: c}}\n{data}\n---\n"
        "apiVersion: v1\nkind: Pod\nmetadata: {name: cache}\nspec:\n  containers:\n    - name: server\n"
        f"      image: redis:7\n      command: [redis-server, --requirepass, $(P)]\n      envFrom: [{{{source}}}]\n"
    )
    (instance,) = link([read(Source("cache.yaml", text, "kubernetes"), Files({}))], Options()).instances
    assert [hit.span.text for hit in passwords.in_configmap(instance)] == ["correct-horse-battery"] * is_found
    assert bool(list(passwords.in_clear(instance))) is (kind == "Secret" or is_found)
