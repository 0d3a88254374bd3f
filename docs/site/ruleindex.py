"""The rules by family, by the files that they are about, and by the bullets of the delivery checklist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docs.site.kinds import FAMILIES, KINDS
from docs.site.rulepages import address, anchor, runs
from redislint.model.checklist import sections
from redislint.rules import Rule

_OPENING: Final = (
    "There are {count} rules. Each is at the same time its documentation and its test: the examples on its page are run"
    " with every change of redislint, and what stands below a bad one is what redislint says of it, at the marked text."
    "\n\nThey are also here [by the kind of file](kinds.md) and [by the delivery checklist](checklist.md)."
    " At a terminal, `redislint rules` lists them, and `redislint explain RL101` shows a page.\n"
)


_CHECKLIST: Final = (
    "The checklist has twelve sections of what a Redis needs that is to be relied on. `redislint checklist` shows "
    "for each bullet which rules have looked and what they found, what is attested, and what is open; "
    "[](../declarations.md) says how to attest."
)


def index(rules: Sequence[Rule]) -> str:
    """All rules, a table for each family."""
    lines = ["# Rules", "", _OPENING.format(count=len(rules))]
    for family in dict.fromkeys(rule.family for rule in rules):
        lines += [f"## {family}", "", FAMILIES.get(family, ""), ""]
        lines += _table(rule for rule in rules if rule.family == family)
    return "\n".join([*lines, *_toctree()])


def _toctree() -> list[str]:
    return ["", "```{toctree}", ":hidden:", "", "kinds", "checklist", "```", ""]


def by_kind(rules: Sequence[Rule]) -> str:
    """The rules of each kind of file."""
    lines = ["# Rules by the kind of file", ""]
    for kind, words in KINDS.items():
        found = [rule for rule in rules if kind in rule.kinds]
        if found:
            lines += [f"## {kind}", "", f"{words}: {len(found)} rules.", "", *_table(found)]
    return "\n".join(lines)


def by_bullet(rules: Sequence[Rule]) -> str:
    """The rules that look after each bullet of the checklist."""
    lines = ["# Rules by the delivery checklist", "", _CHECKLIST, ""]
    for section in sections():
        lines += [f"## {section.number} {section.title}", ""]
        for bullet in section.bullets:
            found = [rule for rule in rules if bullet.id in rule.checklist]
            lines += [f"({anchor(bullet.id)})=", f"### {bullet.id} {bullet.text}", ""]
            if bullet.attest:
                lines += [f"What no file shows: {bullet.attest}. It counts for {bullet.days} days.", ""]
            lines += _table(found) if found else ["No rule looks after it.", ""]
    return "\n".join(lines)


def _table(rules: Iterable[Rule]) -> Iterator[str]:
    yield from ("| rule | severity | what is wrong |", "| --- | --- | --- |")
    for rule in rules:
        title = rule.title.replace("|", "\\|")
        severity = f'<span class="severity {rule.severity}">{rule.severity}</span>'
        when = "" if rule.enabled == "on" else f", runs {runs(rule)}"
        yield f"| [{rule.id}]({address(rule)}) | {severity} | {title} <br>`{rule.name}`{when} |"
    yield ""
