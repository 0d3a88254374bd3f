"""Bounds of time in tests: seconds of the CPU, so that what else the machine does matters little."""

from __future__ import annotations

import sys

# Tracing for coverage makes everything several times slower.
SLOW = 5 if sys.gettrace() is not None or "coverage" in sys.modules else 1
