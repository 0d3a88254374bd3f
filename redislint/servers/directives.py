"""The directives of every supported server, from data/directives.json.

A server is asked for by its line (`redis@7.2`), or by None where it is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from redislint.servers import files
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.servers import Server

LINES: Final = (
    *(
        f"redis@{line}"
        for line in ["5.0", "6.0", "6.2", "7.0", "7.2", "7.4", "8.0", "8.2", "8.4", "8.6", "8.8", "8.10"]
    ),
    *(f"valkey@{line}" for line in ["7.2", "8.0", "8.1", "9.0", "9.1"]),
)

_ONE: Final[list[int | None]] = [1, 1]


class Directive:
    """What one directive is for one or more lines of servers.

    name        our name for it, the same in all versions
    lines       the lines that these facts hold for
    names       the names accepted there
    kind        `config`, `special` (include, user, loadmodule, rename-command, sentinel) or `ignored`
    repeat      what a second line does: `last` wins, `accumulate`, `last-per-class`, or `each` acts
    type        bool, enum, integer, memory, memory-or-percent, octal, string, special (see `shape`), ignored, ...
    least, most number of arguments, one where the data says nothing; `most` is None without limit
    multiple    what the number of arguments is a multiple of
    default     as CONFIG GET says it on an empty configuration; None where there is none
    facts       the rest of the data file's span: `values`, `min`, `max`, `max_percent`, `demands`, `lenient`, ...
    """

    __slots__ = ("default", "facts", "kind", "least", "lines", "most", "multiple", "name", "names", "repeat", "type")

    def __init__(self, name: str, entry: Mapping[str, Any], span: Mapping[str, Any]) -> None:
        self.name = name
        self.lines = lines_of(span["in"])
        self.names: tuple[str, ...] = tuple(span.get("names", (name,)))
        self.kind: str = entry.get("kind", "config")
        self.repeat: str = entry.get("repeat", "last")
        self.type: str = span["type"]
        args: list[int | None] = span.get("args", _ONE)
        self.least = args[0] or 0
        self.most = args[1]
        self.multiple = (args[2] if len(args) > 2 else None) or 1
        self.default: str | None = span.get("default")
        self.facts = span

    @property
    def is_sensitive(self) -> bool:
        """Is the value a secret, which no output may show?"""
        return "sensitive" in self.facts.get("flags", ())

    @property
    def takes_several(self) -> bool:
        """Is it among those whose lone argument newer servers split into words once more?"""
        return "multi-arg" in self.facts.get("flags", ())


@cache
def data() -> dict[str, Any]:
    """The data file whole."""
    return files.load("directives")


def _table() -> dict[str, Any]:
    table: dict[str, Any] = data()["directives"]
    return table


@cache
def having(trait: str) -> frozenset[str]:
    """The lines that read in some way, by its name under `traits`; those that `in` names."""
    return lines_of(data()["traits"][trait])


@cache
def _names() -> dict[str, str]:
    """Every name that any server takes, and our name for it."""
    return {
        name: ours for ours, entry in _table().items() for span in entry["spans"] for name in span.get("names", (ours,))
    }


@cache
def lines_of(text: str) -> frozenset[str]:
    """`redis@5.0..6.2 valkey@8.0` as a set of lines."""
    found: set[str] = set()
    for part in text.split():
        first, _, last = part.partition("..")
        start = LINES.index(first)
        end = LINES.index(f"{first.partition('@')[0]}@{last}") if last else start
        found.update(LINES[start : end + 1])
    return frozenset(found)


def spans(name: str) -> tuple[Directive, ...]:
    """The directive of this name (any of its names, in lower case) in all servers; empty if none has it."""
    ours = _names().get(name)
    return _spans(ours) if ours is not None else ()


@cache
def _spans(ours: str) -> tuple[Directive, ...]:
    entry = _table()[ours]
    return tuple(Directive(ours, entry, span) for span in entry["spans"])


def canonical(spelling: str) -> str:
    """Our name for a directive as a user writes it (`SlaveOf` is `replicaof`); an unknown one in lower case."""
    name = spelling.lower()
    return _names().get(name, name)


def directive(name: str, server: Server) -> Directive | None:
    """The directive of this name in one server; None if that server does not take this name."""
    for one in spans(name):
        if server.key in one.lines:
            return one if name in one.names else None
    return None


@cache
def names(server: Server | None) -> frozenset[str]:
    """All names that the server takes; those that any takes where it is not known."""
    if server is None:
        return frozenset(_names())
    return frozenset(name for name in _names() if directive(name, server) is not None)


def default(name: str, server: Server | None) -> tuple[str, ...] | None:
    """The words of a directive's default: that of the server, else the one that all servers share; None if unknown."""
    ours = _names().get(name)
    return _default(ours, server.key if server is not None else "") if ours is not None else None


@cache
def _default(ours: str, line: str) -> tuple[str, ...] | None:
    """The words of the default in one line of servers, or in all of them (``) where they share it."""
    found = {one.default for one in _spans(ours) if not line or line in one.lines}
    text = found.pop() if len(found) == 1 else None
    return None if text is None else tuple(text.split()) or ("",)
