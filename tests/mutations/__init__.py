"""Mistakes to make in the clean projects: a table, a module a family of rules.

A row is `m(rule, path, old, new)`: in the file `path`, the first `old` becomes `new`, and the rule must blame what
stands between `«` and `»`, and nothing else.  `path` begins with the project and its part: `cache/plain/redis.conf`.  A
mistake that takes more than one place, or is blamed elsewhere, has further edits `(path, old, new)` behind these.
`also` names the rules that rightly speak as well: no other may.  `before` is what was otherwise earlier, for rules
about a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from tests.clean import CONFIG, EVIDENCE

FAMILIES = (
    "validity",
    "network",
    "auth",
    "logins",
    "rights",
    "commands",
    "durability",
    "resources",
    "replication",
    "sentinels",
    "clusters",
    "versions",
    "deployment",
    "governance",
)


# The rules that no review could do without: each is broken at least twice, in two formats if it knows several.
CORE = """
    RL001 RL002 RL003 RL004 RL005 RL006 RL008 RL009 RL010 RL011 RL012 RL013 RL014 RL015 RL016 RL017 RL018
    RL019 RL020 RL022 RL024 RL025 RL101 RL103 RL104 RL105 RL106 RL107 RL108 RL110 RL113 RL114 RL115 RL116
    RL119 RL120 RL122 RL201 RL202 RL203 RL204 RL205 RL206 RL207 RL208 RL211 RL212 RL213 RL214 RL216 RL217
    RL220 RL223 RL232 RL233 RL234 RL235 RL237 RL238 RL302 RL305 RL306 RL307 RL309 RL310 RL311 RL312 RL316
    RL317 RL401 RL402 RL403 RL406 RL410 RL412 RL413 RL414 RL418 RL419 RL420 RL421 RL423 RL427 RL501 RL502
    RL504 RL505 RL506 RL508 RL511 RL516 RL518 RL521 RL528 RL601 RL602 RL605 RL606 RL609 RL610 RL611 RL612
    RL613 RL616 RL618 RL622 RL623 RL627 RL628 RL630 RL701 RL703 RL704 RL708 RL709 RL714 RL715 RL801 RL804
    RL805 RL806 RL810 RL817 RL818 RL819 RL824 RL901 RL902 RL910 RL934
""".split()


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
        """The project and the part of it that is linted: `cache/plain`; `shop` is one part.

        What the configuration says of itself is linted beside its evidence.
        """
        project, part, *_ = self.edits[0].path.split("/")
        return project if project == "shop" else f"{project}/{EVIDENCE if part == CONFIG else part}"

    @property
    def formats(self) -> set[str]:
        """In which formats the places to blame are written."""
        blamed = [edit.path for edit in self.edits if "«" in edit.new]
        return {_format(path) for path in blamed}

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.edits[0].path}"


def _format(path: str) -> str:
    project, part, *_ = path.split("/")
    name = path.rsplit("/", 1)[-1]
    if project == "shop":
        return {"Dockerfile": "dockerfile", "values.yaml": "helm"}.get(name, "kubernetes")
    if part == "environments":
        part = "compose" if name.endswith(".yaml") else "plain"
    # Files that a container reads are its format's matter.
    return part if part != "plain" else "sentinel" if "sentinel" in name else name.rpartition(".")[2]


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
