"""A user as written, with what it comes to on every server that may read it; and the word to blame for a right.

Where the version is not known, all lines with ACLs are asked, and only what they agree on is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from redislint.access.login import is_readable
from redislint.acl.engine import Rights, RuleFault, evaluate
from redislint.acl.permissions import Permissions
from redislint.acl.words import digest
from redislint.model.acl import AclToken, User
from redislint.servers import Server
from redislint.servers.directives import LINES, lines_of
from redislint.servers.split import split
from redislint.source import Span
from redislint.typed import Final, NamedTuple

HAS_ACLS: Final = tuple(line for line in LINES if line in lines_of("redis@6.0..8.10 valkey@7.2..9.1"))
# The one line whose new users may use all channels unless `acl-pubsub-default` says otherwise.
_ALL_CHANNELS: Final = "redis@6.2"


class Word(NamedTuple):
    """One rule and its place; within a selector, that of the rule there."""

    text: str
    span: Span


class Held(NamedTuple):
    """A user and what its rules come to, by line of servers: one line where the version is known."""

    user: User
    rights: Mapping[str, Rights]

    @property
    def latest(self) -> Rights:
        """What the rules come to on the newest line in question."""
        return list(self.rights.values())[-1]

    def on(self, lines: Iterable[str]) -> Held:
        """The same on these of the lines in question, which it must be known of."""
        return self._replace(rights={line: self.rights[line] for line in lines})

    @property
    def enabled(self) -> bool:
        """May the user log in?"""
        return self.latest.enabled

    @property
    def is_open(self) -> bool:
        """Does any password, or none, let this user in?"""
        return self.latest.enabled and self.latest.nopass

    def may(self, name: str) -> bool | None:
        """May the user run a command (`get`, `config|set`), keys aside?  None where the lines that have it differ.

        Before 7.0 a subcommand is allowed with its command, or as a first argument.
        """
        found = {answer for rights in self.rights.values() if (answer := _may(rights, name)) is not None}
        return found.pop() if len(found) == 1 else None if found else False

    def may_on(self, line: str, name: str) -> bool | None:
        """May the user run a command on a server of this line?  None where the line does not have it."""
        return _may(self.rights[line], name)

    def faults(self, line: str) -> tuple[RuleFault, ...]:
        """The rules that a server of this line refuses; of a template nothing is said."""
        return tuple(one for one in self.rights[line].faults if self.user.tokens[one.at].known)

    @property
    def has_unknown_patterns(self) -> bool:
        """Does a template stand in a pattern of keys or channels?"""
        return any(not token.known and token.text[0] in "~&%" for token in self.user.tokens)

    def may_any(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the commands that the user surely may run, in their order."""
        return tuple(name for name in names if self.may(name))

    def parts(self) -> Iterator[tuple[Permissions, Mapping[int, Word]]]:
        """The newest line's permissions, the user's own first and then each selector's, each with its words."""
        yield from self.parts_on(list(self.rights)[-1])

    def parts_on(self, line: str) -> Iterator[tuple[Permissions, Mapping[int, Word]]]:
        """The same of any line in question."""
        root, *selectors = self.rights[line].parts
        yield root, dict(enumerate(Word(one.text, one.span) for one in self.user.tokens))
        for part in selectors:
            yield part, dict(enumerate(within(self.user.tokens[part.at])))

    def giver(self, name: str) -> Word | None:
        """The word that gives a command in the end; None if no word of theirs does."""
        for part, words in self.parts():
            at = part.giver(name)
            if at is not None:
                return words[at]
            word = self._by_argument(part, words, name)
            if word is not None:
                return word
        return None

    def taker(self, name: str) -> Word | None:
        """The word of the user's own rules that took a command away; None if none did."""
        part, words = next(self.parts())
        at = part.taker(name)
        return words[at] if at is not None else None

    def _by_argument(self, part: Permissions, words: Mapping[int, Word], name: str) -> Word | None:
        command, bar, argument = name.partition("|")
        if not bar:
            return None
        at = part.giver(command) if part.table.bit(command) & part.table.runnable else None
        if at is not None and not part.table.bit(name):
            return words[at]
        if argument in (word.lower() for word in part.first_args.get(command, ())):
            return next((word for word in words.values() if word.text.lower() == f"+{name}"), None)
        return None


def _may(rights: Rights, name: str) -> bool | None:
    """Does a line let the user run a command?  None where the line does not have it."""
    table = rights.root.table
    command, _, argument = name.partition("|")
    if table.bit(name) & table.runnable:
        return any(part.allows(name) for part in rights.parts)
    if not argument or not table.bit(command) & table.runnable:
        return None
    return any(
        part.allows(command) or argument in (word.lower() for word in part.first_args.get(command, ()))
        for part in rights.parts
    )


def held(user: User, server: Server | None, *, all_channels: bool | None = None) -> Held | None:
    """What a user's rules come to; None where the kind of one of them is not known, or the server has no ACLs.

    `all_channels` is what `acl-pubsub-default` says, None where nothing does.
    """
    if server is not None and server.key not in HAS_ACLS:
        return None
    return held_on(user, HAS_ACLS if server is None else (server.key,), all_channels=all_channels)


def held_on(
    user: User, lines: tuple[str, ...], *, all_channels: bool | None = None, sentinel: bool = False
) -> Held | None:
    """The same on these lines of servers, which have ACLs; `sentinel`: is it a Sentinel's user?"""
    if not is_readable(user):
        return None
    return Held(user, rights(tuple(map(_rule, user.tokens)), lines, all_channels, sentinel))


def _rule(token: AclToken) -> str:
    """A rule that the engine takes, for one that is a template in part: some password, a pattern without blanks."""
    if token.known:
        return token.text
    if token.text[0] in "#!":
        return token.text[0] + digest(token.text[1:])
    return token.text[0] + "".join(token.text[1:].split())


@lru_cache(maxsize=512)
def rights(
    words: tuple[str, ...], lines: tuple[str, ...], all_channels: bool | None = None, sentinel: bool = False
) -> Mapping[str, Rights]:
    """What rules come to by line; the arguments as those of `held_on`."""
    found = {}
    for line in lines:
        everything = line == _ALL_CHANNELS if all_channels is None else all_channels
        found[line] = evaluate(words, line, all_channels=everything, sentinel=sentinel)
    return found


def within(token: AclToken) -> list[Word]:
    """The rules within a selector; where quoting hides their places, each is at the selector's."""
    span = token.span
    plain = span.text == token.text
    found: list[Word] = []
    offset = 1
    for text in split(token.text[1:-1]):
        start = token.text.find(text, offset)
        if not plain or start < 0:
            found.append(Word(text, span))
            continue
        offset = start + len(text)
        found.append(Word(text, Span(span.source, span.start + start, span.start + offset)))
    return found
