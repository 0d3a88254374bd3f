"""Reading without the garbage collector: a file becomes nodes by the hundred thousand, and none of them is garbage."""

from __future__ import annotations

import gc
from types import TracebackType


class Uncollected:
    """Within this the collector looks for no garbage: looking at all nodes again and again takes most of the time."""

    __slots__ = ("_was_enabled",)

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._was_enabled:
            gc.enable()
