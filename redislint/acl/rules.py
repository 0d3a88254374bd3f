"""Rules about commands, keys, channels and databases, one after the other: a user's own, or a selector's.

The order of the tests is the servers' own.  What is refused changes nothing.
"""

from __future__ import annotations

from redislint.acl.permissions import READ, WRITE, Permissions, Step
from redislint.acl.table import HAS_SUBCOMMANDS, Table, categories
from redislint.acl.words import UNKNOWN, database_numbers, has_spaces, key_pattern
from redislint.servers.directives import lines_of
from redislint.servers.numbers import c_string
from redislint.typed import Final

HAS_CHANNELS: Final = lines_of("redis@6.2..8.10 valkey@7.2..9.1")
_REFUSES_PART_OF_WHOLE: Final = lines_of("redis@6.0")
_DATABASES: Final = lines_of("valkey@9.1")


class Rules:
    """Rules about commands, keys and channels as they are read: a user's own, or a selector's."""

    def __init__(self, commands: Table, all_channels: bool, sentinel: bool, at: int = -1) -> None:
        self.table = commands
        self.line = commands.line
        self.sentinel = sentinel
        self.default_channels = all_channels or self.line not in HAS_CHANNELS
        self.at = at
        self.reset()

    def reset(self) -> None:
        """Back to what a new user, or a new selector, has."""
        self.all_keys = False
        self.keys: dict[str, int] = {}
        self.all_channels = self.default_channels
        self.channels: dict[str, None] = {}
        self.databases: frozenset[int] | None = None
        self.allowed = 0
        self.first_args: dict[str, tuple[str, ...]] = {}
        self.steps: list[Step] = []

    def frozen(self) -> Permissions:
        """What they come to."""
        return Permissions(
            table=self.table,
            allowed=self.allowed,
            first_args=dict(self.first_args),
            all_keys=self.all_keys,
            keys=tuple(self.keys.items()),
            all_channels=self.all_channels,
            channels=tuple(self.channels),
            databases=self.databases,
            steps=tuple(self.steps),
            at=self.at,
        )

    def add(self, rule: str, index: int) -> str:
        """The code of what is wrong with one more rule; empty if it is taken."""
        before = self.allowed
        code = self._add(rule)
        if self.allowed != before:
            self.steps.append(Step(index, self.allowed & ~before, before & ~self.allowed))
        return code

    def _add(self, rule: str) -> str:
        name = c_string(rule).lower()
        if self._is_literal(name):
            return ""
        if self.line in _DATABASES and (name in ("alldbs", "resetdbs") or name.startswith("db=")):
            return self._databases(name)
        if rule.startswith(("~", "%", "&")):
            return self._pattern(rule)
        if name.startswith(("+@", "-@")):
            return self._category(name)
        if name.startswith("-"):
            return self._deny(name[1:])
        return self._allow(name[1:]) if name.startswith("+") else "syntax"

    def _is_literal(self, name: str) -> bool:
        """Is it a word for all or none of something?  Then it is done."""
        if name in ("allkeys", "~*", "resetkeys"):
            self.all_keys, self.keys = name != "resetkeys", {}
        elif self.line in HAS_CHANNELS and name in ("allchannels", "&*", "resetchannels"):
            self.all_channels, self.channels = name != "resetchannels", {}
        elif name in ("allcommands", "+@all", "nocommands", "-@all"):
            self.allowed = self.table.every if name in ("allcommands", "+@all") else 0
            self.first_args = {}
        else:
            return False
        return True

    def _databases(self, name: str) -> str:
        if not name.startswith("db="):
            self.databases = None if name == "alldbs" else frozenset()
            return ""
        found = database_numbers(name[3:])
        if isinstance(found, str):
            return found
        self.databases = found
        return ""

    def _pattern(self, rule: str) -> str:
        """A pattern of keys (`~p`, from 7.0 on `%R~p`) or, from 6.2 on, of channels (`&p`)."""
        since = {"%": HAS_SUBCOMMANDS, "&": HAS_CHANNELS}
        if self.line not in since.get(rule[0], (self.line,)):
            return "syntax"
        if rule[0] == "&":
            code = "channels" if self.all_channels else "spaces" if has_spaces(rule) else ""
            if not code:
                self.channels[rule[1:]] = None
            return code
        code = "keys" if self.all_keys else key_pattern(rule, self.line)
        if not code:
            letters, _, pattern = rule[1:].partition("~") if rule[0] == "%" else ("rw", "", rule[1:])
            access = READ * ("r" in letters.lower()) | WRITE * ("w" in letters.lower()) if letters else READ | WRITE
            self.keys[pattern] = self.keys.get(pattern, 0) | access
        return code

    def _category(self, name: str) -> str:
        if name[2:] not in categories(self.line):
            return UNKNOWN
        self._change(self.table.category(name[2:]), name[0] == "+")
        return ""

    def _change(self, bits: int, allow: bool) -> None:
        self.allowed = self.allowed | bits if allow else self.allowed & ~bits
        if self.first_args:
            kept = self.first_args.items()
            self.first_args = {one: words for one, words in kept if not bits & self.table.bit(one)}

    def _deny(self, name: str) -> str:
        if not self.table.bit(name):
            return UNKNOWN
        self._change(self.table.family(name) if self.line in HAS_SUBCOMMANDS else self.table.of((name,)), False)
        return ""

    def _allow(self, name: str) -> str:
        if "|" in name:
            return self._allow_sub(name) if self.line in HAS_SUBCOMMANDS else self._allow_part(*name.split("|", 1))
        if not self.table.bit(name):
            return UNKNOWN
        self._change(self.table.family(name), True)
        return ""

    def _allow_sub(self, name: str) -> str:
        """A subcommand, or the first argument of a command that has none."""
        command, _, sub = name.rpartition("|")
        if not self.table.bit(command):
            return UNKNOWN
        if "|" in command or not sub:
            return "first-argument" if "|" in command else "subcommand"
        if not self.table.bit(command) & self.table.parents:
            self._add_first(command, sub)
            return ""
        self._change(self.table.of((name,)), True)
        return "" if self.table.bit(name) else UNKNOWN

    def _allow_part(self, command: str, sub: str) -> str:
        """A subcommand before 7.0, where it may be any word."""
        if not self.table.bit(command):
            return UNKNOWN
        if not sub:
            return "subcommand"
        if self.line in _REFUSES_PART_OF_WHOLE and self.allowed & self.table.bit(command):
            return "whole"
        self._add_first(command, sub)
        return ""

    def _add_first(self, command: str, word: str) -> None:
        words = self.first_args.get(command, ())
        if word not in words:
            self.first_args[command] = (*words, word)
