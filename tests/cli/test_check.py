"""`redislint [check]`: what is linted, what is said, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from redislint import __data__, __version__
from redislint.checks import exposure
from redislint.model.instance import Instance
from redislint.read import READERS
from redislint.report import FORMATS
from tests.cli.conftest import BAD, GOOD, Project
from tests.repository import Repository

OUTPUT = "-o/--output: a format and a file are expected, such as sarif:redislint.sarif, not "

FOUND = "redis.conf:1:1: error RL101 exposed-without-auth: "


# The rules that these tests look at: others come and go.
TOLD = ("RL101", "RL403", "RL991")


def concise(project: Project, *arguments: str) -> list[str]:
    """Place and rule of each finding of those rules."""
    out = project.run("--format", "concise", *arguments).out
    found = [(line.split(": ")[0], line.split(": ")[1].split(" ")[1]) for line in out.splitlines()]
    return [f"{place} {rule}" for place, rule in found if rule in TOLD]


# What is linted.


@pytest.mark.parametrize(
    "words", [(), (".",), ("check",), ("check", "."), ("redis.conf",), ("check", "redis.conf"), ("sub/..",)]
)
def test_with_and_without_the_verb_and_paths(project: Project, words: tuple[str, ...]) -> None:
    project.write("redis.conf")
    (project.folder / "sub").mkdir()
    done = project.run(*words)
    assert done.status == 1
    assert done.out.startswith("error[RL101 exposed-without-auth]: ")
    assert done.err == ""


def test_a_folder_that_is_called_like_a_verb(project: Project) -> None:
    project.write("rules/redis.conf")
    assert project.run("rules").out.startswith("id ")
    assert concise(project, "./rules") == ["rules/redis.conf:1:1 RL101"]
    assert concise(project, "--", "rules") == ["rules/redis.conf:1:1 RL101"]


def test_options_and_paths_in_any_order(project: Project) -> None:
    project.write("a/redis.conf")
    project.write("b/redis.conf")
    project.write("-c/redis.conf")
    expected = ["a/redis.conf:1:1 RL101", "b/redis.conf:1:1 RL101"]
    assert concise(project, "a", "--quiet", "b") == expected
    assert concise(project, "--fail-on=never", "a", "b", "--no-color") == expected
    assert concise(project, "a", "--", "-c") == ["-c/redis.conf:1:1 RL101", "a/redis.conf:1:1 RL101"]


def test_paths_are_those_of_the_repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("a/b/redis.conf")
    monkeypatch.chdir(project.folder / "a")
    assert concise(project, "b") == ["a/b/redis.conf:1:1 RL101"]


def test_standard_input(project: Project) -> None:
    data = BAD.encode()
    assert project.run("-", "--format", "concise", stdin=data).out.startswith("<stdin>:1:1: error RL101 ")
    done = project.run("--format", "concise", "--stdin-filename", "conf/redis.conf", "-", stdin=data)
    assert done.out.startswith("conf/redis.conf:1:1: error RL101 ")
    done = project.run("-", "--kind", "sentinel-conf", "--format", "json", stdin=b"port 26379\n")
    assert list(json.loads(done.out)["files"].values()) == ["sentinel-conf"]
    done = project.run("-", stdin=b"hello\n")
    assert done.status == 2
    assert "--kind" in done.err


def test_kind_is_what_the_user_says(project: Project) -> None:
    project.write("what.ever")
    assert concise(project, "what.ever") == []
    assert concise(project, "what.ever", "--kind", "redis-conf") == ["what.ever:1:1 RL101"]


def test_excluded_files(project: Project) -> None:
    project.write("redis.conf", GOOD)
    project.write("vendor/redis.conf")
    project.write(".redislint.yaml", "exclude: [vendor/]\n")
    assert concise(project) == []
    assert concise(project, "vendor/redis.conf") == ["vendor/redis.conf:1:1 RL101"]
    assert concise(project, "--force-exclude", "vendor/redis.conf") == []
    assert concise(project, "--no-config") == ["vendor/redis.conf:1:1 RL101"]


def test_show_files(project: Project) -> None:
    project.write("b/redis.conf")
    project.write("a/users.acl", "user default off\n")
    project.write("nginx/redis.conf", "server {\n  listen 80;\n}\n")
    done = project.run("--show-files")
    assert (done.status, done.out) == (0, "a/users.acl: users-acl\nb/redis.conf: redis-conf\n")
    done = project.run("--show-files", "b", "nowhere")
    assert (done.status, done.out) == (2, "b/redis.conf: redis-conf\n")
    assert "nowhere: there is no such file" in done.err
    project.write(".redislint.yaml", "exclude: [a/]\npaths: {b/: {kind: sentinel-conf}}\n")
    assert project.run("--show-files").out == "b/redis.conf: sentinel-conf\n"


# Which rules run.


def test_select_and_ignore(project: Project) -> None:
    project.write("redis.conf", BAD + "rename-command CONFIG x\nappendfsync no\n")
    exposed, fsync = every = ["redis.conf:1:1 RL101", "redis.conf:8:13 RL403"]
    assert concise(project) == every
    for word in ("RL101", "rl10", "exposed-without-auth", "network"):
        assert concise(project, "--select", word) == [exposed], word
        assert concise(project, "--ignore", word) == [fsync], word
    assert concise(project, "--select", "network,durability", "--ignore=RL101") == [fsync]
    assert concise(project, "--select", "RL101,durability", "--ignore=network,RL1,RL4") == [exposed]
    assert concise(project, "--select", "RL4", "--select", "RL1") == every
    assert concise(project, "--select", " RL1 , RL4 ") == every


def test_a_rule_that_does_not_exist(project: Project) -> None:
    done = project.run("--select", "RL101,securty")
    assert (done.status, done.out) == (2, "")
    assert done.err == "redislint: error: --select: no rule is meant by `securty`; did you mean security?\n"
    assert project.run("--ignore", "RL9999").err == "redislint: error: --ignore: no rule is meant by `RL9999`\n"


def test_the_servers_version(project: Project) -> None:
    project.write("redis.conf", "io-threads 4\n")
    assert project.run("--server", "valkey@8.0").status == 0
    assert project.run("--server", "valkey@8.0.11").status == 0
    done = project.run("--server", "redis@9.9")
    assert done.status == 2
    assert done.err.startswith("redislint: error: --server: redis@9.9 is no version that is known here")
    assert project.run("--server", "7.2").status == 2


def test_the_configuration_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("a/redis.conf")
    project.write(".redislint.yaml", "select: [RL101, RL403]\nignore: [RL101]\n")
    assert project.run().status == 0
    monkeypatch.chdir(project.folder / "a")
    assert project.run().status == 0
    assert project.run("--no-config").status == 1
    assert project.run("--select", "RL101").status == 1
    project.write("other.yaml", "select: [RL101]\nseverity: {RL101: info}\n")
    assert project.run("--config", "../other.yaml").status == 0
    assert concise(project, "--config", "../other.yaml") == ["a/redis.conf:1:1 RL101"]
    assert project.run("--config", "../nowhere.yaml").status == 2
    assert "contradict" in project.run("--config", "../other.yaml", "--no-config").err


def test_a_wrong_configuration_file(project: Project) -> None:
    project.write("redis.conf")
    project.write(".redislint.yaml", "ignor: []\nserver: 7\n")
    done = project.run()
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "redislint: error: .redislint.yaml:1: ignor: there is no such key; did you mean ignore?",
        "redislint: error: .redislint.yaml:2: server: a server is written redis@7.2 or valkey@8.0, not `7`",
    ]


def test_pages_of_ones_own(project: Project) -> None:
    page = Path(__file__).parents[2] / "rules" / "1-network" / "RL101-exposed-without-auth.md"
    text = page.read_text(encoding="utf-8").replace("id: RL101", "id: RL991")
    project.write("lint/9-ours/RL991-our-own.md", text)
    project.write(".redislint.yaml", "rules: [lint]\nignore: [RL1]\n")
    project.write("redis.conf")
    assert concise(project) == ["redis.conf:1:1 RL991"]
    assert concise(project, "--select", "our-own") == ["redis.conf:1:1 RL991"]
    assert "RL991  our-own" in project.run("rules").out
    assert project.run("explain", "RL991").out.startswith("# RL991 our-own: ")
    rules = json.loads(project.run("--format", "sarif").out)["runs"][0]["tool"]["driver"]["rules"]
    assert "RL991" in [rule["id"] for rule in rules]


# How it ends.


def test_fail_on(project: Project) -> None:
    project.write("redis.conf")
    for severity, levels in {"error": 4, "warning": 3, "info": 2}.items():
        project.write(".redislint.yaml", f"select: [RL101]\nseverity: {{RL101: {severity}}}\n")
        found = [project.run("--fail-on", level).status for level in ("info", "warning", "error", "never")]
        assert found == [1] * (levels - 1) + [0] * (5 - levels), severity
    assert project.run().status == 0  # a warning is what fails, where nothing is said


def test_what_cannot_be_done_is_2_and_the_rest_is_done(project: Project) -> None:
    project.write("redis.conf")
    project.write("users.acl", "user default off\n")
    for level in ("warning", "never"):
        done = project.run("nowhere.conf", "redis.conf", "--format", "concise", "--fail-on", level)
        assert done.status == 2
        assert FOUND in done.out
        assert "nowhere.conf:1:1: error RL000" in done.out
        assert done.err == "redislint: error: nowhere.conf: there is no such file\n"


def test_a_rule_that_fails_is_2_and_the_rest_is_done(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("redis.conf", BAD + "appendfsync no\n")

    def fail(instance: Instance) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(exposure, "without_auth", fail)
    done = project.run("--format", "concise", "--fail-on", "never")
    assert done.status == 2
    assert "RL403" in done.out
    assert done.err == "redislint: error: rule RL101 could not run: ZeroDivisionError\n"


def test_what_must_not_happen_is_said_in_one_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from redislint import api

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(api, "run", fail)
    done = project.run()
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("redislint: error: something went wrong that should not: ZeroDivisionError (tests.cli.")
    assert "secret" not in done.err


def test_an_interrupt(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from redislint import api

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "run", interrupt)
    done = project.run()
    assert (done.status, done.out, done.err) == (130, "", "")


def test_nothing_to_look_at(project: Project) -> None:
    project.write("README.md", "# hello\n")
    done = project.run()
    assert (done.status, done.err) == (0, "redislint: note: no file that declares a Redis was found in .\n")
    assert project.run("--quiet").err == ""
    # Of files that pre-commit names, most are nothing to us.
    done = project.run("README.md", "--format", "concise")
    assert (done.status, done.out, done.err) == (0, "", "")
    project.write("redis.conf", GOOD)
    assert project.run().err == ""


def test_named_files_of_no_known_kind_are_noted(project: Project) -> None:
    for name in "qrst":
        project.write(f"{name}.conf", "port 6379\nbind 0.0.0.0\n")
    done = project.run("q.conf")
    assert (done.status, done.out) == (0, "No findings; 0 files checked.\n")
    assert done.err == (
        "redislint: note: 1 named file is of no kind that redislint reads (q.conf): if it declares a Redis, say what it"
        " is, such as --kind redis-conf\n"
    )
    assert project.run("--kind", "redis-conf", "q.conf").err == ""
    several = project.run("q.conf", "r.conf", "s.conf", "t.conf").err
    assert "4 named files are of no kind that redislint reads (q.conf, r.conf, s.conf, ...): if they declare" in several


@pytest.mark.parametrize(
    "arguments", [("--force-exclude",), ("--quiet",), ("--format", "json"), ("redis.conf", "--fail-on", "never")]
)
def test_named_files_of_no_known_kind_are_silent(project: Project, arguments: tuple[str, ...]) -> None:
    """In a hook, for a machine, and beside a file that is known."""
    project.write("q.conf", "port 6379\nbind 0.0.0.0\n")
    project.write("redis.conf")
    done = project.run(*arguments, "q.conf")
    assert (done.status, done.err) == (0, "")


NOT_READ = "{path} is not read: too many of its lines are of another format; if it is one, say --kind {kind}\n"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("app/redis.conf", "redis-conf"), ("app/prod.sentinel.conf", "sentinel-conf"), ("app/users.acl", "users-acl")],
)
@pytest.mark.parametrize("others", [(), ("redis.conf",)])
def test_a_named_file_that_is_called_as_one_of_ours_is_never_passed_over_in_silence(
    project: Project, path: str, kind: str, others: tuple[str, ...]
) -> None:
    project.write(path, "host localhost\npassword x\n")
    project.write("redis.conf", GOOD)
    note = f"redislint: note: {NOT_READ.format(path=path, kind=kind)}"
    assert project.run(path, *others).err == note
    assert project.run(path, *others, "--format", "json").err == note
    # A hook names whatever has changed, and a folder holds files of others.
    assert project.run(path, *others, "--force-exclude").err == ""
    assert project.run("app").err == "redislint: note: no file that declares a Redis was found in app\n"
    assert project.run(path, "--kind", kind).err == ""


def test_a_working_directory_that_is_gone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = project.folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    try:
        done = project.run()
    finally:
        os.chdir(project.folder)
    assert done.status == 2
    assert done.err == "redislint: error: the working directory is not there any more\n"


# Mistakes in the arguments.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--fromat", "json"), "there is no option --fromat; did you mean --format?"),
        (("--formatt=json",), "there is no option --formatt=json; did you mean --format?"),
        (("-x",), "there is no option -x"),
        (("--format", "jsn"), f"--format: `jsn` is none of {', '.join(FORMATS)}; did you mean json?"),
        (("--format",), "--format: expected one argument"),
        (("--fail-on", "eror"), "--fail-on: `eror` is none of error, warning, info, never; did you mean error?"),
        (("--kind", "redis"), f"--kind: `redis` is none of {', '.join(READERS)}"),
        (("-o", "a.json"), OUTPUT + "`a.json`"),
        (("-o", "json:"), OUTPUT + "`json:`"),
        (("-o", "pdf:x"), f"-o/--output: `pdf` is none of {', '.join(FORMATS)}"),
        (("-o", "json:x", "-o", "sarif:x"), "two reports cannot go to one file: x"),
        (("--sel", "RL101"), "there is no option --sel; did you mean --select?"),
    ],
)  # fmt: skip
def test_usage_errors(project: Project, arguments: tuple[str, ...], message: str) -> None:
    done = project.run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"redislint: error: {message}\n"


def test_version(project: Project) -> None:
    for arguments in (("--version",), ("check", "--version"), ("rules", "--version"), ("explain", "--version")):
        done = project.run(*arguments)
        assert (done.status, done.out, done.err) == (0, f"redislint {__version__} (data of {__data__})\n", "")


def test_help(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = project.run("--help")
    assert (done.status, done.err) == (0, "")
    assert done.out == project.run("check", "-h").out
    for part in ("usage: redislint ", "examples:", "exit status:", "--select", "-o FORMAT:FILE", *READERS, *FORMATS):
        assert part in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80
    for verb in ("explain", "rules"):
        assert project.run(verb, "--help").out.startswith(f"usage: redislint {verb} ")


def service(tag: str) -> str:
    return f"services:\n  store:\n    image: redis:{tag}\n"


def test_a_change_since_a_revision(project: Project) -> None:
    repository = Repository(project.folder)
    repository.commit({"compose.yaml": service("7.4.2")})
    repository.commit({"compose.yaml": service("7.2.5")})
    done = project.run("check", "--since", "HEAD~1", "--select", "RL719", "--format", "concise")
    assert done.status == 1
    assert done.out.startswith("compose.yaml:3:12: error RL719 downgrade: redis 7.2.5 (by its image) cannot load what ")
    assert "RL719" in project.run("--since=HEAD~1", "--format", "concise").out
    assert "RL719" not in project.run("--format", "concise").out
    assert project.run("--since", "HEAD~1", "--ignore", "RL719", "--select", "RL719").status == 0


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("nowhere", "--since nowhere: git knows no such revision here"),
        ("-x", "expected one argument"),
        ("", "the name of a git revision is expected"),
        ("a b", "this is no name of a git revision"),
    ],
)
def test_a_revision_that_is_none(revision: str, sentence: str, project: Project) -> None:
    Repository(project.folder).commit({"redis.conf": GOOD})
    done = project.run("--since", revision, "redis.conf")
    assert done.status == 2
    assert sentence in done.err
    assert done.out == ""


def test_a_folder_without_a_repository(project: Project) -> None:
    (project.folder / ".git").rename(project.folder / "git")
    project.write("redis.conf", GOOD)
    done = project.run("--since", "HEAD", "redis.conf")
    assert (done.status, done.out) == (2, "")
    assert "there is no git repository here to compare with" in done.err
