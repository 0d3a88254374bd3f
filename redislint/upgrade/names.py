"""Lines that the target takes and ignores, and names that it calls by another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.servers import Server
from redislint.servers.directives import LINES, Directive, canonical, directive, spans
from redislint.startup.lines import name_of
from redislint.upgrade.model import Note


def spelled(setting: Setting) -> str:
    """The directive's name as the server gets it; our own where the format has words of its own."""
    name = name_of(setting)
    return name if canonical(name) == setting.name else setting.name


def _written(instance: Instance) -> Iterator[tuple[str, Setting]]:
    """The directives' names with the last line of each; a Sentinel's own options are none."""
    last = {spelled(setting): setting for setting in instance.settings}
    for name, setting in last.items():
        if not (instance.role == SENTINEL and name == "sentinel"):
            yield name, setting


def ignored(instance: Instance, target: Server) -> Iterator[Note]:
    """Directives that the target takes and does nothing with, and the present version heeds."""
    for name, setting in _written(instance):
        if _ignores(name, target.key) and not all(_ignores(name, line) for line in _present(instance)):
            yield Note(f"`{setting.spelling}` does nothing", setting.span, setting.name)


def renamed(instance: Instance, target: Server) -> Iterator[Note]:
    """Names for which the target has new ones, and takes the old ones as well; the present version has no new ones."""
    for name, setting in _written(instance):
        found = directive(name, target)
        if found is None or found.names[0] == name or name != setting.spelling.lower().removeprefix("--"):
            continue
        if not all(_is_old(name, line) for line in _present(instance)):
            yield Note(f"`{setting.spelling}` is `{found.names[0]}`", setting.span, setting.name)


def _present(instance: Instance) -> Iterable[str]:
    """The line of the present version; all where it is not known."""
    return LINES if instance.server is None else (instance.server.key,)


def _ignores(name: str, line: str) -> bool:
    found = _of(name, line)
    return found is not None and (found.kind == "ignored" or found.type == "ignored")


def _is_old(name: str, line: str) -> bool:
    """Is it but an older name for a directive of this line, or none of its at all?"""
    found = _of(name, line)
    return found is None or found.names[0] != name


def _of(name: str, line: str) -> Directive | None:
    return next((one for one in spans(name) if line in one.lines and name in one.names), None)
