"""One instance in several environments: what `redislint compare` shows, and where RL901 speaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from redislint.api import lint
from redislint.cli import run as command

CONFIG = """\
owner: ops
may-differ: [timeout]
instances:
  jobs:
    profile: queue
    server: redis@7.4
    rpo: 5s
    rto: 1m
    environments:
      dev: {files: [dev/]}
      stage: {files: [stage/]}
      prod: {files: [prod/]}
"""
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
COMMON = "appendonly yes\nmaxmemory-policy noeviction\nprotected-mode yes\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / ".redislint.yaml").write_text(CONFIG, encoding="utf-8")
    for name in ("dev", "stage", "prod"):
        put(root, name, f"{COMMON}maxmemory {len(name)}gb\nrequirepass correct-{name}-horse-{name}\n")
    monkeypatch.chdir(root)
    return root


def put(root: Path, environment: str, text: str) -> None:
    (root / environment).mkdir(exist_ok=True)
    (root / environment / "redis.conf").write_text(text, encoding="utf-8")


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, object]]]:
    status = command(["compare", *arguments, "--format", "json"])
    return status, json.loads(capsys.readouterr().out)["differences"]


@pytest.mark.usefixtures("place")
def test_what_belongs_to_the_machine_may_differ(capsys: pytest.CaptureFixture[str]) -> None:
    assert compared(capsys, "dev", "stage", "prod") == (0, [])
    status, found = compared(capsys, "dev", "stage", "prod", "--all")
    assert (status, [(one["name"], one["allowed"]) for one in found]) == (
        0,
        [("maxmemory", True), ("requirepass", True)],
    )
    assert found[0]["values"] == {"dev": "3221225472", "stage": "5368709120", "prod": "4294967296"}
    assert found[1]["values"] == {"dev": "another secret", "stage": "another secret", "prod": "a secret"}


def test_what_matters(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(place, "stage", COMMON.replace("noeviction", "allkeys-lru").replace("protected-mode yes", "protected-mode no"))
    put(place, "dev", COMMON.replace("appendonly yes", "appendonly no") + "timeout 10\nhz 20\n")
    status, found = compared(capsys, "dev", "stage", "prod")
    said = {one["name"]: (one["severity"], one["path"], one["line"]) for one in found}
    assert status == 1
    assert said == {
        "appendonly": ("info", "dev/redis.conf", 1),
        "hz": ("info", "dev/redis.conf", 5),
        "maxmemory-policy": ("warning", "stage/redis.conf", 2),
        "protected-mode": ("error", "stage/redis.conf", 3),
    }
    assert compared(capsys, "dev", "prod")[1][0]["values"] == {"dev": "no", "prod": "yes"}
    by_rule = {(one.message.split("`")[1], one.severity) for one in lint(select=["RL901"]).findings}
    assert by_rule == {(name, severity) for name, (severity, _, _) in said.items()}


def test_users_are_compared_by_what_they_may(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(place, "prod", f"{COMMON}user app on #{HASH} ~jobs:* -@all +@read\n")
    put(place, "stage", f"{COMMON}user app on #{HASH} -@all +@read ~jobs:* +get\nuser tmp on #{HASH} ~* +@all\n")
    put(place, "dev", f"{COMMON}user app on #{HASH.replace('9', '8')} ~jobs:* -@all +@read\n")
    _, found = compared(capsys, "dev", "stage", "prod")
    assert [(one["name"], one["values"]) for one in found] == [
        ("user tmp", {"dev": "is not there", "stage": "is", "prod": "is not there"})
    ]


def test_what_is_not_known_differs_from_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(place, "stage", "include /etc/redis/other.conf\n")
    assert compared(capsys, "stage", "prod") == (0, [])


@pytest.mark.usefixtures("place")
def test_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["compare", "stage", "prod", "--all"]) == 0
    out = capsys.readouterr().out
    assert "  maxmemory    5368709120      4294967296  may differ\n" in out
    assert "horse" not in out
    assert out.endswith("2 differences in jobs\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "which environments?"),
        (("prod",), "which environments?"),
        (("prod", "staging"), "staging is no environment"),
    ],
)
@pytest.mark.usefixtures("place")
def test_what_makes_no_sense(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["compare", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_nothing_declared(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / ".redislint.yaml").write_text("profile: queue\n", encoding="utf-8")
    assert command(["compare", "stage", "prod"]) == 2
    assert "no instances are declared" in capsys.readouterr().err


def test_a_line_that_no_server_takes_is_compared_with_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(place, "stage", f"{COMMON}port\nhz 10 20\nreplicaof 10.0.0.1\nsave 900\n")
    assert compared(capsys, "stage", "prod") == (0, [])
