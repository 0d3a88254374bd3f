"""groundhog2k's charts of Redis and Valkey: there is no key for passwords or TLS, all of it is configuration text.

What the charts write is in templates/scripts.yaml: their own lines, then `redisConfig` (`valkeyConfig`), then what
ConfigMaps and Secrets elsewhere bring, then `args` behind the command.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact, Setting, Unknown
from redislint.model.instance import SENTINEL, Instance
from redislint.read.helm import outward, parts
from redislint.read.helm.block import Block
from redislint.read.helm.build import Pod, followers, follows, instance, timers
from redislint.read.helm.embedded import Found
from redislint.read.helm.pods import Keys
from redislint.read.helm.texts import Part, Texts, join
from redislint.read.helm.values import Values, number, truth
from redislint.typed import Final

NAMES: Final = ("groundhog2k-redis", "groundhog2k-valkey")
_PORT: Final = 6379
_SENTINEL_PORT: Final = 26379
_KEYS: Final = Keys(resources="resources", probes="", security="securityContext")
_DEFAULTS: Final = {"port": ("6379",), "protected-mode": ("no",), "bind": ("0.0.0.0",), "dir": ("/data",)}  # noqa: S104


def lower(block: Block, found: Found) -> None:
    """Add the servers and Sentinels that a block declares, and the documents within it, to what was found."""
    values = Values(block)
    image = parts.image(values)
    found.instances += _members(values, Texts(values, found, image[1], ""), image)


def _members(values: Values, texts: Texts, image: parts.Pulled) -> Iterator[Instance]:
    engine, label = values.chart.engine, values.block.label
    is_watched = values.is_true("haMode.enabled")
    part = join(
        [
            Part(defaults=_DEFAULTS),
            texts.text(f"{engine}Config"),
            _elsewhere(values, engine.capitalize(), "args"),
            # Whether this is the master alone is not known.
            Part(partial=is_watched is None),
        ]
    )
    ports = outward.ports(values, "service", _PORT)
    one = Fact(1, values.anchor, written=False)
    pod = Pod(label, part, image, parts.memory(values, ""), ports, one, _storage(values), keys=_KEYS)
    yield instance(values, pod)
    if not is_watched:
        return
    count = number(values, "haMode.replicas", 3)
    if isinstance(count.value, Unknown) or count.value > 1:
        replica = join([part, Part((follows(values, label, _PORT, "haMode.replicas"),))])
        yield instance(values, pod._replace(name=f"{label}-replicas", part=replica, copies=followers(count)))
    yield instance(values, _sentinel(values, texts, image, count))


def _elsewhere(values: Values, engine: str, arguments: str) -> Part:
    """What may change the configuration, and is not in the values."""
    paths = (f"extra{engine}Configs", f"extraSecret{engine}Configs", arguments)
    is_hidden = any(values.is_given(path) for path in paths)
    return Part(users=None, partial=True) if is_hidden else Part()


def _sentinel(values: Values, texts: Texts, image: parts.Pulled, count: Fact[int]) -> Pod:
    quorum, name = number(values, "haMode.quorum", 2), values.fact("haMode.masterGroupName").value
    span = quorum.span if quorum.written else values.fact("haMode.replicas").span
    is_known = isinstance(name, str) and not isinstance(quorum.value, Unknown)
    args = ("monitor", str(name), values.block.label, str(_PORT), str(quorum.value)) if is_known else None
    own = Part((Setting("sentinel", args, span, span, "haMode.quorum", written=quorum.written),))
    text = texts.text("sentinelConfig", "sentinel-conf")
    part = join([own, timers(values, name, "haMode"), text, _elsewhere(values, "Sentinel", "sentinelArgs")])
    memory = parts.memory(values, "", "sentinelResources")
    ports = outward.ports(values, "service", _SENTINEL_PORT)
    return Pod(f"{values.block.label}-sentinel", part, image, memory, ports, count, role=SENTINEL)


def _storage(values: Values) -> Fact[bool]:
    """Is there a volume claim: one of the size asked for, or one that is there?"""
    facts = [values.fact(f"storage.{key}") for key in ("requestedSize", "persistentVolumeClaimName")]
    given = [truth(fact) for fact in facts]
    if True in given:
        return Fact(True, facts[given.index(True)].span)
    return Fact(UNKNOWN if None in given else False, facts[0].span, written=False)
