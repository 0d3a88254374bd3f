"""ACL users: rules that the server refuses, and users who are declared twice or in two places.

Rules in redis.conf are tried as the line is read; what names an unknown command or category is let pass then, because
a module may bring it, and refused at the end.  An ACL file is read when everything else has been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from redislint.acl.engine import RuleFault, faults
from redislint.acl.words import UNKNOWN, has_spaces, is_of_modules, told
from redislint.model.acl import AclToken, User
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.servers import Server, default
from redislint.servers.directives import having
from redislint.source import Span
from redislint.startup.refusal import HAS_USERS, READING, SINCE_70, STARTING, Refusal, seen_by, word_span
from redislint.typed import Final

_SPACED: Final = "the user's name holds a blank or another space"
# A user with more mistakes than these is none that somebody mends rule by rule.
_MOST: Final = 50
_DEFAULT: Final = "acl-pubsub-default"


def rules(instance: Instance, line: str) -> Iterator[Refusal]:
    """Rules of users that the server refuses."""
    if line not in HAS_USERS:
        return
    yield from _config_rules(instance, line)
    if _loads(instance, line):
        for order, user in enumerate(_file_users(instance)):
            yield from _file_rules(instance, line, order, user)


def duplicates(instance: Instance, line: str) -> Iterator[Refusal]:
    """Users who are declared twice, which 7.0 and later refuse."""
    if line not in SINCE_70:
        return
    seen: dict[str, Span] = {}
    for order, setting in _lines(instance):
        name = (setting.args or ("",))[0]
        if name in seen:
            yield _twice(READING, order, name, word_span(setting, 0), seen[name])
        seen.setdefault(name, word_span(setting, 0))
    seen = {}
    for order, user in enumerate(_file_users(instance)):
        if user.name in seen:
            yield _twice(STARTING, order, user.name, user.name_span, seen[user.name])
        seen.setdefault(user.name, user.name_span)


def both(instance: Instance, line: str) -> Iterator[Refusal]:
    """An ACL file, and users in the configuration beside it."""
    aclfile = instance.setting("aclfile")
    if not aclfile.written or aclfile.args is None or aclfile.is_one_of("") or not _loads(instance, line):
        return
    for order, setting in enumerate(instance.settings):
        if setting.name == "user" and (setting.args is None or setting.args):
            detail = "users come from the configuration or from `aclfile`, not from both"
            yield Refusal(STARTING, order, "both", setting.span, "user", detail, False, aclfile.span)
            return


def _twice(stage: int, order: int, name: str, place: Span, first: Span) -> Refusal:
    return Refusal(stage, order, "duplicate", place, f"user {name}", name, stage == READING, first)


def _loads(instance: Instance, line: str) -> bool:
    """Are users loaded at all?  The Sentinel of 6.0 reads them, and no more."""
    return line in HAS_USERS and not (instance.role == SENTINEL and line == "redis@6.0")


def _lines(instance: Instance) -> Iterator[tuple[int, Setting]]:
    for order, setting in enumerate(instance.settings):
        if setting.name == "user" and setting.args:
            yield order, setting


def _file_users(instance: Instance) -> Sequence[User]:
    """The users of the ACL file, and those of a managed service."""
    is_file = instance.kind == "users-acl" or instance.managed is not None
    is_used = instance.setting("aclfile").written and instance.setting("aclfile").is_none_of("")
    return instance.users or () if is_used or is_file else ()


def _config_rules(instance: Instance, line: str) -> Iterator[Refusal]:
    is_sentinel = instance.role == SENTINEL
    modules = _loads_modules(instance)
    finally_all = seen_by(instance, line).setting(_DEFAULT).is_one_of("allchannels")
    so_far = instance.complete and default(_DEFAULT, Server(*line.split("@"))) == ("allchannels",)
    for order, setting in enumerate(instance.settings):
        if setting.name == _DEFAULT:
            so_far = setting.is_one_of("allchannels")
        if setting.name != "user" or not setting.args:
            continue
        name, words = setting.args[0], setting.args[1:]
        at_once = list(islice(faults(words, line, all_channels=so_far, sentinel=is_sentinel), _MOST))
        finally_ = islice(faults(words, line, all_channels=finally_all, sentinel=is_sentinel), _MOST)
        late = set(finally_).difference(one for one in at_once if one.code != UNKNOWN)
        for one in at_once:
            if one.code != UNKNOWN:
                yield _refused(READING, order, name, word_span(setting, one.at + 1), one)
        if not _loads(instance, line):
            continue
        if has_spaces(name):
            yield Refusal(STARTING, order, "name", word_span(setting, 0), "user", _SPACED, False)
        for one in sorted(late):
            if not _may_be_there(one, line, modules):
                yield _refused(STARTING, order, name, word_span(setting, one.at + 1), one)


def _file_rules(instance: Instance, line: str, order: int, user: User) -> Iterator[Refusal]:
    tokens = _judged(user)
    if tokens is None:
        return
    if has_spaces(user.name):
        yield Refusal(STARTING, order, "name", user.name_span, "user", _SPACED, False)
    modules = _loads_modules(instance)
    pairs = [(word, token) for token in tokens for word in _words(token)]
    everything = seen_by(instance, line).setting(_DEFAULT).is_one_of("allchannels")
    words = [word for word, _ in pairs]
    found = faults(words, line, all_channels=everything, sentinel=instance.role == SENTINEL)
    for one in islice(found, _MOST):
        if not _may_be_there(one, line, modules):
            yield _refused(STARTING, order, user.name, pairs[one.at][1].span, one)


def _judged(user: User) -> Sequence[AclToken] | None:
    """The rules that can be judged; None where one may be anything.

    What password a user has does not matter to other rules, but for those that take passwords away.
    """
    if user.is_known:
        return user.tokens
    if any(not token.known and token.text[:1] not in (">", "#") for token in user.tokens):
        return None
    return [token for token in user.tokens if token.known and token.text[:1] not in ("<", "!")]


def _words(token: AclToken) -> list[str]:
    """A selector is read as one token; servers without selectors see its words."""
    return token.text.split(" ") if token.text.startswith("(") else [token.text]


def _refused(stage: int, order: int, user: str, place: Span, fault: RuleFault) -> Refusal:
    detail = told(fault.rule, fault.code)
    return Refusal(stage, order, fault.code, place, f"user {user}", detail, stage == READING)


def _loads_modules(instance: Instance) -> bool:
    """May there be commands and categories of modules?  A Sentinel loads none."""
    return instance.role != SENTINEL and any(setting.name == "loadmodule" for setting in instance.settings)


def _may_be_there(fault: RuleFault, line: str, modules: bool) -> bool:
    """May a command or category that the server itself does not have come with a module?"""
    if fault.code != UNKNOWN:
        return False
    if modules:
        return True
    return line in having("keeps-unknown") and is_of_modules(fault.rule)
