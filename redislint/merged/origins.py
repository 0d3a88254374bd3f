"""Where values come from: a line of a file, a word of a command line, a variable, an image, or the server itself."""

from __future__ import annotations

from enum import StrEnum

from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.source import Span
from redislint.typed import NamedTuple


class Origin(StrEnum):
    """What kind of place a value comes from."""

    FILE = "file"
    INCLUDE = "include"
    ARGUMENT = "argument"
    ENVIRONMENT = "environment"
    DECLARED = "declared"
    IMAGE = "image"
    DEFAULT = "default"
    SERVER = "server"
    ELSEWHERE = "elsewhere"


class Say(NamedTuple):
    """Something that had a say in a value.

    spelling  the directive, option or variable, as it is written
    text      the arguments as they are written, or a default; None where they are not known
    span      the place; None for what is nowhere written
    counts    whether it is in force: nothing after it replaces it
    why       what the server does with it, in words, where that is not plain
    """

    origin: Origin
    spelling: str
    text: str | None
    span: Span | None = None
    counts: bool = True
    why: str = ""


class Value(NamedTuple):
    """A name that CONFIG GET knows, what it would say (None: not known), and all that had a say, in order.

    `default` is the server's own default, and `secret` says that no output may show the value.
    """

    name: str
    text: str | None
    says: tuple[Say, ...]
    default: str | None
    secret: bool = False

    @property
    def origin(self) -> Say:
        """What gives it in the end."""
        return next(say for say in reversed(self.says) if say.counts)

    @property
    def is_changed(self) -> bool:
        """Is it another than the server's own default, or may it be?"""
        if self.text is not None:
            return self.text != self.default
        return any(say.origin not in (Origin.DEFAULT, Origin.ELSEWHERE) for say in self.says)


def origin_of(setting: Setting, instance: Instance) -> Origin:
    """What kind of place a setting of an instance stands in; that of an include is a file that is not here."""
    spelling, path = setting.spelling, setting.span.source.path
    if setting.name == "include":
        return Origin.ELSEWHERE
    if spelling.startswith("--"):
        return Origin.ARGUMENT
    if instance.kind in ("compose", "dockerfile") and spelling.isupper():
        return Origin.ENVIRONMENT
    if path != instance.anchor.source.path:
        configs = {one.path for one in instance.references if one.role in ("config", "text")}
        return Origin.FILE if path in configs else Origin.INCLUDE
    return Origin.FILE if instance.kind in ("redis-conf", "sentinel-conf") else Origin.DECLARED
