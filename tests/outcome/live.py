"""A real server, started with a configuration in a folder of its own, and what CONFIG GET says there."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterable, Mapping
from io import BufferedRWPair
from pathlib import Path

# What every server here is started with behind its file: it listens on a socket in its folder alone.
ARGS = ("--port", "0", "--unixsocket", "s")


def values(
    server: str, folder: Path, text: str, files: Mapping[str, str], args: Iterable[str], hidden: Iterable[str]
) -> dict[str, str] | None:
    """What CONFIG GET says of all names, the `hidden` ones too; None where the server does not start."""
    for name, content in {"redis.conf": text, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([server, "redis.conf", *args], cwd=folder, stdout=out, stderr=out)
        try:
            client = _connected(process, folder)
            if client is None:
                return None
            with client, client.makefile("rwb") as stream:
                found = dict(_pairs(stream, "*"))
                for name in hidden:
                    found |= _pairs(stream, name)
        finally:
            process.kill()
            process.wait()
    here = str(folder.resolve())
    return found | {"dir": found["dir"].replace(here, "@", 1)}


def _connected(process: subprocess.Popen[bytes], folder: Path) -> socket.socket | None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        for path in folder.glob("**/s"):
            client = socket.socket(socket.AF_UNIX)
            client.settimeout(20)
            try:
                client.connect(str(path))
            except OSError:
                client.close()
            else:
                return client
        time.sleep(0.004)
    return None


def _pairs(stream: BufferedRWPair, pattern: str) -> dict[str, str]:
    stream.write(f"CONFIG GET {pattern}\r\n".encode())
    stream.flush()
    words = [_bulk(stream) for _ in range(int(stream.readline()[1:]))]
    return dict(zip(words[::2], words[1::2], strict=True))


def _bulk(stream: BufferedRWPair) -> str:
    length = int(stream.readline()[1:])
    return stream.read(length + 2)[:-2].decode("utf-8", "surrogateescape")
