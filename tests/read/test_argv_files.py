"""The files that a command line names by `--aclfile` and `--include`, where compose and Dockerfiles put them."""

from __future__ import annotations

import pytest

from redislint.discover.kinds import kind_of
from redislint.link import link
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.read.test_compose_layers import Project

ACL = "user default off\nuser app on >a-long-enough-secret ~app:* +@read\n"
COMPOSE = """services:
  cache:
    image: redis:7.2.4
    command: redis-server {options}
    volumes:
      - ./{mount}
"""
DOCKERFILE = "FROM redis:7.2.4\nCOPY {mount} {target}\nCMD redis-server {options}\n"


def joined(files: dict[str, str]) -> Instance:
    project = Project(files)
    readings = [read(Source(path, text, kind_of(path, text.encode()) or ""), project) for path, text in files.items()]
    instances = link(readings, Options()).instances
    return next(one for one in instances if one.kind in ("compose", "dockerfile"))


@pytest.mark.parametrize(
    ("mount", "options", "users"),
    [
        ("users.acl:/etc/users.acl", "--aclfile /etc/users.acl", ["default", "app"]),
        ("users.acl:/data/users.acl", "--aclfile users.acl", ["default", "app"]),
        ("users.acl:/acl/users.acl", "--dir /acl --aclfile users.acl", ["default", "app"]),
        ("users.acl:/etc/users.acl", "--aclfile /etc/other.acl", None),
        ("users.acl:/etc/users.acl", "--aclfile ${ACL}", None),
        ("users.acl:/etc/users.acl", '--aclfile ""', []),
    ],
)
def test_an_acl_file(mount: str, options: str, users: list[str] | None) -> None:
    source, target = mount.split(":")
    for one in (
        joined({"compose.yaml": COMPOSE.format(mount=mount, options=options), source: ACL}),
        joined({"Dockerfile": DOCKERFILE.format(mount=source, target=target, options=options), source: ACL}),
    ):
        assert (None if one.users is None else [user.name for user in one.users]) == users, one.kind


def test_an_include_acts_where_it_stands() -> None:
    options = "--maxmemory 1gb --include /etc/redis-base.conf --port 6380"
    files = {"redis-base.conf": "maxmemory 2gb\nport 6390\n"}
    for one in (
        joined(
            {"compose.yaml": COMPOSE.format(mount="redis-base.conf:/etc/redis-base.conf", options=options), **files}
        ),
        joined(
            {
                "Dockerfile": DOCKERFILE.format(
                    mount="redis-base.conf", target="/etc/redis-base.conf", options=options
                ),
                **files,
            }
        ),
    ):
        assert (one.setting("maxmemory").value, one.setting("port").value) == ("2gb", "6380")
        assert one.complete


def test_what_an_include_that_is_not_there_says_is_not_known() -> None:
    one = joined(
        {"compose.yaml": COMPOSE.format(mount="redis-base.conf:/etc/redis-base.conf", options="--include /etc/x.conf")}
    )
    assert not one.complete
