"""The hooks for pre-commit: which files they are given, and the real pre-commit that runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from redislint.discover import names
from tests.parts import borrow, need

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}
CORPUS = ROOT.parent / "shared" / "corpus"

WANTED = (
    "ops/cache-1.snapshot.json",
    "ops/redis-config.txt",
    "acl-list.out",
    "pyproject.toml",
    ".redislint.yaml",
    "alerts/redis.rules.yml",
    "scripts/flush.sh",
    "redis.conf",
    "etc/Redis.CONF",
    "config/cache.conf",  # a compose file may mount it
    "redis.conf.j2",
    "templates/sentinel.conf.tmpl",
    "users.acl",
    "roles/redis/templates/users.acl.erb",
    "values.yaml",
    "helmfile.yaml.gotmpl",
    "charts/redis/values-prod.yml",
    "Chart.yaml",
    "Chart.lock",
    "docker-compose.yml",
    "redis/Dockerfile",
    "Dockerfile.prod",
    "redis.dockerfile",
    "Containerfile",
    "compose/dev.yaml",
    ".env",
    ".env.prod",
    "infra/main.tf",
    ".github/workflows/test.yml",
    "deploy/redis.service",
    "redis.service.d/limits.conf",
    "etc/sysctl.d/30-redis.conf",
    "infra/main.tofu",
    "infra/main.tf.json",
    "infra/prod.auto.tfvars",
    "infra/terraform.tfvars.json",
    ".redislint.yaml",
)
OTHERS = (
    "README.md",
    "redis.py",
    "redis/client.go",
    "redis.conf.bak",
    "redis.conf.md",
    "confidential",
    "tf",
    "environment.env.md",
    "package-lock.json",
    "redis.rdb",
)


def takes(hook: str, path: str) -> bool:
    """Would pre-commit, which searches, give this path to the hook?"""
    return re.search(HOOKS[hook]["files"], path) is not None


@pytest.mark.parametrize("hook", HOOKS)
def test_patterns(hook: str) -> None:
    assert [path for path in WANTED if not takes(hook, path)] == []
    assert [path for path in OTHERS if takes(hook, path)] == []


def test_whatever_discovery_looks_into_is_taken() -> None:
    assert [path for path in WANTED if names.hint(path) and not takes("redislint", path)] == []
    for template in names._TEMPLATES:
        for path in (f"redis.conf.{template}", f"users.acl.{template}"):
            assert names.hint(path) is not None
            assert takes("redislint", path), path


def test_patterns_on_the_corpus() -> None:
    index = CORPUS / "index.jsonl"
    borrow("the corpus", index.is_file(), "real files of public repositories")
    rows = [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines()]
    paths = {row["path"] for row in rows}
    assert [path for path in paths if names.hint(path) is not None and not takes("redislint", path)] == []
    ours = (
        "redis.conf",
        "redis.conf.template",
        "sentinel.conf",
        "users.acl",
        "compose",
        "values.direct",
        "values.umbrella",
    )
    missed = {row["path"] for row in rows if row["kind"] in ours and not takes("redislint", row["path"])}
    # A proxy's configurations, and a chart's template that writes a Sentinel's.
    assert missed == {
        "ansible/ha_postgres/roles/loadbalancer/templates/haproxy.j2",
        "ansible/prepare_rke2/roles/setup-loadbalancers/templates/haproxy.j2",
        "charts/redis-ha/templates/_configs.tpl",
        "docker/haproxy/cfg/tcp-port-balancing.cfg",
    }


def test_hooks_say_what_they_must() -> None:
    assert list(HOOKS) == ["redislint", "redislint-tree"]
    changed, tree = HOOKS["redislint"], HOOKS["redislint-tree"]
    # Users replace `args`, so that what is needed stands in `entry`.
    assert changed["entry"] == "redislint check --force-exclude"
    assert changed["require_serial"] is True
    assert changed.get("pass_filenames", True) is True
    assert tree["entry"] == "redislint check"
    assert tree["pass_filenames"] is False
    assert {hook["language"] for hook in HOOKS.values()} == {"python"}


# The real one.


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this checkout as it is now, uncommitted changes and all."""
    need("git", shutil.which("git") is not None, "pre-commit works with git repositories")
    need("git checkout", (ROOT / ".git").exists(), "the hooks are installed from one")
    folder = tmp_path_factory.mktemp("checkout")
    for name in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "as it is")
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment for pre-commit with a home of its own."""
    folder = tmp_path_factory.mktemp("home")
    probe = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "hatchling"]
    found = subprocess.run(probe, capture_output=True, check=False).returncode == 0
    need("package registry", found, "pre-commit builds an environment with pip")
    unwanted = ("GIT_", "PRE_COMMIT", "PYTHON", "COV_", "COVERAGE_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return inherited | {"PRE_COMMIT_HOME": str(folder / "pre-commit"), "XDG_CACHE_HOME": str(folder / "cache")}


WHOLE = "port 6379\ndir /data\nappendonly yes\nmaxmemory 1gb\n"
BAD = f"bind 0.0.0.0\nprotected-mode no\n{WHOLE}"
GOOD = f"bind 127.0.0.1\nprotected-mode yes\n{WHOLE}"


@pytest.fixture
def shop(tmp_path: Path, checkout: Path) -> Path:
    """A repository that uses the hooks; its redis.conf is bad, and committed."""
    git(tmp_path, "init", "--quiet")
    hooks = "".join(f"      - id: {hook}\n" for hook in HOOKS)
    rev = git(checkout, "rev-parse", "HEAD")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {checkout}\n    rev: {rev}\n    hooks:\n{hooks}", encoding="utf-8"
    )
    (tmp_path / "redis.conf").write_text(BAD)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    return tmp_path


def pre_commit(folder: Path, environment: dict[str, str], hook: str, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pre_commit", "run", hook, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_real_pre_commit(shop: Path, environment: dict[str, str]) -> None:
    status, out = pre_commit(shop, environment, "redislint", "--all-files")
    assert status == 1, out
    assert "error[RL101 exposed-without-auth]" in out
    assert "redis.conf:1:1" in out

    # Of what is staged, the one hook speaks; of the whole tree, the other.
    (shop / "notes.md").write_text("# x\n")
    git(shop, "add", "--all")
    for hook in HOOKS:
        status, out = pre_commit(shop, environment, hook)
        assert (status, "Skipped" in out) == (0, True), out
    (shop / "replica").mkdir()
    (shop / "replica" / "redis.conf").write_text(GOOD)
    git(shop, "add", "--all")
    status, out = pre_commit(shop, environment, "redislint")
    assert (status, "Passed" in out) == (0, True), out
    status, out = pre_commit(shop, environment, "redislint-tree")
    assert (status, "redis.conf:1:1" in out) == (1, True), out

    # What is excluded stays so although it is named.
    (shop / ".redislint.yaml").write_text("exclude: [/redis.conf]\n")
    git(shop, "add", "--all")
    for hook in HOOKS:
        status, out = pre_commit(shop, environment, hook, "--all-files")
        assert status == 0, out

    # A configuration that cannot be used is no pass.
    (shop / ".redislint.yaml").write_text("exclud: []\n")
    git(shop, "add", "--all")
    status, out = pre_commit(shop, environment, "redislint")
    assert status == 1, out
    assert ".redislint.yaml:1: exclud: there is no such key; did you mean exclude?" in out


def test_what_is_accepted_passes(shop: Path, environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", "redislint", "baseline"]
    subprocess.run(words, cwd=shop, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
    git(shop, "add", "--all")
    for hook in HOOKS:
        status, out = pre_commit(shop, environment, hook, "--all-files")
        assert status == 0, out
    (shop / "replica").mkdir()
    (shop / "replica" / "redis.conf").write_text(BAD)
    git(shop, "add", "--all")
    for hook in HOOKS:
        status, out = pre_commit(shop, environment, hook)
        assert (status, "replica/redis.conf:1:1" in out, " redis.conf:1:1" in out) == (1, True, False), out
