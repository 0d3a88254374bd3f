"""What every server line says of one line of configuration: a name and the words behind it."""

from __future__ import annotations

from functools import cache, lru_cache

from redislint.servers.directives import LINES, data, having, lines_of, names, spans
from redislint.servers.faults import UNKNOWN, UNKNOWN_LATE, Fault
from redislint.servers.values import fault, parts

Args = tuple[str, ...]
# A fault, and the lines that find it; None as a fault: they take the line.
Verdicts = tuple[tuple[Fault, frozenset[str]], ...]

# A module that a Sentinel does not load, so that it keeps the directive as one that it does not know.
_VECTOR_SETS = "vectorset"

_ALL = frozenset(LINES)
_NONE: frozenset[str] = frozenset()
# Longer texts are judged each time anew, so that what is kept stays small.
_KEPT_LENGTH = 400


def verdicts(name: str, args: Args, *, sentinel: bool = False) -> Verdicts:
    """The faults that server lines find in a line, each with the lines that find it; none where all take it.

    `name` is the directive's name as written, in lower case.  A name with a dot is a module's: it is not judged.
    `sentinel`: the file is read by a Sentinel.
    """
    if sum(map(len, args)) + len(name) > _KEPT_LENGTH:
        return _verdicts(name, args, sentinel)
    return _kept(name, args, sentinel)


def knowing(name: str) -> frozenset[str]:
    """The lines that know a name, a directive of a module that comes with them included."""
    if name in names(None):
        return _knowing(name)
    # The official images of these lines load the modules.
    return _with_modules() if name.startswith(_prefixes()) else _NONE


@cache
def _knowing(name: str) -> frozenset[str]:
    return _NONE.union(*(one.lines for one in spans(name) if name in one.names))


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(data()["modules"]["prefixes"])


@cache
def _with_modules() -> frozenset[str]:
    return lines_of(data()["modules"]["in"])


def _verdicts(name: str, args: Args, sentinel: bool) -> Verdicts:
    if sentinel and name == "sentinel":
        from redislint.servers.sentinel import faults

        return tuple(faults(args).items())
    found: dict[Fault, frozenset[str]] = {}
    for directive in spans(name):
        if name in directive.names and not (sentinel and directive.facts.get("build") == _VECTOR_SETS):
            for line, lines in parts(directive):
                wrong = fault(directive, args, line)
                if wrong is not None and not (wrong.late and wrong.code == "count" and sentinel):
                    found[wrong] = found.get(wrong, _NONE) | lines
    unknown = _ALL - knowing(name) if "." not in name else _NONE
    kept = unknown & having("keeps-unknown") if args else _NONE
    if sentinel:
        # Nothing ever looks at what is kept.
        unknown, kept = unknown - kept, _NONE
    if unknown - kept:
        found[UNKNOWN] = unknown - kept
    if kept:
        found[UNKNOWN_LATE] = kept
    return tuple(found.items())


_kept = lru_cache(maxsize=4096)(_verdicts)
