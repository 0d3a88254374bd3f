"""Parts that a test needs from outside Python: where one is missing the test is skipped, and says why."""

from __future__ import annotations

import os

import pytest


def borrow(name: str, found: bool, why: str) -> None:
    """Go on if what is at hand in some places only is there; else skip the test, whatever is asked for."""
    if not found:
        pytest.skip(f"{name} is not at hand: {why}")


def need(name: str, found: bool, why: str) -> None:
    """Go on if the part is there; else skip the test, or fail it where `REDISLINT_REQUIRE=all` asks for every part."""
    if found:
        return
    reason = f"{name} is missing: {why}"
    if os.environ.get("REDISLINT_REQUIRE") == "all":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
