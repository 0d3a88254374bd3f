"""A project to run the command in."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from redislint.__main__ import main

# What the environment may say about colors and widths.
SAYINGS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM")

BAD = """\
bind 0.0.0.0
protected-mode no
port 6379
dir /data
appendonly yes
maxmemory 1gb
"""
GOOD = BAD.replace("0.0.0.0", "127.0.0.1").replace("mode no", "mode yes")


@dataclass(frozen=True)
class Done:
    """What a run came to."""

    status: int
    out: str
    err: str


class Project:
    """A repository, which is the working directory."""

    def __init__(self, folder: Path, run: Callable[..., Done]) -> None:
        self.folder = folder
        self.run = run

    def write(self, path: str, text: str | bytes = BAD) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
        return file


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for the tests alone."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    """An empty repository, and the command to run in it."""
    folder = tmp_path / "shop"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in SAYINGS:
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        status = main(arguments)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return Project(folder, run)
