"""`redislint acl --diff`: what a change gives and takes."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.cli.conftest import Project
from tests.discover.trees import git
from tests.parts import need

OLD = "user default off\nuser app on >hunter22 ~app:* +get +set\nuser gone on >x +get\n"
NEW = "user default off\nuser app on >hunter33 ~app:* ~* +get +flushall\nuser new on nopass +get\n"
NO_FILE = "git has no such file: is HEAD~9 a commit of this repository, and users.acl a file in it?"
FLAGS = ("--server", "redis@7.2")


@pytest.fixture
def shop(project: Project) -> Project:
    need("git", shutil.which("git") is not None, "install it with your system's packages")
    git(project.folder, "init", "--quiet", "-b", "main")
    for text in (OLD, NEW):
        project.write("users.acl", text)
        git(project.folder, "add", "--all")
        words = ("-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "--quiet", "--message", "m")
        assert git(project.folder, *words).returncode == 0
    return project


def test_two_revisions(shop: Project) -> None:
    done = shop.run("acl", *FLAGS, "--diff", "HEAD~1:users.acl", "HEAD:users.acl")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "Who may run what: HEAD~1:users.acl to HEAD:users.acl\n"
        "redis 7.2\n"
        "\n"
        "app: gains 1 command, loses 1 command\n"
        "  can now: erase and reach keys beyond the pattern\n"
        "  passwords: 1 new, 1 gone\n"
        "  gains ~*\n"
        "  loses ~app:*\n"
        "  gains FLUSHALL by +flushall HEAD:users.acl:2:38\n"
        "  loses SET, given by +set HEAD~1:users.acl:2:35\n"
        "\n"
        "new: new, gains 1 command\n"
        "  can now: log in without a secret\n"
        "  on, nopass: any password does\n"
        "  gains GET by +get HEAD:users.acl:3:20\n"
        "\n"
        "gone: gone, loses 1 command\n"
        "  loses GET, given by +get HEAD~1:users.acl:3:17\n"
    )


def test_a_revision_and_a_file(shop: Project) -> None:
    shop.write("users.acl", OLD)
    done = shop.run("acl", *FLAGS, "--diff", "HEAD~1:users.acl", "users.acl")
    assert done.out.splitlines()[-1] == "no user gains or loses anything"
    assert "app: gains" in shop.run("acl", *FLAGS, "--diff", "HEAD:users.acl", "users.acl").out


def test_revisions_of_one_path(shop: Project) -> None:
    short = shop.run("acl", *FLAGS, "users.acl", "--diff", "HEAD~1", "HEAD")
    assert short == shop.run("acl", *FLAGS, "--diff", "HEAD~1:users.acl", "HEAD:users.acl")


def test_two_files(project: Project) -> None:
    project.write("old.acl", OLD)
    project.write("new.acl", NEW)
    out = project.run("acl", *FLAGS, "--diff", "old.acl", "new.acl").out
    assert "  gains FLUSHALL by +flushall new.acl:2:38\n  loses SET, given by +set old.acl:2:35\n" in out


def test_a_comment_for_a_pull_request(shop: Project) -> None:
    out = shop.run("acl", *FLAGS, "--diff", "HEAD~1:users.acl", "HEAD:users.acl", "--format", "markdown").out
    assert out.startswith(
        "### Who may run what: `HEAD~1:users.acl` to `HEAD:users.acl`\n"
        "\n"
        "redis 7.2\n"
        "\n"
        "#### `app`: gains 1 command, loses 1 command\n"
        "\n"
        "- can now: erase and reach keys beyond the pattern\n"
    )
    assert "- gains FLUSHALL by `+flushall` HEAD:users.acl:2:38\n" in out


def test_for_programs(shop: Project) -> None:
    out = shop.run("acl", *FLAGS, "--diff", "HEAD~1:users.acl", "HEAD:users.acl", "--format", "json").out
    found = json.loads(out)
    assert (found["old"], found["new"]) == ("HEAD~1:users.acl", "HEAD:users.acl")
    app, new, gone = found["servers"][0]["users"]
    assert (app["name"], app["begins"], app["reach"]) == (
        "app",
        ["erase", "keys-beyond-pattern"],
        ["+ ~*", "- ~app:*"],
    )
    assert app["passwords"] == {"new": 1, "gone": 1}
    assert [(one["command"], one["rules"][0]["rule"], one["side"]) for one in (*app["gained"], *app["lost"])] == [
        ("flushall", "+flushall", "new"),
        ("set", "+set", "old"),
    ]
    assert (new["old"], gone["new"]) == (None, None)


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_no_secret_is_shown(shop: Project, format_: str) -> None:
    done = shop.run("acl", "--diff", "HEAD~1:users.acl", "HEAD:users.acl", "--format", format_)
    assert "hunter" not in done.out + done.err


def test_of_a_configuration(shop: Project) -> None:
    shop.write("old/redis.conf", "requirepass hunter22\nport 6379\n")
    shop.write("new/redis.conf", "requirepass hunter22\nport 6379\naclfile users.acl\n")
    shop.write("new/users.acl", "user app on >x +get\n")
    done = shop.run("acl", *FLAGS, "--diff", "old/redis.conf", "new/redis.conf")
    assert done.err == ""
    out = done.out
    assert "default: changed\n  can now: be admin before login and log in without a secret\n" in out


def test_another_image_is_another_version(project: Project) -> None:
    text = "services:\n  a:\n    image: redis:{}\n    command: redis-server --user u on nopass resetchannels +client\n"
    project.write("old.yaml", text.format("6.2"))
    project.write("new.yaml", text.format("7.2"))
    out = project.run("acl", "--diff", "old.yaml", "new.yaml", "--kind", "compose").out
    assert "redis 6.2 before, redis 7.2 now\n" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("HEAD~9:users.acl", "users.acl"), f"--diff HEAD~9:users.acl: {NO_FILE}"),
        (("nothing.acl", "HEAD:users.acl"), "--diff nothing.acl: there is no such file"),
        (("a..b:users.acl", "users.acl"), "--diff a..b:users.acl: there is no such file"),
        (("HEAD:notes", "users.acl"), "--diff HEAD:notes: nothing tells what this is; say it: --kind users-acl"),
        (("users.acl",), "--diff: expected 2 arguments"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(shop: Project, words: tuple[str, ...], message: str) -> None:
    shop.write("notes", "hello\n")
    git(shop.folder, "add", "--all")
    git(shop.folder, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "--quiet", "--message", "m")
    done = shop.run("acl", "--diff", *words)
    assert (done.status, done.out, done.err) == (2, "", f"redislint: error: {message}\n")
