"""What somebody meant by a key that a chart does not have: its new name, its place, or its spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redislint import servers
from redislint.read.helm.charts import Chart
from redislint.read.helm.versions import Range
from redislint.suggest import nearest
from redislint.typed import Final

# Where a chart takes directives of the server; one that ends in a dot takes each by its name.
_TEXTS: Final = {
    "bitnami-redis": ("commonConfiguration", "configmap"),
    "bitnami-valkey": ("commonConfiguration",),
    "bitnami-redis-cluster": ("redis.configmap",),
    "bitnami-valkey-cluster": ("valkey.configmap",),
    "stable-redis": ("configmap",),
    "dandydeveloper-redis-ha": ("redis.config.",),
    "valkey-io-valkey": ("valkeyConfig",),
    "cloudpirates-redis": ("config.content",),
    "cloudpirates-valkey": ("config.extraConfig",),
    "groundhog2k-redis": ("redisConfig",),
    "groundhog2k-valkey": ("valkeyConfig",),
    "ot-redis": ("externalConfig.data",),
    "ot-redis-replication": ("externalConfig.data",),
    "ot-redis-cluster": ("externalConfig.data",),
}

# Directives without a hyphen that no chart has as keys.
_TELLING: Final = ("appendonly", "appendfsync", "maxmemory", "maxclients")

# Pairs of what a key begins with, in one version or chart, and what another calls it.  The first that the chart has is
# told.  Sources: the values.yaml of every version (data/charts).
_RENAMED: Final = (
    ("usePassword", "auth.enabled"),
    ("auth.usePassword", "auth.enabled"),
    ("usePasswordFile", "auth.usePasswordFiles"),
    ("password", "auth.password"),
    ("redisPassword", "auth.password"),
    ("existingSecret", "auth.existingSecret"),
    ("existingSecretPasswordKey", "auth.existingSecretPasswordKey"),
    ("auth.enabled", "usePassword"),
    ("auth.enabled", "auth"),
    ("auth.password", "password"),
    ("auth.password", "redisPassword"),
    ("auth.existingSecret", "existingSecret"),
    ("auth.existingSecretPasswordKey", "existingSecretPasswordKey"),
    ("auth.existingSecretPasswordKey", "authKey"),
    ("auth.sentinel", "sentinel.usePassword"),
    ("sentinel.usePassword", "auth.sentinel"),
    ("cluster.enabled", "architecture"),
    ("cluster.slaveCount", "replica.replicaCount"),
    ("slave", "replica"),
    ("replica", "slave"),
    ("replicas", "replica"),
    ("primary", "master"),
    ("master", "primary"),
    ("replica.replicaCount", "replicaCount"),
    ("replica.replicaCount", "replicas"),
    ("replicaCount", "replica.replicaCount"),
    ("sentinel.replicas", "replica.replicaCount"),
    ("sentinel.replicaCount", "replica.replicaCount"),
    ("configmap", "commonConfiguration"),
    ("master.configmap", "master.configuration"),
    ("slave.configmap", "replica.configuration"),
    ("sentinel.configmap", "sentinel.configuration"),
    ("commonConfiguration", "config.content"),
    ("commonConfiguration", "redis.configmap"),
    ("commonConfiguration", "valkey.configmap"),
    ("redisPort", "master.containerPorts.redis"),
    ("sentinel.port", "sentinel.containerPorts.sentinel"),
    ("securityContext", "master.podSecurityContext"),
    ("sentinel.metrics", "metrics.sentinel"),
    ("sysctlImage", "sysctl"),
    ("podDisruptionBudget", "master.pdb"),
    ("pdb", "master.pdb"),
    ("sentinel.service.port", "sentinel.service.ports.redis"),
    ("sentinel.service.sentinelPort", "sentinel.service.ports.sentinel"),
    ("master.service.port", "master.service.ports.redis"),
    ("master.service.nodePort", "master.service.nodePorts.redis"),
    ("replica.service.port", "replica.service.ports.redis"),
    ("replica.service.nodePort", "replica.service.nodePorts.redis"),
    ("master.spreadConstraints", "master.topologySpreadConstraints"),
    ("replica.spreadConstraints", "replica.topologySpreadConstraints"),
    ("metrics", "exporter"),
    ("persistence", "persistentVolume"),
    ("master.persistence", "persistentVolume"),
    ("persistence", "dataStorage"),
    ("storage", "dataStorage"),
    ("persistence", "storage"),
    ("resources", "redis.resources"),
    ("master.resources", "redis.resources"),
)
# The component that is meant where several have the key.
_FIRST: Final = ("master.", "primary.", "redis.", "valkey.", "")


def meant(chart: Chart, path: str, paths: Sequence[str], versions: Range) -> str:
    """The key that was meant by the one at a path, below which are others; empty if none comes to mind."""
    text = _text(chart, paths, versions)
    renamed = _renamed(chart, path, versions)
    return renamed or text or _moved(chart, path, versions) or _respelt(chart, path, versions)


def _renamed(chart: Chart, path: str, versions: Range) -> str:
    pairs = [(old, new) for old, new in _RENAMED if path == old or path.startswith(f"{old}.")]
    # The longest is the closest.
    found = [f"{new}{path[len(old) :]}" for old, new in sorted(pairs, key=lambda pair: -len(pair[0]))]
    return next((one for one in found if chart.has(one, versions)), "")


def _text(chart: Chart, paths: Iterable[str], versions: Range) -> str:
    """Where the chart takes directives, if one of the keys is called like a directive."""
    key = next((one for one in _TEXTS.get(chart.name, ()) if chart.has(one.rstrip("."), versions)), "")
    known = next(filter(None, map(directive, paths)), "") if key else ""
    return f"{key}{known}" if known and key.endswith(".") else key if known else ""


def directive(path: str) -> str:
    """The directive that the last word of a path names; empty for none, and for words of every chart (`port`)."""
    name = path.rpartition(".")[2]
    for one in (name.lower(), _hyphenated(name)):
        if ("-" in one or one in _TELLING) and servers.spans(one):
            return one
    return ""


def _hyphenated(name: str) -> str:
    """`maxmemoryPolicy` as `maxmemory-policy`."""
    return "".join(f"-{one.lower()}" if one.isupper() else one for one in name).replace("max-memory", "maxmemory")


def _moved(chart: Chart, path: str, versions: Range) -> str:
    """The same key elsewhere: under a component, or not under this one."""
    inner = path.partition(".")[2]
    below = [f"{component}{path}" for component in _FIRST if component]
    above = [inner] if inner and "." not in path.rpartition(".")[0] else []
    return next((one for one in (*below, *above) if chart.has(one, versions)), "")


def _respelt(chart: Chart, path: str, versions: Range) -> str:
    """A key beside it that is spelt almost like it."""
    parent, _, last = path.rpartition(".")
    found = nearest(last, chart.children(parent, versions))
    return (f"{parent}.{found}" if parent else found) if found else ""
