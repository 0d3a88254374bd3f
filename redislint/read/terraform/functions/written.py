"""Values as JSON and as YAML, as Terraform writes them."""

from __future__ import annotations

import re

from redislint.read.terraform import reals
from redislint.read.terraform.functions.function import fits
from redislint.read.terraform.reals import Beyond, Real
from redislint.read.terraform.types import Value
from redislint.typed import Final

# Go writes these as numbers, lest a browser takes them for HTML.
_HTML: Final = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}
_SIMPLE_LINES: Final = re.compile(r"[^\s\x7f-\xa0\ufeff][^\x00-\x09\x0b-\x1f\x7f-\xa0\ufeff]*")


def json(value: Value) -> str:
    """A value that is known and may be walked through, as `jsonencode` writes it.  Raises `Beyond`."""
    pieces: list[str] = []
    _json(value, pieces)
    return "".join(pieces)


def _json(value: Value, pieces: list[str]) -> None:
    match value:
        case None:
            pieces.append("null")
        case bool():
            pieces.append("true" if value else "false")
        case int() | Real():
            pieces.append(reals.text(value))
        case str():
            pieces.append(quoted(value))
        case list():
            for index, item in enumerate(value):
                pieces.append("," if index else "[")
                _json(item, pieces)
            pieces.append("]" if value else "[]")
        case dict():
            for index, name in enumerate(sorted(value)):
                pieces.append(f"{',' if index else '{'}{quoted(name)}:")
                _json(value[name], pieces)
            pieces.append("}" if value else "{}")
        case _:
            raise Beyond


def quoted(text: str) -> str:
    """A text as JSON."""
    from json import dumps

    return dumps(text, ensure_ascii=False).translate(_HTML)


def yaml(value: Value) -> str:
    """A value that is known and may be walked through, as `yamlencode` writes it.  Raises `Beyond`."""
    lines = _yaml(value)
    fits(sum(map(len, lines)))
    # A document that is one plain word is closed.
    return "\n".join(lines) + ("\n...\n" if not isinstance(value, (str, list, dict)) else "\n")


def _yaml(value: Value) -> list[str]:
    """The lines of a value."""
    if isinstance(value, list) and value:
        return [line for item in value for line in _item(_yaml(item))]
    if isinstance(value, dict) and value:
        return [line for name in sorted(value) for line in _pair(_scalar(name)[0], value[name])]
    return _scalar(value)


def _item(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *[f"  {line}" if line else "" for line in lines[1:]]]


def _pair(name: str, value: Value) -> list[str]:
    lines = _yaml(value)
    if isinstance(value, dict) and value:
        return [f"{name}:", *[f"  {line}" if line else "" for line in lines]]
    if isinstance(value, list) and value:
        return [f"{name}:", *lines]
    return [f"{name}: {lines[0]}", *[f"  {line}" if line else "" for line in lines[1:]]]


def _scalar(value: Value) -> list[str]:
    if isinstance(value, str) and "\n" in value:
        if _SIMPLE_LINES.fullmatch(value) is None or " \n" in value or value.endswith(" "):
            raise Beyond
        rest = value.removesuffix("\n")
        if rest.endswith("\n"):
            raise Beyond
        return ["|" if rest != value else "|-", *rest.split("\n")]
    if isinstance(value, str):
        if not value.isprintable() or "\ufeff" in value:
            raise Beyond
        return ['"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"']
    if isinstance(value, (list, dict)):
        return ["[]" if isinstance(value, list) else "{}"]
    return [json(value)]
