"""Reports for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from redislint.pipeline import Report
from tests.report import samples


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The sample project's report."""
    return samples.project(tmp_path)
