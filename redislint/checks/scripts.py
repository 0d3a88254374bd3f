"""Commands that scripts give to redis-cli, and that hold up, empty or change a server which others use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.client import ELSEWHERE, HERE, OPEN, OWN, Call
from redislint.model.document import Document
from redislint.model.paths import is_rehearsal
from redislint.typed import Final, NamedTuple

# What people call scripts, and folders of them, that are for their own machine or for tests.
_OWN_MACHINE: Final = re.compile(
    r"(?i:(?:^|[/_.-])(?:tests?|testing|dev|develop|local|e2e|ci|bench|benchmarks?|demo|examples?|chaos|smoke|load|reset"
    r"|sandbox|playground|mock|seed|spec|perf|setup-dev|tutorials?|workshop|labs?)(?:[/_.-]|$))"
)
_ANYWHERE: Final = (OWN, OPEN, ELSEWHERE)


class _Danger(NamedTuple):
    """What a command does, how many of its words tell that, and the servers for which it is worth saying."""

    command: tuple[str, ...]
    shown: int
    where: tuple[str, ...]
    what: str


_DANGERS: Final = (
    _Danger(
        ("KEYS",),
        2,
        _ANYWHERE,
        "holds up all clients while it goes through every key; `redis-cli --scan` finds the same",
    ),
    _Danger(("FLUSHALL",), 1, (OWN, ELSEWHERE), "deletes every key of every database at once"),
    _Danger(("FLUSHDB",), 1, (OWN, ELSEWHERE), "deletes every key of the database at once"),
    _Danger(
        ("MONITOR",), 1, _ANYWHERE, "has the server copy out every command that it runs, which may halve its throughput"
    ),
    _Danger(("DEBUG",), 2, _ANYWHERE, "is there for developing the server, and 7.0 and later refuse it by default"),
    _Danger(("SHUTDOWN", "NOSAVE"), 2, (ELSEWHERE,), "ends the server without a last snapshot"),
    _Danger(("SAVE",), 1, (OPEN, ELSEWHERE), "holds up all clients until the snapshot is written; `BGSAVE` does not"),
)
_SETS: Final = _Danger(
    ("CONFIG", "SET"),
    3,
    _ANYWHERE,
    "is in no file: the next start forgets it, and whoever reads the configuration is misled",
)
# Debugging that looks and does no more.
_HARMLESS: Final = ("OBJECT", "JMAP", "HELP", "LISTPACK", "QUICKLIST", "STRINGMATCH-LEN", "CHANGE-REPL-ID")


def dangerous(document: Document) -> Iterator[Hit]:
    """The calls of a script, but for one that only ever runs on somebody's own machine or in a test."""
    path = document.source.root.path
    if not document.calls or is_rehearsal(path) or (document.kind == "script" and _OWN_MACHINE.search(path)):
        return
    # What is written to the file is kept.
    is_kept = any(call.is_command("CONFIG", "REWRITE") for call in document.calls)
    for call in document.calls:
        danger = _danger(call)
        if danger is not None and call.where in danger.where and not (danger is _SETS and is_kept):
            words = [one for one in call.words[: danger.shown] if one is not None]
            yield Hit(
                call.place(len(words)),
                key=" ".join(danger.command),
                command=" ".join(
                    [*(one.upper() for one in words[: len(danger.command)]), *words[len(danger.command) :]]
                ),
                target=_told(call),
                what=danger.what,
            )


def _danger(call: Call) -> _Danger | None:
    if call.where == HERE or (call.is_command("DEBUG") and call.words[1:] and _is_harmless(call.words[1])):
        return None
    if call.is_command("CONFIG", "SET"):
        # What only the running script knows cannot stand in a file.
        return _SETS if len(call.words) > 3 and None not in call.words else None
    return next((one for one in _DANGERS if call.is_command(*one.command)), None)


def _is_harmless(word: str | None) -> bool:
    return word is None or word.upper() in _HARMLESS


def _told(call: Call) -> str:
    """The server, as the script has it."""
    if call.by:
        return f"through `{call.by}`"
    return f"against `{call.target}`" if call.target else "in the container"
