"""The users that replicas and Sentinels log in as, where the files say on which server: may they do their part?"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.user import Held, held
from redislint.acl.globs import matches
from redislint.checks.ordinary import listed
from redislint.checks.peers import Account, account, followers, watched
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.typed import Final, NamedTuple


class _Part(NamedTuple):
    """What a user has to run for its part, and what it runs besides: each with what happens where it may not."""

    needed: tuple[str, ...]
    otherwise: str
    besides: tuple[str, ...]
    lessened: str
    channel: str = ""


# As seen on running servers: without PSYNC nothing is copied, without REPLCONF copying goes on without a receipt, and
# PING may be refused.
_REPLICA: Final = _Part(
    ("psync",),
    "its master sends no data",
    ("replconf",),
    "its master never learns what has arrived, and may cut it off",
)
# What Sentinel sends to the servers that it watches, and what of it it can do without (sentinel.c).  One command that
# is refused within its MULTI takes the whole of it back.
_SENTINEL: Final = _Part(
    (
        "ping",
        "info",
        "slaveof",
        "config|rewrite",
        "multi",
        "exec",
        "client|kill",
        "publish",
        "subscribe",
    ),
    "a failover stops there",
    ("role", "client|setname", "script|kill"),
    "it goes on without, with errors in the log of the ACLs",
    "__sentinel__:hello",
)


def replica_user(group: Deployment) -> Iterator[Hit]:
    """`masteruser` names a user who is not there, is off, or may not replicate.

    The users of the master count, where it is known; else the server's own, which whoever follows it logs in as.
    """
    masters = {id(one.replica): one.master for one in followers(group)}
    for instance in group.instances:
        setting = instance.setting("masteruser")
        master = masters.get(id(instance))
        if not setting.written or not setting.value:
            continue
        found = account(master or instance, setting.value)
        lack: _Lack | None = None
        related: tuple[Related, ...] = ()
        if isinstance(found, Account):
            lack = _lack(found, master or instance, _REPLICA)
            related = (Related(found.place, "this user"),)
        elif found is False and master is not None:
            lack = _NOBODY
        if lack is not None:
            severity = lack.severity
            yield Hit(setting, key="masteruser", related=related, severity=severity, user=setting.value, why=lack.why)


def sentinel_user(group: Deployment) -> Iterator[Hit]:
    """The user of `sentinel auth-user` may not do all that a failover takes."""
    for one in watched(group):
        said = one.said("auth-user")
        if said is None or said[0].args is None or len(said[1]) != 3:
            continue
        line, words = said
        found = account(one.master, words[2])
        lack, related = (_NOBODY if found is False else None), Related(one.line.span, "the master")
        if isinstance(found, Account):
            lack, related = _lack(found, one.master, _SENTINEL), Related(found.place, "this user")
        if lack is not None:
            key = f"sentinel auth-user {one.name}"
            at, severity = line.value_span, lack.severity
            yield Hit(at, key=key, related=(related,), severity=severity, user=words[2], why=lack.why)


class _Lack(NamedTuple):
    """What keeps a user from its part, in words, and how grave that is, if not as the page says."""

    why: str
    severity: Severity | None = None


_NOBODY: Final = _Lack("is no user there")


def _lack(found: Account, instance: Instance, part: _Part) -> _Lack | None:
    """What a user lacks for its part; None if nothing is known to be missing."""
    if not found.enabled:
        return _Lack("is off")
    said = instance.setting("acl-pubsub-default")
    everything = said.is_one_of("allchannels") if said.written else None
    rights = held(found.user, instance.server, all_channels=everything) if found.user is not None else None
    if rights is None:
        return None
    needed = [name for name in part.needed if rights.may(name) is False and not _has_other_name(rights, name)]
    if needed:
        return _Lack(f"may not run {listed(needed)}: {part.otherwise}")
    is_said = any(token.text.lower() == "resetchannels" for token in rights.user.tokens)
    if part.channel and (is_said or said.args is not None) and _is_deaf(rights, part.channel):
        return _Lack(f"may not use the channel `{part.channel}`: {part.otherwise}")
    besides = [name for name in part.besides if rights.may(name) is False]
    return _Lack(f"may not run {listed(besides)}: {part.lessened}", Severity.INFO) if besides else None


def _has_other_name(rights: Held, name: str) -> bool:
    return name == "slaveof" and rights.may("replicaof") is not False


def _is_deaf(rights: Held, channel: str) -> bool:
    parts = rights.latest.parts
    is_none = rights.sum.channels is False and not any(part.all_channels for part in parts)
    return is_none and not any(matches(one, channel) for part in parts for one in part.channels)
