"""`check --fix` and `--diff`: what is written, what is shown, and what is left alone."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from redislint.cli import look as looks
from tests.cli.conftest import Done, Project

CONF = "port 6379\nmaxmemory 1gb # enough\nlogfile stdout\nmaxmemory_policy noeviction\n"
FIXED = '# enough\nmaxmemory 1gb\nlogfile ""\nmaxmemory-policy noeviction\n'
FIXTURE = Path(__file__).parent.parent.parent / "fixtures" / "mistakes-shop"
USERS = "user app on #6ad40e4bc758bd2e360a4de23fde1263cc101848f009b89f1a40e3b5b3475050 ~app:* +@read +@write\n"
COMPOSE = """\
services:
  cache:
    image: redis:7.2-alpine
    command: ["redis-server", "--enable-debug-command", "yes", "--logfile", "stdout"]
"""
MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: redis
data:
  redis.conf: |
    port 6379
    dir /data
    appendonly yes
    maxmemory 100mb # enough
    enable-module-command local
"""
HEREDOC = """\
resource "kubernetes_config_map" "redis" {
  metadata {
    name = "redis"
  }
  data = {
    "redis.conf" = <<-EOT
      port 6379
      dir /data
      appendonly yes
      enable-debug-command yes
    EOT
  }
}
"""


def fix(project: Project, *words: str, stdin: bytes = b"") -> Done:
    return project.run("check", "--format", "concise", *words, stdin=stdin)


def git(folder: Path, *words: str, stdin: bytes = b"") -> bytes:
    identity = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *words], cwd=folder, input=stdin, capture_output=True, check=False, env=os.environ | identity
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_safe_fixes_are_written_and_counted(project: Project) -> None:
    file = project.write("redis.conf", CONF)
    done = project.run("check", "--fix")
    assert file.read_text() == "port 6379\n" + FIXED
    assert done.out.splitlines()[-1].endswith("; fixed 3.")
    assert project.run("check", "--fix").out.splitlines()[-1].endswith("1 file checked.")
    assert file.read_text() == "port 6379\n" + FIXED


def test_unsafe_fixes_are_asked_for(project: Project) -> None:
    file = project.write("users.acl", USERS)
    fix(project, "--fix")
    assert file.read_text() == USERS
    fix(project, "--fix", "--unsafe", "--fix-only", "RL212")
    assert file.read_text() == USERS.replace("+@write", "+@write -@dangerous")


def test_the_fixes_of_some_rules_alone(project: Project) -> None:
    file = project.write("redis.conf", CONF)
    fix(project, "--fix-only", "RL010,trailing-comment")
    assert file.read_text() == "port 6379\n" + FIXED.replace("-policy", "_policy")
    assert "--fix-only: no rule is meant by `RL999`" in fix(project, "--fix-only", "RL999").err


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--unsafe",), "goes with --fix or --diff"), (("--fix", "--diff"), "say one of them")],
)
def test_what_does_not_go_together(project: Project, words: tuple[str, ...], said: str) -> None:
    done = fix(project, *words)
    assert done.status == 2
    assert said in done.err


@pytest.mark.parametrize(
    ("name", "text", "after"),
    [
        ("compose.yaml", COMPOSE, COMPOSE.replace('"yes"', '"no"').replace('"stdout"', '""')),
        (
            "map.yaml",
            MAP,
            MAP.replace("    maxmemory 100mb # enough", "    # enough\n    maxmemory 100mb").replace("local", "no"),
        ),
        ("main.tf", HEREDOC, HEREDOC.replace("command yes", "command no")),
    ],
)
def test_formats_around_a_configuration(project: Project, name: str, text: str, after: str) -> None:
    file = project.write(name, text)
    fix(project, "--fix", "--select", "RL003,RL010,RL305,RL306")
    assert file.read_text() == after


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "no end"])
def test_bytes_that_nobody_blames_stay_as_they_are(project: Project, end: str, mark: str, last: str) -> None:
    before = f"# caf\udce9\nport 6379\n{CONF}".replace("\n", end)
    before = mark + (before.removesuffix(end) if last else before)
    file = project.write("redis.conf", before)
    os.chmod(file, 0o640)
    fix(project, "--fix")
    after = before.replace("maxmemory 1gb # enough", f"# enough{end}maxmemory 1gb").replace("stdout", '""')
    assert file.read_bytes().decode("utf-8", "surrogateescape") == after.replace("_policy", "-policy")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in project.folder.iterdir()) == [".git", "redis.conf"]


