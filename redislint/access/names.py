"""The names of commands of a line of servers, subcommands among them where the line does not know them as such."""

from __future__ import annotations

from functools import cache

from redislint.acl.permissions import Permissions
from redislint.acl.table import HAS_SUBCOMMANDS, Table, table
from redislint.typed import Final

# Redis 7.0 lists the subcommands of before, and these new ones (redis.io, "Redis commands", history of each).
_FIRST: Final = "redis@7.0"
_NEW: Final = {
    "redis@7.0": (
        "acl|dryrun client|no-evict cluster|addslotsrange cluster|delslotsrange cluster|links cluster|shards"
        " command|docs command|getkeysandflags command|list latency|histogram module|loadex"
        " pubsub|shardchannels pubsub|shardnumsub"
    ),
    "redis@6.2": "client|info client|trackinginfo client|unpause xgroup|createconsumer",
    "redis@6.0": "client|caching client|getredir client|tracking",
}

# No commands: they catch what a browser sends.
_TRAPS: Final = frozenset({"host:", "post"})


@cache
def names(line: str, *, sentinel: bool = False) -> frozenset[str]:
    """What can be run: `get`, `config|set`; before 7.0 the subcommands that 7.0 knows and that were there already."""
    commands = table(line, sentinel=sentinel)
    own = commands.named(commands.every)
    if line in HAS_SUBCOMMANDS:
        return own
    new = {name for since, group in _NEW.items() if line < since for name in group.split()}
    seventy = table(_FIRST, sentinel=sentinel)
    parts = {name for name in seventy.named(seventy.every) if "|" in name and name.partition("|")[0] in own}
    whole = {name.partition("|")[0] for name in parts if not seventy.bit(name.partition("|")[0]) & seventy.runnable}
    return frozenset((own - whole - _TRAPS) | (parts - new))


def exists(line: str, name: str, *, sentinel: bool = False) -> bool:
    """Does a line of servers have a command?"""
    return name in names(line, sentinel=sentinel)


@cache
def keyed(commands: Table) -> int:
    """The commands that name keys, as bits; all of them where nothing says which these are."""
    found = 0
    for name in commands.named(commands.every):
        command = commands.command(name)
        if command is not None and command.keys:
            found |= commands.bit(name)
    return found or commands.every


def touches_keys(part: Permissions) -> bool:
    """May any command that names keys be run?"""
    return bool(part.allowed & keyed(part.table)) or bool(part.first_args)


def shown(name: str) -> str:
    """A command as people write it: `CONFIG SET`."""
    return name.replace("|", " ").upper()
