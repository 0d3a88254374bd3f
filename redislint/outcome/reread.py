"""Arguments where one line of servers reads a text otherwise than all others do."""

from __future__ import annotations

from redislint.model.facts import Setting
from redislint.servers.directives import having
from redislint.servers.split import split

Args = tuple[str, ...]

_FILES = ("redis-conf", "sentinel-conf")


def arguments(setting: Setting, line: str) -> Args | None:
    """The arguments of a setting as one line of servers (`redis@7.2`) reads them; None if they are not known."""
    if setting.spelling.startswith("--"):
        return _unescaped(setting.args) if line in having("loses-argument-escapes") else setting.args
    if line in having("text-after-quote") and any(quote in setting.span.text for quote in "\"'"):
        return _joined(setting)
    return setting.args


def _unescaped(args: Args | None) -> Args | None:
    """Words of the command line are quoted by the server without an escape for backslashes, and then read again."""
    if args is None or not any("\\" in word for word in args):
        return args
    found: list[str] = []
    for word in args:
        read = split(f'"{word}"') if "\\" in word else (word,)
        if len(read) != 1:
            return None
        found += read
    return tuple(found)


def _joined(setting: Setting) -> Args | None:
    """The words of the whole line, with text behind a closing quote joined to what stands in the quotes."""
    source, start, _ = setting.span
    if source.kind not in _FILES or "\0" in source.text:
        return setting.args
    end = source.text.find("\n", start)
    found = split(source.text[start : end if end >= 0 else None].rstrip(" \t\r"), joins=True)
    return found[1:] if found else setting.args
