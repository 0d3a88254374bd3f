"""Directives in the course of versions: those that came later, those that are passed over, and those renamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from redislint import writing
from redislint.checks.refusals import ALL, MOST, NONE, Bench, bench_of
from redislint.finding import Edit, Fix, Hit, Related, Severity
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.servers import Server
from redislint.servers.directives import LINES, Directive, having, spans
from redislint.typed import Final

_LANGUAGES: Final = ("redis-conf", "argv")


def newer(document: Document) -> Iterator[Hit]:
    """Directives that came to the server's engine only after its version."""
    bench = bench_of(document)
    if bench.server is not None and document.language in _LANGUAGES:
        yield from islice(_newer(bench, bench.server), MOST)


def _newer(bench: Bench, server: Server) -> Iterator[Hit]:
    document = bench.document
    own = [line for line in LINES if line.startswith(f"{server.engine}@")]
    later = own[own.index(server.key) + 1 :]
    loaded = any(setting.name == "loadmodule" for setting in document.settings)
    for setting in document.settings:
        known = bench.known_to(setting)
        since = next((line for line in later if line in known), None)
        if server.key in known or since is None or any(line in known for line in own if line not in later):
            continue
        refusing = bench.unknown_to(setting)
        if loaded and setting.args != ():
            refusing -= having("keeps-unknown")
        if refusing:
            weight = bench.weigh(refusing)
            yield Hit(
                bench.name_span(setting),
                key=setting.name,
                refused=weight.refused,
                name=bench.label(setting),
                since=since.replace("@", " "),
                effect=weight.effect,
            )


def passed_over(document: Document) -> Iterator[Hit]:
    """Directives that the server still reads, and does nothing with: all of a text in one finding, at the first."""
    if document.language not in _LANGUAGES:
        return
    bench = bench_of(document)
    found = [setting for setting, name in bench.named if _is_passed_over(name, bench.lines)][:MOST]
    if found and not bench.product:
        others = len({one.spelling.lower() for one in found}) - 1
        yield Hit(
            found[0].span,
            key="ignored",
            severity=Severity.INFO if bench.server is None else None,
            name=bench.label(found[0]),
            more=_more(others, "directive"),
            server="every supported server" if bench.server is None else str(bench.server),
            related=tuple(Related(one.span, f"`{one.spelling}` too") for one in found[1:]),
            fix=_without(found) if document.language in _LANGUAGES else None,
        )


@lru_cache(maxsize=2048)
def _is_passed_over(name: str, lines: frozenset[str]) -> bool:
    rows = [one for one in _spans(name) if one.lines & lines]
    asked = NONE.union(*(one.lines for one in rows)) & lines
    return asked == lines and all(one.type == "ignored" for one in rows)


def _more(others: int, what: str) -> str:
    return f", and {others} more {what}{'s' if others > 1 else ''} here" if others > 0 else ""


def _spans(name: str) -> tuple[Directive, ...]:
    return tuple(one for one in spans(name) if name in one.names)


def _without(settings: Sequence[Setting]) -> Fix | None:
    """A fix that takes them out."""
    title = "take the lines out" if len(settings) > 1 else "take the line out"
    return writing.without([one.span for one in settings], title, safe=True)


def renamed(document: Document) -> Iterator[Hit]:
    """Directives under an older name, all of a text in one finding, at the first."""
    if document.language not in _LANGUAGES:
        return
    bench = bench_of(document)
    found = [(setting, newer) for setting, name in bench.named if (newer := _newer_name(name, bench.lines))][:MOST]
    if not found or bench.product:
        return
    first, name = found[0]
    names = {one.spelling.lower() for one, _ in found}
    others = len(names) - 1
    yield Hit(
        bench.name_span(first),
        key="names",
        old=bench.label(first),
        new=name,
        more=_more(others, "name"),
        related=tuple(Related(bench.name_span(one), f"now `{new}`") for one, new in found[1:]),
        fix=_with_names(bench, found),
    )


def _with_names(bench: Bench, found: Sequence[tuple[Setting, str]]) -> Fix | None:
    """A fix that writes the newer names, where the older ones stand there in so many letters."""
    edits = []
    for setting, new in found:
        at, name = bench.name_span(setting), bench.name_of(setting)
        sign = "--" if bench.document.language == "argv" else ""
        if at.text.lower() != sign + name or writing.is_made(at):
            return None
        edits.append(Edit(at, sign + new))
    return Fix("write the newer names", tuple(edits), safe=bench.lines != ALL)


@lru_cache(maxsize=2048)
def _newer_name(name: str, lines: frozenset[str]) -> str:
    """The newer name that every server in question takes beside this one; empty if there is none."""
    rows = [one for one in _spans(name) if one.lines & lines]
    news = {one.names[0] for one in rows}
    if len(news) != 1 or name in news or NONE.union(*(one.lines for one in rows)) & lines != lines:
        return ""
    return news.pop()


def module_options(document: Document) -> Iterator[Hit]:
    """Directives of modules, which are not judged."""
    found = [setting for setting in document.settings if "." in setting.name and document.language in _LANGUAGES]
    for setting in found[:MOST]:
        yield Hit(setting.span, key=setting.spelling.lower(), name=setting.spelling)
