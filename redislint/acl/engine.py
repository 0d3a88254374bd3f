"""ACL rules, read from left to right on the commands of one line of servers, as its ACL SETUSER does.

A rule is refused for good, or it is `unknown`: it names a command or a category that the server does not have, which a
module may bring.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redislint.acl.permissions import Permissions
from redislint.acl.rules import HAS_CHANNELS, Rules
from redislint.acl.table import HAS_SUBCOMMANDS, table
from redislint.acl.words import BEHIND, UNKNOWN, UNMATCHED, digest, is_of_modules, looks_like_rule
from redislint.servers.directives import having
from redislint.servers.numbers import c_string
from redislint.servers.split import split
from redislint.typed import Final, NamedTuple

_HASH: Final = r"[0-9a-f]{64}"
_FLAGS: Final = ("", "on", "off", "nopass", "resetpass")
_SANITIZE: Final = ("skip-sanitize-payload", "sanitize-payload")


class RuleFault(NamedTuple):
    """A rule that is refused: its place among the words, from 0, the code of `REASONS`, and the rule itself.

    What is wrong within a selector is at the place of the selector.
    """

    at: int
    code: str
    rule: str


def may_be_there(fault: RuleFault, line: str, *, modules: bool) -> bool:
    """May a command or category that the server itself does not have come with a module?  `modules`: are any loaded?"""
    if fault.code != UNKNOWN:
        return False
    return modules or (line in having("keeps-unknown") and is_of_modules(fault.rule))


class Rights(NamedTuple):
    """What the rules of a user come to.

    passwords   how many there are; never which
    root        what the user's own rules allow
    selectors   what each selector allows, beside them
    faults      the rules that the server refuses, in order; it stops at the first
    """

    enabled: bool
    nopass: bool
    passwords: int
    root: Permissions
    selectors: tuple[Permissions, ...]
    faults: tuple[RuleFault, ...]

    @property
    def refused(self) -> RuleFault | None:
        """The rule that the server would stop at."""
        return self.faults[0] if self.faults else None

    @property
    def parts(self) -> tuple[Permissions, ...]:
        """The user's own permissions and those of the selectors."""
        return (self.root, *self.selectors)

    @property
    def unlimited(self) -> frozenset[str]:
        """Those of the commands that no key pattern of theirs limits."""
        bits = self.root.table.free
        for part in self.parts:
            bits |= part.allowed if part.all_keys else part.allowed & part.table.keyless
        return self.root.table.named(bits)

    @property
    def commands(self) -> frozenset[str]:
        """The names of the commands that any part allows, keys and arguments aside."""
        bits = 0
        for part in self.parts:
            bits |= part.allowed
        return self.root.table.named(bits | self.root.table.free)


def evaluate(words: Sequence[str], line: str, *, all_channels: bool = False, sentinel: bool = False) -> Rights:
    """What the words behind `user NAME` come to on a line of servers such as `redis@7.2`.

    all_channels  is that what a new user has (`acl-pubsub-default allchannels`, the default of 6.2)?
    sentinel      are they a Sentinel's users?
    """
    user = _User(table(line, sentinel=sentinel), all_channels, sentinel)
    found: list[RuleFault] = []
    rules: list[tuple[int, str]] = list(enumerate(words))
    if line in HAS_SUBCOMMANDS:
        rules, unmatched = merged(words)
        if unmatched is not None:
            found.append(RuleFault(unmatched, UNMATCHED, words[unmatched]))
    is_behind = False
    for index, rule in rules:
        code = user.add(rule, index)
        if code == "syntax" and is_behind and not looks_like_rule(rule):
            code = BEHIND
        is_behind = code == BEHIND or rule[:1] in ("<", ">")
        if code:
            found.append(RuleFault(index, code, user.inner or rule))
    selectors = tuple(one.frozen() for one in user.selectors)
    return Rights(user.enabled, user.nopass, len(user.passwords), user.frozen(), selectors, tuple(found))


def faults(words: Sequence[str], line: str, *, all_channels: bool, sentinel: bool = False) -> Iterator[RuleFault]:
    """The rules that a server line refuses, in order."""
    yield from evaluate(words, line, all_channels=all_channels, sentinel=sentinel).faults


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


class _User(Rules):
    """A user with flags, passwords and, from 7.0 on, selectors; `inner`: the rule within a selector that is refused."""

    def reset(self) -> None:
        super().reset()
        self.enabled = self.nopass = False
        self.passwords: set[str] = set()
        self.selectors: list[Rules] = []

    def add(self, rule: str, index: int) -> str:
        self.inner = ""
        name = c_string(rule).lower()
        if self._is_flag(name):
            return ""
        if rule[0] in "><#!":
            return self._password(rule)
        if rule[0] == "(" and rule[-1] == ")" and self.line in HAS_SUBCOMMANDS:
            return self._selector(rule, index)
        if name == "reset":
            self.reset()
            return ""
        return super().add(rule, index)

    def _is_flag(self, name: str) -> bool:
        """Is it taken whatever stands before it?  Then it is done."""
        since = {"clearselectors": HAS_SUBCOMMANDS, **dict.fromkeys(_SANITIZE, HAS_CHANNELS)}
        if name not in _FLAGS and self.line not in since.get(name, ()):
            return False
        if name in ("on", "off"):
            self.enabled = name == "on"
        elif name in ("nopass", "resetpass"):
            self.nopass = name == "nopass"
            self.passwords.clear()
        elif name == "clearselectors":
            self.selectors = []
        return True

    def _password(self, rule: str) -> str:
        mark, text = rule[0], rule[1:]
        if mark in "#!" and not re.fullmatch(_HASH, text):
            return "hash"
        hashed = text if mark in "#!" else digest(text)
        if mark in ">#":
            self.passwords.add(hashed)
            self.nopass = False
        elif hashed not in self.passwords:
            return "absent"
        else:
            self.passwords.remove(hashed)
        return ""

    def _selector(self, rule: str, index: int) -> str:
        inner = Rules(self.table, self.default_channels, self.sentinel, index)
        for at, word in enumerate(split(rule[1:-1])):
            code = inner.add(word, at)
            if code:
                self.inner = word
                return code
        self.selectors.append(inner)
        return ""
