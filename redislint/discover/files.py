"""Reading files that anybody may have put there: only regular ones, only so much, and never waiting for one."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from types import MappingProxyType

from redislint.discover import names
from redislint.typed import Final, NamedTuple

_MEGABYTE: Final = 1024 * 1024

# O_NONBLOCK: a FIFO put in a file's place meanwhile would else wait for a writer.  Neither is there on Windows.
# What may nest, by the sign of a name or by kind.
_NESTED: Final = frozenset(
    {
        "yaml",
        "terraform",
        "helm-values",
        "compose",
        "dockerfile",
        "kubernetes",
        "github-actions",
        "ansible",
        "prometheus",
        "script",
        "snapshot",
    }
)

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)

_TYPES: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISLNK, "a link"),
)

# No file has another text than the one on disk.
AS_THEY_ARE: Final[Mapping[str, bytes]] = MappingProxyType({})
NO_PERMISSION: Final = "there is no permission to read this file"


class Unreadable(Exception):
    """A file that is not read; the message says why, as a sentence about the file without a final stop."""


class TooBig(Unreadable):
    """A file that is larger than it may be."""

    def __init__(self, limit: int) -> None:
        whole = limit % _MEGABYTE == 0 and limit >= _MEGABYTE
        size = f"{limit // _MEGABYTE} MB" if whole else f"{limit:,} bytes"
        super().__init__(f"this file is larger than {size}, and is not read")


class Limits(NamedTuple):
    """How large a file may be, in bytes: configurations and ACL files (`plain`), and YAML, HCL and JSON (`nested`)."""

    plain: int = 10 * _MEGABYTE
    nested: int = 2 * _MEGABYTE

    def of(self, path: str, kind: str | None = None) -> int:
        """The limit for a file of this name, or of this kind where that is known."""
        sign = kind or names.hint(path)
        return self.nested if sign in _NESTED else self.plain


LIMITS: Final = Limits()


def check(file: str) -> None:
    """Raises `Unreadable` for what is no regular file that may be read, by its path on disk."""
    try:
        _size(os.lstat(file))
    except OSError as error:
        raise Unreadable(said(error)) from error
    if not os.access(file, os.R_OK):
        raise Unreadable(NO_PERMISSION)


def read_bytes(file: str, limit: int) -> bytes:
    """The bytes of a regular file, by its path on disk, without links.

    Raises `Unreadable`, `TooBig` for one with more than `limit` of them.
    """
    try:
        handle = os.open(file, _FLAGS)
        try:
            # What was looked at may have been replaced since.
            size = _size(os.fstat(handle))
            _hold(size, limit)
            return _all(handle, size, limit)
        finally:
            os.close(handle)
    except OSError as error:
        raise Unreadable(said(error)) from error


def given_bytes(file: str, limit: int, texts: Mapping[str, bytes]) -> bytes:
    """What `texts` has for a file, by its path on disk, or else the bytes that are there.

    Raises `Unreadable`, `TooBig` for one with more than `limit` of them.
    """
    data = texts.get(file)
    if data is None:
        return read_bytes(file, limit)
    _hold(len(data), limit)
    return data


def _size(status: os.stat_result) -> int:
    if not stat.S_ISREG(status.st_mode):
        what = next((name for is_type, name in _TYPES if is_type(status.st_mode)), "no regular file")
        raise Unreadable(f"this is {what}, not a file")
    return status.st_size


def _hold(size: int, limit: int) -> None:
    if size > limit:
        raise TooBig(limit)


def _all(handle: int, size: int, limit: int) -> bytes:
    """Everything up to the file's end, which may not be where it was."""
    data = os.read(handle, size + 1)
    if len(data) <= size:
        return data
    parts = [data]
    while part := os.read(handle, _MEGABYTE):
        parts.append(part)
        size += len(part)
        _hold(size, limit)
    data = b"".join(parts)
    _hold(len(data), limit)
    return data


def said(error: OSError) -> str:
    """What an error of the system says about a file."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return NO_PERMISSION
    return f"this file cannot be read: {(error.strerror or type(error).__name__).lower()}"
