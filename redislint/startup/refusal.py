"""What keeps a server from starting, found in the order in which it would find it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers import Server
from redislint.servers.directives import lines_of
from redislint.source import Span
from redislint.startup.words import is_unbalanced
from redislint.typed import Final, NamedTuple

# The stages of a start.  Sentinel from 6.2 on runs its own lines in three phases, once all has been read.
READING: Final = 0
PHASES: Final = {"pre-monitor": 1, "monitor": 2, "post-monitor": 3}
STARTING: Final = 4

QUEUES_SENTINEL: Final = lines_of("redis@6.2..8.10 valkey@7.2..9.1")
SINCE_70: Final = lines_of("redis@7.0..8.10 valkey@7.2..9.1")
HAS_USERS: Final = lines_of("redis@6.0..8.10 valkey@7.2..9.1")


# The end of a file comes between two lines.
_END: Final = 0.25

# A word as it is written, with its quoted stretches.
_WORD: Final = r"(?:[^ \t\r\n\"']++|\"(?:[^\"\\]++|\\.)*+\"|'(?:[^'\\]++|\\'|\\(?!'))*+')+"


class Refusal(NamedTuple):
    """One reason why a server line would not start.

    stage   when it is found: while reading, in a phase of Sentinel, or when the server starts to serve
    order   its place among the settings as the server reads them; compared within a stage
    code    what kind of reason it is
    span    the place to blame
    key     our name of the directive
    detail  the reason in words, to stand before what the server does about it
    named   whether the server's own message names the line
    also    another place that explains it
    """

    stage: int
    order: float
    code: str
    span: Span
    key: str
    detail: str
    named: bool = True
    also: Span | None = None


Topic = Callable[[Instance, str], Iterator[Refusal]]


def is_whole(instance: Instance, name: str, *kinds: str) -> bool:
    """Is every line of a directive known, so that what is not among them is nowhere?  `kinds` as in `known_until`."""
    return not instance.partial and known_until(instance, name, *kinds) == len(instance.settings)


def known_until(instance: Instance, name: str, *kinds: str) -> int:
    """Up to which setting every line of a directive is known: an include may lead to others that nobody has seen.

    `kinds` are the first words of the lines in question, if only some are: `monitor`.  A line whose quotes do not
    balance hides nothing: the server stops there.
    """
    settings = instance.settings
    if instance.partial:
        return 0
    for order, setting in enumerate(settings):
        is_hidden = setting.name == name and setting.args is None and (not kinds or setting.may_begin(*kinds))
        if is_hidden and not is_unbalanced(setting):
            return order
        if setting.name == "include" and not instance.complete and _is_lost(instance, order):
            return order
    return len(settings)


def _is_lost(instance: Instance, order: int) -> bool:
    """May an include lead to a file that nobody has seen?  Where all files are known, none but an absolute path."""
    include, following = instance.settings[order], instance.settings[order + 1 : order + 2]
    if following and following[0].span.source.path != include.span.source.path:
        return False
    paths = [one.path for one in instance.references if one.span == include.value_span]
    return instance.below is None or None in paths


def seen_by(instance: Instance, line: str) -> Instance:
    """The instance as a server of this line has it, with that line's defaults."""
    engine, _, number = line.partition("@")
    return instance._replace(server=Server(engine, number))


@lru_cache(maxsize=16)
def _places(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((one.start(), one.end()) for one in re.finditer(_WORD, text))


def word_span(setting: Setting, index: int) -> Span:
    """The place of one argument; that of all of them where quoting hides it."""
    place = setting.value_span
    words = _places(place.text)
    if setting.args is None or len(words) != len(setting.args):
        return place
    start, end = words[index]
    return Span(place.source, place.start + start, place.start + end)


class Read(NamedTuple):
    """A line that is read (`setting`), or the end of a file (`setting` is None); `order` is the line's place."""

    order: float
    path: str
    setting: Setting | None


def reads(instance: Instance) -> Iterator[Read]:
    """The lines and the ends of files, in the order in which a server comes to them."""
    opened = [instance.anchor.source.path]
    settings = instance.settings
    for order, setting in enumerate(settings):
        path = setting.span.source.path
        if path != opened[-1]:
            while path in opened and path != opened[-1]:
                yield Read(order - _END, opened.pop(), None)
            if path not in opened:
                opened.append(path)
        yield Read(order, path, setting)
        following = settings[order + 1].span.source.path if order + 1 < len(settings) else path
        if setting.name == "include" and following == path:
            yield Read(order + _END, "", None)
    for path in reversed(opened):
        yield Read(len(settings) - _END, path, None)
