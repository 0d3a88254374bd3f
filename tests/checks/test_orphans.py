"""RL904: configuration files that nothing names, and that a run on them alone says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from redislint.api import lint
from tests.discover.subsets import agrees, planted, report

CONF = "daemonize no\nport 6379\nappendonly yes\n"
FOLDER = (
    "services:\n  cache:\n    image: redis:7.4\n    command: redis-server /conf/redis.conf\n"
    "    volumes: ['./conf:/conf']\n"
)
COPIED = "FROM redis:7.4\nCOPY a/redis.conf /x/\n"
UNIT = "[Service]\nExecStart=/usr/bin/redis-server /etc/redis/redis.conf\n"
GENERATED = "configMapGenerator:\n  - name: redis\n    files: [redis.conf]\n"
POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: redis\n      image: redis:7.4\n"
    "      command: [redis-server, /etc/redis/redis.conf]\n      volumeMounts: [{name: c, mountPath: /etc/redis}]\n"
    "  volumes: [{name: c, configMap: {name: redis}}]\n"
)


@pytest.mark.parametrize(
    ("files", "orphans"),
    [
        ({"redis.conf": CONF}, ["redis.conf"]),
        ({"compose.yaml": FOLDER, "conf/redis.conf": CONF, "conf/redis-old.conf": CONF}, ["conf/redis-old.conf"]),
        ({"compose.yaml": FOLDER, "conf/redis.conf": f"{CONF}aclfile /conf/users.acl\n", "conf/users.acl": ""}, []),
        ({"Dockerfile": COPIED, "a/redis.conf": CONF, "redis.conf": CONF}, ["redis.conf"]),
        ({"etc/redis.service": UNIT, "files/redis.conf": CONF, "files/redis-b.conf": CONF}, ["files/redis-b.conf"]),
        ({"kustomization.yaml": f"resources: [pod.yaml]\n{GENERATED}", "pod.yaml": POD, "redis.conf": CONF}, []),
        ({"redis.conf": f"{CONF}include inc/redis-*.conf\n", "inc/redis-a.conf": CONF}, ["redis.conf"]),
        ({"redis.conf": f"{CONF}include redis.conf\n"}, ["redis.conf"]),
        ({"redis.conf": f"{CONF}requirepass {{{{ password }}}}\n{{% if x %}}\n"}, []),
    ],
)  # fmt: skip
def test_what_nothing_names(tmp_path: Path, files: dict[str, str], orphans: list[str]) -> None:
    root = planted(tmp_path, files)
    assert [one.path for one in report(root).findings if one.rule == "RL904"] == orphans
    agrees(root, max(path for path in files if path.endswith(".conf")))


def test_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(
        tmp_path,
        {"redis.conf": CONF, "redis-b.conf": CONF, ".redislint.yaml": "instances: {a: {files: [/redis.conf]}}\n"},
    )
    monkeypatch.chdir(tmp_path / "tree")
    assert "RL904" not in {one.rule for one in lint().findings}
    for paths in ((), ("redis-b.conf",)):
        assert [one.path for one in lint(paths, select=["RL904"]).findings] == ["redis-b.conf"]
