"""`redislint upgrade`."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Project

COMPOSE = """\
services:
  cache:
    image: redis:6.2.6
    command: ["redis-server", "/etc/redis.conf", "--requirepass", "hunter22"]
    volumes: ["./conf:/etc/"]
"""
CONF = """\
port 6379
gopher-enabled no
maxmemory 1tb
include /etc/more.conf
lua-replicate-commands yes
appendonly yes
"""
MORE = "masterauth hunter33\nhash-max-ziplist-entries 5\naclfile /etc/users.acl\n"
USERS = "user app on >hunter44 ~app:* -@all +get +publish\n"


@pytest.fixture
def shop(project: Project) -> Project:
    project.write("compose.yaml", COMPOSE)
    project.write("conf/redis.conf", CONF)
    project.write("conf/more.conf", MORE)
    project.write("conf/users.acl", USERS)
    return project


def test_what_breaks_comes_first(shop: Project) -> None:
    done = shop.run("upgrade", "--to", "redis@7.0.15", "compose.yaml")
    assert (done.status, done.err) == (1, "")
    told, _, known = done.out.partition("  known vulnerabilities:\n")
    assert told == (
        "compose.yaml, cache: from redis 6.2.6 (by its image) to redis 7.0.15\n"
        "  redis 7.0.15 would not start:\n"
        "    conf/redis.conf:2  RL001 `gopher-enabled` is not a directive of redis 7.0.15: redis 7.0.15 refuses to"
        " start; redis 6.0 and 6.2 know it\n"
        "  refused today as well:\n"
        "    conf/redis.conf:3  RL005 `maxmemory` takes digits and one of the units b, k, kb, m, mb, g and gb, not"
        " `1tb`: redis 7.0.15 refuses to start\n"
        "  would break:\n"
        "    conf/users.acl:1  user `app` may use all channels in redis 6.2, no channels in redis 7.0; `&...` gives"
        " channels, `&*` all of them\n"
        "  taken and ignored by redis 7.0.15:\n"
        "    conf/redis.conf:5  `lua-replicate-commands` does nothing\n"
        "  changes:\n"
        "    conf/redis.conf:6  the first start moves the append-only file into the folder that `appenddirname` names:"
        " the old version does not find it there, so take a copy before\n"
        "  another default, of what is not written:\n"
        "    `acl-pubsub-default`: `resetchannels` instead of `allchannels`; a user who is given no channels (`&...`)"
        " may use none\n"
        "    `repl-diskless-sync`: `yes` instead of `no`; a full synchronisation goes straight to the replicas, without"
        " a file on disk\n"
        "  new names; the old ones are taken as well:\n"
        "    conf/more.conf:2  `hash-max-ziplist-entries` is `hash-max-listpack-entries`\n"
        "  in any case:\n"
        "    DEBUG, MODULE LOAD and CONFIG SET of `dir` and `dbfilename` are refused unless `enable-debug-command`,"
        " `enable-module-command` and `enable-protected-configs` allow them; `loadmodule` in the file works as before\n"
    )
    # How many there are is a matter of the data's day.
    assert [line.split()[0] for line in known.splitlines()] == ["opens", "closes", "leaves"]
    assert "CVE-2022-24834 (high)" in known.splitlines()[1]


def test_json(shop: Project) -> None:
    done = shop.run("upgrade", "--to", "redis@7.0.15", "compose.yaml", "--format", "json")
    assert done.status == 1
    whole = json.loads(done.out)
    assert (whole["schema"], whole["to"], whole["release"], whole["breaks"]) == (1, "redis@7.0", "7.0.15", True)
    (server,) = whole["servers"]
    assert {key: server[key] for key in ("path", "name", "from", "from_release", "from_origin", "breaks")} == {
        "path": "compose.yaml",
        "name": "cache",
        "from": "redis@6.2",
        "from_release": "6.2.6",
        "from_origin": "image",
        "breaks": True,
    }
    assert [(one["rule"], one["path"], one["line"]) for one in server["refused"]] == [("RL001", "conf/redis.conf", 2)]
    assert [(one["rule"], one["line"]) for one in server["already_refused"]] == [("RL005", 3)]
    assert [one["directive"] for one in server["ignored"]] == ["lua-replicate-commands"]
    assert [one["directive"] for one in server["renamed"]] == ["hash-max-listpack-entries"]
    assert [(one["name"], one["before"], one["after"]) for one in server["defaults"]] == [
        ("acl-pubsub-default", "allchannels", "resetchannels"),
        ("repl-diskless-sync", "no", "yes"),
    ]
    (user,) = server["users"]
    assert (user["name"], user["breaks"], user["lost"], user["path"]) == ("app", True, [], "conf/users.acl")
    assert server["vulnerabilities"]["from"] == "redis@6.2.6"
    assert server["vulnerabilities"]["assumed_newest"] == []
    assert whole["errors"] == []


@pytest.mark.parametrize("options", [(), ("--format", "json"), ("--all",)])
@pytest.mark.parametrize("target", ["redis@5.0", "redis@7.0", "redis@8.6", "valkey@9.1"])
def test_no_secret_is_shown(shop: Project, options: tuple[str, ...], target: str) -> None:
    done = shop.run("upgrade", "--to", target, "compose.yaml", *options)
    assert done.status == 1
    assert "hunter" not in done.out + done.err


def test_the_mounted_file_is_the_same_server(shop: Project) -> None:
    whole = shop.run("upgrade", "--to", "redis@8.2", "compose.yaml").out
    assert shop.run("upgrade", "--to", "redis@8.2", "conf/users.acl").out == whole
    assert shop.run("upgrade", "--to", "redis@8.2").out == whole


def test_nothing_breaks(project: Project) -> None:
    project.write("redis.conf", "# redislint: server=redis@7.2.5\nport 6379\nmaxmemory 1gb\n")
    done = project.run("upgrade", "--to", "redis@7.2.5", "redis.conf")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "redis.conf: from redis 7.2.5 (by a comment in the file) to redis 7.2.5\n"
        "  known vulnerabilities:\n"
        f"{done.out.splitlines()[-1]}\n"
    )
    assert done.out.splitlines()[-1].startswith("    leaves ")


def test_a_present_version_that_may_be_wrong(project: Project) -> None:
    project.write("redis.conf", "enable-debug-command local\nshutdown-timeout 5\nlatency-tracking no\ncluster-port 0\n")
    words = ("upgrade", "--to", "redis@7.2", "--from", "redis@6.2", "redis.conf")
    out = project.run(*words).out
    assert "  refused today, and taken by redis 7.2:\n    redis.conf:1  RL708 " in out
    assert "    1 more; --all shows them\n" in out
    assert "redis.conf:4  RL708" in project.run(*words, "--all").out
    assert [
        one["line"]
        for one in json.loads(project.run(*words, "--format", "json").out)["servers"][0]["no_longer_refused"]
    ]


def test_the_nearest_version_wins(project: Project) -> None:
    project.write("redis.conf", "# redislint: server=redis@6.0\ngopher-enabled no\n")
    assert "from redis 6.0 (by a comment in the file)" in project.run("upgrade", "--to", "redis@7.2", "redis.conf").out
    project.write(".redislint.yaml", "server: redis@6.2\n")
    assert "from redis 6.2 (by the configuration)" in project.run("upgrade", "--to", "redis@7.2", "redis.conf").out
    given = project.run("upgrade", "--to", "redis@7.2", "--from", "redis@7.0", "redis.conf").out
    assert given.startswith("redis.conf: from redis 7.0 (as given) to redis 7.2\n  refused today as well:\n")


def test_without_a_present_version(project: Project) -> None:
    project.write("redis.conf", "gopher-enabled no\nslaveof 10.0.0.1 6379\n")
    done = project.run("upgrade", "--to", "redis@7.2", "redis.conf")
    assert done.status == 1
    assert done.out == (
        "redis.conf: from a version that is not known to redis 7.2\n"
        "  redis 7.2 would not start:\n"
        "    redis.conf:1  RL001 `gopher-enabled` is not a directive of redis 7.2: redis 7.2 refuses to start;"
        " redis 6.0 and 6.2 know it\n"
        "  not compared:\n"
        "    values, defaults and users' rights, and known vulnerabilities: say the present version with"
        " --from redis@6.2\n"
    )


def test_an_acl_file_alone_does_not_tell_the_default_of_channels(project: Project) -> None:
    project.write("users.acl", "user app on >hunter22 ~app:* -@all +get +publish\n")
    done = project.run("upgrade", "--to", "redis@7.0", "--from", "redis@6.2", "users.acl")
    assert done.status == 0
    assert "`acl-pubsub-default` decides" in done.out


def test_servers_to_which_the_same_applies(project: Project) -> None:
    service = "    image: redis:7.0.5\n    command: [redis-server, --appendonly, 'yes']\n"
    project.write("compose.yaml", f"services:\n  a:\n{service}  b:\n{service}")
    done = project.run("upgrade", "--to", "redis@7.0.5", "compose.yaml")
    assert done.out.count("leaves ") == 1
    assert "compose.yaml, b: from redis 7.0.5" in done.out
    assert "  the same as for compose.yaml, a\n" in done.out


def test_helm_values(project: Project) -> None:
    project.write(
        "values.yaml",
        "architecture: standalone\nauth:\n  enabled: false\ncommonConfiguration: |-\n  gopher-enabled no\n"
        "image:\n  repository: bitnami/redis\n  tag: 6.2.6\nmaster:\n  disableCommands: []\n",
    )
    done = project.run("upgrade", "--to", "redis@7.2", "values.yaml")
    assert done.status == 1
    assert "    values.yaml:5  RL001 `gopher-enabled` is not a directive of redis 7.2" in done.out


def test_a_sentinel(project: Project) -> None:
    project.write("sentinel.conf", "port 26379\nsentinel monitor m 10.0.0.1 6379 2\nsentinel resolve-hostnames no\n")
    done = project.run("upgrade", "--to", "redis@6.0", "--from", "redis@6.2", "sentinel.conf")
    assert done.status == 1
    assert "sentinel.conf:3  RL001 `sentinel resolve-hostnames` is not a directive of redis 6.0" in done.out


def test_terraform(project: Project) -> None:
    project.write(
        "main.tf",
        'resource "aws_elasticache_replication_group" "a" {\n  replication_group_id = "a"\n  description = "a"\n'
        '  engine_version = "7.0"\n  node_type = "cache.t3.micro"\n'
        "  parameter_group_name = aws_elasticache_parameter_group.p.name\n}\n"
        'resource "aws_elasticache_parameter_group" "p" {\n  name = "p"\n  family = "redis7"\n  parameter {\n'
        '    name = "maxmemory-policy"\n    value = "allkeys-lrm"\n  }\n}\n',
    )
    done = project.run("upgrade", "--to", "redis@6.2", "main.tf")
    assert done.status == 1
    assert "refused today as well:\n    main.tf:13  RL005 `maxmemory-policy`" in done.out
    assert "defaults and known vulnerabilities: the service has its own" in done.out


def test_long_lists_are_cut_unless_all_is_asked_for(project: Project) -> None:
    project.write("redis.conf", "port 1\nuser a on >hunter22 ~* resetchannels +@all -@dangerous\n")
    words = ("upgrade", "--to", "redis@8.2", "--from", "redis@6.2.6", "redis.conf")
    short, whole = project.run(*words).out, project.run(*words, "--all").out
    assert "user `a` may run ACL (4 subcommands), CLIENT (" in short
    assert " more\n" in short
    assert "CLIENT SETNAME" in whole
    assert " more\n" not in whole
    assert "HOST:" not in whole


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("redis.conf",), "to which version? Say it with --to redis@8.2"),
        (("--to", "redis@9.9", "redis.conf"), "--to: redis@9.9 is no version"),
        (("--to", "8.2", "redis.conf"), "--to: a server is written"),
        (("--to", "redis@8.2", "--from", "redis", "redis.conf"), "--from: a server is written"),
        (("--to", "redis@8.2", "--format", "sarif", "redis.conf"), "--format"),
        (("--to", "redis@8.2", "--form", "json", "redis.conf"), "there is no option --form"),
        (("--to", "redis@8.2", "nothing.conf"), "nothing.conf"),
        (("--to", "redis@8.2", "notes.txt"), "no server is declared in notes.txt"),
        (("--to", "redis@8.2", "broken.yaml", "redis.conf"), "broken.yaml:"),
    ],
)
def test_what_cannot_be_done(project: Project, arguments: tuple[str, ...], said: str) -> None:
    project.write("redis.conf", "port 6379\n")
    project.write("notes.txt", "hello\n")
    project.write("broken.yaml", "services:\n  a:\n    image: redis:7.0\n   b: [\n")
    done = project.run("upgrade", *arguments)
    assert done.status == 2
    assert said in done.err


def test_standard_input(project: Project) -> None:
    done = project.run("upgrade", "--to", "redis@7.0", "--from", "redis@6.2", "-", stdin=b"gopher-enabled no\n")
    assert done.status == 1
    assert "    <stdin>:1  RL001 " in done.out


def test_colors_and_width(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("redis.conf", "gopher-enabled no\nappendonly yes\n")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "70")
    out = project.run("upgrade", "--to", "redis@7.0", "--from", "redis@6.2", "redis.conf").out
    assert "\x1b[1;31m" in out
    plain = project.run("upgrade", "--to", "redis@7.0", "--from", "redis@6.2", "redis.conf", "--no-color").out
    assert max(len(line) for line in plain.splitlines()) < 100


def test_help(project: Project) -> None:
    done = project.run("upgrade", "--help")
    assert done.status == 0
    assert done.out.startswith("usage: redislint upgrade --to VERSION [OPTION ...] [PATH ...]\n")
