"""What redislint writes: to standard output, to standard error, and to files."""

from __future__ import annotations

import contextlib
import os
import stat
import sys


class NotWritten(Exception):
    """Something could not be written; the message says what and why."""


def say(level: str, sentence: str) -> None:
    """A sentence about the run on standard error; `level` is `error`, `warning` or `note`.

    Where nobody listens there is nobody to tell.
    """
    if sys.stderr is None:
        return
    from redislint.report.words import visible

    text = f"redislint: {level}: {visible(sentence)}\n"
    encoding = sys.stderr.encoding or "ascii"
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()


def show(text: str) -> None:
    """Write to standard output what was asked for.  Raises `NotWritten`; a reader who went away is no fault.

    Characters that its encoding lacks are written as escapes.
    """
    if sys.stdout is None or not text:
        return
    encoding = sys.stdout.encoding or "ascii"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        _leave()
    except (OSError, ValueError) as error:
        _leave()
        raise NotWritten(f"the report cannot be written: {_said(error)}") from error


def put(data: bytes) -> None:
    """Write bytes to standard output as they are.  Raises `NotWritten`, as `show` does."""
    if sys.stdout is None or not data:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _leave()
    except (OSError, ValueError) as error:
        _leave()
        raise NotWritten(f"what was asked for cannot be written: {_said(error)}") from error


def tell(text: str) -> None:
    """Write a report to standard error, where standard output is for something else."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "ascii"
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()


def _leave() -> None:
    """Have what is still buffered for standard output go nowhere: the interpreter would fail on it at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def save(path: str, text: str) -> None:
    """Put a text into a file, in UTF-8: whole or not at all, unless the file is a pipe or a device.

    Raises `NotWritten`.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):
            with open(path, "wb") as file:
                file.write(data)
        else:
            _replace(os.path.realpath(path), data)
    except (OSError, ValueError) as error:
        raise NotWritten(f"{path} cannot be written: {_said(error)}") from error


def _replace(path: str, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except PermissionError:
        # The file may be ours where its folder is not.
        with open(path, "r+b") as file:
            file.truncate()
            file.write(data)
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if os.path.exists(path):
            os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _said(error: Exception) -> str:
    """What the system says, as the end of a sentence."""
    if isinstance(error, FileNotFoundError):
        return "there is no such folder"
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__).lower()
