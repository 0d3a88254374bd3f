"""The users of an instance after all that says who they are: `user` lines, an ACL file, `requirepass`.

What is not known is said to be so, and never guessed: users whom an include, a template or a file that is not here may
make, and a default user of whom nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from redislint.access import default
from redislint.access.byline import ByLine, held_on, rights
from redislint.access.login import login
from redislint.access.sums import HAS_ACLS
from redislint.acl.engine import RuleFault, may_be_there
from redislint.model.acl import AclToken, User
from redislint.model.instance import SENTINEL, Instance
from redislint.source import Span
from redislint.typed import Final, NamedTuple

_WITHOUT_ACLS: Final = "redis@5.0"
# Its Sentinel reads users, and does not ask for them.
_SENTINEL_IGNORES: Final = "redis@6.0"
_NO_PASSWORDS: Final[Mapping[str, int]] = MappingProxyType({})


class Person(NamedTuple):
    """A user in force.

    span       the name, or what makes the user where nobody wrote it
    held       what the rules come to; None where a template stands for some of them
    enabled    may anybody log in as this user?  None where that is not known
    nopass     does any password do?  None where that is not known
    passwords  how many there are, by kind: `clear`, `hash`, or `unknown` for a template; never which
    why        of a user whom nobody wrote: what makes it what it is
    rules      the texts of the rules, to be compared and never shown: there are passwords among them
    """

    name: str
    span: Span
    held: ByLine | None
    enabled: bool | None
    nopass: bool | None
    passwords: Mapping[str, int] = _NO_PASSWORDS
    why: str = ""
    rules: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool | None:
        """Does any password, or none, let somebody in?  None where that is not known."""
        if self.enabled is False or self.nopass is False:
            return False
        return True if self.enabled and self.nopass else None


class Missing(NamedTuple):
    """Users of whom nothing is known: why, and the place that says so."""

    why: str
    span: Span


class People(NamedTuple):
    """The users of an instance.

    lines    the lines of servers that it may run on: its version's, or all that take the rules of every user
    missing  what is not known of other users
    gone     commands that nobody can run, because `rename-command` takes them away, each with the line that does
    blurred  is it not known which commands are taken away?
    """

    instance: Instance
    lines: tuple[str, ...]
    persons: tuple[Person, ...]
    missing: tuple[Missing, ...]
    gone: Mapping[str, Span]
    blurred: bool

    def person(self, name: str) -> Person | None:
        """The user of this name; None if there is none that is known."""
        return next((one for one in self.persons if one.name == name), None)

    @property
    def has_acls(self) -> bool:
        """Does the server have ACLs at all?"""
        return self.lines != (_WITHOUT_ACLS,)


def people(instance: Instance, lines: Iterable[str] = ()) -> People:
    """The users of an instance, on its own version, or on these lines of servers."""
    asked = tuple(lines) or _lines(instance)
    persons = tuple(_persons(instance, asked))
    taken = _taking(instance, persons, asked) if len(asked) > 1 and not lines else asked
    if taken != asked:
        persons = tuple(_on(one, taken) for one in persons)
    gone, blurred = _gone(instance)
    return People(instance, taken, persons, tuple(_missing(instance)), gone, blurred)


def _lines(instance: Instance) -> tuple[str, ...]:
    if instance.server is not None:
        return (instance.server.key,)
    if instance.role == SENTINEL:
        return tuple(line for line in HAS_ACLS if line != _SENTINEL_IGNORES)
    return HAS_ACLS


def _persons(instance: Instance, lines: tuple[str, ...]) -> Iterator[Person]:
    """The default user, then the others in the order of their lines; of several lines for one the last counts."""
    known = {} if lines == (_WITHOUT_ACLS,) else {user.name: user for user in instance.users or ()}
    first = _default(instance, known.pop(default.NAME, None), lines)
    if first is not None:
        yield first
    for user in known.values():
        yield _person(instance, user, lines)


def _default(instance: Instance, line: User | None, lines: tuple[str, ...]) -> Person | None:
    """The default user; None where it is not known what it is."""
    if line is not None:
        return _person(instance, line, lines)
    if instance.managed is not None or instance.users is None:
        return None
    found = default.unwritten(instance)
    if found is None:
        return None
    rules = ("on", *(() if found.asks else ("nopass",)), "~*", "&*", "+@all")
    user = User(default.NAME, tuple(AclToken(rule, found.span) for rule in rules), found.span, found.span)
    whole = ByLine(user, rights(rules, lines, True, instance.role == SENTINEL))
    passwords = {"clear": 1} if found.asks else {"unknown": 1} if found.asks is None else _NO_PASSWORDS
    return Person(
        user.name, found.span, whole, True, None if found.asks is None else not found.asks, passwords, found.why
    )


def _person(instance: Instance, user: User, lines: tuple[str, ...]) -> Person:
    found = login(user)
    setting = instance.setting("acl-pubsub-default")
    all_channels = setting.is_one_of("allchannels") if setting.written and setting.is_known else None
    what = held_on(user, lines, all_channels=all_channels, sentinel=instance.role == SENTINEL)
    texts = tuple(token.text for token in user.tokens)
    if found is None or what is None:
        return Person(user.name, user.name_span, None, None, None, rules=texts)
    return Person(user.name, user.name_span, what, found.enabled, found.nopass, found.kinds, rules=texts)


def _on(person: Person, lines: tuple[str, ...]) -> Person:
    return person._replace(held=person.held.on(lines)) if person.held is not None else person


def faults(instance: Instance, person: Person, line: str) -> tuple[RuleFault, ...]:
    """The rules for which a server of this line refuses the user."""
    if person.held is None or person.why:
        return ()
    modules = any(setting.name == "loadmodule" for setting in instance.settings)
    return tuple(one for one in person.held.faults(line) if not may_be_there(one, line, modules=modules))


def _taking(instance: Instance, persons: Iterable[Person], lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that start with the rules of all users; if none does, those that refuse the fewest."""
    persons = tuple(persons)
    refused = {line: sum(len(faults(instance, one, line)) for one in persons) for line in lines}
    least = min(refused.values())
    return tuple(line for line in lines if refused[line] == least)


def _missing(instance: Instance) -> Iterator[Missing]:
    if instance.users is None:
        yield _unknown(instance)
    elif default.written(instance) is None and (instance.managed is not None or default.unwritten(instance) is None):
        yield Missing("what the default user may do is not known: it is not all of it here", instance.anchor)


def _unknown(instance: Instance) -> Missing:
    """Why the users of an instance are not known."""
    aclfile = instance.setting("aclfile")
    if instance.managed is not None:
        return Missing("its users are not declared here", instance.anchor)
    if aclfile.written and aclfile.args is None:
        return Missing("its users are not known: a template or a variable names its ACL file", aclfile.span)
    if aclfile.written and not aclfile.is_one_of(""):
        return Missing("its users are not known: its ACL file is not here, or cannot be read as a whole", aclfile.span)
    config = next((one for one in instance.references if one.role == "config"), None)
    if config is not None:
        return Missing("its users are not known: its configuration file is not here", config.span)
    return Missing("its users are not known: a template, or a file that is not here, makes them", instance.anchor)


def _gone(instance: Instance) -> tuple[Mapping[str, Span], bool]:
    """The commands that `rename-command` takes away; and whether a line of it is not known."""
    found: dict[str, Span] = {}
    blurred = False
    for setting in instance.all("rename-command"):
        if setting.args is None:
            blurred = True
        elif len(setting.args) == 2 and setting.args[1] == "":
            found[setting.args[0].lower()] = setting.span
    return found, blurred
