"""What a server takes without a word although it can hardly be meant: sizes, log files, save points, users."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.values import memory_bytes
from redislint.finding import Hit, Related
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers.directives import directive, having
from redislint.servers.values import words
from redislint.typed import Final

_STREAMS: Final = ("stdout", "stderr")
_LEAST: Final = 1 << 20


def tiny_memory(instance: Instance) -> Iterator[Hit]:
    """A memory limit below one megabyte, which is a forgotten unit."""
    found = instance.setting("maxmemory")
    size = memory_bytes(found) if found.written else None
    if size is not None and 0 < size < _LEAST:
        yield Hit(found, size=f"{size:,}")


def log_stream(instance: Instance) -> Iterator[Hit]:
    """A log file that is called as if it were standard output."""
    found = instance.setting("logfile")
    if found.written and found.is_one_of(*_STREAMS):
        yield Hit(found)


def shadowed_save(document: Document) -> Iterator[Hit]:
    """`save ""` after save points, which it takes away; or before them, where it takes nothing away."""
    lines = [setting for setting in document.settings if setting.name == "save"]
    if any(setting.args is None for setting in lines):
        return
    for index, setting in enumerate(lines):
        if setting.args != ("",):
            continue
        before = [one for one in lines[:index] if one.args != ("",)]
        after = [one for one in lines[index + 1 :] if one.args != ("",)]
        if before:
            what = f"takes away the save points {_where(before[0], setting, 'of', 'before it')}"
            yield Hit(setting, related=(Related(before[0].span, "without effect"),), what=what)
        elif after:
            what = f"does not turn snapshots off, because one is added {_where(after[0], setting, 'on', 'behind it')}"
            yield Hit(setting, related=(Related(after[0].span, "this one counts"),), what=what)


def _where(other: Setting, one: Setting, preposition: str, beside: str) -> str:
    """Where another setting stands: its line, or beside this one, on the line of a command."""
    line = other.span.position[0]
    return beside if line == one.span.position[0] else f"{preposition} line {line}"


def dropped_save(instance: Instance) -> Iterator[Hit]:
    """A `save` line with other than two words, which servers before 7.0 drop without a word."""
    server = instance.server
    if server is None or server.key in having("checks-save"):
        return
    for line in instance.all("save"):
        known = directive("save", server)
        # A comment behind the value is another matter.
        is_comment = any(word.startswith("#") for word in line.args or ())
        if (
            line.args is not None
            and known is not None
            and not is_comment
            and not _acts(words(known, line.args, server.key))
        ):
            yield Hit(line.span, key="save", server=str(server))


def _acts(args: tuple[str, ...]) -> bool:
    return len(args) == 2 or args == ("",)


def unusable_user(document: Document) -> Iterator[Hit]:
    """A user whom nobody can be: never switched on, without a password, or without a single command."""
    from redislint.access.login import login
    from redislint.access.user import held

    for user in document.users:
        found = login(user)
        rights = held(user, document.server, sentinel=document.language == "sentinel-conf")
        texts = [token.text.lower() for token in user.tokens]
        if found is None or user.name == "default" or "off" in texts or "reset" in texts:
            continue
        why = ""
        if not found.enabled:
            why = "it is not `on`"
        elif not found.nopass and not found.passwords:
            why = "it has no password, and is not `nopass`"
        elif (
            rights is not None
            and not rights.latest.faults
            and not any(part.allowed or part.first_args for part in rights.latest.parts)
        ):
            why = "it may run no command"
        if why:
            yield Hit(user.name_span, key=f"user {user.name}", user=user.name, why=why)
