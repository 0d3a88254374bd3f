"""Variables in a file that is read as it is: no server fills them in.

In most files something else does, before the server starts, and nothing in the tree says so; a manifest too may be
filled in by what applies it.  It is certain only where a container's command names the very file that is mounted into
it; in any other file a password is worth one remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.finding import Hit, Severity
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.servers.directives import LINES, spans
from redislint.servers.secrets import is_sensitive
from redislint.servers.split import split
from redislint.servers.verdicts import verdicts
from redislint.source import Span
from redislint.typed import Final, NamedTuple

_VARIABLE: Final = r"\$(?:\{(?P<braced>[A-Za-z_]\w{0,99})[^}\s]*\}|(?P<name>[A-Z][A-Z0-9_]{3,99})\b)"
_FILES: Final = ("redis-conf", "sentinel-conf", "users-acl")
# Names of files from which others are made, and words of a command that makes one.
_TEMPLATE: Final = r"(?:^|/)templates?/|\.(?:tmpl|tpl|template|j2|jinja2?|erb|in|dist)(?:\.|$)|template"
_RENDERERS: Final = ("envsubst", "sed ", "confd", "gomplate")


class _Found(NamedTuple):
    span: Span
    variable: str
    key: str
    secret: bool
    refused: bool


def unexpanded(instance: Instance) -> Iterator[Hit]:
    """Variables that reach the server as they stand: all of them where that is certain, else one password a file."""
    proven = _proven(instance)
    seen: set[str] = set()
    for one in sorted(_found(instance), key=lambda found: (found.span.source.path, found.span.start)):
        path = one.span.source.path
        if path in proven:
            yield _hit(one, _effect(one), one.refused)
        elif one.secret and path not in seen and not instance.partial and not re.search(_TEMPLATE, path):
            seen.add(path)
            effect = "unless a tool such as envsubst does, these very letters are the password"
            yield _hit(one, effect, refused=False, severity=Severity.INFO)


def _hit(one: _Found, effect: str, refused: bool, severity: Severity | None = None) -> Hit:
    return Hit(one.span, key=one.key, severity=severity, refused=refused, variable=one.variable, effect=effect)


def _effect(one: _Found) -> str:
    if one.refused:
        return "the server reads these very letters, and refuses to start"
    if one.secret:
        return "these very letters are the password, for whoever can read the file"
    return "the server reads these very letters"


def _proven(instance: Instance) -> set[str]:
    """The files that a container's command names, and which nothing rewrites before."""
    paths: set[str] = set()
    if instance.kind != "compose":
        return paths
    for reference in instance.references:
        if reference.role == "config" and reference.path is not None:
            place = reference.span
            text = place.source.text[instance.anchor.start : place.source.text.find("\n", place.end)]
            if not any(word in text for word in _RENDERERS):
                paths.add(reference.path)
    for reference in instance.references:
        if reference.role in ("acl", "include") and reference.path is not None and reference.span.source.path in paths:
            paths.add(reference.path)
    return paths


def _found(instance: Instance) -> Iterator[_Found]:
    """The variables in the configuration files that the instance is made from."""
    last = {setting.name: setting for setting in instance.settings}
    for setting in instance.settings:
        accumulates = any(one.repeat != "last" for one in spans(setting.name))
        is_open = setting.args is None and _is_text(setting.value_span, instance)
        variable = re.search(_VARIABLE, setting.value_span.text) if is_open else None
        if variable is not None and setting.name != "user" and (accumulates or last[setting.name] is setting):
            secret = is_sensitive(setting.name, split(setting.value_span.text))
            yield _Found(setting.value_span, _shown(variable), setting.name, secret, _is_refused(instance, setting))
    for user in instance.users or ():
        for token in user.tokens:
            is_open = not token.known and _is_text(token.span, instance)
            variable = re.search(_VARIABLE, token.span.text) if is_open else None
            if variable is not None:
                yield _Found(token.span, _shown(variable), "user", token.text[:1] in (">", "#"), refused=False)


def _is_text(span: Span, instance: Instance) -> bool:
    """Does it stand in a file that a server reads, or in the text of a ConfigMap that is one?"""
    if span.source.kind in _FILES:
        return True
    texts = instance.configmaps if span.source.kind == "kubernetes" else ()
    return any(one.source is span.source and one.start <= span.start < one.end for one in texts)


def _shown(match: re.Match[str]) -> str:
    """The variable without its default, which may be a secret."""
    return f"${match['braced'] or match['name']}"


def _is_refused(instance: Instance, setting: Setting) -> bool:
    """Does the server refuse the line as it stands, in every version in question?"""
    lines = frozenset(LINES) if instance.server is None else frozenset({instance.server.key})
    said = verdicts(setting.spelling.lower(), split(setting.value_span.text), sentinel=instance.role == SENTINEL)
    refusing: frozenset[str] = frozenset().union(*(finding for _, finding in said))
    return lines <= refusing
