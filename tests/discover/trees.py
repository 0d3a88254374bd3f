"""What the tests of discovery share: files made below a folder, and what a run over them finds."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from redislint.discover.find import Found, find
from redislint.discover.request import Request
from redislint.pipeline import read_source

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def make(root: Path, files: Mapping[str, str | bytes]) -> None:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def git(root: Path, *words: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run git without what the machine's own configuration says."""
    plain = {"HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    return subprocess.run(["git", "-C", str(root), *words], env=plain, capture_output=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def found(root: Path, *paths: str, **options: object) -> Found:
    return find(Request(cwd=str(root), paths=paths, **options), read_source)  # type: ignore[arg-type]


def kinds(root: Path, *paths: str, **options: object) -> dict[str, str]:
    """The files that a run takes in, with their kinds."""
    return {one.source.path: one.source.kind for one in found(root, *paths, **options).readings}
