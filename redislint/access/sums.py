"""What rules come to on all lines of servers in question: what they agree on, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from redislint.acl.engine import Rights, evaluate
from redislint.acl.table import HAS_SUBCOMMANDS, family, mark, parents
from redislint.acl.words import UNKNOWN, is_of_modules
from redislint.servers import Server
from redislint.servers.directives import LINES, lines_of
from redislint.typed import Final, NamedTuple

HAS_ACLS: Final = tuple(line for line in LINES if line in lines_of("redis@6.0..8.10 valkey@7.2..9.1"))
# The one line whose new users may use all channels unless `acl-pubsub-default` says otherwise.
_ALL_CHANNELS: Final = "redis@6.2"


class Sum(NamedTuple):
    """What rules come to on all lines in question, commands as bits.

    latest      what they come to on the newest line
    surely      commands that each line which has them allows
    perhaps     commands that some line allows, and another one that has them does not
    everything  does every line allow all commands, in one part of the rules?
    channels    may all channels be used by the user's own rules?  None where lines differ
    idle        the places of the user's own rules that change no command on any line
    """

    latest: Rights
    surely: int
    perhaps: int
    everything: bool
    channels: bool | None
    idle: frozenset[int]


def lines_in_question(server: Server | None) -> tuple[str, ...]:
    """The lines of servers to ask: all with ACLs where the version is not known."""
    return HAS_ACLS if server is None else (server.key,)


@lru_cache(maxsize=2048)
def summed(words: tuple[str, ...], lines: tuple[str, ...], all_channels: bool | None, sentinel: bool) -> Sum:
    """What the rules come to on these lines.

    `all_channels`: has a new user all channels?  None: as the line has it by default.
    """
    found = _taken(
        evaluate(
            words,
            line,
            all_channels=line == _ALL_CHANNELS if all_channels is None else all_channels,
            sentinel=sentinel,
        )
        for line in lines
    )
    surely, perhaps, idle = -1, 0, frozenset(range(len(words)))
    for rights in found:
        has, may = _commands(rights)
        surely &= may | ~has
        perhaps |= may
        idle -= {step.at for step in rights.root.steps}
    surely &= perhaps
    channels = {rights.root.all_channels for rights in found}
    return Sum(
        latest=found[-1],
        surely=surely,
        perhaps=perhaps & ~surely,
        everything=all(any(part.allowed == part.table.every for part in rights.parts) for rights in found),
        channels=channels.pop() if len(channels) == 1 else None,
        idle=idle,
    )


def _taken(found: Iterable[Rights]) -> list[Rights]:
    """What the rules come to on the lines that take them all; on every line if none does.

    A file is for the servers that know its rules.
    """
    every = list(found)
    return [
        rights
        for rights in every
        if all(fault.code == UNKNOWN and is_of_modules(fault.rule) for fault in rights.faults)
    ] or every


def _commands(rights: Rights) -> tuple[int, int]:
    """The commands that a line has, and those that it lets the user run."""
    table = rights.root.table
    has = table.runnable
    may = table.free
    for part in rights.parts:
        may |= part.allowed
    may &= has
    if table.line not in HAS_SUBCOMMANDS:
        for name in parents():
            if table.bit(name):
                has |= family(name)
                may |= family(name) if may & table.bit(name) else 0
    for part in rights.parts:
        for name, arguments in part.first_args.items():
            for argument in arguments:
                may |= mark(f"{name}|{argument.lower()}") & has
    return has, may
