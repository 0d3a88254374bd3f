"""A run on some files against a run on their whole tree, of which it must say the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from redislint.api import run
from redislint.discover.request import Request
from redislint.finding import Finding
from redislint.options import Options
from redislint.pipeline import Report
from tests.discover.trees import make


def report(root: Path, *paths: str) -> Report:
    """What every rule says of these files, or of the whole tree."""
    return run(Request(cwd=str(root), paths=paths), Options(select=("RL",)))


def planted(folder: Path, files: Mapping[str, str]) -> Path:
    """A new repository of these files, in the place of any that was there."""
    root = folder / "tree"
    shutil.rmtree(root, ignore_errors=True)
    make(root, {**files, ".git/HEAD": "x"})
    return root


def agrees(root: Path, *paths: str) -> Report:
    """The report on some files, which must be what the whole tree says of them."""
    whole, part = report(root), report(root, *sorted(paths))
    assert _shown(part.findings) == _shown(one for one in whole.findings if _concerns(one, paths))
    assert part.files == {path: kind for path, kind in whole.files.items() if path in paths}
    return part


def _shown(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    return [
        (one.rule, one.path, one.span.start, one.span.end, one.severity, one.fingerprint, one.refused)
        for one in findings
    ]


def _concerns(finding: Finding, paths: Iterable[str]) -> bool:
    return finding.path in paths or any(one.span.source.path in paths for one in finding.related)
