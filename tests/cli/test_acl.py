"""`redislint acl`: the matrix, one user, who, can, and versions."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import Project

USERS = """\
user default off
user admin on #5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 ~* &* +@all
user app on >hunter22 ~app:* &app:* -@all +@read +@write +@pubsub +@connection -@dangerous
user old off nopass ~* +@all
user reports on nopass %R~app:* +get +mget
"""
KIND = "; if it is a redis.conf or an ACL file, say so: --kind redis-conf, --kind users-acl"
FLAGS = ("users.acl", "--server", "redis@7.2")


@pytest.fixture
def shop(project: Project) -> Project:
    project.write("users.acl", USERS)
    return project


def test_the_matrix(shop: Project) -> None:
    done = shop.run("acl", *FLAGS)
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "users.acl  redis 7.2 (as given)\n"
        "user     before  open  change  erase  stall  copy  hear  keys  names\n"
        "default  off     -     -       -      -      -     -     -     -\n"
        "admin    -       -     yes     yes    yes    yes   yes   all   all\n"
        "app      -       -     yes     yes    yes    -     -     -     yes\n"
        "old      off     -     -       -      -      -     -     -     -\n"
        "reports  -       yes   -       -      -      -     -     -     -\n"
        "all: no key pattern limits the user; off: nobody can log in\n"
        "\n"
        "Who may run every command?  left out below\n"
        "  admin, 1 password (as a hash) by +@all users.acl:2:87\n"
        "\n"
        "Who logs in without a secret?  open\n"
        "  reports by nopass users.acl:5:17\n"
        "\n"
        "Who can change the server?  change\n"
        "  app: FUNCTION LOAD, FUNCTION DELETE, FUNCTION RESTORE and FUNCTION FLUSH by +@write users.acl:3:50\n"
        "\n"
        "Who can erase?  erase\n"
        "  app: FUNCTION FLUSH and FUNCTION RESTORE by +@write users.acl:3:50\n"
        "\n"
        "Who can stall the server?  stall\n"
        "  app: FUNCTION LOAD by +@write users.acl:3:50\n"
        "\n"
        "Who sees the names of others' keys?  names\n"
        "  app: SCAN and RANDOMKEY by +@read users.acl:3:43\n"
    )


def test_the_matrix_as_markdown(shop: Project) -> None:
    lines = shop.run("acl", *FLAGS, "--format", "markdown").out.splitlines()
    assert lines[0] == "### users.acl (redis 7.2 (as given))"
    assert lines[2] == "| user | before | open | change | erase | stall | copy | hear | keys | names |"
    assert lines[3].count("---") == 10
    assert "| `app` | - | - | **yes** | **yes** | **yes** | - | - | - | **yes** |" in lines
    assert "- `app`: FUNCTION LOAD by `+@write` users.acl:3:50" in lines


def test_the_matrix_for_programs(shop: Project) -> None:
    done = shop.run("acl", *FLAGS, "--format", "json")
    found = json.loads(done.out)
    assert (found["schema"], found["errors"]) == (1, [])
    (server,) = found["servers"]
    assert (server["path"], server["server"], server["versions"]) == ("users.acl", "redis@7.2", ["redis@7.2"])
    by = {user["name"]: user for user in server["users"]}
    assert list(by) == ["default", "admin", "app", "old", "reports"]
    app = by["app"]
    assert (app["enabled"], app["nopass"], app["passwords"], app["line"], app["column"]) == (
        True,
        False,
        {"clear": 1},
        3,
        6,
    )
    assert app["answers"]["copy-out"] == {"answer": False, "state": "no", "reasons": []}
    assert app["answers"]["stall"] == {
        "answer": True,
        "state": "yes",
        "reasons": [
            {
                "command": "function|load",
                "text": None,
                "rules": [{"rule": "+@write", "path": "users.acl", "line": 3, "column": 50}],
                "versions": ["redis@7.2"],
                "everywhere": True,
            }
        ],
    }
    assert by["old"]["answers"]["erase"]["answer"] is False


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_a_terminal(shop: Project, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.write("users.acl", USERS + "user a-service-with-a-rather-long-name on nopass ~*x* +@all\n")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    for words in ((), ("--user", "app"), ("--who", "config"), ("--versions", "6.2,7.4")):
        out = shop.run("acl", "users.acl", *words).out
        plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
        assert max(map(len, plain.splitlines())) <= width
    assert re.search(
        r"^a-service-with-a-rather-long-name( +\S+){9}$" if width > 80 else r"^a-service-with-a-rather-long-name$",
        _matrix(shop),
        re.MULTILINE,
    )


def _matrix(shop: Project) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", shop.run("acl", "users.acl").out)


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
@pytest.mark.parametrize(
    "words", [(), ("--user", "app"), ("--who", "get"), ("--can", "app", "get", "x"), ("--versions", "6.2,7.4")]
)
def test_no_secret_is_shown(shop: Project, words: tuple[str, ...], format_: str) -> None:
    shop.write("users.acl", USERS + "user odd on >hunter33 (~a >hunter44) +get\n")
    done = shop.run("acl", "users.acl", "--format", format_, *words)
    assert "hunter" not in done.out + done.err
    assert "5e884898" not in done.out + done.err


def test_one_user(shop: Project) -> None:
    done = shop.run("acl", *FLAGS, "--user", "app")
    assert done.status == 0
    assert done.out.startswith(
        "users.acl  redis 7.2 (as given)\n"
        "\n"
        "app  users.acl:3:6\n"
        "  on, 1 password (in clear)\n"
        "  keys: ~app:*\n"
        "  channels: &app:*\n"
        "\n"
        "@admin  none of 65\n"
    )
    assert (
        "@write  100 of 108\n"
        "  may: 100 commands by +@write users.acl:3:50\n"
        "  taken: FLUSHALL, FLUSHDB, MIGRATE, PFDEBUG, RESTORE, RESTORE-ASKING, SORT and SWAPDB"
        " by -@dangerous users.acl:3:80\n"
    ) in done.out
    assert "  may: FUNCTION DELETE, FUNCTION FLUSH, FUNCTION LOAD and FUNCTION RESTORE by +@write" in done.out


def test_one_user_for_programs(shop: Project) -> None:
    found = json.loads(shop.run("acl", *FLAGS, "--user", "reports", "--format", "json").out)
    user = found["servers"][0]["user"]
    assert (user["name"], user["reach"], user["refused"]) == ("reports", ["%R~app:*"], [])
    by = {one["command"]: one for one in user["commands"]}
    assert by["get"]["allowed"] is True
    assert by["get"]["rules"] == [{"rule": "+get", "path": "users.acl", "line": 5, "column": 33}]
    assert by["flushall"]["allowed"] is False
    assert "dangerous" in by["flushall"]["categories"]


def test_a_rule_that_is_refused_is_told_of_without_repeating_it(shop: Project) -> None:
    shop.write("users.acl", "user a on >x ~* ~hunter22 +get\n")
    out = shop.run("acl", "users.acl", "--user", "a").out
    assert "refuses a rule that adds a key pattern after `~*`" in out
    assert "(users.acl:1:17)" in out


def test_who(shop: Project) -> None:
    done = shop.run("acl", *FLAGS, "--who", "flushall")
    assert done.out == (
        "users.acl  redis 7.2 (as given)\n"
        "\n"
        "Who may run FLUSHALL?\n"
        "  admin by +@all users.acl:2:87\n"
        "  not: default, app, old and reports\n"
    )


def test_who_says_where(shop: Project) -> None:
    out = shop.run("acl", *FLAGS, "--who", "GET").out
    assert "  app by +@read users.acl:3:43, on ~app:*\n" in out
    assert "  reports by +get users.acl:5:33, on %R~app:*\n" in out


@pytest.mark.parametrize("command", ["config|set", "CONFIG SET", "Config  Set"])
def test_who_may_run_a_subcommand(shop: Project, command: str) -> None:
    assert "Who may run CONFIG SET?\n  admin by +@all" in shop.run("acl", *FLAGS, "--who", command).out


def test_who_may_run_any_subcommand(shop: Project) -> None:
    shop.write("users.acl", "user a on >x +config -config|set\nuser default off\n")
    out = shop.run("acl", *FLAGS, "--who", "config").out
    assert "a: CONFIG GET, CONFIG HELP, CONFIG RESETSTAT and CONFIG REWRITE by +config users.acl:1:14\n" in out


def test_who_may_run_what_everybody_may(shop: Project) -> None:
    assert "anybody may, before login too" in shop.run("acl", *FLAGS, "--who", "auth").out


def test_who_on_a_sentinel(project: Project) -> None:
    text = "port 26379\nsentinel monitor m 127.0.0.1 6379 2\nuser default off\nuser s on >x +sentinel|set &*\n"
    project.write("sentinel.conf", text)
    out = project.run("acl", "sentinel.conf", "--who", "sentinel set", "--server", "redis@7.2").out
    assert "  s by +sentinel|set sentinel.conf:4:14\n" in out


def test_who_names_every_rule_to_blame(shop: Project) -> None:
    shop.write("users.acl", "user a on >x +@all ~a* (+flushall) +@write\nuser default off\n")
    out = shop.run("acl", *FLAGS, "--who", "flushall").out
    assert "  a by +@all users.acl:1:14, +@write users.acl:1:36 and +flushall users.acl:1:25\n" in out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("app", "GET", "app:1"), 0, "yes: app GET app:1: +@read users.acl:3:43"),
        (("app", "GET", "other"), 1, "no: app GET other: the key other is not within ~app:*"),
        (("app", "FLUSHALL"), 1, "no: app FLUSHALL: -@dangerous takes it away users.acl:3:80"),
        (("app", "eval"), 1, "no: app EVAL: no rule gives it"),
        (("app", "SET", "app:1"), 0, "yes: app SET app:1: +@write users.acl:3:50"),
        (("app", "SET app:1 'a value'"), 0, "yes: app SET app:1 a value: +@write users.acl:3:50"),
        (("app", "client", "kill"), 1, "no: app CLIENT kill: -@dangerous takes it away users.acl:3:80"),
        (("app", "client|setname", "x"), 0, "yes: app CLIENT setname x: +@connection users.acl:3:67"),
        (("app", "lrange", "app:1", "0", "-1"), 0, "yes: app LRANGE app:1 0 -1: +@read users.acl:3:43"),
        (("app", "publish", "other", "x"), 1, "no: app PUBLISH other x: the channel other is not within &app:*"),
        (("reports", "set", "app:1"), 1, "no: reports SET app:1: no rule gives it"),
        (("admin", "eval", "x", "1", "any"), 0, "yes: admin EVAL x 1 any: +@all users.acl:2:87"),
        (("admin", "fcall", "x"), 2, "not known: admin FCALL x: what of it are keys is not known"),
        (("admin", "object"), 2, "not known: admin OBJECT: which subcommand? There are OBJECT ENCODING, OBJECT FREQ"),
        (("admin", "object", "nosuch"), 2, "not known: admin OBJECT nosuch: which subcommand?"),
        (("admin", "nosuch"), 2, "not known: admin NOSUCH: redis 7.2 has no such command"),
        (("admin", "ft.search", "x"), 2, "not known: admin FT.SEARCH x: it may be a module's command"),
        (("old", "get", "x"), 0, "yes: old GET x: +@all users.acl:4:24 (but the user is off: nobody can log in)"),
    ],
)
def test_can(shop: Project, words: tuple[str, ...], status: int, said: str) -> None:
    done = shop.run("acl", *FLAGS, "--can", *words)
    assert done.status == status, done
    assert done.out.startswith(said)


def test_can_where_versions_differ(shop: Project) -> None:
    shop.write("users.acl", "user a on >x ~a resetchannels +@all -@dangerous\n")
    done = shop.run("acl", "users.acl", "--can", "a", "client", "setname", "x")
    assert done.status == 2
    assert "versions differ: redis 7.0 and later, and valkey let it, redis 6.2 do not" in done.out
    assert shop.run("acl", "users.acl", "--can", "a", "client", "setname", "x", "--server", "redis@7.2").status == 0


def test_can_with_paths_behind(shop: Project) -> None:
    assert shop.run("acl", "--can", "app", "get", "app:1", "--", "users.acl").status == 0


def test_can_for_programs(shop: Project) -> None:
    found = json.loads(shop.run("acl", *FLAGS, "--format", "json", "--can", "app", "get", "x").out)
    (server,) = found["servers"]
    assert (server["answer"], server["call"]) == (False, ["get", "x"])
    assert server["why"] == "the key x is not within ~app:*"


def test_can_with_templates(shop: Project) -> None:
    shop.write("users.acl", "user a on >x ~{{ .Values.prefix }}* +get\nuser b on {{ .Values.rules }}\n")
    assert shop.run("acl", "users.acl", "--can", "a", "get", "x").status == 2
    assert shop.run("acl", "users.acl", "--can", "a", "set", "x", "y").status == 1
    assert shop.run("acl", "users.acl", "--can", "b", "get", "x").status == 2


def test_can_with_renamed_commands(project: Project) -> None:
    project.write("redis.conf", 'rename-command FLUSHALL ""\n')
    done = project.run("acl", "redis.conf", "--can", "default", "flushall")
    assert done.status == 1
    assert "`rename-command` takes it away, redis.conf:1:1" in done.out


def test_versions(shop: Project) -> None:
    shop.write("users.acl", "user default off\nuser a on >x ~a resetchannels +@all -@dangerous\nuser b on >x +get\n")
    out = shop.run("acl", "users.acl", "--versions", "6.2,7.4,valkey@8.1").out
    assert out.startswith("users.acl  redis 6.2, redis 7.4, valkey 8.1\n\na  users.acl:2:6\n")
    assert "  denied on redis 6.2, allowed on redis 7.4, and valkey 8.1:\n    ACL CAT, " in out
    assert "CLIENT SETNAME" in out
    assert "  only on redis 7.4:\n    HEXPIRE, " in out
    assert "  on redis 6.2: &*\n  on redis 7.4, and valkey 8.1: no keys and no channels\n" in out
    assert out.endswith("  off: default\n")


def test_versions_that_do_not_start(shop: Project) -> None:
    shop.write("users.acl", "user default off\nuser a on >x %R~a +get\nuser b on >x resetchannels +get\n")
    out = shop.run("acl", "users.acl", "--versions", "6.2,7.4").out
    assert "! redis 6.2 does not start: a rule is no ACL rule (users.acl:2:14)\n" in out
    assert "  the same on all of them: b\n" in out


def test_versions_for_programs(shop: Project) -> None:
    found = json.loads(shop.run("acl", "users.acl", "--versions", "6.2,7.4", "--format", "json").out)
    by = {user["name"]: user for user in found["servers"][0]["users"]}
    assert by["reports"]["refused"] == ["redis@6.2"]
    assert by["admin"]["reach"]["redis@7.4"] == ["~*", "&*"]
    new = {one["command"]: one for one in by["admin"]["commands"]}
    assert (new["fcall"]["allowed"], new["fcall"]["denied"]) == (["redis@7.4"], [])


def test_what_a_configuration_comes_to(project: Project) -> None:
    project.write(
        "compose.yaml",
        "services:\n  cache:\n    image: redis:7.2.5\n    command: [redis-server, /etc/redis.conf]\n"
        "    volumes: ['./conf:/etc/']\n",
    )
    project.write("conf/redis.conf", "requirepass hunter22\ninclude /etc/more.conf\n")
    project.write("conf/more.conf", "aclfile /etc/users.acl\n")
    project.write("conf/users.acl", "user app on >hunter33 ~app:* +get\n")
    out = project.run("acl").out
    assert out.startswith("compose.yaml, cache  redis 7.2.5 (by its image)\n")
    assert "  default: the ACL file has no line `user default` conf/more.conf:1:1\n" in out
    assert out == project.run("acl", "conf/users.acl").out
    assert "hunter" not in out


def test_what_is_not_here(project: Project) -> None:
    project.write("redis.conf", "aclfile /etc/redis/users.acl\n")
    done = project.run("acl", "redis.conf")
    assert done.status == 0
    assert "! its users are not known: its ACL file is not here" in done.out
    assert "(redis.conf:1:1)" in done.out
    done = project.run("acl", "redis.conf", "--user", "app")
    assert (done.status, done.out) == (2, "")
    assert "no user app is known, and there may be others: its users are not known" in done.err


def test_a_server_that_does_not_start(shop: Project) -> None:
    shop.write("users.acl", "# no comments here\nuser a on >x +get\n")
    out = shop.run("acl", *FLAGS).out
    assert "! it does not start: users.acl:1: RL011 " in out


def test_standard_input(project: Project) -> None:
    done = project.run("acl", "-", "--kind", "users-acl", stdin=b"user a on nopass +get\n")
    assert "  a by nopass <stdin>:1:11\n" in done.out


def test_the_configuration_counts(shop: Project) -> None:
    shop.write(".redislint.yaml", "server: redis@7.4\n")
    assert shop.run("acl", "users.acl").out.startswith("users.acl  redis 7.4 (by the configuration)\n")
    assert "version not known" in shop.run("acl", "users.acl", "--no-config").out


def test_names_and_patterns_that_are_markup(project: Project) -> None:
    project.write("users.acl", b"user a|`b on nopass ~*|x +get\nuser \x1b[31mred on nopass +get\n")
    out = project.run("acl", "users.acl", "--format", "markdown").out
    assert "| ``a\\|`b`` |" in out
    project.write("a``b_`c.acl", "user x on nopass +get\n")
    assert project.run("acl", "a``b_`c.acl", "--kind", "users-acl", "--format", "markdown").out.startswith(
        "### a\\`\\`b\\_\\`c.acl (version not known"
    )
    out = project.run("acl", "users.acl").out
    assert "\x1b" not in out
    assert "\\x1b[31mred" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nothing.acl",), "nothing.acl: there is no such file"),
        (("notes.txt",), f"no server is declared in notes.txt{KIND}"),
        (("users.acl", "--user", "ap"), "there is no user ap; did you mean app?"),
        (("users.acl", "--who", "flushal"),
         "--who: no server in question has a command flushal; did you mean flushall?"),
        (("users.acl", "--can", "app"), "--can: a user and a command are expected, such as --can app SET app:1 x"),
        (("users.acl", "--user", "app", "--who", "get"), "--user and --who ask for different answers: one at a time"),
        (("users.acl", "--versions", "7.2"), "--versions: two versions at least are expected, such as 6.2,7.4"),
        (("users.acl", "--versions", "5.0,7.2"), "--versions: redis 5.0 has no ACLs: they came with 6.0"),
        (("users.acl", "--format", "sarif"), "--format: `sarif` is none of text, json, markdown"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(shop: Project, words: tuple[str, ...], message: str) -> None:
    shop.write("notes.txt", "hello\n")
    done = shop.run("acl", *words)
    assert (done.status, done.out, done.err) == (2, "", f"redislint: error: {message}\n")


def test_nothing_of_ours_in_json(project: Project) -> None:
    done = project.run("acl", "--format", "json")
    found = json.loads(done.out)
    assert (done.status, found["servers"]) == (2, [])
    assert found["errors"] == [f"no server is declared in this folder{KIND}"]
