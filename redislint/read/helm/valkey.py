"""The chart of the Valkey project (valkey-io/valkey-helm): its server, and the users of its ACL file.

The configuration file is written when a pod starts (templates/init_config.yaml): what the chart says itself, then
`valkeyConfig`, which wins, then what `extraValkeyConfigs` and `extraSecretValkeyConfigs` bring.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.acl import AclToken, User
from redislint.model.document import Document
from redislint.model.facts import UNKNOWN, Fact, Setting, Unknown
from redislint.read import acl
from redislint.read.helm import outward, parts, users
from redislint.read.helm.block import Block
from redislint.read.helm.build import Pod, follows, instance
from redislint.read.helm.embedded import Found, is_whole
from redislint.read.helm.pods import Keys
from redislint.read.helm.texts import Part, Texts, join
from redislint.read.helm.users import Accounts
from redislint.read.helm.values import Values, number, truth
from redislint.read.node import Node
from redislint.servers import Server
from redislint.typed import Final

NAME: Final = "valkey-io-valkey"
_FILE: Final = "/etc/valkey/users.acl"
_DEFAULTS: Final = {"protected-mode": ("no",), "bind": ("*", "-::*"), "dir": ("/data",)}
_MOST: Final = 200
# The first version with `dataStorage.enabled`.
_SWITCHED: Final = (0, 7, 1)
# What brings texts that are elsewhere.
_ELSEWHERE: Final = ("extraValkeyConfigs", "extraSecretValkeyConfigs")


def lower(block: Block, found: Found) -> None:
    """Add the server that a block declares, and the documents within it, to what was found."""
    values = Values(block)
    image = parts.image(values)
    server = image[1]
    accounts = _accounts(values, server, found)
    hidden = any(values.is_given(path) for path in _ELSEWHERE)
    texts = Texts(values, found, server, "")
    own = Part(tuple(_settings(values)), defaults=_DEFAULTS)
    part = join([own, accounts.part, texts.text("valkeyConfig"), Part(partial=hidden, users=None if hidden else ())])
    pod = Pod(
        name=block.label,
        part=part,
        image=image,
        memory=parts.memory(values, ""),
        ports=outward.ports(values, "service", 6379),
        storage=_storage(values),
        keys=Keys(resources="resources", probes="", security="securityContext"),
    )
    pods = [pod, *_replicas(values, pod)]
    found.instances += [instance(values, one)._replace(references=accounts.references) for one in pods]


def _replicas(values: Values, master: Pod) -> Iterator[Pod]:
    """The servers that follow the first one, if there are any: nothing takes its place when it is gone."""
    count = number(values, "replica.replicas", 2)
    if values.is_true("replica.enabled") and count.value != 0:
        port = number(values, "service.port", 6379).value
        line = follows(values, master.name, 6379 if isinstance(port, Unknown) else port, "replica.replicas")
        # The script that starts a replica has it log in as `replica.replicationUser`, with that user's password.
        login = (
            [values.setting("masterauth", None, "auth.enabled")] if values.is_true("auth.enabled") is not False else []
        )
        part = join([master.part, Part((line, *login))])
        ports = outward.ports(values, "replica.service", 6379)
        yield master._replace(name=f"{master.name}-replicas", part=part, ports=ports, copies=count)


def _storage(values: Values) -> Fact[bool] | None:
    """Is there a volume for the data?  With replicas the chart insists on one; None before the key was there."""
    is_replicated = values.is_true("replica.enabled")
    if is_replicated is None or values.block.versions.low < _SWITCHED:
        return None
    if is_replicated:
        size = values.fact("replica.persistence.size")
        return Fact(True, size.span, written=size.written)
    claims = [values.fact(path) for path in ("dataStorage.enabled", "dataStorage.hostPath", "extraVolumes")]
    known = [truth(fact) for fact in claims]
    value = True if True in known[:2] else UNKNOWN if None in known or known[2] else False
    return Fact(value, claims[0].span, written=claims[0].written)


def _settings(values: Values) -> list[Setting]:
    """The directives that the chart writes for ports and TLS, and an empty password where it asks for none."""
    number, is_tls = values.fact("service.port"), values.is_true("tls.enabled")
    port = None if isinstance(number.value, Unknown) else (str(number.value),)
    found = []
    if is_tls is False:
        found.append(values.setting("port", port, "service.port"))
    elif is_tls is None:
        found += [values.setting(name, None, "tls.enabled") for name in ("port", "tls-port")]
    else:
        clients = values.is_true("tls.requireClientCertificate")
        asked = None if clients is None else ("yes",) if clients else ("no",)
        found = [
            values.setting("port", ("0",), "tls.enabled"),
            values.setting("tls-port", port, "tls.enabled"),
            values.setting("tls-auth-clients", asked, "tls.requireClientCertificate"),
        ]
    if values.is_true("auth.enabled") is False:
        found.append(values.setting("requirepass", ("",), "auth.enabled"))
    return found


def _accounts(values: Values, server: Server | None, found: Found) -> Accounts:
    """The ACL file: the users of `auth.aclUsers`, by name, then those of `auth.aclConfig`."""
    is_on = values.is_true("auth.enabled")
    if is_on is False:
        return Accounts()
    named = _named(values)
    if named:
        found.documents.append(Document(values.anchor.source, "users-acl", users=named, server=server))
    written = _written(values, server, found)
    known = None if is_on is None or named is None or written is None else (*named, *written)
    found.secrets += [token.span for user in named or () for token in user.tokens if token.text[:1] == ">"]
    if is_on is None:
        return users.unsettled(values, "auth.enabled")
    # Where the text alone has users, it is the one that may lack the default user.
    path = "auth.aclConfig" if not named and values.is_given("auth.aclConfig") else "auth.enabled"
    return users.accounts(values, path, _FILE, known)


def _named(values: Values) -> tuple[User, ...] | None:
    node = values.node("auth.aclUsers")
    if node is None:
        return ()
    if isinstance(node, Unknown) or (node.kind not in ("mapping", "null") or not node.is_known):
        return None
    items = sorted(node.items().items())
    found = [_user(key, value, values) for _, (key, value) in items[:_MOST] if is_whole(value)]
    named = [user for user in found if user is not None]
    return tuple(named) if len(named) == len(items) else None


def _user(key: Node, value: Node, values: Values) -> User | None:
    permissions = value.get("permissions")
    if permissions is None or permissions.kind != "scalar" or not key.is_known or not is_whole(key):
        return None
    at = users.inside(key)
    secret = users.hashed(at)
    given = value.get("password")
    if given is not None and not values.is_given("auth.usersExistingSecret"):
        secret = next(iter(users.password(given, at)))
    # Without a password anywhere the chart fails; it never writes `nopass`.
    proof = users.hashed(at) if secret.text == "nopass" else secret
    rules = (AclToken("on", at), proof, *users.rules(permissions))
    return User(key.text, rules, key.span.to(value.span), at)


def _written(values: Values, server: Server | None, found: Found) -> tuple[User, ...] | None:
    """The users of the text; None where it, or a part of it, is not known."""
    node = values.node("auth.aclConfig")
    if node is None:
        # Up to 0.7 the chart brings comments, over which the server stumbles.
        text = values.fact("auth.aclConfig").value
        return () if not isinstance(text, Unknown) and not text else None
    if isinstance(node, Unknown) or node.kind == "mapping" or (node.text and not is_whole(node)):
        return None
    if not node.text:
        return ()
    said = acl.text(node.inner("users-acl"))
    found.documents.append(said.document._replace(server=server))
    found.secrets += said.secrets
    return None if said.partial else said.document.users
