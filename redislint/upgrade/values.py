"""Values that a configuration comes to in another version: changed defaults, and lines that mean another thing."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.merged.merge import merged
from redislint.merged.origins import Origin, Value
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers import Server
from redislint.servers.directives import canonical, spans
from redislint.servers.types import sized
from redislint.servers.verdicts import verdicts
from redislint.upgrade.behaviours import meaning
from redislint.upgrade.model import Difference
from redislint.upgrade.names import spelled

# Nobody wrote these: they come with the server, or the image.
_UNWRITTEN = (Origin.DEFAULT, Origin.IMAGE)
# A smaller number is a count or a time, and no amount of memory that reads better with a unit.
_LEAST = 4096


def differences(instance: Instance, target: Server) -> tuple[list[Difference], list[Difference]]:
    """Values of written lines, and defaults of what is not written, that change; the present version is known.

    Lines that one of both versions refuses are left out, and what they are about.
    """
    assert instance.server is not None
    lines = (instance.server.key, target.key)
    refused = {one.name for one in instance.settings if _is_refused(one, lines)}
    kept = instance._replace(settings=tuple(one for one in instance.settings if one.name not in refused))
    before, after = _by_our_names(merged(kept)), _by_our_names(merged(kept._replace(server=target)))
    written: list[Difference] = []
    defaults: list[Difference] = []
    for name in before.keys() & after.keys() - refused:
        old, new = before[name], after[name]
        if old.text is None or new.text is None or old.text == new.text:
            continue
        if old.origin.origin in _UNWRITTEN and new.origin.origin in _UNWRITTEN:
            defaults += _default(name, old.text, new.text, kept)
        else:
            written.append(_written(name, old, new))
    return sorted(written), sorted(defaults, key=lambda one: (one.seldom, one.name))


def _is_refused(setting: Setting, lines: tuple[str, str]) -> bool:
    if setting.args is None:
        return False
    said = verdicts(spelled(setting), setting.args)
    return any(line in finding for _, finding in said for line in lines)


def _by_our_names(values: dict[str, Value]) -> dict[str, Value]:
    return {canonical(name): value for name, value in values.items()}


def _default(name: str, old: str, new: str, instance: Instance) -> Iterator[Difference]:
    found = meaning(name, old, new, instance)
    if found is not None:
        why, seldom = found
        yield Difference(name, spoken(name, old), spoken(name, new), None, why, seldom)


def _written(name: str, old: Value, new: Value) -> Difference:
    """A value of a line, or one that the server itself makes of the others."""
    span = next((say.span for say in (*reversed(new.says), *reversed(old.says)) if say.span is not None), None)
    why = new.origin.why or (f"no longer so: {old.origin.why}" if old.origin.why else "")
    assert old.text is not None
    assert new.text is not None
    return Difference(name, spoken(name, old.text), spoken(name, new.text), span, why, secret=new.secret or old.secret)


def spoken(name: str, text: str) -> str:
    """A value in the words of a configuration file: amounts of memory with a unit, and nothing as `""`."""
    if not text:
        return '""'
    kinds = {one.facts.get("shape", one.type) for one in spans(name)}
    if not any("memory" in kind or kind == "client-output-buffer-limit" for kind in kinds):
        return text
    return " ".join(sized(int(word)) if word.isdecimal() and _is_amount(word) else word for word in text.split(" "))


def _is_amount(word: str) -> bool:
    return len(word) < 20 and int(word) >= _LEAST
