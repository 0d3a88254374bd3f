"""Users as charts write them into an ACL file, from lists and mappings of values: each word at its place in these.

What a chart writes by itself (`on`, or a default) has its place at the user's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redislint.model.acl import AclToken, User
from redislint.model.document import Document
from redislint.model.facts import UNKNOWN, Setting, Unknown
from redislint.model.instance import Reference
from redislint.read import acl, unknown
from redislint.read.helm.embedded import Found, is_whole
from redislint.read.helm.texts import Part
from redislint.read.helm.values import Values
from redislint.read.node import Node
from redislint.servers import Server
from redislint.source import Span
from redislint.typed import Final, NamedTuple

_MOST: Final = 200
# A password that is not in the values; the charts write its hash.
_HASH: Final = "#${}"
_ANYTHING: Final = "${}"
# What bitnami's chart puts where nothing is given (templates/configmap.yaml, from 20.7 on).
_PARTS: Final = {"keys": "~*", "channels": "&*", "commands": "+@all"}
_FILE: Final = "/opt/bitnami/redis/etc/users.acl"


class Accounts(NamedTuple):
    """What a chart makes of its users: the setting that names its ACL file, and where that says the users are ours.

    `shared`: Sentinels have those of the users who have a password, and log in as the last of them; `logins` are their
    directives for that, the passwords in clear in a ConfigMap.
    """

    part: Part = Part()
    references: tuple[Reference, ...] = ()
    shared: bool = False
    logins: tuple[Setting, ...] = ()


def listed(values: Values, path: str, server: Server | None, found: Found) -> Accounts:
    """The users of `auth.acl` (`path`) of bitnami's redis; nothing where the chart does not make any."""
    switch = f"{path}.enabled"
    is_on = values.is_true(switch) if path and values.is_given(switch) else False
    known = values.chart.defaults(switch, values.block.versions)
    if is_on is False or not any(one is not None for one in known):
        return Accounts()
    # Only some of the versions in question may have it.
    if is_on is None or None in known:
        return unsettled(values, switch)
    users = _listed(values, path)
    if users:
        found.secrets += [token.span for user in users for token in user.tokens if token.text[:1] == ">"]
        found.documents.append(Document(values.anchor.source, "users-acl", users=users, server=server))
    made = accounts(values, switch, _FILE, None if users is None else (_default(values, switch), *users))
    is_shared = values.is_given(f"{path}.sentinel")
    logins = _logins(users or (), f"{path}.sentinel") if is_shared and values.is_true(f"{path}.sentinel") else ()
    return made._replace(shared=is_shared, logins=tuple(logins))


def _logins(users: Iterable[User], path: str) -> Iterator[Setting]:
    """What Sentinels log in to each other with: the chart writes a line of each kind for each user with a password."""
    for user in users:
        proof = next((token for token in user.tokens if token.text[:1] == ">" or token.text == _HASH), None)
        if proof is not None:
            word = proof.text[1:] if proof.known else None
            yield Setting("sentinel", ("sentinel-user", user.name), user.name_span, user.name_span, path)
            args = None if word is None else ("sentinel-pass", word)
            yield Setting("sentinel", args, proof.span, proof.span, path)


def unsettled(values: Values, path: str) -> Accounts:
    """An ACL file that there may be; the value at a path would make it."""
    return Accounts(Part((values.setting("aclfile", None, path),), users=None))


def accounts(values: Values, path: str, file: str, users: tuple[User, ...] | None) -> Accounts:
    """An ACL file whose users are known, or are not; the value at a path makes it."""
    setting = values.setting("aclfile", (file,), path)
    own = (Reference("users", None, setting.value_span),) if users is not None else ()
    return Accounts(Part((setting,), users), own)


def _default(values: Values, switch: str) -> User:
    """The default user: with the password of all, or without any."""
    off = values.is_true("auth.enabled") is False and not values.is_given("global.redis.password")
    span = values.whole("auth.enabled") if off else values.whole(switch)
    proof = AclToken("nopass", span) if off else hashed(span)
    rules = (AclToken(text, span) for text in ("~*", "&*", "+@all"))
    return User("default", (AclToken("on", span), proof, *rules), span, span)


def _listed(values: Values, path: str) -> tuple[User, ...] | None:
    node = values.node(f"{path}.users")
    if node is None:
        return ()
    if isinstance(node, Unknown) or node.kind != "sequence" or not node.is_known:
        return None
    elements = node.elements()
    secret = values.fact(f"{path}.userSecret")
    is_secret = secret.written and bool(secret.value) if secret.value is not UNKNOWN else True
    # Argo CD renders a chart without its cluster, where every secret is empty.
    blind = secret.span if is_secret and secret.written and values.block.reason == "application" else None
    users = [_user(one, is_secret, blind) for one in elements[:_MOST]]
    named = [user for user in users if user is not None]
    return tuple(named) if len(named) == len(elements) else None


def _user(node: Node, is_secret: bool, blind: Span | None) -> User | None:
    """A user of the list; `is_secret`: with a password from a secret, which at the place `blind` nobody looks up."""
    name = node.get("username")
    if name is None or name.kind != "scalar" or not name.is_known or not name.text or not is_whole(node):
        return None
    at = inside(name)
    if blind is not None:
        proof = [AclToken("nopass", blind)]
    else:
        proof = [hashed(at)] if is_secret else [*password(node.get("password"), at)]
    switch = node.get("enabled")
    # Go's `default` takes false and "" for nothing given, and writes `on`; true is written as it is.
    is_given = switch is not None and switch.value not in (None, False, "", 0)
    state = [*_words(switch)] if is_given and switch is not None else [AclToken("on", at)]
    rules = [token for part, usual in _PARTS.items() for token in _part(node.get(part), usual, at)]
    return User(name.text, (*state, *proof, *rules), node.span, at)


def password(node: Node | None, at: Span) -> Iterator[AclToken]:
    """The password that a value is; `nopass` where there is none."""
    if node is None or node.value in (None, False, "", 0):
        yield AclToken("nopass", at)
    elif node.kind != "scalar" or not node.is_known:
        yield hashed(node.span)
    else:
        yield AclToken(f">{node.text}", node.span)


def hashed(at: Span) -> AclToken:
    """The hash of a password that is elsewhere."""
    return AclToken(_HASH, at, known=False)


def _part(node: Node | None, usual: str, at: Span) -> Iterator[AclToken]:
    if node is None or node.value in (None, False, "", 0):
        yield AclToken(usual, at)
    else:
        yield from _words(node)


def _words(node: Node) -> Iterator[AclToken]:
    """The rules in a scalar; a truth value is written in Go's spelling."""
    if node.kind != "scalar" or not is_whole(node):
        yield AclToken(_ANYTHING, node.span, known=False)
    elif isinstance(node.value, bool):
        yield AclToken(str(node.value).lower(), node.span)
    else:
        yield from rules(node)


def rules(node: Node) -> tuple[AclToken, ...]:
    """The rules that a scalar's text says, each at its place."""
    source = node.inner("users-acl")
    words = [(match.group(), *match.span()) for match in re.finditer(r"[^ \t\r\n]+", source.text)]
    found, _ = acl.rules(words, source)
    if node.is_known or any(unknown.holds(word) for word, _, _ in words):
        return found
    return (AclToken(_ANYTHING, node.span, known=False),)


def inside(node: Node) -> Span:
    """The place of a scalar's text, without quotes."""
    source = node.inner("users-acl")
    return source.span(0, len(source.text))
