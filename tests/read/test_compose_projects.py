"""Compose files that include others, files that a command line names, and the networks of services."""

from __future__ import annotations

import pytest

from redislint.checks.exposure import without_auth
from redislint.finding import Hit
from redislint.link import Whole, link
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.read.test_compose import service
from tests.read.test_compose_layers import Project, only, reading
from tests.read.test_compose_workload import container

INCLUDED = """services:
  cache:
    image: redis:${TAG:-7.2}
    volumes: ["./redis.conf:/etc/redis.conf", data:/data]
    command: redis-server /etc/redis.conf
volumes:
  data: {driver_opts: {type: nfs4}}
"""


def joined(texts: dict[str, str]) -> Whole:
    """All files of a tree, each read as one of some kinds by its end."""
    tree = Project(texts)
    known = {"yaml": "compose", "conf": "redis-conf", "acl": "users-acl"}
    kinds = [(path, text, known.get(path.rpartition(".")[2])) for path, text in texts.items()]
    readings = [read(Source(path, text, kind), tree) for path, text, kind in kinds if kind is not None]
    return link(readings, Options())


def service_of(texts: dict[str, str], name: str) -> Instance:
    (found,) = (one for one in joined(texts).instances if one.name == name)
    return found


def test_an_included_file_is_part_of_the_project() -> None:
    texts = {
        "compose.yaml": "include: [infra/cache.yaml]\nservices: {web: {image: nginx}, queue: {image: valkey/valkey}}\n",
        "infra/cache.yaml": INCLUDED,
        "infra/redis.conf": "maxmemory 1gb\n",
    }
    whole = joined(texts)
    assert [one.name for one in whole.instances] == ["cache", "queue"]
    cache = whole.instances[0]
    assert cache.anchor.source.path == "infra/cache.yaml"
    assert [(one.name, one.span.source.path) for one in cache.settings] == [("maxmemory", "infra/redis.conf")]
    assert cache.workload is not None
    assert [one.source for one in cache.workload.volumes or ()] == ["host", "network"]
    # Both are one project, whichever files they stand in.
    assert [[one.name for one in group.instances] for group in whole.deployments] == [["cache", "queue"]]


def test_the_file_that_includes_may_name_nothing_of_redis() -> None:
    found = reading("compose.yaml", compose__yaml="include:\n  - infra.yaml\n", infra__yaml=INCLUDED)
    assert only(found).name == "cache"
    assert [(one.role, one.path) for one in only(found).references if one.role in ("compose", "project")] == [
        ("compose", "infra.yaml"),
        ("project", "compose.yaml"),
    ]


def test_the_long_form_of_an_include() -> None:
    texts = {
        "compose.yaml": """include:
  - path: [infra/cache.yaml, infra/more.yaml]
    project_directory: .
    env_file: infra/versions.env
""",
        "infra/cache.yaml": INCLUDED,
        "infra/more.yaml": "services: {cache: {mem_limit: 1g}}",
        "infra/versions.env": "TAG=8.0\n",
        "infra/.env": "TAG=6.2\n",
        "redis.conf": "port 7000\n",
    }
    cache = service_of(texts, "cache")
    assert str(cache.server) == "redis 8.0"
    assert cache.memory_limit is not None
    assert cache.memory_limit.value == 1 << 30
    assert [one.value for one in cache.settings] == ["7000"]


@pytest.mark.parametrize(
    ("own", "beside", "expected"),
    [
        ("", "", "redis 7.2"),
        ("", "TAG=6.2", "redis 6.2"),
        ("TAG=8.0", "TAG=6.2", "redis 8.0"),
        ("TAG=8.0", "", "redis 8.0"),
    ],
)
def test_variables_of_the_project_come_before_those_beside_an_included_file(
    own: str, beside: str, expected: str
) -> None:
    texts = {"compose.yaml": "include: [a/b.yaml]", "a/b.yaml": INCLUDED, ".env": own, "a/.env": beside}
    found = read(Source("compose.yaml", texts["compose.yaml"], "compose"), Project(texts))
    assert str(only(found).server) == expected


def test_an_override_reaches_what_is_included() -> None:
    found = reading(
        "compose.yaml",
        compose__yaml="include: [infra.yaml]",
        infra__yaml=INCLUDED,
        compose__override__yaml="services: {cache: {ports: ['6379:6379']}}",
    )
    assert [one.seen for one in only(found).ports or ()] == [6379]


@pytest.mark.parametrize(
    "include",
    [
        "[../other/compose.yaml]",
        "[/etc/compose.yaml]",
        "['${WHERE}/compose.yaml']",
        "[missing.yaml]",
        "[compose.yaml]",
        "[loop.yaml]",
        "[{path: infra.yaml, project_directory: '${HERE}'}]",
        "[{path: [infra.yaml, ../more.yaml]}]",
        "infra.yaml",
        "[[infra.yaml]]",
        "[{}]",
        "",
    ],
)
def test_what_is_not_in_the_tree_is_not_included(include: str) -> None:
    texts = {
        "compose.yaml": f"include: {include}\nservices: {{own: {{image: redis}}}}\n",
        "infra.yaml": INCLUDED,
        "loop.yaml": "include: [compose.yaml, loop.yaml]\n",
    }
    found = read(Source("compose.yaml", texts["compose.yaml"], "compose"), Project(texts))
    assert only(found).name == "own"


def test_many_files_that_include_each_other_come_to_an_end() -> None:
    names = [f"f{number}.yaml" for number in range(12)]
    texts = dict.fromkeys(names, f"include: [{', '.join(names)}]\nservices: {{own: {{image: redis}}}}\n")
    assert only(read(Source("f0.yaml", texts["f0.yaml"], "compose"), Project(texts))).name == "own"


