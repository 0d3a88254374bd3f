"""Which subcommands a server had before 7.0, whose own tables do not name them: as the documentation's `since` says."""

from __future__ import annotations

from redislint.acl.table import HAS_SUBCOMMANDS, commands, table
from redislint.typed import Final

# Subcommands of 7.0 that 6.2 did not have, of commands that it had; then those that 6.0 did not have.
_NEW_IN_7_0: Final = frozenset(
    "acl|dryrun client|no-evict cluster|addslotsrange cluster|delslotsrange cluster|links cluster|shards command|docs"
    " command|getkeysandflags command|list latency|histogram module|loadex pubsub|shardchannels"
    " pubsub|shardnumsub".split()
)
_NEW_IN_6_2: Final = frozenset(
    "client|info client|trackinginfo client|unpause command|help config|help pubsub|help xgroup|createconsumer".split()
)


def has(name: str, line: str) -> bool:
    """Does a line of servers have this command, or this subcommand (`config|set`)?"""
    known = table(line)
    command, bar, _ = name.partition("|")
    if not bar or line in HAS_SUBCOMMANDS:
        return bool(known.bit(name))
    newer = _NEW_IN_7_0 | (_NEW_IN_6_2 if line == "redis@6.0" else frozenset[str]())
    return bool(known.bit(command)) and name in commands("redis@7.0") and name not in newer
