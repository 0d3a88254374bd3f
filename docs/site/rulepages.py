"""A page of the site for each rule: what its metadata says, its text, and its examples with what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docs.site import fences, said
from docs.site.fences import Fence
from docs.site.kinds import KINDS
from docs.site.links import Linker
from docs.site.said import Told
from redislint.rules import Rule

RUNS: Final = {
    "on": "always",
    "prod": "unless `dev` or `stage` is declared",
    "optin": "where it is selected: `--select {id}`",
    "diff": "with `--since`, which compares with a git revision",
    "snapshot": "with a snapshot of a server: `redislint drift`",
}
_PROFILES: Final = "where the instance is a {words}, as it is declared or as its settings say"
# Whose advice it is, where it is no kind of file's but a maker's, or a type of resource.
_MAKERS: Final = {"default": "In general", "aws": "AWS", "azurerm": "Azure", "google": "Google Cloud"}
# What makes the fixes that a rule has.
_OPTIONS: Final = {"safe": "`--fix`", "unsafe": "`--fix --unsafe`"}
_BEFORE_HEADING: Final = re.compile(r"^(?=##+ )", re.MULTILINE)
_HEADING: Final = re.compile(r"(?P<level>##+) (?P<words>.+)\n")


def address(rule: Rule) -> str:
    """Where the page of a rule is, seen from the root of the pages."""
    return f"/rules/{rule.id}.md"


def page(rule: Rule, rules: Sequence[Rule], told: Told, linker: Linker) -> str:
    """The page of one rule, in MyST's Markdown."""
    title, _, text = rule.body.partition("\n")
    crumbs = f"[Rules](/rules/index.md) / [{rule.family}](/rules/index.md#{rule.family}) / `{rule.name}`"
    facts = linker.linked("\n".join(_facts(rule, rules, told)), here=address(rule))
    head = ["---", "orphan: true", "---", "", f"# {rule.id}: {title.removeprefix('# ').strip()}", ""]
    return "\n".join([*head, "{.crumbs}", crumbs, "", facts, "", "".join(_body(rule, text, told, linker)).strip(), ""])


def anchor(bullet: str) -> str:
    """The target of a bullet of the checklist, whose id is `2.2`."""
    return f"bullet-{bullet.replace('.', '-')}"


def runs(rule: Rule) -> str:
    """When the rule runs, in words."""
    if rule.enabled.startswith("profile:"):
        return _PROFILES.format(words=" or a ".join(rule.enabled.removeprefix("profile:").split(",")))
    return RUNS[rule.enabled].format(id=rule.id)


def _facts(rule: Rule, rules: Sequence[Rule], told: Told) -> Iterator[str]:
    """A list of definitions: what the metadata says."""
    absorbing = (one.id for one in rules if {rule.id, rule.name} & {*one.absorbs})
    fixes = sorted(told.fixes)
    rows = {
        "Severity": f'<span class="severity {rule.severity}">{rule.severity}</span>, confidence {rule.confidence}',
        "Runs": runs(rule),
        "Files": ", ".join(f"[{kind}](/rules/kinds.md#{kind})" for kind in rule.kinds if kind in KINDS),
        "Mended by": " or ".join(f"[{_OPTIONS[fix]}](/fix.md)" for fix in fixes),
        "Checklist": ", ".join(f"[{bullet}](#{anchor(bullet)})" for bullet in rule.checklist),
        "Security severity": f"{rule.security_severity}" if rule.security_severity else "",
        "Tags": ", ".join(rule.tags),
        "Covers": ", ".join(rule.absorbs),
        "Covered by": ", ".join(absorbing),
    }
    for name, words in rows.items():
        if words:
            yield f"- **{name}**: {words}"


def _advised(piece: str, rule: Rule) -> str:
    """A piece of the text; where its heading is that of what to do, the advice in short comes first."""
    heading = "## Fix\n"
    return f"{heading}\n{_advice(rule)}{piece[len(heading) :]}" if piece.startswith(heading) else piece


def _advice(rule: Rule) -> str:
    """What to do in one line, by kind of file where they differ."""
    if len(rule.fix) == 1 and "default" in rule.fix:
        return f"**In short**: {rule.fix['default']}.\n"
    names = {name: KINDS.get(name, _MAKERS.get(name, f"`{name}`")) for name in rule.fix}
    return "".join(f"- **{names[name]}**: {advice}\n" for name, advice in rule.fix.items())


def _body(rule: Rule, text: str, told: Told, linker: Linker) -> Iterator[str]:
    """The text, piece by piece: behind each bad example comes what is said of it."""
    findings = iter(told.findings)
    seen: set[str] = set()
    section, has_code = "", False
    for part in fences.parts(text):
        if isinstance(part, Fence):
            has_code = True
            yield fences.block(part)
            continue
        for piece in _BEFORE_HEADING.split(part):
            heading = _HEADING.match(piece)
            if heading is not None:
                if section == "Bad" and has_code:
                    yield f"{fences.raw(said.html(next(findings)))}\n\n"
                section = heading["words"].strip() if heading["level"] == "##" else section
                has_code = False
            yield linker.linked(_advised(piece, rule), here=address(rule), seen=seen)
