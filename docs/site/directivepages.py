"""A page for each directive and each of Sentinel's options, as `redislint explain` shows it, and their index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from docs.site import fences
from docs.site.links import Linker
from redislint.cli import directive
from redislint.cli.directive import Topic
from redislint.rules import Rule
from redislint.servers import LINES, describe
from redislint.servers.directives import names
from redislint.servers.sentinel import options

_OPENING: Final = (
    "What each supported server knows: values, defaults, and since when and until when there is each directive."
    " [What changed in which version](versions.md) has the same by version; at a terminal `redislint explain maxmemory`"
    " shows a page, and `redislint upgrade` what a change of version does to your files."
)


def topics() -> tuple[Topic, ...]:
    """All directives, then all options of Sentinel's, by our names for them, each once."""
    words = [*sorted(names(None)), *(f"sentinel {name}" for name in sorted(options()))]
    found = (directive.find(word) for word in words)
    return tuple({one.name: one for one in found if one is not None}.values())


def address(topic: Topic) -> str:
    """Where its page is, seen from the root of the pages."""
    return f"/directives/{topic.name.replace(' ', '-')}.md"


def spellings() -> dict[str, str]:
    """The page that each spelling of a directive leads to; `sentinel monitor` is one."""
    every = [*names(None), *(f"sentinel {name}" for name in options())]
    return {word: address(topic) for word in every if (topic := directive.find(word)) is not None}


def page(topic: Topic, rules: Sequence[Rule], linker: Linker) -> str:
    """The page of one directive."""
    title, _, text = directive.page(topic, (), None).partition("\n")
    lines = ["---", "orphan: true", "---", "", title, "", "{.crumbs}", "[Directives](/directives/index.md)", ""]
    lines += [linker.linked(text.strip(), here=address(topic)), "", fences.raw(versions(topic.lines)), ""]
    if rules:
        lines += ["## Rules about it", "", "| rule | severity | what is wrong |", "| --- | --- | --- |"]
        lines += [f"| [{one.id}](/rules/{one.id}.md) | {one.severity} | {_cell(one.title)} |" for one in rules]
    return "\n".join([*lines, ""])


def versions(lines: Iterable[str]) -> str:
    """In HTML, which versions know it."""
    known = frozenset(lines)
    rows = []
    for engine in ("redis", "valkey"):
        every = [line for line in LINES if line.startswith(f"{engine}@")]
        items = (
            f"<li>{line.partition('@')[2]}</li>" if line in known else f"<li><s>{line.partition('@')[2]}</s></li>"
            for line in every
        )
        rows.append(f"<tr><th>{engine}</th><td><ul>{''.join(items)}</ul></td></tr>")
    return f'<table class="versions"><caption>Versions that know it</caption>{"".join(rows)}</table>'


def index(known: Sequence[Topic]) -> str:
    """All directives in a table, with the versions that know them."""
    lines = ["# Directives", "", _OPENING, ""]
    for title, is_option in (("redis.conf", False), ("Sentinel", True)):
        lines += [f"## {title}", "", "| directive | what it is for | versions |", "| --- | --- | --- |"]
        for topic in known:
            if bool(topic.option) is is_option:
                name, words = f"[`{topic.name}`]({address(topic)})", _cell(describe.sentence(topic.name))
                lines.append(f"| {name} | {words} | {_life(topic)} |")
        lines.append("")
    return "\n".join([*lines, "```{toctree}", ":hidden:", "", "versions", "```", ""])


def _life(topic: Topic) -> str:
    if topic.lines == frozenset(LINES):
        return "all"
    return "; ".join(describe.life(one) for one in describe.lives(topic.lines))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
