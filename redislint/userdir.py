"""The user's own cache folder: what was computed once, and can be thrown away at any time."""

from __future__ import annotations

import os
import sys


def path() -> str | None:
    """The folder, made with mode 0700; None where there is none that belongs to this user alone."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            return None
        base = os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache")
    folder = os.path.join(base, "redislint")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.lstat(folder)
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o077):
        return None
    return folder


def read(name: str) -> bytes | None:
    """The bytes kept under a name, None if there are none."""
    folder = path()
    if folder is None:
        return None
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except OSError:
        return None


def write(name: str, data: bytes) -> None:
    """Keep bytes under a name, whole or not at all; where that cannot be, do nothing."""
    folder = path()
    if folder is None:
        return
    import tempfile

    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, os.path.join(folder, name))
    except OSError:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