ACL = "user default off\nuser app on >secret ~app:* +@read\n"


@pytest.mark.parametrize(
    ("body", "users"),
    [
        ("command: redis-server --aclfile /etc/redis/users.acl\nvolumes: ['./users.acl:/etc/redis/users.acl']", 2),
        ("command: redis-server --aclfile users.acl\nvolumes: ['.:/data']", 2),
        ("command: redis-server --dir /srv --aclfile users.acl\nvolumes: ['.:/srv']", 2),
        ("command: redis-server --aclfile users.acl\nworking_dir: /here\nvolumes: ['.:/here']", 2),
        ("command: redis-server --aclfile users.acl\nworking_dir: $HERE\nvolumes: ['.:/data']", None),
        ("command: redis-server --aclfile /etc/redis/users.acl", None),
        ("command: redis-server --aclfile $FILE\nvolumes: ['./users.acl:/etc/redis/users.acl']", None),
        ("command: redis-server --include /c/more.conf\nvolumes: ['.:/c', './users.acl:/etc/users.acl']", 2),
    ],
)
def test_the_acl_file_of_a_command_line(body: str, users: int | None) -> None:
    lines = "\n".join(f"    {line}" for line in f"image: redis:7.2\n{body}".splitlines())
    texts = {
        "compose.yaml": f"services:\n  cache:\n{lines}\n",
        "users.acl": ACL,
        "more.conf": "aclfile /etc/users.acl\nmaxmemory 1gb\n",
    }
    found = service_of(texts, "cache").users
    assert (None if found is None else len(found)) == users


def test_a_file_that_a_command_line_includes() -> None:
    texts = {
        "compose.yaml": "services: {cache: {image: 'redis:7.2', volumes: ['./more.conf:/data/more.conf'],"
        " command: redis-server --include more.conf --port 7000}}",
        "more.conf": "port 7001\nappendonly yes\n",
    }
    cache = service_of(texts, "cache")
    assert cache.setting("port").value == "7000"
    assert cache.setting("appendonly").value == "yes"
    assert cache.complete
    assert not service_of(
        texts | {"more.conf": ""} | {"compose.yaml": texts["compose.yaml"].replace("data/m", "x/m")}, "cache"
    ).complete


@pytest.mark.parametrize(
    ("body", "ports"),
    [
        ("networks: [inner]", []),
        ("networks: {inner: {aliases: [a]}}", []),
        ("networks: [inner, outer]", [6379]),
        ("networks: [elsewhere]", [6379]),
        ("network_mode: none", []),
        ("network_mode: bridge", [6379]),
        ("network_mode: host", None),
        ("network_mode: service:web", None),
        ("network_mode: $MODE", None),
    ],
)
def test_ports_are_published_where_a_network_leads_out(body: str, ports: list[int] | None) -> None:
    text = f"services:\n  cache:\n    image: redis:7.2\n    ports: ['6379:6379']\n    {body}\n"
    text += "networks:\n  inner: {internal: true}\n  outer: {}\n"
    found = only(reading("compose.yaml", compose__yaml=text))
    assert (None if found.ports is None else [one.container for one in found.ports]) == ports
    is_let_in = ports == [6379] or body == "network_mode: host"
    assert any(isinstance(hit, Hit) for hit in without_auth(found)) == is_let_in


def test_a_service_with_a_profile_is_linted_as_any_other() -> None:
    plain = service("image: redis:7.2\nports: ['6379:6379']")
    debug = service("image: redis:7.2\nports: ['6379:6379']\nprofiles: [debug]")
    assert (
        [hit.span.text for hit in without_auth(plain)]
        == [hit.span.text for hit in without_auth(debug)]
        == ["6379:6379"]
    )


def test_what_a_service_asks_of_the_kernel() -> None:
    found = container(
        "image: redis\nsysctls: {net.core.somaxconn: 1024, vm.x: $X}\nulimits: {nofile: {soft: 10032, hard: 20000}}\n"
        "memswap_limit: 2g\nmem_swappiness: 0"
    )
    assert [(name, one.value, one.span.text) for name, one in found.sysctls or ()] == [
        ("net.core.somaxconn", "1024", "1024"),
        ("vm.x", UNKNOWN, "$X"),
    ]
    assert [one.value for one in (found.nofile, found.swap, found.swappiness) if one is not None] == [20000, 2 << 30, 0]
    listed = container(
        "image: redis\nsysctls: ['net.core.somaxconn=512', 'a=$B']\nulimits: {nofile: 65535}\nmemswap_limit: -1"
    )
    assert [(name, one.value, one.span.text) for name, one in listed.sysctls or ()] == [
        ("net.core.somaxconn", "512", "512"),
        ("a", UNKNOWN, "$B"),
    ]
    assert [one.value for one in (listed.nofile, listed.swap) if one is not None] == [65535, -1]
    bare = container("image: redis\nulimits: {nofile: $N}")
    assert (bare.sysctls, bare.swap, bare.swappiness) == ((), None, None)
    assert bare.nofile is not None
    assert bare.nofile.value is UNKNOWN
    assert container("extends: {file: other.yaml, service: x}\nimage: redis").sysctls is None


def test_who_waits_for_a_service() -> None:
    text = """services:
  cache: {image: redis}
  a: {depends_on: [db, cache]}
  b: {depends_on: {cache: {condition: service_healthy}}}
  c: {depends_on: {cache: {condition: service_started}, db: {}}}
  d: {depends_on: {cache: {}}}
"""
    workload = only(reading("compose.yaml", compose__yaml=text)).workload
    assert workload is not None
    assert [(name, place.text, place.position[0]) for name, place in workload.awaited or ()] == [
        ("a", "cache", 3),
        ("c", "service_started", 5),
        ("d", "cache", 6),
    ]
