"""What a change of version comes to, in words: first what breaks, then what changes; secrets are masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.finding import Finding
from redislint.outcome.tell import MASK, named
from redislint.report.words import visible
from redislint.report.wrap import Line, wrapped
from redislint.servers.releases import written
from redislint.source import Span
from redislint.typed import Final
from redislint.upgrade import Difference, Known, Note, Upgrade, Vulnerabilities

# So many commands or vulnerabilities are named; more nobody reads.
_NAMED: Final = 6
# A command of which more subcommands change is named with their number.
_PARTS: Final = 3
_Items = Iterator[tuple[Span | None, str]]


def told(found: Sequence[Upgrade], *, everything: bool, width: int | None) -> Iterator[Line]:
    """All servers; one to which the same applies as to another of its file says just that."""
    seen: dict[tuple[object, ...], Upgrade] = {}
    for index, one in enumerate(found):
        if index:
            yield []
        lines = list(_server(one, everything))
        key = (one.instance.anchor.source.path, _head(one), tuple(map(tuple, lines)))
        other = seen.setdefault(key, one)
        yield [(named(one.instance), "path"), (_head(one), "")]
        if other is not one and lines:
            yield [(f"  the same as for {named(other.instance)}", "")]
        else:
            for line in lines:
                yield from wrapped(line, width, "      ")


def _head(one: Upgrade) -> str:
    origin = one.instance.origin
    said = f" ({origin.said})" if origin is not None and one.present is not None else ""
    return f": from {one.present or 'a version that is not known'}{said} to {one.target}"


def _server(one: Upgrade, everything: bool) -> Iterator[Line]:
    sections: list[tuple[str, str, _Items]] = [
        (_stop(one), "error", _findings(one.refused)),
        ("refused today as well", "error", _findings(one.already)),
        (f"refused today, and taken by {one.target}", "warning", _solved(one.solved, everything)),
        ("would break", "error", _breaks(one, everything)),
        ("taken in another way", "warning", _findings(one.warned)),
        (f"taken and ignored by {one.target}", "warning", _notes(one.ignored)),
        ("another value from the same lines", "warning", _values(one.values)),
        ("changes", "info", _notes([note for note in one.notes if note.span is not None and not note.breaks])),
        ("another default, of what is not written", "info", _defaults(one.defaults, everything)),
        ("users", "info", _gains(one, everything)),
        ("new names; the old ones are taken as well", "info", _renamed(one.renamed, everything)),
        (
            "in any case",
            "info",
            _notes([note for note in one.notes if note.span is None and not note.breaks]),
        ),
        ("known vulnerabilities", "info", _vulnerabilities(one.vulnerabilities, everything)),
        ("not compared", "info", ((None, text) for text in one.unsaid)),
    ]
    empty = True
    for title, style, items in sections:
        listed = list(items)
        if listed:
            empty = False
            yield [(f"  {title}:", style)]
        for span, text in listed:
            place = visible(f"{span.source.path}:{span.position[0]}  ") if span is not None else ""
            yield [("    ", ""), (place, "gutter"), (visible(text), "")]
    if empty:
        yield [("  nothing changes that is known here", "good")]


def _stop(one: Upgrade) -> str:
    return f"{one.target} would not start" if one.instance.managed is None else f"refused by {one.target}"


def _findings(found: Sequence[Finding]) -> _Items:
    return ((one.span, f"{one.rule} {one.message}") for one in found)


def _solved(found: Sequence[Finding], everything: bool) -> _Items:
    """The first of them: what they say is that the present version may be another one."""
    yield from _findings(found if everything else found[:_PARTS])
    if len(found) > _PARTS and not everything:
        yield None, f"{len(found) - _PARTS} more; --all shows them"


def _notes(notes: Sequence[Note]) -> _Items:
    return ((note.span, note.text) for note in notes)


def _breaks(one: Upgrade, everything: bool) -> _Items:
    yield from _notes([note for note in one.notes if note.breaks])
    for user in one.users:
        if user.lost:
            yield user.span, f"user `{user.name}` may no longer run {_commands(user.lost, everything)}"
        if user.loses_channels:
            yield user.span, f"user `{user.name}` may use {user.channels}; `&...` gives channels, `&*` all of them"


def _renamed(notes: Sequence[Note], everything: bool) -> _Items:
    """Each in its place, or all in one line where there are many."""
    if everything or len(notes) <= _PARTS:
        return _notes(notes)
    return iter([(notes[0].span, _listed([note.text for note in notes], everything))])


def _defaults(defaults: Sequence[Difference], everything: bool) -> _Items:
    shown = [found for found in defaults if everything or not found.seldom]
    for found in shown:
        before, after = _masked(found)
        yield None, f"`{found.name}`: {after} instead of {before}{_why(found)}"
    left = len(defaults) - len(shown)
    if left:
        yield None, f"{left} more of little weight; --all shows {'it' if left == 1 else 'them'}"


def _values(values: Sequence[Difference]) -> _Items:
    for found in values:
        before, after = _masked(found)
        yield found.span, f"`{found.name}`: {after} instead of {before}{_why(found)}"


def _why(found: Difference) -> str:
    return f"; {found.why}" if found.why else ""


def _masked(found: Difference) -> tuple[str, str]:
    before, after = (f"`{MASK if found.secret and text else text}`" for text in (found.before, found.after))
    return before, after


def _gains(one: Upgrade, everything: bool) -> _Items:
    for user in one.users:
        who = f"user `{user.name}` may"
        if user.gained:
            yield user.span, f"{who} run {_commands(user.gained, everything)}, and may not today"
        if user.channels and not user.loses_channels:
            yield user.span, f"{who} use {user.channels}"
        if user.new:
            yield user.span, f"{who} run what is new there: {_commands(user.new, everything)}"
        if user.gone:
            yield user.span, f"{who} run today what is not there any more: {_commands(user.gone, everything)}"


def _commands(names: Sequence[str], everything: bool) -> str:
    """`GET, CONFIG SET and 4 more`; many subcommands of one command are counted."""
    families: dict[str, list[str]] = {}
    for name in names:
        families.setdefault(name.partition("|")[0], []).append(name)
    texts: list[str] = []
    for parent, members in families.items():
        if len(members) > _PARTS and not everything:
            texts.append(f"{parent.upper()} ({len(members)} subcommands)")
        else:
            texts += [name.replace("|", " ").upper() for name in members]
    return _listed(texts, everything)


def _listed(texts: Sequence[str], everything: bool) -> str:
    if everything or len(texts) <= _NAMED + 1:
        return ", ".join(texts)
    return f"{', '.join(texts[:_NAMED])} and {len(texts) - _NAMED} more"


def _vulnerabilities(found: Vulnerabilities | None, everything: bool) -> _Items:
    if found is None:
        return
    for verb, known, release in (("opens", found.opened, found.target), ("closes", found.closed, found.present)):
        if known:
            yield None, f"{verb} {len(known)} of {release}: {_listed([_known(one) for one in known], everything)}"
    if found.both:
        yield None, f"leaves {found.both} open, which both have"
    if found.opened or found.closed or found.both:
        yield from (
            (None, f"{line} is taken for its newest release, {written(newest.version)}")
            for line, newest in found.assumed
        )


def _known(one: Known) -> str:
    less = ", lessened by the configuration" if one.lessened else ""
    return f"{one.advisory.id} ({one.advisory.severity}{less})"
