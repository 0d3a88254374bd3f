"""`redislint effective`."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Project

COMPOSE = """\
services:
  cache:
    image: redis:7.2.5
    command: ["redis-server", "/etc/redis.conf", "--maxmemory", "2gb", "--requirepass", "hunter22"]
    volumes: ["./conf:/etc/"]
"""
CONF = """\
port 6379
maxmemory 1gb
save 900 1
include /etc/more.conf
maxmemory-policy ALLKEYS-LRU
"""
MORE = "hz 999\nmaxmemory 3gb\nmasterauth hunter33\n"


@pytest.fixture
def shop(project: Project) -> Project:
    project.write("compose.yaml", COMPOSE)
    project.write("conf/redis.conf", CONF)
    project.write("conf/more.conf", MORE)
    return project


def test_every_value_has_its_place(shop: Project) -> None:
    done = shop.run("effective", "compose.yaml", "--changed")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "compose.yaml, cache: redis 7.2.5 (by its image)\n"
        "  hz                500          the server: it is kept within 1 and 500\n"
        "  masterauth        ****         conf/more.conf:3, included\n"
        "  maxmemory         2147483648   compose.yaml:4, command line\n"
        "  maxmemory-policy  allkeys-lru  conf/redis.conf:5\n"
        "  protected-mode    no           compose.yaml:2, default of the image or chart\n"
        "  requirepass       ****         compose.yaml:4, command line\n"
        "  save              900 1        conf/redis.conf:3\n"
    )


def test_a_mounted_file_is_shown_as_it_is_used(shop: Project) -> None:
    assert shop.run("effective", "conf/redis.conf").out == shop.run("effective", "compose.yaml").out


def test_defaults_are_there(shop: Project) -> None:
    lines = shop.run("effective", "compose.yaml").out.splitlines()
    assert len(lines) == 1 + 202
    assert [line.split() for line in lines if " appendonly " in line] == [
        ["appendonly", "no", "default", "of", "redis", "7.2.5"]
    ]


def test_why(shop: Project) -> None:
    done = shop.run("effective", "compose.yaml", "--why", "MaxMemory", "--why", "requirepass")
    assert done.out == (
        "compose.yaml, cache: redis 7.2.5 (by its image)\n"
        "  maxmemory is 2147483648\n"
        "    default of redis 7.2.5        replaced  0\n"
        "    conf/redis.conf:2             replaced  maxmemory 1gb\n"
        "    conf/more.conf:2, included    replaced  maxmemory 3gb\n"
        "    compose.yaml:4, command line  in force  --maxmemory 2gb\n"
        "  requirepass is ****\n"
        "    default of redis 7.2.5        replaced\n"
        "    compose.yaml:4, command line  in force  --requirepass ****\n"
    )


def test_json(shop: Project) -> None:
    done = shop.run("effective", "compose.yaml", "--why", "masterauth", "--format", "json")
    (server,) = json.loads(done.out)["servers"]
    assert (server["path"], server["name"], server["server"], server["release"]) == (
        "compose.yaml",
        "cache",
        "redis@7.2",
        "7.2.5",
    )
    (value,) = server["values"]
    says = value.pop("says")
    assert value == {
        "name": "masterauth",
        "value": "****",
        "default": "",
        "secret": True,
        "origin": "include",
        "spelling": "masterauth",
        "written": "****",
        "path": "conf/more.conf",
        "line": 3,
        "column": 1,
    }
    assert [(say["origin"], say["written"], say["counts"]) for say in says] == [
        ("default", "", False),
        ("include", "****", True),
    ]


@pytest.mark.parametrize("options", [(), ("--format", "json"), ("--why", "requirepass"), ("--why", "masterauth")])
def test_no_secret_is_shown(shop: Project, options: tuple[str, ...]) -> None:
    done = shop.run("effective", "compose.yaml", *options)
    assert done.status == 0
    assert "hunter" not in done.out + done.err


def test_what_lines_add_up_to(project: Project) -> None:
    project.write("redis.conf", "save 1 1\nsave ''\nsave 900 1\nsave 60 5\n")
    done = project.run("effective", "redis.conf", "--server", "redis@7.2", "--why", "save")
    assert [line.split()[-4:] for line in done.out.splitlines()[2:]] == [
        ["1", "300", "100", "60", "10000"][-4:],
        ["replaced", "save", "1", "1"],
        ["redis.conf:2", "in", "force", "save"],
        ["force", "save", "900", "1"],
        ["force", "save", "60", "5"],
    ]


def test_what_an_include_that_is_not_here_may_change(project: Project) -> None:
    project.write("redis.conf", "maxmemory 1mb\ninclude /etc/more.conf\nappendonly yes\n")
    done = project.run("effective", "redis.conf", "--server", "redis@7.2", "--changed")
    assert done.out == (
        "redis.conf: redis 7.2 (as given)\n  appendonly  yes  redis.conf:3\n  maxmemory   ?    redis.conf:2\n"
    )
    why = project.run("effective", "redis.conf", "--server", "redis@7.2", "--why", "maxmemory").out
    assert "maxmemory is ?\n" in why
    assert "in force  include may say more: its file is not here" in why
    (server,) = json.loads(
        project.run("effective", "redis.conf", "--server", "redis@7.2", "--format", "json", "--why", "maxmemory").out
    )["servers"]
    assert server["values"][0]["value"] is None


def test_the_environment_of_an_image(project: Project) -> None:
    project.write(
        "compose.yaml",
        "services:\n  kv:\n    image: bitnami/redis:7.2.4\n    environment:\n"
        "      REDIS_PASSWORD: hunter22\n      REDIS_AOF_ENABLED: 'no'\n",
    )
    out = project.run("effective", "compose.yaml", "--why", "appendonly", "--why", "requirepass").out
    assert "  appendonly is no\n" in out
    assert "compose.yaml:6, environment" in out
    assert "REDIS_PASSWORD ****\n" in out
    assert "hunter" not in out


def test_helm_values(project: Project) -> None:
    project.write(
        "values.yaml",
        "architecture: standalone\nauth:\n  enabled: false\ncommonConfiguration: |-\n  maxmemory 5mb\n"
        "image:\n  repository: bitnami/redis\n  tag: 7.2.4\nmaster:\n  disableCommands: []\n",
    )
    lines = project.run("effective", "values.yaml", "--changed").out.splitlines()
    assert ["maxmemory", "5242880", "values.yaml:5"] in [line.split() for line in lines]


def test_redis_6_without_a_file_has_save_points(project: Project) -> None:
    project.write(
        "compose.yaml",
        "services:\n  a:\n    image: redis:6.0\n  b:\n    image: redis:6.0\n    command: [redis-server, --port, '1']\n",
    )
    out = project.run("effective", "compose.yaml", "--why", "save").out
    assert out.count("save is 3600 1 300 100 60 10000\n") == 1
    assert out.count("save is empty\n") == 1


def test_a_refusal(project: Project) -> None:
    project.write("redis.conf", "port 1\nmaxmemory 1tb\n")
    done = project.run("effective", "redis.conf", "--server", "redis@7.2")
    assert (done.status, done.err) == (1, "")
    first, second = done.out.splitlines()
    assert first == "redis.conf: redis 7.2 (as given)"
    assert second.startswith("  it does not start: redis.conf:2: RL005 `maxmemory` takes ")
    found = json.loads(project.run("effective", "redis.conf", "--server", "redis@7.2", "--format", "json").out)
    (server,) = found["servers"]
    assert server["values"] == []
    assert (server["refused"]["rule"], server["refused"]["line"]) == ("RL005", 2)


def test_a_refusal_of_one_service_is_not_one_of_another(project: Project) -> None:
    project.write(
        "compose.yaml",
        "services:\n  a:\n    image: redis:7.2\n    command: [redis-server, --maxmemory, 1tb]\n"
        "  b:\n    image: redis:7.2\n    command: [redis-server, --maxmemory, 1gb]\n",
    )
    done = project.run("effective", "compose.yaml", "--why", "maxmemory")
    assert done.status == 1
    assert done.out.count("it does not start") == 1
    assert "maxmemory is 1073741824" in done.out


def test_standard_input(project: Project) -> None:
    done = project.run("effective", "-", "--server", "valkey@8.1", "--changed", stdin=b"port 7\n")
    assert done.out == "<stdin>: valkey 8.1 (as given)\n  port  7  <stdin>:1\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "which file? A redis.conf, a compose file, a manifest or Helm values"),
        (("redis.conf",), "redis.conf: the server's version is not known; say it: --server redis@7.2"),
        (("missing.conf",), "missing.conf: there is no such file"),
        (
            ("notes.txt",),
            "no server is declared in notes.txt; if it is a redis.conf, say so: --kind redis-conf",
        ),
        (
            ("redis.conf", "--server", "redis@7.2", "--why", "maxmemry"),
            "redis 7.2 has no value named maxmemry; did you mean maxmemory?",
        ),
    ],
)
def test_what_cannot_be_done(project: Project, words: tuple[str, ...], message: str) -> None:
    project.write("redis.conf", "port 1\n")
    project.write("notes.txt", "hello\n")
    done = project.run("effective", *words)
    assert (done.status, done.out, done.err) == (2, "", f"redislint: error: {message}\n")


def test_a_version_that_is_not_known(project: Project) -> None:
    project.write("redis.conf", "port 1\n")
    done = project.run("effective", "redis.conf", "--server", "redis@9.9")
    assert done.status == 2
    assert done.err.startswith("redislint: error: --server: ")
