"""A unit and the machine's other files: a run on one of them finds what the whole tree would show there."""

from __future__ import annotations

from pathlib import Path

import pytest

from redislint.api import run
from redislint.discover.request import Request
from redislint.options import Options
from redislint.pipeline import Report
from tests.discover.trees import make

FILES = {
    ".git/HEAD": "x",
    "etc/systemd/system/cache.service": (
        "[Service]\nUser=redis\nExecStart=/usr/bin/redis-server /etc/redis/cache.conf --port 6380\n"
    ),
    "etc/systemd/system/cache.service.d/limits.conf": "[Service]\nLimitNOFILE=1024\n",
    "etc/sysctl.d/redis.conf": "net.core.somaxconn = 128\n",
    "etc/redis/cache.conf": "bind 0.0.0.0\nprotected-mode no\nport 6379\ninclude /etc/redis/more.conf\n",
    "other/redis.conf": "port 6379\n",
}


def report(root: Path, *paths: str) -> Report:
    select = ("RL101", "RL515", "RL518")
    request = Request(paths=tuple(str(root / path) for path in paths) or (str(root),), cwd=str(root))
    return run(request, Options(select=select))


def shown(found: Report) -> set[tuple[str, str, int]]:
    return {(one.rule, one.path, one.span.start) for one in found.findings}


@pytest.mark.parametrize("path", [path for path in FILES if path != ".git/HEAD"])
def test_each_file_alone(tmp_path: Path, path: str) -> None:
    files = FILES | {"etc/redis/cache.conf": "bind 0.0.0.0\nprotected-mode no\nport 6379\n"}
    make(tmp_path, files)
    whole, part = report(tmp_path), report(tmp_path, path)
    rules = {rule for rule, _, _ in shown(whole)}
    assert rules == {"RL101", "RL515", "RL518"}
    expected = {
        (one.rule, one.path, one.span.start)
        for one in whole.findings
        if one.path == path or any(related.span.source.path == path for related in one.related)
    }
    assert shown(part) == expected
    assert not part.errors


def test_what_is_included_and_not_there_is_not_known(tmp_path: Path) -> None:
    make(tmp_path, FILES)
    assert shown(report(tmp_path)) == set()
