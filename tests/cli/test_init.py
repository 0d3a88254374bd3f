"""`redislint init acl`, and `redislint acl --suggest`."""

from __future__ import annotations

import pytest

from redislint.access.jobs import ROLES, USUAL
from tests.cli.conftest import Project

SERVER = ("--server", "redis@7.2")
HASHES = (
    "redislint: note: the zeros behind # are a place for the hash of a password, and let nobody in;"
    " make a password by `openssl rand -hex 32`, and its hash by `printf %s PASSWORD | sha256sum`\n"
)


def names(text: str) -> list[str]:
    return [line.split()[1] for line in text.splitlines() if line.startswith("user ")]


def test_the_usual_users(project: Project) -> None:
    done = project.run("init", "acl", *SERVER)
    assert done.status == 0
    assert names(done.out) == ["default", *USUAL]
    assert done.out.count("\n") == len(USUAL) + 1
    assert done.err.startswith(HASHES)
    assert "redislint: note: exporter: CONFIG GET is left out" in done.err
    assert "warning" not in done.err


def test_the_printed_file_is_clean(project: Project) -> None:
    for arguments in ((), ("--role", ",".join(ROLES), "--cluster"), ("--role", "app-rw", "--prefix", "shop:")):
        for server in ("redis@6.0", "redis@6.2", "redis@8.6", "valkey@9.1"):
            project.write("users.acl", project.run("init", "acl", "--server", server, *arguments).out)
            # A file of users alone is one that nothing names.
            words = ("--select", "RL", "--ignore", "RL904", "users.acl", "--format", "concise", "--quiet")
            found = project.run("--server", server, *words)
            assert (found.status, found.out, found.err) == (0, "", "")


def test_some_users(project: Project) -> None:
    done = project.run("init", "acl", *SERVER, "--role", "queue,backup", "--role", "queue", "--prefix", "bull:")
    assert names(done.out) == ["default", "queue", "backup"]
    assert "~bull:* &bull:*" in done.out
    assert "redislint: warning: no user may change the server: `--role admin` adds one\n" in done.err
    assert "redislint: note: backup: it reads everything" in done.err
    assert "+cluster|slots" in project.run("init", "acl", *SERVER, "--role", "app-rw", "--cluster").out


def test_as_lines_of_a_redis_conf(project: Project) -> None:
    done = project.run("init", "acl", *SERVER, "--role", "admin,replica", "--format", "redis-conf")
    default, admin, replica = done.out.split("\n\n")
    assert default == "user default off"
    assert admin.startswith("# admin: may do everything\nuser admin on #0000")
    assert replica.startswith(
        "# replica: for masteruser: takes the data of a master\n# - on every server set masteruser"
    )
    assert "aclfile" not in done.err
    project.write("redis.conf", done.out)
    found = project.run(*SERVER, "--select", "RL2,RL3,RL0", "redis.conf", "--format", "concise", "--quiet")
    assert (found.status, found.out) == (0, "")


def test_the_configuration_says_which_version(project: Project) -> None:
    project.write(".redislint.yaml", "server: redis@6.2\n")
    assert "resetchannels" in project.run("init", "acl").out
    assert "%R" not in project.run("acl", "--suggest", "u", "--allow", "get", "--keys", "a:*").out


def test_a_suggestion(project: Project) -> None:
    done = project.run("acl", "--suggest", "shop", "--allow", "get,set, del", "--keys", "app:*", *SERVER)
    assert (done.status, done.err) == (0, HASHES)
    assert done.out.startswith("user shop on #0000")
    assert done.out.endswith(" ~app:* +get +set +del\n")
    done = project.run(
        "acl", "--suggest", "shop", "--allow", "get", "--allow", "publish,keys", "--keys", "a:*,b:*", "--channels", "c",
        *SERVER,
    )  # fmt: skip
    assert done.out.endswith(" %R~a:* %R~b:* &c +get +publish +keys\n")
    warning = "redislint: warning: no key pattern limits KEYS: the user reaches beyond --keys by it\n"
    assert (done.status, done.err) == (0, warning + HASHES)


STARTS = (
    "`redislint init acl` prints users who may do no more than their job, `redislint init config` a first"
    " .redislint.yaml"
)
PREFIX = "--prefix: it is what names of keys begin with, such as app: (no pattern, no blanks or quotes)"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("init",),
         f"what to start from? {STARTS}"),
        (("init", "acll"), "`redislint init` has no acll; did you mean acl?"),
        (("init", "acl"), "for which version? Say it: --server redis@7.2"),
        (("init", "acl", "--server", "redis@5.0"), "redis 5.0 has no ACLs: they came with redis 6.0"),
        (("init", "acl", "--server", "redis"), "--server: a server is written redis@7.2 or valkey@8.0, not 'redis'"),
        (("init", "acl", "users.acl"),
         "`redislint init acl` takes no users.acl; what it prints may go to a file: > users.acl"),
        (("init", "acl", *SERVER, "--role", "app-wr"),
         f"--role: `app-wr` is none of {', '.join(ROLES)}; did you mean app-rw?"),
        (("init", "acl", *SERVER, "--prefix", "app:*"), PREFIX),
        (("init", "acl", *SERVER, "--prefix", ""), PREFIX),
        (("init", "acl", *SERVER, "--prefix", "a b"), PREFIX),
        (("acl", "--suggest", "u", "users.acl"),
         "--suggest reads no files: the rules come from --allow, --keys and --channels"),
        (("acl", "--suggest", "u", *SERVER), "what may u run? Say it with --allow get,set,del"),
        (("acl", "--suggest", "a b", "--allow", "get", *SERVER),
         "`a b` is no user name: it holds a blank, or what does not show"),
        (("acl", "--suggest", "u", "--allow", "get", "--keys", 'a"', *SERVER),
         '`a"` is no pattern: it holds a quotation mark'),
        (("acl", "--suggest", "u", "--allow", "gett", *SERVER), "redis 7.2 has no command GETT; did you mean get?"),
        (("acl", "--suggest", "u", "--allow", "set", "--keys", "*,a", *SERVER),
         "`~a` adds a key pattern after `~*` or `allkeys`, which hold all keys: write `resetkeys` before it"),
    ],
)  # fmt: skip
def test_what_means_nothing(project: Project, words: tuple[str, ...], message: str) -> None:
    done = project.run(*words)
    assert (done.status, done.out, done.err) == (2, "", f"redislint: error: {message}\n")


@pytest.mark.parametrize(
    "words", [("init", "--help"), ("init", "acl", "-h"), ("init", "config", "--help"), ("acl", "--help")]
)
def test_help(project: Project, words: tuple[str, ...]) -> None:
    done = project.run(*words)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"usage: redislint {' '.join(words[:1])}")
