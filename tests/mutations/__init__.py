"""Mistakes to make in the clean projects: a table, a module a family of rules.

A row is `m(rule, path, old, new)`: in the file `path`, `old` becomes `new`, and the rule must blame what stands between
`«` and `»`, and nothing else.  `path` begins with the project and its part: `cache/plain/redis.conf`.  A mistake that takes
more than one place, or is blamed elsewhere, has further edits `(path, old, new)` behind these; one that has `old` twice is
made in the first.  `also` names the rules that rightly speak as well: no other may.  `before` is what was otherwise earlier,
for rules about a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

FAMILIES = (
    "validity",
    "network",
    "auth",
    "commands",
    "durability",
    "resources",
    "availability",
    "versions",
    "deployment",
)


class Edit(NamedTuple):
    """`old` in a file becomes `new`, in which `«` and `»` mark what is to be blamed."""

    path: str
    old: str
    new: str


class Mutation(NamedTuple):
    """A mistake, the rule that has to find it, and those that rightly speak as well."""

    rule: str
    edits: tuple[Edit, ...]
    also: frozenset[str]
    before: Edit | None

    @property
    def root(self) -> str:
        """The project and the part of it that is linted: `cache/plain`; `shop` is one part."""
        project, part, *_ = self.edits[0].path.split("/")
        return project if project == "shop" else f"{project}/{part}"

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.edits[0].path}-{self.edits[0].new.strip()[:40]}"


def m(
    rule: str,
    path: str,
    old: str,
    new: str,
    *more: tuple[str, str, str],
    also: str = "",
    before: tuple[str, str, str] | None = None,
) -> Mutation:
    """A row of the table."""
    edits = (Edit(path, old, new), *(Edit(*edit) for edit in more))
    return Mutation(rule, edits, frozenset(also.split()), None if before is None else Edit(*before))


def rows() -> Iterator[Mutation]:
    """The whole table."""
    for family in FAMILIES:
        yield from import_module(f"tests.mutations.{family}").ROWS
