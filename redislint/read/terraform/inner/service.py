"""A service of a compose file, as a container elsewhere is written to be read as one."""

from __future__ import annotations

from redislint.read.terraform.inner.writing import Writer, quoted
from redislint.source import Span


def opened(name: str, at: Span, writer: Writer) -> None:
    """Begin a file with one service."""
    writer.put('{"services": {')
    writer.put_plain(quoted(name), at)
    writer.put(': {"x-": null')


def put_key(writer: Writer, key: str, at: Span | None = None) -> None:
    """Write the next key of an object."""
    writer.put(", ")
    if at is None:
        writer.put(quoted(key))
    else:
        writer.put_plain(quoted(key), at)
    writer.put(": ")


def put_memory(writer: Writer, number: object, at: Span) -> None:
    """A limit in megabytes."""
    if isinstance(number, int):
        put_key(writer, "mem_limit")
        writer.put_plain(f'"{number}m"', at)
