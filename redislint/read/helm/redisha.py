"""DandyDeveloper's redis-ha (before: stable/redis-ha): as many servers as Sentinels, from mappings of directives.

What the chart writes is in templates/_configs.tpl: `redis.customConfig` replaces all of it, the password included, and
the server's TLS lines are written only where the Sentinels have a TLS port.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Fact, Setting, Unknown
from redislint.model.instance import SENTINEL, Instance, Port
from redislint.read.helm import outward, parts
from redislint.read.helm.block import Block
from redislint.read.helm.build import TIMERS, Pod, followers, follows, instance, mapped, secured, timers
from redislint.read.helm.embedded import Found
from redislint.read.helm.placing import Placing
from redislint.read.helm.pods import Keys
from redislint.read.helm.texts import Part, Texts, join
from redislint.read.helm.values import Values, number
from redislint.typed import Final

NAME: Final = "dandydeveloper-redis-ha"
_PORT: Final = 6379
_SENTINEL_PORT: Final = 26379
_PASSWORD: Final = "replace-default-auth"  # noqa: S105 (what the chart's script replaces by the password)
_KEYS: Final = Keys(
    resources="redis.resources",
    probes="redis.",
    security="containerSecurityContext",
    grace="redis.terminationGracePeriodSeconds",
    update="redis.updateStrategy.type",
)
_PLACING: Final = Placing(
    preset="hardAntiAffinity",
    instead=("affinity", "additionalAffinities", "topologySpreadConstraints.enabled"),
    budget="podDisruptionBudget",
    switch="podDisruptionBudget",
)
_DEFAULTS: Final = {"dir": ("/data",), "protected-mode": ("no",)}


def lower(block: Block, found: Found) -> None:
    """Add the servers and Sentinels that a block declares, and the documents within it, to what was found."""
    values = Values(block)
    image = parts.image(values)
    texts = Texts(values, found, image[1], "")
    found.instances += _members(values, texts, image)


def _members(values: Values, texts: Texts, image: parts.Pulled) -> Iterator[Instance]:
    label = values.block.label
    count = number(values, "replicas", 3)
    name = f"{label}-server"
    server = join([_server(values, texts), _started(values, "redis")])
    pod = Pod(
        name=name,
        part=server,
        image=image,
        memory=parts.memory(values, "redis"),
        ports=_ports(values),
        copies=Fact(1, values.anchor, written=False),
        storage=_storage(values),
        keys=_KEYS,
        placing=_PLACING,
    )
    yield instance(values, pod)
    if isinstance(count.value, Unknown) or count.value > 1:
        replica = join([server, Part((follows(values, name, _PORT, "replicas"),))])
        yield instance(values, pod._replace(name=f"{name}-replicas", part=replica, copies=followers(count)))
    part = join([_sentinel(values, texts, name), _started(values, "sentinel")])
    memory = parts.memory(values, "sentinel")
    keys = Keys(resources="sentinel.resources", probes="sentinel.", security="containerSecurityContext")
    watching = Pod(f"{label}-sentinel", part, image, memory, (), count, role=SENTINEL, keys=keys, placing=_PLACING)
    yield instance(values, watching)


def _started(values: Values, component: str) -> Part:
    """Nothing, unless the container is started in another way than the chart's own."""
    paths = (f"{component}.customCommand", f"{component}.customArgs")
    is_own = not any(values.is_given(path) for path in paths)
    return Part() if is_own else Part(users=None, partial=True)


def _server(values: Values, texts: Texts) -> Part:
    if values.is_given("redis.customConfig"):
        said = texts.text("redis.customConfig")
        return said._replace(settings=tuple(map(_replaced, said.settings)), defaults={"protected-mode": ("no",)})
    config = mapped(values, "redis.config", texts.found, texts.server)
    port = [_port(values, "port", "redis.port", _PORT), *_tls(values)]
    password = secured(values, "auth", ("redisPassword",), "existingSecret", ("requirepass", "masterauth"))
    return join([Part(tuple(port), defaults=_DEFAULTS), texts.renames("redis"), config, Part(tuple(password))])


def _replaced(setting: Setting) -> Setting:
    """The line that the chart's script fills in with the password."""
    return setting._replace(args=None) if setting.args == (_PASSWORD,) else setting


def _port(values: Values, name: str, path: str, otherwise: int) -> Setting:
    given = number(values, path, otherwise)
    return values.setting(name, None if isinstance(given.value, Unknown) else (str(given.value),), path)


def _tls(values: Values) -> list[Setting]:
    """The server's TLS lines: they are written where `sentinel.tlsPort` is set."""
    is_on = values.is_true("sentinel.tlsPort")
    if is_on is False:
        return []
    if is_on is None:
        return [values.setting("tls-port", None, "sentinel.tlsPort")]
    clients = ("no",) if values.fact("redis.authClients").value in ("no", False) else ("yes",)
    replication = values.is_true("redis.tlsReplication")
    said = None if replication is None else ("yes",) if replication else ("no",)
    return [
        _port(values, "tls-port", "redis.tlsPort", 0),
        values.setting("tls-auth-clients", clients, "redis.authClients"),
        values.setting("tls-replication", said, "redis.tlsReplication"),
    ]


def _sentinel(values: Values, texts: Texts, master: str) -> Part:
    if values.is_given("sentinel.customConfig"):
        return texts.text("sentinel.customConfig", "sentinel-conf")
    quorum, name = number(values, "sentinel.quorum", 2), values.fact("redis.masterGroupName").value
    span = quorum.span if quorum.written else values.fact("replicas").span
    is_known = isinstance(name, str) and not isinstance(quorum.value, Unknown)
    args = ("monitor", str(name), master, str(_PORT), str(quorum.value)) if is_known else None
    settings = [
        Setting("sentinel", args, span, span, "sentinel.quorum", written=quorum.written),
        _port(values, "port", "sentinel.port", _SENTINEL_PORT),
        *secured(values, "sentinel.auth", ("sentinel.password",), "sentinel.existingSecret", ("requirepass",)),
    ]
    return join([Part(tuple(settings)), timers(values, name, "sentinel.config", {kind: kind for kind in TIMERS})])


def _storage(values: Values) -> Fact[bool]:
    claim = parts.storage(values, "", "persistentVolume.enabled")
    host = values.fact("hostPath.path")
    return Fact(True, host.span) if claim.value is False and values.is_given("hostPath.path") else claim


def _ports(values: Values) -> tuple[Port, ...] | None:
    """What HAProxy publishes of the master; the servers' own services have addresses of the cluster alone."""
    is_on = values.is_true("haproxy.enabled")
    return () if is_on is False else None if is_on is None else outward.ports(values, "haproxy.service", _PORT)
