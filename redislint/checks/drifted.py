"""What a running server says of its configuration against what the files declare."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.drifting import OPEN, OWNED, OWNED_UNWRITTEN, is_same, number
from redislint.finding import Hit, Severity
from redislint.merged.merge import merged
from redislint.merged.origins import Value
from redislint.merged.shows import directives, shown_as
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.model.snapshot import Drift
from redislint.servers.directives import Directive, canonical
from redislint.source import Span
from redislint.typed import Final

_SET: Final = "someone ran CONFIG SET, or it was not restarted after a change"
_STARTED: Final = "it was not restarted after a change, or is started with other options"
_OPTIONS: Final = "it is started with options that are in no file"
_LIMITED: Final = "its limit of open files (`ulimit -n`) is too low for more"
# Values are cut at so many characters.
_LONGEST: Final = 60
# What Sentinel keeps for each master, and how SENTINEL MASTERS calls it.
_TIMERS: Final = ("down-after-milliseconds", "failover-timeout", "parallel-syncs")


def values(drift: Drift) -> Iterator[Hit]:
    """Each directive whose value on the server is another than the files come to."""
    if drift.instance.role == SENTINEL:
        yield from _masters(drift)
        return
    live, server = drift.snapshot.config, drift.snapshot.server
    if live is None or server is None or drift.instance.kind == "users-acl":
        return
    running = drift.running
    declared = merged(running)
    for directive in directives(server.key):
        name = next((one for one in shown_as(directive, server.key) if one in live and one in declared), None)
        if name is None or directive.name in OWNED:
            continue
        value = declared[name]
        if value.text is None or is_same(directive.name, value.text, live[name], secret=value.secret):
            continue
        if value.is_changed or directive.name not in OWNED_UNWRITTEN:
            yield _hit(drift, running, directive, value, live[name])


def _hit(drift: Drift, running: Instance, directive: Directive, value: Value, live: str) -> Hit:
    setting = running.setting(directive.name)
    assert value.text is not None
    severity, why = None, _why(directive, setting)
    if directive.name == "maxclients" and (number(live) or 0) < (number(value.text) or 0):
        severity, why = Severity.INFO, _LIMITED
    elif directive.name == "protected-mode" and not setting.written:
        # Official images are built with another default.
        severity, why = Severity.INFO, "its build has another default, or someone ran CONFIG SET"
    elif directive.name not in OPEN:
        severity = Severity.WARNING
    return Hit(
        place(setting, running),
        key=_key(drift, directive.name),
        severity=severity,
        directive=directive.name if _is_translated(setting) else setting.spelling.lstrip("-"),
        live=_shown(live, secret=value.secret, other="another password"),
        declared=_shown(value.text, secret=value.secret, other="this one" if live else "a password") + _where(setting),
        node=drift.snapshot.node or "the server",
        why=why,
    )


def _is_translated(setting: Setting) -> bool:
    """Is it written as something else than the directive: a chart's key, a variable?"""
    return canonical(setting.spelling.lstrip("-")) != setting.name


def _where(setting: Setting) -> str:
    if not setting.written:
        return " by default, since no file sets it"
    return f" in the files (`{setting.spelling}`)" if _is_translated(setting) else " in the files"


def _why(directive: Directive, setting: Setting) -> str:
    if "immutable" in directive.facts.get("flags", ()):
        return _STARTED if setting.written else _OPTIONS
    return _SET if setting.written else f"someone ran CONFIG SET, or {_OPTIONS}"


def place(setting: Setting, instance: Instance) -> Span:
    """The line that sets a directive; the instance's own place where none does."""
    return setting.value_span if setting.written else instance.anchor


def _key(drift: Drift, name: str) -> str:
    """What makes it the same finding in the next run: nodes of one instance drift each for itself."""
    return f"{drift.snapshot.node}:{name}"


def _shown(text: str, *, secret: bool, other: str) -> str:
    if not text:
        return "not set"
    if secret:
        return other
    return f"`{text if len(text) <= _LONGEST else text[:_LONGEST] + '...'}`"


def _masters(drift: Drift) -> Iterator[Hit]:
    """What a Sentinel watches, with which quorum and timers; where a master is, failovers decide."""
    if drift.snapshot.masters is None or not drift.instance.complete:
        return
    live = {one.get("name", ""): one for one in drift.snapshot.masters}
    lines = drift.instance.all("sentinel")
    if any(line.args is None for line in lines):
        return
    watched = {
        args[1]: line for line in lines if (args := line.args or ()) and args[0].lower() == "monitor" and args[4:]
    }
    for name, line in watched.items():
        if name not in live:
            yield _sentinel(drift, line, f"monitor {name}", "not set", "set")
        elif live[name].get("quorum", "") != (line.args or ())[4]:
            told = f"with quorum {live[name].get('quorum', '')}"
            yield _sentinel(drift, line, f"monitor {name}", told, f"with quorum {(line.args or ())[4]}")
    for name in live.keys() - watched.keys():
        yield _sentinel(drift, drift.instance.anchor, f"monitor {name}", "set", "not set")
    last = {(args[0].lower(), args[1]): line for line in lines if len(args := line.args or ()) == 3}
    for (word, name), line in last.items():
        value = (line.args or ())[2]
        if word in _TIMERS and name in live and live[name].get(word, value) != value:
            yield _sentinel(drift, line, f"{word} {name}", f"`{live[name][word]}`", f"`{value}`")


def _sentinel(drift: Drift, at: Setting | Span, what: str, live: str, declared: str) -> Hit:
    return Hit(
        at.value_span if isinstance(at, Setting) else at,
        key=_key(drift, what),
        severity=Severity.WARNING,
        directive=f"sentinel {what}",
        live=live,
        declared=f"{declared} in the files",
        node=drift.snapshot.node or "the Sentinel",
        why="someone ran SENTINEL SET, MONITOR or REMOVE, or it was not restarted after a change",
    )


def is_server(drift: Drift) -> bool:
    """Is it about a server, and no Sentinel?"""
    return drift.instance.role == SERVER
