"""Passwords and TLS: the arguments that a chart gives its servers before any configuration text."""

from __future__ import annotations

from redislint.model.facts import Setting, Unknown
from redislint.read.helm.layout import Layout
from redislint.read.helm.values import Values, truth
from redislint.read.node import Node

_PORT = 6379


def arguments(values: Values, layout: Layout, component: str) -> list[Setting]:
    """The directives of a server's command line, in the chart's order."""
    return [*_tls(values, layout, component), *passwords(values, layout, ("requirepass", "masterauth"))]


def passwords(values: Values, layout: Layout, names: tuple[str, ...]) -> list[Setting]:
    """The directives that ask for a password: `requirepass` "" where it is switched off."""
    switch = values.fact(layout.switch)
    if truth(switch) is False:
        found = [values.setting(names[0], ("",), layout.switch)]
        if values.is_open:
            # Who switches passwords off has no ACL file elsewhere.
            found.append(Setting("aclfile", ("",), values.anchor, values.anchor, "aclfile", written=False))
        if not values.block.tied:
            found.append(values.setting("protected-mode", ("no",), layout.switch, "protected-mode"))
        return found
    if values.is_given(layout.secret):
        return [values.setting(name, None, layout.secret) for name in names]
    for path in layout.passwords:
        if values.is_given(path):
            text = values.text(path)
            return [values.setting(name, None if text is None else (text,), path) for name in names]
    # A random one, made when the chart is installed.
    return [values.setting(name, None, layout.passwords[-1]) for name in names]


def _tls(values: Values, layout: Layout, component: str) -> list[Setting]:
    is_on = values.is_true("tls.enabled")
    port_path = f"{component}.{layout.port_key}" if layout.port_key else "redisPort"
    given = values.fact(port_path)
    number: tuple[str, ...] | None = (str(_PORT),)
    if isinstance(given.value, Unknown):
        number = None if given.written or values.is_open else number
    elif given.value:
        number = (str(given.value),)
    if is_on is False or (is_on is None and not isinstance(values.node("tls.enabled"), Node)):
        return [values.setting("port", number, port_path)] if given.written else []
    if is_on is None:
        return [values.setting(name, None, "tls.enabled") for name in ("port", "tls-port")]
    clients = values.is_true("tls.authClients")
    demanded = None if clients is None else ("yes",) if clients else ("no",)
    return [
        values.setting("port", ("0",), "tls.enabled"),
        values.setting("tls-port", number, "tls.enabled"),
        values.setting("tls-auth-clients", demanded, "tls.authClients"),
    ]
