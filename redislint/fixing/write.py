"""Fixed texts put in the place of files: whole or not at all, and only in the files that were looked at."""

from __future__ import annotations

import contextlib
import os
import stat

from redislint.discover.files import Unreadable, read_bytes
from redislint.typed import Final

LEADS_ON: Final = "this is a link, or lies behind one, and is not changed; name the file itself"
OUTSIDE: Final = "this file lies outside the tree, and is not changed; run redislint in its own folder"
CHANGED: Final = "this file was changed meanwhile, and is left as it is"
READ_ONLY: Final = "this file may not be written, and is left as it is"


class NotFixed(Exception):
    """A file that is not written; the message says why, as a sentence about the file."""


def encoded(text: str) -> bytes:
    """The bytes of a text, those that are no UTF-8 as they were."""
    return text.encode("utf-8", "surrogateescape")


def write(file: str, before: str, after: str) -> None:
    """Put `after` in the place of a file, by its real path on disk, that still says `before`.  Raises `NotFixed`."""
    try:
        if os.path.realpath(file) != file:
            raise NotFixed(LEADS_ON)
        data = encoded(before)
        if read_bytes(file, len(data)) != data:
            raise NotFixed(CHANGED)
        if not os.access(file, os.W_OK):
            raise NotFixed(READ_ONLY)
        _replace(file, encoded(after))
    except Unreadable as error:
        raise NotFixed(CHANGED) from error
    except OSError as error:
        raise NotFixed(f"this file cannot be written: {(error.strerror or type(error).__name__).lower()}") from error


def _replace(file: str, data: bytes) -> None:
    """A new file, with the rights of the old one, takes its place in one step."""
    status = os.stat(file)
    temporary = f"{file}.{os.getpid()}.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        os.replace(temporary, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
