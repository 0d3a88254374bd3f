"""What the rules of a user, or of one selector, allow: commands, keys, channels, databases."""

from __future__ import annotations

from collections.abc import Mapping

from redislint.acl.table import Table
from redislint.typed import Final, NamedTuple

# What a key pattern allows to do with a key.
READ: Final = 1
WRITE: Final = 2


class Step(NamedTuple):
    """What one rule changed: its place among the words, and the commands that it gave and took, as bits."""

    at: int
    given: int
    taken: int


class Permissions(NamedTuple):
    """What one set of rules allows.

    allowed     commands as bits of the table
    first_args  the words that may stand first behind a command that is not allowed otherwise
    keys        patterns with the access that they give, unless `all_keys`
    channels    patterns, unless `all_channels`
    databases   numbers; None: all of them
    steps       how `allowed` came about, rule by rule
    at          the place of the selector among the user's words; -1: these are the user's own rules
    """

    table: Table
    allowed: int
    first_args: Mapping[str, tuple[str, ...]]
    all_keys: bool
    keys: tuple[tuple[str, int], ...]
    all_channels: bool
    channels: tuple[str, ...]
    databases: frozenset[int] | None
    steps: tuple[Step, ...]
    at: int

    def allows(self, name: str) -> bool:
        """May a command (`get`, `config|set`) be run, keys aside?"""
        return bool((self.allowed | self.table.free) & self.table.bit(name))

    def giver(self, name: str) -> int | None:
        """The place of the rule that gave a command, among the words of these rules; None if none did."""
        bit = self.table.bit(name) & self.allowed
        return next((step.at for step in reversed(self.steps) if step.given & bit), None)

    def taker(self, name: str) -> int | None:
        """The place of the last rule that took a command which is not allowed; None if none did."""
        bit = self.table.bit(name) & ~self.allowed
        return next((step.at for step in reversed(self.steps) if step.taken & bit), None)
