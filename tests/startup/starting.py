"""A real server is started with a configuration, in a folder and a network of its own: does it start?"""

from __future__ import annotations

import ctypes
import os
import re
import select
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

KINDS: Final = {"redis-conf": "redis.conf", "sentinel-conf": "sentinel.conf"}
# Where a server may have no network of its own it listens on a socket in its folder, and on nothing else.
APART: Final = ("--port", "0", "--unixsocket", "redis.sock")

_STARTED: Final = (b"eady to accept connections", b"Sentinel ID is")
_LINE: Final = rb"Reading the configuration file, at line (\d+)\n>>> '(.*)'\n"
_LONGEST: Final = 60.0
# How long nothing has to be heard of a server until its log files are looked at.
_QUIET: Final = 0.03
_NEW_NETWORK: Final = 0x40000000
_SET_FLAGS: Final = 0x8914
_UP: Final = 0x1 | 0x40


class Configuration(NamedTuple):
    """A text and its kind, whether TLS has a part in it, the other files by their paths, and the command line.

    The text lies beside the working directory, so that no pattern stands for it.
    """

    kind: str
    text: str
    tls: bool
    files: Mapping[str, str]
    args: tuple[str, ...]


class Answer(NamedTuple):
    """Has it started?  Else the line that it names (None: none) and what stands there; and all that it wrote."""

    started: bool
    line: int | None
    quoted: str
    said: str


def has_own_network() -> bool:
    """Give this thread a network of its own, where each port is free; False where that is not allowed."""
    import fcntl

    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_NETWORK) != 0:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        fcntl.ioctl(one, _SET_FLAGS, struct.pack("16sH14s", b"lo", _UP, b""))
    return True


def start(server: str, asked: Configuration) -> Answer:
    """What the server at this path does with a configuration."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "work"
        here.mkdir()
        for name, text in {**asked.files, f"../{KINDS[asked.kind]}": asked.text}.items():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        command = [server, f"../{KINDS[asked.kind]}", *asked.args]
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        process = subprocess.Popen(
            [os.fsencode(word.encode("utf-8", "surrogateescape")) for word in command],
            cwd=here,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            return _listen(process, here)
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def _listen(process: subprocess.Popen[bytes], folder: Path) -> Answer:
    assert process.stdout is not None
    pipe, said, end = process.stdout.fileno(), b"", time.monotonic() + _LONGEST
    while time.monotonic() < end:
        heard = select.select([pipe], [], [], _QUIET)[0]
        chunk = os.read(pipe, 65536) if heard else b""
        said += chunk
        if any(one in said for one in _STARTED) or (not heard and _is_logged(folder)):
            return Answer(True, None, "", _text(said))
        if heard and not chunk:
            line = re.search(_LINE, said)
            number, quoted = (int(line[1]), _text(line[2])) if line else (None, "")
            return Answer(False, number, quoted, _text(said))
    raise TimeoutError(f"the server neither starts nor ends: {said!r}")


def _text(said: bytes) -> str:
    return said.decode("utf-8", "surrogateescape")


def _is_logged(folder: Path) -> bool:
    """Has the server started, by what stands in a log file?"""
    logs = (path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return any(one in log for log in logs for one in _STARTED)
