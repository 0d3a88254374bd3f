"""Settings of modules that nobody loads, and values over which a server crashes or cannot go on."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.servers.directives import names
from redislint.servers.numbers import integer
from redislint.startup.refusal import READING, SINCE_70, STARTING, Refusal, seen_by
from redislint.typed import Final

_OWN: Final = ("redis-conf", "sentinel-conf", "kubernetes")


def unloaded(instance: Instance, line: str) -> Iterator[Refusal]:
    """Names with a dot, which are a module's from 7.0 on, where no module is loaded; before, they are unknown."""
    loads = any(setting.name == "loadmodule" for setting in instance.settings)
    for order, setting in enumerate(instance.settings):
        if not is_modules(setting):
            continue
        detail = f"`{setting.name[:60]}` is a module's setting, and no module is loaded"
        if line not in SINCE_70 or setting.args == ():
            yield Refusal(READING, order, "module", setting.span, setting.name, detail)
        elif not loads and instance.complete and instance.role != SENTINEL:
            yield Refusal(STARTING, order, "module", setting.span, setting.name, detail, False)


def is_modules(setting: Setting) -> bool:
    """Is a setting a module's by its name, in a text that a server reads?"""
    spelling = setting.spelling.lower().removeprefix("--")
    own = setting.name == spelling and setting.span.source.root.kind in _OWN
    return own and "." in spelling and spelling not in names(None)


def crashes(instance: Instance, line: str) -> Iterator[Refusal]:
    """`hz 0`, by which 6.0 divides, or one above 1000, by which it divides the milliseconds of a second first."""
    hz = seen_by(instance, line).setting("hz")
    number = integer(hz.args[0]) if hz.args is not None and len(hz.args) == 1 else None
    if line == "redis@6.0" and number is not None and (number == 0 or number > 1000):
        order = next((index for index, one in enumerate(instance.settings) if one is hz), 0)
        detail = "redis 6.0 divides by it, and crashes" if number == 0 else "redis 6.0 crashes above 1000"
        yield Refusal(STARTING, order, "crash", hz.value_span, "hz", detail, False)


def without_name(instance: Instance, line: str) -> Iterator[Refusal]:
    """An append-only file without a name, up to 6.2, where it is found as the file is opened."""
    name = instance.setting("appendfilename")
    on = instance.setting("appendonly").is_one_of("yes")
    if line not in SINCE_70 and on and name.written and name.is_one_of(""):
        order = next(index for index, one in enumerate(instance.settings) if one is name)
        detail = "the append-only file has no name"
        yield Refusal(STARTING, order, "appendfilename", name.span, name.name, detail, False)
