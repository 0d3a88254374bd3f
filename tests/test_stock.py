"""The configuration that a distribution's package comes with is no mistake: no error, and no more than three notes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import redislint
from tests.parts import borrow

STOCK = Path("/etc/redis/redis.conf")


@pytest.mark.parametrize("server", [None, "redis@7.0", "redis@7.2", "redis@8.0", "redis@8.6"])
def test_little_is_said_of_it(server: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    borrow("a package's redis.conf", os.access(STOCK, os.R_OK), f"{STOCK} cannot be read")
    (tmp_path / "redis.conf").write_bytes(STOCK.read_bytes())
    monkeypatch.chdir(tmp_path)
    report = redislint.lint(["redis.conf"], server=server, config=False)
    said = [f"{one.rule} {one.span.position} {one.message}" for one in report.findings]
    assert report.files == {"redis.conf": "redis-conf"}
    assert {one.severity for one in report.findings} <= {redislint.Severity.INFO}, said
    assert len(said) <= 3, said
