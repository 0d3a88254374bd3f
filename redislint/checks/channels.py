"""Channels: users who hear all of them, users who hear none, and what a new user has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.access.roles import REPLICA, SENTINEL
from redislint.access.word import Word
from redislint.acl.permissions import Permissions
from redislint.checks.ordinary import ALL, hit, listed, of_instance
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.typed import Final

_SPEAK: Final = ("subscribe", "psubscribe", "ssubscribe", "publish", "spublish")
_EVERYTHING: Final = ("&*", "allchannels")
_DEFAULT: Final = "acl-pubsub-default"
# It has users, and no channels that could be denied to them.
_WITHOUT: Final = "redis@6.0"
_BY_DEFAULT: Final = "redis@6.2"


def all_channels(instance: Instance) -> Iterator[Hit]:
    """A user with commands about channels who may use all of them."""
    if not _has_channels(instance):
        return
    for found in of_instance(instance, SENTINEL):
        for part, words in found.parts():
            names = [name for name in found.may_any(_SPEAK) if part.allows(name)]
            if names and _hears_all(instance, part, words):
                word = next((one for one in reversed(list(words.values())) if one.text.lower() in _EVERYTHING), None)
                yield hit(found, word, commands=listed(names), why="" if word else ": it says nothing of channels")
                break


def no_channels(instance: Instance) -> Iterator[Hit]:
    """A user with commands about channels and without a channel."""
    if not _has_channels(instance):
        return
    for found in of_instance(instance, REPLICA):
        names = found.may_any(_SPEAK)
        if names and all(_hears_none(instance, part, words) for part, words in found.parts()):
            word = found.giver(names[0])
            yield hit(found, word, severity=Severity.INFO if _is_by_the_way(word) else None, commands=listed(names))


def _has_channels(instance: Instance) -> bool:
    return bool(instance.users) and (instance.server is None or instance.server.key != _WITHOUT)


def _is_by_the_way(word: Word | None) -> bool:
    """Do commands about channels come with others that were wanted?"""
    text = word.text.lower() if word is not None else ""
    return text in ALL or (text.startswith("+@") and text != "+@pubsub")


def _hears_all(instance: Instance, part: Permissions, words: Mapping[int, Word]) -> bool:
    if _is_said(words):
        return part.all_channels
    return _given(instance) is True


def _hears_none(instance: Instance, part: Permissions, words: Mapping[int, Word]) -> bool:
    if part.channels:
        return False
    return not part.all_channels if _is_said(words) else _given(instance) is False


def _is_said(words: Mapping[int, Word]) -> bool:
    """Do the rules themselves say whether all channels are allowed?"""
    return any(word.text.lower() in (*_EVERYTHING, "resetchannels") for word in words.values())


def _given(instance: Instance) -> bool | None:
    """Has a new user all channels, or none?  None where that is not known.

    An ACL file that no configuration names is judged by the defaults of its server.
    """
    setting = instance.setting(_DEFAULT)
    if setting.written:
        return None if setting.args is None else setting.is_one_of("allchannels")
    if instance.server is None or not (instance.complete or instance.kind == "users-acl"):
        return None
    return instance.server.key == _BY_DEFAULT
