"""`redislint.acl_user`: what the rules of one user come to on a server of some version."""

from __future__ import annotations

from redislint.acl.decide import decide
from redislint.acl.engine import Rights, evaluate
from redislint.acl.words import UNKNOWN, is_of_modules, told
from redislint.servers import Server, default, parse
from redislint.servers.split import split
from redislint.typed import Final

_UNBALANCED: Final = "the quotes of the rule are not balanced"
_JOINS: Final = "valkey@9.1"


class AclUser:
    """What a user may do.

    refused   why the server refuses the rule, without any password; None if it takes it
    enabled   may the user log in at all?
    nopass    does any password let the user in?
    passwords how many passwords there are
    commands  the names of the commands that the user may run, keys, channels and first arguments aside: `get`, and
              from 7.0 on `config|set`; none where the rule is refused
    """

    __slots__ = ("_rights", "commands", "enabled", "nopass", "passwords", "refused")

    def __init__(self, rights: Rights, refused: str | None) -> None:
        self._rights = rights
        self.refused = refused
        self.enabled = rights.enabled
        self.nopass = rights.nopass
        self.passwords = rights.passwords
        self.commands = rights.commands if refused is None else frozenset[str]()

    def can(self, command: str, *args: str) -> bool | None:
        """May the user run this?  As ACL DRYRUN says it, for 6.x too: commands, keys, channels, not `on` or `off`.

        `can("config", "get", "maxmemory")` and `can("config|get", "maxmemory")` are the same.  None where no static
        answer exists: the rule is refused, the version has no such command, the number of words is not what the
        command takes, or nothing says where its keys are (commands of modules).
        """
        if self.refused is not None:
            return None
        return decide(self._rights, (*command.split("|"), *args)).allowed


def acl_user(rule: str, *, server: str | Server, modules: bool = False) -> AclUser:
    """What a user comes to, of whom `rule` is what stands behind `user NAME` in a redis.conf.

    server   its version, such as `redis@7.2` or `valkey@8.0`, with all other settings at their defaults
    modules  are the modules loaded that come with redis 8?  Then their commands and categories are no mistake;
             what they are is not known here, and they are not among the `commands`

    Raises ValueError for a server that is not known, or that has no ACLs.
    """
    asked = parse(server) if isinstance(server, str) else server
    if asked.key == "redis@5.0":
        raise ValueError("redis 5.0 has no ACLs: they came with 6.0")
    all_channels = default("acl-pubsub-default", asked) in (("allchannels",), None)
    words = split(rule, joins=asked.key == _JOINS)
    rights = evaluate(words, asked.key, all_channels=all_channels)
    if not words and rule.strip():
        return AclUser(rights, _UNBALANCED)
    for fault in rights.faults:
        if not (modules and fault.code == UNKNOWN and is_of_modules(fault.rule)):
            return AclUser(rights, told(fault.rule, fault.code))
    return AclUser(rights, None)
