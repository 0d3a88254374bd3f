"""Help: of one shape for every verb, true, and no wider than a terminal."""

from __future__ import annotations

import re
import shlex

import pytest

from redislint.cli import VERBS
from tests.cli.conftest import Project

ALL = [*(verb for verb in VERBS if verb != "init"), "init acl", "init config"]


def shown(project: Project, verb: str, monkeypatch: pytest.MonkeyPatch, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = project.run(*verb.split(), "--help")
    assert (done.status, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("verb", ALL)
def test_help_has_one_shape(project: Project, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    text = shown(project, verb, monkeypatch)
    heads = [line for line in text.splitlines() if re.match(r"\S.*:$|usage:", line)]
    assert heads[0].startswith("usage: redislint ")
    assert heads[-3:] == ["general:", "examples:", "exit status:"] or heads[-4] == "general:"
    assert heads[-2:] == ["examples:", "exit status:"]
    assert text.endswith("\n")
    assert not [line for line in text.splitlines() if len(line) > 80]


@pytest.mark.parametrize("verb", ALL)
def test_options_fit_a_narrow_terminal_and_do_not_sprawl(
    project: Project, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    for columns, most in ((60, 60), (200, 100)):
        options = shown(project, verb, monkeypatch, columns).split("\n\n", 1)[1].split("\ngeneral:")[0]
        # A heading may say more than its group's name.
        assert not [line for line in options.splitlines() if len(line) > most and line.startswith(" ")]


@pytest.mark.parametrize("verb", ALL)
def test_examples_use_options_that_there_are(project: Project, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    text = shown(project, verb, monkeypatch)
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text.split("\nexamples:")[0]))
    examples = re.findall(r"^  (redislint .*)$", text.split("\nexamples:")[1], re.MULTILINE)
    assert examples
    for example in examples:
        words = shlex.split(re.split(r"\s{2,}| [<>] ", example)[0])
        if verb != "check":
            assert words[: len(verb.split()) + 1] == ["redislint", *verb.split()]
        options = [word for word in words if word.startswith("-") and word != "-"]
        assert set(options) <= known, example


# What somebody may have meant.


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("chekc", "redislint check"),
        ("ruls", "redislint rules"),
        ("upgarde --to redis@8.2", "redislint upgrade"),
        ("init alc", "acl"),
        ("--selct RL1", "--select"),
        ("--no-colour", "--no-color"),
        ("acl --usr app", "--user"),
        ("--format jsno", "json"),
        ("-o sarf:out", "sarif"),
        ("--kind redis-config", "redis-conf"),
        ("--select exposed-withot-auth", "exposed-without-auth"),
        ("--ignore RL1O1", "RL101"),
        ("explain RL1O1", "RL101"),
        ("explain maxmemory-polcy", "maxmemory-policy"),
        ("effective redis.conf --server redis@7.2 --why maxmemry", "maxmemory"),
        ("compare dev prd", "prod"),
    ],
)
def test_what_is_mistyped(project: Project, words: str, meant: str) -> None:
    project.write("redis.conf")
    project.write(
        ".redislint.yaml", "instances:\n  a: {environments: {dev: {files: [redis.conf]}, prod: {files: [b]}}}\n"
    )
    done = project.run(*words.split())
    assert (done.status, done.out) == (2, "")
    assert re.search(rf"; did you mean {re.escape(meant)}[?:]", done.err), done.err


def test_a_directive_that_is_mistyped(project: Project) -> None:
    project.write("redis.conf", "port 6379\nmaxmemroy 1gb\n")
    assert "`maxmemory`" in project.run("redis.conf").out


def test_a_file_that_is_called_like_a_verb_is_a_file(project: Project) -> None:
    (project.folder / "chekc").write_text("x\n")
    assert project.run("chekc", "--format", "concise").status == 0
    assert "there is no such file" in project.run("cheese").err
    assert "there is no such file" in project.run("./rule").err
