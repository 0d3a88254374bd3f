"""Values and where they come from, for programs; secrets are masked."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.finding import Finding
from redislint.merged.origins import Say, Value
from redislint.model.instance import Instance
from redislint.outcome.tell import MASK
from redislint.report.words import clean
from redislint.source import Span
from redislint.typed import Any


def server(instance: Instance, refused: Finding | None, values: Iterable[Value], *, says: bool) -> dict[str, Any]:
    """A server with its values, or with the finding that keeps it from starting; `says` as for `_value`."""
    assert instance.server is not None
    return {
        "path": clean(instance.anchor.source.path),
        "name": clean(instance.name),
        "server": instance.server.key,
        "release": instance.server.patch or None,
        "refused": None if refused is None else _refusal(refused),
        "values": [_value(one, says=says) for one in values],
    }


def _refusal(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule, "message": clean(finding.message), **_place(finding.span)}


def _place(span: Span | None) -> dict[str, Any]:
    line, column = span.position if span is not None else (None, None)
    return {"path": None if span is None else clean(span.source.path), "line": line, "column": column}


def _value(value: Value, *, says: bool) -> dict[str, Any]:
    """`says`: with every line that had a say in it."""
    found = {
        "name": value.name,
        "value": _text(value.text, value),
        "default": None if value.default is None else clean(value.default),
        "secret": value.secret,
        **_say(value.origin, value),
    }
    return found | {"says": [_say(one, value) | {"counts": one.counts} for one in value.says]} if says else found


def _text(text: str | None, value: Value) -> str | None:
    if text is None:
        return None
    return MASK if value.secret and text else clean(text)


def _say(say: Say, value: Value) -> dict[str, Any]:
    return {
        "origin": str(say.origin),
        "spelling": clean(say.spelling),
        "written": _text(say.text, value),
        **_place(say.span),
    }
