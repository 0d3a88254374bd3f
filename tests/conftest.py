"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

from redislint import api

# How long an example takes is another test's matter, and depends on what else the machine does.
settings.register_profile("redislint", deadline=None)
settings.load_profile("redislint")

TODAY = "2026-11-25"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test looks at the clock: ends of support, and the age of the data, are judged by one day."""
    monkeypatch.setattr(api, "present_day", lambda: TODAY)
