"""Names that no server in question knows, and names that only some know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from redislint.checks.advice import NO_ADVICE, Advice, advice
from redislint.checks.refusals import ALL, MOST, NONE, Bench, bench_of
from redislint.checks.wording import quoted
from redislint.finding import Hit, Related, Severity
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.servers.directives import LINES, having
from redislint.servers.ranges import describe
from redislint.servers.split import split
from redislint.servers.verdicts import verdicts
from redislint.source import BOM, Span
from redislint.startup.words import has_no_name
from redislint.typed import Final

Known = tuple[Setting, frozenset[str]]

_FILES: Final = ("redis-conf", "sentinel-conf")
_LANGUAGES: Final = (*_FILES, "argv")
_LOOPBACK: Final = r"-?(?:127\.[0-9.]+|::1|localhost)"
# A text of which less than half is known, and in which at least so many names are not, is another program's.
_FOREIGN: Final = 10


def unknown(document: Document) -> Iterator[Hit]:
    """Directives that the servers in question do not know.

    Where the version is not known, those that came later than some servers are one finding together: by its names a
    text says which servers it is for.
    """
    if document.language not in _LANGUAGES:
        return
    bench = bench_of(document)
    yield from _byte_order_mark(bench)
    if bench.product:
        return
    named = [(setting, bench.known_to(setting)) for setting in bench.document.settings if not has_no_name(setting)]
    nowhere = [setting for setting, known in named if known.isdisjoint(bench.lines)]
    is_foreign = len(nowhere) > _FOREIGN and len(nowhere) * 2 > len(named)
    loaded = any(setting.name == "loadmodule" for setting in document.settings)
    for setting in islice(nowhere, 1 if is_foreign else MOST):
        yield from _nowhere(bench, setting, loaded)
    if bench.server is None:
        yield from _somewhere(bench, [(setting, known) for setting, known in named if 0 < len(known) < len(ALL)])


def _nowhere(bench: Bench, setting: Setting, loaded: bool) -> Iterator[Hit]:
    """A name that no line in question knows; where a module is loaded, redis 8 may find it there."""
    whom = f" of {bench.server}" if bench.server is not None else ""
    refusing = bench.unknown_to(setting)
    given = advice(bench, setting, bench.known_to(setting))
    if loaded and setting.args != ():
        refusing -= having("keeps-unknown")
    if refusing:
        yield _hit(bench, setting, refusing, f"is not a directive{whom}: {bench.weigh(refusing).effect}", given)
    elif bench.is_sentinel:
        what = f"is not a directive: a Sentinel of {bench.server} passes over the line without a word"
        yield _hit(bench, setting, refusing, what, given, severity=Severity.WARNING)


def _somewhere(bench: Bench, found: list[Known]) -> Iterator[Hit]:
    """Names that some lines know: those gone in newer ones each by itself, those that came later together.

    Only where the version is not known: a known one has a name or has it not.
    """
    newer: list[Known] = []
    common = ALL
    for index, (setting, known) in enumerate(found[:MOST]):
        if common and not common & known:
            yield _clash(bench, setting, next((one for one, other in found[:index] if not other & known), None))
        elif is_later(known):
            newer.append((setting, known))
        else:
            yield _hit(bench, setting, ALL - known, _lacking(known), advice(bench, setting, known))
        common &= known
    yield from _together(bench, newer)


def _clash(bench: Bench, setting: Setting, other: Setting | None) -> Hit:
    """The servers that know this name do not know another one of the text: each refuses one of them."""
    related = () if other is None else (Related(bench.name_span(other), "no server that has this has the other one"),)
    what = "and a directive above it are known to no server together: every server refuses to start"
    return _hit(bench, setting, ALL, what, NO_ADVICE, related=related)


def _together(bench: Bench, newer: list[Known]) -> Iterator[Hit]:
    """One finding for all names that some servers are too old for, at the one that the fewest servers know."""
    # A file in a repository is for servers that know its names; of a text that is to be started, all are asked.
    if not newer or not bench.document.launched:
        return
    setting, known = min(newer, key=lambda one: len(one[1]))
    others = len({bench.label(one) for one, _ in newer}) - 1
    more = f"; {others} more directives here are newer than some servers" if others > 1 else ""
    soft = others > 0 or _is_local(bench.document)
    yield _hit(bench, setting, ALL - known, _lacking(known), Advice(more), severity=Severity.INFO if soft else None)


def _lacking(known: frozenset[str]) -> str:
    """Which lines do not know a name that these do, in the shorter way."""
    unknown_to = ALL - known
    if len(unknown_to) > len(known):
        return f"is known only to {describe(known)}: all others refuse to start"
    return f"is unknown to {describe(unknown_to)}, which {'refuses' if len(unknown_to) == 1 else 'refuse'} to start"


def is_later(known: frozenset[str]) -> bool:
    """Do the lines that know a name come after those that do not, in each engine?

    Valkey was made from redis 7.2: what redis had up to then and valkey never had is gone, too.
    """
    for engine in ("redis", "valkey"):
        has = [line in known for line in LINES if line.startswith(engine)]
        if has != sorted(has):
            return False
    return LINES[0] not in known


def _is_local(document: Document) -> bool:
    """Does the server listen to its own machine alone, as with the file that it is delivered with?"""
    binds = [setting.args for setting in document.settings if setting.name == "bind"]
    return bool(binds) and all(re.fullmatch(_LOOPBACK, address) for address in binds[-1] or ("",))


def _byte_order_mark(bench: Bench) -> Iterator[Hit]:
    """A byte order mark counts as the first letter of the first name, which no server then knows."""
    source = bench.document.source
    if source.outer is not None or source.kind not in _FILES or not source.text.startswith(BOM):
        return
    words = split(source.text.partition("\n")[0].rstrip(" \t\r"))
    found = verdicts(words[0].lower(), words[1:], sentinel=bench.is_sentinel) if words else ((None, ALL),)
    refusing = bench.lines & NONE.union(*(lines for _, lines in found))
    weight = bench.weigh(refusing)
    effect = weight.effect if refusing else f"a Sentinel of {bench.server} passes over the line without a word"
    yield Hit(
        Span(source, 0, 1),
        key="byte-order-mark",
        severity=weight.severity if refusing else Severity.WARNING,
        refused=weight.refused and bool(refusing),
        name="the byte order mark at the start of the file",
        what=f"counts as a part of the first directive's name: {effect}",
        advice="; save the file without it",
    )


def _hit(
    bench: Bench,
    setting: Setting,
    refusing: frozenset[str],
    what: str,
    given: Advice,
    *,
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
) -> Hit:
    weight = bench.weigh(refusing)
    return Hit(
        bench.name_span(setting),
        key=bench.label(setting).lower() if setting.name == "sentinel" else setting.name,
        related=related,
        fix=given.fix,
        severity=severity or weight.severity,
        refused=weight.refused and bool(refusing),
        name=quoted(bench.label(setting)),
        what=what,
        advice=given.text,
    )