@pytest.mark.parametrize("name", ["redis.conf", "a b/redis-ré.conf", 'q"uote/redis.conf'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_git_apply_does_what_fix_does(project: Project, name: str, end: str) -> None:
    lines = [f"# line {number}" for number in range(30)]
    text = end.join([*lines, CONF.replace("\n", end), *lines, "enable-debug-command yes"])
    file = project.write(name, text)
    project.write("compose.yaml", COMPOSE)
    project.write("map.yaml", MAP)
    git(project.folder, "init", "-q")
    done = fix(project, "--diff", "--unsafe", "--no-color")
    assert done.status == 1
    assert file.read_bytes() == text.encode()
    git(project.folder, "apply", "--whitespace=nowarn", stdin=done.out.encode())
    applied = {path: path.read_bytes() for path in project.folder.rglob("*.[cy]*") if path.is_file()}
    for path, before in ((name, text), ("compose.yaml", COMPOSE), ("map.yaml", MAP)):
        project.write(path, before)
    fix(project, "--fix", "--unsafe")
    assert {path: path.read_bytes() for path in applied} == applied
    assert file.read_bytes() != text.encode()
    done = fix(project, "--diff", "--unsafe")
    assert (done.status, done.out) == (0, "")


def test_a_patch_shows_no_password(project: Project) -> None:
    text = f"{CONF}requirepass hunter2hunter2\n# a\n# b\n# c\n# d\nenable-module-command yes\n# e\n"
    file = project.write("redis.conf", text)
    git(project.folder, "init", "-q")
    done = fix(project, "--diff")
    assert "hunter2" not in done.out + done.err
    assert "+enable-module-command no" in done.out
    assert "redis.conf:2: this change is not shown" in done.err
    git(project.folder, "apply", stdin=done.out.encode())
    assert file.read_text() == text.replace("command yes", "command no")


def test_a_patch_in_a_terminal_has_colors_and_no_escapes_of_the_file(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("redis.conf", CONF.replace("enough", "\x1b[2J"))
    assert "\x1b[3" not in fix(project, "--diff").out
    monkeypatch.setattr(looks, "_is_terminal", lambda _: True)
    monkeypatch.setenv("CI", "true")
    out = fix(project, "--diff").out
    assert "\x1b[31m-maxmemory 1gb # " in out
    assert "\x1b[2J" not in out
    assert "\x1b[31m" not in fix(project, "--diff", "--no-color").out


def test_standard_input_becomes_standard_output(project: Project) -> None:
    file = project.write("redis.conf", "port 6379\n")
    done = fix(project, "--fix", "-", "--stdin-filename", "redis.conf", stdin=CONF.encode())
    assert done.out == "port 6379\n" + FIXED
    assert "RL201" in done.err
    assert file.read_text() == "port 6379\n"
    assert fix(project, "--fix", "-", "redis.conf").status == 2


def test_files_that_were_not_asked_for_are_left_alone(project: Project) -> None:
    asked, other = project.write("a/redis.conf", "include ../b/redis.conf\n"), project.write("b/redis.conf", CONF)
    fix(project, "--fix", "a/redis.conf")
    assert (asked.read_text(), other.read_text()) == ("include ../b/redis.conf\n", CONF)


def test_nothing_is_written_through_links_or_outside_the_tree(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside.conf"
    outside.write_text(CONF)
    inside = project.write("real/redis.conf", CONF)
    (project.folder / "links").mkdir()
    (project.folder / "links" / "redis.conf").symlink_to(inside)
    for words in (("links",), ("links/redis.conf",), (str(outside), "--kind", "redis-conf")):
        done = fix(project, "--fix", *words)
        assert "is not changed" in done.err
        assert done.status == 1
    assert inside.read_text() == outside.read_text() == CONF


def test_a_file_that_became_another_is_left_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from redislint.fixing import passes

    file = project.write("redis.conf", CONF)
    real = passes._Mending.run

    def meanwhile(mending: passes._Mending) -> passes.Outcome:
        outcome = real(mending)
        file.write_text("port 1\n")
        return outcome

    monkeypatch.setattr(passes._Mending, "run", meanwhile)
    done = fix(project, "--fix")
    assert done.status == 2
    assert "changed meanwhile" in done.err
    assert file.read_text() == "port 1\n"


def test_a_report_says_what_can_be_fixed(project: Project) -> None:
    project.write("redis.conf", CONF + "tcp-keepalive 0\n")
    assert project.run("check").out.splitlines()[-1] == "Can be fixed: 3 with --fix and 1 with --fix --unsafe."
    assert "Can be fixed" not in project.run("check", "--quiet").out


def test_fixes_are_in_json_and_sarif_as_they_would_be_written(project: Project) -> None:
    project.write("compose.yaml", COMPOSE)
    document = json.loads(project.run("check", "--select", "RL010", "--format", "json").out)
    (edit,) = document["findings"][0]["fix"]["edits"]
    assert (edit["line"], edit["text"]) == (4, "")
    document = json.loads(project.run("check", "--select", "RL010", "--format", "sarif").out)
    (fixed,) = document["runs"][0]["results"][0]["fixes"]
    (replacement,) = fixed["artifactChanges"][0]["replacements"]
    assert replacement["deletedRegion"]["startColumn"] == edit["column"]
    assert replacement["insertedContent"] == {"text": ""}


def test_a_whole_project_is_mended_once(project: Project) -> None:
    shutil.copytree(FIXTURE, project.folder, dirs_exist_ok=True)
    first = project.run("check", "--fix", "--unsafe", "--format", "json")
    after = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    second = project.run("check", "--fix", "--unsafe", "--format", "json")
    assert second.out == first.out
    assert "RL000" not in first.out
    assert {path: path.read_bytes() for path in after} == after
    changed = [path for path in after if path.read_bytes() != (FIXTURE / path.relative_to(project.folder)).read_bytes()]
    assert len(changed) == 7
