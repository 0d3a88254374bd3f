"""Chromium without a window, driven over its DevTools protocol: JSON messages through two pipes, each ended by NUL."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.parts import need

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-dev-shm-usage --remote-debugging-pipe"
).split()

# Seconds that it may take for an answer.
_PATIENCE = 120


def needed() -> str:
    """The browser's program; the test is skipped where there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    need("chromium", found is not None, "install it with your system's packages")
    assert found is not None
    return found


class Page:
    """One page of the browser."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._count, self._buffer = 0, b""
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What a method of the protocol returns; what happens in the meantime is kept in `events`."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            assert select.select([self._reading], [], [], _PATIENCE)[0], "the browser says nothing"
            data = os.read(self._reading, 1 << 16)
            assert data, "the browser went away"
            self._buffer += data
        first, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(first)
        return answer

    def open(self, file: Path, *, scripts: bool = True) -> None:
        """Load a file, and wait until all of it is there."""
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events.clear()
        self.call("Page.navigate", url=file.as_uri())
        while not any(one.get("method") == "Page.loadEventFired" for one in self.events):
            self.events.append(self._next())

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def look(self, width: int = 1280, height: int = 900, *, media: str = "", scheme: str = "light") -> None:
        """Show the page on a screen of this size, for `screen` or `print`, in light or dark."""
        small = width < 600
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": small}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        self.call(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}]
        )

    def picture(self) -> bytes:
        """What is on the screen, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def printed(self) -> bytes:
        """The page on paper, as PDF."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=False)["data"])

    @property
    def faults(self) -> list[str]:
        """What the page was refused or failed at since it was opened, and what it asked for beside itself."""
        found = []
        for one in self.events:
            params = one.get("params", {})
            if one.get("method") == "Log.entryAdded":
                found.append(params["entry"]["text"])
            elif one.get("method") == "Runtime.exceptionThrown":
                found.append(str(params["exceptionDetails"]))
            elif one.get("method") == "Network.requestWillBeSent" and params["type"] != "Document":
                found.append(params["request"]["url"])
        return found


@contextmanager
def page(folder: Path) -> Iterator[Page]:
    """A page of a browser of its own, whose profile is in a new folder."""
    program = needed()
    theirs, ours = os.pipe()
    back, out = os.pipe()
    flags = (*_FLAGS, f"--user-data-dir={folder / 'profile'}")
    # It reads from descriptor 3 and writes to 4.
    shell = f'exec "$@" 3<&{theirs} 4>&{out}'
    command = ["bash", "-c", shell, "bash", program, *flags]
    process = subprocess.Popen(command, pass_fds=(theirs, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(theirs)
    os.close(out)
    try:
        yield Page(back, ours)
    finally:
        os.close(ours)
        os.close(back)
        process.terminate()
        process.wait(20)
