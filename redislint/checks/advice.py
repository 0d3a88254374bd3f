"""What to do about a name that a server does not know: the name that was meant, or what became of it."""

from __future__ import annotations

from functools import cache, lru_cache

from redislint.checks.refusals import ALL, Bench, is_own_text
from redislint.finding import Edit, Fix
from redislint.model.facts import Setting
from redislint.servers.directives import data, names, spans
from redislint.servers.ranges import describe
from redislint.source import Span
from redislint.typed import Final, NamedTuple

_NEAR: Final = 2


class Advice(NamedTuple):
    """Words to put behind a message, and what would mend it."""

    text: str = ""
    fix: Fix | None = None


NO_ADVICE: Final = Advice()


def advice(bench: Bench, setting: Setting, known: frozenset[str]) -> Advice:
    """The best that can be said; `known` are the lines that do know the name."""
    name = bench.name_of(setting)
    at = bench.name_span(setting)
    options = _options() if bench.is_sentinel else frozenset()
    if setting.name == "sentinel":
        option = setting.args[0].lower() if setting.args else ""
        return _option(bench, Span(at.source, at.end - len(option), at.end), option, options)
    for sign in "=:":
        if sign in name and spans(name.partition(sign)[0]):
            return _separated(bench, setting, at, sign)
    if known:
        return _elsewhere(bench, at, name, known)
    if name in options:
        fix = _fix(bench, Span(at.source, at.start, at.start), "sentinel ", f"write `sentinel {name}`", safe=True)
        return Advice(f"; it is written `sentinel {name}`", fix)
    withdrawn = data()["withdrawn"].get(name)
    return Advice(f"; {withdrawn}") if withdrawn else _similar(bench, at, name, names(bench.server))


@cache
def _options() -> frozenset[str]:
    from redislint.servers.sentinel import options

    return frozenset(options())


def _option(bench: Bench, at: Span, option: str, options: frozenset[str]) -> Advice:
    """A word behind `sentinel`: its name in these lines where others call it so, else one that is like it."""
    from redislint.servers.sentinel import options as known

    found = known().get(option)
    if found is None:
        return _similar(bench, at, option, options)
    if bench.lines <= found.lines or not bench.lines <= known()[found.name].lines:
        return NO_ADVICE
    return Advice(f"; there it is `{found.name}`", _fix(bench, at, found.name, f"write `{found.name}`", safe=True))


def _separated(bench: Bench, setting: Setting, at: Span, sign: str) -> Advice:
    """`port=6379`, `port: 6379`: the name is right, but for the sign."""
    text = f"; a blank stands between name and value, no `{sign}`"
    place = at.start + at.text.find(sign)
    if sign not in at.text:
        return Advice(text)
    is_last = place + 1 == setting.span.end or at.source.text[place + 1 : place + 2].isspace()
    title = f"take the `{sign}` out"
    return Advice(text, _fix(bench, Span(at.source, place, place + 1), "" if is_last else " ", title, safe=True))


def _elsewhere(bench: Bench, at: Span, name: str, known: frozenset[str]) -> Advice:
    """A name of other versions: perhaps this one calls it otherwise."""
    ours = [one.names[0] for one in spans(name) if one.lines & bench.lines and name not in one.names]
    if ours and bench.lines != ALL:
        return Advice(f"; there it is `{ours[0]}`", _fix(bench, at, ours[0], f"write `{ours[0]}`", safe=True))
    if bench.lines == ALL:
        return NO_ADVICE
    return Advice(f"; {describe(known)} {'knows' if len(known) == 1 else 'know'} it")


def _similar(bench: Bench, at: Span, name: str, known: frozenset[str]) -> Advice:
    found = _nearest(name, known)
    if found is None:
        return NO_ADVICE
    is_certain = found == name.replace("_", "-")
    return Advice(f"; did you mean `{found}`?", _fix(bench, at, found, f"write `{found}`", safe=is_certain))


def _fix(bench: Bench, at: Span, text: str, title: str, *, safe: bool) -> Fix | None:
    """A fix, where the text is the servers' own and a word is a word."""
    if bench.document.language == "argv" and at.text.startswith("--"):
        return Fix(title, (Edit(at, f"--{text}"),), safe)
    return Fix(title, (Edit(at, text),), safe) if is_own_text(bench.document) else None


@lru_cache(maxsize=256)
def _nearest(name: str, known: frozenset[str]) -> str | None:
    """The known name that a slip of the pen makes into this one."""
    from redislint.suggest import nearest

    dashed = name.replace("_", "-")
    found = dashed if dashed in known else nearest(name, sorted(known))
    return found if found is not None and _distance(dashed, found) <= _NEAR else None


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed to make one of the other."""
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, row[0] = row[0], index
        for column, other_letter in enumerate(other, 1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (letter != other_letter)),
            )
    return row[-1]
