"""Projects of several files (override files, extended ones, `.env`, Dockerfiles): any part of them finds its share."""

from __future__ import annotations

from pathlib import Path

import pytest

from redislint.pipeline import Report
from tests.discover.subsets import agrees, report
from tests.discover.trees import make

PROJECT = {
    "compose.yaml": """services:
  redis:
    build: ./img
    ports: ["6379:6379"]
    environment: {REDIS_PASSWORD: "${REDIS_PASSWORD}"}
  valkey:
    extends: {file: common/base.yaml, service: store}
    image: valkey/valkey:${TAG}
    env_file: more.env
""",
    "compose.override.yaml": """services:
  redis:
    ports: ["7000:6379"]
    healthcheck: {test: redis-cli ping}
  valkey:
    command: valkey-server --appendonly yes --daemonize yes
    volumes: ["data:/var/lib/valkey"]
volumes:
  data:
""",
    "common/base.yaml": """services:
  store:
    image: valkey/valkey:7.2
    command: valkey-server --protected-mode no
    privileged: true
""",
    ".env": "TAG=latest\n",
    "more.env": "VALKEY_PASSWORD=a-word\n",
    "img/Dockerfile": 'FROM redis:6.0.5\nCOPY redis.conf /etc/\nCMD ["redis-server", "/etc/redis.conf"]\n',
    "img/redis.conf": "port 6379\nbind 0.0.0.0\nprotected-mode no\nlogfile /var/log/redis.log\n",
}


def findings(one: Report) -> set[tuple[str, str]]:
    return {(finding.rule, finding.path) for finding in one.findings}


def test_each_finding_stands_in_the_file_whose_text_is_blamed(tmp_path: Path) -> None:
    make(tmp_path, PROJECT | {".git/HEAD": ""})
    found = findings(report(tmp_path))
    assert {
        ("RL101", "compose.override.yaml"),
        ("RL801", "compose.override.yaml"),
        ("RL414", "compose.override.yaml"),
        ("RL803", "common/base.yaml"),
        ("RL819", "more.env"),
        ("RL819", "compose.yaml"),
        ("RL701", "compose.yaml"),
        ("RL704", "img/Dockerfile"),
        ("RL804", "img/redis.conf"),
    } <= found
    for finding in report(tmp_path).findings:
        text = (tmp_path / finding.path).read_text(encoding="utf-8")
        assert text[finding.span.start : finding.span.end] == finding.span.text


@pytest.mark.parametrize("path", sorted(PROJECT))
def test_a_part_finds_its_share(tmp_path: Path, path: str) -> None:
    make(tmp_path, PROJECT | {".git/HEAD": ""})
    agrees(tmp_path, path)


def test_an_ignored_env_is_no_part_of_the_project(tmp_path: Path) -> None:
    make(tmp_path, PROJECT | {".git/HEAD": "", ".gitignore": ".env\ncompose.override.yaml\n"})
    found = findings(report(tmp_path))
    assert ("RL701", "compose.yaml") not in found
    assert not {path for _, path in found} & {".env", "compose.override.yaml"}


INCLUDING = {
    "compose.yaml": "include:\n  - infra/cache.yaml\nservices:\n  web: {image: nginx}\n",
    "infra/cache.yaml": """services:
  cache:
    image: redis:${TAG:-latest}
    command: redis-server /etc/redis.conf
    volumes: [./conf:/etc/redis.conf]
    ports: ["6379:6379"]
""",
    "infra/conf": "port 6379\nbind 0.0.0.0\nlogfile /var/log/redis.log\n",
    ".env": "TAG=6.0.5\n",
}


@pytest.mark.parametrize("path", ["compose.yaml", "infra/cache.yaml", "infra/conf"])
def test_a_part_of_a_project_that_includes_files_finds_its_share(tmp_path: Path, path: str) -> None:
    make(tmp_path, INCLUDING | {".git/HEAD": ""})
    whole = report(tmp_path)
    assert {("RL101", "infra/cache.yaml"), ("RL704", "infra/cache.yaml"), ("RL804", "infra/conf")} <= findings(whole)
    agrees(tmp_path, path)
