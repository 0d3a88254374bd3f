"""The environment of a container: written out, or taken from ConfigMaps and Secrets."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from redislint.model.facts import Setting
from redislint.read import unknown
from redislint.read.environment import Environment, setting
from redislint.read.kubernetes.mounts import Mounts
from redislint.read.kubernetes.objects import Text, scalar
from redislint.read.yaml import Node
from redislint.servers.images import Image
from redislint.source import Span
from redislint.typed import Final

_MOST: Final = 1_000
_LONGEST: Final = 100_000
# A word that is a variable and nothing else, as the cluster or a shell fills it in, with the quotes around it.
_WHOLE: Final = re.compile(
    r"[\"'\\]{0,4}\$(?:\((?P<own>\w+)\)|\{(?P<braced>\w+)\}|(?P<plain>[A-Za-z_]\w*))[\"'\\]{0,4}"
)


def environment(container: Node, mounts: Mounts, image: Image | None, overlay: bool) -> Environment:
    """What the variables of a container come to."""
    found: dict[str, tuple[Span, str | None]] = {}
    known = not overlay
    for one in _elements(container, "envFrom"):
        texts, prefix = _taken(one, mounts), scalar(one, "prefix")
        known = known and texts is not None
        found |= {f"{prefix}{key}": (place(text), said(text)) for key, text in (texts or {}).items() if text.node}
    for one in _elements(container, "env"):
        name = scalar(one, "name")
        if not name:
            known = False
            continue
        found[name] = _value(one, mounts)
    return Environment(found, known, image)


def given(container: Node) -> Iterator[tuple[str, Span, str | None]]:
    """The variables that a container is given by name: the place of each value, and its text if that is written."""
    for one in _elements(container, "env"):
        name, value = scalar(one, "name"), one.get("value")
        if name and value is not None and value.kind == "scalar":
            yield name, place(Text(value)), said(Text(value))


def _taken(node: Node, mounts: Mounts) -> dict[str, Text] | None:
    for key, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
        name = scalar(node, f"{key}.name")
        if name:
            return mounts.texts(kind, name)
    return None


def _value(node: Node, mounts: Mounts) -> tuple[Span, str | None]:
    """The place of a variable's value, and its text."""
    value, source = node.get("value"), node.get("valueFrom")
    if source is None:
        if value is None or value.kind == "null":
            return node.span, ""
        return place(Text(value)), said(Text(value))
    text = _kept(source, mounts)
    return (source.span, None) if text is None else (place(text), said(text))


def _kept(source: Node, mounts: Mounts) -> Text | None:
    """The text of a ConfigMap or Secret that a variable has for its value."""
    for key, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
        name = scalar(source, f"{key}.name")
        text = (mounts.texts(kind, name) or {}).get(scalar(source, f"{key}.key")) if name else None
        if text is not None and text.node is not None:
            return text
    return None


def configmaps(container: Node, mounts: Mounts) -> Iterator[Span]:
    """The places of the values that variables have from ConfigMaps."""
    sources = [one.get("valueFrom") for one in _elements(container, "env")]
    texts = [_kept(source, mounts) for source in sources if source is not None]
    for one in _elements(container, "envFrom"):
        texts += (_taken(one, mounts) or {}).values()
    for text in texts:
        if text is not None and text.public and text.node is not None:
            yield text.node.span


def place(text: Text) -> Span:
    """Where a text stands, without quotes."""
    assert text.node is not None
    inner = text.node.inner("kubernetes")
    return inner.span(0, len(inner.text.rstrip("\n")))


def said(text: Text) -> str | None:
    """What a text says; None where that is not known."""
    node = text.node
    if node is None or node.kind != "scalar" or not node.is_known:
        return None
    if not text.encoded:
        return node.text
    try:
        data = base64.b64decode("".join(node.text.split()), validate=True) if len(node.text) < _LONGEST else None
    except (binascii.Error, ValueError):
        return None
    decoded = data.decode("utf-8", "surrogateescape") if data is not None else None
    # A template that was encoded is one still.
    return None if decoded is None or unknown.holds(decoded) else decoded


def filled(settings: Iterable[Setting], variables: Environment) -> Iterator[Setting]:
    """Settings, each whose value is one variable with that variable's value, at its place."""
    for one in settings:
        match = _WHOLE.fullmatch(one.value_span.text) if one.args is None else None
        name = (match["own"] or match["braced"] or match["plain"]) if match is not None else ""
        span, text = variables.variables.get(name, (one.span, None))
        yield one if text is None else setting(one.name, name, span, text)._replace(args=(text,))


def _elements(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.elements()[:_MOST] if found is not None else []
