"""Who gets at a server that asks for no password, and what Docker publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.auth import default_user_open
from redislint.checks.reach import door, is_every_interface, is_protected, is_reachable, number
from redislint.finding import Edit, Fix, Hit, Related, Severity, Undecided
from redislint.model.instance import SERVER, Instance, Port
from redislint.source import Span
from redislint.typed import Final

# The ports of servers, Sentinels and the cluster bus where nothing else is said.
_USUAL: Final = frozenset({6379, 16379, 26379})
_BUS: Final = 10_000
_SERVER: Final = 6379
# `6379:6379` or `${PORT}:6379/tcp`: the forms that an address can be put in front of.
_ANY_HOST: Final = "0.0.0.0:"
_WITHOUT_HOST: Final = r"(?:[0-9]+(?:-[0-9]+)?|\$\w+|\$\{[^{}]*\}):[0-9]+(?:-[0-9]+)?(?:/tcp)?"


def without_auth(instance: Instance) -> Iterator[Hit | Undecided]:
    """A server that other machines reach, and that asks none of them for a password."""
    if instance.role != SERVER or instance.managed is not None:
        return
    if default_user_open(instance) is not True:
        return
    reachable, protected = is_reachable(instance), is_protected(instance)
    if reachable is False or protected is True:
        return
    if reachable is None:
        yield Undecided(instance.anchor)
    elif protected is False:
        at, what = door(instance, instance.setting("protected-mode"))
        is_limited = any(user.name == "default" for user in instance.users or ())
        rights = "the default user's rights" if is_limited else "every right"
        related, why = _no_guard(instance)
        yield Hit(at, key="bind", related=related, what=what, rights=rights, why=why)


def _no_guard(instance: Instance) -> tuple[tuple[Related, ...], str]:
    """Why protected mode does not help."""
    mode = instance.setting("protected-mode")
    if not mode.is_one_of("no"):
        return (), "up to Redis 6.2 any `bind` line switches protected mode off"
    if not mode.written:
        return (), "the image runs with protected mode off"
    related = (Related(mode.span, "protected mode is off"),)
    if mode.spelling not in mode.span.text:
        turner = "the chart" if instance.kind == "helm-values" else "the image"
        return related, f"{turner} then turns protected mode off as well"
    return related, f"`{mode.spelling} no` takes the last guard away"


def published_port(instance: Instance) -> Iterator[Hit]:
    """A port of Redis that Docker publishes on all of the host's addresses; graver where it asks for no password."""
    if not instance.ports:
        return
    ports = (number(instance, "port"), number(instance, "tls-port"))
    ours = _USUAL | {one for port in ports if port for one in (port, port + _BUS)}
    is_open = instance.role == SERVER and default_user_open(instance) is True and is_protected(instance) is False
    for port in instance.ports:
        if port.container in ours and port.host is not None and is_every_interface(port.host):
            severity = Severity.ERROR if is_open else None
            fix = _on_loopback(port)
            key = f"port {port.container}"
            # The bus of a cluster is a matter of its own: no password shuts it.
            cause = port.span if port.container > _BUS and port.container - _BUS in (ports[0], _SERVER) else None
            yield Hit(port.span, key=key, severity=severity, fix=fix, cause=cause, port=port.seen)


def _on_loopback(port: Port) -> Fix | None:
    """A fix that publishes the port for the host itself only."""
    if port.span.text.startswith(_ANY_HOST):
        first = Span(port.span.source, port.span.start, port.span.start + len(_ANY_HOST))
        return Fix("publish on 127.0.0.1 only", (Edit(first, "127.0.0.1:"),), safe=False)
    if re.fullmatch(_WITHOUT_HOST, port.span.text) is None:
        return None
    start = Span(port.span.source, port.span.start, port.span.start)
    return Fix("publish on 127.0.0.1 only", (Edit(start, "127.0.0.1:"),), safe=False)
