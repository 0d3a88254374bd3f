"""Which keys of a chart's values mean what for a server: a table a chart and generation."""

from __future__ import annotations

from redislint.read.helm.versions import ANY, Range, Version
from redislint.typed import Final, NamedTuple


class Layout(NamedTuple):
    """The keys of one generation of a chart.

    Paths are relative to the chart's values; those named `*_key` are relative to a component.

    switch        whether clients need a password
    passwords     the password, the first that is not empty
    secret        a Secret that holds it instead
    acl           users beside the default one
    common        the configuration text of all servers
    overridden    a ConfigMap that replaces all texts
    primary       the component of the master, or of all nodes of a cluster
    replica       the component of the replicas; empty for a cluster
    masters       how many masters there are
    size          how many replicas there are, or nodes of a cluster
    replicated    whether there are replicas
    autoscaled    whether something else counts them
    external      whether the replicas follow a master elsewhere
    equal         from which version on all nodes beside Sentinels are equal, and have the values of replicas
    monitor       the name of the master that Sentinels watch
    guarded       whether Sentinels need the password too
    text_key      the component's own configuration text
    port_key      the port of the component's container
    aof           a switch for the append-only file, in charts of clusters
    template      a text that replaces the cluster's configuration file
    """

    chart: str
    versions: Range
    switch: str
    passwords: tuple[str, ...]
    secret: str
    primary: str
    size: str
    acl: str = ""
    common: str = ""
    overridden: str = ""
    masters: str = ""
    replica: str = ""
    replicated: str = ""
    autoscaled: str = ""
    external: str = ""
    equal: Version = ()
    monitor: str = ""
    guarded: str = ""
    text_key: str = ""
    port_key: str = ""
    aof: str = ""
    template: str = ""


_REDIS: Final = Layout(
    chart="bitnami-redis",
    versions=Range((14, 0, 0)),
    switch="auth.enabled",
    passwords=("global.redis.password", "auth.password"),
    secret="auth.existingSecret",  # noqa: S106
    acl="auth.acl",
    common="commonConfiguration",
    overridden="existingConfigmap",
    primary="master",
    masters="master.count",
    replica="replica",
    size="replica.replicaCount",
    replicated="architecture",
    autoscaled="replica.autoscaling.enabled",
    external="replica.externalMaster",
    monitor="sentinel.masterSet",
    guarded="auth.sentinel",
    text_key="configuration",
    port_key="containerPorts.redis",
)

_REDIS_13: Final = Layout(
    chart="bitnami-redis",
    versions=Range((), (14, 0, 0)),
    switch="usePassword",
    passwords=("global.redis.password", "password"),
    secret="existingSecret",  # noqa: S106
    common="configmap",
    primary="master",
    replica="slave",
    size="cluster.slaveCount",
    replicated="cluster.enabled",
    equal=(11, 0, 0),
    monitor="sentinel.masterSet",
    guarded="sentinel.usePassword",
    text_key="configmap",
)
_VALKEY: Final = _REDIS._replace(
    chart="bitnami-valkey",
    versions=Range((2, 0, 0)),
    passwords=("global.valkey.password", "auth.password"),
    acl="",
    primary="primary",
    masters="primary.replicaCount",
    autoscaled="replica.autoscaling.hpa.enabled",
    external="replica.externalPrimary",
    monitor="sentinel.primarySet",
    port_key="containerPorts.valkey",
)
_CLUSTER: Final = Layout(
    chart="bitnami-redis-cluster",
    versions=Range((3, 0, 0)),
    switch="usePassword",
    passwords=("global.redis.password", "password"),
    secret="existingSecret",  # noqa: S106
    primary="redis",
    size="cluster.nodes",
    text_key="configmap",
    port_key="containerPorts.redis",
    aof="redis.useAOFPersistence",
    template="redis.defaultConfigOverride",
)

# Those of one chart from the newest generation to the oldest.
LAYOUTS: Final = (
    _REDIS,
    _REDIS_13,
    _REDIS_13._replace(chart="stable-redis", versions=ANY),
    _VALKEY,
    _VALKEY._replace(
        versions=Range((), (2, 0, 0)),
        primary="master",
        masters="master.replicaCount",
        external="replica.externalMaster",
        monitor="sentinel.masterSet",
    ),
    _CLUSTER,
    _CLUSTER._replace(
        chart="bitnami-valkey-cluster",
        versions=ANY,
        passwords=("global.valkey.password", "password"),
        primary="valkey",
        port_key="containerPorts.valkey",
        aof="valkey.useAOFPersistence",
        template="valkey.defaultConfigOverride",
    ),
)


def of(chart: str, versions: Range) -> Layout | None:
    """The layout of these versions of a chart: the newest, where they know several; None if there is none."""
    return next((one for one in LAYOUTS if one.chart == chart and one.versions.meet(versions) is not None), None)


def generations(chart: str) -> tuple[Range, ...]:
    """The versions of each generation of a chart, the newest first; of a chart without layouts all versions are one."""
    return tuple(one.versions for one in LAYOUTS if one.chart == chart) or (ANY,)


def newer(chart: str, versions: Range) -> frozenset[str]:
    """The first words of keys that generations after these versions of a chart have brought."""
    own = of(chart, versions)
    if own is None or versions.high is None:
        return frozenset()
    later = (one for one in LAYOUTS if one.chart == chart and one.versions.low >= versions.high)
    return frozenset(word for one in later for word in _words(one)) - _words(own)


def _words(layout: Layout) -> frozenset[str]:
    paths = (layout.switch, layout.common, layout.primary, layout.replica, layout.replicated)
    return frozenset(path.partition(".")[0] for path in paths if path)
