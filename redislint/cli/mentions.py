"""Which rules are about a directive: the pages say so themselves, in backquotes and in what their examples mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redislint.rules import Rule
from redislint.servers import canonical, names
from redislint.servers.sentinel import options
from redislint.typed import Final

_FENCE: Final = re.compile(r"^(?P<fence>`{3,})[^\n]*\n.*?^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
_QUOTED: Final = re.compile(r"`([^`\n]+)`")
# A line of an example that is to blame for more than where it stands.
_MARKED: Final = re.compile(r"^[^\n]*«[^»\n][^\n]*$", re.MULTILINE)
# Its rules are about every directive, and name some only as examples.
_GENERAL: Final = "validity"


def by_directive(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """The rules about each directive and each of Sentinel's options (`sentinel monitor`), by our names for them."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in named(rule):
            found.setdefault(name, []).append(rule)
    return found


def named(rule: Rule) -> frozenset[str]:
    """The directives, and Sentinel's options, that the page of a rule is about, by our names for them."""
    texts = [*_QUOTED.findall(f"{rule.title} {rule.message}"), str(rule.given.get("setting", ""))]
    if rule.family != _GENERAL:
        body = rule.body
        prose = _FENCE.sub("", body).partition("\n## References")[0]
        texts += _QUOTED.findall(prose)
        texts += (line.replace("«", "").replace("»", "") for line in _MARKED.findall(body))
    return frozenset(name for text in texts for name in _names(text))


def _names(text: str) -> Iterator[str]:
    """The directive that a line, or the beginning of one, sets: `--maxmemory 1gb` names `maxmemory`."""
    words = text.lower().split(maxsplit=2)
    name = words[0].removeprefix("--") if words else ""
    if name in names(None):
        yield canonical(name)
    if name == "sentinel" and len(words) > 1 and words[1] in options():
        yield f"sentinel {options()[words[1]].name}"
