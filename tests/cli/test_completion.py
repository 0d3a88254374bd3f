"""Completion: what may come next, and the shells that ask."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from redislint import rules
from redislint.cli import VERBS
from redislint.cli.candidates import _parser, following
from redislint.cli.shells import SCRIPTS
from redislint.read import READERS
from redislint.report import FORMATS
from tests.cli.conftest import Project
from tests.cli.test_output import ROOT
from tests.parts import need


def after(*words: str) -> list[str]:
    return [word for word, _ in following(words).rows]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_completed(verb: str) -> None:
    assert verb in after(verb[:2])
    found = dict(following([verb, "--"]).rows)
    assert set(found) == {word for one in _parser(verb).actions for word in one.option_strings if word[:2] == "--"}
    assert all(found.values()), "every option says what it is"
    assert dict(following([""]).rows)[verb], "so does every verb"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--format", ""), [*FORMATS]),
        (("--format=",), [f"--format={name}" for name in FORMATS]),
        (("-o", "sar"), ["sarif:"]),
        (("--kind", "he"), ["helm-values"]),
        (("--server", "valkey@8"), ["valkey@8.0", "valkey@8.1"]),
        (("check", "--fail-on", ""), ["error", "warning", "info", "never"]),
        (("--select", "exposed-w"), ["exposed-without-auth"]),
        (("--select", "RL101,rl10"), [f"RL101,RL10{number}" for number in range(2, 10)]),
        (("--ignore", "secu"), ["security"]),
        (("explain", "maxmemory-p"), ["maxmemory-policy"]),
        (("explain", "RL101", "down-after"), ["down-after-milliseconds"]),
        (("compare", "dev", ""), ["stage", "prod"]),
        (("init", "a"), ["acl"]),
        (("init", "acl", "--role", "app-rw,ad"), ["app-rw,admin"]),
        (("completion", ""), [*SCRIPTS]),
        (("rules", ""), []),
        (("check", "--no-color", "--no-co"), ["--no-config"]),
        (("check", "--select", "x", "--sel"), ["--select"]),
        (("acl", "--user", ""), []),
        (("--", "--sel"), []),
    ],
)
def test_what_may_come_next(project: Project, words: tuple[str, ...], expected: list[str]) -> None:
    assert after(*words) == expected


def test_kinds_and_rules_are_all_there() -> None:
    assert after("--kind", "") == [*READERS]
    known = rules.load()
    assert set(after("--select", "")) == set(rules.words(known))
    assert {rule.id for rule in known} <= set(after("explain", "RL"))


def test_where_paths_may_come() -> None:
    assert [following(words).paths for words in ([""], ["check", ""], ["--config", ""], ["--data", ""])] == [
        *["files"] * 3,
        "dirs",
    ]
    assert [following(words).paths for words in (["rules", ""], ["explain", ""], ["--format", ""])] == ["words"] * 3


def test_paths_that_a_shell_cannot_see(project: Project) -> None:
    project.write("out/a.sarif")
    project.write("other.sarif")
    assert after("-o", "sarif:o") == ["sarif:other.sarif", "sarif:out/"]
    assert after("-o", "sarif:out/") == ["sarif:out/a.sarif"]
    assert after("--config=ou") == ["--config=out/"]
    assert after("--data=o") == ["--data=out/"]
    assert after("-o", "sarif:nowhere/") == []


def test_rules_of_a_project_are_completed(project: Project) -> None:
    page = next((ROOT / "rules").rglob("RL105-*.md")).read_text(encoding="utf-8")
    project.write("pages/1-own/RL999-our-own.md", page.replace("id: RL105", "id: RL999"))
    project.write(".redislint.yaml", "rules: [pages]\n")
    assert after("explain", "our-o") == ["our-own"]
    project.write(".redislint.yaml", "rulse: [pages]\n")
    assert after("explain", "exposed-w") == ["exposed-without-auth"]


def test_scripts_are_printed(project: Project) -> None:
    for shell, script in SCRIPTS.items():
        assert project.run("completion", shell).out == script
    assert project.run("completion", "bsh").err.endswith("bsh is none of them; did you mean bash?\n")
    assert project.run("completion").status == 2
    done = project.run("completion", "--next", "--", "rules", "--form")
    assert done.out.splitlines()[0] == "words"
    assert done.out.splitlines()[1].startswith("--format\t")


# Real shells.


@pytest.fixture
def place(project: Project, tmp_path: Path) -> Path:
    """A folder with the command on the path of the shell, and files to complete."""
    tools = tmp_path / "tools"
    tools.mkdir()
    command = tools / "redislint"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m redislint "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    for shell, script in SCRIPTS.items():
        (tools / shell).write_text(script, encoding="utf-8")
    (tools / "_redislint").write_text(SCRIPTS["zsh"], encoding="utf-8")
    project.write("some-redis.conf")
    project.write("folder/a")
    return tools


def missing(shell: str) -> str:
    need(shell, shutil.which(shell) is not None, "install it with your system's packages")
    path = shutil.which(shell)
    assert path is not None
    return path


def drawn(sent: str) -> str:
    """What a terminal shows that is sent this: the cursor goes back, and what is written there replaces what was."""
    lines, column = [""], 0
    for char in re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>])", "", sent):
        if char == "\n":
            lines, column = [*lines, ""], 0
        elif char == "\r":
            column = 0
        elif char == "\b":
            column = max(column - 1, 0)
        elif char.isprintable():
            lines[-1] = lines[-1][:column] + char + lines[-1][column + 1 :]
            column += 1
    return "\n".join(lines)


class Shell:
    """A shell at a terminal, to which keys are sent."""

    def __init__(self, command: list[str], tools: Path, setup: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PS", "PROMPT"))}
        environment |= {"TERM": "dumb", "PS1": "> ", "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tools)}
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            command, stdin=follower, stdout=follower, stderr=follower, env=environment, start_new_session=True
        )
        os.close(follower)
        self.type(f"{setup}; echo rea''dy\n", "ready")

    def type(self, keys: str, expected: str, seconds: float = 20) -> str:
        """What the terminal shows after these keys, as soon as something is among it."""
        os.write(self.leader, keys.encode())
        sent, end = "", time.monotonic() + seconds
        while expected not in drawn(sent) and time.monotonic() < end:
            if select.select([self.leader], [], [], 0.1)[0]:
                sent += os.read(self.leader, 65536).decode("utf-8", "replace")
        assert expected in drawn(sent), sent
        return drawn(sent)

    def completed(self, line: str, expected: str) -> None:
        """A line completed by the key Tab has to become another one."""
        self.type(f"{line}\t", expected)
        # Ctrl-U leaves nothing of it.
        self.type("\x15echo do''ne\n", "done")

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.leader)


@pytest.fixture
def bash(place: Path) -> Iterator[Shell]:
    shell = Shell(
        [missing("bash"), "--norc", "--noprofile", "-i"], place, f"bind 'set bell-style none'; . {place}/bash"
    )
    yield shell
    shell.end()


@pytest.fixture
def zsh(place: Path) -> Iterator[Shell]:
    setup = f"PS1='> '; fpath=({place} $fpath); autoload -U compinit; compinit -u -D; unsetopt beep"
    shell = Shell([missing("zsh"), "-f", "-i", "-V"], place, setup)
    yield shell
    shell.end()


LINES = [
    ("redislint upg", "redislint upgrade "),
    ("redislint rules --form", "redislint rules --format "),
    ("redislint rules --format js", "redislint rules --format json "),
    ("redislint --kind helm", "redislint --kind helm-values "),
    ("redislint --server valkey@7.", "redislint --server valkey@7.2 "),
    ("redislint --select RL1,exposed-w", "redislint --select RL1,exposed-without-auth "),
    ("redislint -o sar", "redislint -o sarif:"),
    ("redislint -o sarif:so", "redislint -o sarif:some-redis.conf "),
    ("redislint --format=gitl", "redislint --format=gitlab "),
    ("redislint explain maxmemory-pol", "redislint explain maxmemory-policy "),
    ("redislint check some", "redislint check some-redis.conf "),
    ("redislint --data fol", "redislint --data folder/"),
]


def test_bash_completes(bash: Shell) -> None:
    for line, expected in LINES:
        bash.completed(line, expected)
    bash.type("redislint --format \t\t", "rdjson")


def test_zsh_completes(zsh: Shell) -> None:
    for line, expected in LINES:
        zsh.completed(line, expected)
    zsh.type("redislint --format \t\t", "rdjson")


def test_fish_completes(place: Path) -> None:
    for line, expected in LINES:
        words = [missing("fish"), "--no-config", "-c", f"source {place}/fish; complete -C '{line}'"]
        environment = os.environ | {"PATH": f"{place}:{os.environ['PATH']}", "HOME": str(place)}
        done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment, timeout=30)
        last = expected.rpartition(" ")[2] or expected.split()[-1]
        assert [row.partition("\t")[0] for row in done.stdout.splitlines()] == [last], done.stderr


def test_scripts_are_well_formed(place: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        subprocess.run([missing(shell), "-n", str(place / shell)], check=True)
        assert not re.search(r"[ \t]$", SCRIPTS[shell], re.MULTILINE)
