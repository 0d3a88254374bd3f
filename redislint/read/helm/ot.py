"""The charts of OT-CONTAINER-KIT, whose values become resources of its operator: a server, replicas, or a cluster.

The operator asks for a password only where a Secret is named, and else turns protected mode off; `externalConfig.data`
is added to its configuration.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact, Setting, Unknown
from redislint.model.instance import Instance, Port
from redislint.read.helm import parts
from redislint.read.helm.block import Block
from redislint.read.helm.build import Pod, followers, follows, instance
from redislint.read.helm.embedded import Found
from redislint.read.helm.pods import Keys
from redislint.read.helm.texts import Part, Texts, join
from redislint.read.helm.users import unsettled
from redislint.read.helm.values import Values, number
from redislint.typed import Final

# The chart's name, and the key that its server's values stand under.
TOPS: Final = {
    "ot-redis": "redisStandalone",
    "ot-redis-replication": "redisReplication",
    "ot-redis-cluster": "redisCluster",
}
_PORT: Final = 6379


def lower(block: Block, found: Found) -> None:
    """Add the servers that a block declares, and the documents within it, to what was found."""
    values, top = Values(block), TOPS.get(block.chart.name)
    if top is not None:
        image = parts.image(values, f"{top}.image", f"{top}.tag")
        found.instances += _members(values, top, Texts(values, found, image[1], ""), image)


def _members(values: Values, top: str, texts: Texts, image: parts.Pulled) -> Iterator[Instance]:
    part, name = _server(values, top, texts), values.block.label
    # The operator makes services of its own for the masters; `externalService` is one beside them.
    ports = _ports(values, top)
    pod = Pod(
        name,
        part,
        image,
        parts.memory(values, top),
        ports,
        storage=_storage(values, top),
        keys=Keys(f"{top}.resources"),
    )
    if top == "redisCluster":
        own = Part((Setting("cluster-enabled", ("yes",), values.anchor, values.anchor, top, written=False),))
        yield instance(values, pod._replace(part=join([own, part]), copies=number(values, f"{top}.clusterSize", 3)))
        return
    yield instance(values, pod._replace(copies=Fact(1, values.anchor, written=False)))
    count = number(values, f"{top}.clusterSize", 3)
    if top == "redisReplication" and (isinstance(count.value, Unknown) or count.value > 1):
        replica = join([part, Part((follows(values, name, _PORT, f"{top}.clusterSize"),))])
        yield instance(values, pod._replace(name=f"{name}-replicas", part=replica, copies=followers(count)))


def _server(values: Values, top: str, texts: Texts) -> Part:
    secret = f"{top}.redisSecret.secretName"
    is_guarded = values.is_true(secret)
    if is_guarded is False:
        own = [values.setting("requirepass", ("",), secret), values.setting("protected-mode", ("no",), secret)]
    else:
        own = [values.setting(name, None, secret) for name in ("requirepass", "masterauth")]
    secured = values.is_true("TLS.secret.secretName")
    if secured is not False:
        own += [values.setting(name, None, "TLS.secret.secretName") for name in ("port", "tls-port")]
    accounts = (
        Part() if values.is_true("acl.secret.secretName") is False else unsettled(values, "acl.secret.secretName").part
    )
    return join([Part(tuple(own)), accounts, _external(values, top, texts)])


def _external(values: Values, top: str, texts: Texts) -> Part:
    """The text that is added; without it, or with further means, not all is known."""
    is_on = values.is_true("externalConfig.enabled")
    text = texts.text("externalConfig.data") if is_on else Part()
    others = (f"{top}.dynamicConfig", f"{top}.maxMemoryPercentOfLimit", "initContainer.enabled", "env")
    is_hidden = is_on is None or any(values.is_given(path) for path in others)
    return join([text, Part(users=None, partial=True)]) if is_hidden else text


def _storage(values: Values, top: str) -> Fact[bool]:
    claim = values.fact("storageSpec")
    is_kept = values.is_true(f"{top}.persistenceEnabled") if top == "redisCluster" else True
    found = values.is_given("storageSpec.volumeClaimTemplate") if claim.written else True
    return Fact(
        UNKNOWN if is_kept is None or values.is_open else bool(is_kept and found), claim.span, written=claim.written
    )


def _ports(values: Values, top: str) -> tuple[Port, ...] | None:
    found: tuple[Port, ...] = ()
    is_on = values.is_true("externalService.enabled")
    if is_on is None:
        return None
    for path in (*(["externalService.serviceType"] if is_on else []), f"{top}.serviceType"):
        kind = values.fact(path)
        if isinstance(kind.value, Unknown):
            return None
        if kind.value in ("LoadBalancer", "NodePort"):
            found += (Port("", _PORT, kind.span, by=str(kind.value)),)
    return found
