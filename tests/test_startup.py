"""Start-up decides how a hook feels: what takes long to import is imported where it is needed, and nowhere else."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN = "import sys; from redislint.__main__ import main; sys.exit(main())"

# What no run over redis.conf needs, and how much of a bare interpreter's time its import takes.
SLOW = (
    "pydantic",  # 5, and 10 with a model
    "rich",  # 1 to 3
    "yaml",  # 2
    "lark",  # 4
    "logging",  # 1
    "subprocess",  # 1
    "importlib.metadata",  # 3
    "argparse",  # 1
    "dataclasses",  # 1, with inspect
    "typing",  # 1, and 1 with what `NamedTuple` makes of our records
    "socket",
    "datetime",
    "tomllib",
    "pathlib",
    "asyncio",
    "multiprocessing",
    "concurrent.futures",
    "jsonschema",
    "pathspec",
)

# What only a run needs that has something for it, of our own modules.
RARE = (
    "redislint.acl",
    "redislint.baseline",
    "redislint.cli.candidates",
    "redislint.cli.completion",
    "redislint.cli.shown",
    "redislint.commented",
    "redislint.cli.fix",
    "redislint.discover.git",
    "redislint.discover.then",
    "redislint.discover.yamls",
    "redislint.earlier",
    "redislint.fixing",
    "redislint.news",
    "redislint.read.yaml",
    "redislint.removal",
    "redislint.servers.advisories",
    "redislint.servers.images",
    "redislint.servers.releases",
    "redislint.servers.sentinel",
    "redislint.startup.clusters",
    "redislint.startup.lines",
    "redislint.startup.renames",
    "redislint.startup.users",
    "redislint.startup.watching",
    "redislint.upgrade",
)
# How many of our modules a run over redis.conf imports at most: each costs a fiftieth of a bare interpreter.
MOST = 145

CONF = "bind 0.0.0.0\nprotected-mode no\nport 6379\ndir /data\nappendonly yes\nmaxmemory 1gb\n"


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., set[str]]:
    """The modules that a run in a folder of its own imports."""
    (tmp_path / ".git").mkdir()
    environment = {
        **{
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "FORCE_", "CLI"))
        },
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }

    def run(*arguments: str, status: int = 1) -> set[str]:
        # -S: what packages of the environment import at its start is not ours.
        site = [path for path in sys.path if path.endswith("site-packages")]
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *site])
        command = [sys.executable, "-S", "-X", "importtime", "-c", RUN, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr[-2000:]
        return set(re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE))

    return run


def slow(modules: set[str]) -> set[str]:
    return {name for name in SLOW if any(one == name or one.startswith(f"{name}.") for one in modules)}


def test_a_redis_conf_needs_nothing_slow(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text(CONF)
    # The first run compiles the grammar, and in a checkout it reads the pages; both are kept.
    imported("redis.conf")
    assert slow(imported("redis.conf")) == set()
    assert slow(imported()) == set()
    assert slow(imported("check", "redis.conf")) == set()
    assert slow(imported("check", "--force-exclude", "--no-config", "redis.conf")) == set()


def test_a_redis_conf_needs_little_of_ours(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text(CONF)
    imported("redis.conf")
    ours = {name for name in imported("redis.conf") if name.partition(".")[0] == "redislint"}
    assert ours.isdisjoint(RARE)
    assert len(ours) <= MOST


def test_a_redis_conf_takes_a_few_times_a_bare_interpreter(tmp_path: Path) -> None:
    """The CPU of the best of several runs of each, in turn: about four and a half times, where nothing else runs."""
    (tmp_path / "redis.conf").write_text(CONF)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    taken: dict[str, list[float]] = {"pass": [], RUN: []}
    for number in range(12):
        for code, times in taken.items():
            command = [sys.executable, "-c", code, "--no-config", "--quiet", "redis.conf"]
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if number:
                times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(taken[RUN]) <= 6.5 * min(taken["pass"])


def test_options_need_a_parser_and_no_more(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text(CONF)
    imported("redis.conf")
    for arguments in (
        ("--quiet", "--fail-on", "warning", "redis.conf"),
        ("--format", "json", "--select", "RL101", "--server", "redis@7.2"),
        ("-o", "sarif:out.sarif", "--quiet"),
    ):
        assert slow(imported(*arguments)) == {"argparse"}


def test_a_configuration_file_is_read_once(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text(CONF)
    imported("redis.conf")
    (tmp_path / ".redislint.yaml").write_text("ignore: [RL4]\npaths: {a/: {environment: dev}}\n")
    assert {"pydantic", "yaml"} <= slow(imported("redis.conf"))
    assert slow(imported("redis.conf")) == set()
    (tmp_path / ".redislint.yaml").unlink()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    assert slow(imported("redis.conf")) == set()


def test_accepted_findings_need_nothing_slow(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text(CONF)
    imported("redis.conf")
    assert slow(imported("baseline", status=0)) <= {"argparse"}
    modules = imported("redis.conf", status=0)
    assert "redislint.baseline" in modules
    assert slow(modules) == set()
    assert modules.isdisjoint({"redislint.discover.git", "redislint.earlier"})
    assert modules.isdisjoint({"redislint.commented", "redislint.removal"})
    # Without it, nothing of that is imported.
    assert imported("redis.conf", "--no-baseline").isdisjoint({"redislint.baseline", "redislint.news"})


def test_yaml_is_for_yaml(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text(CONF)
    (tmp_path / "compose.yaml").write_text("services:\n  web:\n    image: nginx\n")
    (tmp_path / "main.tf").write_text('resource "x" "y" {}\n')
    imported("redis.conf")
    assert slow(imported()) == set()


def test_yaml_needs_yaml_alone(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text("redis:\n  auth: {enabled: false}\n  master: {count: 1}\n")
    (tmp_path / "Chart.yaml").write_text("dependencies: [{name: redis, version: 18.4.0}]\n")
    (tmp_path / "compose.yaml").write_text("services:\n  cache:\n    image: redis:7.2\n    command: redis-server\n")
    imported()
    # PyYAML imports datetime itself.
    assert slow(imported()) == {"yaml", "datetime"}


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--version", "x"), ("--help",), ("rules",), ("explain", "RL101")]
)
def test_other_runs_need_little(imported: Callable[..., set[str]], arguments: tuple[str, ...]) -> None:
    imported("rules", status=0)
    assert slow(imported(*arguments, status=0)) <= ({"argparse"} if arguments != ("--version",) else set())


def test_the_matrix_of_users_needs_a_parser_and_no_more(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "users.acl").write_text("user app on nopass ~app:* +@read\n")
    imported("acl", "users.acl", status=0)
    for words in ((), ("--user", "app"), ("--who", "get"), ("--versions", "6.2,7.4")):
        assert slow(imported("acl", "users.acl", *words, status=0)) == {"argparse"}


def test_the_version_needs_nothing_at_all(imported: Callable[..., set[str]]) -> None:
    modules = imported("--version", status=0)
    assert {name for name in modules if name.startswith("redislint")} == {"redislint", "redislint.__main__"}
    assert modules.isdisjoint({"typing", "re", "dataclasses", "enum", "collections"})


def test_the_version_takes_little_longer_than_nothing() -> None:
    """At most twice a bare interpreter: the best of several runs of each, in turn."""
    taken: dict[str, list[float]] = {"pass": [], RUN: []}
    for _ in range(12):
        for code, times in taken.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code, "--version"], cwd=ROOT, capture_output=True, check=True)
            times.append(time.perf_counter() - start)
    assert min(taken[RUN]) <= 2 * min(taken["pass"])


def test_checks_are_for_what_is_there(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    """Checks of whole documents of configuration have nothing to look at in Terraform; nor is there a project."""
    (tmp_path / "main.tf").write_text('resource "aws_elasticache_cluster" "x" {\n  engine = "redis"\n}\n')
    imported()
    checks = {name for name in imported() if name.startswith("redislint.checks.")}
    assert checks
    assert checks.isdisjoint(f"redislint.checks.{name}" for name in ("repeats", "traps", "attesting", "environments"))


def test_declared_instances_need_nothing_slow(imported: Callable[..., set[str]], tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text(CONF)
    (tmp_path / "tls.md").write_text("Connections are encrypted, as this page shows at length. " * 10)
    text = (
        "instances:\n  cache: {files: [redis.conf], server: redis@7.2, environment: prod, owner: shop}\n"
        'checklist:\n  "2.2": {evidence: tls.md, owner: shop, expires: 2099-01-31}\n'
    )
    (tmp_path / ".redislint.yaml").write_text(text)
    imported("redis.conf")
    modules = imported("redis.conf")
    # How many days an attestation has left.
    assert slow(modules) <= {"datetime"}
    assert "hashlib" not in modules
    (tmp_path / ".redislint.yaml").write_text(text.replace("owner: shop, expires", f"sha256: {'0' * 64}, expires"))
    assert "hashlib" in imported("redis.conf")
