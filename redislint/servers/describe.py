"""What a directive is, in words: what it is for, and its facts by version.

What it is for comes from data/descriptions.json; the facts from the tables of directives and of Sentinel's options.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache

from redislint.servers import Server
from redislint.servers.directives import LINES, Directive, spans
from redislint.servers.sentinel import options
from redislint.servers.types import amount, argument, value
from redislint.typed import Any, Final, NamedTuple

_PATH: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "descriptions.json")

# What a second line of a directive does.
_REPEAT: Final = {
    "last": "replaces the first",
    "accumulate": "adds to the first",
    "last-per-class": "replaces the first for the classes that it names",
    "each": "counts as well",
}
_BUILDS: Final = {"tls": "only in builds with TLS", "vectorset": "only in builds with vector sets"}


class Variant(NamedTuple):
    """A fact in words, and the lines of servers that it holds for."""

    words: str
    lines: frozenset[str]


class Trait(NamedTuple):
    """One thing that there is to know of a directive; more than one variant where versions differ."""

    title: str
    variants: tuple[Variant, ...]


class Life(NamedTuple):
    """The lines of an engine that know a directive: the first and the last, and the one that has it no more.

    `since` is empty where the oldest supported line has it already, `until` and `gone` where the newest still has it.
    """

    engine: str
    since: str
    until: str
    gone: str


@cache
def _descriptions() -> dict[str, str]:
    import json

    with open(_PATH, encoding="utf-8") as file:
        found: dict[str, str] = json.load(file)["descriptions"]
    return found


def described() -> frozenset[str]:
    """Our names of all directives, and of Sentinel's options (`sentinel monitor`), that have a sentence."""
    return frozenset(_descriptions())


def sentence(name: str) -> str:
    """What a directive, or one of Sentinel's options, is for, by our name for it; empty if nothing is said of it."""
    return _descriptions().get(name, "")


def traits(name: str, server: Server | None = None) -> tuple[Trait, ...]:
    """The facts of a directive, by any of its names, in one server or in all; empty if the server does not know it."""
    by_line = {line: one for one in spans(name) for line in one.lines if server is None or line == server.key}
    if not by_line:
        return ()
    renamed = any(one.names != (one.name,) for one in by_line.values())
    rows: list[tuple[str, Callable[[Directive, str], str]]] = [
        ("Value", value),
        ("Default", _default),
        ("Names", lambda one, _: _quoted(one.names) if renamed else ""),
        ("While it runs", _change),
        ("CONFIG GET", _shown),
        ("Build", lambda one, _: _BUILDS.get(one.facts.get("build", ""), one.facts.get("build", ""))),
        ("A second line", lambda one, _: _REPEAT[one.repeat]),
    ]
    return _present((title, ((words(one, line), line) for line, one in by_line.items())) for title, words in rows)


def option_traits(name: str, server: Server | None = None) -> tuple[Trait, ...]:
    """The same for an option behind the word `sentinel`, by our name for it."""
    known = {spelling: one for spelling, one in options().items() if one.name == name}
    if not known or (server is not None and server.key not in known[name].lines):
        return ()
    lines = sorted((server.key,) if server is not None else known[name].lines, key=LINES.index)
    takes = ", ".join(argument(one) for one in known[name].takes)
    row = _option_rows()[name]
    facts = {
        "Arguments": takes,
        "Default": f"`{row['default']}`" if "default" in row else "",
        "Written by": "Sentinel itself" if row.get("written_by_server") else "",
    }
    names = ((_quoted(spelling for spelling, one in known.items() if line in one.lines), line) for line in lines)
    return _present(
        [
            *((title, [(words, line) for line in lines]) for title, words in facts.items()),
            ("Names", names if len(known) > 1 else ()),
        ]
    )


@cache
def _option_rows() -> dict[str, dict[str, Any]]:
    import json

    with open(os.path.join(os.path.dirname(_PATH), "sentinel.json"), encoding="utf-8") as file:
        rows: dict[str, dict[str, Any]] = json.load(file)["directives"]
    return rows


def lives(lines: frozenset[str]) -> tuple[Life, ...]:
    """Since when, and until when, each engine has what these lines have."""
    found = []
    for engine in ("redis", "valkey"):
        every = [line for line in LINES if line.startswith(f"{engine}@")]
        having_it = [index for index, line in enumerate(every) if line in lines]
        if having_it:
            first, last = having_it[0], having_it[-1]
            version = [line.partition("@")[2] for line in [*every, ""]]
            is_gone = last + 1 < len(every)
            found.append(
                Life(engine, version[first] if first else "", version[last] if is_gone else "", version[last + 1])
            )
    return tuple(found)


def life(one: Life) -> str:
    """`redis since 6.2`, `redis up to 6.2, gone in 7.0`, `valkey` in words."""
    if one.until:
        which = one.until if one.since == one.until else f"{one.since} to {one.until}" if one.since else ""
        return f"{one.engine} {which or f'up to {one.until}'}, gone in {one.gone}"
    return f"{one.engine} since {one.since}" if one.since else one.engine


def _present(rows: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> tuple[Trait, ...]:
    """Traits from the words for each line, without those of which nothing is said."""
    found = []
    for title, pairs in rows:
        groups: dict[str, set[str]] = {}
        for words, line in sorted(pairs, key=lambda pair: LINES.index(pair[1])):
            if words:
                groups.setdefault(words, set()).add(line)
        if groups:
            found.append(Trait(title, tuple(Variant(words, frozenset(lines)) for words, lines in groups.items())))
    return tuple(found)


def _default(one: Directive, _: str) -> str:
    if one.default is None:
        return ""
    text = f"`{one.default}`{amount(one)}" if one.default else "empty"
    alone = one.facts.get("default_without_config_file")
    return f"{text}; `{alone}` for a server that is started without a configuration file" if alone else text


def _change(one: Directive, _: str) -> str:
    """May CONFIG SET change it?  Of some lines it is not known."""
    flags = one.facts.get("flags", ())
    if "immutable" in flags:
        return "it cannot be changed"
    if "modifiable" not in flags:
        return ""
    return f"CONFIG SET changes it{', if `enable-protected-configs` lets it' if 'protected' in flags else ''}"


def _shown(one: Directive, _: str) -> str:
    """Is it in the answer to CONFIG GET?  Nothing for all those that are."""
    if one.facts.get("hidden"):
        return "does not know it"
    return "shows it only when asked for exactly this name" if "hidden" in one.facts.get("flags", ()) else ""


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
