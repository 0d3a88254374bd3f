"""The kernel's settings for a machine: `sysctl.d/*.conf` and `sysctl.conf`, as systemd-sysctl and sysctl(8) have it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.document import Document, Reading
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance
from redislint.model.workload import Workload
from redislint.read import unknown
from redislint.source import Source, Span, Tree
from redislint.typed import Final

_LINE: Final = r"^[ \t]*+-?(?P<name>[\w./*-]++)[ \t]*+=[ \t]*+(?P<value>[^\r\n]*+)"
_COMMENT: Final = r"^[ \t]*+(?P<comment>[#;][^\r\n]*+)"
# Far more than any machine has.
_MOST: Final = 5_000


def read(source: Source, _tree: Tree) -> Reading:
    """The machine whose kernel's settings these are."""
    found = settings(source)
    instance = Instance(
        anchor=source.anchor,
        kind="sysctl",
        name=source.path,
        users=None,
        workload=Workload("host", source.anchor, sysctls=found),
    )
    return Reading(source, (Document(source, "sysctl"),), (instance,), comments=comments(source, _COMMENT))


def settings(source: Source) -> tuple[tuple[str, Fact[str]], ...]:
    """The settings of a file, each at the place of its value; of equal ones the last counts."""
    return tuple(dict(_settings(source)).items())


def _settings(source: Source) -> Iterator[tuple[str, Fact[str]]]:
    for number, match in enumerate(re.finditer(_LINE, source.text, re.MULTILINE)):
        if number >= _MOST:
            return
        value = match["value"].rstrip()
        start = match.start("value")
        known = UNKNOWN if unknown.may_hold(value) and unknown.holds(value) else value
        yield dotted(match["name"]), Fact(known, source.span(start, start + len(value)))


def dotted(name: str) -> str:
    """A setting's name with dots, which may be written with slashes: then a dot is part of a name, as in `eth0.1`."""
    first = re.search(r"[./]", name)
    return name.translate({ord("."): "/", ord("/"): "."}) if first is not None and first[0] == "/" else name


def comments(source: Source, pattern: str) -> tuple[Span, ...]:
    """The comments of a file that speaks to redislint, else none: nothing else is asked of them."""
    if "redislint" not in source.text:
        return ()
    return tuple(source.span(*match.span("comment")) for match in re.finditer(pattern, source.text, re.MULTILINE))
