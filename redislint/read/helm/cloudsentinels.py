"""The Sentinels of CloudPirates' chart of Redis, as templates/statefulset.yaml writes their configuration."""

from __future__ import annotations

from redislint.model.facts import Fact, Setting, Unknown
from redislint.model.instance import SENTINEL
from redislint.read.helm import outward, parts
from redislint.read.helm.build import Pod, secured, timers
from redislint.read.helm.pods import Keys
from redislint.read.helm.texts import Part, join
from redislint.read.helm.values import Values, number
from redislint.typed import Final

_PORT: Final = 26379
_DEFAULTS: Final = {"bind": ("*", "-::*"), "protected-mode": ("no",)}


def sentinels(values: Values, master: str, watched: int, count: Fact[int]) -> Pod:
    """The Sentinels, one beside each server; `watched` is the port of these."""
    quorum, name = number(values, "sentinel.quorum", 2), values.fact("sentinel.masterName").value
    span = quorum.span if quorum.written else values.fact("replicaCount").span
    elsewhere = ("sentinel.monitorTarget", "externalMaster.enabled")
    is_local = all(values.is_true(path) is False for path in elsewhere)
    is_known = is_local and isinstance(name, str) and not isinstance(quorum.value, Unknown)
    args = ("monitor", str(name), master, str(watched), str(quorum.value)) if is_known else None
    settings = [
        Setting("sentinel", args, span, span, "sentinel.quorum", written=quorum.written),
        *_port(values),
        *_password(values),
    ]
    ports = outward.ports(values, "sentinel.service", _PORT)
    image, memory = parts.image(values, "sentinel.image"), parts.memory(values, "sentinel")
    label = f"{values.block.label}-sentinel"
    part = join([Part(tuple(settings), defaults=_DEFAULTS), timers(values, name, "sentinel")])
    return Pod(label, part, image, memory, ports, count, role=SENTINEL, keys=Keys("sentinel.resources"))


def _port(values: Values) -> list[Setting]:
    """Sentinels have one port, with TLS where the servers have it."""
    is_on, port = values.is_true("tls.enabled"), number(values, "sentinel.port", _PORT)
    said = None if is_on is None or isinstance(port.value, Unknown) else (str(port.value),)
    if is_on is False:
        return [values.setting("port", said, "sentinel.port")]
    plain = values.setting("port", None if is_on is None else ("0",), "tls.enabled")
    return [plain, values.setting("tls-port", said, "sentinel.port")]


def _password(values: Values) -> list[Setting]:
    """Sentinels ask for the servers' password, unless `auth.sentinel` is off."""
    is_on = values.is_true("auth.sentinel")
    if is_on is False and values.fact("auth.sentinel").value is not None:
        return [values.setting("requirepass", ("",), "auth.sentinel")]
    if is_on:
        return secured(values, "auth.enabled", ("auth.password",), "auth.existingSecret", ("requirepass",))
    # The first versions had no such key.
    return [values.setting("requirepass", None, "auth.sentinel")]
