"""An instance's settings merged into the values of its server."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.merged.fold import folded
from redislint.merged.force import in_force
from redislint.merged.late import changes
from redislint.merged.openings import resets
from redislint.merged.origins import Origin, Say, Value, origin_of
from redislint.merged.shows import constants, directives, shown_as, start
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers.directives import Directive
from redislint.servers.secrets import is_sensitive

Args = tuple[str, ...]

# A line of a directive: its setting (None for what the server does by itself) and its arguments, None if not known.
_Line = tuple[Setting | None, Args | None]


def merged(instance: Instance) -> dict[str, Value]:
    """Every name that CONFIG GET knows, sorted, with its value; the instance's server must be known."""
    assert instance.server is not None
    line = instance.server.key
    written = _written(instance, line)
    found = {one.name: _value(one, instance, written.get(one.name, []), line) for one in directives(line)}
    known = {name: value.text for name, value in found.items() if value.text is not None}
    for change in changes(known, line):
        old = found[change.name]
        says = tuple(say._replace(counts=False) for say in old.says)
        last = Say(Origin.SERVER, change.name, change.value, None, True, change.why)
        found[change.name] = old._replace(text=change.value, says=(*says, last))
    values = [value for one in directives(line) for value in _named(one, found[one.name], line)]
    values += [Value(name, text, (Say(Origin.DEFAULT, name, text),), text) for name, text in constants(line).items()]
    return {value.name: value for value in sorted(values, key=lambda value: value.name)}


def _named(directive: Directive, value: Value, line: str) -> Iterator[Value]:
    for name in shown_as(directive, line):
        yield value._replace(name=name)


def _written(instance: Instance, line: str) -> dict[str, list[_Line]]:
    """The lines of each directive.  An include that is not at hand may replace whatever stands before it."""
    lost = _last_lost(instance)
    dropping = resets(instance.settings, line) if any(one.name == "save" for one in instance.settings) else ()
    found: dict[str, list[_Line]] = {}
    for index, setting in enumerate(instance.settings):
        if index == lost:
            for one in directives(line):
                found.setdefault(one.name, []).append((setting, None))
        lines = found.setdefault(setting.name, [])
        if index in dropping:
            lines.append((None, ("",)))
        lines.append((setting, setting.args))
    return found


def _last_lost(instance: Instance) -> int:
    """The index of the last include whose text is not known; -1 if there is none."""
    if instance.complete:
        return -1
    includes = {one.span: one.path for one in instance.references if one.role == "include"}
    every = [index for index, setting in enumerate(instance.settings) if setting.name == "include"]
    nowhere = [index for index in every if includes.get(instance.settings[index].value_span) is None]
    return max(nowhere or every, default=-1)


def _value(directive: Directive, instance: Instance, lines: list[_Line], line: str) -> Value:
    first = _start(directive, instance, line)
    read = [args for _, args in lines]
    says = [first._replace(counts=not read or directive.repeat == "last-per-class")]
    for (setting, args), counts in zip(lines, in_force(directive, read, line), strict=True):
        if setting is not None:
            text = None if args is None else " ".join(args)
            says.append(Say(origin_of(setting, instance), setting.spelling, text, setting.span, counts))
    text = folded(directive, read, first.text, line)
    return Value(directive.name, text, tuple(says), start(directive), is_sensitive(directive.name, None))


def _start(directive: Directive, instance: Instance, line: str) -> Say:
    """What holds where nothing is written: the image's or chart's own default, else the server's."""
    if not instance.complete:
        return Say(Origin.DEFAULT, directive.name, None)
    own = instance.defaults.get(directive.name)
    if own is not None:
        return Say(Origin.IMAGE, directive.name, folded(directive, [own], directive.default, line), instance.anchor)
    return Say(Origin.DEFAULT, directive.name, start(directive, bare=_is_bare(instance)))


def _is_bare(instance: Instance) -> bool:
    """Is the server started with neither a file nor an option?"""
    named = any(one.role in ("config", "text") for one in instance.references)
    return instance.kind in ("compose", "dockerfile", "kubernetes") and not named and not instance.settings
