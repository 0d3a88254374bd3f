"""One rule page: its front matter, validated, and its examples.

Read where pages are read: in a checkout, at build time, in the tests, and for a user's own pages; never in an
installed package's run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from string import Formatter
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

Kind = Literal[
    "redis-conf",
    "sentinel-conf",
    "users-acl",
    "helm-values",
    "compose",
    "dockerfile",
    "kubernetes",
    "terraform",
    "ansible",
    "systemd",
    "sysctl",
    "github-actions",
    "script",
    "redislint",
    "prometheus",
    "snapshot",
]
KINDS: tuple[str, ...] = get_args(Kind)

_FILE = re.compile(r"^(?P<id>[A-Z]{2,10}\d{3})-(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.md$")
# More than any metadata has.
_BRACKETS = 300
_ENABLED = r"^(on|prod|optin|diff|snapshot|profile:[a-z]+(,[a-z]+)*)$"


class PageError(ValueError):
    """A page that is not a rule; the message names the page and what is wrong with it."""


class Mend(BaseModel):
    """What a fix writes in the place of the value that is blamed: a text, or one for each directive."""

    model_config = ConfigDict(extra="forbid")

    write: str | dict[str, str]
    safe: bool = False


class FrontMatter(BaseModel):
    """What stands between the two `---` lines of a page."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[A-Z]{2,10}\d{3}$")
    severity: Literal["error", "warning", "info"]
    confidence: Literal["high", "medium", "low"]
    enabled: str = Field(default="on", pattern=_ENABLED)
    kinds: list[Kind] = Field(min_length=1)
    tags: list[str] = Field(min_length=1, max_length=10)
    security_severity: float | None = Field(default=None, alias="security-severity", gt=0, le=10)
    checklist: list[str] = Field(min_length=1)
    check: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    given: dict[str, Any] = {}
    message: str = Field(max_length=400)
    fix: str | dict[str, str]
    mend: Mend | None = None
    needs: list[str] = []
    unless: list[Literal["mesh", "sidecar", "private-link", "plaintext-accepted"]] = []
    absorbs: list[str] = []
    about: Literal["", "unknown"] = ""

    @field_validator("message")
    @classmethod
    def _names_alone(cls, message: str) -> str:
        """Only names are filled in: what a format string can reach by a dot is nobody's business."""
        for _, field, form, conversion in Formatter().parse(message):
            if form or conversion or (field is not None and not field.isidentifier()):
                raise ValueError(f"`{{{field}}}` is no name of a value")
        return message


def metadata(folder: str, path: str) -> dict[str, Any]:
    """The row of the index for the page at `path` below `folder`."""
    match = _FILE.match(os.path.basename(path))
    if match is None:
        raise PageError(f"{path}: a page is named by its id and name, such as ACME001-some-name.md")
    with open(os.path.join(folder, path), encoding="utf-8") as file:
        front, body = _split(path, file.read())
    try:
        front_matter = FrontMatter.model_validate(_loaded(front))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False))
        raise PageError(f"{path}: {'; '.join(faults)}") from error
    except yaml.YAMLError as error:
        raise PageError(f"{path}: {error}") from error
    if front_matter.id != match["id"]:
        raise PageError(f"{path}: the page says it is {front_matter.id}")
    title, summary = _opening(path, body)
    row = front_matter.model_dump()
    if isinstance(row["fix"], str):
        row["fix"] = {"default": row["fix"]}
    row["mend"] = row["mend"] or {}
    family = os.path.basename(os.path.dirname(path)).split("-", 1)[-1]
    return row | {
        "name": match["name"],
        "family": family,
        "title": title,
        "summary": summary,
        "file": os.path.join(folder, path),
    }


def _loaded(front: str) -> Any:
    """The metadata.  Aliases are refused: a few lines of them stand for more than any memory holds.

    So are brackets without end: the time that they take grows with their square.
    """
    if front.count("[") + front.count("{") > _BRACKETS:
        raise yaml.YAMLError("this nests too deeply")
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(front, Loader=yaml.SafeLoader)):
        raise yaml.YAMLError("metadata takes no aliases")
    return yaml.safe_load(front)


def _split(path: str, text: str) -> tuple[str, str]:
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise PageError(f"{path}: a page begins with metadata between two lines `---`")
    front, body = text[4:].split("\n---\n", 1)
    return front, body


def _opening(path: str, body: str) -> tuple[str, str]:
    match = re.match(r"\s*# (?P<title>[^\n]+)\n+(?P<summary>[^\n#].*?)(?:\n\n|\n#)", body, re.DOTALL)
    if match is None:
        raise PageError(f"{path}: after the metadata come `# Title` and a paragraph")
    return match["title"].strip(), " ".join(match["summary"].split())


@dataclass(frozen=True)
class ExampleFile:
    """A fenced block: a file of an example, with `«...»` still in its text."""

    path: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A case under `## Bad` or `## Good`: its heading and files."""

    is_bad: bool
    title: str
    files: tuple[ExampleFile, ...]


_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)


def examples(text: str) -> Iterator[Example]:
    """The executable examples of a page."""
    blanked = _FENCE.sub(lambda match: " " * len(match[0]), text)
    section = ""
    headings = [*_HEADING.finditer(blanked), None]
    for heading, following in pairwise(headings):
        assert heading is not None
        if heading[1] == "##":
            section = heading[2].strip()
        if section not in ("Bad", "Good"):
            continue
        end = following.start() if following else len(text)
        files = tuple(_file(match) for match in _FENCE.finditer(text, heading.end(), end))
        if files:
            yield Example(section == "Bad", heading[2].strip(), files)


def _file(match: re.Match[str]) -> ExampleFile:
    words = match["info"].split()
    if len(words) < 2:
        raise PageError(f"an example's fence names its language and its file: ```{match['info']}")
    return ExampleFile(words[1], match["text"], tuple(words[2:]))
