"""The reference of `.redislint.yaml`, from its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

# What the objects of the schema are, in the order in which they are told; the first is the file itself.
_OBJECTS: Final = {
    "": ("The file", "What stands at the top of `.redislint.yaml`, or below `[tool.redislint]` in pyproject.toml."),
    "Place": (
        "Below `paths`",
        "What holds for the files that a pattern matches; the last pattern that says something counts.",
    ),
    "Instance": ("Below `instances`", "One instance of the project by its name."),
    "Member": ("Below `environments` of an instance", "What holds in one environment of it."),
    "KeySpace": ("Below `key-spaces` of an instance", "Keys that have something in common."),
    "Attested": ("Below `checklist`", "What answers a bullet of the checklist that no file can show."),
}


def page(schema: Path, opening: str) -> str:
    """All keys; `opening` goes before them."""
    whole = json.loads(schema.read_text(encoding="utf-8"))
    objects = {"": whole} | whole["$defs"]
    lines = ["# Configuration", "", opening, ""]
    for name in [*_OBJECTS, *sorted(objects.keys() - _OBJECTS.keys())]:
        title, about = _OBJECTS.get(name, (name, ""))
        one = objects.get(name, {})
        if "properties" in one:
            lines += [f"## {title}", "", about or one.get("description", ""), "", *_table(one["properties"])]
    return "\n".join(lines)


def _table(properties: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield from ("| key | value | what it says |", "| --- | --- | --- |")
    for key, value in properties.items():
        words = value.get("description", "").replace("|", "\\|")
        yield f"| `{key}` | {described(value)} | {words[:1].upper()}{words[1:]} |"
    yield ""


def described(value: Mapping[str, Any]) -> str:
    """What a value may be, in words: one of some, examples of it, or what a list or a mapping holds."""
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if "examples" in value:
        return f"such as {', '.join(f'`{word}`' for word in value['examples'])}"
    if value.get("type") == "array":
        items = value["items"]
        several = "mappings" if "$ref" in items else "texts"
        return f"a list, each {items['description']}" if "description" in items else f"a list of {several}"
    if value.get("type") == "object":
        inside = value.get("additionalProperties") or next(iter(value["patternProperties"].values()))
        return f"a mapping to {'mappings' if '$ref' in inside else described(inside)}"
    return {"boolean": "`true` or `false`", "string": "a text"}.get(value.get("type", ""), "a mapping")
