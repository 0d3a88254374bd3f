"""A user as written, with what it comes to on every server that may read it, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from redislint.access.word import Part, Word, giver, is_readable, own, taker, within
from redislint.acl.engine import Rights, RuleFault, evaluate
from redislint.acl.words import digest
from redislint.model.acl import AclToken, User
from redislint.typed import Final, NamedTuple

# The one line whose new users may use all channels unless `acl-pubsub-default` says otherwise.
_ALL_CHANNELS: Final = "redis@6.2"


class ByLine(NamedTuple):
    """A user and what its rules come to, by line of servers: one line where the version is known."""

    user: User
    rights: Mapping[str, Rights]

    @property
    def latest(self) -> Rights:
        """What the rules come to on the newest line in question."""
        return list(self.rights.values())[-1]

    def on(self, lines: Iterable[str]) -> ByLine:
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

    def parts(self) -> Iterator[Part]:
        """The newest line's permissions, the user's own first and then each selector's, each with its words."""
        yield from self.parts_on(list(self.rights)[-1])

    def parts_on(self, line: str) -> Iterator[Part]:
        """The same of any line in question."""
        root, *selectors = self.rights[line].parts
        yield root, own(self.user)
        for part in selectors:
            yield part, dict(enumerate(within(self.user.tokens[part.at])))

    def giver(self, name: str) -> Word | None:
        """The word that gives a command in the end; None if no word of theirs does."""
        return giver(self.parts(), name)

    def taker(self, name: str) -> Word | None:
        """The word of the user's own rules that took a command away; None if none did."""
        return taker(self.parts(), name)


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


def held_on(
    user: User, lines: tuple[str, ...], *, all_channels: bool | None = None, sentinel: bool = False
) -> ByLine | None:
    """What a user's rules come to on these lines of servers, which have ACLs; None where the kind of one is not known.

    `all_channels` is what `acl-pubsub-default` says, None where nothing does; `sentinel`: it is a Sentinel's user.
    """
    if not is_readable(user):
        return None
    return ByLine(user, rights(tuple(map(_rule, user.tokens)), lines, all_channels, sentinel))


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
