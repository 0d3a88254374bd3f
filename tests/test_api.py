"""redislint from Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import redislint
from redislint import Finding, Severity, lint, lint_text
from redislint.config import ConfigError
from tests.discover.trees import inside, make

OPEN = "bind 0.0.0.0\nprotected-mode no\n"


def rules(findings: list[Finding]) -> set[str]:
    return {one.rule for one in findings}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    make(tmp_path, {".git/HEAD": "x", "a/redis.conf": OPEN + "maxmemmory 1gb\n", "b/users.acl": "user a on nopass\n"})
    return tmp_path


def test_a_finding_is_flat(tree: Path) -> None:
    with inside(tree):
        (one,) = (finding for finding in lint("a").findings if finding.rule == "RL001")
    assert (one.path, one.line, one.column, one.end_line, one.end_column) == ("a/redis.conf", 3, 1, 3, 11)
    assert one.name == "unknown-directive"
    assert isinstance(one.severity, Severity)
    assert one.severity == "error"
    assert one.refused is True
    assert "maxmemmory" in one.message
    assert one.confidence
    assert one.fingerprint
    assert isinstance(one.tags, tuple)
    assert isinstance(one.checklist, tuple)


def test_lint_takes_paths_as_they_come(tree: Path) -> None:
    with inside(tree):
        everything = lint()
        assert everything.files == {"a/redis.conf": "redis-conf", "b/users.acl": "users-acl"}
        assert lint("a").files == lint(Path("a")).files == lint(["a"]).files == {"a/redis.conf": "redis-conf"}
        assert lint([Path("a/redis.conf"), "b"]).files == everything.files
    with inside(tree / "a"):
        assert lint("redis.conf").files == {"a/redis.conf": "redis-conf"}


def test_a_file_that_is_blamed_is_among_the_files(tmp_path: Path) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: redis, labels: {a: b}}\n"
        "spec:\n  containers:\n    - {name: r, image: redis:7.4.11}\n"
    )
    service = (
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: redis\n"
        "spec:\n  type: NodePort\n  selector: {a: b}\n  ports: [{port: 6379}]\n"
    )
    make(tmp_path, {"pod.yaml": pod, "service.yaml": service})
    with inside(tmp_path):
        report = lint()
    assert "service.yaml" in {finding.path for finding in report.findings}
    assert report.files == {"pod.yaml": "kubernetes", "service.yaml": "kubernetes"}


def test_lint_selects_and_ignores(tree: Path) -> None:
    with inside(tree):
        assert rules(list(lint(select=["RL001"]).findings)) == {"RL001"}
        assert "RL001" not in rules(list(lint(ignore="unknown-directive").findings))
        assert "RL001" in rules(list(lint().findings))


def test_lint_reports_what_it_could_not_read(tree: Path) -> None:
    with inside(tree):
        report = lint(["gone.conf", "a"])
    assert report.errors == ("gone.conf: there is no such file",)
    assert ("RL000", "gone.conf") in {(one.rule, one.path) for one in report.findings}
    assert report.files == {"a/redis.conf": "redis-conf"}


def test_lint_reads_the_configuration(tree: Path) -> None:
    make(tree, {".redislint.yaml": "ignore: [RL001]\nexclude: [b]\n", "other.yaml": "ignore: [RL1]\n"})
    with inside(tree):
        assert "RL001" not in rules(list(lint().findings))
        assert lint().files.keys() == {"a/redis.conf"}
        assert "RL001" in rules(list(lint(config=False).findings))
        assert "RL001" in rules(list(lint(config="other.yaml").findings))
        make(tree, {"other.yaml": "ignored: [RL1]\n"})
        with pytest.raises(ConfigError, match="ignored"):
            lint(config=tree / "other.yaml")


def test_what_is_not_known_is_a_value_error(tree: Path) -> None:
    for words in ({"server": "redis@9.9"}, {"server": "mysql@8.0"}, {"kind": "nginx-conf"}):
        with inside(tree), pytest.raises(ValueError, match=next(iter(words.values()))):
            lint(**words)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match=next(iter(words.values()))):
            lint_text("", **({"kind": "redis-conf"} | words))  # type: ignore[arg-type]


def test_a_word_that_means_no_rule_is_a_value_error(tree: Path) -> None:
    with inside(tree):
        for words in ({"select": ["RL999"]}, {"ignore": ("RL001", "netwrok")}):
            with pytest.raises(ValueError, match="no rule is meant by"):
                lint(**words)
        assert lint(select="network", ignore=["exposed-without-auth", "RL2"]).rules


def test_a_text_needs_a_kind() -> None:
    with pytest.raises(ValueError, match="no kind of file"):
        lint_text("port 1\n", kind=None)  # type: ignore[arg-type]


def test_a_text_has_a_name() -> None:
    assert {one.path for one in lint_text("maxmemmory 1gb\n", kind="redis-conf")} == {"<text>"}
    assert {one.path for one in lint_text(b"maxmemmory 1gb\n", kind="redis-conf", name="x/y.conf")} == {"x/y.conf"}


def test_a_text_is_all_that_there_is() -> None:
    assert "RL418" in rules(lint_text("port 6379\n", kind="redis-conf"))
    assert "RL418" not in rules(lint_text("maxmemory 1gb\nmaxmemory-policy noeviction\n", kind="redis-conf"))


def test_the_server_of_a_text_is_said() -> None:
    text = "replicaof 10.0.0.1 6379\nio-threads 2\n"
    assert "RL708" in rules(lint_text(text, kind="redis-conf", server="redis@5.0"))
    assert "RL708" not in rules(lint_text(text, kind="redis-conf", server="redis@7.2"))
    assert "RL708" not in rules(lint_text(text, kind="redis-conf", server="valkey@8.0.1"))


def test_findings_may_lie_in_further_files() -> None:
    files: dict[str, str | bytes] = {
        "conf/more.conf": "maxmemmory 1gb\n",
        "users.acl": b"user default on nopass ~* +@all\n",
    }
    text = "include conf/more.conf\naclfile users.acl\n"
    found = lint_text(text, kind="redis-conf", files=files)
    assert ("conf/more.conf", "RL001") in {(one.path, one.rule) for one in found}
    assert ("users.acl", "RL201") in {(one.path, one.rule) for one in found}


def test_files_count_from_the_working_directory_wherever_the_text_lies() -> None:
    files = {"more.conf": "maxmemmory 1gb\n", "conf/more.conf": "port 1\n", "conf/b.conf": "include more.conf\n"}
    for text in ("include more.conf\n", "include conf/b.conf\n", "dir conf\ninclude ../more.conf\n"):
        found = lint_text(text, kind="redis-conf", files=files, name="conf/redis.conf")
        assert ("more.conf", "RL001") in {(one.path, one.rule) for one in found}, text


def test_what_no_file_names_is_not_linted() -> None:
    found = lint_text("port 6379\n", kind="redis-conf", files={"redis.conf": "maxmemmory 1gb\n"})
    assert {one.path for one in found} <= {"<text>"}


@pytest.mark.parametrize("path", ["/etc/redis.conf", "../redis.conf", "a/../../b", "."])
def test_files_lie_below_the_working_directory(path: str) -> None:
    with pytest.raises(ValueError, match="working directory"):
        lint_text("", kind="redis-conf", files={path: ""})


def test_the_command_line_comes_behind_the_file() -> None:
    text = "maxmemory 1gb\nmaxmemory-policy noeviction\n"
    (one,) = (
        finding
        for finding in lint_text(text, kind="redis-conf", args=["--maxmemmory", "1gb"])
        if finding.rule == "RL001"
    )
    # As the server numbers it: an empty line behind the text, then a line for each option.
    assert (one.path, one.line, one.column) == ("<text>", 4, 1)
    assert "RL305" in rules(lint_text(text, kind="redis-conf", args=["--enable-debug-command", "yes"]))
    mended = lint_text(text + "enable-debug-command yes\n", kind="redis-conf", args=["--enable-debug-command", "no"])
    assert "RL305" not in rules(mended)
    assert "RL305" in rules(lint_text(text + "enable-debug-command yes\n", kind="redis-conf"))


def test_the_command_line_may_name_files() -> None:
    files: dict[str, str | bytes] = {"b.conf": "maxmemmory 1\n", "c.conf": "enable-debug-command no\n"}
    args = ["--include", "b.conf", "--enable-debug-command", "yes", "--include", "c.conf"]
    found = lint_text("port 1\n", kind="redis-conf", args=args, files=files)
    assert ("b.conf", "RL001") in {(one.path, one.rule) for one in found}
    assert "RL305" not in rules(found)


def test_the_command_line_belongs_to_a_server() -> None:
    with pytest.raises(ValueError, match="command line"):
        lint_text("user a on\n", kind="users-acl", args=["--port", "1"])


@pytest.mark.parametrize("kind", ["redis-conf", "sentinel-conf", "users-acl", "helm-values", "compose", "terraform"])
@pytest.mark.parametrize("text", ["", "\0" * 3000, b"\xff\xfe\n", "{" * 5000, "a: [" * 3000, '"', "\ufeff"])
def test_no_text_of_any_kind_fails(kind: str, text: str | bytes) -> None:
    for one in lint_text(text, kind=kind):
        assert one.path == "<text>"
        assert "please report" not in one.message


def test_a_text_has_its_limit_too() -> None:
    (one,) = lint_text("#" * (11 * 1024 * 1024), kind="redis-conf")
    assert (one.rule, one.line, one.column) == ("RL000", 1, 1)


def test_a_text_is_linted_without_a_look_at_anything(tree: Path) -> None:
    make(tree, {".redislint.yaml": "ignore: [RL001]\n", "more.conf": "maxmemmory 1gb\n"})
    with inside(tree):
        assert "RL001" in rules(lint_text("maxmemmory 1gb\ninclude more.conf\n", kind="redis-conf"))
        assert not [one for one in lint_text("include more.conf\n", kind="redis-conf") if one.path == "more.conf"]


def test_importing_costs_next_to_nothing() -> None:
    code = "import sys, redislint; print(sorted(name for name in sys.modules if name.startswith('redislint')))"
    root = str(Path(redislint.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": root}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "['redislint']"
