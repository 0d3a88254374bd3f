"""CloudPirates' charts of Redis and Valkey: one StatefulSet, standalone, replicated or a cluster.

What the charts write is in templates/configmap.yaml and statefulset.yaml: the text of `config.content`, then the port
or TLS, then `extraConfig` (of a standalone server), then the password, then `extraFlags`.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact, Setting, Unknown
from redislint.model.instance import Instance
from redislint.read.helm import outward, parts
from redislint.read.helm.block import Block
from redislint.read.helm.build import Pod, followers, follows, instance, secured, words
from redislint.read.helm.cloudsentinels import sentinels
from redislint.read.helm.embedded import Found
from redislint.read.helm.placing import Placing
from redislint.read.helm.pods import Keys
from redislint.read.helm.texts import Part, Texts, join
from redislint.read.helm.users import unsettled
from redislint.read.helm.values import Values, number
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Final

NAMES: Final = ("cloudpirates-redis", "cloudpirates-valkey")
_PORT: Final = 6379
_MOST_LINES: Final = 500
_KEYS: Final = Keys(
    resources="resources",
    probes="",
    security="containerSecurityContext",
    grace="terminationGracePeriodSeconds",
    update="updateStrategy.type",
)

_PLACING: Final = Placing(budget="pdb", switch="pdb.enabled")


def lower(block: Block, found: Found) -> None:
    """Add the servers and Sentinels that a block declares, and the documents within it, to what was found."""
    values = Values(block)
    image = parts.image(values)
    texts = Texts(values, found, image[1], "config.existingConfigmap")
    found.instances += _members(values, texts, image)


def _members(values: Values, texts: Texts, image: parts.Pulled) -> Iterator[Instance]:
    kind = values.fact("architecture").value
    label = values.block.label
    part = join([_server(values, texts, kind), Part(partial=isinstance(kind, Unknown))])
    memory, storage = parts.memory(values, ""), parts.storage(values, "")
    pod = Pod(
        label,
        part,
        image,
        memory,
        outward.ports(values, "service", _port(values)),
        None,
        storage,
        keys=_KEYS,
        placing=_PLACING,
    )
    count = number(values, "replicaCount", 3)
    if kind == "cluster":
        own = Part((Setting("cluster-enabled", ("yes",), *_place(values, "architecture"), "architecture"),))
        yield instance(values, pod._replace(part=join([own, part]), copies=count))
        return
    yield instance(values, pod._replace(copies=Fact(1, values.anchor, written=False)))
    if kind != "replication":
        return
    if isinstance(count.value, Unknown) or count.value > 1:
        replica = join([part, Part((follows(values, label, _port(values), "replicaCount"),))])
        yield instance(values, pod._replace(name=f"{label}-replicas", part=replica, copies=followers(count)))
    if values.is_true("sentinel.enabled"):
        yield instance(values, sentinels(values, label, _port(values), count)._replace(placing=_PLACING))


def _place(values: Values, path: str) -> tuple[Span, Span]:
    return values.whole(path), values.fact(path).span


def _port(values: Values) -> int:
    port = number(values, "tls.port" if values.is_true("tls.enabled") else "service.port", _PORT).value
    return _PORT if isinstance(port, Unknown) else port


def _server(values: Values, texts: Texts, kind: object) -> Part:
    made = _valkey(values, texts) if values.chart.engine == "valkey" else _redis(values, texts, kind)
    return made._replace(defaults={"dir": ("/data",), "protected-mode": ("no",), **made.defaults})


def _redis(values: Values, texts: Texts, kind: object) -> Part:
    is_on = values.is_true("auth.acl.enabled")
    accounts = Part() if is_on is False else unsettled(values, "auth.acl.enabled").part
    saved = (
        [] if parts.storage(values, "").value is not False else [values.setting("save", ("",), "persistence.enabled")]
    )
    durable = [values.setting("appendonly", ("yes",), "architecture")] if kind == "cluster" else []
    text = texts.text("config.content")
    if not values.is_given("config.content") and isinstance(values.node("config.content"), Node):
        # Without a text the chart writes no file, and the container its own lines.
        text = Part(defaults={"bind": ("*", "-::*")})
    return join(
        [
            Part(tuple(durable)),
            text,
            Part((*_listening(values, "service.port"), *saved)),
            accounts,
            texts.text("extraConfig"),
            Part(tuple(_password(values))) if is_on is False else Part(),
            _flags(values, texts),
        ]
    )


def _flags(values: Values, texts: Texts) -> Part:
    node = values.node("extraFlags")
    if not isinstance(node, Node) or not values.is_given("extraFlags"):
        return Part()
    line = texts.found.flags(node, texts.server)
    if line is None:
        return Part(users=None, partial=True)
    return Part(tuple(line.settings), tuple(line.users) if line.users_known else None, line.partial)


def _valkey(values: Values, texts: Texts) -> Part:
    if texts.is_hidden:
        return Part(tuple(_password(values)), users=None, partial=True)
    is_on = values.is_true("auth.enabled")
    guarded = None if is_on is None else ("yes",) if is_on else ("no",)
    own = [
        Setting("bind", ("0.0.0.0",), values.anchor, values.anchor, "bind", written=False),  # noqa: S104 (the chart's)
        *_listening(values, "service.targetPort"),
        *_valued(values, "config.save", "save"),
        values.setting("protected-mode", guarded, "auth.enabled"),
    ]
    if values.is_true("config.maxMemory") is not False:
        own += _valued(values, "config.maxMemory", "maxmemory")
        own += _valued(values, "config.maxMemoryPolicy", "maxmemory-policy")
    return join([Part(tuple(own)), _lines(values, texts, "config.extraConfig"), Part(tuple(_password(values)))])


def _valued(values: Values, path: str, name: str) -> list[Setting]:
    value = values.fact(path).value
    args = words(str(value)) if isinstance(value, str | int) and value != "" else ("",)
    return [values.setting(name, None if value is UNKNOWN else args, path)]


def _lines(values: Values, texts: Texts, path: str) -> Part:
    """A list of lines."""
    node = values.node(path)
    if not isinstance(node, Node) or not values.is_given(path):
        return Part()
    if node.kind != "sequence" or not node.is_known:
        return Part(users=None, partial=True)
    said = [texts.found.text(one, "redis-conf", texts.server) for one in node.elements()[:_MOST_LINES]]
    lines = [Part(one.document.settings, one.users, one.partial) for one in said if one is not None]
    return join([*lines, Part(users=None, partial=True) if None in said else Part()])


def _listening(values: Values, port: str) -> list[Setting]:
    is_on = values.is_true("tls.enabled")
    if is_on is None:
        return [values.setting(name, None, "tls.enabled") for name in ("port", "tls-port")]
    plain, secure = number(values, port, _PORT).value, number(values, "tls.port", 6380).value
    if not is_on:
        return [values.setting("port", None if isinstance(plain, Unknown) else (str(plain),), port)]
    clients = values.is_true("tls.authClients")
    return [
        values.setting("port", ("0",), "tls.enabled"),
        values.setting("tls-port", None if isinstance(secure, Unknown) else (str(secure),), "tls.port"),
        values.setting(
            "tls-auth-clients", None if clients is None else ("yes",) if clients else ("no",), "tls.authClients"
        ),
        values.setting("tls-replication", ("yes",), "tls.enabled"),
    ]


def _password(values: Values) -> list[Setting]:
    return secured(values, "auth.enabled", ("auth.password",), "auth.existingSecret", ("requirepass", "masterauth"))
