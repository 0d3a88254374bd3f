"""The key spaces that a configuration declares, against each other, the users, and what is evicted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations, islice

from redislint.access.byline import ByLine
from redislint.access.names import touches_keys
from redislint.access.people import people
from redislint.access.roles import is_admin
from redislint.access.word import Word
from redislint.acl.globs import Glob
from redislint.checks.clusters import is_node
from redislint.checks.eviction import VOLATILE
from redislint.checks.keynames import LONGEST, Space, beginning, declared, has_tag, misnamed, varies
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import SERVER, Instance
from redislint.model.project import Declaration, Project
from redislint.typed import Final

# More patterns of users are none that somebody keeps by hand.
_MOST: Final = 2_000


def inventory(project: Project) -> Iterator[Hit]:
    """Key spaces that are named against the convention, overlap, never expire, or do not fit what users may use."""
    for one in project.declarations:
        found = declared(one)
        if found:
            yield from _named(found)
            yield from _overlapping(found)
            yield from _kept(one)
            yield from _granted(one, found)
            yield from _unreached(one, found)


def untagged(project: Project) -> Iterator[Hit]:
    """Keys of a cluster that commands take together, and whose names have nothing to put them into one slot."""
    for one in project.declarations:
        for space in one.key_spaces:
            said, text = space.said.get("multi-key"), space.pattern.value
            if said is None or said.value != "true" or not varies(text) or has_tag(text):
                continue
            node = next((it for it in one.members if is_node(it)), None)
            if node is not None:
                enabled = node.setting("cluster-enabled")
                related = (Related(enabled.span, "it is a node of a cluster"),)
                yield Hit(space.pattern.span, key=f"{one.ident} {text}", related=related, pattern=text)


def _servers(one: Declaration) -> list[Instance]:
    return [it for it in one.members if it.role == SERVER]


def _hit(space: Space, text: str, *, severity: Severity | None = None, related: tuple[Related, ...] = ()) -> Hit:
    said = space.declared.pattern
    return Hit(said.span, key=f"keys {said.value}", severity=severity, related=related, text=text)


def _named(spaces: Iterable[Space]) -> Iterator[Hit]:
    """Names that do not begin with a word of their own, with colons between their parts, in lower case."""
    for space in spaces:
        text = space.declared.pattern.value
        why = misnamed(text)
        if why:
            yield _hit(space, f"the key space `{text}` {why}", severity=Severity.INFO)


def _overlapping(spaces: Iterable[Space]) -> Iterator[Hit]:
    """Key spaces of different owners that some names belong to both of."""
    owned = [(space, space.declared.said["owner"].value) for space in spaces if "owner" in space.declared.said]
    for (first, owner), (second, other) in combinations(owned, 2):
        if owner != other and first.glob.meets(second.glob):
            mine, theirs = second.declared.pattern, first.declared.pattern
            related = (Related(theirs.span, f"this one belongs to {owner}"),)
            said = f"names of `{mine.value}` ({other}) are also names of `{theirs.value}` ({owner})"
            yield _hit(second, f"{said}: nobody knows whose such a key is", related=related)


def _kept(one: Declaration) -> Iterator[Hit]:
    """Keys of a cache that have no time to live, under a policy that evicts only those that have one."""
    if one.value("profile") != "cache":
        return
    policies = (it.setting("maxmemory-policy") for it in _servers(one))
    policy = next((it for it in policies if it.is_one_of(*VOLATILE)), None)
    for space in one.key_spaces if policy is not None else ():
        ttl = space.said.get("ttl")
        if policy is not None and ttl is not None and ttl.value == "none":
            said = f"keys of `{space.pattern.value}` have no time to live, and `maxmemory-policy {policy.value}` evicts"
            yield Hit(
                ttl.span,
                key=f"ttl {space.pattern.value}",
                related=(Related(policy.span, "the policy"),),
                cause=policy.value_span,
                text=f"{said} none of them: once they fill the memory, writes are refused",
            )


def _granted(one: Declaration, spaces: list[Space]) -> Iterator[Hit]:
    """Patterns of users, at their places, that give keys beyond all key spaces."""
    for instance in _servers(one):
        for name, pattern, word in islice(_rules(instance), _MOST):
            if len(pattern) <= LONGEST and not _is_declared(pattern, spaces):
                near = _nearest(pattern, spaces).declared.pattern.span
                yield Hit(
                    word.span,
                    key=f"user {name} {pattern}",
                    related=(Related(near, "the nearest key space that is declared"),),
                    text=f"`{word.text}` lets user `{name}` use keys that are in no declared key space",
                )


def _rules(instance: Instance) -> Iterator[tuple[str, str, Word]]:
    """The key patterns of users who are not meant to administer, each with the user and the rule."""
    for person in people(instance).persons if instance.users else ():
        if person.enabled and person.held is not None and not is_admin(person.name, instance.admins):
            yield from ((person.name, pattern, word) for pattern, word in _patterns(person.held))


def _patterns(held: ByLine) -> Iterator[tuple[str, Word]]:
    """The key patterns of a user that commands may use, each with the rule that says it, templates aside."""
    open_ones = {token.span for token in held.user.tokens if not token.known}
    for part, words in held.parts():
        if part.all_keys or not touches_keys(part):
            continue
        for pattern, _ in part.keys:
            said = (it for it in words.values() if it.text[:1] in "~%" and it.text.partition("~")[2] == pattern)
            word = next(said, None)
            if word is not None and word.span not in open_ones:
                yield pattern, word


def _is_declared(pattern: str, spaces: Iterable[Space]) -> bool:
    """Does it give no more than keys that begin as those of a key space do?"""
    start = beginning(pattern)
    glob = Glob(pattern)
    # A backslash, and a class, may well stand for a plain letter: then what they meet is asked alone.
    is_plain = re.search(r"[\\\[]", pattern) is None
    return any((not is_plain or start.startswith(one.prefix)) and one.glob.meets(glob) for one in spaces)


def _nearest(pattern: str, spaces: list[Space]) -> Space:
    def common(space: Space) -> int:
        pairs = enumerate(zip(pattern, space.prefix, strict=False))
        return next((at for at, (one, other) in pairs if one != other), min(len(pattern), len(space.prefix)))

    return max(spaces, key=common)


def _unreached(one: Declaration, spaces: Iterable[Space]) -> Iterator[Hit]:
    """Key spaces that no user may use, where all users are known."""
    servers = _servers(one)
    found = [_reached(it) for it in servers]
    if one.external or not servers or None in found:
        return
    globs = [Glob(pattern) for pattern in dict.fromkeys(pattern for it in found for pattern in it or ())]
    for space in spaces:
        if not any(space.glob.meets(glob) for glob in globs):
            yield _hit(space, f"no user of `{one.ident}` may use a key of `{space.declared.pattern.value}`")


def _reached(instance: Instance) -> list[str] | None:
    """The key patterns of all users who can log in; None where they are not all known, or one may use every key."""
    found = people(instance)
    if found.missing or not found.has_acls:
        return None
    patterns: list[str] = []
    for person in found.persons:
        held = person.held
        if held is None or person.enabled is None or held.has_unknown_patterns:
            return None
        for part, _ in held.parts() if person.enabled else ():
            if touches_keys(part):
                patterns += ["*"] if part.all_keys else [pattern for pattern, _ in part.keys]
    is_all = "*" in patterns or len(patterns) > _MOST or any(len(pattern) > LONGEST for pattern in patterns)
    return None if is_all else patterns
