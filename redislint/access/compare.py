"""What a change of rules gives and takes, user by user."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from redislint.access.answers import NO, answers
from redislint.access.blame import givers, taker
from redislint.access.login import login
from redislint.access.names import exists
from redislint.access.people import People, Person, people
from redislint.access.questions import QUESTIONS, Question
from redislint.access.reach import by_effect
from redislint.access.rights import granted
from redislint.access.sums import HAS_ACLS
from redislint.access.word import Word
from redislint.acl.table import table
from redislint.acl.words import digest
from redislint.model.instance import SENTINEL
from redislint.typed import NamedTuple


class Changed(NamedTuple):
    """A command that a user gains or loses: on which lines of servers, and by which rules.

    partial  others in question have the command too
    words    of what is gained the rules of the new text; of what is lost the rule there that takes it away, or those
             of the old one that gave it (`is_old`)
    """

    name: str
    lines: tuple[str, ...]
    words: tuple[Word, ...]
    is_old: bool
    partial: bool


class Difference(NamedTuple):
    """One user before and after: either is None where there is no such user.

    gained, lost    commands
    reach           patterns of keys and channels, selectors: with `+` or `-` before each
    passwords       how many are new, and how many are gone
    begins, ends    the questions to which the answer was no and is not any more, or is no now
    """

    name: str
    old: Person | None
    new: Person | None
    gained: tuple[Changed, ...] = ()
    lost: tuple[Changed, ...] = ()
    reach: tuple[str, ...] = ()
    passwords: tuple[int, int] = (0, 0)
    begins: tuple[Question, ...] = ()
    ends: tuple[Question, ...] = ()

    @property
    def is_known(self) -> bool:
        """Are the rules of both known?"""
        return all(one is None or one.held is not None for one in (self.old, self.new))

    @property
    def says_anything(self) -> bool:
        """Is there any difference, or may there be one?"""
        if (self.old is None) != (self.new is None):
            return True
        if not self.is_known:
            return self.old is None or self.new is None or self.old.rules != self.new.rules
        flags = [(one.enabled, one.nopass) for one in (self.old, self.new) if one is not None]
        return flags[0] != flags[-1] or bool(self.gained or self.lost or self.reach or any(self.passwords))


def common(old: People, new: People) -> tuple[People, People]:
    """Both on the lines of servers that either may run on; where both versions are known, each on its own."""
    if len(old.lines) == len(new.lines) == 1:
        return old, new
    lines = tuple(line for line in old.lines if line in new.lines)
    if not lines:
        lines = new.lines if len(new.lines) == 1 else HAS_ACLS
    return people(old.instance, lines), people(new.instance, lines)


def differences(old: People, new: People) -> Iterator[Difference]:
    """Those users who differ, in the order of the new text; both sides as `common` has them."""
    order = dict.fromkeys((*(one.name for one in new.persons), *(one.name for one in old.persons)))
    for name in order:
        found = _difference(name, old, new)
        if found.says_anything:
            yield found


def _difference(name: str, old: People, new: People) -> Difference:
    before, after = old.person(name), new.person(name)
    found = Difference(name, before, after)
    if not found.is_known or (old.gone.keys() == new.gone.keys() and _is_same(before, after)):
        return found
    was = answers(old, before) if before is not None else {}
    now = answers(new, after) if after is not None else {}
    states = {one: (was[one.key].state if was else NO, now[one.key].state if now else NO) for one in QUESTIONS}
    return found._replace(
        gained=tuple(_gained(old, new, before, after)),
        lost=tuple(_lost(old, new, before, after)),
        reach=tuple(_reach(before, after)),
        passwords=_passwords(before, after),
        begins=tuple(one for one, (first, last) in states.items() if first == NO != last),
        ends=tuple(one for one, (first, last) in states.items() if first != NO == last),
    )


def _is_same(before: Person | None, after: Person | None) -> bool:
    """Do both come from the same rules on the same servers?"""
    if before is None or after is None or before.rules != after.rules or before.why != after.why:
        return False
    rights = [one.held.rights if one.held is not None else None for one in (before, after)]
    return rights[0] == rights[1]


def _can(person: Person | None, line: str) -> frozenset[str]:
    """What can be run as the user; as one who is off, nothing."""
    return (
        frozenset() if person is None or person.held is None or person.enabled is False else granted(person.held, line)
    )


def _is_gone(everybody: People, name: str) -> bool:
    return name.partition("|")[0] in everybody.gone


def _changed(
    before: tuple[People, Person | None], after: tuple[People, Person | None]
) -> dict[str, list[tuple[str, str]]]:
    """Commands that are there after and were not before, by name, with the lines of servers before and after.

    HELP, which gives nothing, is left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in zip(before[0].lines, after[0].lines, strict=True):
        was, now = _can(before[1], pair[0]), _can(after[1], pair[1])
        back = {name for name in was & now if _is_gone(before[0], name)} if before[0].gone else frozenset[str]()
        free = table(pair[0]).named(table(pair[0]).free)
        for name in (now - was - free) | back:
            if not _is_gone(after[0], name) and not name.endswith("|help"):
                found.setdefault(name, []).append(pair)
    return dict(sorted(found.items()))


def _gained(old: People, new: People, before: Person | None, after: Person | None) -> Iterator[Changed]:
    for name, pairs in _changed((old, before), (new, after)).items():
        assert after is not None
        assert after.held is not None
        lines = tuple(line for _, line in pairs)
        words = givers(after.held, lines[-1], name)
        yield Changed(name, lines, words, False, len(lines) < _having(new, name))


def _lost(old: People, new: People, before: Person | None, after: Person | None) -> Iterator[Changed]:
    for name, pairs in _changed((new, after), (old, before)).items():
        assert before is not None
        assert before.held is not None
        last = pairs[-1]
        took = taker(after.held, last[0], name) if after is not None and after.held is not None else None
        words = (took,) if took is not None else givers(before.held, last[1], name)
        yield Changed(name, tuple(line for _, line in pairs), words, took is None, len(pairs) < _having(old, name))


def _having(everybody: People, name: str) -> int:
    """How many of the lines in question have a command."""
    return _count(everybody.lines, name, everybody.instance.role == SENTINEL)


@cache
def _count(lines: tuple[str, ...], name: str, sentinel: bool) -> int:
    return sum(exists(line, name, sentinel=sentinel) for line in lines)


def _reach(before: Person | None, after: Person | None) -> Iterator[str]:
    """Patterns and selectors that are new, `+ ~app:*`, or gone, `- &*`; on the newest line in question.

    Of those that come to the same neither is.
    """
    nothing: dict[object, str] = {}
    was, now = (
        by_effect(one.held, list(one.held.rights)[-1])
        if one is not None and one.held is not None and one.enabled is not False
        else nothing
        for one in (before, after)
    )
    yield from (f"+ {text}" for what, text in now.items() if what not in was)
    yield from (f"- {text}" for what, text in was.items() if what not in now)


def _passwords(before: Person | None, after: Person | None) -> tuple[int, int]:
    was, now = _hashes(before), _hashes(after)
    return len(now - was), len(was - now)


def _hashes(person: Person | None) -> frozenset[str]:
    """The passwords as hashes; no word of them leaves this module."""
    if person is None or person.held is None or person.why:
        return frozenset()
    found = login(person.held.user)
    tokens = found.passwords if found is not None else ()
    return frozenset(one.text[1:] if one.text[0] == "#" else digest(one.text[1:]) for one in tokens)
