"""`rename-command` in the order of its lines: each sees what those before it left."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.acl.table import commands
from redislint.model.instance import SENTINEL, Instance
from redislint.servers.numbers import c_string
from redislint.startup.refusal import READING, SINCE_70, Refusal, known_until, word_span
from redislint.typed import Final

_GONE: Final = "the command has another name already, or none"
_UNKNOWN: Final = "there is no such command"
_TAKEN: Final = "there is a command of the new name already"
_CRASH: Final = "a subcommand cannot be renamed: the server finds it, and then crashes"


def renames(instance: Instance, line: str) -> Iterator[Refusal]:
    """Commands that are not there, new names that are, and subcommands, over which servers from 7.0 on crash."""
    table: set[str] | None = None
    original: frozenset[str] = frozenset()
    for order, setting in enumerate(instance.settings[: known_until(instance, "rename-command")]):
        if setting.name != "rename-command" or setting.args is None or len(setting.args) != 2:
            continue
        if table is None:
            original = commands(line, sentinel=instance.role == SENTINEL)
            table = {name for name in original if "|" not in name}
        old, new = (c_string(word).lower() for word in setting.args)
        place = word_span(setting, 0)
        if line in SINCE_70 and "|" in old and old in original and old.partition("|")[0] in table:
            yield Refusal(READING, order, "crash", place, "rename-command", _CRASH, False)
            continue
        if old not in table:
            detail = _GONE if old in original else _UNKNOWN
            yield Refusal(READING, order, "unknown", place, "rename-command", detail)
            continue
        table.discard(old)
        if new in table:
            yield Refusal(READING, order, "taken", word_span(setting, 1), "rename-command", _TAKEN)
        elif new:
            table.add(new)
