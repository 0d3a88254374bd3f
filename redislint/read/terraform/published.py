"""Modules that are published, by a table of their inputs (`data/terraform/modules.json`).

What the table has of a module is a module again: the resources that it makes, and its variables with the defaults of
the version that the call means.  All of its places are that of the call's header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from redislint.read.terraform import hcl
from redislint.read.terraform.constraint import ANY, Range, allowed, meet, version
from redislint.read.terraform.folder import Content, Folder
from redislint.servers import files
from redislint.source import Source, Span, Tree
from redislint.typed import Any, Final, NamedTuple

_NAME: Final = "module.tf"
_REGISTRY: Final = re.compile(r"(?:registry\.(?:terraform\.io|opentofu\.org)/)?([\w-]+/[\w-]+/[\w-]+)(?://(.*))?")
_GIT: Final = re.compile(
    r"(?:git::)?(?:(?:https?|ssh|git)://)?(?:[\w.-]+@)?(github\.com[/:][\w.-]+/[\w.-]+?)(?:\.git)?(?://([^?]*))?(?:\?(.*))?"
)
_TAG: Final = re.compile(r"(?:^|&)ref=(?:tags/)?v?(\d+\.\d+\.\d+)(?:&|$)")
_LONGEST: Final = 500


class Address(NamedTuple):
    """Which module a call means, and the versions of it that it may be."""

    module: str
    folder: str
    versions: Range


class Table(Folder):
    """A module of the table, as if it lay in a folder of its own."""

    is_published = True

    def __init__(self, tree: Tree, text: str, header: Span) -> None:
        super().__init__(tree, header.source.path + "//")
        self._names = (_NAME,)
        self._sources[_NAME] = Elsewhere(text, header)
        self._contents[_NAME] = _content(text)


class Elsewhere(Source):
    """A text that is in no file: all of it has one place."""

    __slots__ = ("header",)

    def __init__(self, text: str, header: Span) -> None:
        super().__init__("", text, "terraform")
        self.header = header

    def span(self, _start: int, _end: int) -> Span:
        """The place that all of the text has."""
        return self.header


def module(source: str, constraint: str | None, header: Span, tree: Tree) -> Table | None:
    """The module of the table that a call means; None where it is none of them, or another version."""
    found = address(source, constraint)
    text = _text(found) if found is not None else ""
    return Table(tree, text, header) if text else None


def address(source: str, constraint: str | None) -> Address | None:
    """What the `source` and the `version` of a call say; None for any other source."""
    if len(source) > _LONGEST:
        return None
    if (match := _REGISTRY.fullmatch(source)) is not None:
        versions = allowed(constraint) if constraint is not None else ANY
        return Address(match[1], (match[2] or "").strip("/"), versions) if versions is not None else None
    if (match := _GIT.fullmatch(source)) is not None:
        tag = _TAG.search(match[3] or "")
        low = version(tag[1]) if tag is not None else None
        versions = ANY if low is None else (low, (low[0], low[1], low[2] + 1))
        return Address(match[1].replace(":", "/"), (match[2] or "").strip("/"), versions)
    return None


def is_registered(source: str) -> bool:
    """Is an address one of a registry, whose modules have versions?"""
    return len(source) <= _LONGEST and _REGISTRY.fullmatch(source) is not None


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = files.load("terraform/modules")["modules"]
    return rows


@lru_cache(maxsize=64)
def _text(found: Address) -> str:
    """The module that an address means, as a text; empty where there is none.

    Of several versions it is the newest, as for Terraform, which has no lock file for modules.
    """
    text = ""
    for row in _rows():
        is_meant = found.module.lower() in (row["address"].lower(), row["repository"].lower())
        if is_meant and found.folder == row["folder"]:
            for one in row["versions"]:
                if meet(found.versions, (version(one["from"]), version(one["before"]))):
                    text = "\n".join([*row["text"], *_variables(row["text"], one)]) + "\n"
    return text


def _variables(text: Iterable[str], row: dict[str, Any]) -> Iterator[str]:
    """The variables of a version, with their defaults."""
    import json

    for name in sorted(set(re.findall(r"\bvar\.(\w+)", "\n".join(text)))):
        yield f'variable "{name}" {{'
        if name in row.get("types", {}):
            yield f"  type = {row['types'][name]}"
        if name in row["inputs"]:
            yield f"  default = {json.dumps(row['inputs'][name])}"
        yield "}"


@lru_cache(maxsize=64)
def _content(text: str) -> Content:
    return Content(hcl.parse(text).body)
