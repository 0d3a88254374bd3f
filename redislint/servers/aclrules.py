"""Which rules of an ACL user a server line refuses, and why: what its ACL SETUSER does, rule by rule.

The order of the tests is the servers' own.  A rule is refused for good, or it is `unknown`: it names a command or a
category that the server does not have, which a module may bring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redislint.servers.aclwords import UNKNOWN, UNMATCHED, databases, digest, has_spaces, key_pattern
from redislint.servers.commands import categories, commands, containers, members
from redislint.servers.directives import lines_of
from redislint.servers.numbers import c_string
from redislint.servers.split import split
from redislint.typed import Final, NamedTuple

_SELECTORS: Final = lines_of("redis@7.0..8.10 valkey@7.2..9.1")
_CHANNELS: Final = lines_of("redis@6.2..8.10 valkey@7.2..9.1")
_REFUSES_PART_OF_WHOLE: Final = lines_of("redis@6.0")
_DATABASES: Final = lines_of("valkey@9.1")
_HASH: Final = r"[0-9a-f]{64}"
_FLAGS: Final = ("", "on", "off", "nopass", "resetpass")
_SANITIZE: Final = ("skip-sanitize-payload", "sanitize-payload")


class RuleFault(NamedTuple):
    """A rule that is refused: its place among the words, from 0, and the code of `REASONS`."""

    at: int
    code: str


def merged(words: Sequence[str]) -> tuple[list[tuple[int, str]], int | None]:
    """The rules with the words of each selector made one, each with its place; and where one is never closed."""
    found: list[tuple[int, str]] = []
    opened: list[str] = []
    start = 0
    for index, word in enumerate(words):
        if opened:
            opened.append(word)
            if word.endswith(")"):
                found.append((start, " ".join(opened)))
                opened = []
        elif word.startswith("(") and not word.endswith(")"):
            opened, start = [word], index
        else:
            found.append((index, word))
    return found, start if opened else None


def faults(words: Sequence[str], line: str, *, all_channels: bool, sentinel: bool = False) -> Iterator[RuleFault]:
    """The rules that a server line refuses, in order.

    `all_channels`: that is what a new user has; `sentinel`: the rules are about a Sentinel's commands.
    """
    rules: list[tuple[int, str]] = list(enumerate(words))
    if line in _SELECTORS:
        rules, unmatched = merged(words)
        if unmatched is not None:
            yield RuleFault(unmatched, UNMATCHED)
    user = _User(line, all_channels, sentinel)
    for index, rule in rules:
        code = user.add(rule)
        if code:
            yield RuleFault(index, code)


class _Rules:
    """Rules about commands, keys and channels: a user's own, or a selector's."""

    def __init__(self, line: str, all_channels: bool, sentinel: bool) -> None:
        self.line = line
        self.sentinel = sentinel
        self.default_channels = all_channels
        self.reset()

    def reset(self) -> None:
        self.all_keys = False
        self.all_channels = self.default_channels
        self.allowed: set[str] = set()

    def add(self, rule: str) -> str:
        """The code of what is wrong with one more rule; empty if it is taken."""
        name = c_string(rule).lower()
        if self._is_literal(name):
            return ""
        if self.line in _DATABASES and (name in ("alldbs", "resetdbs") or name.startswith("db=")):
            return databases(name)
        if rule.startswith(("~", "%", "&")):
            return self._pattern(rule)
        if name.startswith(("+@", "-@")):
            return self._category(name)
        if name.startswith("-"):
            self.allowed.discard(name[1:])
            return "" if name[1:] in self._commands() else UNKNOWN
        return self._allow(name[1:]) if name.startswith("+") else "syntax"

    def _is_literal(self, name: str) -> bool:
        """Is it a word for all or none of something?  Then it is done."""
        if name in ("allkeys", "~*", "resetkeys"):
            self.all_keys = name != "resetkeys"
        elif self.line in _CHANNELS and name in ("allchannels", "&*", "resetchannels"):
            self.all_channels = name != "resetchannels"
        elif name in ("allcommands", "+@all"):
            self.allowed = set(commands(self.line)) if self.line in _REFUSES_PART_OF_WHOLE else set()
        elif name in ("nocommands", "-@all"):
            self.allowed = set()
        else:
            return False
        return True

    def _pattern(self, rule: str) -> str:
        """A pattern of keys (`~p`, from 7.0 on `%R~p`) or, from 6.2 on, of channels (`&p`)."""
        since = {"%": _SELECTORS, "&": _CHANNELS}
        if self.line not in since.get(rule[0], (self.line,)):
            return "syntax"
        if rule[0] == "&":
            return "channels" if self.all_channels else "spaces" if has_spaces(rule) else ""
        return "keys" if self.all_keys else key_pattern(rule, self.line)

    def _category(self, name: str) -> str:
        if self.line in _REFUSES_PART_OF_WHOLE:
            change = self.allowed.update if name[0] == "+" else self.allowed.difference_update
            change(members(name[2:]))
        return "" if name[2:] in categories() else UNKNOWN

    def _commands(self) -> frozenset[str]:
        return commands(self.line, sentinel=self.sentinel)

    def _allow(self, name: str) -> str:
        known = self._commands()
        if "|" not in name:
            self.allowed.add(name)
            return "" if name in known else UNKNOWN
        if self.line not in _SELECTORS:
            return self._allow_part(*name.split("|", 1))
        command, _, sub = name.rpartition("|")
        if command not in known:
            return UNKNOWN
        if "|" in command:
            return "first-argument"
        if not sub:
            return "subcommand"
        has_subs = command in containers(self.line, sentinel=self.sentinel)
        return UNKNOWN if has_subs and name not in known else ""

    def _allow_part(self, command: str, sub: str) -> str:
        """A subcommand before 7.0, where it may be any word."""
        if command not in self._commands():
            return UNKNOWN
        if not sub:
            return "subcommand"
        return "whole" if self.line in _REFUSES_PART_OF_WHOLE and command in self.allowed else ""


class _User(_Rules):
    """A user with passwords and, from 7.0 on, selectors."""

    def reset(self) -> None:
        super().reset()
        self.passwords: set[str] = set()

    def add(self, rule: str) -> str:
        name = c_string(rule).lower()
        if name in ("nopass", "resetpass"):
            self.passwords.clear()
        if self._is_flag(name):
            return ""
        if rule[0] in "><#!":
            return self._password(rule)
        if rule[0] == "(" and rule[-1] == ")" and self.line in _SELECTORS:
            return self._selector(rule)
        if name == "reset":
            self.reset()
            return ""
        return super().add(rule)

    def _is_flag(self, name: str) -> bool:
        """Is it taken whatever stands before it?"""
        since = {"clearselectors": _SELECTORS, **dict.fromkeys(_SANITIZE, _CHANNELS)}
        return name in _FLAGS or self.line in since.get(name, ())

    def _password(self, rule: str) -> str:
        mark, text = rule[0], rule[1:]
        if mark in "#!" and not re.fullmatch(_HASH, text):
            return "hash"
        hashed = text if mark in "#!" else digest(text)
        if mark in ">#":
            self.passwords.add(hashed)
        elif hashed not in self.passwords:
            return "absent"
        else:
            self.passwords.remove(hashed)
        return ""

    def _selector(self, rule: str) -> str:
        inner = _Rules(self.line, self.default_channels, self.sentinel)
        for word in split(rule[1:-1]):
            code = inner.add(word)
            if code:
                return code
        return ""
